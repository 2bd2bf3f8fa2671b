"""The walk through a part of a Word document: from XML events to the lines that a reader sees.

The part is read as a stream with the state of `Walker`, so that memory follows the text and neither depth nor
length of the XML matters. What becomes text and what is left out is said in `docx`.

Known limitations: those of `docx`.
Source: ECMA-376, part 1, 17.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from speechkit.errors import TooLarge, UnreadableSource
from speechkit.readers.counters import join_label, write_number
from speechkit.readers.docx_numbering import Numbering
from speechkit.readers.docx_package import Event
from speechkit.readers.docx_styles import is_on, parse_int
from speechkit.settings import MEGABYTE

_DEEPEST = 100
"""Tables and text boxes inside one another; each level copies its text once."""
_LONGEST_CODE = 200
"""Characters of a field code that are looked at."""

_SKIPPED = frozenset(
    (
        # Formatting as it was before a tracked change.
        "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
        "tblPrExChange", "numberingChange",
        # Formatting that holds elements with the names of characters: a stop for tabs is called tab too.
        "tabs", "sectPr", "tblPr", "tblGrid", "tblPrEx",
        # Phonetic guides over characters.
        "rt",
    )
)  # fmt: skip
_DELETED = ("del", "moveFrom")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEX = re.compile("[0-9A-Fa-f]{1,4}")
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x71: "□", 0x72: "□", 0x75: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + i: chr(ord("①") + i) for i in range(10)},
    **{0x8C + i: chr(ord("❶") + i) for i in range(10)},
}  # fmt: skip
"""What the signs of Wingdings that speeches use are in Unicode."""
_RING = re.compile(
    r"""
    \s* eq \s* \\o \s* \\ac \s* \(   # characters laid one over the other, centred
    \s* [○◯〇] \s* [,，;]            # a ring
    \s* ([^\s()]{1,4}) \s* \)        # and what stands in it
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read.

    Attributes:
        level, list_id: its own numbering, where it has one.
        hidden: by its style.
        run_hidden: whether the run being read is hidden.
        mark_gone: the paragraph mark is deleted or hidden.
        texts: visible text so far.
        boxes: lines of the text boxes anchored here.
    """

    style: str | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool = False
    run_hidden: bool = False
    mark_gone: bool = False
    texts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Container:
    """Whatever holds paragraphs: the body, a cell, a text box, a note.

    `carried` holds texts that the next paragraph opens with.
    """

    lines: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    gone: bool = False
    cell_gone: bool = False


@dataclass(slots=True)
class _Field:
    in_code: bool = True
    code: str = ""


@dataclass(slots=True)
class Walker:
    """Goes through the events of a part and gathers lines.

    Attributes:
        path: names of the open elements, outermost first, without skipped ones.
        skipped: how deep the walk is inside an element that is left out; 0 outside.
        choices: for each open mc:AlternateContent whether one of its branches was taken.
        placeholders: for each open content control whether it shows its placeholder only.
        codes: how many open fields are in their code, where no text is visible.
        odd: codes of notices: "tracked-changes", "hidden-text", "embedded-part".
    """

    numbering: Numbering
    limit: int
    source_path: str | None
    is_document: bool = False
    size: int = 0
    path: list[str] = field(default_factory=lambda: ["", ""])
    skipped: int = 0
    containers: list[_Container] = field(default_factory=lambda: [_Container()])
    paragraphs: list[_Paragraph] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    codes: int = 0
    choices: list[bool] = field(default_factory=list)
    placeholders: list[bool] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    note_ids: list[str] = field(default_factory=list)
    notes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)

    def walk(self, events: Iterable[Event]) -> None:
        """Take all events of one part."""
        for kind, name, attributes in events:
            if kind == "text":
                if not self.skipped:
                    self._text(name)
            elif kind == "end":
                if self.skipped:
                    self.skipped -= 1
                else:
                    self.path.pop()
                    if name in self._ends:
                        self._ends[name](self, name)
            elif self.skipped or self._is_left_out(name):
                self.skipped += 1
            else:
                if name in self._starts:
                    self._starts[name](self, name, attributes)
                self.path.append(name)

    def close(self) -> list[str]:
        """Give the lines of the body."""
        body = self.containers[0]
        self._flush(body)
        return body.lines

    def _is_left_out(self, name: str) -> bool:
        """Decide whether an element that starts here is skipped with all it holds."""
        if name in _SKIPPED:
            return True
        if name in _DELETED and self.path[-1] not in ("rPr", "trPr"):
            self.odd.add("tracked-changes")
            return True
        if name in ("mc:Choice", "mc:Fallback") and self.choices:
            taken, self.choices[-1] = self.choices[-1], True
            return taken
        return name == "sdtContent" and bool(self.placeholders) and self.placeholders[-1]

    def _text(self, text: str) -> None:
        if self.path[-1] in ("t", "m:t"):
            self._add(text.replace("\n", " "))
        elif self.path[-1] == "instrText" and self.fields and len(self.fields[-1].code) < _LONGEST_CODE:
            self.fields[-1].code += text

    def _add(self, text: str) -> None:
        """Add characters to the paragraph, if they are visible."""
        if not self.paragraphs or self.codes:
            return
        paragraph = self.paragraphs[-1]
        if paragraph.run_hidden:
            self.odd.add("hidden-text")
        else:
            paragraph.texts.append(text)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.containers) > _DEEPEST:
            raise UnreadableSource(f"tables nested more than {_DEEPEST} deep", path=self.source_path)
        self.containers.append(_Container())

    def _flush(self, container: _Container) -> None:
        if container.carried:
            self._add_line(container, "".join(container.carried))
            container.carried.clear()

    def _add_line(self, container: _Container, line: str) -> None:
        self.size += len(line) + 1
        if self.size > self.limit:
            message = f"holds more than {self.limit / MEGABYTE:g} MB of text; split it or raise --max-size"
            raise TooLarge(message, path=self.source_path)
        container.lines.append(line)

    def _close(self) -> list[str]:
        container = self.containers.pop()
        self._flush(container)
        return container.lines

    def _start_document(self, name: str, attributes: dict[str, str]) -> None:
        self.is_document = True

    def _start_paragraph(self, name: str, attributes: dict[str, str]) -> None:
        self.paragraphs.append(_Paragraph())

    def _start_run(self, name: str, attributes: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].run_hidden = self.paragraphs[-1].hidden

    def _start_property(self, name: str, attributes: dict[str, str]) -> None:
        """Take a property of the paragraph, its mark, or the run."""
        if not self.paragraphs:
            return
        paragraph, value = self.paragraphs[-1], attributes.get("val")
        parent, above = self.path[-1], self.path[-2]
        if name == "pStyle" and parent == "pPr":
            paragraph.style = value
            paragraph.hidden = self.numbering.styles.is_hidden(value)
            paragraph.mark_gone = paragraph.hidden
        elif name == "numId" and parent == "numPr":
            paragraph.list_id = value
        elif name == "ilvl" and parent == "numPr":
            paragraph.level = parse_int(value)
        elif name == "rStyle" and (parent, above) == ("rPr", "r"):
            paragraph.run_hidden = paragraph.run_hidden or self.numbering.styles.is_hidden(value)
        elif name == "vanish" and (parent, above) == ("rPr", "r"):
            paragraph.run_hidden = is_on(attributes, "val", absent=True)
        elif (parent, above) == ("rPr", "pPr") and (name != "vanish" or is_on(attributes, "val", absent=True)):
            paragraph.mark_gone = paragraph.mark_gone or name in ("vanish", *_DELETED)

    def _start_deleted(self, name: str, attributes: dict[str, str]) -> None:
        """Note that a paragraph's mark, a row or a cell is deleted or hidden."""
        if self.path[-1] == "rPr":
            self._start_property(name, attributes)
        elif self.rows and self.path[-1] == "trPr":
            self.rows[-1].gone = True
        elif self.rows and self.path[-1] == "tcPr":
            self.rows[-1].cell_gone = True
        self.odd.add("hidden-text" if name == "hidden" else "tracked-changes")

    def _start_character(self, name: str, attributes: dict[str, str]) -> None:
        if self.path[-1] in ("r", "m:r"):
            self._add(_CHARACTERS[name])

    def _start_symbol(self, name: str, attributes: dict[str, str]) -> None:
        self._add(_read_symbol(attributes.get("font", ""), attributes.get("char", "")))

    def _start_field_mark(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
            self.codes += 1
        elif self.fields and kind in ("separate", "end"):
            last = self.fields[-1]
            self.codes -= last.in_code
            ring = _RING.match(last.code) if kind == "end" and last.in_code else None
            last.in_code = False
            if kind == "end":
                self.fields.pop()
            if ring is not None:
                self._add(_write_ring(ring.group(1)))

    def _start_alternatives(self, name: str, attributes: dict[str, str]) -> None:
        self.choices.append(False)

    def _start_control(self, name: str, attributes: dict[str, str]) -> None:
        self.placeholders.append(False)

    def _start_placeholder(self, name: str, attributes: dict[str, str]) -> None:
        if self.placeholders:
            self.placeholders[-1] = is_on(attributes, "val", absent=True)

    def _start_row(self, name: str, attributes: dict[str, str]) -> None:
        self.rows.append(_Row())

    def _start_note(self, name: str, attributes: dict[str, str]) -> None:
        self.note_ids.append(attributes.get("id", ""))
        self._open(name, attributes)

    def _start_reference(self, name: str, attributes: dict[str, str]) -> None:
        if self.paragraphs and not self.paragraphs[-1].run_hidden and not self.codes:
            self.references.append((name.removesuffix("Reference"), attributes.get("id", "")))

    def _start_embedded(self, name: str, attributes: dict[str, str]) -> None:
        self.odd.add("embedded-part")

    def _end_paragraph(self, name: str) -> None:
        paragraph = self.paragraphs.pop()
        container = self.containers[-1]
        if self.codes:  # a field code never leaves its paragraph; one without end must not hide the rest
            for open_field in self.fields:
                open_field.in_code = False
            self.codes = 0
        container.carried += paragraph.texts
        if not paragraph.mark_gone:
            text = "".join(container.carried)
            container.carried.clear()
            label, suffix = self.numbering.next_label(paragraph.style, paragraph.list_id, paragraph.level)
            self._add_line(container, join_label(label, suffix, text))
        container.lines += paragraph.boxes

    def _end_run(self, name: str) -> None:
        if self.paragraphs:
            self.paragraphs[-1].run_hidden = self.paragraphs[-1].hidden

    def _end_box(self, name: str) -> None:
        lines = self._close()
        if self.paragraphs:
            self.paragraphs[-1].boxes += lines
        else:
            self.containers[-1].lines += lines

    def _end_cell(self, name: str) -> None:
        lines = self._close()
        if not self.rows:
            self.containers[-1].lines += lines
        elif not self.rows[-1].cell_gone:
            self.rows[-1].cells.append("\n".join(lines))
        if self.rows:
            self.rows[-1].cell_gone = False

    def _end_row(self, name: str) -> None:
        row = self.rows.pop()
        if not row.gone and any(row.cells):
            self.containers[-1].lines.append("\t".join(row.cells))

    def _end_note(self, name: str) -> None:
        self.notes[f"{name}s", self.note_ids.pop()] = self._close()

    def _end_alternatives(self, name: str) -> None:
        self.choices.pop()

    def _end_control(self, name: str) -> None:
        self.placeholders.pop()

    _starts: ClassVar[dict[str, Callable[[Walker, str, dict[str, str]], None]]] = {
        "document": _start_document,
        "p": _start_paragraph,
        "r": _start_run,
        **dict.fromkeys(("pStyle", "numId", "ilvl", "rStyle", "vanish"), _start_property),
        **dict.fromkeys((*_DELETED, "hidden", "cellDel"), _start_deleted),
        **dict.fromkeys(_CHARACTERS, _start_character),
        "sym": _start_symbol,
        "fldChar": _start_field_mark,
        "mc:AlternateContent": _start_alternatives,
        "sdt": _start_control,
        "showingPlcHdr": _start_placeholder,
        **dict.fromkeys(("tc", "txbxContent"), _open),
        "tr": _start_row,
        **dict.fromkeys(("footnote", "endnote"), _start_note),
        **dict.fromkeys(("footnoteReference", "endnoteReference"), _start_reference),
        **dict.fromkeys(("altChunk", "subDoc"), _start_embedded),
    }
    _ends: ClassVar[dict[str, Callable[[Walker, str], None]]] = {
        "p": _end_paragraph,
        "r": _end_run,
        "txbxContent": _end_box,
        "tc": _end_cell,
        "tr": _end_row,
        **dict.fromkeys(("footnote", "endnote"), _end_note),
        "mc:AlternateContent": _end_alternatives,
        "sdt": _end_control,
    }


def _read_symbol(font: str, code: str) -> str:
    """The character of a `w:sym`; one of a symbol font by `_WINGDINGS`, an unknown one stays as it is."""
    number = int(code, 16) if _HEX.fullmatch(code) else 0
    if number == 0 or 0xD800 <= number <= 0xDFFF:
        return ""
    if font.lower().startswith(("wingdings", "webdings")) and 0xF000 <= number <= 0xF0FF:
        return _WINGDINGS.get(number & 0xFF, chr(number))
    return chr(number)


def _write_ring(content: str) -> str:
    """A character in a ring (the field that Word's menu makes): 1 → ①, others without it."""
    number = parse_int(content)
    return content if number is None else write_number(number, "decimalEnclosedCircle")
