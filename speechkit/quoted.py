"""Find what a speaker coins: shorthand, slogans and names of ways of working that stand in quotation marks.

“一单位一课题”, “抢位发展”: no lexicon can list what each place coins anew, but the quotation marks say it. What is
quoted speech, a number or the name of an event is told apart by the words of `lexicons/quotations.yaml`. A coinage of
four characters or more counts wherever it comes again, without marks too.

Known limitations: irony (“能人”) of three characters and more is taken for a coinage; a slogan that is never quoted is
for the lexicons to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from speechkit.lexicon import load_words
from speechkit.literals import literal_pattern
from speechkit.match import find_candidates, find_literals, index_lengths, index_pairs

SHORTEST, LONGEST = 3, 16
"""Characters between the marks. Of 161 quotations in five speeches marked by hand 88 % are stock; of those with two
characters that no lexicon holds hardly any is."""
SHORTEST_AGAIN = 4
"""Characters of a coinage that counts without marks."""
_QUOTED = re.compile(rf"“([^“”\n。！？；：…]{{{SHORTEST},{LONGEST}}})”")
_NUMBER = re.compile(r"[\d·.—\-一二三四五六七八九十]+强?|[0-9A-Za-z+]+")
_LEAD = 5
"""Characters before the mark in which the words that lead in quoted speech stand."""


@dataclass(frozen=True, slots=True)
class QuotationWords:
    """The words of the lexicon, as patterns for what stands before a quotation and for the quotation itself."""

    leads_in: re.Pattern[str]
    is_speech: re.Pattern[str]


@cache
def load_quotation_words(cache_folder: str | None) -> QuotationWords:
    """Load and compile the lexicon.

    Raises:
        BadLexicon: it is missing or has faults.
    """
    words = load_words("quotations", cache_folder=cache_folder)
    inside = literal_pattern(words["不含"])
    return QuotationWords(
        leads_in=re.compile(rf"(?:{literal_pattern(words['引出话语'])})[：，]?\Z"),
        is_speech=re.compile(
            rf"(?:{literal_pattern(words['不以此开头'])})"
            rf"|[^\n]*?(?:{inside})|[^\n]*(?:{literal_pattern(words['不以此结尾'])})\Z"
        ),
    )


def find_coinages(text: str, words: QuotationWords) -> list[tuple[int, int]]:
    """Find the coinages of a text, without their marks, in order, disjoint.

    Args:
        text: folded and made matchable.
        words: see `load_quotation_words`.
    """
    if "“" not in text:
        return []
    quoted = [match.span(1) for match in _QUOTED.finditer(text) if _is_coined(text, match, words)]
    again = {text[start:end]: 0 for start, end in quoted if end - start >= SHORTEST_AGAIN}
    candidates = find_candidates(text, index_pairs(form[:2] for form in again))
    found = find_literals(
        text, again, lengths=index_lengths(again), candidates=candidates, boundaries=lambda: range(len(text) + 1)
    )
    spans = sorted({*quoted, *((start, end) for start, end, _ in found)})
    disjoint: list[tuple[int, int]] = []
    for start, end in spans:
        if not disjoint or start >= disjoint[-1][1]:
            disjoint.append((start, end))
    return disjoint


def _is_coined(text: str, match: re.Match[str], words: QuotationWords) -> bool:
    form = match[1]
    before = text[max(0, match.start() - _LEAD) : match.start()]
    return not (_NUMBER.fullmatch(form) or words.is_speech.match(form) or words.leads_in.search(before))


def outside(coinages: Sequence[tuple[int, int]], phrases: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out the coinages that a phrase equals, or sticks out of.

    Args:
        coinages: in order, disjoint.
        phrases: in order, disjoint.
    Returns:
        Those left, each holding phrases whole or not at all.
    """
    left = []
    first = 0
    for start, end in coinages:
        while first < len(phrases) and phrases[first][1] <= start:
            first += 1
        at = first
        while at < len(phrases) and phrases[at][0] < end:
            at += 1
        inside = phrases[first:at]
        if all(start <= a and b <= end and (a, b) != (start, end) for a, b in inside):
            left.append((start, end))
    return left
