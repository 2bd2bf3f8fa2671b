"""What the report marks in a speech, and what it tells of each mark.

Known limitations: of two owners with the same words at the same place the first one's role is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from speechkit.model import Document, Owner, Span, TimeExpression
from speechkit.renderers.deadlines import ROLES as TIME_ROLES
from speechkit.renderers.report_html import page_text
from speechkit.renderers.report_tasks import LedgerRow
from speechkit.renderers.report_text import Anchor, Mark, place
from speechkit.renderers.report_words import KINDS, MODALITIES, say_time

LONGEST_HEADING = 30
"""Characters of a heading that is set in bold as a whole; the guideline's bound for a run-in heading."""
_CLAUSE = re.compile(r"[^，；：]{4,}")

Detail = tuple[str, str, list[tuple[str, str]], str]
"""Kind, heading, rows of label and value, and the id of the row that tells more ("" where there is none)."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch of the legend: a kind of mark, or a category of phrases. `count` is of occurrences."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Marking:
    """All marks of a speech with their anchors, details and switches.

    Attributes:
        details: by the id of a mark.
        categories: the first parts of the categories of the phrases, the most frequent first; a mark's `category` is
            its place in them.
    """

    marks: tuple[Mark, ...]
    anchors: tuple[Anchor, ...]
    details: Mapping[str, Detail]
    kinds: tuple[Switch, ...]
    categories: tuple[Switch, ...]


def mark_document(doc: Document, rows: Sequence[LedgerRow]) -> Marking:
    """Mark the points, the tasks of `rows` with their owners, all times, phrases and frames of a document."""
    counts = Counter(_branch(phrase.category) for phrase in doc.phrases)
    categories = tuple(Switch(str(n), name, count) for n, (name, count) in enumerate(counts.most_common()))
    numbers = {switch.label: n for n, switch in enumerate(categories)}
    details: dict[str, Detail] = {}
    marks = [
        *_mark_points(doc),
        *_mark_tasks(doc, rows, details),
        *_mark_times(doc, rows, details),
        *_mark_phrases(doc, numbers, details=details),
    ]
    occurrences = Counter(mark.kind for mark in marks)
    kinds = tuple(Switch(kind, label, occurrences[kind]) for kind, label in KINDS.items() if occurrences[kind])
    return Marking(tuple(marks), tuple(_find_anchors(doc, rows)), details, kinds, categories)


def _branch(category: str) -> str:
    return category.partition("/")[0]


def _mark(doc: Document, span: Span, *, kind: str, id: str, category: int | None = None, level: int = 0) -> Mark:
    where = place(doc, span)
    return Mark(where.start, where.end, kind, id, category, level)


def _mark_points(doc: Document) -> Iterator[Mark]:
    for name, point in doc.points():
        where = place(doc, point.heading)
        end = where.start + _lead(doc.text[where.start : where.end])
        yield Mark(where.start, end, "point", "", level=name.count(".") + 1)


def _lead(heading: str) -> int:
    """How much of a heading is set as one: all of a short one; of a long one its first clause."""
    clause = _CLAUSE.match(heading)
    return len(heading) if len(heading) <= LONGEST_HEADING or clause is None else clause.end()


def _mark_tasks(doc: Document, rows: Sequence[LedgerRow], details: dict[str, Detail]) -> Iterator[Mark]:
    owners: dict[Span, str] = {}
    for entry in rows:
        row, task = entry.row, entry.row.task
        values = [
            ("牵头", "、".join(row.leads)),
            ("配合", "、".join(row.supports)),
            ("时限", f"{entry.said}（{entry.when}）" if entry.when not in ("", entry.said) else entry.said),
            ("目标", task.quantity or ""),
            ("语气", MODALITIES[task.modality]),
            ("要点", task.point or ""),
        ]
        details[task.id] = _detail(f"任务 {entry.number}", row.text, values, to=f"r{task.id}")
        yield _mark(doc, task.span, kind="task", id=task.id)
        for owner in task.owners:
            if owner.span not in owners:
                owners[owner.span] = f"O{len(owners) + 1}"
                details[owners[owner.span]] = _owner_detail(owner)
                yield _mark(doc, owner.span, kind="owner", id=owners[owner.span])


def _owner_detail(owner: Owner) -> Detail:
    role = "牵头" if owner.role == "lead" else "配合"
    return _detail(KINDS["owner"], owner.text, [("分工", role)])


def _mark_times(doc: Document, rows: Sequence[LedgerRow], details: dict[str, Detail]) -> Iterator[Mark]:
    used: dict[str, list[str]] = {}
    for entry in rows:
        used.setdefault(entry.row.task.time or "", []).append(str(entry.number))
    for time in doc.times:
        kind = "mention" if time.role == "mention" else "time"
        values = [
            ("类别", TIME_ROLES[time.role]),
            ("推算", say_time(time) or _why_open(doc, time)),
            ("任务", "、".join(used.get(time.id, ()))),
            ("要点", time.point or ""),
        ]
        row_id = "" if kind == "mention" else f"r{time.id}"
        details[time.id] = _detail(KINDS[kind], time.text, values, to=row_id)
        yield _mark(doc, time.span, kind=kind, id=time.id)


def _why_open(doc: Document, time: TimeExpression) -> str:
    no_anchor = doc.anchor is None and time.timex is not None
    return "讲话日期不明，未推算" if no_anchor else "原文未给出可推算的日期"


def _mark_phrases(doc: Document, numbers: Mapping[str, int], *, details: dict[str, Detail]) -> Iterator[Mark]:
    """Marks of phrases and frames; occurrences of one entry share what is told of it."""
    titles = {label.label: label.title for label in doc.lexicons}
    counts = Counter((p.lexicon, p.category, p.entry) for p in doc.phrases)
    names: dict[tuple[str, str, str], str] = {key: f"P{n}" for n, key in enumerate(counts, 1)}
    for (lexicon, category, entry), name in names.items():
        times = f"{counts[lexicon, category, entry]} 次"
        values = [("类别", category.replace("/", " › ")), ("词库", titles.get(lexicon, lexicon)), ("全文", times)]
        details[name] = _detail(KINDS["phrase"], entry, values)
    for phrase in doc.phrases:
        key = (phrase.lexicon, phrase.category, phrase.entry)
        yield _mark(doc, phrase.span, kind="phrase", id=names[key], category=numbers[_branch(phrase.category)])
    frames = Counter((p.lexicon, p.pattern) for p in doc.patterns)
    frame_names = {key: f"F{n}" for n, key in enumerate(frames, 1)}
    for (lexicon, pattern), name in frame_names.items():
        values = [("词库", titles.get(lexicon, lexicon)), ("全文", f"{frames[lexicon, pattern]} 次")]
        details[name] = _detail(KINDS["frame"], pattern, values)
    for found in doc.patterns:
        yield _mark(doc, found.span, kind="frame", id=frame_names[found.lexicon, found.pattern])


def _detail(kind: str, heading: str, values: Sequence[tuple[str, str]], *, to: str = "") -> Detail:
    rows = [(label, page_text(value)) for label, value in values if value]
    return kind, page_text(" ".join(heading.split())), rows, to


def _find_anchors(doc: Document, rows: Sequence[LedgerRow]) -> Iterator[Anchor]:
    last = max(0, len(doc.text.rstrip()) - 1)
    spans = [
        *((f"p{name}", point.span) for name, point in doc.points()),
        *((entry.row.task.id, entry.row.task.span) for entry in rows),
        *((time.id, time.span) for time in doc.times),
        *((f"s{n}", passage.span) for n, passage in enumerate(doc.passages, 1)),
        *((f"n{n}", notice.span) for n, notice in enumerate(doc.notices, 1) if notice.span is not None),
    ]
    for name, span in spans:
        yield Anchor(min(last, place(doc, span).start), name)
