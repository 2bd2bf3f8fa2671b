"""Counts of phrases, frames, titles of points, duty holders, by speech, folder or year; and one row a group.

Known limitations: characters are those of the source, as in `speechkit phrases`, converter's residue included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from speechkit.keyness import measure_dispersion
from speechkit.records import Record, require, walk_outline
from speechkit.stats_model import By, Item, Of, Speech, Tally
from speechkit.tables import folder_of, year_of

_NEEDED: dict[str, tuple[str, ...]] = {
    "phrases": ("phrases",),
    "frames": ("patterns",),
    "categories": ("phrases",),
    "points": ("outline",),
    "owners": ("tasks",),
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """One thing in one group.

    Attributes:
        group: "" where there are no groups.
        per_1000: occurrences per 1,000 characters (or words) of the group.
        documents: speeches of the group that hold it.
        share: of the group's speeches that hold it, 0 to 1.
        dp, dp_norm: see `keyness.measure_dispersion`; over the group's speeches.
    """

    group: str
    item: Item
    count: int
    per_1000: float
    documents: int
    share: float
    dp: float
    dp_norm: float


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What the speeches of one group hold. `duties` are key tasks; `coverage` is the share of characters in phrases."""

    group: str
    speeches: int
    characters: int
    points: int
    duties: int
    with_lead: int
    with_time: int
    with_target: int
    phrases: int
    frames: int
    distinct: int
    coverage: float


def tally_records(records: Iterable[Record], of: Of) -> Tally:
    """Count over records of speeches; "words" need texts and are counted by `stats_words`.

    Raises:
        BadRecord: a record lacks what is to be counted.
    """
    tally = Tally()
    for record in records:
        require(record, *_NEEDED[of])
        tally.add(speech_of(record), Counter(_FINDERS[of](record)))
    return tally


def speech_of(record: Record, size: int | None = None) -> Speech:
    """The speech of a record; its size in characters where none is given."""
    source = record["source"]
    return Speech(
        path=source["path"] or "-",
        folder=folder_of(source["path"]) or "",
        year=year_of(record),
        size=source["characters"] if size is None else size,
    )


def count_items(tally: Tally, by: By | None) -> list[CountRow]:
    """Rows of all groups; in a group the most frequent first, then those that more speeches hold, then by the words."""
    groups = tally.groups(by)
    group_of = [""] * len(tally.speeches)
    for name, numbers in groups.items():
        for number in numbers:
            group_of[number] = name
    sizes = {name: tally.size(numbers) for name, numbers in groups.items()}
    smallest = {name: min(tally.speeches[number].size for number in numbers) for name, numbers in groups.items()}
    rows: list[CountRow] = []
    for item, places in tally.items.items():
        held: dict[str, tuple[list[int], list[int]]] = {}
        for number, count in zip(places.speeches, places.counts, strict=True):
            counts, parts = held.setdefault(group_of[number], ([], []))
            counts.append(count)
            parts.append(tally.speeches[number].size)
        for name, (counts, parts) in held.items():
            size, total = max(1, sizes[name]), sum(counts)
            dp, dp_norm = measure_dispersion(counts, parts, size=size, smallest=smallest[name])
            share = len(counts) / len(groups[name])
            rows.append(CountRow(name, item, total, 1000 * total / size, len(counts), share, dp, dp_norm))
    order = {name: number for number, name in enumerate(groups)}
    rows.sort(key=lambda row: (order[row.group], -row.count, -row.documents, row.item))
    return rows


def count_groups(records: Iterable[Record], by: By | None) -> list[GroupRow]:
    """One row a group, in the order of their names; speeches in their own order. Flat in memory but for the names."""
    sums: dict[str, Counter[str]] = {}
    entries: dict[str, set[str]] = {}
    for record in records:
        require(record, "outline", "tasks", "phrases", "patterns")
        name = speech_of(record).group(by)
        sums.setdefault(name, Counter()).update(_figures(record))
        entries.setdefault(name, set()).update(phrase["entry"] for phrase in record["phrases"])
    names = sums if by == "speech" else sorted(sums)
    return [_group_row(name, sums[name], len(entries[name])) for name in names]


def _figures(record: Record) -> dict[str, int]:
    duties = [task for task in record["tasks"] if task["key"]]
    return {
        "speeches": 1,
        "characters": record["source"]["characters"],
        "points": sum(1 for _ in walk_outline(record["outline"])),
        "duties": len(duties),
        "with_lead": sum(any(owner["role"] == "lead" for owner in task["owners"]) for task in duties),
        "with_time": sum(task["time"] is not None for task in duties),
        "with_target": sum(task["quantity"] is not None for task in duties),
        "phrases": len(record["phrases"]),
        "frames": len(record["patterns"]),
        "covered": sum(phrase["end"] - phrase["start"] for phrase in record["phrases"]),
    }


def _group_row(name: str, figures: Counter[str], distinct: int) -> GroupRow:
    return GroupRow(
        group=name,
        speeches=figures["speeches"],
        characters=figures["characters"],
        points=figures["points"],
        duties=figures["duties"],
        with_lead=figures["with_lead"],
        with_time=figures["with_time"],
        with_target=figures["with_target"],
        phrases=figures["phrases"],
        frames=figures["frames"],
        distinct=distinct,
        coverage=figures["covered"] / max(1, figures["characters"]),
    )


def _phrases(record: Record) -> Iterator[Item]:
    return (Item(phrase["entry"], phrase["category"]) for phrase in record["phrases"])


def _frames(record: Record) -> Iterator[Item]:
    return (Item(pattern["pattern"]) for pattern in record["patterns"])


def _categories(record: Record) -> Iterator[Item]:
    return (Item(phrase["category"], phrase["lexicon"].partition("@")[0]) for phrase in record["phrases"])


def _points(record: Record) -> Iterator[Item]:
    return (Item("".join(point["title"].split())) for point, _ in walk_outline(record["outline"]) if point["title"])


def _owners(record: Record) -> Iterator[Item]:
    names = {"lead": "牵头", "support": "配合"}
    return (
        Item("".join(owner["text"].split()), names[owner["role"]])
        for task in record["tasks"]
        if task["key"]
        for owner in task["owners"]
    )


_FINDERS: dict[str, Callable[[Record], Iterator[Item]]] = {
    "phrases": _phrases,
    "frames": _frames,
    "categories": _categories,
    "points": _points,
    "owners": _owners,
}
