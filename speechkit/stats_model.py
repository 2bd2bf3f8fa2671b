"""Counts over a corpus: its speeches, and of every thing counted how often it stands in which.

Known limitations: the corpus' counts are held in memory, eight bytes a thing and speech, beside one string a thing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

By = Literal["speech", "folder", "year"]
Of = Literal["phrases", "frames", "categories", "points", "owners", "words"]
UNKNOWN_YEAR = "不明"


class Item(NamedTuple):
    """A thing that is counted: a phrase of a category, a frame, a title, a name, a word."""

    text: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech as statistics know it.

    Attributes:
        path: as its record has it; "-" where it has none.
        folder: of the path, as written; "" for a bare name.
        year: of its own date or of its anchor; None where neither is known.
        size: in the unit of the counting: characters of the source, or words.
    """

    path: str
    folder: str
    year: int | None
    size: int

    def group(self, by: By | None) -> str:
        """The name of the group that it belongs to; "" where there are no groups."""
        if by == "speech":
            return self.path
        if by == "folder":
            return self.folder or "."
        if by == "year":
            return UNKNOWN_YEAR if self.year is None else str(self.year)
        return ""


@dataclass(slots=True)
class _Places:
    speeches: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("I"))


@dataclass(slots=True)
class Tally:
    """Counts of a corpus. Filled speech by speech, then only read; the one thing here that changes.

    Attributes:
        unit: what sizes count: "characters" or "words".
    """

    unit: Literal["characters", "words"] = "characters"
    speeches: list[Speech] = field(default_factory=list)
    items: dict[Item, _Places] = field(default_factory=dict)

    def add(self, speech: Speech, counts: Mapping[Item, int]) -> None:
        """Add one speech with its counts, none of them 0."""
        number = len(self.speeches)
        self.speeches.append(speech)
        for item, count in counts.items():
            places = self.items.get(item)
            if places is None:
                places = self.items[item] = _Places()
            places.speeches.append(number)
            places.counts.append(count)

    def groups(self, by: By | None) -> dict[str, list[int]]:
        """Numbers of the speeches of each group; groups in the order of their names, speeches in theirs."""
        found: dict[str, list[int]] = {}
        for number, speech in enumerate(self.speeches):
            found.setdefault(speech.group(by), []).append(number)
        return found if by == "speech" else dict(sorted(found.items()))

    def size(self, numbers: Iterable[int]) -> int:
        """Size of some speeches together."""
        return sum(self.speeches[number].size for number in numbers)
