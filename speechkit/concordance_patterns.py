"""What a concordance looks for: a literal, a frame, or what lexicons hold.

    放管服                   the literal
    既…又…                   a frame, in the syntax of lexicons: … a slot, [x] optional, (a|b) either
    category:不X不Y           the phrases of a category of any lexicon, and of those below it
    lexicon:rhetoric          all phrases and frames of a lexicon; lexicon:directives/必须 a category of it
    literal:…                 a literal that holds … or opens like one of the above

Matched is the folded text: a simplified pattern finds traditional text, half width finds full width.

Known limitations: case counts; a word of one or two characters from a lexicon counts only where jieba cuts it off as a
word, as everywhere in speechkit, while a literal counts wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from speechkit.errors import WrongUsage
from speechkit.frame_match import FrameIndex, find_frames, index_frames, make_frame
from speechkit.frames import FrameSyntaxError, compile_frame, is_frame
from speechkit.match import find_candidates, index_pairs, make_matchable, matched_form
from speechkit.model import Document
from speechkit.phrasebook import Phrasebook
from speechkit.plain import plain_form
from speechkit.segment import find_tokens
from speechkit.settings import Settings

PatternKind = Literal["literal", "frame", "lexicon"]

_PREFIXES = ("literal", "category", "lexicon")
_SHORT = 2
"""Characters of a word that must be one for jieba, too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the cleaned text, and what stands there: the entry or frame of a lexicon, else the pattern."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Search:
    """A pattern made ready.

    Attributes:
        find: the places in a document, in text order.
        widest: the pattern's own text where every hit is as long; None where they differ.
    """

    kind: PatternKind
    find: Callable[[Document], list[Hit]]
    widest: str | None = None


def make_search(pattern: str, settings: Settings) -> Search:
    """Make a pattern ready.

    Args:
        settings: which lexicons take part, and the engine that cuts words.
    Raises:
        WrongUsage: the pattern is empty or not well formed, or names a category or lexicon that there is not.
        BadLexicon: a lexicon has faults.
    """
    prefix, colon, rest = pattern.partition(":")
    if not colon or prefix not in _PREFIXES:
        prefix, rest = ("frame" if is_frame(pattern) else "literal"), pattern
    if not rest.strip():
        raise WrongUsage(
            f"the pattern '{pattern}' is empty; give a word, a frame (既…又…), category:NAME or lexicon:ID"
        )
    if prefix == "literal":
        return _search_literal(rest)
    if prefix == "frame":
        return _search_frame(rest, settings)
    if prefix == "category":
        return _search_phrases(rest, _has_category(rest), settings)
    return _search_lexicon(rest, settings)


def _search_literal(pattern: str) -> Search:
    wanted = make_matchable(plain_form(pattern))
    literal = re.compile(re.escape(wanted))

    def find(doc: Document) -> list[Hit]:
        return [Hit(*match.span(), pattern) for match in literal.finditer(make_matchable(doc.folded))]

    return Search("literal", find, pattern)


def _search_frame(pattern: str, settings: Settings) -> Search:
    try:
        states = compile_frame(plain_form(pattern))
    except FrameSyntaxError as error:
        raise WrongUsage(f"the frame '{pattern}' is not well formed: {error.message}") from None
    index = index_frames([make_frame(states, name=pattern, entry=pattern, group=0)])
    return Search("frame", partial(_find_frames, index, settings.engine))


def _find_frames(index: FrameIndex, engine: str, doc: Document) -> list[Hit]:
    text = make_matchable(doc.folded)
    found = find_frames(
        text,
        index,
        candidates=find_candidates(text, index_pairs(index.by_pair)),
        boundaries=lambda: find_tokens(doc.folded, engine).boundaries,
    )
    return [Hit(match.start, match.end, match.frame.name) for match in found]


def _search_lexicon(wanted: str, settings: Settings) -> Search:
    """All that a lexicon holds, or a category of it; words, for a lexicon of that kind."""
    from speechkit.lexicon import load_phrasebook, shipped_paths

    lexicon, _, category = wanted.partition("/")
    book = load_phrasebook(lexicons=settings.lexicons, cache_folder=settings.cache_folder)
    phrases = {label.id for label in book.lexicons}
    if lexicon in phrases:
        return _search_phrases(wanted, lambda owner, name: owner == lexicon and _is_below(name, category), settings)
    words = {re.split(r"[/\\]", path)[-1].removesuffix(".yaml") for path in shipped_paths()} - phrases
    if lexicon not in words:
        from speechkit.lexicon_loader import nearest

        known = sorted(phrases | words)
        raise WrongUsage(f"no lexicon '{lexicon}'; `speechkit lexicon list` lists them{nearest(lexicon, known)}")
    return _search_words(lexicon, category, settings)


def _is_below(category: str, wanted: str) -> bool:
    return not wanted or category == wanted or category.startswith(f"{wanted}/")


def _has_category(wanted: str) -> Callable[[str, str], bool]:
    """A category by its path, or by the last parts of it."""
    return lambda _, category: _is_below(category, wanted) or f"/{wanted}/" in f"/{category}/"


def _search_phrases(wanted: str, takes: Callable[[str, str], bool], settings: Settings) -> Search:
    """The phrases and frames of the groups that are taken; the others take part, so that the longest wins as ever.

    Args:
        takes: whether a lexicon's id and a category are looked for.
    """
    from speechkit.lexicon import load_phrasebook

    book = load_phrasebook(lexicons=settings.lexicons, only=settings.only, cache_folder=settings.cache_folder)
    ids = {label.label: label.id for label in book.lexicons}
    chosen = {n for n, group in enumerate(book.groups) if takes(ids.get(group.lexicon, ""), group.category)}
    if not chosen:
        raise _no_category(wanted, {group.category for group in book.groups}, ids.values())
    return Search("lexicon", partial(_find_phrases, book, chosen, settings.engine))


def _no_category(wanted: str, known: Collection[str], lexicons: Iterable[str]) -> WrongUsage:
    from speechkit.lexicon_loader import nearest

    if wanted in lexicons:
        return WrongUsage(f"no category '{wanted}', but a lexicon of that name; give lexicon:{wanted}")
    parts = {part for category in known for part in (category, *category.split("/"))}
    return WrongUsage(f"no category '{wanted}'; `speechkit lexicon show ID` lists them{nearest(wanted, parts)}")


def _find_phrases(book: Phrasebook, chosen: Container[int], engine: str, doc: Document) -> list[Hit]:
    from speechkit.phrases import find_phrases

    phrases, frames = find_phrases(doc.folded, book, lambda: find_tokens(doc.folded, engine).boundaries)
    hits = [Hit(match.start, match.end, match.entry) for match in phrases if match.group in chosen]
    hits += (Hit(match.start, match.end, match.frame.name) for match in frames if match.frame.group in chosen)
    return sorted(hits, key=lambda hit: (hit.start, hit.end))


def _search_words(lexicon: str, category: str, settings: Settings) -> Search:
    from speechkit.lexicon import load_words
    from speechkit.literals import literal_pattern

    groups = load_words(lexicon, cache_folder=settings.cache_folder)
    words = {matched_form(word): word for name, group in groups.items() if _is_below(name, category) for word in group}
    if not words:
        raise _no_category(category, groups.keys(), ())
    pattern = re.compile(literal_pattern(words))
    return Search("lexicon", lambda doc: list(_find_words(doc, pattern, words, settings.engine)))


def _find_words(doc: Document, pattern: re.Pattern[str], words: dict[str, str], engine: str) -> Iterator[Hit]:
    for match in pattern.finditer(make_matchable(doc.folded)):
        start, end = match.span()
        if end - start > _SHORT or {start, end} <= find_tokens(doc.folded, engine).boundaries:
            yield Hit(start, end, words[match.group()])
