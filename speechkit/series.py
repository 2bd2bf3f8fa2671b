"""Assemble labels into series and series into a tree, by the speaker's intent.

One pass over the labels with a stack of open points. A label that continues an open series closes what stands
inside; a label that opens a series is first put inside everything open, and when all labels are read, each series
moves out of what has turned out to be closed: of points that a lower-ranking style cannot hold and whose own series
does not go on behind it.

Known limitations: a point that holds a series of equal rank, in another paragraph and as the last of its own series,
loses it to its parent unless the same nesting is proved elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from speechkit.numbering import Label
from speechkit.numerals import parse_chinese

LONGEST_HEADING = 60
"""Characters that a heading on a line of its own has at the most."""
_TOLD_TOO = frozenset({"ordinal", "in-turn"})
"""Styles of the frame in which speakers also tell a series within a paragraph."""
WIDEST_GAP = 3
"""Missing members that a series may have and still be one (一、四、); more is another series."""
FRAME_RANK = 2
"""Styles up to this rank make a speech's frame; a spoken series never holds one unless it goes on behind it."""
_ANNOUNCED = re.compile(
    r"要[^。！？；\n]{0,14}(?P<count>[二两三四五六七八九十]|\d)(?:个|点|条|项|件|方面)"
    r"[^。！？；：\n]{0,12}[：。][ \n]?\Z"
)
_MIXING = (
    frozenset({"part", "han", "ordinal", "in-turn", "capital", "han-comma"}),
    frozenset({"shi", "yao", "qi", "verb", "one-more"}),
)


@dataclass(slots=True, eq=False)
class Series:
    """A series under construction. `path` holds the points open where it began, outermost first."""

    key: str
    path: tuple[Member, ...]
    members: list[Member] = field(default_factory=list)
    goes_on: bool = False
    """It takes up the count of a closed series of the section before (（三） behind （一）（二）)."""
    counts: bool = False
    """Set when all labels are read: a series has two members or more."""

    @property
    def start(self) -> int:
        return self.members[0].label.start

    @property
    def last(self) -> Member:
        return self.members[-1]


@dataclass(slots=True, eq=False)
class Member:
    """A point under construction. `ordinal` is what the label states, or the next one where it states none."""

    label: Label
    ordinal: int
    series: Series
    parent: Member | None = None


def assemble(labels: Iterable[Label], text: str) -> list[Member]:
    """Build the points of a text.

    Args:
        labels: in text order.
        text: the folded text they stand in; only its line ends are read.
    Returns:
        Members of series of two or more, in text order, with their parents set.
    """
    stack: list[Member] = []
    placed: list[Member] = []
    reached: dict[str, int] = {}
    for label in labels:
        stack = _place(label, stack, text)
        if stack and stack[-1].label is label:
            member = stack[-1]
            series = member.series
            series.goes_on = series.goes_on or (
                len(series.members) == 1 and member.ordinal == reached.get(series.key, 0) + 1 > 1
            )
            reached[series.key] = member.ordinal
            placed.append(member)
    for member in placed:
        member.series.counts = _counts(member.series, text)
    nested = _proved_nestings(placed)
    for member in placed:
        if member.series.members[0] is member:
            _settle(member.series, nested, text)
    return list(_nested(member for member in placed if member.series.counts))


def _nested(members: Iterable[Member]) -> Iterable[Member]:
    """Move points out of parents that a point between them has closed, so that spans nest."""
    opened: list[Member] = []
    for member in members:
        while member.parent is not None and member.parent not in opened:
            member.parent = member.parent.parent
        while opened and opened[-1] is not member.parent:
            opened.pop()
        opened.append(member)
        yield member


def _place(label: Label, stack: list[Member], text: str) -> list[Member]:
    """Return the stack with the label's point on top, or the stack as it was where the label is none."""
    depth = _continued(label, stack, text)
    if depth is not None:
        return [*stack[:depth], _join(label, stack[depth].series)]
    if label.ordinal == 1 or (label.place == "line" and label.style.family == "formal" and label.ordinal != "next"):
        stack = _still_open(label, stack, text)
        same = [d for d, member in enumerate(stack) if member.series.key == label.key]
        inside_line = label.place != "line" and bool(same) and stack[same[-1]].label.place == "line"
        path = stack[: same[-1]] if len(same) > 1 and not inside_line else stack
        return [*path, _join(label, Series(label.key, tuple(path)))]
    return stack


def _still_open(label: Label, stack: list[Member], text: str) -> list[Member]:
    """The stack up to the first point of a series told within one paragraph (一是…；二是…。, 第一，…；第二，…。) that a
    label on a line of its own, of a formal series, has left behind.
    """
    if label.place == "line" and label.style.family == "formal":
        for depth, member in enumerate(stack):
            told = len(member.series.members) > 1 and not _is_at_lines(member.series)
            if (
                told
                and (member.label.style.family == "spoken" or member.label.style.name in _TOLD_TOO)
                and "\n" in text[member.label.start : label.start]
            ):
                return stack[:depth]
    return stack


def _is_at_lines(series: Series) -> bool:
    return any(member.label.place == "line" for member in series.members)


def _counts(series: Series, text: str) -> bool:
    """Say whether a series has two members or more and is one.

    首先 and 最后 alone, in two paragraphs, are only turns of speech, and so is 一个是…，一个是… with nothing that
    counts.
    """
    if series.key == "one-more" and all(member.label.ordinal == 1 for member in series.members):
        return False
    if len(series.members) == 2 and series.last.label.ordinal == "next" and series.key == "in-turn":
        return "\n" not in text[series.start : series.last.label.start]
    return len(series.members) > 1 or series.goes_on


def _join(label: Label, series: Series) -> Member:
    follows = series.last.ordinal + 1 if series.members else 1
    goes_on = label.ordinal == "next" or (label.ordinal == 1 and bool(series.members))
    member = Member(label, follows if goes_on else int(label.ordinal), series)
    series.members.append(member)
    return member


def _continued(label: Label, stack: list[Member], text: str) -> int | None:
    """The depth of the open point whose series the label goes on with, innermost first; None for none."""
    inward = range(len(stack) - 1, -1, -1)
    same = [depth for depth in inward if stack[depth].series.key == label.key and _follows(label, stack[depth])]
    if same:
        return max(same, key=lambda depth: (_likeness(label, stack[depth].label, text), depth))
    if label.ordinal == 1:
        return None
    for depth in inward:
        if _follows(label, stack[depth]) and _mixes(label, stack[depth], text):
            return depth
    for depth in inward:
        if stack[depth].series.key == label.key and label.ordinal != "next" and label.place != "clause":
            missing = label.ordinal - stack[depth].ordinal - 1
            if missing == -1 or 0 < missing <= WIDEST_GAP:
                return depth
    return None


def _likeness(left: Label, right: Label, text: str) -> int:
    """How far two labels of one style are written alike: place, form without the numeral, a line of their own."""
    forms = [text[label.start : label.end].strip("第一二三四五六七八九十0123456789 ") for label in (left, right)]
    return 2 * (left.place == right.place) + (forms[0] == forms[1]) + (_has_line(left, text) == _has_line(right, text))


def _has_line(label: Label, text: str) -> bool:
    """Say whether a label and its title stand alone on their line."""
    if label.place != "line":
        return False
    end = text.find("\n", label.end, label.end + LONGEST_HEADING)
    return end >= 0 and not any(mark in text[label.end : end] for mark in "。！？；")


def _follows(label: Label, member: Member) -> bool:
    if label.ordinal == 1:
        return label.key == "one-more" and member.label.key == "one-more"
    return label.ordinal == "next" or label.ordinal == member.ordinal + 1


def _mixes(label: Label, member: Member, text: str) -> bool:
    """Say whether a label of another style may go on with the member's series at its level."""
    names = {label.style.name, member.label.style.name}
    if not any(names <= mixing for mixing in _MIXING):
        return False
    if names == {"ordinal", "in-turn"} and label.ordinal != "next":
        return True
    if label.ordinal == "next":
        return member.label.style.name == "ordinal" and "\n" not in text[member.label.start : label.start]
    return (label.place == "line") == (member.label.place == "line")


def _proved_nestings(placed: list[Member]) -> set[tuple[str, str]]:
    """Pairs (outer key, inner key) of which a case stands in the text beyond doubt: the outer series goes on."""
    proved: set[tuple[str, str]] = set()
    for member in placed:
        series = member.series
        if series.members[0] is member and series.path and series.counts:
            outer = series.path[-1]
            if outer.series.last.label.start > series.start:
                proved.add((outer.series.key, series.key))
    return proved


def _settle(series: Series, nested: set[tuple[str, str]], text: str) -> None:
    """Find the series' parent among the points that were open where it began."""
    parent: Member | None = None
    for outer in reversed(series.path):
        if outer.series.counts and _holds(outer, series, nested, text):
            parent = outer
            break
    for member in series.members:
        member.parent = parent


def _announces(text: str, series: Series) -> bool:
    """Say whether the sentence right before a series states how many members it has (做到三个不放过。)."""
    match = _ANNOUNCED.search(text, max(0, series.start - 60), series.start)
    return match is not None and parse_chinese(match.group("count")) == len(series.members)


def _holds(outer: Member, series: Series, nested: set[tuple[str, str]], text: str) -> bool:
    if outer.series.last.label.start > series.start:
        return True
    label = series.members[0].label
    if outer.series.key == series.key:
        inside = outer.label.place == "line" != label.place
        return inside and "\n" not in text[outer.label.start : label.start]
    if outer is outer.series.last and _announces(text, series):
        return True
    outer_rank, rank = outer.label.style.rank, label.style.rank
    if outer_rank < rank or (outer.series.key, series.key) in nested:
        return True
    same_line = "\n" not in text[outer.label.start : label.start]
    if outer_rank == rank:
        return same_line and outer.label.place != label.place
    return same_line and rank > (FRAME_RANK if outer.label.style.family == "spoken" else 1)
