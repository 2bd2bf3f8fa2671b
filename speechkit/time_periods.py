"""The period of the calendar that a `Part` names, seen from an anchor.

Known limitations: weeks of a month or year are counted by their Mondays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from speechkit.calendar_cn import festival_day
from speechkit.timex_parts import Part
from speechkit.workdays import add_workdays, month_end

LOOK_BACK = 183
"""Days: a day without a year that is further gone than this is next year's."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_TENS = {1: (1, 10), 2: (11, 20), 3: (21, 31), 4: (1, 15), 5: (16, 31), 6: (1, 20), 7: (11, 31)}
"""First and last day of `Part.ten`."""
Period = tuple[date, date]
"""First and last day, both included."""


def unit(part: Part) -> str:
    """Return the finest unit that a part names: "day", "week", "month", "quarter", "half" or "year"."""
    if part.day or part.near_day is not None or (part.weekday is not None and part.weekday < 7):
        return "day"
    if part.festival:
        return "week" if part.tail == "week" else "day"
    if part.near_week is not None or part.weekday is not None or part.nth_week:
        return "week"
    if part.month or part.near_month is not None:
        return "month"
    if part.quarter or part.near_quarter is not None:
        return "quarter"
    return "half" if part.half else "year"


def find_period(part: Part, anchor: date, *, back: bool, forward: bool) -> Period | None:
    """Return the period that a part names.

    Args:
        part: any; not a bare 节前, not a season.
        anchor: the day of the speech.
        back, forward: as for `time_values.resolve`.
    Returns:
        First and last day; None where the calendar lacks the day.
    Raises:
        OverflowError: the period lies outside the years of Python's calendar.
    """
    if part.near_day is not None:
        last = part.near_day if part.last_near_day is None else part.last_near_day
        return anchor + part.near_day * _DAY, anchor + last * _DAY
    if (part.near_week is not None or part.weekday is not None) and not part.nth_week:
        return _week(part, anchor, back=back, forward=forward)
    if part.near_month is not None:
        year, month = divmod((anchor.year + (part.near_year or 0)) * 12 + anchor.month - 1 + part.near_month, 12)
        return _in_year(replace(part, month=month + 1), year)
    if part.near_quarter is not None:
        year, quarter = divmod(anchor.year * 4 + (anchor.month - 1) // 3 + part.near_quarter, 4)
        return _in_year(replace(part, quarter=quarter + 1), year)
    if part.day and not part.month:
        return _lone_day(part, anchor, back=back, forward=forward)
    if part.near_year is not None:
        return _in_year(part, anchor.year + part.near_year)
    if part.year is not None:
        return _in_year(part, part.year)
    return _nearest_year(part, anchor, back=back)


def _nearest_year(part: Part, anchor: date, *, back: bool) -> Period | None:
    """The anchor's year, or the next where the day would be long gone; looking back, the last that was."""
    period = _in_year(part, anchor.year)
    if period is None:
        if part.month is None or (part.month <= 12 and _is_long_gone(month_end(anchor.year, part.month), anchor)):
            return _in_year(part, anchor.year + 1)
        return None
    if back and period[0] > anchor:
        return _in_year(part, anchor.year - 1)
    if not back and _is_long_gone(period[1], anchor):
        return _in_year(part, anchor.year + 1)
    return period


def _is_long_gone(day: date, anchor: date) -> bool:
    return (anchor - day).days > LOOK_BACK


def _week(part: Part, anchor: date, *, back: bool, forward: bool) -> Period:
    """A week near the anchor's, or a day of it; a bare 周五 is this week's unless it is gone (or still to come)."""
    monday = anchor - anchor.weekday() * _DAY + (part.near_week or 0) * _WEEK
    if part.weekday is None:
        return monday, monday + 6 * _DAY
    if part.weekday == 7:
        return monday + 5 * _DAY, monday + 6 * _DAY
    day = monday + part.weekday * _DAY
    if part.near_week is None:
        day += _WEEK if forward and day < anchor else -_WEEK if back and day > anchor else 0 * _DAY
    return day, day


def _lone_day(part: Part, anchor: date, *, back: bool, forward: bool) -> Period | None:
    """A day without a month: this month's, unless a duty's is gone, a report's to come, or it has no such day."""
    at = anchor.year * 12 + anchor.month - 1
    if forward and (part.day or 0) < anchor.day:
        at += 1
    elif back and (part.day or 0) > anchor.day:
        at -= 1
    while (part.day or 0) > month_end(at // 12, at % 12 + 1).day and (part.day or 0) <= 31:
        at += -1 if back else 1
    year, month = divmod(at, 12)
    return _in_year(replace(part, month=month + 1), year)


def _in_year(part: Part, year: int) -> Period | None:
    """The period in a year that is settled."""
    if not MINYEAR < year < MAXYEAR:
        raise OverflowError(year)
    if part.festival:
        return _festival(part, year)
    if part.month:
        return _month(part, year, part.month)
    if part.quarter:
        last = part.last_quarter or part.quarter
        start, end = date(year, 3 * part.quarter - 2, 1), month_end(year, 3 * last)
        return _edge(part, start, end, month_end(year, start.month))
    if part.half:
        return (date(year, 1, 1), date(year, 6, 30)) if part.half == 1 else (date(year, 7, 1), date(year, 12, 31))
    if part.nth_week:
        return _nth_week(part, date(year, 1, 1), date(year, 12, 31))
    if part.edge == "middle":
        return date(year, 6, 30), date(year, 6, 30)
    last_year = year + 1 if part.last_year == 1 else part.last_year or year
    return _edge(part, date(year, 1, 1), date(last_year, 12, 31), date(year, 1, 31))


def _edge(part: Part, start: date, end: date, early: date) -> Period:
    """Cut a period down to its 初 (up to `early`) or its 底 (the last day)."""
    if part.edge == "start":
        return start, early
    return (end, end) if part.edge == "end" else (start, end)


def _month(part: Part, year: int, month: int) -> Period | None:
    """A month of a year, several, or what part of it is named."""
    if not 1 <= month <= 12 or (part.last_month and not 1 <= part.last_month <= 12):
        return None
    start, end = date(year, month, 1), month_end(year, month)
    if part.day:
        days = (part.day, part.last_day or part.day)
        if not all(1 <= day <= end.day for day in days):
            return None
        return date(year, month, days[0]), date(year, month, days[1])
    if part.last_month:
        last = part.last_month
        return start, month_end(year + (last < month), last)
    if part.ten:
        first, last = _TENS[part.ten]
        last = min(last, end.day)
        return date(year, month, first), date(year, month, last)
    if part.nth_week:
        return _nth_week(part, start, end)
    return _edge(part, start, end, date(year, month, 10))


def _nth_week(part: Part, start: date, end: date) -> Period | None:
    """The n-th Monday of a stretch with its week, or the n-th of another weekday."""
    weekday = part.weekday or 0
    first = start + (weekday - start.weekday()) % 7 * _DAY
    nth = part.nth_week or 1
    day = first + (nth - 1) * _WEEK if nth > 0 else first + (end - first).days // 7 * _WEEK
    if day > end:
        return None
    return (day, day) if part.weekday is not None else (day, day + 6 * _DAY)


def _festival(part: Part, year: int) -> Period | None:
    """A feast's day, the week after it, or the first working day after it."""
    day = date(year, part.month, part.day) if part.month and part.day else festival_day(part.festival or "", year)
    if day is None:
        return None
    if part.tail == "week":
        monday = day - day.weekday() * _DAY + _WEEK
        return monday, monday + 6 * _DAY
    if part.tail == "workday":
        work = add_workdays(day, 1)
        return (work.day, work.day) if work else None
    return day, day


def write_timex(part: Part, period: Period) -> str:
    """Return the TIMEX3 value of a period: 2019-11-30, 2019-11, 2019-Q4, 2019-H2, 2019-W46, 2019; a/b for several."""
    start, end = period
    of = unit(part)
    if of == "day" or start == end:
        return start.isoformat() if start == end else f"{start}/{end}"
    if of == "week":
        if part.weekday == 7:
            return "{}-W{:02}-WE".format(*start.isocalendar())
        return "{}-W{:02}".format(*start.isocalendar())
    names = [_name(of, day) for day in period]
    return names[0] if names[0] == names[1] else f"{names[0]}/{names[1]}"


def _name(of: str, day: date) -> str:
    if of == "month":
        return f"{day:%Y-%m}"
    if of == "quarter":
        return f"{day:%Y}-Q{(day.month + 2) // 3}"
    return f"{day:%Y}-H{1 if day.month < 7 else 2}" if of == "half" else f"{day:%Y}"


def write_unanchored(part: Part) -> str | None:
    """Return what TIMEX3 value the words alone have: XXXX-11-30, XXXX-Q4, 2024-03; None where there is none."""
    if part.near_day is not None or part.festival == "any":
        return None
    year = f"{part.year:04}" if part.year is not None else "XXXX"
    if part.weekday is not None and part.weekday < 7 and not part.nth_week:
        return f"XXXX-WXX-{part.weekday + 1}"
    if part.near_week is not None:
        return "XXXX-WXX"
    known = replace(part, month=None if part.near_month is not None else part.month)
    if known.festival and part.year is None:
        day = festival_day(part.festival or "", 2001)
        moves = day is None or part.tail or (festival_day(part.festival or "", 2002) or day).replace(year=2001) != day
        return None if moves or day is None else f"XXXX-{day:%m-%d}"
    if part.near_month is not None:
        return f"XXXX-XX-{part.day:02}" if part.day else "XXXX-XX"
    if part.day and not part.month:
        return f"XXXX-XX-{part.day:02}"
    if part.near_quarter is not None:
        return "XXXX-QX"
    try:
        period = _in_year(part, part.year if part.year is not None else 2001)
    except OverflowError:
        return None
    if period is None:
        return f"{year}-{part.month:02}-{part.day:02}" if part.month and part.month <= 12 and part.day else None
    if part.year is None and part.month == 2 and part.edge == "end":
        return "XXXX-02"
    return (
        write_timex(part, period)
        if part.year is not None
        else write_timex(part, period).replace("2001-", "XXXX-").replace("2001", "XXXX")
    )
