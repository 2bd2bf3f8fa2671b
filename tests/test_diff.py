"""Comparison of two drafts: a table of drafts, samples against themselves, hostile drafts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import MOST_GROWTH, ROOT, growth, load_cases

import speechkit
from speechkit.diff import STEPS, compare
from speechkit.diff_model import Difference, SentenceChange
from speechkit.model import Document
from speechkit.plain import plain_form
from speechkit.settings import Settings

SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".txt", ".docx", ".pdf"))
HEAD = "在全市防汛工作会议上的讲话\n{}\n同志们：\n"
DAY = "（2024年5月10日）"


def analyse(text: str) -> Document:
    doc = speechkit.analyze(text, only=STEPS)
    doc.check()
    return doc


def sketch(diff: Difference) -> Iterator[str]:
    """One line a change."""
    yield from (f"head: {field.field} {field.old} → {field.new}" for field in diff.meta)
    for point in diff.points:
        sides = [f"{side.id} {side.title}" for side in (point.old, point.new) if side is not None]
        yield f"{point.kind}: {' → '.join(sides)}" + (f" with {point.below}" if point.below else "")
    for task in diff.tasks:
        if task.kind != "changed":
            yield f"task {task.kind}: {(task.new or task.old).text}"  # type: ignore[union-attr]
        yield from (f"task: {field.field} {field.old} → {field.new}" for field in task.fields)
    for time in diff.times:
        yield "time: " + " → ".join(side.text for side in (time.old, time.new) if side is not None)
    yield from (f"phrase: {phrase.name} {phrase.old} → {phrase.new}" for phrase in diff.phrases)
    yield from (_sketch_sentence(change) for change in diff.sentences if not change.title)
    if diff.relabelled:
        yield f"relabelled {diff.relabelled}"


def _sketch_sentence(change: SentenceChange) -> str:
    points = [side.point or "-" for side in (change.old, change.new) if side is not None]
    place = (
        points[-1] if len(set(points)) == 1 or not (change.kind == "moved" or change.strayed) else " → ".join(points)
    )
    text = (change.new or change.old).text  # type: ignore[union-attr]
    if change.pieces:
        text = "".join({"same": "{}", "old": "[{}→", "new": "{}]"}[p.kind].format(p.text) for p in change.pieces)
    return f"{change.kind} {place}: {text}" + (f" (with {change.within})" if change.within else "")


@pytest.mark.parametrize("case", load_cases("diff.yaml"))
def test_case(case: dict[str, Any]) -> None:
    days = case.get("head", [DAY, DAY])
    old, new = (analyse(HEAD.format(day) + case[name]) for name, day in zip(("old", "new"), days, strict=True))
    found = compare(old, new, Settings())
    assert sorted(sketch(found)) == sorted(case["expect"])
    assert found.is_empty == all(line.startswith("relabelled") for line in case["expect"])
    _assert_whole(found)


@pytest.mark.parametrize("case", load_cases("diff.yaml"))
def test_the_way_back_finds_as_many_changes(case: dict[str, Any]) -> None:
    days = case.get("head", [DAY, DAY])
    old, new = (analyse(HEAD.format(day) + case[name]) for name, day in zip(("old", "new"), days, strict=True))
    there, back = compare(old, new, Settings()), compare(new, old, Settings())
    mirror = {"added": "dropped", "dropped": "added"}
    for name in ("points", "tasks", "times", "sentences"):
        kinds = sorted(change.kind for change in getattr(there, name))
        assert kinds == sorted(mirror.get(change.kind, change.kind) for change in getattr(back, name))


def _assert_whole(diff: Difference) -> None:
    """Spans slice the sources, pieces make the sentences."""
    for change in diff.sentences:
        for side, doc, kind in ((change.old, diff.old, "new"), (change.new, diff.new, "old")):
            if side is not None:
                assert doc.source.text[side.span.start : side.span.end].strip() != ""
                if change.pieces:
                    written = "".join(piece.text for piece in change.pieces if piece.kind != kind)
                    assert plain_form(written) == plain_form(side.text)
                    assert kind == "new" or written == side.text
    assert len({old for old, _ in diff.pairs}) == len({new for _, new in diff.pairs}) == len(diff.pairs)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_speech_is_the_same_as_itself(path: Any) -> None:
    doc = speechkit.analyze(path, only=STEPS)
    found = compare(doc, doc, Settings(), minor=True)
    assert found.is_empty
    assert found.relabelled == 0
    assert [old for old, _ in found.pairs] == [name for name, _ in doc.points()] == [new for _, new in found.pairs]


@pytest.mark.parametrize("path", SAMPLES[:4], ids=lambda path: path.name)
def test_a_speech_against_another_accounts_for_every_sentence(path: Any) -> None:
    """What is neither dropped nor moved nor changed stands in both, in whatever drafts."""
    old, new = speechkit.analyze(path, only=STEPS), speechkit.analyze(SAMPLES[5], only=STEPS)
    found = compare(old, new, Settings())
    _assert_whole(found)
    kinds = [change.kind for change in found.sentences]
    assert kinds.count("dropped") > 20
    assert kinds.count("added") > 20
    gone = {side.span for change in found.sentences if (side := change.old)}
    came = {side.span for change in found.sentences if (side := change.new)}
    assert len(gone) == len([1 for change in found.sentences if change.old])
    assert len(came) == len([1 for change in found.sentences if change.new])


def _sentences(size: int, seed: int) -> str:
    """Sentences of few characters, many of them alike."""
    dice = random.Random(seed)
    return HEAD.format(DAY) + "".join("".join(dice.choices("查改防汛水库堤", k=9)) + "。" for _ in range(size)) + "\n"


def _one_sentence(size: int, seed: int) -> str:
    return HEAD.format(DAY) + "".join(random.Random(seed).choices("查改防汛水库堤", k=size * 10)) + "\n"


def _duties(size: int, seed: int) -> str:
    dice = random.Random(seed)
    rows = (
        f"市{dice.choice('水城应住')}局要在{dice.randint(1, 12)}月底前完成{dice.randint(2, 9)}处排查。"
        for _ in range(size)
    )
    return HEAD.format(DAY) + "".join(rows) + "\n"


@pytest.mark.parametrize("make", [_sentences, _one_sentence, _duties], ids=lambda make: make.__name__)
def test_no_drafts_make_it_slow(make: Any) -> None:
    small, large = (tuple(analyse(make(size, seed)) for seed in (1, 2)) for size in (400, 1600))
    assert growth(lambda docs: compare(*docs, Settings()), small, large) < MOST_GROWTH
