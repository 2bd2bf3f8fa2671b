"""Duties as an iCalendar file (RFC 5545): one all-day event a duty, a recurrence rule where it repeats.

A deadline stands on its last day, a start (…起) on its first; a length without a last day has no place in a
calendar. The event's UID is made from what the speech says, so that importing a file again changes nothing.

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

from speechkit.errors import MissingPackage, WrongUsage
from speechkit.model import Document, TimeExpression
from speechkit.renderers import View
from speechkit.renderers.deadlines import sentence_of
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
        raise MissingPackage("iCalendar files need icalendar; pip install 'speechkit[ics]'") from error
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
        for time in doc.times:
            start = None if time.role == "mention" else _first_start(time, doc.anchor)
            if start is not None:
                calendar.add_component(_make_event(doc, time, start=start, stamp=view.stamp, seen=seen))
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
    event.add("summary", sentence if len(sentence) <= _LONGEST_SUMMARY else sentence[: _LONGEST_SUMMARY - 1] + "…")
    point = f"\n要点：{time.point}" if time.point else ""
    event.add("description", f"{sentence}\n时间：{printable(time.text)}{point}")
    event.add("transp", "TRANSPARENT")
    return event
