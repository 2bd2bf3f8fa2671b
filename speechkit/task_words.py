"""The words that tell a task from an attitude or a tale: `directives.yaml` and `attitudes.yaml`, made ready to match.

Known limitations: a verb that stands as a noun (督查结果) counts like the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from speechkit.lexicon import load_words
from speechkit.match import find_candidates, index_pairs
from speechkit.model import Modality

SignalKind = Literal[
    "must",
    "should",
    "aim",
    "prohibit",
    "checkable",
    "result",
    "promoting",
    "attitude",
    "told",
    "standing",
    "comment",
    "none",
]

_KINDS: Mapping[str, SignalKind] = {
    "必须": "must",
    "应当": "should",
    "力争": "aim",
    "禁止": "prohibit",
    "查验": "checkable",
    "成果": "result",
    "推进": "promoting",
    "叙述": "told",
    "常态": "standing",
    "评论": "comment",
    "形近": "none",
    "下令": "none",
}
"""Categories of `directives.yaml` → what a word of theirs says."""

MODALITIES: Mapping[SignalKind, Modality] = {"must": "must", "should": "should", "aim": "aim", "prohibit": "prohibit"}

_QUOTED = re.compile("“[^“”\n]{0,40}”|《[^《》\n]{0,60}》")
ACTIONS = frozenset(("checkable", "result"))
"""Kinds of words that say something that can be checked off."""
_NOUN_ENDS = frozenset("率员")
"""A verb before one of these is the beginning of a noun: 办结率, 监督员."""


_NEGATIONS = frozenset("不没未")
"""A verb behind one of these is not done (不听汇报)."""


class Signal(NamedTuple):
    """A word that says something about its clause. (A named tuple, because thousands are made.)"""

    start: int
    end: int
    word: str
    kind: SignalKind


@dataclass(frozen=True, slots=True)
class TaskWords:
    """Compiled lexicons.

    Attributes:
        kinds: word → what it says.
        sizes: first two characters of a word, or its only one → the lengths of such words, longest first.
        pairs: the openings of two characters, for `match.find_candidates`.
        single: any word of one character.
    """

    kinds: Mapping[str, SignalKind]
    sizes: Mapping[str, tuple[int, ...]]
    pairs: frozenset[int]
    single: re.Pattern[str]

    def find_signals(self, text: str, start: int, end: int) -> list[Signal]:
        """Find the words of a stretch of text, in order, disjoint, the longest at each place; none in quotations.

        (Looking up pairs of characters takes a fifth of what one regular expression of all words would.)
        """
        stretch = text[start:end]
        kinds, sizes = self.kinds, self.sizes
        spots = find_candidates(stretch, self.pairs)
        spots += [match.start() for match in self.single.finditer(stretch)]
        spots.sort()
        found = []
        done = 0
        for spot in spots:
            if spot < done:
                continue
            for size in sizes.get(stretch[spot : spot + 2], ()) or sizes.get(stretch[spot], ()):
                word = stretch[spot : spot + size]
                kind = kinds.get(word)
                if kind is not None:
                    done = spot + len(word)
                    idle = kind == "checkable" and (
                        stretch[done : done + 1] in _NOUN_ENDS or stretch[spot - 1 : spot] in _NEGATIONS
                    )
                    if kind != "none" and not idle:
                        found.append(Signal(start + spot, start + done, word, kind))
                    break
        return _without_quoted(stretch, start, found) if "“" in stretch or "《" in stretch else found


def _without_quoted(stretch: str, start: int, signals: list[Signal]) -> list[Signal]:
    hidden = [match.span() for match in _QUOTED.finditer(stretch)]
    return [s for s in signals if not any(first < s.start - start < last for first, last in hidden)]


@cache
def load_task_words(cache_folder: str | None) -> TaskWords:
    """Load and compile the lexicons.

    Raises:
        BadLexicon: a lexicon is missing or has faults.
    """
    words = load_words("directives", cache_folder=cache_folder)
    attitudes = load_words("attitudes", cache_folder=cache_folder)
    kinds: dict[str, SignalKind] = {"要": "must"}
    kinds.update((word, kind) for category, kind in _KINDS.items() for word in words[category])
    kinds.update((word, "attitude") for category in attitudes.values() for word in category)
    single = "".join(sorted(word for word in kinds if len(word) == 1))
    sizes = _sizes(kinds)
    return TaskWords(kinds, sizes, index_pairs(key for key in sizes if len(key) == 2), re.compile(f"[{single}]"))


def _sizes(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[:2], set()).add(len(word))
    for key in list(sizes):
        if len(key) == 2 and key[0] in sizes:
            sizes[key].add(1)
    return {key: tuple(sorted(found, reverse=True)) for key, found in sizes.items()}
