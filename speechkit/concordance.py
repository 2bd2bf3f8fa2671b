"""Concordances (KWIC): every place of a pattern with what stands left and right of it.

Known limitations: the order of `sort_lines` is by pinyin for the 3,755 usual characters of GB 2312 alone, each by one
of its readings; rarer ones follow in the order of GB 18030.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from speechkit.align import to_source
from speechkit.concordance_patterns import Hit, Search
from speechkit.model import Document, Span
from speechkit.places import find_lines
from speechkit.points import index_points

Order = Literal["place", "left", "right"]

STEPS = ("outline",)
"""Steps of the analysis whose findings a line names."""
PARAGRAPH = "¶"
"""Stands for the end of a paragraph in a context that goes beyond it."""


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One place of a pattern.

    Attributes:
        path: of the document; None for text in memory.
        line: of the source, from one; `column` likewise.
        span: of the keyword, in the source.
        text: that slice.
        keyword: the keyword as cleaned.
        name: the entry or frame of a lexicon that it is, else the pattern.
        point: dotted id of the innermost point; None outside all.
        left: cleaned text before the keyword, to the start of its paragraph at most.
        right: behind it, to the end of its paragraph at most.
        own_left: how many of the last characters of `left` stand in the keyword's sentence.
        own_right: how many of the first characters of `right` do.
    """

    path: str | None
    line: int
    column: int
    span: Span
    text: str
    keyword: str
    name: str
    point: str | None
    left: str
    right: str
    own_left: int
    own_right: int


def find_concordance(doc: Document, search: Search, *, context: int, across: bool = False) -> Iterator[KwicLine]:
    """Find the places of a pattern in a document that went through `STEPS`.

    Args:
        context: characters on either side, at most.
        across: let contexts go beyond the paragraph; its end is written ¶.
    Returns:
        Lines in text order.
    """
    hits = search.find(doc)
    if not hits:
        return
    places, point_at = find_lines(doc.source.text), index_points(doc.points()).at
    for hit in hits:
        span = to_source(doc.alignment, Span(hit.start, hit.end))
        line, column = places.place(span.start)
        start, end = _bounds(doc.text, hit, context=context, across=across)
        sentence = _sentence_around(doc, hit)
        yield KwicLine(
            path=doc.source.path,
            line=line,
            column=column,
            span=span,
            text=doc.source.text[span.start : span.end],
            keyword=doc.text[hit.start : hit.end],
            name=hit.name,
            point=point_at(span.start),
            left=doc.text[start : hit.start].replace("\n", PARAGRAPH),
            right=doc.text[hit.end : end].replace("\n", PARAGRAPH),
            own_left=hit.start - max(start, sentence.start),
            own_right=max(0, min(end, sentence.end) - hit.end),
        )


def _bounds(text: str, hit: Hit, *, context: int, across: bool) -> tuple[int, int]:
    """Where the contexts begin and end."""
    start, end = max(0, hit.start - context), min(len(text), hit.end + context)
    if across:
        return start, end
    line_end = text.find("\n", hit.end, end)
    return text.rfind("\n", start, hit.start) + 1 or start, end if line_end < 0 else line_end


def _sentence_around(doc: Document, hit: Hit) -> Span:
    """The sentence in which a hit begins, to the end of the one in which it ends."""
    first = bisect_right(doc.sentences, hit.start, key=attrgetter("start")) - 1
    last = bisect_right(doc.sentences, hit.end - 1, key=attrgetter("start")) - 1
    if first < 0:
        return Span(hit.start, hit.end)
    return Span(doc.sentences[first].start, doc.sentences[last].end)


def sort_lines(lines: Iterable[KwicLine], order: Order) -> list[KwicLine]:
    """Sort lines by what stands nearest to the keyword on one side; lines that agree stay in their order.

    Letters and digits count, marks and spaces do not.
    """
    if order == "place":
        return list(lines)
    if order == "left":
        return sorted(lines, key=lambda line: _sort_key(line.left[::-1]))
    return sorted(lines, key=lambda line: _sort_key(line.right))


def _sort_key(text: str) -> bytes:
    """GB 18030 holds the usual characters in the order of their pinyin (GB 2312-80, level 1)."""
    return "".join(filter(str.isalnum, text)).encode("gb18030", "replace")
