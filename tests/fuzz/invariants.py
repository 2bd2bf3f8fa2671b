"""What must hold of every output, whatever the input was. Each function raises AssertionError, or returns."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import Any
from xml.etree import ElementTree

from dateutil.rrule import rrulestr
from icalendar import Calendar

from speechkit.align import to_source
from speechkit.errors import SpeechkitError
from speechkit.model import Document, Span, TimeExpression
from speechkit.records import check_record
from speechkit.renderers import FORMATS, View, load_renderer
from speechkit.renderers.json import to_object
from speechkit.renderers.safety import terminal_text

STAMP = datetime(2024, 9, 18, 9, 30)
_DURATION = re.compile(r"P(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?")
_RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may stand in no output for a terminal: controls but line ends, direction marks, halves of characters."""
_DRAWN = ("tree", "table", "text")
_PACKED = ("xlsx", "docx")


def outcome(work: Callable[[], Any]) -> Any:
    """What a piece of work returns, or the SpeechkitError that it raises; any other exception is a find."""
    try:
        return work()
    except SpeechkitError as error:
        assert error.message
        assert "\n" not in error.message or error.code in ("bad-lexicon", "wrong-usage"), "an error is one line"
        return error


def holds(doc: Document) -> None:
    """The document's own invariants, and those that it does not look after."""
    doc.check()
    size = len(doc.source.text)
    points = {name for name, _ in doc.points()}
    for group in (doc.times, doc.tasks, doc.phrases, doc.patterns):
        assert all(item.point is None or item.point in points for item in group)
    for notice in doc.notices:
        assert notice.span is None or 0 <= notice.span.start <= notice.span.end <= size
    _apart(doc.sentences, len(doc.text))
    _apart([time.span for time in doc.times], size)
    _apart([task.span for task in doc.tasks], size)
    for time in doc.times:
        _holds_time(time)
    _holds_tasks(doc)
    said = (doc.meta.title, doc.meta.speaker, doc.meta.salutation, *(task.quantity for task in doc.tasks))
    assert all(text is None or text.strip() for text in said), "what is not said is None"
    if doc.statistics is not None:
        assert 0 <= doc.statistics.phrase_density <= 1
        assert 0 <= doc.statistics.characters <= len(doc.text)


def _apart(spans: Sequence[Span], size: int) -> None:
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= size
        last = span.end


def _holds_time(time: TimeExpression) -> None:
    if time.earliest is not None and time.latest is not None:
        assert time.earliest <= time.latest, time
    if time.rrule is not None:
        assert list(islice(rrulestr(time.rrule, dtstart=datetime(2024, 1, 1)), 2)), time
    if time.duration is not None:
        assert _DURATION.fullmatch(time.duration), time
        assert any(c in "123456789" for c in time.duration), time
    if time.rrule is None and time.role == "recurring":  # 每年2月30日
        assert (time.timex, time.latest) == (None, None), time
    assert time.timex is None or time.timex.isascii(), time


def _holds_tasks(doc: Document) -> None:
    markers = sorted(point.span.start for _, point in doc.points())
    assert [task.id for task in doc.tasks] == [f"T{n}" for n in range(1, len(doc.tasks) + 1)]
    assert [time.id for time in doc.times] == [f"D{n}" for n in range(1, len(doc.times) + 1)]
    roles = {time.id: time.role for time in doc.times}
    for task in doc.tasks:
        inside = [start for start in markers if task.span.start < start < task.span.end]
        assert not inside, f"a task runs over a marker: {task}"
        assert task.text.strip(), task
        assert task.time is None or roles[task.time] != "mention", task
        for owner in task.owners:
            assert owner.text.strip(), task
            within = task.span.start <= owner.span.start and owner.span.end <= task.span.end
            assert within or owner.inherited, task


def aligned(doc: Document) -> None:
    """Every character of the text has its place in the source, in order."""
    last = 0
    for at in range(len(doc.text)):
        place = to_source(doc.alignment, Span(at, at + 1))
        assert last <= place.start <= place.end <= len(doc.source.text)
        last = place.start


def rendered(doc: Document, view: View, form: str) -> str | bytes:
    """A document in one format of a command, read back with what reads it."""
    content = load_renderer(view.command, form)([doc], view)
    assert content == load_renderer(view.command, form)([doc], view)
    if isinstance(content, bytes) or form in _PACKED:
        return content
    shown = content if form in _DRAWN else terminal_text(content, drawn=False).replace("\t", "").replace("\r\n", "\n")
    assert not _RAW.search(shown), f"{form}: {_RAW.search(shown)!r}"
    if form in _DRAWN:
        return content
    if form in ("json", "sarif"):
        json.loads(content)
    elif form == "csv":
        rows = list(csv.reader(StringIO(content, newline="")))
        assert len({len(row) for row in rows}) == 1, form
    elif form == "opml":
        ElementTree.fromstring(content)
    elif form == "ics":
        Calendar.from_ical(content)
    return content


def record_of(doc: Document) -> dict[str, Any]:
    """The document as a record, which the contract must let through."""
    record = json.loads(json.dumps(to_object(doc, View("analyze")), ensure_ascii=False))
    checked: dict[str, Any] = check_record(record, "fuzz:1")
    return checked


def everything(doc: Document) -> list[str | bytes | SpeechkitError]:
    """A document in every format of every command but `check`."""
    made = []
    for command in ("outline", "analyze", "deadlines", "tasks", "phrases"):
        for row in FORMATS[command]:
            view = View(command, mentions=True, stamp=STAMP if row.name == "ics" else None)
            made.append(outcome(lambda view=view, name=row.name: rendered(doc, view, name)))  # .ics asks for a day
    return made
