"""What a comparison of two drafts finds.

Known limitations: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from speechkit.model import Document, Point, Span, Task, TimeExpression

PointKind = Literal["added", "dropped", "moved", "renamed"]
TaskKind = Literal["added", "dropped", "changed"]
SentenceKind = Literal["added", "dropped", "changed", "moved"]
PieceKind = Literal["same", "old", "new"]


@dataclass(frozen=True, slots=True)
class PointSide:
    """A point in one of the drafts. `id` is dotted, `title` what stands behind its label, up to its first child."""

    id: str
    title: str
    point: Point


@dataclass(frozen=True, slots=True)
class PointChange:
    """One change of the outline.

    Attributes:
        old: None where the point was added; `new` likewise where it was dropped.
        below: points below an added or dropped one that came or went with it.
    """

    kind: PointKind
    old: PointSide | None
    new: PointSide | None
    below: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a task says of one matter in either draft; None where it does not say.

    Attributes:
        field: "lead", "support", "time", "target" or "strength"; of the head of a speech, a field of `Meta`.
    """

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task that came, went, or says something else.

    Attributes:
        within: id of the added or dropped point that it came or went with.
    """

    kind: TaskKind
    old: Task | None
    new: Task | None
    fields: tuple[FieldChange, ...] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True)
class TimeChange:
    """A time that came, went or changed, and that no change of a task tells already."""

    kind: TaskKind
    old: TimeExpression | None
    new: TimeExpression | None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """How often a stock phrase or a frame stands in either draft. `category` is "" for a frame."""

    name: str
    lexicon: str
    category: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both drafts have, or one of them."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class SentenceSide:
    """A sentence in one of the drafts, without the label of a point that opens it; `span` in the source."""

    span: Span
    text: str
    point: str | None


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that came, went, was changed or stands in another place.

    Attributes:
        pieces: of a changed sentence: the "same" and "new" ones make the new text, "same" and "old" the old one
            (in the characters of the new one, where one is traditional).
        within: id of the added or dropped point that it came or went with.
        title: it is the heading of a point that is reported as renamed.
        strayed: it was changed and stands in another point, too.
    """

    kind: SentenceKind
    old: SentenceSide | None
    new: SentenceSide | None
    pieces: tuple[Piece, ...] = ()
    within: str | None = None
    title: bool = False
    strayed: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two drafts differ.

    Attributes:
        pairs: ids of the points that are the same point, in the order of the new draft.
        relabelled: how many of them carry another label and did not move: what is left when a point before them goes.
        points: dropped ones first, then added, moved, renamed, each in text order; tasks and times likewise.
        sentences: in the order of the new draft.
    """

    old: Document
    new: Document
    pairs: tuple[tuple[str, str], ...] = ()
    relabelled: int = 0
    meta: tuple[FieldChange, ...] = ()
    points: tuple[PointChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    times: tuple[TimeChange, ...] = ()
    phrases: tuple[PhraseChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the drafts say the same in the same words; labels may differ."""
        return not (self.meta or self.points or self.tasks or self.times or self.phrases or self.sentences)
