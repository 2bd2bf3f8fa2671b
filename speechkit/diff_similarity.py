"""How alike two texts are, and the best pairs of two lists of texts.

Known limitations: of very many texts that share hardly any but common pairs of characters, some like ones are not found
(`_MOST_WORK`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import add

Likeness = Callable[[int, int], float]

_MOST_WORK = 1_000_000
"""Look-ups of one search for like texts."""
_MOST_CANDIDATES = 6
"""Texts that one text is compared with in full."""


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in a text, one text of a single character being its own."""
    return frozenset(map(add, text, text[1:])) or frozenset((text,) if text else ())


def likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """Dice's coefficient: 0 to 1."""
    size = len(old) + len(new)
    return 2 * len(old & new) / size if size else 0.0


def find_candidates(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Of each old text the new ones that share the most pairs of characters with it, the rarer pairs first."""
    holders: dict[str, list[int]] = {}
    for index, pairs in enumerate(new):
        for pair in pairs:
            holders.setdefault(pair, []).append(index)
    total = sum(map(len, old))
    most = max(1, _MOST_WORK // total) if total else 0
    found: list[tuple[int, int]] = []
    for index, pairs in enumerate(old):
        shared: Counter[int] = Counter()
        for pair in pairs:
            there = holders.get(pair, ())
            if len(there) <= most:
                shared.update(there)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_CANDIDATES]
        found += ((index, other) for other in best)
    return found


def choose_pairs(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Choose pairs so that each index is in one at most: the best first, then the nearest, then the earliest.

    Args:
        scored: (score, old index, new index).
    """
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for _, old, new in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]), row[1], row[2])):
        if old not in taken_old and new not in taken_new:
            taken_old.add(old)
            taken_new.add(new)
            chosen.append((old, new))
    return chosen
