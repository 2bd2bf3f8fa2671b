"""Words of speeches counted, as jieba cuts them; what is no word (punctuation, numbers, blanks) is left out.

Known limitations: a word of our lexicons is cut as jieba cuts it. Sizes are counted in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from speechkit.model import Document
from speechkit.segment import find_tokens
from speechkit.stats_model import Item, Speech, Tally


def tally_words(texts: Iterable[tuple[Speech, Document]], engine: str) -> Tally:
    """Count the words of cleaned documents, in simplified characters."""
    tally = Tally(unit="words")
    for speech, doc in texts:
        words = Counter(word for word in find_tokens(doc.folded, engine).texts if _is_word(word))
        tally.add(replace(speech, size=words.total()), {Item(word): count for word, count in words.items()})
    return tally


def _is_word(token: str) -> bool:
    return any(character.isalpha() for character in token)
