"""Days of work: counting working days, ends of months, shifts by months.

China's public holidays and make-up days come from the package `chinesecalendar`, imported only when a working
day is asked for. In years that it does not know, and where it is not installed, Monday to Friday are counted;
`Workday.known` says so.

Known limitations: the holidays are those of the mainland.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Workday:
    """A working day found by counting; `known` is False where some year's public holidays were not known."""

    day: date
    known: bool


def add_workdays(day: date, count: int) -> Workday | None:
    """Return the working day that is the `count`-th behind `day`; `day` itself is not counted.

    Args:
        count: one or more.
    Returns:
        The day; None behind the last year that Python's calendar has.
    """
    known = True
    while count:
        if day >= date(MAXYEAR, 12, 31):
            return None
        day += timedelta(days=1)
        works = _works(day)
        known = known and works is not None
        count -= day.weekday() < 5 if works is None else works
    return Workday(day, known)


def _works(day: date) -> bool | None:
    """True on a working day, False on a day off, None where the year's public holidays are not known."""
    try:
        holidays = import_module("chinese_calendar")
    except ImportError:
        return None
    try:
        return bool(holidays.is_workday(day))
    except NotImplementedError:
        return None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month; OverflowError outside the years of Python's calendar."""
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date | None:
    """Return the same day of the month `months` later (earlier, if negative), or that month's last day.

    Returns:
        The day; None outside the years of Python's calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
