"""Say of a row whether an office would put it in its task list, and how binding it is.

In is what has a deadline, a repetition, a length or a countable target; or a named duty holder and enough checkable
action. Out are attitudes, tales, announcements of points and standing functions.

Known limitations: words are weighed, not understood: a demand in words that no lexicon holds is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechkit.model import Modality, Role
from speechkit.owners import Subject
from speechkit.task_clauses import Clause
from speechkit.task_rows import Row, is_beginning
from speechkit.task_words import MODALITIES, SignalKind

LEAST_NAMED = 1.0
LEAST_INHERITED = 4.0
"""Weight from which a row without time and target is a task: with a duty holder named in it, with one taken over.
Found on thirteen hand-marked speeches of nine fields; between 0.5 and 1.5, and 3.5 and 4.5, nothing changes by more
than a point of F1."""
_CHECKABLE, _PROMOTING, _ATTITUDE = 2.0, 0.25, -1.0
"""Weight of each distinct word."""

PRONOUNS = frozenset(("我们", "我", "大家", "咱们", "各位", "你们", "大家伙"))

_PERSON_BY_NAME = re.compile(
    r"(?![各第党县市区镇乡村省主分副班团支总工组队院校会委])[一-龥]{1,3}"
    r"(?:同志|书记|部长|市长|县长|区长|局长|主任|省长|总理|主席|总书记|会长|院长|校长|董事长|总经理)"
)
_LONG_PERIOD = re.compile("(?:今年|明年|本年|全年|年内|当年|[12]\\d{3}年)?(?:全年|[上下]半年)?")
_GOAL = re.compile(r"[^，。；]{0,12}目标任?务?(?:是|为)[，：]?")
"""What opens a list of aims for everybody (今年的目标是，…)."""
_DEFINES = re.compile(r"(?:所谓|也就是说|换句话说|[^，。]{0,6}有人说)")
"""A sentence that says what a word means, or what people say."""
_ANNOUNCES = re.compile(r"(?:以下|如下|下列)(?:几|[一二三四五六七八九]|工作|任务|方面|事项|要求)")


def is_key(text: str, row: Row, *, held: bool, named: bool, inherited: bool, role: Role, heading: bool) -> bool:
    """Say whether a row is a task.

    Args:
        text: cleaned and folded.
        row: to be judged.
        held: it has a duty holder.
        named: who is no mere pronoun.
        inherited: that holder stands in another sentence or row.
        role: of its passage.
        heading: its sentence is the title of a point.
    """
    first = row.clauses[0]
    demands = any(clause.demands for clause in row.clauses)
    if _ANNOUNCES.search(text, row.start, row.end) or _DEFINES.match(text, row.start):
        return False
    if role != "requirements":
        return bool(row.times) and demands and bool(row.holders) and role in ("problems", "closing")
    active = [clause for clause in row.clauses if not clause.tells]
    if row.times:
        if not held and _is_vague(row) and not has_action(active):
            return False
        return demands or (not _only_case(text, row) and not _is_told(row)) or has_action(active)
    if heading or (not demands and _tells(text, row)) or _GOAL.match(text, row.start):
        return False
    subject = first.subject
    directed = demands or (subject is not None and subject.kind not in ("end", "time"))
    if row.quantity and _has_target(row, named=named, inherited=inherited, directed=directed, demands=demands):
        return True
    if not named or any("standing" in clause.kinds for clause in row.clauses):
        return False
    if subject and _only_tells(text, subject, first):
        return False
    if not inherited and subject and subject.kind == "modal" and not has_action(active):
        return _promotes_only(active)
    return has_action(active) and weigh(active) >= (LEAST_INHERITED if inherited else LEAST_NAMED)


def is_directed(row: Row, *, role: Role, heading: bool) -> bool:
    """Say whether a row that is no task directs somebody by name to act all the same."""
    return bool(row.holders) and role == "requirements" and not heading and any(c.demands for c in row.clauses)


def _promotes_only(clauses: Sequence[Clause]) -> bool:
    """Say whether some clauses promote something and show no attitude: where a duty holder stands, that is enough."""
    kinds = {kind for clause in clauses for kind in clause.kinds}
    return "promoting" in kinds and "attitude" not in kinds


def _has_target(row: Row, *, named: bool, inherited: bool, directed: bool, demands: bool) -> bool:
    acts = has_action(row.clauses)
    if row.quantity and row.quantity.strong and (directed or acts):
        return True
    if named and not inherited:
        return directed or acts
    return acts and not named and any(_asks_for_number(clause) for clause in row.clauses)


def _asks_for_number(clause: Clause) -> bool:
    """Say whether a directive word stands before the target in one clause (争取每个阶段都有两篇报道)."""
    target = clause.quantity
    return target is not None and any(s.kind in MODALITIES and s.start < target.start for s in clause.signals)


def _is_vague(row: Row) -> bool:
    """Say whether its times only name a year or half of one, and no target."""
    return row.quantity is None and all(_LONG_PERIOD.fullmatch(time.time.text) for time in row.times)


def _tells(text: str, row: Row) -> bool:
    """Say whether a row without a demand tells at its beginning or anywhere outside an attribute (走到了的)."""
    if "told" in row.clauses[0].kinds:
        return True
    return any(clause.tells and not text.endswith("的", clause.start, clause.end) for clause in row.clauses)


def _only_case(text: str, row: Row) -> bool:
    """Say whether its times only name the case that it speaks of (年内要交的，有19个)."""
    timed = [clause for clause in row.clauses if clause.times]
    return bool(timed) and all(text.endswith("的", clause.start, clause.end) for clause in timed)


def _is_told(row: Row) -> bool:
    """Say whether its times only date what happened."""
    timed = [clause for clause in row.clauses if clause.times]
    return bool(timed) and all(clause.tells for clause in timed)


def _only_tells(text: str, subject: Subject, clause: Clause) -> bool:
    """Say whether a subject only is something (…是关键), hands on an order, or is a person by name without a demand."""
    if subject.kind == "orders" or text.startswith("是", subject.end):
        return True
    name = text[subject.start : subject.end]
    return not subject.given and not clause.demands and _PERSON_BY_NAME.fullmatch(name) is not None


def has_action(clauses: Sequence[Clause]) -> bool:
    """Say whether any of the clauses has checkable action in it."""
    return any(clause.acts for clause in clauses)


def weigh(clauses: Sequence[Clause]) -> float:
    """Weigh the distinct words of some clauses."""

    def count(*kinds: SignalKind) -> int:
        return len({s.word for clause in clauses for s in clause.signals if s.kind in kinds})

    return _CHECKABLE * count("checkable", "result") + _PROMOTING * count("promoting") + _ATTITUDE * count("attitude")


def find_modality(row: Row) -> Modality:
    """The modality of a row's first directive word; must where it has none."""
    for clause in row.clauses:
        for signal in clause.signals:
            if signal.kind in MODALITIES:
                return MODALITIES[signal.kind]
    return "must"


def choose_time(row: Row) -> str | None:
    """The id of the time that binds a row: a deadline before a repetition before a length; None where it has none."""
    order = ("deadline", "recurring", "duration")
    ranked = sorted(row.times, key=lambda time: (is_beginning(time), order.index(time.time.role)))
    return ranked[0].time.id if ranked else None
