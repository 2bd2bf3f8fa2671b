"""Match two sequences in order, in time that no input can make quadratic.

Equal ends are cut off; items that stand once on both sides anchor what lies between them (patience diff); where there
are none, the shortest edit script is looked for up to a number of edits that the length pays for (Myers), and failing
that the rarest items anchor.

Known limitations: two long stretches that share no rare item and differ in much are taken for different throughout.
Source: Myers, “An O(ND) difference algorithm and its variations”, Algorithmica 1 (1986); Cohen's patience diff.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Pairs = list[tuple[int, int]]

_DEEPEST = 16
"""Levels of anchors within anchors; a level costs one walk over both sequences."""
_MOST_EDITS = 100
_MOST_STEPS = 2_000_000
"""Edits times items that one search for the shortest edit script may cost."""
_MOST_REPEATS = 8
"""Times that an item may stand on each side and still anchor."""


def match_sequences(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Match equal items of two sequences.

    Returns:
        Pairs of indices, both ascending.
    """
    found: Pairs = []
    stack = [(_Range(0, len(old), 0, len(new)), 0)]
    while stack:
        span, depth = stack.pop()
        span = _trim(old, new, span, found)
        if span.is_empty:
            continue
        anchors = _find_anchors(old, new, span, most=1) if depth < _DEEPEST else []
        if not anchors:
            shortest = _find_shortest(old, new, span)
            if shortest is not None:
                found += shortest
                continue
            anchors = _find_anchors(old, new, span, most=_MOST_REPEATS) if depth < _DEEPEST else []
        if anchors:
            found += anchors
            stack += ((gap, depth + 1) for gap in _gaps(span, anchors))
    return sorted(found)


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Find a longest increasing subsequence of distinct values.

    Returns:
        Indices of its items, ascending. Time n log n.
    """
    ends: list[int] = []  # least last value of a subsequence of each length
    holders: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        holders[length : length + 1] = [index]
    return _chain(before, holders[-1] if holders else -1)


def heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Find an increasing subsequence of the most items and, of those, the heaviest.

    Args:
        values: distinct.
        weights: of the items, not below zero.
    Returns:
        Indices of its items, ascending. Time n log n.
    """
    one = sum(weights) + 1
    ranks = {value: rank for rank, value in enumerate(sorted(values), 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(values) + 1)  # Fenwick tree of (greatest sum, its last item)
    before: list[int] = []
    last = (0, -1)
    for index, value in enumerate(values):
        place = ranks[value] - 1
        below = (0, -1)
        while place > 0:
            below = max(below, best[place])
            place -= place & -place
        before.append(below[1])
        reached = (below[0] + one + weights[index], index)
        last = max(last, reached)
        place = ranks[value]
        while place <= len(values):
            best[place] = max(best[place], reached)
            place += place & -place
    return _chain(before, last[1])


def _chain(before: Sequence[int], last: int) -> list[int]:
    chain: list[int] = []
    while last >= 0:
        chain.append(last)
        last = before[last]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Range:
    """A stretch of either sequence."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def is_empty(self) -> bool:
        return self.old_start >= self.old_end or self.new_start >= self.new_end

    @property
    def size(self) -> int:
        return self.old_end - self.old_start + self.new_end - self.new_start


def _trim(old: Sequence[Hashable], new: Sequence[Hashable], span: _Range, found: Pairs) -> _Range:
    """Cut equal items off both ends; they are added to what is found."""
    i, k, j, m = span.old_start, span.old_end, span.new_start, span.new_end
    while i < k and j < m and old[i] == new[j]:
        found.append((i, j))
        i, j = i + 1, j + 1
    while i < k and j < m and old[k - 1] == new[m - 1]:
        k, m = k - 1, m - 1
        found.append((k, m))
    return _Range(i, k, j, m)


def _find_anchors(old: Sequence[Hashable], new: Sequence[Hashable], span: _Range, *, most: int) -> Pairs:
    """Pair the items that stand equally often on both sides, as seldom as any does, and `most` times at most."""
    old_counts = Counter(old[span.old_start : span.old_end])
    new_counts = Counter(new[span.new_start : span.new_end])
    shared = {item: count for item, count in old_counts.items() if count <= most and new_counts.get(item) == count}
    if not shared:
        return []
    least = min(shared.values())
    places: dict[Hashable, list[int]] = {item: [] for item, count in shared.items() if count == least}
    for place in range(span.new_end - 1, span.new_start - 1, -1):
        if new[place] in places:
            places[new[place]].append(place)
    pairs = [(i, places[old[i]].pop()) for i in range(span.old_start, span.old_end) if old[i] in places]
    return [pairs[n] for n in longest_increasing([j for _, j in pairs])]


def _gaps(span: _Range, anchors: Iterable[tuple[int, int]]) -> Iterable[_Range]:
    i, j = span.old_start, span.new_start
    for old_at, new_at in anchors:
        yield _Range(i, old_at, j, new_at)
        i, j = old_at + 1, new_at + 1
    yield _Range(i, span.old_end, j, span.new_end)


def _find_shortest(old: Sequence[Hashable], new: Sequence[Hashable], span: _Range) -> Pairs | None:
    """Match by the shortest edit script; None where it has too many edits."""
    size, breadth = span.old_end - span.old_start, span.new_end - span.new_start
    most = min(_MOST_EDITS, size + breadth, max(4, _MOST_STEPS // span.size))
    reached = {1: 0}  # diagonal (old place - new place) → how far the old side is used up
    trace: list[dict[int, int]] = []
    for edits in range(most + 1):
        trace.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            goes_down = diagonal == -edits or (
                diagonal != edits and reached.get(diagonal - 1, -1) < reached.get(diagonal + 1, -1)
            )
            i = reached[diagonal + 1] if goes_down else reached[diagonal - 1] + 1
            j = i - diagonal
            while i < size and j < breadth and old[span.old_start + i] == new[span.new_start + j]:
                i, j = i + 1, j + 1
            reached[diagonal] = i
            if i >= size and j >= breadth:
                return _walk_back(trace, span)
    return None


def _walk_back(trace: Sequence[dict[int, int]], span: _Range) -> Pairs:
    """The matched pairs on the way that a search found."""
    i, j = span.old_end - span.old_start, span.new_end - span.new_start
    found: Pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        reached = trace[edits]
        diagonal = i - j
        goes_down = diagonal == -edits or (
            diagonal != edits and reached.get(diagonal - 1, -1) < reached.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if goes_down else diagonal - 1
        came_i = reached.get(before, 0)
        came_j = came_i - before
        while i > max(came_i, 0) and j > max(came_j, 0) and i > 0 and j > 0:
            if edits and i == came_i + (not goes_down) and j == came_j + goes_down:
                break
            i, j = i - 1, j - 1
            found.append((span.old_start + i, span.new_start + j))
        if edits:
            i, j = came_i, came_j
    return found
