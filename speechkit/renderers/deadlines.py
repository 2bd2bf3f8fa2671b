"""Rows of the deadlines table: one a time, in the order of the days, shared by its formats.

Known limitations: none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from speechkit.align import cleaned, to_text
from speechkit.model import Document, Task, TimeExpression
from speechkit.renderers import View
from speechkit.renderers.report_words import say_duration, say_rrule

ROLES = {"deadline": "期限", "recurring": "周期", "duration": "时长", "mention": "提及"}
DAYS_LEFT = "剩余天数"
_TAIL = ("牵头单位", "类别", "要点", "原文")
NO_ANCHOR = "讲话日期不明，未推算日期；可用 --date 给出"


@dataclass(frozen=True, slots=True)
class Row:
    """One time of one document.

    Attributes:
        path: of the document; "-" where it has none.
        due: the day that it sorts by: its last day, else its first; None where it has no day.
        left: days from the view's `today` to its last day, negative where it is gone; None without either.
        sentence: the duty's, cleaned.
        leads: who leads the duty; () where nobody is named, or the step "tasks" has not run.
    """

    path: str
    time: TimeExpression
    due: date | None
    left: int | None
    sentence: str
    leads: tuple[str, ...] = ()


def list_rows(docs: Sequence[Document], view: View) -> list[Row]:
    """List the times of all documents: first due first, then those without a day in text order.

    Mentions are listed only where the view asks for them.
    """
    rows: list[Row] = []
    for doc in docs:
        duties = duties_of(doc)
        rows += [
            _make_row(doc, time, today=view.today, duty=duties.get(time.id))
            for time in doc.times
            if view.mentions or time.role != "mention"
        ]
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.min))


def tabulate(docs: Sequence[Document], view: View) -> tuple[list[str], list[list[str]]]:
    """Heads and rows for people: with several documents the first column names the file, with `today` one counts."""
    several, counted = len(docs) > 1, view.today is not None
    heads = [*(["文件"] if several else []), "日期", *([DAYS_LEFT] if counted else []), "时间", *_TAIL]
    rows = [
        [
            *([row.path] if several else []),
            write_days(row.time),
            *(["" if row.left is None else str(row.left)] if counted else []),
            row.time.text,
            "、".join(row.leads),
            ROLES[row.time.role],
            row.time.point or "",
            row.sentence,
        ]
        for row in list_rows(docs, view)
    ]
    return heads, rows


def write_days(time: TimeExpression) -> str:
    """Write the days, the repetition or the length: 2019-11-30, 2019-12-01 起, 每周, 2天; "" for none known."""
    if time.rrule is not None:
        return say_rrule(time.rrule)
    first, last = time.earliest, time.latest
    if first is not None and last is not None:
        return first.isoformat() if first == last else f"{first} 至 {last}"
    if last is not None:
        return last.isoformat()
    if first is not None:
        return f"{first} 起"
    return say_duration(time.duration) if time.duration else ""


def with_days(time: TimeExpression) -> str:
    """A time as the speech says it, with the days it comes to where that says more: 月底前（2019-11-30）, 每周."""
    days = write_days(time)
    return f"{time.text}（{days}）" if days and days not in time.text else time.text


def lacks_anchor(docs: Sequence[Document]) -> bool:
    """True where some document has times but no day to count them from."""
    return any(doc.times and doc.anchor is None for doc in docs)


def sentence_of(doc: Document, time: TimeExpression) -> str:
    """Return the cleaned sentence that a time stands in; the time's own text where it stands in none."""
    place = to_text(doc.alignment, time.span).start
    at = bisect_right(doc.sentences, place, key=attrgetter("start")) - 1
    if at < 0 or place >= doc.sentences[at].end:
        return time.text
    return doc.text[doc.sentences[at].start : doc.sentences[at].end]


def duties_of(doc: Document) -> dict[str, Task]:
    """Id of a time → the first task that it binds."""
    return {task.time: task for task in reversed(doc.tasks) if task.time is not None}


def owner_names(doc: Document, task: Task, role: str) -> tuple[str, ...]:
    """The cleaned names of those who "lead" or "support" a task."""
    return tuple("".join(cleaned(doc, owner.span).split()) for owner in task.owners if owner.role == role)


def _make_row(doc: Document, time: TimeExpression, *, today: date | None, duty: Task | None) -> Row:
    due = time.latest or time.earliest
    left = (time.latest - today).days if time.latest is not None and today is not None else None
    leads = owner_names(doc, duty, "lead") if duty is not None else ()
    return Row(doc.source.path or "-", time, due, left, sentence_of(doc, time), leads)
