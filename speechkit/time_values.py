"""What a time comes to, counted from the day of the speech: first and last day, TIMEX3 value.

The conventions are those of docs/times.md: bounds (…前, …底) have a last day only, periods both; a day or month
without a year lies in the anchor's year, or in the next where it would be more than 183 days gone.

Known limitations: TIMEX3 has no value for thirds of a month (旬) and none for ranges: a third has its month's
value, a range those of its ends with a slash.
Source: TimeML 1.2.1, TIMEX3; ISO 8601.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from speechkit.calendar_cn import next_holiday
from speechkit.time_periods import Period, find_period, unit, write_timex, write_unanchored
from speechkit.timex_parts import Found, Part
from speechkit.workdays import add_months, add_workdays

_DAY = timedelta(days=1)
_LEAP_YEAR = 2024
_YEARLY_DAY = re.compile(r"BYMONTH=(?P<months>[\d,]+);BYMONTHDAY=(?P<day>\d+)")


@dataclass(frozen=True, slots=True)
class Value:
    """What a time comes to.

    Attributes:
        earliest, latest: days, included; None where the words set none.
        timex: TIMEX3 value; None where TIMEX3 has none.
        impossible: True where the calendar lacks the day (2月30日).
        guessed: True where working days were counted without knowing that year's public holidays.
    """

    earliest: date | None = None
    latest: date | None = None
    timex: str | None = None
    impossible: bool = False
    guessed: bool = False


def resolve(found: Found, anchor: date | None, *, back: bool, forward: bool, festival: str | None) -> Value:
    """Count a time from an anchor.

    Args:
        found: what the text says.
        anchor: the day of the speech; None: no days, only what the words themselves tell of `timex`.
        back: a report of the past: what would lie ahead is the year, month or week before.
        forward: a duty: a day of the month or week that is gone is the next one.
        festival: what a bare 节前 means; None: the next public holiday.
    """
    if found.kind == "set":
        return Value(impossible=True) if _never_comes(found.rrule or "") else Value(timex=found.timex)
    if found.kind == "length":
        return _resolve_length(found, anchor)
    try:
        if found.kind == "ago":
            return _resolve_ago(found, anchor)
        return _resolve_calendar(found, anchor, back=back, forward=forward, festival=festival)
    except OverflowError:
        return Value(impossible=True)


def _never_comes(rrule: str) -> bool:
    """True for a yearly day that no year has (每年2月30日)."""
    match = _YEARLY_DAY.search(rrule)
    if match is None:
        return False
    return all(int(match["day"]) > monthrange(_LEAP_YEAR, int(month))[1] for month in match["months"].split(","))


def _resolve_length(found: Found, anchor: date | None) -> Value:
    """Count a length from the anchor where it has a last day; one that another event starts has none."""
    value = Value(timex=found.duration)
    if anchor is None or found.licence != "within" or found.since == "event":
        return value
    count = int(found.count)
    if found.unit == "workday":
        workday = add_workdays(anchor, count) if 0 < count <= 1000 else None
        return replace(value, latest=workday.day, guessed=not workday.known) if workday else value
    if found.unit.startswith("T"):
        count = int(found.count * (3600 if found.unit == "TH" else 60)) // 86400
    return replace(value, latest=_later(anchor, count, found.unit))


def _later(day: date, count: int, unit: str) -> date | None:
    if unit in ("M", "Y"):
        return add_months(day, count * (12 if unit == "Y" else 1))
    try:
        return day + count * (7 if unit == "W" else 1) * _DAY
    except OverflowError:
        return None


def _resolve_ago(found: Found, anchor: date | None) -> Value:
    if anchor is None:
        return Value()
    count = int(found.count)
    day = _later(anchor, -count if found.back else count, found.unit)
    if day is None:
        return Value(impossible=True)
    width = {"M": 7, "Y": 4}.get(found.unit, 10)
    return Value(day, day, day.isoformat()[:width])


def _resolve_calendar(found: Found, anchor: date | None, *, back: bool, forward: bool, festival: str | None) -> Value:
    first, last = found.first, found.last
    if first is None or first.season:
        return Value()
    if anchor is None:
        return Value(timex=_unanchored(first, last))
    first = _name_festival(first, festival, anchor)
    last = _name_festival(last, festival, anchor) if last else first
    closing = find_period(last, anchor, back=back, forward=forward)
    if closing is None:
        return Value(timex=_unanchored(first, last if found.last else None), impossible=first.festival is None)
    if found.last is None:
        earliest, latest = _bounds(found, last, closing)
        return Value(earliest, latest, write_timex(last, closing))
    opening = _before(first, anchor, closing, back=back, forward=forward)
    if opening is None:
        return Value(timex=_unanchored(first, last), impossible=True)
    if opening[0] > closing[1]:
        closing = _in_next_year(first, last, anchor=anchor, year=opening[0].year + 1) or closing
    _, latest = _bounds(found, last, closing)
    if latest is not None and opening[0] > latest:  # 即日起至2025年春节, said after it
        return Value(None, latest, write_timex(last, closing))
    return Value(opening[0], latest, f"{write_timex(first, opening)}/{write_timex(last, closing)}")


def _in_next_year(first: Part, last: Part, *, anchor: date, year: int) -> Period | None:
    """The close of a range that runs over the end of its year (2024年12月25日至1月5日); None where it has its own."""
    if last.month is None and last.festival is None and last.quarter is None:
        return None
    if last.has_year() and (last.year, last.near_year) != (first.year, first.near_year):
        return None
    return find_period(replace(last, year=year, near_year=None), anchor, back=False, forward=False)


def _unanchored(first: Part, last: Part | None) -> str | None:
    """What the words alone say; of a range, where both ends say something."""
    written = [write_unanchored(part) for part in (first, last) if part is not None]
    return None if None in written else "/".join(str(timex) for timex in written)


def _name_festival(part: Part, festival: str | None, anchor: date) -> Part:
    return replace(part, festival=festival or next_holiday(anchor)[0]) if part.festival == "any" else part


def _before(part: Part, anchor: date, closing: Period, *, back: bool, forward: bool) -> Period | None:
    """The opening period of a range: in the year of its close, or in the year before."""
    if part.has_year() or part.near_month is not None or part.near_day is not None or part.near_week is not None:
        return find_period(part, anchor, back=back, forward=forward)
    for year in (closing[1].year, closing[1].year - 1):
        opening = find_period(replace(part, year=year), anchor, back=back, forward=forward)
        if opening is None or opening[0] <= closing[1]:
            return opening
    return None


def _bounds(found: Found, part: Part, period: Period) -> tuple[date | None, date | None]:
    """Turn a period into the days allowed, by the words that bound it."""
    start, end = period
    by_itself = part.edge in ("middle", "end") or (unit(part) == "year" and "within" in (part.edge, found.bound))
    match found.bound:
        case "before":
            return None, end if _includes_end(part) else start - _DAY
        case "until" | "around":
            return None, end
        case "from":
            return start, None
        case "after":
            return end + _DAY, None
    return (None if by_itself else start), end


def _includes_end(part: Part) -> bool:
    """True where …前 still allows what is named: a day, a third, an end; a month or feast it does not."""
    if part.festival:
        return False
    return bool(part.day or part.ten or part.edge or part.near_day is not None or part.weekday is not None)
