"""Duties as an iCalendar file (RFC 5545): one all-day event a duty, a recurrence rule where it repeats.

A deadline stands on its last day, a start (…起) on its first; a length without a last day has no place in a
calendar. An event is named after who leads and what is to be done, and says which speech asked for it. Its UID is made
from what the speech says, so that importing a file again changes nothing.

Known limitations: clock times stand in rules only (BYHOUR), as local times of the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING

from speechkit.align import cleaned
from speechkit.errors import WrongUsage, missing_package
from speechkit.model import Document, Task, TimeExpression
from speechkit.renderers import View
from speechkit.renderers.deadlines import duties_of, owner_names, sentence_of
from speechkit.renderers.safety import printable

if TYPE_CHECKING:
    from icalendar import Event

_LONGEST_SUMMARY = 60
"""Characters of an event's title."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render one calendar with the duties of all documents; line ends are \\r\\n.

    Raises:
        MissingPackage: icalendar is not installed.
        WrongUsage: the day of a speech is not known, or the view has no `stamp`.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise missing_package("the format ics", "icalendar") from error
    if view.stamp is None:
        raise WrongUsage("an iCalendar file needs the time of writing (DTSTAMP)")
    calendar = Calendar()
    calendar.add("prodid", "-//speechkit//deadlines//ZH")
    calendar.add("version", "2.0")
    seen: Counter[str] = Counter()
    for doc in docs:
        if doc.anchor is None:
            raise WrongUsage(
                "the day of the speech is not known, so there are no days; give --date", path=doc.source.path
            )
        duties = duties_of(doc)
        for time in doc.times:
            start = None if time.role == "mention" else _first_start(time, doc.anchor)
            if start is not None:
                event = _make_event(doc, time, start=start, stamp=view.stamp, seen=seen)
                _describe(event, doc, time, duties.get(time.id))
                calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data.decode("utf-8")


def _first_start(time: TimeExpression, anchor: date) -> date | datetime | None:
    """The day of a duty; of a recurrence the first on or after the anchor, with its hour if the rule has one."""
    if time.rrule is None:
        return time.latest or time.earliest
    rrulestr = import_module("dateutil.rrule").rrulestr  # icalendar brings it; it has no type stubs
    midnight = datetime(anchor.year, anchor.month, anchor.day)
    first: datetime = next(iter(rrulestr(time.rrule, dtstart=midnight)), midnight)
    return first if _is_clocked(time.rrule) else first.date()


def _is_clocked(rrule: str) -> bool:
    """True for rules that a day alone cannot hold (RFC 5545: no BYHOUR beside a DATE)."""
    return "BYHOUR" in rrule or rrule.startswith(("FREQ=HOURLY", "FREQ=MINUTELY"))


def _make_event(
    doc: Document, time: TimeExpression, *, start: date | datetime, stamp: datetime, seen: Counter[str]
) -> Event:
    from icalendar import Event, vRecur

    sentence = printable(sentence_of(doc, time))  # RFC 5545, 3.1: no controls
    content = "\n".join((sentence, time.text, time.rrule or str(start)))
    seen[content] += 1
    event = Event()
    digest = sha256("\n".join((content, str(seen[content]))).encode()).hexdigest()
    event.add("uid", f"{digest[:32]}@speechkit")
    event.add("dtstamp", stamp)
    event.add("dtstart", start)
    with suppress(OverflowError):  # the last day of Python's calendar: an event without an end lasts that day
        event.add("dtend", start + (timedelta(minutes=30) if isinstance(start, datetime) else timedelta(days=1)))
    if time.rrule is not None:
        event.add("rrule", vRecur.from_ical(time.rrule))
    event.add("transp", "TRANSPARENT")
    return event


def _describe(event: Event, doc: Document, time: TimeExpression, duty: Task | None) -> None:
    """Add what people read of an event: who and what in one line, then the sentence and where it stands."""
    sentence = sentence_of(doc, time)
    names = owner_names(doc, duty, "lead") if duty is not None else ()
    leads = "、".join(names)
    text = " ".join(cleaned(doc, duty.span).split()) if duty is not None else sentence
    summary = printable(f"{leads}：{text}" if any(name not in text for name in names) else text)
    event.add("summary", summary if len(summary) <= _LONGEST_SUMMARY else summary[: _LONGEST_SUMMARY - 1] + "…")
    lines = (
        sentence,
        f"牵头单位：{leads}" if leads else "",
        f"时间：{time.text}",
        f"要点：{time.point}" if time.point else "",
        f"讲话：{doc.meta.title or doc.source.path or '-'}（{doc.anchor}）",
    )
    event.add("description", "\n".join(printable(line) for line in lines if line))
