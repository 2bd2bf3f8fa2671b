"""Web pages: the text of an HTML file, one block a line.

Block elements and <br> end lines, cells of a table are joined by tabs and rows by line ends, items of
ordered lists get their numbers (1. a. i. 一、, with `start`, `value` and `type`), white space is drawn
together as in a browser, and a line break in the source between two Chinese characters is nothing. Left
out: title, scripts, styles, navigation, templates, forms' fields, phonetic guides, comments.

The encoding is UTF-8 where the bytes are that, else what the page declares, else the text reader's guess.

Known limitations: style sheets are not read, so that hidden elements are text and numbers made by CSS are
not; `reversed` lists count upwards; blank lines are dropped. Source: the HTML standard, 15.3 (rendering)
and 4.4.5 (lists).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256

from speechkit.model import Source
from speechkit.readers.counters import join_label, write_number
from speechkit.readers.html_tokens import Token, find_tokens
from speechkit.readers.text import decode
from speechkit.settings import Settings

_DECLARED = re.compile(
    rb"""
    < (?: meta \s [^>]{0,500}? charset | \?xml \s [^>]{0,200}? encoding )
    \s* = \s* ["']? \s* ( [\w.:-]{1,40} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEAR_START = 2048
"""Bytes in which a page declares its encoding; browsers look at 1024."""
_DEEPEST = 100
"""Tables inside one another; deeper ones are read as plain blocks."""
_LONGEST_NUMBER = 9
"""Digits of a list's start that are believed."""

_DROPPED = frozenset(
    (
        "script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "nav",
        "template", "svg", "math", "object", "select", "button", "rt", "rp",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]++")
_CJK = re.compile("[\u2014\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]")
_LIST_STYLE = re.compile(r"list-style (?:-type)? \s* : [^;]*? ([a-z-]+) \s* (?:;|$)", re.VERBOSE | re.IGNORECASE)
_LABELS = {
    "1": ("decimal", "."), "decimal": ("decimal", "."), "decimal-leading-zero": ("decimalZero", "."), "a":
    ("lowerLetter", "."), "lower-alpha": ("lowerLetter", "."), "lower-latin": ("lowerLetter", "."), "A":
    ("upperLetter", "."), "upper-alpha": ("upperLetter", "."), "upper-latin": ("upperLetter", "."), "i":
    ("lowerRoman", "."), "lower-roman": ("lowerRoman", "."), "I": ("upperRoman", "."), "upper-roman":
    ("upperRoman", "."), "cjk-ideographic": ("chineseCountingThousand", "、"), "simp-chinese-informal":
    ("chineseCountingThousand", "、"), "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "cjk-decimal": ("ideographDigital", "、"), "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"), "none": ("none", ""),
}  # fmt: skip
"""`type` of a list or its CSS list-style-type → style of `write_number`, and what follows the number."""


def read(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Read an HTML file; errors as of the text reader."""
    declared = _DECLARED.search(data[:_NEAR_START])
    name = None if declared is None else declared.group(1).decode("ascii")
    decoded = decode(data, settings, path=path, declared=name)
    return Source(
        text=extract_text(decoded.text),
        path=path,
        format="html",
        encoding=decoded.encoding,
        sha256=sha256(data).hexdigest(),
        notices=decoded.notices,
    )


def extract_text(markup: str) -> str:
    """Turn HTML into text, one block a line.

    Where an element that is left out has no end tag (a <nav> at the top of a broken page), it is kept
    instead: too much text is better than none.
    """
    dropped = set(_DROPPED)
    while True:
        page = _Page(frozenset(dropped))
        for token in find_tokens(markup):
            page.take(token)
        if not page.dropping:
            return "\n".join(page.close())
        dropped.remove(page.dropping)


@dataclass(slots=True)
class _List:
    """An open list: the number of its last item, and how numbers are written; None where it has none."""

    number: int
    label: tuple[str, str] | None


@dataclass(slots=True)
class _Table:
    """An open table: lines around it, cells of the row so far, and whether a cell is open."""

    outside: list[str]
    cells: list[str] = field(default_factory=list)
    in_cell: bool = False


@dataclass(slots=True)
class _Page:
    """Gathers lines from tokens.

    Attributes:
        lines: of the cell being read, else of the page.
        texts: of the line being read, white space as in the source.
        label: waits for the first text of a list item.
        dropping: name of the element being left out; "" outside.
        depth: elements of that name open.
        verbatim: <pre> elements open.
    """

    dropped: frozenset[str]
    lines: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    label: str = ""
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    dropping: str = ""
    depth: int = 0
    verbatim: int = 0

    def take(self, token: Token) -> None:
        """Take the next token."""
        kind, name, attributes = token
        if self.dropping:
            self._drop(kind, name)
        elif kind == "text":
            self._add_text(name)
        elif kind == "start" and name in self.dropped:
            self.dropping, self.depth = name, 1
        elif name in _BLOCKS:
            self._flush()
            if kind == "start":
                self._start_block(name, attributes)
            else:
                self._end_block(name)

    def close(self) -> list[str]:
        """End the page and give its lines."""
        self._flush()
        while self.tables:
            self._end_table()
        return self.lines

    def _drop(self, kind: str, name: str) -> None:
        """Look for the end of an element that is left out; that of <rt> and <rp> may be the ruby's."""
        if name == self.dropping and kind != "text":
            self.depth += 1 if kind == "start" and name not in ("rt", "rp") else 0
            self.depth -= kind == "end"
        if self.depth == 0 or (kind == "end" and name == "ruby" and self.dropping in ("rt", "rp")):
            self.dropping = ""

    def _add_text(self, text: str) -> None:
        if not self.verbatim:
            self.texts.append(text)
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                self._flush()
            self.texts.append(line)
        if text.endswith(("\n", "\r")):
            self._flush()

    def _flush(self) -> None:
        """End the line."""
        if not self.texts:
            return
        line = _draw_together("".join(self.texts))
        self.texts.clear()
        if line:
            self.lines.append(join_label(self.label, "tab", line))
            self.label = ""

    def _start_block(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "pre":
                self.verbatim += 1
            case "ol" | "ul" | "menu" | "dir":
                start = _parse_number(attributes.get("start")) if name == "ol" else None
                label = _find_label(attributes, "1") if name == "ol" else None
                self.lists.append(_List(0 if start is None else start - 1, label))
            case "li" if self.lists:
                self._start_item(attributes)
            case "table" if len(self.tables) < _DEEPEST:
                self.tables.append(_Table(self.lines))
                self.lines = []
            case "tr" if self.tables:
                self._end_row()
            case "td" | "th" if self.tables:
                self._end_cell()
                self.lines = []
                self.tables[-1].in_cell = True

    def _end_block(self, name: str) -> None:
        match name:
            case "pre":
                self.verbatim = max(0, self.verbatim - 1)
            case "ol" | "ul" | "menu" | "dir" if self.lists:
                self.lists.pop()
                self.label = ""
            case "li":
                self.label = ""
            case "td" | "th" if self.tables:
                self._end_cell()
            case "tr" if self.tables:
                self._end_row()
            case "table" if self.tables:
                self._end_table()

    def _start_item(self, attributes: dict[str, str]) -> None:
        items = self.lists[-1]
        value = _parse_number(attributes.get("value"))
        items.number = items.number + 1 if value is None else value
        self.label = ""
        if items.label is not None:
            style, mark = _find_label(attributes, "") or items.label
            self.label = write_number(items.number, style) + mark

    def _end_cell(self) -> None:
        """Close the open cell, if any; text that stands in a table outside its cells goes before it."""
        table = self.tables[-1]
        if table.in_cell:
            table.cells.append("\n".join(self.lines))
        else:
            table.outside += self.lines
        self.lines = []
        table.in_cell = False
        self.label = ""

    def _end_row(self) -> None:
        self._end_cell()
        table = self.tables[-1]
        if any(table.cells):
            table.outside.append("\t".join(table.cells))
        table.cells = []

    def _end_table(self) -> None:
        self._end_row()
        self.lines = self.tables.pop().outside


def _draw_together(text: str) -> str:
    """Draw white space together: to nothing where a line break stands between Chinese characters, else to
    one space.

    No-break and ideographic spaces stay.
    """
    text = text.strip(" \t\n\r\f")

    def draw(match: re.Match[str]) -> str:
        broken = "\n" in match.group() or "\r" in match.group()
        chinese = _CJK.match(text, match.start() - 1) and _CJK.match(text, match.end())
        return "" if broken and chinese else " "

    return _SPACE.sub(draw, text)


def _find_label(attributes: dict[str, str], otherwise: str) -> tuple[str, str] | None:
    """How a list's or an item's attributes want numbers; `otherwise` is the type where they do not say."""
    style = _LIST_STYLE.search(attributes.get("style", "")[:500])
    named = _LABELS.get(style.group(1).lower()) if style else None
    return named or _LABELS.get(attributes.get("type", otherwise).strip()) or _LABELS.get(otherwise)


def _parse_number(value: str | None) -> int | None:
    if value is None:
        return None
    match = re.match(rf"\s*([+-]?\d{{1,{_LONGEST_NUMBER}}})(?!\d)", value, re.ASCII)
    return int(match.group(1)) if match else None
