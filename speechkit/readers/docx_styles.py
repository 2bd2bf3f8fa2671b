"""The styles of a Word document, as far as they number or hide paragraphs.

Known limitations: table styles, and styles that a table's rows or cells bring, are not looked at.
Source: ECMA-376, part 1, 17.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from speechkit.readers.docx_package import Event

_DEEPEST = 50
"""Styles followed up a chain of basedOn; Word stops far earlier."""
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class Style:
    """A `w:style`, as far as it matters: what it is based on, its list, whether its text is hidden."""

    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """All styles by id, and the id of the paragraph style that holds where none is named."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style and those it is based on, nearest first; a cycle ends it."""
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and len(seen) < _DEEPEST:
            seen.add(style_id)
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style_id, style
            style_id = style.based_on

    def is_hidden(self, style_id: str | None) -> bool:
        """Whether text of a style is hidden; the nearest style that says anything decides."""
        return next((style.hidden for _, style in self.chain(style_id) if style.hidden is not None), False)


def parse_styles(events: Iterable[Event]) -> Styles:
    """Read styles.xml."""
    styles = Styles()
    style: Style | None = None
    path: list[str] = []
    for kind, name, attributes in events:
        if kind == "end":
            path.pop()
        elif kind == "start":
            if name == "style":
                style = Style()
                style_id = attributes.get("styleId", "")
                styles.by_id[style_id] = style
                if attributes.get("type") == "paragraph" and is_on(attributes, "default", absent=False):
                    styles.default = style_id
            elif style is not None and "tblStylePr" not in path:
                _set_style(style, path[-1], name, attributes)
            path.append(name)
    return styles


def _set_style(style: Style, parent: str, name: str, attributes: dict[str, str]) -> None:
    value = attributes.get("val")
    if name == "basedOn":
        style.based_on = value
    elif parent == "numPr" and name == "numId":
        style.list_id = value
    elif parent == "numPr" and name == "ilvl":
        style.level = parse_int(value)
    elif parent == "rPr" and name == "vanish":
        style.hidden = is_on(attributes, "val", absent=True)


def is_on(attributes: dict[str, str], name: str, *, absent: bool) -> bool:
    """Read an on/off attribute of WordprocessingML."""
    value = attributes.get(name)
    return absent if value is None else value not in _OFF


def parse_int(value: str | None) -> int | None:
    """Read a decimal number of reasonable length; None for anything else."""
    if value is None or len(value) > 9:
        return None
    try:
        return int(value)
    except ValueError:
        return None
