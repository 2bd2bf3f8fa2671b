"""The step "times": every time of a speech with its role, its days, its recurrence or its length.

Known limitations: see `timex`, `time_values` and `time_roles`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from speechkit.align import to_source, to_text
from speechkit.calendar_cn import festival_day
from speechkit.model import Document, Notice, Passage, Role, Span, TimeExpression, TimeRole
from speechkit.points import index_points
from speechkit.sentences import find_sentences
from speechkit.settings import Settings
from speechkit.time_periods import LOOK_BACK
from speechkit.time_roles import Scene, judge, looks_back, runs_from_event, set_scene
from speechkit.time_values import Value, resolve
from speechkit.timex import find_times
from speechkit.timex_parts import Found

_NEAR = 120
"""Characters before a bare 节前 in which the feast may be named."""
_FEASTS = 6
"""Feasts, the last named, that a bare 节前 may mean."""
_CLOSE = 60
"""Characters over which a year that is named still holds for a month behind it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A time with its role and what it comes to; positions are of the text."""

    found: Found
    role: TimeRole
    value: Value


def run(doc: Document, settings: Settings) -> Document:
    """Find the document's times; `settings` has nothing for them, the anchor is the document's."""
    passages = tuple(replace(passage, span=to_text(doc.alignment, passage.span)) for passage in doc.passages)
    judged = judge_times(doc.folded, anchor=doc.anchor, sentences=doc.sentences, passages=passages)
    times, notices = _in_source(doc, judged)
    return replace(doc, times=times, notices=doc.notices + notices)


def judge_times(
    text: str,
    *,
    anchor: date | None,
    sentences: Sequence[Span] | None = None,
    passages: Sequence[Passage] = (),
) -> tuple[Judged, ...]:
    """Find the times of a text, decide their roles and count their days.

    Args:
        text: cleaned and folded.
        anchor: the day of the speech; None: no days.
        sentences: of the text; None: found here.
        passages: of the text, in order, as far as they are known; a hint only.
    Returns:
        The times in text order; repetitions and lengths that bind nobody are left out.
    """
    spans = find_sentences(text) if sentences is None else sentences
    feasts: list[Found] = []
    dated: Found | None = None  # the last time that names its year
    judged: list[Judged] = []
    listed: list[Found] = []
    for found in find_times(text, sentences=spans):
        listed.append(found)
        if found.listed:
            continue
        sentence = spans[bisect_right(spans, found.start, key=attrgetter("start")) - 1]
        group = found if len(listed) == 1 else replace(found, start=listed[0].start)
        scene = set_scene(text, sentence, group, _role_at(passages, sentence.start))
        for member in listed:
            member = _lend_year(member, dated, text)
            dated = member if member.first is not None and member.first.has_year() else dated
            festival = _named_feast(member, feasts, anchor=anchor, text=text)
            one = _judge_one(member, scene, anchor, festival)
            if one is not None:
                judged.append(one)
            if member.first is not None and member.first.festival not in (None, "any"):
                feasts.append(member)
        listed.clear()
    return tuple(judged)


def _lend_year(found: Found, dated: Found | None, text: str) -> Found:
    """Give a later month the coming year that was named just before it (明年4月底前…，6月底前…)."""
    part, other = found.first, None if dated is None else dated.last or dated.first
    if dated is None or other is None or part is None or part.has_year() or not (part.month and other.month):
        return found
    between = text[dated.end : found.start]
    if len(between) > _CLOSE or "\n" in between or part.month < other.month or (other.near_year or 0) < 0:
        return found
    return replace(found, first=replace(part, year=other.year, near_year=other.near_year))


def _judge_one(found: Found, scene: Scene, anchor: date | None, festival: str | None) -> Judged | None:
    if runs_from_event(found, scene):
        found = replace(found, since="event")
    ahead = found.bound == "before" and _may_be_next(found)
    value = resolve(found, anchor, back=False, forward=ahead, festival=festival)
    role = judge(found, value, scene, anchor)
    if role is None:
        return None
    if value.impossible and found.kind == "set":
        return Judged(replace(found, rrule=None), role, value)
    back = role == "mention" and looks_back(found, scene)
    if back or (role == "deadline" and _may_be_next(found)):
        value = resolve(found, anchor, back=back, forward=not back, festival=festival)
    return Judged(found, role, value)


def _may_be_next(found: Found) -> bool:
    """True for a day of the week or month alone (周五前, 5日前), which for a duty is the next one."""
    part = found.first
    return part is not None and (
        (part.day is not None and part.month is None) or (part.weekday is not None and part.near_week is None)
    )


def _role_at(passages: Sequence[Passage], position: int) -> Role | None:
    place = bisect_right(passages, position, key=lambda passage: passage.span.start) - 1
    return passages[place].role if place >= 0 and position < passages[place].span.end else None


def _named_feast(found: Found, feasts: Sequence[Found], *, anchor: date | None, text: str) -> str | None:
    """The feast that a bare 节前 means: of those named shortly before it in its paragraph, the first to come."""
    if anchor is None or found.first is None or found.first.festival != "any":
        return None
    days = [
        (day, other.first.festival)
        for other in feasts[-_FEASTS:]
        if other.first is not None and other.first.festival is not None
        if found.start - other.end <= _NEAR and "\n" not in text[other.end : found.start]
        for year in (anchor.year, anchor.year + 1)
        if (day := festival_day(other.first.festival, year)) is not None and 0 < (day - anchor).days <= LOOK_BACK
    ]
    return min(days)[1] if days else None


def _in_source(doc: Document, judged: Sequence[Judged]) -> tuple[tuple[TimeExpression, ...], tuple[Notice, ...]]:
    """Give the times their places in the source, ids and points, and say what is odd about them."""
    points = index_points(doc.points())
    times: list[TimeExpression] = []
    notices: list[Notice] = []
    for number, item in enumerate(judged, 1):
        found, value = item.found, item.value
        span = to_source(doc.alignment, Span(found.start, found.end))
        written = doc.text[found.start : found.end]  # cleaned: the source's may hold line ends
        times.append(
            TimeExpression(
                id=f"D{number}",
                span=span,
                text=doc.source.text[span.start : span.end],
                role=item.role,
                timex=value.timex,
                earliest=value.earliest,
                latest=value.latest,
                rrule=found.rrule,
                duration=found.duration,
                approximate=found.bound in ("around", "about"),
                point=points.at(span.start),
            )
        )
        if value.impossible:
            notices.append(Notice("impossible-date", f"日历上没有这一天：{written}", span))
        if value.guessed:
            notices.append(Notice("unknown-holidays", f"{written}：该年节假日安排未知，按周一至周五计算", span))
    return tuple(times), tuple(notices)
