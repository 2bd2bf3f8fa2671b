"""The timeline of a report: dated duties on an axis, and lists of what recurs, lasts or is left open.

Places on the axis are per cent of its width, so that the drawing fits any page without being scaled.

Known limitations: times of day are not told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import Row, list_rows
from speechkit.renderers.report_words import say_time

NEAR_DAYS = 400
"""Days from the start that the axis is drawn to scale for; what few duties lie further on stand behind a break."""
FAR_SHARE = 1 / 3
"""The largest share of duties that may stand behind the break."""
_LEFT, _RIGHT, _BREAK = 3.0, 97.0, 86.0
_APART = 5.5
"""Per cent of the width that two marks of one row keep between them: 18 pixels on a page of 330."""
MOST_DOTS = 90
"""More duties than this are drawn as columns with their number."""
COLUMN_ROWS = 7
"""Rows that the highest column takes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One time that binds a duty.

    Attributes:
        number: its mark on the axis; 0 where it has no day.
        document: place of its document among those shown.
        when: what its time comes to, in words; "" where nothing is known.
    """

    number: int
    document: int
    row: Row
    when: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on the axis.

    Attributes:
        x: its middle, in per cent.
        row: from below, 0 for the lowest.
        since: where the period before it begins, in per cent; None: not drawn.
        height: of a column that stands for several entries, as a share of the highest one's; 0 for a dot.
    """

    x: float
    row: int
    since: float | None
    entries: tuple[Entry, ...]
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that binds a duty to a time.

    Attributes:
        dated: first due first.
        rows: how many rows of dots the axis carries.
        anchor: where the day of the speech stands on the axis, in per cent; None: unknown, or of several speeches.
        gap: where the axis breaks off; None: nowhere.
    """

    dated: tuple[Entry, ...]
    recurring: tuple[Entry, ...]
    lasting: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    rows: int
    anchor: float | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date
    right: float

    def at(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(_LEFT + share * (self.right - _LEFT), 2)


def draw_timeline(docs: Sequence[Document]) -> Timeline:
    """Draw the timeline of one or several documents."""
    rows: list[tuple[int, Row]] = [
        (n, row) for n, doc in enumerate(docs) for row in list_rows([doc], View("deadlines"))
    ]
    dated = sorted((pair for pair in rows if _due(pair[1])), key=lambda pair: pair[1].due or date.max)
    entries = tuple(Entry(n, doc, row, say_time(row.time)) for n, (doc, row) in enumerate(dated, 1))
    rest = [Entry(0, doc, row, say_time(row.time)) for doc, row in rows if not _due(row)]
    recurring = tuple(entry for entry in rest if entry.row.time.rrule is not None)
    lasting = tuple(entry for entry in rest if entry.row.time.rrule is None and entry.row.time.duration is not None)
    undated = tuple(entry for entry in rest if entry.row.time.rrule is None and entry.row.time.duration is None)
    anchor = docs[0].anchor if len(docs) == 1 else None
    if not entries:
        return Timeline((), recurring, lasting, undated, (), (), 0, None, None)
    axis, gap = _choose_axis([entry.row.due or date.max for entry in entries], anchor)
    dots = _place_dots(entries, axis)
    return Timeline(
        dated=entries,
        recurring=recurring,
        lasting=lasting,
        undated=undated,
        dots=dots,
        ticks=_ticks(axis),
        rows=COLUMN_ROWS if dots[0].height else 1 + max(dot.row for dot in dots),
        anchor=axis.at(anchor) if anchor is not None and axis.first <= anchor <= axis.last else None,
        gap=gap,
    )


def _due(row: Row) -> bool:
    return row.due is not None and row.time.rrule is None


def _choose_axis(days: Sequence[date], anchor: date | None) -> tuple[_Axis, float | None]:
    """The axis from the first day (or the day of the speech) on, in whole months, and where it breaks off."""
    first = min([*days, *([anchor] if anchor else [])])
    start = anchor if anchor is not None else first
    near = [day for day in days if (day - start).days <= NEAR_DAYS]
    breaks = len(near) < len(days) and len(days) - len(near) <= len(days) * FAR_SHARE
    last = max(near if breaks else days)
    whole = _Axis(first.replace(day=1), _month_after(last) - timedelta(1), _BREAK if breaks else _RIGHT)
    return whole, _BREAK + 1.5 if breaks else None


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < date.max.year else date.max


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    """One tick a month, a quarter, a year or more, as many as can be read; each year's first names the year."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= 14), 600)
    ticks = []
    year = None
    for count in range(0, months, step):
        at = axis.first.year * 12 + axis.first.month - 1 + count
        day = date(at // 12, at % 12 + 1, 1)
        label = f"{day.month}月" if day.year == year else f"{day.year}年{day.month}月"
        ticks.append(Tick(axis.at(day), label, count // step % 2 == 0))
        year = day.year
    return tuple(ticks)


def _place_dots(entries: Sequence[Entry], axis: _Axis) -> tuple[Dot, ...]:
    """Put each entry with its period on the lowest row that is free there; very many entries into columns."""
    if len(entries) > MOST_DOTS:
        return _place_columns(entries, axis)
    ends: list[float] = []  # of each row, the last dot's middle
    dots = []
    for entry in entries:
        x, since = _where(entry, axis)
        left = x if since is None else min(since + _APART / 2, x)
        row = next((n for n, end in enumerate(ends) if left - end >= _APART), len(ends))
        ends[row : row + 1] = [x]
        dots.append(Dot(x, row, since, (entry,)))
    return tuple(dots)


def _place_columns(entries: Sequence[Entry], axis: _Axis) -> tuple[Dot, ...]:
    columns: dict[int, list[Entry]] = {}
    for entry in entries:
        columns.setdefault(int(_where(entry, axis)[0] // _APART), []).append(entry)
    most = max(len(held) for held in columns.values())
    return tuple(
        Dot(round((n + 0.5) * _APART, 2), 0, None, tuple(held), round(len(held) / most, 4))
        for n, held in columns.items()
    )


def _where(entry: Entry, axis: _Axis) -> tuple[float, float | None]:
    """Middle of an entry's mark, and where its period begins, if that is drawn."""
    due, earliest = entry.row.due or axis.last, entry.row.time.earliest
    if due > axis.last:
        return (_BREAK + _RIGHT) / 2 + 1.5, None
    begins = earliest if earliest is not None and axis.first <= earliest < due else None
    return axis.at(due), None if begins is None else axis.at(begins)
