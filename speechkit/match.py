"""Leftmost-longest matches of stock phrases in a text.

Pure Python: every pair of neighbouring characters is looked up, as one integer, in a set of the phrases' first two
characters; only where one is known is the third looked at, and the phrases' lengths tried, longest first.
Measured by `benchmarks/speed_of_matching.py`.

Known limitations: leftmost wins before longest, so a phrase that starts earlier hides a longer one that
overlaps it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Iterable, Mapping
from itertools import compress

from speechkit.folding import fold

_ONE_TO_ONE = (
    (",", "，"),
    (";", "；"),
    (":", "："),
    ("!", "！"),
    ("?", "？"),
    ("(", "（"),
    (")", "）"),
    ("「", "“"),
    ("」", "”"),
    ("『", "“"),
    ("』", "”"),
)
_UTF_32 = f"utf-32-{sys.byteorder[0]}e"
"""As the machine itself would write it."""
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]*+)"')


def make_matchable(folded: str) -> str:
    """Write punctuation in one way, character by character, so that "a,b" and “a，b” are the same to a
    matcher.

    Args:
        folded: simplified, half-width letters and digits.
    Returns:
        As many code points as before: full-width ，；：！？（）, and “” for 「」『』 and for pairs of
        straight quotes.
    """
    for written, meant in _ONE_TO_ONE:
        if written in folded:
            folded = folded.replace(written, meant)
    if '"' in folded:
        folded = _STRAIGHT_QUOTES.sub("“\\1”", folded)
    return folded


def matched_form(phrase: str) -> str:
    """The form in which a phrase of a lexicon is compared with a text."""
    return make_matchable(fold(phrase))


def index_lengths(literals: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Index literals of three characters or more by their first three: the lengths that occur, longest
    first.
    """
    found: dict[str, set[int]] = {}
    for literal in literals:
        if len(literal) > 2:
            found.setdefault(literal[:3], set()).add(len(literal))
    return {opening: tuple(sorted(sizes, reverse=True)) for opening, sizes in found.items()}


def index_pairs(pairs: Iterable[str]) -> frozenset[int]:
    """Index strings of two characters, also several of them joined, for `find_candidates`."""
    return frozenset(memoryview("".join(pairs).encode(_UTF_32, "surrogatepass")).cast("Q"))


def find_candidates(text: str, pairs: Container[int]) -> list[int]:
    """The places where one of the pairs of characters stands, in order.

    In UTF-32 a pair is an integer of eight bytes. Reading those, first at the even places and then at the odd ones,
    takes half the time of slicing out strings.

    Args:
        text: any.
        pairs: from `index_pairs`.
    """
    data = memoryview(text.encode(_UTF_32, "surrogatepass"))
    is_known = pairs.__contains__
    length = len(text)
    found = list(compress(range(0, length, 2), map(is_known, data[: length // 2 * 8].cast("Q"))))
    found += compress(range(1, length, 2), map(is_known, data[4 : 4 + max(0, length - 1) // 2 * 8].cast("Q")))
    found.sort()
    return found


def find_literals(
    text: str,
    literals: Mapping[str, int],
    *,
    lengths: Mapping[str, tuple[int, ...]],
    candidates: Iterable[int],
    boundaries: Callable[[], Container[int]],
) -> list[tuple[int, int, int]]:
    """Find literals leftmost-longest, each character in one at most.

    Args:
        text: folded and made matchable.
        literals: literal → its owner, below zero for strings in which no phrase counts.
        lengths: from `index_lengths`.
        candidates: places in the text where the first two characters of a literal stand, all and in order.
        boundaries: returns the places where tokens start, and the text's end; called only where a literal of
            two characters is met, which must begin and end at such a place.
    Returns:
        (start, end, owner) in text order, exceptions left out.
    """
    found: list[tuple[int, int, int]] = []
    done = 0
    for start in candidates:
        if start < done:
            continue
        for size in lengths.get(text[start : start + 3], ()):
            end = start + size
            owner = literals.get(text[start:end])
            if owner is not None and end <= len(text):
                break
        else:
            end = start + 2
            owner = literals.get(text[start:end])
            if owner is None or not (start in boundaries() and end in boundaries()):
                continue
        if owner >= 0:
            found.append((start, end, owner))
        done = end
    return found
