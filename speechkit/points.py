"""In which point of the outline a place stands, and which points count on from each other.

Known limitations: none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speechkit.model import Point


@dataclass(frozen=True, slots=True)
class PointIndex:
    """Places at which the innermost point changes, and what it is from there on."""

    starts: tuple[int, ...]
    ids: tuple[str | None, ...]

    def at(self, position: int) -> str | None:
        """Dotted id of the innermost point that holds a position of the source; None outside all."""
        return self.ids[bisect_right(self.starts, position) - 1] if self.starts else None


def index_points(points: Iterable[tuple[str, Point]]) -> PointIndex:
    """Index points with their ids, in text order, each before those below it, as `Document.points()` yields
    them.
    """
    starts: list[int] = [-1]
    ids: list[str | None] = [None]
    open_points: list[tuple[int, str]] = []  # end and id of the points around the present one

    def close_before(start: int) -> None:
        while open_points and open_points[-1][0] <= start:
            end, _ = open_points.pop()
            starts.append(end)
            ids.append(open_points[-1][1] if open_points else None)

    for name, point in points:
        close_before(point.span.start)
        starts.append(point.span.start)
        ids.append(name)
        open_points.append((point.span.end, name))
    while open_points:
        close_before(open_points[-1][0])
    return PointIndex(tuple(starts), tuple(ids))


def split_series(points: Iterable[Point]) -> Iterator[list[Point]]:
    """The series of numbered points among siblings: each counts on, and a new one begins where the count does anew."""
    series: list[Point] = []
    for point in points:
        if point.kind != "numbered" or point.ordinal is None:
            continue
        if series and point.ordinal <= (series[-1].ordinal or 0):
            yield series
            series = []
        series.append(point)
    if series:
        yield series
