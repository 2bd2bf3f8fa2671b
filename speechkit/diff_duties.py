"""Which tasks and times of two drafts came, went or say something else.

A task is known again by its words, then by the sentence it stands in, then by how alike its words are.

Known limitations: a task that is cut in two, or put together from two, shows as a change and a task that came or went;
an instruction whose strength changes within a class (务必 → 必须) shows in the text alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import chain, islice

from speechkit.align import cleaned
from speechkit.diff_drafts import OUTSIDE, Draft
from speechkit.diff_model import FieldChange, TaskChange, TimeChange
from speechkit.diff_points import Matched, find_top
from speechkit.diff_sentences import UnitPairs
from speechkit.diff_sequences import match_sequences
from speechkit.diff_similarity import choose_pairs, find_candidates, likeness, pairs_of
from speechkit.model import Document, Owner, OwnerRole, Task, TimeExpression
from speechkit.plain import plain_form

_LEAST_LIKE, _LEAST_LIKE_NEAR = 0.6, 0.3
"""Likeness from which two tasks are one: anywhere, and in one sentence."""


def find_task_changes(
    old: Draft, new: Draft, *, pairs: UnitPairs, matched: Matched, minor: bool
) -> tuple[TaskChange, ...]:
    """Say which tasks came, went or changed.

    Args:
        minor: look at tasks that are no key tasks, too.
    """
    tasks = old.doc.tasks, new.doc.tasks
    found = _match_tasks(old, new, pairs=pairs, matched=matched)
    back = {j: i for i, j in found.items()}
    tops = {there: here for here, there in matched.items()}
    changes = [
        TaskChange("dropped", task, None, within=_within(old, task, matched))
        for i, task in enumerate(tasks[0])
        if i not in found and (task.key or minor)
    ]
    changes += (
        TaskChange("added", None, task, within=_within(new, task, tops))
        for j, task in enumerate(tasks[1])
        if j not in back and (task.key or minor)
    )
    for i, j in sorted(found.items()):
        fields = compare_tasks(tasks[0][i], tasks[1][j], (old.doc, new.doc))
        if fields and (minor or tasks[0][i].key or tasks[1][j].key):
            changes.append(TaskChange("changed", tasks[0][i], tasks[1][j], fields))
    return tuple(changes)


def _within(draft: Draft, task: Task, matched: Mapping[int, int]) -> str | None:
    if not draft.units:
        return None
    return find_top(draft, draft.units[draft.unit_at(task.span)].point, matched)


def compare_tasks(old: Task, new: Task, docs: tuple[Document, Document]) -> tuple[FieldChange, ...]:
    """Say what two drafts of a task say differently; the same days in other words are the same time."""
    times = _time_of(docs[0], old), _time_of(docs[1], new)
    fields = [
        FieldChange("lead", _names(docs[0], old, "lead"), _names(docs[1], new, "lead")),
        FieldChange("support", _names(docs[0], old, "support"), _names(docs[1], new, "support")),
        FieldChange("target", _squeeze(old.quantity), _squeeze(new.quantity)),
        FieldChange("strength", old.modality, new.modality),
    ]
    changes = [field for field in fields if _as_set(field.old) != _as_set(field.new)]
    if not _is_same_time(*times):
        changes.insert(0, FieldChange("time", *(time.text if time else None for time in times)))
    return tuple(changes)


def _as_set(value: str | None) -> frozenset[str]:
    """What a field names, in no order and in the form that is compared."""
    return frozenset(plain_form(value).split("、")) if value is not None else frozenset()


def _time_of(doc: Document, task: Task) -> TimeExpression | None:
    """The time of a task; ids are in text order, so it is looked for from the task on, then before it."""
    if task.time is None:
        return None
    at = bisect_left(doc.times, task.span.start, key=lambda time: time.span.start)
    return next(
        time
        for time in chain(islice(doc.times, at, None), map(doc.times.__getitem__, range(at - 1, -1, -1)))
        if time.id == task.time
    )


def _is_same_time(old: TimeExpression | None, new: TimeExpression | None) -> bool:
    """Say whether two times are written the same, or come to the same."""
    if old is None or new is None:
        return old is new
    if _form(old.text) == _form(new.text):
        return True
    meanings = [(time.earliest, time.latest, time.rrule, time.duration, time.timex) for time in (old, new)]
    return meanings[0] == meanings[1] and any(meanings[0]) and old.role == new.role


def _names(doc: Document, task: Task, role: OwnerRole) -> str | None:
    """Who has a part in a task, each once, as the draft orders them."""
    names = dict.fromkeys(_squeeze(cleaned(doc, owner.span)) or "" for owner in _owners(task, role))
    return "、".join(names) or None


def _owners(task: Task, role: OwnerRole) -> Iterator[Owner]:
    return (owner for owner in task.owners if owner.role == role)


def _squeeze(text: str | None) -> str | None:
    return "".join(text.split()) if text is not None else None


def _form(text: str) -> str:
    return plain_form("".join(text.split()))


def _match_tasks(old: Draft, new: Draft, *, pairs: UnitPairs, matched: Matched) -> dict[int, int]:
    """Match tasks one to one, by index."""
    here, there = old.doc.tasks, new.doc.tasks
    places = [old.unit_at(task.span) for task in here], [new.unit_at(task.span) for task in there]
    texts = (
        [_form(cleaned(old.doc, task.span)) for task in here],
        [_form(cleaned(new.doc, task.span)) for task in there],
    )
    units = {**pairs.same, **pairs.changed, **pairs.moved}
    found: dict[int, int] = {}

    def row_of(side: int, index: int) -> int | None:
        draft, place = (old, new)[side], places[side][index]
        row = draft.units[place].point if draft.units else OUTSIDE
        return matched.get(row) if side == 0 else row

    _match_by(found, (here, there), lambda s, i: (units.get(places[0][i]) if s == 0 else places[1][i], texts[s][i]))
    _match_by(found, (here, there), lambda s, i: (row_of(s, i), texts[s][i]))
    _match_by(found, (here, there), lambda s, i: texts[s][i])
    bodies = [pairs_of(text) for text in texts[0]], [pairs_of(text) for text in texts[1]]
    free = set(range(len(there))) - set(found.values())
    inside: dict[int, list[int]] = {}
    for j in sorted(free):
        inside.setdefault(places[1][j], []).append(j)
    near = [
        (likeness(bodies[0][i], bodies[1][j]), i, j)
        for i in range(len(here))
        if i not in found
        for j in inside.get(units.get(places[0][i], -1), ())[:20]
    ]
    found.update(choose_pairs(row for row in near if row[0] >= _LEAST_LIKE_NEAR))
    left = [i for i in range(len(here)) if i not in found]
    free_now = sorted(free - set(found.values()))
    far = [
        (likeness(bodies[0][left[n]], bodies[1][free_now[m]]), left[n], free_now[m])
        for n, m in find_candidates([bodies[0][i] for i in left], [bodies[1][j] for j in free_now])
    ]
    found.update(choose_pairs(row for row in far if row[0] >= _LEAST_LIKE))
    return found


def _match_by(
    found: dict[int, int], tasks: tuple[Sequence[Task], Sequence[Task]], key: Callable[[int, int], Hashable]
) -> None:
    """Match the tasks that are left and have one key, in order. `key` takes a side, 0 or 1, and an index."""
    taken = set(found.values())
    there: dict[Hashable, list[int]] = {}
    for j in range(len(tasks[1]) - 1, -1, -1):
        if j not in taken:
            there.setdefault(key(1, j), []).append(j)
    for i in range(len(tasks[0])):
        if i not in found and there.get(key(0, i)):
            found[i] = there[key(0, i)].pop()


def find_time_changes(
    old: Draft, new: Draft, *, pairs: UnitPairs, matched: Matched, tasks: Sequence[TaskChange]
) -> Iterator[TimeChange]:
    """Say which times came, went or changed, but for those that a change of a task tells."""
    told = _told(tasks)
    back = {there: here for here, there in matched.items()}
    inside = _times_by_unit(old), _times_by_unit(new)
    settled = {*pairs.same, *pairs.moved}, {*pairs.same.values(), *pairs.moved.values(), *pairs.changed.values()}
    for i, times in inside[0].items():
        if i in pairs.changed:
            yield from _compare_times(times, inside[1].get(pairs.changed[i], []), told)
        elif i not in settled[0]:
            within = find_top(old, old.units[i].point, matched)
            yield from (TimeChange("dropped", time, None, within) for time in times if (0, time.id) not in told)
    for j, times in inside[1].items():
        if j not in settled[1]:
            within = find_top(new, new.units[j].point, back)
            yield from (TimeChange("added", None, time, within) for time in times if (1, time.id) not in told)
    without = {j for i, j in pairs.changed.items() if i not in inside[0]}
    for j in sorted(without & inside[1].keys()):
        yield from _compare_times([], inside[1][j], told)


def _told(tasks: Sequence[TaskChange]) -> set[tuple[int, str]]:
    """Side and id of the times that changes of tasks tell."""
    told: set[tuple[int, str]] = set()
    for change in tasks:
        if change.kind != "changed" or any(field.field == "time" for field in change.fields):
            for side, task in enumerate((change.old, change.new)):
                if task is not None and task.time is not None:
                    told.add((side, task.time))
    return told


def _times_by_unit(draft: Draft) -> dict[int, list[TimeExpression]]:
    found: dict[int, list[TimeExpression]] = {}
    for time in draft.doc.times if draft.units else ():
        found.setdefault(draft.unit_at(time.span), []).append(time)
    return found


def _compare_times(
    old: Sequence[TimeExpression], new: Sequence[TimeExpression], told: set[tuple[int, str]]
) -> Iterator[TimeChange]:
    """Compare the times of a changed sentence: equal words hold their place, what lies between them is paired."""
    matched = match_sequences([_form(time.text) for time in old], [_form(time.text) for time in new])
    edges = [(-1, -1), *matched, (len(old), len(new))]
    for (i, j), (k, m) in zip(edges, edges[1:], strict=False):
        here, there = old[i + 1 : k], new[j + 1 : m]
        here = [time for time in here if (0, time.id) not in told]
        there = [time for time in there if (1, time.id) not in told]
        for before, after in zip(here, there, strict=False):
            if not _is_same_time(before, after):
                yield TimeChange("changed", before, after)
        yield from (TimeChange("dropped", time, None) for time in here[len(there) :])
        yield from (TimeChange("added", None, time) for time in there[len(here) :])
