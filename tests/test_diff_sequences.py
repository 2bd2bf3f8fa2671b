"""Matching of sequences, and runs that only increase."""

from __future__ import annotations

import random

import pytest
from conftest import MOST_GROWTH, growth
from hypothesis import given
from hypothesis import strategies as st

from speechkit.diff_sequences import heaviest_increasing, longest_increasing, match_sequences

items = st.lists(st.integers(0, 5), max_size=14)


def _longest_common(old: list[int], new: list[int]) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            table[i][j] = table[i + 1][j + 1] + 1 if old[i] == new[j] else max(table[i + 1][j], table[i][j + 1])
    return table[0][0]


@given(items, items)
def test_matches_are_equal_in_order_and_one_to_one(old: list[int], new: list[int]) -> None:
    pairs = match_sequences(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in zip(pairs, pairs[1:], strict=False))


@given(st.lists(st.integers(0, 1), max_size=14), st.lists(st.integers(0, 1), max_size=14))
def test_without_anchors_the_match_is_a_longest_one(old: list[int], new: list[int]) -> None:
    """Two values seldom stand once, so that mostly the shortest edit script decides; an anchor may cost one match."""
    assert len(match_sequences(old, new)) >= _longest_common(old, new) - 2


@given(items, st.data())
def test_deletions_alone_are_found_exactly(old: list[int], data: st.DataObject) -> None:
    kept = [item for item in old if data.draw(st.booleans())]
    assert len(match_sequences(old, kept)) <= len(kept)
    distinct = [(n, item) for n, item in enumerate(old)]
    left = [row for row in distinct if data.draw(st.booleans())]
    assert len(match_sequences(distinct, left)) == len(left)


@given(st.permutations(range(7)), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_increasing_runs_are_longest_and_heaviest(values: list[int], weights: list[int]) -> None:
    best = (0, 0)
    for bits in range(1 << len(values)):
        chosen = [n for n in range(len(values)) if bits >> n & 1]
        if all(values[a] < values[b] for a, b in zip(chosen, chosen[1:], strict=False)):
            best = max(best, (len(chosen), sum(weights[n] for n in chosen)))
    plain, heavy = longest_increasing(values), heaviest_increasing(values, weights)
    for run in (plain, heavy):
        assert run == sorted(run)
        assert all(values[a] < values[b] for a, b in zip(run, run[1:], strict=False))
    assert len(plain) == best[0]
    assert (len(heavy), sum(weights[n] for n in heavy)) == best


def test_runs_of_nothing_are_empty() -> None:
    assert longest_increasing([]) == heaviest_increasing([], []) == match_sequences([], []) == []


def _chained(size: int) -> list[int]:
    """Each item stands twice, and comes to stand once only when the level before has cut its twin off."""
    return [item for n in range(2, size) for item in (n, n - 1)]


@pytest.mark.parametrize(
    "make",
    [
        lambda n: ([1] * n, [1] * (n + 1)),
        lambda n: (list(range(n)), list(range(n))[::-1]),
        lambda n: ([0] * n + [1] * n, [1] * n + [0] * n),
        lambda n: (random.Random(1).choices("ab", k=n), random.Random(2).choices("ab", k=n)),
        lambda n: (_chained(n), [x for m, item in enumerate(_chained(n)) for x in (item, -m - 1)]),
    ],
    ids=["all-equal", "reversed", "swapped-halves", "two-values", "anchor-behind-anchor"],
)
def test_no_sequence_makes_it_slow(make: object) -> None:
    assert callable(make)
    assert growth(lambda pair: match_sequences(*pair), make(8_000), make(32_000)) < MOST_GROWTH
