"""Random edits of generated speeches, and the comparison that must give exactly these edits back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from speech_maker import (
    ACTS,
    DEADLINES,
    GROUND,
    INSERTED,
    NEW_TITLES,
    OWNERS,
    PHRASES,
    STRENGTHS,
    TITLES,
    Duty,
    Part,
    Speech,
    change_part,
    drop_part,
    write,
)

import speechkit
from speechkit.diff import STEPS, compare
from speechkit.diff_model import Difference
from speechkit.model import Document
from speechkit.settings import Settings

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Expected:
    """What a comparison must find."""

    points: set[tuple[str, str, str]] = field(default_factory=set)
    """Kind, old title, new title; "" where there is none."""
    duties: dict[str, tuple[Duty, Duty]] = field(default_factory=dict)
    """By act: as it was and as it is."""
    dropped: set[str] = field(default_factory=set)
    """Texts of the duties that went with their point."""
    gone: set[str] = field(default_factory=set)
    """Texts of all sentences that went with their point."""
    added: set[str] = field(default_factory=set)
    """Sentences."""
    phrases: set[tuple[str, int, int]] = field(default_factory=set)


def analyse(speech: Speech) -> Document:
    doc = speechkit.analyze(write(speech), only=STEPS)
    doc.check()
    return doc


def test_the_ground_holds_nothing_that_a_comparison_names() -> None:
    doc = speechkit.analyze("题\n同志们：\n一、查\n" + "\n".join(GROUND + INSERTED + TITLES + NEW_TITLES) + "\n")
    assert (doc.times, doc.tasks, doc.phrases, doc.patterns) == ((), (), (), ())


def test_each_duty_is_one_task_and_each_stock_sentence_one_phrase() -> None:
    duties = [
        Duty(OWNERS[n % 8], strength, DEADLINES[n % 7], act) for strength in STRENGTHS for n, act in enumerate(ACTS)
    ]
    parts = (Part(0, "查", tuple(duties)), Part(1, "改", tuple(PHRASES.values())))
    doc = analyse(parts)
    times = {time.id: time.text for time in doc.times}
    assert [(task.owners[0].text, times[task.time or ""], task.modality) for task in doc.tasks] == [
        (duty.owner, duty.deadline, STRENGTHS[duty.strength]) for duty in duties
    ]
    assert [phrase.entry for phrase in doc.phrases] == list(PHRASES)


@st.composite
def speeches(draw: Draw) -> Speech:
    """Two to four sections of two to four points, with two to four sentences of ground and duties each."""
    titles = iter(draw(st.permutations(TITLES)))
    ground = iter(draw(st.permutations(GROUND)))
    acts = iter(draw(st.permutations(ACTS)))
    keys = iter(range(100))
    sections = []
    for _ in range(draw(st.integers(2, 3))):
        parts = []
        for _ in range(draw(st.integers(2, 4))):
            body: list[str | Duty] = [next(ground), next(ground)]
            if draw(st.booleans()) and len(sections) < 3:
                duty = Duty(
                    draw(st.sampled_from(OWNERS)),
                    draw(st.sampled_from(tuple(STRENGTHS))),
                    draw(st.sampled_from(DEADLINES)),
                    next(acts),
                )
                body.insert(draw(st.integers(0, 2)), duty)
            parts.append(Part(next(keys), next(titles), tuple(body)))
        sections.append(Part(next(keys), next(titles), (), tuple(parts)))
    return tuple(sections)


def _drop(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Drop a point with all that stands below it."""
    part = draw(st.sampled_from([p for top in speech for p in top.walk()]))
    if not {below.key for below in part.walk()} <= left or _is_last(speech, part):
        return speech
    left -= {top.key for top in speech if part in top.walk()}  # a section that lost a point stays
    left -= {below.key for below in part.walk()}
    expected.points.add(("dropped", part.title, ""))
    expected.dropped |= {duty.text for duty in part.duties()}
    for below in part.walk():
        expected.gone |= {item.text if isinstance(item, Duty) else item for item in below.body}
        expected.gone.add(below.title)
    return drop_part(speech, part)


def _is_last(speech: Speech, part: Part) -> bool:
    """Whether a point is needed, so that its series stays a series."""
    series = next((top.parts for top in speech if part in top.parts), speech)
    return len(series) < 3


def _move(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Move a point below another section."""
    source, target = draw(st.permutations(speech))[:2]
    if len(source.parts) < 3:
        return speech
    part = draw(st.sampled_from(source.parts))
    if part.key not in left:
        return speech
    left.discard(part.key)
    expected.points.add(("moved", part.title, part.title))
    place = draw(st.integers(0, len(target.parts)))
    speech = drop_part(speech, part)
    return change_part(speech, target, parts=(*target.parts[:place], part, *target.parts[place:]))


def _shift(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Move a point past at least two others of its section, which stay where they are."""
    section = draw(st.sampled_from(speech))
    keys = {part.key for part in section.parts}
    if len(section.parts) < 3 or not keys <= left:
        return speech
    left -= keys
    first, *rest = section.parts
    expected.points.add(("moved", first.title, first.title))
    place = draw(st.integers(2, len(rest)))
    return change_part(speech, section, parts=(*rest[:place], first, *rest[place:]))


def _rename(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Give a point another heading."""
    part = draw(st.sampled_from([p for top in speech for p in top.walk()]))
    title = draw(st.sampled_from(NEW_TITLES))
    if not {below.key for below in part.walk()} <= left or any(title == new for _, _, new in expected.points):
        return speech
    left.discard(part.key)
    expected.points.add(("renamed", part.title, title))
    return change_part(speech, part, title=title)


def _redirect(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Move a deadline, swap an owner or change the strength of a duty."""
    holders = [part for top in speech for part in top.walk() if any(isinstance(x, Duty) for x in part.body)]
    if not holders:
        return speech
    part = draw(st.sampled_from(holders))
    (duty,) = part.duties()
    if part.key not in left or duty.act in expected.duties:
        return speech
    others = [replace(duty, deadline=day) for day in DEADLINES if day != duty.deadline]
    others += [replace(duty, owner=owner) for owner in OWNERS if owner != duty.owner]
    others += [replace(duty, strength=strength) for strength in STRENGTHS if strength != duty.strength]
    other = draw(st.sampled_from(others))
    left.discard(part.key)
    expected.duties[duty.act] = duty, other
    return change_part(speech, part, body=tuple(other if item == duty else item for item in part.body))


def _insert(draw: Draw, speech: Speech, left: set[int], expected: Expected) -> Speech:
    """Insert a sentence, with or without a stock phrase."""
    part = draw(st.sampled_from([p for top in speech for p in top.parts]))
    sentence = draw(st.sampled_from([*INSERTED, *PHRASES.values()]))
    if part.key not in left or sentence in expected.added:
        return speech
    left.discard(part.key)
    expected.added.add(sentence)
    expected.phrases |= {(phrase, 0, 1) for phrase, text in PHRASES.items() if text == sentence}
    place = draw(st.integers(0, len(part.body)))
    return change_part(speech, part, body=(*part.body[:place], sentence, *part.body[place:]))


EDITS = (_drop, _move, _shift, _rename, _redirect, _insert)


@given(data=st.data(), speech=speeches())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_exactly_the_edits_come_back(data: st.DataObject, speech: Speech) -> None:
    expected = Expected()
    left = {part.key for top in speech for part in top.walk()}
    edited = speech
    for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=5)):
        edited = edit(data.draw, edited, left, expected)
    found = compare(analyse(speech), analyse(edited), Settings())
    _assert_points_and_tasks(found, expected)
    _assert_text(found, expected)
    assert found.meta == ()
    assert found.is_empty == (expected == Expected())


def _assert_points_and_tasks(found: Difference, expected: Expected) -> None:
    assert {
        (change.kind, change.old.title if change.old else "", change.new.title if change.new else "")
        for change in found.points
    } == expected.points
    dropped = {change.old.text + "。" for change in found.tasks if change.kind == "dropped" and change.old}
    assert dropped == expected.dropped
    assert all(change.within for change in found.tasks if change.kind == "dropped")
    changed = [change for change in found.tasks if change.kind == "changed"]
    assert len(found.tasks) == len(dropped) + len(changed)
    assert {
        (change.old.text + "。", change.new.text + "。", tuple((f.field, f.old, f.new) for f in change.fields))
        for change in changed
        if change.old and change.new
    } == {(old.text, new.text, _fields(old, new)) for old, new in expected.duties.values()}
    assert found.times == ()


def _fields(old: Duty, new: Duty) -> tuple[tuple[str, str, str], ...]:
    rows = (
        ("time", old.deadline, new.deadline),
        ("lead", old.owner, new.owner),
        ("strength", STRENGTHS[old.strength], STRENGTHS[new.strength]),
    )
    return tuple(row for row in rows if row[1] != row[2])


def _assert_text(found: Difference, expected: Expected) -> None:
    assert {(phrase.name, phrase.old, phrase.new) for phrase in found.phrases} == expected.phrases
    by_kind: dict[str, set[tuple[str, str]]] = {}
    for change in found.sentences:
        old, new = change.old.text if change.old else "", change.new.text if change.new else ""
        by_kind.setdefault("title" if change.title else change.kind, set()).add((old, new))
        if change.pieces:
            assert "".join(p.text for p in change.pieces if p.kind != "new") == old
            assert "".join(p.text for p in change.pieces if p.kind != "old") == new
    assert by_kind.pop("changed", set()) == {(old.text, new.text) for old, new in expected.duties.values()}
    assert by_kind.pop("added", set()) == {("", text) for text in expected.added}
    assert {old.rstrip("。") for old, _ in by_kind.pop("dropped", set())} == {t.rstrip("。") for t in expected.gone}
    titles = {(old.rstrip("。"), new.rstrip("。")) for old, new in by_kind.pop("title", set())}
    assert titles == {(old, new) for kind, old, new in expected.points if kind == "renamed"}
    assert by_kind == {}
