"""JSON as `speechkit schema` describes it: one object for one document, an array for several.

Known limitations: none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from speechkit.model import Document, Point, Span
from speechkit.renderers import View

SCHEMA = "speechkit/1"

GROUPS = {
    "outline": ("outline", "declared"),
    "tasks": ("tasks", "times"),
    "deadlines": ("times",),
    "phrases": ("lexicons", "phrases", "patterns", "statistics"),
    "analyze": ("lexicons", "outline", "declared", "roles", "times", "tasks", "phrases", "patterns", "statistics"),
    "check": ("findings",),
}
"""The groups of findings that each command prints, in the order of the contract."""

_ORDER = ("lexicons", "outline", "declared", "roles", "times", "tasks", "phrases", "patterns", "statistics", "findings")


def render(docs: Sequence[Document], view: View) -> str:
    """Render one object, or an array of them for several documents, indented, with a line end."""
    objects = [to_object(doc, view) for doc in docs]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2) + "\n"


def to_object(doc: Document, view: View) -> dict[str, Any]:
    """Build the contract's object of a document, with the groups that the view's command prints."""
    source = doc.source
    groups = GROUPS[view.command]
    return {
        "schema": SCHEMA,
        "source": {
            "path": source.path,
            "format": source.format,
            "encoding": source.encoding,
            "characters": len(source.text),
            "sha256": source.sha256,
        },
        "meta": {
            "title": doc.meta.title,
            "speaker": doc.meta.speaker,
            "date": _day(doc.meta.date),
            "salutation": doc.meta.salutation,
        },
        "anchor_date": _day(doc.anchor),
        **{name: _BUILDERS[name](doc, view) for name in _ORDER if name in groups},
        "notices": [{"code": n.code, "message": n.message, **_span_or_null(n.span)} for n in doc.notices],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _span_or_null(span: Span | None) -> dict[str, Any]:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _lexicons(doc: Document, view: View) -> list[dict[str, Any]]:
    return [
        {"id": label.id, "version": label.version, "title": label.title, "sha256": label.sha256}
        for label in doc.lexicons
    ]


def _outline(doc: Document, view: View) -> list[dict[str, Any]]:
    return _points(doc.outline, "", view.depth)


def _points(points: Sequence[Point], prefix: str, depth: int | None) -> list[dict[str, Any]]:
    if depth == 0:
        return []
    return [
        {
            "id": f"{prefix}{n}",
            "kind": point.kind,
            "label": point.label,
            "ordinal": point.ordinal,
            "title": point.title,
            **_span(point.span),
            "children": _points(point.children, f"{prefix}{n}.", None if depth is None else depth - 1),
        }
        for n, point in enumerate(points, 1)
    ]


def _declared(doc: Document, view: View) -> list[dict[str, Any]]:
    return [{**_span(d.span), "text": d.text, "count": d.count, "found": d.found} for d in doc.declared]


def _roles(doc: Document, view: View) -> list[dict[str, Any]]:
    return [{"role": passage.role, **_span(passage.span)} for passage in doc.passages]


def _times(doc: Document, view: View) -> list[dict[str, Any]]:
    return [
        {
            "id": time.id,
            **_span(time.span),
            "text": time.text,
            "role": time.role,
            "timex": time.timex,
            "earliest": _day(time.earliest),
            "latest": _day(time.latest),
            "rrule": time.rrule,
            "duration": time.duration,
            "approximate": time.approximate,
            "point": time.point,
        }
        for time in doc.times
        if time.role != "mention" or view.command in ("analyze", "tasks") or view.mentions
    ]


def _tasks(doc: Document, view: View) -> list[dict[str, Any]]:
    from speechkit.renderers.tasks import select_tasks  # late: `outline` has no use for it

    return [
        {
            "id": task.id,
            **_span(task.span),
            "text": task.text,
            "point": task.point,
            "owners": [
                {"text": o.text, **_span(o.span), "role": o.role, "inherited": o.inherited} for o in task.owners
            ],
            "time": task.time,
            "quantity": task.quantity,
            "modality": task.modality,
            "key": task.key,
        }
        for task in select_tasks(doc, view)
    ]


def _phrases(doc: Document, view: View) -> list[dict[str, Any]]:
    return [
        {
            **_span(phrase.span),
            "text": phrase.text,
            "lexicon": phrase.lexicon,
            "category": phrase.category,
            "entry": phrase.entry,
            "point": phrase.point,
        }
        for phrase in doc.phrases
    ]


def _patterns(doc: Document, view: View) -> list[dict[str, Any]]:
    return [
        {
            **_span(pattern.span),
            "text": pattern.text,
            "lexicon": pattern.lexicon,
            "pattern": pattern.pattern,
            "slots": list(pattern.slots),
            "point": pattern.point,
        }
        for pattern in doc.patterns
    ]


def _findings(doc: Document, view: View) -> list[dict[str, Any]]:
    from speechkit.places import find_lines  # late: only a check counts lines

    lines = find_lines(doc.source.text)

    def placed(span: Span) -> dict[str, Any]:
        line, column = lines.place(span.start)
        return {**_span(span), "line": line, "column": column}

    return [
        {
            "rule": finding.rule,
            "group": finding.group,
            "level": finding.level,
            **placed(finding.span),
            "text": finding.text,
            "message": finding.message,
            "advice": finding.advice,
            "basis": finding.basis,
            "others": [placed(span) for span in finding.others],
            "fix": [{"start": edit.start, "end": edit.end, "new": edit.new} for edit in finding.fix],
        }
        for finding in doc.findings
    ]


def _statistics(doc: Document, view: View) -> dict[str, Any] | None:
    counts = doc.statistics
    if counts is None:
        return None
    return {
        "characters": counts.characters,
        "sentences": counts.sentences,
        "tokens": counts.tokens,
        "phrase_density": counts.phrase_density,
        "keywords": [{"text": word.text, "weight": word.weight} for word in counts.keywords],
    }


_BUILDERS: dict[str, Callable[[Document, View], Any]] = {
    "lexicons": _lexicons,
    "outline": _outline,
    "declared": _declared,
    "roles": _roles,
    "times": _times,
    "tasks": _tasks,
    "phrases": _phrases,
    "patterns": _patterns,
    "statistics": _statistics,
    "findings": _findings,
}
