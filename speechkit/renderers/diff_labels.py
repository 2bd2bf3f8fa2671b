"""How a difference of two drafts is shown, and the words for it in two languages, shared by its formats.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from speechkit.diff_model import Difference, FieldChange, Piece, PointSide, SentenceChange, TaskChange
from speechkit.model import Task
from speechkit.renderers.deadlines import with_days

Language = Literal["zh", "en"]

_CHINESE = {
    "old": "旧稿",
    "new": "新稿",
    "characters": "{}字",
    "same": "两稿内容相同",
    "points": "要点",
    "tasks": "任务",
    "times": "时间",
    "phrases": "固定表述",
    "text": "文字",
    "head": "题头",
    "added": "增加",
    "dropped": "删去",
    "moved": "移动",
    "renamed": "改名",
    "changed": "改动",
    "below": "连同{}个下级要点",
    "relabelled": "另有{}个要点只改了序号",
    "came": "随要点{}增加",
    "went": "随要点{}删去",
    "point": "要点{}",
    "old-point": "旧稿要点{}",
    "outside": "要点之外",
    "lead": "牵头",
    "support": "配合",
    "time": "时限",
    "target": "目标",
    "strength": "力度",
    "must": "必须",
    "should": "应当",
    "aim": "力争",
    "prohibit": "禁止",
    "title": "题目",
    "speaker": "讲话人",
    "date": "日期",
    "salutation": "称呼",
    "none": "无",
    "frame": "句式",
    "times-used": "{}次",
    "times-with-points": "另有{}处时间随增删的要点增删",
    "page": "两稿对照",
}
_ENGLISH = {
    "old": "old",
    "new": "new",
    "characters": "{} characters",
    "same": "both drafts say the same",
    "points": "Points",
    "tasks": "Tasks",
    "times": "Times",
    "phrases": "Stock phrases",
    "text": "Text",
    "head": "Head",
    "added": "added",
    "dropped": "dropped",
    "moved": "moved",
    "renamed": "renamed",
    "changed": "changed",
    "below": "with {} below it",
    "relabelled": "{} more points have another number only",
    "came": "came with point {}",
    "went": "went with point {}",
    "point": "point {}",
    "old-point": "old point {}",
    "outside": "outside all points",
    "lead": "lead",
    "support": "support",
    "time": "time",
    "target": "target",
    "strength": "strength",
    "must": "must",
    "should": "should",
    "aim": "aim",
    "prohibit": "prohibited",
    "title": "title",
    "speaker": "speaker",
    "date": "date",
    "salutation": "salutation",
    "none": "none",
    "frame": "frame",
    "times-used": "{}",
    "times-with-points": "{} more times came or went with their points",
    "page": "Two drafts compared",
}
LABELS: Mapping[Language, Mapping[str, str]] = {"zh": _CHINESE, "en": _ENGLISH}


@dataclass(frozen=True, slots=True)
class DiffView:
    """How a difference is shown; `colour`: whether escape sequences for colour may be written."""

    lang: Language = "zh"
    colour: bool = False


def name_point(side: PointSide) -> str:
    """Its label and title."""
    return f"{side.point.label}{side.title or side.point.title}"


def fields_of(diff: Difference, labels: Mapping[str, str]) -> Callable[[TaskChange], list[tuple[str, str, str]]]:
    """Make a function from a change of a task to its fields for people: name, old value, new value.

    A time stands with its days, a strength in words, 无 where the draft does not say.
    """
    times = [{time.id: time for time in doc.times} for doc in (diff.old, diff.new)]

    def value(field: FieldChange, side: int, task: Task | None) -> str:
        written = (field.old, field.new)[side]
        if written is None:
            return labels["none"]
        if field.field == "time" and task is not None and task.time in times[side]:
            return with_days(times[side][task.time])
        return labels[written] if field.field == "strength" else written

    return lambda change: [
        (labels[field.field], value(field, 0, change.old), value(field, 1, change.new)) for field in change.fields
    ]


def title_pieces(diff: Difference) -> dict[str, tuple[Piece, ...]]:
    """Id of a renamed point in the new draft → its heading word by word."""
    return {
        change.new.point: change.pieces
        for change in diff.sentences
        if change.title and change.new is not None and change.new.point is not None
    }


def place_of(labels: Mapping[str, str], old: str | None, new: str | None, *, is_new: bool) -> str:
    """Where something stands: 要点2, 要点1 → 要点2 where it moved, 旧稿要点2 where the new draft lacks it.

    Args:
        old: id of the point in the old draft; None outside all, or where the old draft lacks it.
    """
    if not is_new:
        return labels["outside"] if old is None else labels["old-point"].format(old)
    return labels["outside"] if new is None else labels["point"].format(new)


def sentence_place(labels: Mapping[str, str], change: SentenceChange) -> str:
    """Where a sentence stands; 要点1 → 要点2 for one that moved, with which point it came or went."""
    if change.within is not None:
        return labels["came" if change.kind == "added" else "went"].format(change.within)
    old, new = (None if side is None else side.point for side in (change.old, change.new))
    place = place_of(labels, old, new, is_new=change.new is not None)
    if change.kind == "moved" or (change.kind == "changed" and change.strayed):
        return f"{place_of(labels, old, None, is_new=False)} → {place}"
    return place


def task_place(labels: Mapping[str, str], change: TaskChange) -> str:
    """In which point a task stands, or with which it came or went; "" outside all points."""
    if change.within is not None:
        return labels["came" if change.kind == "added" else "went"].format(change.within)
    old, new = (None if task is None else task.point for task in (change.old, change.new))
    if old is None and new is None:
        return ""
    return place_of(labels, old, new, is_new=change.new is not None)


def count_times_with_points(diff: Difference) -> int:
    """Times that came or went with their points."""
    return sum(change.within is not None for change in diff.times)
