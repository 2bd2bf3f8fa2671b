"""Rules on points: one out of all proportion to its siblings, one that holds stock phrases only.

Known limitations: what a point says is not weighed, only how long it is and how much of it stands in phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from speechkit.align import cleaned, to_text
from speechkit.check_model import OWN, Hit, Rule, Words
from speechkit.model import Document, Point
from speechkit.points import index_points, split_series
from speechkit.settings import Settings

_FEWEST = 3
"""Siblings that show what is usual."""
_TIMES_LONGER = 5
_TIMES_SHORTER = 8
_LONG = 800
"""Characters of a point that is too long for its place."""
_SHORT = 250
"""Characters of a point that is too short for its place."""
_SHORTEST_MEDIAN = 300
"""Characters; below it siblings are a list, and lists are uneven."""
_SHORTEST_POINT = 80
"""Characters of a point whose share of phrases tells anything."""
_MOST_PHRASES = 0.5
"""Share of a point's characters in stock phrases and frames above which little else is said."""
_TIMES_DENSER = 2.0


def find_uneven(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Points at the top that are many times longer or shorter than the median of their series."""
    for series in _series(doc):
        lengths = [len(cleaned(doc, point.span)) for point in series]
        middle = median(lengths) if len(series) >= _FEWEST else 0
        for point, length in zip(series, lengths, strict=True):
            is_last = point is series[-1]  # it may have run on over what follows the series
            too_long = middle > 0 and length > max(_LONG, _TIMES_LONGER * middle) and not is_last
            too_short = length < _SHORT and middle > _SHORTEST_MEDIAN and length * _TIMES_SHORTER < middle
            if too_long or too_short:
                yield Hit(point.heading, {"length": str(length), "median": str(round(middle))})


def _series(doc: Document) -> Iterator[list[Point]]:
    """The numbered points at the top that open a line, parted where the count starts anew."""
    return split_series(point for point in doc.outline if _opens_line(doc, point))


def _opens_line(doc: Document, point: Point) -> bool:
    start = to_text(doc.alignment, point.span).start
    return start == 0 or doc.text[start - 1] == "\n"


def find_hollow(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Points without a figure, a time or a task, most of whose characters stand in stock phrases."""
    covered = _covered(doc)
    index = index_points(doc.points())
    busy = {time.point for time in doc.times} | {task.point for task in doc.tasks}
    whole = sum(covered.values()) / max(1, len(doc.text))
    for name, point in doc.points():
        text = cleaned(doc, point.span)
        if (
            point.kind == "implicit"
            or point.children
            or len(text) < _SHORTEST_POINT
            or name in busy
            or any(char.isdigit() for char in text)
        ):
            continue
        share = covered.get(index.at(point.span.start), 0) / len(text)
        if share > max(_MOST_PHRASES, _TIMES_DENSER * whole):
            yield Hit(point.heading, {"share": f"{share:.0%}", "whole": f"{whole:.0%}"})


def _covered(doc: Document) -> dict[str | None, int]:
    """Id of a point → its own characters that stand in phrases or frames, each counted once."""
    index = index_points(doc.points())
    spans = sorted([phrase.span for phrase in doc.phrases] + [pattern.span for pattern in doc.patterns])
    found: dict[str | None, int] = {}
    done = 0
    for span in spans:
        start = max(done, span.start)
        if span.end > start:
            name = index.at(start)
            found[name] = found.get(name, 0) + span.end - start
            done = span.end
    return found


RULES = (
    Rule(
        "uneven-point",
        "proportion",
        "hint",
        Words("各点篇幅悬殊", "points out of all proportion"),
        Words(
            "这一点{length}字，各点的中位数是{median}字", "{length} characters; the median of its siblings is {median}"
        ),
        Words("看是否要拆开、并入别的点或者补充", "part it, merge it or fill it up"),
        OWN,
        find_uneven,
        needs=("outline",),
    ),
    Rule(
        "hollow-point",
        "proportion",
        "hint",
        Words("只有套话的一点", "a point of stock phrases only"),
        Words(
            "这一点{share}是套话，全文是{whole}，没有数字、时限和任务",
            "{share} stock phrases (the whole: {whole}), no figure, time or task",
        ),
        Words("补上具体的事，或者删去", "say what is to be done, or drop it"),
        OWN,
        find_hollow,
        needs=("phrases", "times", "tasks"),
    ),
)
