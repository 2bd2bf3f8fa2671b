"""Rules on what stands twice: a paragraph, a sentence, a word.

Known limitations: only what is the same to the letter, an ordinal before it left out, is found; of sentences only long
ones, since short ones are rhetoric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.align import to_source
from speechkit.check_model import OWN, Hit, Rule, Words, place
from speechkit.model import Document, Span
from speechkit.numbering import opening_label
from speechkit.places import Lines, find_lines
from speechkit.settings import Settings

_SHORTEST_PARAGRAPH = 40
"""Characters of a paragraph that nobody says twice."""
_SHORTEST_SENTENCE = 24
_DOUBLED = re.compile(
    "(?<![目打])的的(?!确)|(?<!不)了了(?![解结然事之])|(?<![实现正存所潜内外自])在在"
    "|(?P<word>我们|各级|同志|工作|进行|推进|落实|加强|问题|要求|必须|提高|全面|开展|坚持|确保)(?P=word)(?![一下清看])"
)
"""Function words and words of the genre that come twice by a slip of the hand. 研究研究 and 好好 are no slips."""


def find_repeated_paragraphs(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A paragraph that stood before."""
    first: dict[str, int] = {}
    lines = find_lines(doc.source.text)
    for start, end in _paragraphs(doc.text):
        body = _body(doc.text[start:end])
        if len(body) >= _SHORTEST_PARAGRAPH and "。" in body:
            earlier = first.setdefault(body, start)
            if earlier != start:
                yield Hit(place(doc, start, end), {"line": _line(doc, lines, earlier)})


def find_repeated_sentences(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A long sentence that stood before, in a paragraph that is not repeated as a whole."""
    repeated = [to_source(doc.alignment, Span(start, end)) for start, end in _repeated_paragraphs(doc)]
    first: dict[str, int] = {}
    lines = find_lines(doc.source.text)
    at = 0
    for sentence in doc.sentences:
        written = doc.text[sentence.start : sentence.end]
        body = _body(written)
        span = to_source(doc.alignment, sentence)
        while at < len(repeated) and repeated[at].end <= span.start:
            at += 1
        inside = at < len(repeated) and repeated[at].start <= span.start
        if len(body) < _SHORTEST_SENTENCE or written[-1] not in "。！？" or inside:
            continue
        earlier = first.setdefault(body, sentence.start)
        if earlier != sentence.start:
            yield Hit(span, {"line": _line(doc, lines, earlier)})


def find_doubled_words(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A word that stands twice by a slip of the hand."""
    for match in _DOUBLED.finditer(doc.folded):
        yield Hit(place(doc, match.start(), match.end()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _repeated_paragraphs(doc: Document) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    for start, end in _paragraphs(doc.text):
        body = _body(doc.text[start:end])
        if body in seen:
            yield start, end
        seen.add(body)


def _body(text: str) -> str:
    """The text without an ordinal before it."""
    label = opening_label(text)
    return text[label.end :] if label else text


def _line(doc: Document, lines: Lines, start: int) -> str:
    """The line of the source on which a place of the text stands."""
    return str(lines.place(to_source(doc.alignment, Span(start, start + 1)).start)[0])


RULES = (
    Rule(
        "repeated-paragraph",
        "leftovers",
        "error",
        Words("整段重复", "a paragraph stands twice"),
        Words("这一段与第{line}行的一段完全相同", "the same paragraph stands on line {line}"),
        Words("删去一段", "drop one"),
        OWN,
        find_repeated_paragraphs,
    ),
    Rule(
        "repeated-sentence",
        "leftovers",
        "suspect",
        Words("整句重复", "a sentence stands twice"),
        Words("这一句与第{line}行的一句完全相同", "the same sentence stands on line {line}"),
        Words("看是否有意重复，否则删去一句", "drop one unless it is meant"),
        OWN,
        find_repeated_sentences,
    ),
    Rule(
        "doubled-word",
        "leftovers",
        "suspect",
        Words("词语重出", "a word stands twice"),
        Words("词语连着写了两遍", "a word is written twice"),
        Words("删去一个", "drop one"),
        OWN,
        find_doubled_words,
    ),
)
