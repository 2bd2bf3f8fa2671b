"""Group the clauses of a sentence into rows: one actor and action each.

A row opens where the duty holder changes, and where a clause states another action with a time or target of its own;
else clauses stay together.

Known limitations: two actions joined by 、 within one clause make one row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from speechkit.owners import Holder, Subject
from speechkit.quantities import Quantity
from speechkit.task_clauses import Clause, DutyTime

_TOPIC = re.compile(r"[对把将凡围紧][^，]{1,40}|.{1,20}的|.{1,12}")
_MOST_BEFORE = 2
"""Clauses of a row before the one with its time, where no subject opens it."""
_COMPLETES = re.compile(r"[完掉好齐清]$|全部|一律")
_ONLY_WHEN = re.compile("在[^，；]{1,30}(?:时|时候|之时|过程中|期间|之后|以后|之前|以前)")
"""A clause that, behind its subject, only tells when another is to act (教师在备课时，教研组要…)."""
_EACH_OF_THEM = frozenset(("每人", "每个人", "人人", "每位", "每名", "每家", "每个单位"))
_RESTATES = re.compile(r"也就是|即(?!日)|就是说")
_CONTRASTS = re.compile("但是?(?!要|必须)|比(?![如例率重较照对])")


class Row(NamedTuple):
    """Clauses that belong together.

    Attributes:
        start: at the duty holder, else at the first clause that says something to do.
        clauses: from there on.
        holders: named in the row itself.
        times: of its clauses and of the circumstance before it (国庆前，各县要…).
        quantity: its target: the first that is bounded, else the first.
    """

    start: int
    end: int
    clauses: tuple[Clause, ...]
    holders: tuple[Holder, ...]
    times: tuple[DutyTime, ...]
    quantity: Quantity | None


@dataclass(slots=True)
class _Group:
    """A row in the making."""

    clauses: list[Clause]
    before: tuple[DutyTime, ...] = ()
    holders: list[Holder] = field(default_factory=list)
    interrupted: bool = False
    timed: bool = False
    counted: bool = False

    def append(self, text: str, clause: Clause) -> None:
        self.clauses.append(clause)
        if clause.subject:
            self.holders += clause.subject.holders
        self.holders += clause.partners
        self.interrupted = self.interrupted or (clause.subject is None and clause.tells)
        self.timed = self.timed or bool(_splitting_times(text, clause))
        self.counted = self.counted or clause.quantity is not None


def make_rows(text: str, clauses: Sequence[Clause]) -> list[Row]:
    """Group the clauses of one sentence, in order."""
    groups: list[_Group] = []
    for clause in clauses:
        if groups and clause.subject and groups[-1].clauses[0].subject and _distributes(text, clause.subject):
            clause = clause._replace(subject=None)
        if not groups or _opens_row(text, groups[-1], clause):
            before: tuple[DutyTime, ...] = ()
            if groups and clause.subject:
                if _is_circumstance(text, groups[-1]):
                    before = tuple(time for held in groups.pop().clauses for time in held.times)
                else:
                    before = _release_topic(text, groups[-1])
            groups.append(_Group([], before))
        groups[-1].append(text, clause)
    return [_finish(text, group) for group in groups]


def _distributes(text: str, subject: Subject) -> bool:
    """Say whether a subject is only each of those whom the clauses before name (…，每人讲一次)."""
    return text[subject.start : subject.end] in _EACH_OF_THEM


def _opens_row(text: str, group: _Group, clause: Clause) -> bool:
    if clause.subject:
        assists = clause.subject.kind == "support"
        return not (assists and group.clauses[0].subject is not None and len(group.clauses) <= 2)
    times = _splitting_times(text, clause)
    bounded = clause.quantity is not None and clause.quantity.strong
    if times and (group.timed or group.before):
        return True
    if times and group.counted:  # a repetition, or a deadline with a target of its own
        return clause.quantity is not None or any(time.time.role == "recurring" for time in times)
    if (group.timed and bounded and clause.acts) or (group.interrupted and clause.demands):
        return True
    if group.clauses[-1].closes != "；":
        return False
    return bool(times) or group.timed or (bounded and group.counted) or text[clause.start] == "要"


def _splitting_times(text: str, clause: Clause) -> list[DutyTime]:
    if not clause.times or _RESTATES.match(text, clause.start):
        return []
    return [time for time in clause.times if not _only_measures(text, clause, time)]


def _only_measures(text: str, clause: Clause, time: DutyTime) -> bool:
    """Say whether a time is a size (每期不少于3天, 每人每年300元) or a mere beginning (明年2月起), not when to act."""
    before = text[max(clause.start, time.start - 4) : time.start]
    if time.time.role == "duration":
        bounded = before.endswith(("少于", "低于", "超过", "至少", "高于"))
        return bounded or (text[clause.start] == "每" and "内" not in text[time.start : time.end + 1])
    if time.time.role == "recurring":
        return before[-2:-1] == "每"
    return is_beginning(time)


def is_beginning(time: DutyTime) -> bool:
    """Say whether a time only says from when on (明年2月起)."""
    return time.time.latest is None and time.time.earliest is not None


def _is_circumstance(text: str, group: _Group) -> bool:
    """Say whether a group only tells when or in what case the next clause's subject is to act."""
    subject = group.clauses[0].subject
    if group.clauses[-1].closes == "；":
        return False
    if subject is not None:
        return len(group.clauses) == 1 and _ONLY_WHEN.fullmatch(text, subject.end, group.clauses[0].end) is not None
    timed = any(clause.times for clause in group.clauses)
    for clause in group.clauses:
        if clause.demands and (timed or "checkable" in clause.kinds):
            return False
        if clause.times and not text.endswith("的", clause.start, clause.end):
            acts = not clause.kinds.isdisjoint(("checkable", "promoting"))
            if acts or _COMPLETES.search(text, clause.times[-1].end, clause.end):
                return False
    return True


def _release_topic(text: str, group: _Group) -> tuple[DutyTime, ...]:
    """Take from a group's end the topic or circumstance of the next subject (…；“较差”的，书记…；…，超期的，主任…)."""
    place = len(group.clauses)
    while place > 1 and _is_idle(text, group.clauses[place - 1]):
        place -= 1
    if place == len(group.clauses):
        return ()
    if group.clauses[place - 1].closes != "；":
        place = len(group.clauses) - 1
        if not text.endswith("的", group.clauses[place].start, group.clauses[place].end):
            return ()
    times = tuple(time for clause in group.clauses[place:] for time in clause.times)
    del group.clauses[place:]
    return times


def _is_idle(text: str, clause: Clause) -> bool:
    if clause.subject or clause.quantity or clause.demands:
        return False
    return "checkable" not in clause.kinds or text.endswith("的", clause.start, clause.end)


def _finish(text: str, group: _Group) -> Row:
    clauses = _without_comment(text, group.clauses)
    subject = clauses[0].subject
    first = 0 if subject else _first_telling(text, clauses)
    quantities = [clause.quantity for clause in clauses if clause.quantity]
    bounded = [quantity for quantity in quantities if quantity.strong]
    return Row(
        start=subject.start if subject else clauses[first].start,
        end=clauses[-1].end,
        clauses=tuple(clauses[first:]),
        holders=tuple(group.holders),
        times=group.before + tuple(time for clause in clauses for time in clause.times),
        quantity=next(iter(bounded or quantities), None),
    )


def _without_comment(text: str, clauses: list[Clause]) -> list[Clause]:
    """Leave out what comments on the demand at its end (…，这是全会定的目标)."""
    last_timed = max((i for i, clause in enumerate(clauses) if clause.times), default=0)
    for i in range(last_timed + 1, len(clauses)):
        if _comments(text, clauses[i]):
            return clauses[:i]
    return clauses


def _comments(text: str, clause: Clause) -> bool:
    opens = clause.signals[0] if clause.signals else None
    if opens and opens.kind == "comment" and opens.start == clause.start:
        return True
    return _CONTRASTS.match(text, clause.start, clause.end) is not None


def _first_telling(text: str, clauses: Sequence[Clause]) -> int:
    """The first clause that has something to do in it, or its topic right before.

    Not far before the first time, or where there is none the first target: what is told there is another matter.
    """
    timed = next((i for i, clause in enumerate(clauses) if clause.times), None)
    bound = timed if timed is not None else next((i for i, clause in enumerate(clauses) if clause.quantity), None)
    least = 0 if bound is None else max(0, bound - _MOST_BEFORE)
    for i, clause in enumerate(clauses[least:], least):
        if clause.times or clause.quantity or clause.acts or (clause.demands and bound is None):
            topic = i > least and _TOPIC.fullmatch(text, clauses[i - 1].start, clauses[i - 1].end)
            return i - 1 if topic else i
    return 0
