"""The speech as the report shows it: the lines of the cleaned text, cut into segments where marks begin and end.

Marks overlap (a time inside a task that holds a stock phrase). Each line is cut at every edge of a mark, and each
segment knows all marks that cover it: put together, the segments are the line, character for character. Places come
from the findings' source spans through the document's alignment; nothing is looked for in the text.

Known limitations: a mark whose source was wholly cleaned away has a place, but no characters to show.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from speechkit.align import to_text
from speechkit.model import Document, Span

_END_MARKS = "。：:；;，,、！!？? \u3000"
_LONGEST_HEAD = 60
"""Characters of a line that may still belong to the head of a speech (title, speaker, day)."""
_HEAD_LINES = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """Something marked in the cleaned text.

    Attributes:
        kind: as in `report_words.KINDS`, or "point" for the heading of a point.
        id: of what is known about it; "" where nothing is.
        category: number of its switch; None where its kind has none.
        level: of a point's heading, 1 for the uppermost; 0 elsewhere.
    """

    start: int
    end: int
    kind: str
    id: str
    category: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of the cleaned text that links lead to."""

    at: int
    id: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line that the same marks cover.

    Attributes:
        marks: that cover it.
        begins: whether one of them begins here.
        anchors: ids of places at its start.
        notes: ids of the tasks that end with it.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: bool
    anchors: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def classes(self) -> str:
        """Its classes in the page, "" where nothing covers it."""
        kinds = dict.fromkeys(f"k-{mark.kind}" for mark in self.marks)
        levels = dict.fromkeys(f"h-{mark.level}" for mark in self.marks if mark.level)
        return " ".join([*kinds, *levels])

    @property
    def ids(self) -> str:
        return " ".join(dict.fromkeys(mark.id for mark in self.marks if mark.id))

    @property
    def category(self) -> int | None:
        return next((mark.category for mark in self.marks if mark.category is not None), None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cleaned text.

    Attributes:
        kind: "title", "byline", "salutation", "heading" or "paragraph".
        level: of a heading, 1 for the uppermost; 0 elsewhere.
    """

    kind: str
    level: int
    segments: tuple[Segment, ...]


def place(doc: Document, span: Span) -> Span:
    """The cleaned text's span of a source span."""
    return to_text(doc.alignment, span)


def cut_lines(doc: Document, marks: Sequence[Mark], anchors: Sequence[Anchor]) -> tuple[Line, ...]:
    """Cut the cleaned text into lines of segments; empty lines are left out.

    Args:
        marks: in any order; may overlap and cross line ends.
        anchors: one that stands in no line goes to the next.
    """
    lines = list(_find_lines(doc.text))
    kinds = _find_kinds(doc, lines)
    headings = {mark.start: mark for mark in marks if mark.kind == "point"}
    segments = _cut(doc.text, lines, marks=marks, anchors=anchors)
    made = []
    for line, kind, parts in zip(lines, kinds, segments, strict=True):
        heading = _heading_of(doc.text, line, headings)
        if heading is not None:
            made.append(Line("heading", heading.level, parts))
        else:
            made.append(Line(kind, 0, parts))
    return tuple(made)


def _find_lines(text: str) -> Iterator[Span]:
    start = 0
    for piece in text.split("\n"):
        if piece.strip():
            yield Span(start, start + len(piece))
        start += len(piece) + 1


def _find_kinds(doc: Document, lines: Sequence[Span]) -> list[str]:
    """Kinds of lines: those before the salutation that repeat what is known of the head, and the rest."""
    kinds = ["paragraph"] * len(lines)
    title, speaker, salutation = doc.meta.title or "", doc.meta.speaker or "", doc.meta.salutation
    for number, line in enumerate(lines[:_HEAD_LINES]):
        words = "".join(doc.text[line.start : line.end].split())
        if salutation is not None and words.startswith("".join(salutation.split())):
            kinds[number] = "salutation" if len(line) <= len(salutation) + 1 else "paragraph"
            break
        if len(words) > _LONGEST_HEAD:
            break
        if words in "".join(title.split()):
            kinds[number] = "title"
        elif (speaker and words.endswith(speaker)) or words[0] in "（(":
            kinds[number] = "byline"
        else:
            break
    return kinds


def _heading_of(text: str, line: Span, headings: dict[int, Mark]) -> Mark | None:
    """The heading that is the whole line, but for the marks behind it."""
    start = line.start + len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
    mark = headings.get(start)
    if mark is None or text[mark.end : line.end].strip(_END_MARKS) or mark.end > line.end:
        return None
    return mark


def _cut(
    text: str, lines: Sequence[Span], *, marks: Sequence[Mark], anchors: Sequence[Anchor]
) -> Iterator[tuple[Segment, ...]]:
    """Segments of each line, in order: one walk over all edges."""
    ordered = sorted((mark for mark in marks if mark.end > mark.start), key=attrgetter("start", "end"))
    anchored = sorted(anchors, key=attrgetter("at"))
    edges = sorted({edge for mark in ordered for edge in (mark.start, mark.end)} | {a.at for a in anchored})
    next_mark = next_anchor = 0
    active: list[Mark] = []
    for line in lines:
        inner = edges[bisect_right(edges, line.start) : bisect_left(edges, line.end)]
        bounds = [line.start, *inner, line.end]
        segments = []
        for start, end in zip(bounds, bounds[1:], strict=False):
            active = [mark for mark in active if mark.end > start]
            while next_mark < len(ordered) and ordered[next_mark].start <= start:
                active.append(ordered[next_mark])
                next_mark += 1
            active = [mark for mark in active if mark.end > start]
            reached = next_anchor
            while next_anchor < len(anchored) and anchored[next_anchor].at <= start:
                next_anchor += 1
            segments.append(
                Segment(
                    text=text[start:end],
                    marks=tuple(active),
                    begins=any(mark.start == start and mark.kind != "point" for mark in active),
                    anchors=tuple(dict.fromkeys(anchor.id for anchor in anchored[reached:next_anchor])),
                    notes=tuple(mark.id for mark in active if mark.kind == "task" and mark.end == end),
                )
            )
        yield tuple(segments)
