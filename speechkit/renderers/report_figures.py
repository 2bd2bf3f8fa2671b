"""The figures of a report: bars with their numbers, as shares of the longest.

Known limitations: of a long speech the uppermost points alone are drawn; the page says how many are left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from speechkit.align import cleaned
from speechkit.model import Document, Point
from speechkit.renderers.outline_table import count_characters
from speechkit.renderers.report_text import place
from speechkit.renderers.report_words import ROLES

MOST_BARS = 40
MOST_PHRASES = 20
MOST_OWNERS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        href: id of what it stands for; "" where there is none.
        level: of indentation, 0 for none.
        share: of the longest bar, in per cent.
        value: as printed.
    """

    label: str
    href: str
    level: int
    share: float
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars under a title. `note` says what is to be known about them, `left_out` how many were not drawn."""

    title: str
    note: str
    head: str
    unit: str
    bars: tuple[Bar, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the speech on the strip: its role, where it begins and how long it is, in per cent."""

    role: str
    label: str
    href: str
    start: float
    share: float


def draw_parts(doc: Document) -> tuple[Part, ...]:
    """The parts of the speech (opening, review, …) as shares of its text, in text order."""
    size = max(1, len(doc.text))
    parts = []
    for n, passage in enumerate(doc.passages, 1):
        where = place(doc, passage.span)
        start, share = 100 * where.start / size, 100 * len(where) / size
        parts.append(Part(passage.role, ROLES[passage.role], f"s{n}", round(start, 2), round(share, 2)))
    return tuple(parts)


def draw_figures(doc: Document, owners: Sequence[tuple[str, int]]) -> tuple[Figure, ...]:
    """The figures of one speech; those without a bar are left out.

    Args:
        owners: names and how many tasks each has, the most first.
    """
    points, left_out = _choose_points(doc)
    figures = (
        _draw_lengths(doc, points, left_out=left_out),
        _draw_density(doc, points, left_out=left_out),
        draw_phrases([doc]),
        draw_owners(owners),
    )
    return tuple(figure for figure in figures if figure.bars)


def draw_phrases(docs: Sequence[Document]) -> Figure:
    """The phrases used most in one or several speeches."""
    counts = Counter(phrase.entry for doc in docs for phrase in doc.phrases)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    bars = _scale([(entry, "", 0, float(count), str(count)) for entry, count in ranked[:MOST_PHRASES]])
    note = f"共 {len(counts)} 种、{counts.total()} 处"
    return Figure("最常用的固定表述", note, "固定表述", "次", bars, max(0, len(ranked) - MOST_PHRASES))


def draw_owners(owners: Sequence[tuple[str, int]]) -> Figure:
    """Who has the most tasks."""
    bars = _scale([(name, "", 0, float(count), str(count)) for name, count in owners[:MOST_OWNERS]])
    return Figure("任务最多的单位", "牵头与配合合计", "责任单位", "项", bars, max(0, len(owners) - MOST_OWNERS))


def phrase_density(doc: Document) -> float:
    """Phrases per 1,000 characters of the cleaned text."""
    return 1000 * len(doc.phrases) / max(1, len(doc.text))


def _choose_points(doc: Document) -> tuple[list[tuple[str, Point]], int]:
    """The points of the first levels, as many levels as can be drawn, and how many points of the first are left out."""
    points = list(doc.points())
    for depth in (3, 2, 1):
        chosen = [pair for pair in points if pair[0].count(".") < depth]
        if len(chosen) <= MOST_BARS:
            return chosen, 0
    return chosen[:MOST_BARS], len(chosen) - MOST_BARS


def _draw_lengths(doc: Document, points: Sequence[tuple[str, Point]], *, left_out: int) -> Figure:
    sizes = [count_characters(cleaned(doc, point.span)) for _, point in points]
    values = [(*_name(pair), float(size), str(size)) for pair, size in zip(points, sizes, strict=True)]
    return Figure("各要点的篇幅", f"全文 {count_characters(doc.text)} 字", "要点", "字", _scale(values), left_out)


def _draw_density(doc: Document, points: Sequence[tuple[str, Point]], *, left_out: int) -> Figure:
    values = []
    starts = [phrase.span.start for phrase in doc.phrases]
    for pair in points:
        span = pair[1].span
        count = bisect_left(starts, span.end) - bisect_left(starts, span.start)
        density = 1000 * count / max(1, len(place(doc, span)))
        values.append((*_name(pair), density, f"{density:.1f}"))
    note = f"全文每千字 {phrase_density(doc):.1f} 处"
    bars = _scale(values) if doc.phrases else ()
    return Figure("各要点的固定表述密度", note, "要点", "处/千字", bars, left_out)


def _name(pair: tuple[str, Point]) -> tuple[str, str, int]:
    name, point = pair
    return f"{point.label}{point.title}", f"p{name}", name.count(".")


def _scale(values: Sequence[tuple[str, str, int, float, str]]) -> tuple[Bar, ...]:
    longest = max((value[3] for value in values), default=0) or 1
    return tuple(
        Bar(label, href, level, round(100 * size / longest, 2), value) for label, href, level, size, value in values
    )
