"""Find stock phrases, what the speaker coins, and sentence frames.

Known limitations: see `speechkit.match`, `speechkit.quoted` and `speechkit.frame_match`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from functools import cache, partial
from operator import attrgetter

from speechkit.align import to_source
from speechkit.frame_match import FrameMatch, find_frames
from speechkit.lexicon import load_phrasebook
from speechkit.match import find_candidates, find_literals, make_matchable
from speechkit.model import Document, Pattern, Phrase, Span
from speechkit.phrasebook import Group, Phrasebook
from speechkit.points import index_points
from speechkit.quoted import find_coinages, load_quotation_words, outside
from speechkit.segment import find_tokens
from speechkit.settings import Settings


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A stock phrase in a text."""

    start: int
    end: int
    group: int
    entry: str


def run(doc: Document, settings: Settings) -> Document:
    """Step `phrases`."""
    book = load_phrasebook(lexicons=settings.lexicons, only=settings.only, cache_folder=settings.cache_folder)
    phrases, frames = find_phrases(doc.folded, book, partial(_boundaries, doc.folded, settings.engine))
    phrases = _with_coinages(doc.folded, phrases, book, settings)
    return replace(
        doc,
        lexicons=book.lexicons,
        phrases=_to_phrases(doc, book, phrases),
        patterns=_to_patterns(doc, book, frames),
    )


def find_phrases(
    folded: str, book: Phrasebook, boundaries: Callable[[], Container[int]]
) -> tuple[list[PhraseMatch], list[FrameMatch]]:
    """Find all phrases and frames of a phrasebook.

    Args:
        folded: see `Document.folded`.
        boundaries: returns where the text's tokens start, and its end; called only where that must be known.
    Returns:
        Phrases and frames, each in text order. Phrases do not overlap each other; frames may overlap
        anything.
    """
    text = make_matchable(folded)
    boundaries = cache(boundaries)
    candidates = find_candidates(text, book.pairs)
    literals = find_literals(text, book.literals, lengths=book.lengths, candidates=candidates, boundaries=boundaries)
    entries = book.entries
    phrases = []
    for start, end, group in literals:
        form = text[start:end]
        phrases.append(PhraseMatch(start, end, group, entries.get(form, form)))
    return phrases, find_frames(text, book.frames, candidates=candidates, boundaries=boundaries)


def _with_coinages(text: str, phrases: list[PhraseMatch], book: Phrasebook, settings: Settings) -> list[PhraseMatch]:
    """The phrases with what the speaker coins himself, which takes the place of phrases inside it."""
    wanted = any(label.id == "coined" for label in book.lexicons)
    group = next((n for n, group in enumerate(book.groups) if _is_for_coinages(group)), None)
    if not wanted or group is None or "“" not in (text := make_matchable(text)):
        return phrases
    coinages = find_coinages(text, load_quotation_words(settings.cache_folder))
    coinages = outside(coinages, [(phrase.start, phrase.end) for phrase in phrases])
    starts = [start for start, _ in coinages]
    ends = [0, *(end for _, end in coinages)]
    kept = [phrase for phrase in phrases if phrase.start >= ends[bisect_right(starts, phrase.start)]]
    kept += (PhraseMatch(start, end, group, text[start:end]) for start, end in coinages)
    return sorted(kept, key=attrgetter("start"))


def _is_for_coinages(group: Group) -> bool:
    return group.lexicon.startswith("coined@") and group.category == "引号提法"


def _boundaries(text: str, engine: str) -> frozenset[int]:
    return find_tokens(text, engine).boundaries


def _to_phrases(doc: Document, book: Phrasebook, found: list[PhraseMatch]) -> tuple[Phrase, ...]:
    point_at = index_points(doc.points()).at
    text, alignment, groups = doc.source.text, doc.alignment, book.groups
    phrases = []
    for match in found:
        span = to_source(alignment, Span(match.start, match.end))
        group = groups[match.group]
        phrases.append(
            Phrase(
                span=span,
                text=text[span.start : span.end],
                lexicon=group.lexicon,
                category=group.category,
                entry=match.entry,
                point=point_at(span.start),
            )
        )
    return tuple(phrases)


def _to_patterns(doc: Document, book: Phrasebook, found: list[FrameMatch]) -> tuple[Pattern, ...]:
    point_at = index_points(doc.points()).at
    patterns = []
    for match in found:
        span = to_source(doc.alignment, Span(match.start, match.end))
        patterns.append(
            Pattern(
                span=span,
                text=doc.source.text[span.start : span.end],
                lexicon=book.groups[match.frame.group].lexicon,
                pattern=match.frame.name,
                slots=tuple(doc.text[start:end] for start, end in match.slots),
                point=point_at(span.start),
            )
        )
    return tuple(patterns)
