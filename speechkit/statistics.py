"""Counts over a speech, and the words that mark it.

Keywords are weighed by TF-IDF: how often a word stands in the speech, by how rare it is in the corpus that
jieba's idf.txt was counted on. Words of one character, numbers, and the genre's own everyday words
(lexicons/stop-words.yaml) are none.

Known limitations: a word that idf.txt lacks gets that file's median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from heapq import nlargest

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
    stop_words = load_words("stop-words", cache_folder=settings.cache_folder)
    keywords = find_keywords(
        tokens.texts,
        idf_of(settings.cache_folder),
        stop_words=frozenset(word for words in stop_words.values() for word in words),
    )
    in_phrases = sum(len(phrase.span) for phrase in doc.phrases)
    return Statistics(
        characters=len(doc.text),
        sentences=len(doc.sentences),
        tokens=sum(not token.isspace() for token in tokens.texts),
        phrase_density=round(min(1.0, in_phrases / max(1, len(doc.text))), 4),
        keywords=keywords,
    )


def find_keywords(
    tokens: Sequence[str],
    idf: Callable[[str], float | None],
    *,
    stop_words: Collection[str],
    most: int = MOST_KEYWORDS,
) -> tuple[Keyword, ...]:
    """Find the words that mark a text, the most telling first.

    Args:
        tokens: of the text.
        idf: of a word; None for one that it does not know.
        stop_words: words that are never keywords.
        most: how many are wanted.
    Returns:
        Words with their share among the words that could be keywords times their idf.
    """
    counts = Counter(token for token in tokens if len(token) > 1)
    counts = Counter({word: count for word, count in counts.items() if word not in stop_words and _is_word(word)})
    total = counts.total()
    weights: list[tuple[float, str]] = []
    for word, count in counts.most_common():
        if len(weights) >= most and count * _HIGHEST_IDF < nlargest(most, weights)[-1][0]:
            break  # rarer words cannot come among the first any more
        known = idf(word)
        weights.append((count * (UNKNOWN_IDF if known is None else known), word))
    weights.sort(key=lambda row: (-row[0], row[1]))
    return tuple(Keyword(word, round(weight / total, 4)) for weight, word in weights[:most])


def _is_word(token: str) -> bool:
    return token[0].isalpha() and token.isalnum()
