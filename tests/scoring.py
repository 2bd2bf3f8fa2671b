"""Recall and precision of findings against gold, for the floors in test_samples.

The gold files' form is that of the annotation guideline: lists of objects with start, end and the group's own keys;
points name their parent by index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from speechkit.model import Document, Point

Item = Any


@dataclass
class Tally:
    """Right, gold and found counts of one measure; adds up over speeches."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 100.0

    @property
    def precision(self) -> float:
        return 100 * self.right / self.found if self.found else 100.0

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 100.0


def pair(gold: Sequence[Item], found: Sequence[Item], likeness: Callable[[Item, Item], float]) -> list[tuple[int, int]]:
    """Pair one to one, likest first, what is alike at all."""
    ranked = sorted(((likeness(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    pairs: list[tuple[int, int]] = []
    for score, i, j in ranked:
        if score > 0 and not any(-i == a or -j == b for a, b in pairs):
            pairs.append((-i, -j))
    return pairs


def overlap(gold: Item, found: Item, least: float = 0.0) -> float:
    """Intersection over union of two spans; 0 below `least`."""
    shared = min(gold["end"], found.span.end) - max(gold["start"], found.span.start)
    union = gold["end"] - gold["start"] + len(found.span) - shared
    return shared / union if shared > 0 and shared / union >= least else 0.0


def score(doc: Document, gold: dict[str, Any]) -> dict[str, Tally]:
    """Score one document: points, run-in headings, titles, declared, roles and whatever else it holds."""
    return _score_outline(doc, gold) | {
        "declared": _matched(gold["declared"], doc.declared, lambda g, f: overlap(g, f) * (g["count"] == f.count)),
        "roles": _score_roles(doc, gold),
        "times": _score_times(doc, gold),
        "tasks": _matched(gold["tasks"], [t for t in doc.tasks if t.key], lambda g, f: overlap(g, f, 0.4)),
        "phrases": _matched(gold["phrases"], doc.phrases, lambda g, f: overlap(g, f, 0.6)),
        "patterns": _matched(gold["patterns"], doc.patterns, lambda g, f: overlap(g, f, 0.5)),
    }


def _matched(gold: Sequence[Item], found: Sequence[Item], likeness: Callable[[Item, Item], float]) -> Tally:
    return Tally(len(pair(gold, found, likeness)), len(gold), len(found))


def bare(text: str) -> str:
    """Letters and digits alone: titles are compared without their punctuation."""
    return "".join(char for char in text if char.isalnum())


def _score_outline(doc: Document, gold: dict[str, Any]) -> dict[str, Tally]:
    points = dict(_flat(doc.outline, None))
    starts = [point["start"] for point in gold["outline"]]
    tallies: dict[str, Tally] = {}
    for kind, name in (("numbered", "points"), ("unnumbered", "run-in")):
        wanted = [point for point in gold["outline"] if point["kind"] == kind]
        had = {start: found for start, found in points.items() if found[0].kind == kind}
        placed = sum(
            had[g["start"]][0].ordinal == g["ordinal"]
            and had[g["start"]][1] == (None if g["parent"] is None else starts[g["parent"]])
            for g in wanted
            if g["start"] in had
        )
        titled = sum(bare(had[g["start"]][0].title) == bare(g["title"]) for g in wanted if g["start"] in had)
        tallies[name] = Tally(placed, len(wanted), len(had))
        tallies.setdefault("titles", Tally(titled, len(wanted), len(had)))
    return tallies


def _flat(points: Sequence[Point], parent: int | None) -> list[tuple[int, tuple[Point, int | None]]]:
    """Start → (point, start of the nearest point above that has a marker)."""
    flat = []
    for point in points:
        flat.append((point.span.start, (point, parent)))
        flat += _flat(point.children, parent if point.kind == "implicit" else point.span.start)
    return flat


def _score_roles(doc: Document, gold: dict[str, Any]) -> Tally:
    size = len(doc.source.text)
    want: list[str | None] = [None] * size
    have: list[str | None] = [None] * size
    for item in gold["roles"]:
        want[item["start"] : item["end"]] = [item["role"]] * (item["end"] - item["start"])
    for passage in doc.passages:
        have[passage.span.start : passage.span.end] = [passage.role] * len(passage.span)
    right = sum(w is not None and w == h for w, h in zip(want, have, strict=True))
    return Tally(right, size - want.count(None), size - have.count(None))


def _score_times(doc: Document, gold: dict[str, Any]) -> Tally:
    """Duties' times with role and every value right."""
    want = [time for time in gold["times"] if time["role"] != "mention"]
    have = [time for time in doc.times if time.role != "mention"]
    pairs = pair(want, have, lambda g, f: overlap(g, f) and overlap(g, f) + (g["role"] == f.role))
    right = sum(_same_time(want[i], have[j]) for i, j in pairs)
    return Tally(right, len(want), len(have))


def _same_time(gold: dict[str, Any], found: Any) -> bool:
    days = [day.isoformat() if day else None for day in (found.earliest, found.latest)]
    return [gold["role"], gold["earliest"], gold["latest"], gold["rrule"], gold["duration"]] == [
        found.role,
        *days,
        found.rrule,
        found.duration,
    ]
