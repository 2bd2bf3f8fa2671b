"""What a rule of `speechkit check` is, and what it yields.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from speechkit.align import to_source
from speechkit.model import Document, Edit, Level, Span
from speechkit.settings import Settings

Language = Literal["zh", "en"]
LEVELS: tuple[Level, ...] = ("error", "suspect", "hint")
"""From the gravest to the mildest."""
OFFICIAL = "GB/T 9704—2012"
"""党政机关公文格式."""
MARKS = "GB/T 15834—2011"
"""标点符号用法."""
VARIANTS = "GF 1001—2001"
"""第一批异形词整理表."""


class Words(NamedTuple):
    """The same words in both languages; `{name}` is filled from `Hit.values`."""

    zh: str
    en: str


OWN = Words("自定", "custom")
"""The basis of a rule that rests on no standard."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule objects to.

    Attributes:
        span: of the source, not empty.
        values: what the rule's words have in { }.
        key: hits of a grouped rule that share a key are one finding.
        edits: of the source, that mend the place.
        level: where this place weighs less than the rule's own level; None: as the rule.
    """

    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    edits: tuple[Edit, ...] = ()
    level: Level | None = None


Find = Callable[[Document, Settings], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the registry.

    Attributes:
        level: the gravest that its findings have.
        title: what it looks for, a few words.
        message, advice: of a finding.
        basis: standard and clause.
        find: yields its hits, in any order.
        needs: names of the steps whose findings it reads.
        grouped: hits that share a key are one finding with many places, so that a habit does not flood the list.
        fixes: its hits carry edits.
    """

    id: str
    group: str
    level: Level
    title: Words
    message: Words
    advice: Words
    basis: Words
    find: Find
    needs: tuple[str, ...] = ()
    grouped: bool = False
    fixes: bool = False


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a user can choose of a check.

    Attributes:
        select: ids and groups of the rules that take part; empty: all.
        ignore: ids and groups of rules that do not, whatever `select` says.
        language: of messages.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    language: Language = "zh"


def clause(standard: str, where: str) -> Words:
    """The basis of a rule in a standard: GB/T 15834—2011，4.5.3.5."""
    return Words(f"{standard}，{where}", f"{standard}, {where}")


def place(doc: Document, start: int, end: int) -> Span:
    """The source span of a stretch of the cleaned text."""
    return to_source(doc.alignment, Span(start, end))
