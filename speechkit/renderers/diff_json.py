"""A difference of two drafts as JSON; docs/diff.md describes it.

Known limitations: none.
"""

from __future__ import annotations

import json
from typing import Any

from speechkit.diff_model import (
    Difference,
    PhraseChange,
    PointChange,
    PointSide,
    SentenceChange,
    SentenceSide,
    TaskChange,
    TimeChange,
)
from speechkit.model import Document, Task, TimeExpression
from speechkit.renderers.diff_labels import DiffView

SCHEMA = "speechkit-diff/1"


def render(diff: Difference, view: DiffView) -> str:
    """Render one object, indented, with a line end."""
    return json.dumps(to_object(diff), ensure_ascii=False, indent=2) + "\n"


def to_object(diff: Difference) -> dict[str, Any]:
    """The object; offsets of `old` count in the old draft's source, those of `new` in the new one's."""
    return {
        "schema": SCHEMA,
        "old": _source(diff.old),
        "new": _source(diff.new),
        "same": diff.is_empty,
        "pairs": [list(pair) for pair in diff.pairs],
        "relabelled": diff.relabelled,
        "head": [{"field": field.field, "old": field.old, "new": field.new} for field in diff.meta],
        "points": [_point_change(change) for change in diff.points],
        "tasks": [_task_change(change) for change in diff.tasks],
        "times": [_time_change(change) for change in diff.times],
        "phrases": [_phrase_change(change) for change in diff.phrases],
        "sentences": [_sentence_change(change) for change in diff.sentences],
    }


def _source(doc: Document) -> dict[str, Any]:
    source = doc.source
    return {
        "path": source.path,
        "format": source.format,
        "characters": len(source.text),
        "sha256": source.sha256,
        "anchor_date": doc.anchor.isoformat() if doc.anchor else None,
    }


def _point_change(change: PointChange) -> dict[str, Any]:
    return {"change": change.kind, "old": _point(change.old), "new": _point(change.new), "below": change.below}


def _point(side: PointSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    span = side.point.span
    return {"id": side.id, "label": side.point.label, "title": side.title, "start": span.start, "end": span.end}


def _task_change(change: TaskChange) -> dict[str, Any]:
    return {
        "change": change.kind,
        "old": _task(change.old),
        "new": _task(change.new),
        "fields": [{"field": field.field, "old": field.old, "new": field.new} for field in change.fields],
        "within": change.within,
    }


def _task(task: Task | None) -> dict[str, Any] | None:
    if task is None:
        return None
    return {
        "id": task.id,
        "start": task.span.start,
        "end": task.span.end,
        "text": task.text,
        "point": task.point,
        "key": task.key,
    }


def _time_change(change: TimeChange) -> dict[str, Any]:
    return {"change": change.kind, "old": _time(change.old), "new": _time(change.new), "within": change.within}


def _time(time: TimeExpression | None) -> dict[str, Any] | None:
    if time is None:
        return None
    return {
        "id": time.id,
        "start": time.span.start,
        "end": time.span.end,
        "text": time.text,
        "role": time.role,
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
        "point": time.point,
    }


def _phrase_change(change: PhraseChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "lexicon": change.lexicon,
        "category": change.category or None,
        "old": change.old,
        "new": change.new,
    }


def _sentence_change(change: SentenceChange) -> dict[str, Any]:
    return {
        "change": change.kind,
        "old": _sentence(change.old),
        "new": _sentence(change.new),
        "pieces": [[piece.kind, piece.text] for piece in change.pieces],
        "within": change.within,
        "title": change.title,
        "strayed": change.strayed,
    }


def _sentence(side: SentenceSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"start": side.span.start, "end": side.span.end, "text": side.text, "point": side.point}
