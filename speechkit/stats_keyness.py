"""What marks some speeches of a corpus against others: keyness of everything that was counted.

Known limitations: see `keyness`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from speechkit.errors import WrongUsage
from speechkit.keyness import Keyness, adjust, measure_dispersion, measure_keyness
from speechkit.stats_model import By, Item, Speech, Tally

REST = "-"
"""Names all speeches that are not in the other group."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One thing in target and reference.

    Attributes:
        count, per_1000, documents, dp_norm: in the target; the same with `reference_` in the reference. A dispersion
            is None where there is no occurrence.
        p_adjusted: after Bonferroni over all things compared.
        more: whether it is more frequent in the target.
    """

    item: Item
    count: int
    reference_count: int
    per_1000: float
    reference_per_1000: float
    documents: int
    reference_documents: int
    dp_norm: float | None
    reference_dp_norm: float | None
    keyness: Keyness
    p_adjusted: float

    @property
    def more(self) -> bool:
        """True where it marks the target, False where it marks the reference."""
        return self.per_1000 > self.reference_per_1000


@dataclass(frozen=True, slots=True)
class Side:
    """A target or reference corpus: which speeches, and their size together."""

    name: str
    numbers: frozenset[int]
    size: int
    smallest: int


def compare(tally: Tally, target: Side, reference: Side) -> list[KeyRow]:
    """Compare everything that either side holds; the largest G² first, then by the words."""
    found: list[tuple[Item, _Held, _Held]] = []
    for item, places in tally.items.items():
        ours, theirs = _Held([], []), _Held([], [])
        for number, count in zip(places.speeches, places.counts, strict=True):
            held = ours if number in target.numbers else theirs if number in reference.numbers else None
            if held is not None:
                held.counts.append(count)
                held.sizes.append(tally.speeches[number].size)
        if ours.counts or theirs.counts:
            found.append((item, ours, theirs))
    rows = [_row(item, ours, theirs, sides=(target, reference), comparisons=len(found)) for item, ours, theirs in found]
    rows.sort(key=lambda row: (-row.keyness.g2, row.item))
    return rows


def choose_sides(tally: Tally, names: tuple[str, str], by: By) -> tuple[Side, Side]:
    """Find the speeches that two names mean.

    Args:
        names: of target and reference: a folder, by its path or by parts of it that follow each other, with all
            below it; a year; a path; "-" for all the others.
    Raises:
        WrongUsage: a name means no speech, or a speech is in both.
    """
    target, reference = (_choose(tally.speeches, name, by) for name in names)
    every = frozenset(range(len(tally.speeches)))
    if names[0] == REST:
        target = every - reference
    if names[1] == REST:
        reference = every - target
    for name, numbers in zip(names, (target, reference), strict=True):
        if not numbers or not tally.size(numbers):
            known = ", ".join(sorted({speech.group(by) for speech in tally.speeches})[:10])
            raise WrongUsage(f"--keyness {name}: no speech there; there are {known or 'none at all'}")
    if target & reference:
        raise WrongUsage(f"--keyness {' '.join(names)}: {len(target & reference)} speeches are in both")
    return _side(tally, names[0], target), _side(tally, names[1], reference)


@dataclass(frozen=True, slots=True)
class _Held:
    """Counts in the speeches of a side that hold the thing, and the sizes of these."""

    counts: list[int]
    sizes: list[int]


def _row(item: Item, ours: _Held, theirs: _Held, *, sides: tuple[Side, Side], comparisons: int) -> KeyRow:
    target, reference = sides
    count, other = sum(ours.counts), sum(theirs.counts)
    keyness = measure_keyness(count, target.size, reference_count=other, reference_size=reference.size)
    return KeyRow(
        item=item,
        count=count,
        reference_count=other,
        per_1000=1000 * count / target.size,
        reference_per_1000=1000 * other / reference.size,
        documents=len(ours.counts),
        reference_documents=len(theirs.counts),
        dp_norm=_dispersion(ours, target),
        reference_dp_norm=_dispersion(theirs, reference),
        keyness=keyness,
        p_adjusted=adjust(keyness.p, comparisons),
    )


def _dispersion(held: _Held, side: Side) -> float | None:
    if not held.counts:
        return None
    return measure_dispersion(held.counts, held.sizes, size=side.size, smallest=side.smallest)[1]


def _side(tally: Tally, name: str, numbers: Collection[int]) -> Side:
    smallest = min(tally.speeches[number].size for number in numbers)
    return Side(name, frozenset(numbers), tally.size(numbers), smallest)


def _choose(speeches: list[Speech], name: str, by: By) -> frozenset[int]:
    if by == "folder":
        return frozenset(n for n, speech in enumerate(speeches) if _lies_in(speech.folder, name))
    return frozenset(n for n, speech in enumerate(speeches) if speech.group(by) == name)


def _lies_in(folder: str, name: str) -> bool:
    """True for a folder, or one below it, that a user names by its path or parts of it."""
    wanted = name.replace("\\", "/").rstrip("/").removeprefix("./")
    if wanted in ("", "."):
        return folder == ""
    return f"/{wanted}/" in f"/{folder.removeprefix('./')}/"
