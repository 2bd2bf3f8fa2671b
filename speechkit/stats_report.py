"""A finished statistic: its fields, rows and what is to be known of it, whatever it counts; renderers print it.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from speechkit.errors import WrongUsage
from speechkit.stats_counts import CountRow, GroupRow
from speechkit.stats_model import By, Of, Tally

Kind = Literal["text", "count", "offset", "rate", "density", "share", "figure", "level"]
_RowT = TypeVar("_RowT")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row.

    Attributes:
        name: for programs.
        head: for people, in Chinese.
        kind: "rate", "density", "figure" are fractions of some digits, "share" one of a whole, "level" a probability.
        shown: whether the table for people shows it.
    """

    name: str
    head: str
    kind: Kind = "text"
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """A statistic.

    Attributes:
        name: of the statistic.
        about: what it was made of and how, for programs.
        notes: the same for people, in Chinese, one line each.
        rows: cells in the order of the fields; None where there is no figure.
    """

    name: str
    about: dict[str, Any]
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows a user wants.

    Attributes:
        top: at most so many (of a group, of a side, of passages); None: all.
        sort: name of the order; None: the statistic's own.
        least: occurrences that a thing must have; both sides together.
    """

    top: int | None = None
    sort: str | None = None
    least: int = 1


HEADS: dict[Of, tuple[str, str | None]] = {
    "phrases": ("固定表述", "类别"),
    "frames": ("句式", None),
    "categories": ("类别", "词库"),
    "points": ("要点标题", None),
    "owners": ("责任单位", "角色"),
    "words": ("词", None),
}
"""Heads of a thing and of its category; None where it has none."""
_GROUPS: dict[By | None, str] = {"speech": "文件", "folder": "文件夹", "year": "年份", None: ""}
COUNT_ORDERS: dict[str, Callable[[CountRow], Any]] = {
    "count": lambda row: -row.count,
    "documents": lambda row: -row.documents,
    "dispersion": lambda row: row.dp_norm,
    "text": lambda row: row.item,
}
GROUP_ORDERS: dict[str, Callable[[GroupRow], Any]] = {
    "group": lambda row: row.group,
    "characters": lambda row: -row.characters,
    "tasks": lambda row: -row.duties,
    "phrases": lambda row: -row.phrases / max(1, row.characters),
    "frames": lambda row: -row.frames / max(1, row.characters),
}


def report_groups(rows: Sequence[GroupRow], by: By | None, choice: Choice) -> Report:
    """One row a group: what its speeches hold."""
    fields = (
        *([Field(str(by), _GROUPS[by])] if by else []),
        *([] if by == "speech" else [Field("speeches", "篇数", "count")]),
        Field("characters", "字数", "count"),
        Field("points", "要点", "count"),
        Field("tasks", "任务", "count"),
        Field("tasks_with_lead", "有牵头", "count"),
        Field("tasks_with_time", "有时限", "count"),
        Field("tasks_with_target", "有目标", "count"),
        Field("phrases", "固定表述", "count"),
        Field("distinct_phrases", "种数", "count"),
        Field("phrases_per_1000", "表述/千字", "rate"),
        Field("phrase_coverage", "覆盖率", "share"),
        Field("frames", "句式", "count"),
        Field("frames_per_1000", "句式/千字", "rate"),
    )
    made = tuple(
        (
            *([row.group] if by else []),
            *([] if by == "speech" else [row.speeches]),
            *(row.characters, row.points, row.duties, row.with_lead, row.with_time, row.with_target),
            *(row.phrases, row.distinct, _rate(row.phrases, row.characters), row.coverage),
            *(row.frames, _rate(row.frames, row.characters)),
        )
        for row in choose_rows(rows, GROUP_ORDERS, choice)
    )
    return Report("summary", {"by": by, "speeches": sum(row.speeches for row in rows)}, (), fields, made)


def report_counts(tally: Tally, rows: Sequence[CountRow], *, of: Of, by: By | None, choice: Choice) -> Report:
    """One row a thing and group; `choice.top` counts in each group."""
    head, category = HEADS[of]
    fields = (
        *([Field(str(by), _GROUPS[by])] if by else []),
        Field("text", head),
        *([Field("category", category)] if category else []),
        Field("count", "次数", "count"),
        Field("per_1000", "每千词" if tally.unit == "words" else "每千字", "density"),
        *([] if by == "speech" else _SPREAD),
    )
    groups: dict[str, list[CountRow]] = {}
    for row in rows:
        if row.count >= choice.least:
            groups.setdefault(row.group, []).append(row)
    made = tuple(
        (
            *([row.group] if by else []),
            row.item.text,
            *([row.item.category] if category else []),
            row.count,
            row.per_1000,
            *([] if by == "speech" else [row.documents, row.share, row.dp, row.dp_norm]),
        )
        for group in groups.values()
        for row in choose_rows(group, COUNT_ORDERS, choice)
    )
    size = tally.size(range(len(tally.speeches)))
    about = {"of": of, "by": by, "speeches": len(tally.speeches), "unit": tally.unit, "size": size}
    unit = "词" if tally.unit == "words" else "字"
    notes = (f"共{len(tally.speeches):,}篇、{size:,}{unit}；DP 为 Gries 离散度（归一）：0 均匀，1 集中于一篇",)
    return Report("counts", about, notes if by is None else (), fields, made)


_SPREAD = (
    Field("documents", "篇数", "count"),
    Field("document_share", "占篇", "share"),
    Field("dp", "DP", "figure", shown=False),
    Field("dp_norm", "DP", "rate"),
)


def choose_rows(rows: Sequence[_RowT], orders: Mapping[str, Callable[[_RowT], Any]], choice: Choice) -> list[_RowT]:
    """The rows that a user wants, in the order that he wants; where that leaves rows equal, as they stood.

    Raises:
        WrongUsage: the statistic has no such order.
    """
    if choice.sort is not None:
        if choice.sort not in orders:
            raise WrongUsage(f"--sort {choice.sort}: this statistic sorts by {', '.join(orders)}")
        rows = sorted(rows, key=orders[choice.sort])
    return list(rows[: choice.top])


def _rate(count: int, characters: int) -> float:
    return 1000 * count / max(1, characters)
