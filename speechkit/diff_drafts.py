"""A draft laid out for comparison: its points in order and its sentences, each in its innermost point.

Known limitations: none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from speechkit.align import to_source, to_text
from speechkit.model import Document, Point, Span
from speechkit.points import index_points

OUTSIDE = -1
"""Index of the point of what stands outside all points."""
_MARKS = "。！？；，：、 　\t"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, cut at the starts and ends of points.

    Attributes:
        span: of the cleaned text, without the labels that open it.
        text: that slice.
        form: the same folded, which is what is compared.
        point: index of the innermost point.
        heads: it opens that point.
    """

    span: Span
    text: str
    form: str
    point: int
    heads: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A point.

    Attributes:
        id: dotted.
        parent: its index; `OUTSIDE` for a top one.
        title: what stands behind its label, up to its end mark or first child, without marks at its edges.
        form: the same folded, which is what is compared.
        units: indices of its sentences, children included.
        own: those that stand in no child.
    """

    id: str
    point: Point
    parent: int
    title: str
    form: str
    units: range
    own: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with its points and sentences, in text order. `outside`: sentences in no point."""

    doc: Document
    rows: tuple[Row, ...]
    units: tuple[Unit, ...]
    outside: tuple[int, ...]

    def own(self, row: int) -> tuple[int, ...]:
        """Indices of the sentences that stand in a point itself, or outside all."""
        return self.outside if row == OUTSIDE else self.rows[row].own

    def children(self) -> dict[int, list[int]]:
        """Index of a point (or `OUTSIDE`) → indices of the points right below it."""
        found: dict[int, list[int]] = {}
        for index, row in enumerate(self.rows):
            found.setdefault(row.parent, []).append(index)
        return found

    def name(self, row: int) -> str | None:
        """Dotted id of a point; None outside all."""
        return None if row == OUTSIDE else self.rows[row].id

    def source_span(self, unit: Unit) -> Span:
        """Where a sentence stands in the source, its label left out."""
        return to_source(self.doc.alignment, unit.span)

    def unit_at(self, span: Span) -> int:
        """Index of the sentence in which a span of the source begins, or of the next one."""
        place = to_text(self.doc.alignment, span).start
        return max(0, bisect_left(self.units, place + 1, key=lambda unit: unit.span.start) - 1)


def lay_out(doc: Document) -> Draft:
    """Lay out an analysed document."""
    points = list(doc.points())
    spans = [to_text(doc.alignment, point.span) for _, point in points]
    numbers = {name: index for index, (name, _) in enumerate(points)}
    units = tuple(_cut(doc, points, spans=spans, numbers=numbers))
    starts = [unit.span.start for unit in units]
    own: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        own.setdefault(unit.point, []).append(index)
    rows = []
    for index, (name, point) in enumerate(points):
        mine = tuple(own.get(index, ()))
        head = units[mine[0]] if mine and units[mine[0]].heads else None
        rows.append(
            Row(
                id=name,
                point=point,
                parent=numbers.get(name.rpartition(".")[0], OUTSIDE),
                title=head.text.strip(_MARKS) if head else "",
                form=head.form.strip(_MARKS) if head else "",
                units=range(bisect_left(starts, spans[index].start), bisect_left(starts, spans[index].end)),
                own=mine,
            )
        )
    return Draft(doc, tuple(rows), units, tuple(own.get(OUTSIDE, ())))


def _cut(
    doc: Document, points: Sequence[tuple[str, Point]], *, spans: Sequence[Span], numbers: Mapping[str, int]
) -> Iterator[Unit]:
    """Cut sentences at the edges of points, and the labels off what is left."""
    places = index_points(points)
    heads = {span.start: _label_end(doc, point) for span, (_, point) in zip(spans, points, strict=True)}
    cuts = sorted({place for span in spans for place in (span.start, span.end)})
    for sentence in doc.sentences:
        inner = cuts[bisect_right(cuts, sentence.start) : bisect_left(cuts, sentence.end)]
        for start, end in zip((sentence.start, *inner), (*inner, sentence.end), strict=True):
            span = _without_space(doc.text, max(start, min(heads.get(start, start), end)), end)
            if span.start < span.end:
                name = places.at(to_source(doc.alignment, Span(start, end)).start)
                point = OUTSIDE if name is None else numbers[name]
                text, form = doc.text[span.start : span.end], doc.folded[span.start : span.end]
                yield Unit(span, text, form, point, start in heads)


def _label_end(doc: Document, point: Point) -> int:
    """Where a point's label ends in the cleaned text."""
    start = point.span.start
    return to_text(doc.alignment, Span(start, start + len(point.label))).end


def _without_space(text: str, start: int, end: int) -> Span:
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
