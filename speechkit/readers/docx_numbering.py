"""Word's automatic numbering: from styles.xml and numbering.xml to the label of each paragraph.

A paragraph names a list (`w:num`) and a level, itself or through its style and the styles that is based
on. The list points to a definition (`w:abstractNum`), perhaps by way of a list style (`w:numStyleLink`),
and may override its levels. Numbers are counted by definition: lists that share one go on counting
together, unless a list says where to start anew (`w:startOverride`), which holds once, at the list's
first paragraph of that level.

Known limitations: a level without `w:start` starts at 1, where the standard has 0 (files that leave it
out come from programs whose authors mean 1); AUTONUM and LISTNUM fields have no number; lists in text
boxes count before the paragraph that they are anchored in.
Source: ECMA-376, part 1, 17.9. That counters belong to the definition, and that a level skipped counts as
if it had begun, is what Word and LibreOffice do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from speechkit.readers.counters import write_number
from speechkit.readers.docx_package import Event
from speechkit.readers.docx_styles import Styles, is_on, parse_int

_PLACE = re.compile("%([1-9])")
_LONGEST_TEXT = 255
"""Characters of a level's text that are kept; Word allows 31 in its dialogue."""
_LEVELS = 9
"""Levels of a list; others than 0 to 8 are no levels."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition.

    Attributes:
        style_of_number: see `counters.write_number`; "" for decimal.
        text: with %1 to %9 for the numbers of the levels.
        restart: 0: never; k: by paragraphs of the first k levels; None: by those of any level above.
        suffix: what follows the label: "tab", "space" or "nothing".
        legal: all numbers in the label are decimal.
        style: id of the paragraph style that is tied to this level.
        hidden: the label counts but is not shown.
    """

    start: int = 1
    style_of_number: str = ""
    text: str = ""
    restart: int | None = None
    suffix: str = "tab"
    legal: bool = False
    style: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class Definition:
    """A `w:abstractNum`: its levels, or the list style that holds them."""

    levels: dict[int, Level] = field(default_factory=dict)
    link: str | None = None


@dataclass(slots=True)
class Instance:
    """A `w:num`: the definition it counts by, its own levels and starts."""

    definition: str = ""
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: in which list, counted by which definition, on which of which levels."""

    list_id: str
    definition: str
    level: int
    levels: dict[int, Level]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted.

    Attributes:
        counters: definition → level → number of the last paragraph there; a level to be restarted is absent.
        begun: (list, level) pairs whose `w:startOverride` has been used.
        places: what `next_label` was asked → where that is.
    """

    styles: Styles = field(default_factory=Styles)
    definitions: dict[str, Definition] = field(default_factory=dict)
    instances: dict[str, Instance] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    places: dict[tuple[str | None, str | None, int | None], _Place | None] = field(default_factory=dict)

    def next_label(self, style_id: str | None, list_id: str | None, level: int | None) -> tuple[str, str]:
        """Count a paragraph and give its label.

        Args:
            style_id: of the paragraph; None: the default.
            list_id: `w:numId` of the paragraph itself; "0" switches numbering off; None: what the style says.
            level: `w:ilvl` of the paragraph itself.
        Returns:
            The label and its suffix ("tab", "space", "nothing"); ("", "nothing") where it has none.
        """
        place = self._place(style_id, list_id, level)
        if place is None:
            return "", "nothing"
        counts = self.counters.setdefault(place.definition, {})
        for above in range(place.level):
            if above not in counts and above in place.levels:  # a level skipped counts as if it had begun
                counts[above] = self._start(place, above)
        counts[place.level] = self._next_number(place, counts.get(place.level))
        for deeper in [other for other in counts if other > place.level]:
            if _restarts(place.levels.get(deeper), deeper, place.level):
                del counts[deeper]
        here = place.levels[place.level]
        if here.hidden or here.style_of_number == "bullet":
            return "", "nothing"
        return _write_label(place, counts), here.suffix

    def _next_number(self, place: _Place, last: int | None) -> int:
        """The number of a paragraph; `last` is None where its level starts or starts anew."""
        first_of_list = (place.list_id, place.level)
        if place.level in self.instances[place.list_id].starts and first_of_list not in self.begun:
            self.begun.add(first_of_list)
            last = None
        return self._start(place, place.level) if last is None else last + 1

    def _start(self, place: _Place, level: int) -> int:
        return self.instances[place.list_id].starts.get(level, place.levels[level].start)

    def _place(self, style_id: str | None, list_id: str | None, level: int | None) -> _Place | None:
        """Find list and level of a paragraph, once for all that name the same; None: not numbered."""
        named = (style_id, list_id, level)
        if named not in self.places:
            self.places[named] = self._find_place(style_id, list_id, level)
        return self.places[named]

    def _find_place(self, style_id: str | None, list_id: str | None, level: int | None) -> _Place | None:
        chain = list(self.styles.chain(style_id if style_id is not None else self.styles.default))
        if list_id is None:
            list_id = next((style.list_id for _, style in chain if style.list_id is not None), None)
        if list_id is None or list_id not in self.instances:
            return None
        instance = self.instances[list_id]
        key, definition = self._definition(instance)
        levels = {**definition.levels, **instance.levels}
        if level is None:
            tied = {other.style: number for number, other in levels.items() if other.style is not None}
            level = next((tied[name] for name, _ in chain if name in tied), None)
        if level is None:
            level = next((style.level for _, style in chain if style.level is not None), 0)
        return _Place(list_id, key, level, levels) if level in levels else None

    def _definition(self, instance: Instance) -> tuple[str, Definition]:
        """Follow the links to list styles to the definition that has levels."""
        key = instance.definition
        seen: set[str] = set()
        while key in self.definitions and key not in seen:
            seen.add(key)
            definition = self.definitions[key]
            style = self.styles.by_id.get(definition.link or "")
            linked = None if style is None else self.instances.get(style.list_id or "")
            if definition.levels or linked is None:
                return key, definition
            key = linked.definition
        return key, Definition()


def parse_numbering(events: Iterable[Event], styles: Styles) -> Numbering:
    """Read numbering.xml; no events give a document without lists."""
    numbering = Numbering(styles)
    definition, instance = Definition(), Instance()
    number, override = 0, 0
    levels = definition.levels
    for kind, name, attributes in events:
        if kind != "start":
            continue
        value = attributes.get("val")
        if name == "abstractNum":
            definition = numbering.definitions[attributes.get("abstractNumId", "")] = Definition()
            levels = definition.levels
        elif name == "numStyleLink":
            definition.link = value
        elif name == "num":
            instance = numbering.instances[attributes.get("numId", "")] = Instance()
            levels = instance.levels
        elif name == "abstractNumId":
            instance.definition = value or ""
        elif name == "lvlOverride":
            override = parse_int(attributes.get("ilvl")) or 0
        elif name == "startOverride" and 0 <= override < _LEVELS:
            instance.starts[override] = parse_int(value) or 0
        elif name == "lvl":
            number = parse_int(attributes.get("ilvl")) or 0
            if 0 <= number < _LEVELS:
                levels[number] = Level()
        elif number in levels:
            levels[number] = _with_property(levels[number], name, attributes)
    numbering.instances.pop("0", None)  # the list that switches numbering off
    return numbering


def _with_property(level: Level, name: str, attributes: dict[str, str]) -> Level:
    """Take over one element of a `w:lvl`."""
    value = attributes.get("val")
    match name:
        case "start":
            return replace(level, start=parse_int(value) or 0)
        case "numFmt" if not level.style_of_number:  # the first counts: a fallback for old programs may follow
            custom = attributes.get("format", "").partition(",")[0]
            return replace(level, style_of_number=custom if value == "custom" else value or "")
        case "lvlText":
            return replace(level, text=(value or "")[:_LONGEST_TEXT])
        case "lvlRestart":
            return replace(level, restart=parse_int(value))
        case "suff":
            return replace(level, suffix=value or "tab")
        case "isLgl":
            return replace(level, legal=is_on(attributes, "val", absent=True))
        case "pStyle":
            return replace(level, style=value)
        case "vanish":
            return replace(level, hidden=is_on(attributes, "val", absent=True))
    return level


def _restarts(level: Level | None, number: int, by: int) -> bool:
    """Whether a level's counter starts anew after a paragraph of the level `by`, which is above it."""
    if level is None or level.restart is None or level.restart > number:
        return True
    return by < level.restart


def _write_label(place: _Place, counts: dict[int, int]) -> str:
    """Fill a level's text; the levels below it, and those that the list lacks, show nothing."""
    here = place.levels[place.level]

    def write(match: re.Match[str]) -> str:
        number = int(match.group(1)) - 1
        other = place.levels.get(number)
        if other is None or number > place.level:
            return ""
        return write_number(counts[number], "decimal" if here.legal else other.style_of_number)

    return _PLACE.sub(write, here.text)
