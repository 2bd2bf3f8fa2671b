"""The days of China's festivals: the lunar ones from a table, those of the solar calendar from a list.

Source of the table: computed once, in 2026, by lunardate 0.3.0 and zhdate 0.1, checked against LunarCalendar
0.0.9; 清明 is the day (UTC+8) on which the sun reaches 15° of apparent longitude, by ephem 4.2. The rules
are those of GB/T 33661—2017.

Known limitations: the table covers 2000 to 2060; outside, lunar festivals and 清明 have no day. The new moon
of September 2057 falls within seconds of midnight, so that year's 重阳 may be a day later.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

FIRST_YEAR = 2000
LAST_YEAR = 2060

_LUNAR = ("春节", "元宵", "清明", "端午", "中秋", "重阳")
"""Columns of the table, in order."""

# Three years a line, month and day of each column.
_TABLE = (
    "0205 0219 0404 0606 0912 1006 0124 0207 0405 0625 1001 1025 0212 0226 0405 0615 0921 1014",
    "0201 0215 0405 0604 0911 1004 0122 0205 0404 0622 0928 1022 0209 0223 0405 0611 0918 1011",
    "0129 0212 0405 0531 1006 1030 0218 0304 0405 0619 0925 1019 0207 0221 0404 0608 0914 1007",
    "0126 0209 0404 0528 1003 1026 0214 0228 0405 0616 0922 1016 0203 0217 0405 0606 0912 1005",
    "0123 0206 0404 0623 0930 1023 0210 0224 0404 0612 0919 1013 0131 0214 0405 0602 0908 1002",
    "0219 0305 0405 0620 0927 1021 0208 0222 0404 0609 0915 1009 0128 0211 0404 0530 1004 1028",
    "0216 0302 0405 0618 0924 1017 0205 0219 0405 0607 0913 1007 0125 0208 0404 0625 1001 1025",
    "0212 0226 0404 0614 0921 1014 0201 0215 0405 0603 0910 1004 0122 0205 0405 0622 0929 1023",
    "0210 0224 0404 0610 0917 1011 0129 0212 0404 0531 1006 1029 0217 0303 0405 0619 0925 1018",
    "0206 0220 0405 0609 0915 1008 0126 0209 0404 0528 1003 1026 0213 0227 0404 0616 0922 1016",
    "0203 0217 0405 0605 0912 1005 0123 0206 0405 0624 1001 1024 0211 0225 0404 0612 0919 1012",
    "0131 0214 0404 0601 0908 1001 0219 0305 0405 0620 0927 1020 0208 0222 0405 0610 0916 1009",
    "0128 0211 0404 0530 1004 1027 0215 0301 0404 0618 0924 1017 0204 0218 0405 0607 0913 1007",
    "0124 0207 0405 0527 1002 1026 0212 0226 0404 0614 0920 1014 0201 0215 0404 0603 0910 1003",
    "0122 0205 0404 0622 0928 1022 0210 0224 0405 0611 0917 1011 0130 0213 0404 0531 1005 1029",
    "0217 0303 0404 0619 0925 1018 0206 0220 0404 0608 0915 1008 0126 0209 0405 0529 1004 1027",
    "0214 0228 0404 0615 0922 1016 0202 0216 0404 0604 0911 1005 0123 0206 0404 0623 0930 1024",
    "0211 0225 0405 0613 0919 1013 0201 0215 0404 0601 0907 1030 0219 0305 0404 0620 0926 1020",
    "0208 0222 0404 0610 0916 1009 0128 0211 0405 0530 1005 1028 0215 0229 0404 0617 0924 1017",
    "0204 0218 0404 0606 0913 1006 0124 0207 0404 0625 1002 1025 0212 0226 0405 0614 0921 1014",
    "0202 0216 0404 0603 0909 1002",
)

_SOLAR = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "女生节": (3, 7),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "消费者权益日": (3, 15),
    "愚人节": (4, 1),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "护士节": (5, 12),
    "儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "医师节": (8, 19),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "万圣节": (10, 31),
    "记者节": (11, 8),
    "消防日": (11, 9),
    "光棍节": (11, 11),
    "宪法日": (12, 4),
    "平安夜": (12, 24),
    "圣诞节": (12, 25),
}
"""Festivals with a fixed day of the solar calendar: month, day."""

_WEEKDAYS = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}
"""Festivals on the n-th weekday of a month: month, weekday (Monday is 0), n."""

_HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
"""What a bare 节前 may mean: the festivals that are public holidays."""


def festival_day(name: str, year: int) -> date | None:
    """Return the day of a festival.

    Args:
        name: 春节, 元宵, 清明, 端午, 中秋, 重阳, 除夕, or a name of the solar list (国庆, 元旦, 劳动节, …).
        year: of the solar calendar.
    Returns:
        The day; None for an unknown name, for a lunar festival outside `FIRST_YEAR` to `LAST_YEAR` and for a year that
        Python's calendar lacks.
    """
    if not MINYEAR <= year <= MAXYEAR:
        return None
    if name == "除夕":
        spring = festival_day("春节", year)
        return spring - timedelta(days=1) if spring else None
    if name in _SOLAR:
        month, day = _SOLAR[name]
        return date(year, month, day)
    if name in _WEEKDAYS:
        month, weekday, nth = _WEEKDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if name not in _LUNAR or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    place = 30 * ((year - FIRST_YEAR) % 3) + 5 * _LUNAR.index(name)
    written = _TABLE[(year - FIRST_YEAR) // 3][place : place + 4]
    return date(year, int(written[:2]), int(written[2:]))


@lru_cache(maxsize=64)
def next_holiday(day: date) -> tuple[str, date]:
    """Return the first festival behind `day` that is a public holiday, with its day.

    Where the table has no lunar festivals, the solar ones alone count.

    Raises:
        OverflowError: Python's calendar ends before it.
    """
    days = [
        (found, name)
        for year in (day.year, day.year + 1)
        for name in _HOLIDAYS
        if (found := festival_day(name, year)) is not None and found > day
    ]
    if not days:
        raise OverflowError(f"no holiday behind {day}")
    found, name = min(days)
    return name, found
