"""Counts over a speech, and the words that mark it.

Keywords are weighed by TF-IDF: how often a word stands in the speech, by how rare it is in the corpus that
jieba's idf.txt was counted on. Words of one character, numbers, and the genre's own everyday words
(lexicons/stop-words.yaml) are none.

Known limitations: a word that idf.txt lacks gets that file's median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from heapq import heappush, heappushpop
from operator import itemgetter

from speechkit.lexicon import load_words
from speechkit.model import Document, Keyword, Statistics
from speechkit.segment import find_tokens
from speechkit.settings import Settings

MOST_KEYWORDS = 20
UNKNOWN_IDF = 11.95
"""Median of jieba's idf.txt; the idf of a word that it lacks."""
_HIGHEST_IDF = 13.91
"""No word of idf.txt has a higher one."""


def run(doc: Document, settings: Settings) -> Document:
    """Step `statistics`."""
    return replace(doc, statistics=find_statistics(doc, settings))


def find_statistics(doc: Document, settings: Settings) -> Statistics:
    """Count a document whose phrases have been found."""
    from speechkit.vocabulary import idf_of

    tokens = find_tokens(doc.folded, settings.engine)
    counts = Counter(tokens.texts)
    keywords = find_keywords(counts, idf_of(settings.cache_folder), stop_words=_load_stop_words(settings.cache_folder))
    in_phrases = sum(len(phrase.span) for phrase in doc.phrases)
    return Statistics(
        characters=len(doc.text),
        sentences=len(doc.sentences),
        tokens=sum(count for token, count in counts.items() if not token.isspace()),
        phrase_density=round(min(1.0, in_phrases / max(1, len(doc.text))), 4),
        keywords=keywords,
    )


@cache
def _load_stop_words(cache_folder: str | None) -> frozenset[str]:
    words = load_words("stop-words", cache_folder=cache_folder)
    return frozenset(word for category in words.values() for word in category)


def find_keywords(
    counts: Mapping[str, int],
    idf: Callable[[str], float | None],
    *,
    stop_words: Collection[str],
    most: int = MOST_KEYWORDS,
) -> tuple[Keyword, ...]:
    """Find the words that mark a text, the most telling first.

    Args:
        counts: of the text's tokens.
        idf: of a word; None for one that it does not know.
        stop_words: words that are never keywords.
        most: how many are wanted.
    Returns:
        Words with their share among the words that could be keywords times their idf.
    """
    words = [
        (count, word)
        for word, count in counts.items()
        if len(word) > 1 and word not in stop_words and word[0].isalpha() and word.isalnum()
    ]
    total = sum(count for count, _ in words)
    words.sort(key=itemgetter(0), reverse=True)
    best: list[float] = []  # a heap of the highest weights so far
    weights: list[tuple[float, str]] = []
    for count, word in words:
        if len(best) == most and count * _HIGHEST_IDF < best[0]:
            break  # rarer words cannot come among the first any more
        known = idf(word)
        weight = count * (UNKNOWN_IDF if known is None else known)
        weights.append((weight, word))
        (heappush if len(best) < most else heappushpop)(best, weight)
    weights.sort(key=lambda row: (-row[0], row[1]))
    return tuple(Keyword(word, round(weight / total, 4)) for weight, word in weights[:most])
