"""Rows of the task table (任务分解表), shared by its formats, and which tasks a view asks for.

Known limitations: a body that is named by another name (财政部门 for 市财政局) is not known as the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Literal

from speechkit.align import cleaned, to_text
from speechkit.model import Document, Task, TimeExpression
from speechkit.renderers import View
from speechkit.renderers.deadlines import owner_names, with_days

Binding = Literal["named", "general"]

NUMBER = "序号"
HEADS = (NUMBER, "工作任务", "牵头单位", "配合单位", "完成时限", "目标", "要点")
LACKING = {"owner": "责任单位", "time": "完成时限", "target": "目标"}
GENERAL_MARK = "（统一要求）"
_ALL = re.compile(
    "各(?:地|级|方|家|位)|大家|我们|全体"
    "|(?:各|每个?|所有|有关|相关|市直|县直|区直).*(?:部门|单位|机关|党组织|支部|处室|科室)"
)
_ALL_PLACES = re.compile("(?:各|每个?|所有)(?:[县市区镇乡村旗州盟]|街道|社区|园区)")
_PLACE = re.compile(".*(?:[县市区镇乡村旗州盟]|街道|社区)(?:党委|政府|管委会)?")
_LACKS: dict[str, Callable[[Task], bool]] = {
    "owner": lambda task: not task.owners,
    "time": lambda task: task.time is None,
    "target": lambda task: task.quantity is None,
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as a table shows it; all texts are cleaned, "" where the speech says nothing.

    Attributes:
        number: from one, in the order of the rows.
        path: of the document; "-" where it has none.
        time: its time as the speech says it.
        due: the days of its time, or what the speech says where they are not known.
        latest: the last day that its time allows; None where it has none.
        sentence: the sentences that it stands in.
        lacks: what is missing of what the view asks after, in Chinese.
    """

    number: int
    path: str
    task: Task
    text: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    time: str
    due: str
    latest: date | None
    sentence: str
    lacks: tuple[str, ...]
    binding: Binding | None


def select_tasks(doc: Document, view: View) -> tuple[Task, ...]:
    """Choose the tasks that a view asks for, in text order.

    Key tasks alone, unless `view.mentions`; with `view.unit` only what binds this unit, with `view.lead` what it leads
    (without a unit: what has a lead); with `view.missing` only what lacks one of these.
    """
    return tuple(
        task
        for task in doc.tasks
        if (task.key or view.mentions)
        and (view.unit is None or find_binding(task, view.unit, lead=view.lead))
        and (view.unit is not None or not view.lead or any(owner.role == "lead" for owner in task.owners))
        and (not view.missing or any(_LACKS[name](task) for name in view.missing))
    )


def find_binding(task: Task, unit: str, *, lead: bool = False) -> Binding | None:
    """Say how a task binds a unit: it is named, or meant by 各部门 (a place: by 各镇) and the like; None: no."""
    owners = [_bare(owner.text) for owner in task.owners if owner.role == "lead" or not lead]
    wanted = _bare(unit)
    if any(wanted in owner or (len(owner) > 2 and wanted.endswith(owner)) for owner in owners):
        return "named"
    general = any(_ALL.match(owner) for owner in owners)
    placed = _PLACE.fullmatch(wanted) is not None and any(_ALL_PLACES.match(owner) for owner in owners)
    return "general" if general or placed else None


def list_rows(docs: Sequence[Document], view: View) -> list[TaskRow]:
    """List the tasks of all documents that the view asks for."""
    rows: list[TaskRow] = []
    for doc in docs:
        times = {time.id: time for time in doc.times}
        for task in select_tasks(doc, view):
            rows.append(_make_row(doc, task, times=times, view=view, number=len(rows) + 1))
    return rows


def tabulate(docs: Sequence[Document], view: View) -> tuple[list[str], list[list[str]]]:
    """Heads and rows for people: with several documents the first column names the file, with `missing` the last
    says what is lacking.
    """
    several = len(docs) > 1
    heads = [*(["文件"] if several else []), *HEADS, *(["缺"] if view.missing else [])]
    rows = [
        [*([row.path] if several else []), *cells(row), *(["、".join(row.lacks)] if view.missing else [])]
        for row in list_rows(docs, view)
    ]
    return heads, rows


def cells(row: TaskRow) -> list[str]:
    """The cells of a row, as `HEADS` names them, and what the view asks after last."""
    mark = GENERAL_MARK if row.binding == "general" else ""
    return [
        str(row.number),
        row.text,
        "、".join(row.leads) + mark,
        "、".join(row.supports),
        row.due,
        row.task.quantity or "",
        row.task.point or "",
    ]


def _make_row(doc: Document, task: Task, *, times: dict[str, TimeExpression], view: View, number: int) -> TaskRow:
    time = times.get(task.time or "")
    return TaskRow(
        number=number,
        path=doc.source.path or "-",
        task=task,
        text=" ".join(cleaned(doc, task.span).split()),
        leads=owner_names(doc, task, "lead"),
        supports=owner_names(doc, task, "support"),
        time=time.text if time else "",
        due=with_days(time) if time else "",
        latest=time.latest if time else None,
        sentence=_sentence(doc, task),
        lacks=tuple(LACKING[name] for name in view.missing if _LACKS[name](task)),
        binding=find_binding(task, view.unit, lead=view.lead) if view.unit else None,
    )


def _sentence(doc: Document, task: Task) -> str:
    """The cleaned sentences from where a task begins to where it ends."""
    place = to_text(doc.alignment, task.span)
    first = bisect_right(doc.sentences, place.start, key=attrgetter("start")) - 1
    last = bisect_right(doc.sentences, place.end - 1, key=attrgetter("start")) - 1
    if first < 0:
        return doc.text[place.start : place.end]
    return doc.text[doc.sentences[first].start : max(place.end, doc.sentences[last].end)]


def _bare(name: str) -> str:
    return "".join(name.split())
