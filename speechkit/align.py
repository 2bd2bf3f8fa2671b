"""The only arithmetic on offsets: edits make a text and its alignment with the source.

Known limitations: characters of one replacement share its whole source range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from speechkit.model import Alignment, Document, Edit, Span


def identity(length: int) -> Alignment:
    """Return the alignment of a text of `length` code points with itself."""
    return Alignment((0,), (0,), (length,), (True,), length)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Alignment]:
    """Make the edited text and its alignment with `text`.

    Args:
        text: the source.
        edits: disjoint; any order. An insertion has start == end.
    Returns:
        The new text, and for each of its characters the range of `text` that it stands for.
    Raises:
        ValueError: two edits overlap, or one lies outside the text: a fault of the rule that made it.
    """
    pieces: list[str] = []
    text_starts: list[int] = []
    source_starts: list[int] = []
    source_ends: list[int] = []
    copied: list[bool] = []
    at = 0  # in the new text
    done = 0  # in the source

    def add(piece: str, start: int, end: int, *, is_copy: bool) -> None:
        nonlocal at
        if piece:
            pieces.append(piece)
            text_starts.append(at)
            source_starts.append(start)
            source_ends.append(end)
            copied.append(is_copy)
            at += len(piece)

    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < done or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edit overlaps or lies outside the text: {edit}")
        add(text[done : edit.start], done, edit.start, is_copy=True)
        add(edit.new, edit.start, edit.end, is_copy=False)
        done = edit.end
    add(text[done:], done, len(text), is_copy=True)
    if not pieces:
        return "", Alignment((0,), (len(text),), (len(text),), (True,), 0)
    alignment = Alignment(tuple(text_starts), tuple(source_starts), tuple(source_ends), tuple(copied), at)
    return "".join(pieces), alignment


def compose(outer: Alignment, inner: Alignment) -> Alignment:
    """Align a text edited twice: `inner` is from the middle text to the source, `outer` from the last to the middle."""
    text_starts: list[int] = []
    source_starts: list[int] = []
    source_ends: list[int] = []
    copied: list[bool] = []
    bounds = (*outer.text_starts[1:], outer.length)
    for i, start in enumerate(outer.text_starts):
        if not outer.copied[i]:
            span = to_source(inner, Span(outer.source_starts[i], outer.source_ends[i]))
            text_starts.append(start)
            source_starts.append(span.start)
            source_ends.append(span.end)
            copied.append(False)
            continue
        middle, stop = outer.source_starts[i], outer.source_starts[i] + bounds[i] - start
        run = bisect_right(inner.text_starts, middle) - 1
        while middle < stop:
            run_end = inner.text_starts[run + 1] if run + 1 < len(inner.text_starts) else inner.length
            upto = min(run_end, stop)
            text_starts.append(start + middle - outer.source_starts[i])
            if inner.copied[run]:
                shift = inner.source_starts[run] - inner.text_starts[run]
                source_starts.append(middle + shift)
                source_ends.append(upto + shift)
            else:
                source_starts.append(inner.source_starts[run])
                source_ends.append(inner.source_ends[run])
            copied.append(inner.copied[run])
            middle = upto
            run += 1
    if not text_starts:
        return Alignment((0,), inner.source_ends[-1:], inner.source_ends[-1:], (True,), 0)
    return Alignment(tuple(text_starts), tuple(source_starts), tuple(source_ends), tuple(copied), outer.length)


def to_source(alignment: Alignment, span: Span) -> Span:
    """Turn a span of the cleaned text into the span of the source that it stands for.

    Cleaned-away text at the edges is left out, text inside is included. An empty span stays empty.
    """
    start = _source_of(alignment, span.start)[0]
    if span.end <= span.start:
        return Span(start, start)
    return Span(start, _source_of(alignment, span.end - 1)[1])


def to_text(alignment: Alignment, span: Span) -> Span:
    """Turn a span of the source into the span of the cleaned text whose characters stand for any of it."""
    return Span(_text_of(alignment, span.start), max(_text_of(alignment, span.end), _text_of(alignment, span.start)))


def cleaned(doc: Document, span: Span) -> str:
    """The cleaned text of a source span."""
    place = to_text(doc.alignment, span)
    return doc.text[place.start : place.end]


def _source_of(alignment: Alignment, at: int) -> tuple[int, int]:
    """The source range of the character at `at`; an empty range at the end of the text."""
    if at >= alignment.length:
        end = alignment.source_ends[-1]
        return end, end
    run = bisect_right(alignment.text_starts, at) - 1
    if alignment.copied[run]:
        place = alignment.source_starts[run] + at - alignment.text_starts[run]
        return place, place + 1
    return alignment.source_starts[run], alignment.source_ends[run]


def _text_of(alignment: Alignment, place: int) -> int:
    """The first position of the text whose source range ends behind `place`."""
    run = bisect_right(alignment.source_starts, place) - 1
    if run < 0:
        return 0
    if place >= alignment.source_ends[run]:
        return alignment.text_starts[run + 1] if run + 1 < len(alignment.text_starts) else alignment.length
    if alignment.copied[run]:
        return alignment.text_starts[run] + place - alignment.source_starts[run]
    return alignment.text_starts[run]
