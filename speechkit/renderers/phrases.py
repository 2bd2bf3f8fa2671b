"""Stock phrases counted: by phrase or category, in all or by point or part of the speech.

Known limitations: with several documents the counts are of all together, and the points give way to the
number of documents that hold the phrase.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from speechkit.model import Document, Pattern, Phrase

By = Literal["point", "role"]

FRAMES = "句式"
"""Stands for the category of sentence frames."""


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """One row of the table.

    Attributes:
        part: id of a point, or a role; None where the counts are of the whole.
        phrase: None where the row counts a category.
        density: occurrences per 1,000 characters of the part.
        coverage: share of the part's characters that stand in them, 0 to 1.
        points: ids of the points that they stand in, in text order; empty for several documents.
        documents: how many hold one.
    """

    part: str | None
    lexicon: str
    category: str
    phrase: str | None
    count: int
    density: float
    coverage: float
    points: tuple[str, ...]
    documents: int


@dataclass(slots=True)
class _Sum:
    count: int = 0
    characters: int = 0


def count_phrases(docs: Sequence[Document], *, level: int | None = None, by: By | None = None) -> tuple[PhraseRow, ...]:
    """Count phrases and frames.

    Args:
        docs: after the step `phrases`.
        level: count categories, their paths cut to so many parts, 0 for whole lexicons; None: count phrases.
        by: count each point, or each part of the speech (opening, review, …), for itself.
    Returns:
        Rows, parts in text order; within a part the most frequent first.
    """
    sums: dict[tuple[str | None, str, str, str | None], _Sum] = {}
    points: dict[tuple[str | None, str, str, str | None], dict[str, None]] = {}
    holders: Counter[tuple[str | None, str, str, str | None]] = Counter()
    sizes: Counter[str | None] = Counter()
    for doc in docs:
        sizes.update(_sizes(doc, by))
        part_of = _part_finder(doc, by)
        seen = set()
        findings: tuple[Phrase | Pattern, ...] = (*doc.phrases, *doc.patterns)
        for finding in findings:
            key = (part_of(finding), finding.lexicon, *_name(finding, level))
            total = sums.setdefault(key, _Sum())
            total.count += 1
            total.characters += len(finding.span)
            points.setdefault(key, {})[finding.point or ""] = None
            seen.add(key)
        holders.update(seen)
    order = {part: number for number, part in enumerate(sizes) if part is not None}
    rows = []
    for key, total in sums.items():
        size = max(1, sizes[key[0]])
        named = tuple(filter(None, points[key])) if len(docs) == 1 else ()
        density, coverage = 1000 * total.count / size, total.characters / size
        rows.append(PhraseRow(*key, total.count, density, coverage, named, holders[key]))
    rows.sort(
        key=lambda row: (
            order.get(row.part or "", len(order)),
            -row.count,
            row.lexicon,
            row.category,
            row.phrase or "",
        )
    )
    return tuple(rows)


def _name(finding: Phrase | Pattern, level: int | None) -> tuple[str, str | None]:
    """Category and phrase of a row; the phrase is None where categories are counted."""
    category = finding.category if isinstance(finding, Phrase) else FRAMES
    if level is not None:
        return "/".join(category.split("/")[:level]), None
    return category, finding.entry if isinstance(finding, Phrase) else finding.pattern


def _sizes(doc: Document, by: By | None) -> dict[str | None, int]:
    """Characters of each part of a document, in text order; None is what lies in no part."""
    sizes: dict[str | None, int] = {}
    if by == "role":
        for passage in doc.passages:
            sizes[passage.role] = sizes.get(passage.role, 0) + len(passage.span)
    elif by == "point":
        for name, point in doc.points():
            sizes[name] = len(point.span) - sum(len(child.span) for child in point.children)
    sizes[None] = len(doc.source.text) - sum(sizes.values())
    return sizes


def _part_finder(doc: Document, by: By | None) -> Callable[[Phrase | Pattern], str | None]:
    if by is None:
        return lambda finding: None
    if by == "point":
        return lambda finding: finding.point
    starts = [passage.span.start for passage in doc.passages]

    def role_of(finding: Phrase | Pattern) -> str | None:
        at = bisect_right(starts, finding.span.start) - 1
        if at < 0 or doc.passages[at].span.end <= finding.span.start:
            return None
        return doc.passages[at].role

    return role_of


RIGHT = ("次数", "每千字", "覆盖率")
"""Heads of the columns that are set to the right."""


def headings(rows: Sequence[PhraseRow], *, by: By | None) -> list[str]:
    """Column heads that go with `cells`."""
    heads = {"point": ["要点"], "role": ["部分"], None: []}[by]
    phrase = ["固定表述"] if any(row.phrase is not None for row in rows) or not rows else []
    return [*heads, "词库", "类别", *phrase, "次数", "每千字", "覆盖率", "所在要点"]


def cells(row: PhraseRow, *, by: By | None) -> list[str]:
    """The cells of a row, as printed."""
    part = [row.part or "-"] if by else []
    phrase = [row.phrase] if row.phrase is not None else []
    points = " ".join(row.points) or (f"{row.documents}篇" if row.documents > 1 else "")
    figures = [str(row.count), f"{row.density:.2f}", f"{row.coverage:.2%}"]
    return [*part, row.lexicon, row.category, *phrase, *figures, points]
