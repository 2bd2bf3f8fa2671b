"""What a time says before it is counted from any day: `Part` and `Found`, read off the calendar pattern's match.

Known limitations: see `timex_grammar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from speechkit.numerals import parse_chinese
from speechkit.timex_grammar import FESTIVALS, NUMBERED_FESTIVALS

Kind = Literal["calendar", "set", "length", "ago"]
Bound = Literal["", "before", "until", "within", "from", "after", "around", "about", "during"]
Edge = Literal["", "start", "middle", "end", "within"]

MINGUO = 1911
"""Add to a Minguo year for the year of the common era."""


@dataclass(frozen=True, slots=True)
class Part:
    """A day or period as written; None for what is not said.

    Attributes:
        year, month, day, quarter, half: numbers as counted from 1.
        near_year, near_month, near_week, near_quarter, near_day: how many on from the anchor's own (今年 is 0, 下周 1).
        last_year, last_month, last_day, last_quarter: other end of a range of one unit (7至9月).
        ten: 1 to 3 for 上旬, 中旬, 下旬; 4 and 5 for 上半月, 下半月; 6 and 7 for 上中旬, 中下旬.
        weekday: Monday is 0; 7 is the week's end (Saturday and Sunday).
        edge: 初, 年中, 底 or 末, 内 of the finest unit that is named.
        festival: a name that `calendar_cn` knows, or "any" for a bare 节前.
        tail: "week" for …后第一周, "workday" for …后第一个工作日.
        nth_week: n-th Monday-to-Sunday week of a month or year, -1 for the last.
        season: a time of the year that has no day (汛期, 寒假, 开学第一周).
    """

    year: int | None = None
    near_year: int | None = None
    last_year: int | None = None
    half: int | None = None
    quarter: int | None = None
    near_quarter: int | None = None
    last_quarter: int | None = None
    month: int | None = None
    near_month: int | None = None
    last_month: int | None = None
    ten: int | None = None
    day: int | None = None
    last_day: int | None = None
    near_week: int | None = None
    weekday: int | None = None
    nth_week: int | None = None
    near_day: int | None = None
    last_near_day: int | None = None
    festival: str | None = None
    tail: str = ""
    season: str | None = None
    edge: Edge = ""

    def has_year(self) -> bool:
        """True where the year is said, as a number or from the anchor."""
        return self.year is not None or self.near_year is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A time in a text, not yet counted from an anchor.

    Attributes:
        start, end: half-open range of the text.
        kind: "calendar" has `first` (and `last`, for a range); "set" has `rrule`; "length" and "ago" `duration`.
        bound: how the words limit the period: 前 is "before", 或之前 "until", 内 "within", 起 "from", 后 "after",
            前后 "around", 左右 "about", 期间 "during".
        open: a member of a list that shares its unit with what follows (the 21 of 10月21、23日).
        listed: a list goes on behind it (10月21日、23日).
        clock: a clock time belongs to the text.
        timex: TIMEX3 value of a set.
        count, unit: of a length, as ISO 8601 has them, and "workday" for 个工作日.
        back: an "ago" before the anchor, not behind it.
        since: what a length runs from, as far as the expression itself says: "meeting", "anchor" or "".
        licence: what makes a length one that a duty must keep to: "within", "limit", "change", "use", "spend",
            "ahead", "more", "case", "term" (see `timex_lengths`), or ""; "loose" for a repetition without 每 that
            has words in between (一年开四次).
    """

    start: int
    end: int
    kind: Kind
    first: Part | None = None
    last: Part | None = None
    bound: Bound = ""
    open: bool = False
    listed: bool = False
    clock: bool = False
    rrule: str | None = None
    timex: str | None = None
    duration: str | None = None
    count: float = 0
    unit: str = ""
    back: bool = False
    since: str = ""
    licence: str = ""


_BOUNDS: dict[str, Bound] = {
    "之前": "before", "以前": "before", "前": "before", "前夕": "before",
    "内": "within", "之内": "within", "以内": "within", "起": "from", "开始": "from",
    "后": "after", "之后": "after", "以后": "after", "前后": "around", "左右": "about", "期间": "during",
}  # fmt: skip
_EDGES: dict[str, Edge] = {
    "初": "start",
    "中": "middle",
    "底": "end",
    "末": "end",
    "终": "end",
    "内": "within",
}
_TENS = {"上旬": 1, "中旬": 2, "下旬": 3, "上半月": 4, "下半月": 5, "上中旬": 6, "中下旬": 7}
_NEAR_YEARS = {
    "今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "前年": -2, "上年": -1, "上一年": -1,
}  # fmt: skip
_NEAR_DAYS = {"大前": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后": 3}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 7}


def read_calendar(match: re.Match[str]) -> Found | None:
    """Make what a match of `CALENDAR` says; None where its words are no time after all (今年以来)."""
    end, written = match.end(), match["bound"]
    bound: Bound = ""
    if written == "以来":
        return None
    if written == "开始" and not _is_start(match.string, match.start(), match.end()):
        end = match.start("bound")
    elif written is not None:
        bound = _BOUNDS.get(written) or ("until" if written.endswith("前") else "from")
    part = _read_year(match, _read_core(match))
    if match["month_edge"] == "内" or match["quarter_edge"] == "内":
        bound = bound or "within"
    is_open = any(match[name] for name in ("open_day", "open_month", "open_quarter", "open_lone_day"))
    clock = match["clock"] is not None or (match["near_day"] or "")[-1:] in tuple("晚早晨夜")
    return Found(match.start(), end, "calendar", part, bound=bound, open=is_open, clock=clock)


def _is_start(text: str, start: int, end: int) -> bool:
    """True where 开始 belongs to the time (从9月份开始), not to what follows (9月份开始招生)."""
    return text[max(0, start - 1) : start] in ("从", "自", "由") or text[end : end + 1] in ("", "，", "。", "的")


def _number(written: str | None) -> int | None:
    return None if written is None else parse_chinese(written)


def _first(match: re.Match[str], *names: str) -> str | None:
    return next((match[name] for name in names if match[name] is not None), None)


def _read_year(match: re.Match[str], part: Part) -> Part:
    if match["whole_year"]:
        part = replace(part, near_year=0)
    if match["with_year"] is None:
        return part
    if match["near_year"]:
        return replace(part, near_year=_NEAR_YEARS[match["near_year"]])
    if match["both_years"]:
        return replace(part, near_year=0, last_year=1)
    if match["minguo"]:
        year = _number(match["minguo"])
        return replace(part, year=None if year is None else year + MINGUO)
    if match["short_year"]:
        return replace(part, year=_century(_number(match["short_year"])))
    return replace(part, year=_number(match["year"]), last_year=_number(match["year2"]))


def _century(year: int | None) -> int | None:
    return None if year is None else year + (2000 if year < 70 else 1900)


def _read_core(match: re.Match[str]) -> Part:
    """Read everything but the year."""
    if match["month"] or match["open_month"] or match["near_month"]:
        return _read_month(match)
    if match["near_week"] or match["star_weekday"] or match["bare_weekday"]:
        weekday = _first(match, "weekday", "star_weekday", "bare_weekday")
        shift = _shift(match["near_week"]) if match["near_week"] else None
        return Part(near_week=shift, weekday=_WEEKDAYS[weekday] if weekday else None)
    if match["near_day"] or match["day_pair"] or match["now"]:
        return _read_near_day(match)
    if match["half_month"]:
        return Part(near_month=0, ten=_TENS[match["half_month"]])
    if match["lone_day"] or match["first_day"] or match["open_lone_day"]:
        return Part(day=_number(_first(match, "lone_day", "first_day", "open_lone_day")))
    if match["first_months"] or match["last_months"] or match["nth_month"] or match["week_of_year"]:
        return _read_of_year(match)
    if match["y1"] or match["y4"] or match["m7"]:
        return _read_numeric(match)
    if match["half"]:
        return Part(half=1 if match["half"][0] in "上前" else 2)
    if match["year_edge"] or match["bare_year_edge"]:
        return Part(edge=_EDGES[(match["year_edge"] or match["bare_year_edge"])[-1]])
    if match["bare_month_edge"]:
        return Part(near_month=0, edge=_EDGES[match["bare_month_edge"][-1]])
    if match["bare_quarter_edge"]:
        return Part(near_quarter=0, edge=_EDGES[match["bare_quarter_edge"][-1]])
    if match["season"] or match["school"]:
        return Part(season=match["season"] or match["school"])
    return _read_quarter(match) or _read_festival(match)


def _shift(written: str | None) -> int:
    """How many weeks, months or quarters on: 本, 这个 → 0, 下下 → 2, 上 → -1."""
    return 0 if written is None else written.count("下") - written.count("上")


def _read_month(match: re.Match[str]) -> Part:
    edge = match["month_edge"]
    nth = match["nth_week"]
    weekday = match["nth_weekday"]
    return Part(
        month=_month_number(_first(match, "month", "open_month")),
        near_month=_shift(match["near_month"]) if match["near_month"] else None,
        last_month=_number(match["month2"]),
        day=_number(_first(match, "day", "open_day", "bare_day")),
        last_day=_number(match["day2"]),
        ten=_TENS[match["ten"]] if match["ten"] else None,
        edge="" if edge is None or edge == "内" else _EDGES[edge],
        nth_week=-1 if match["last_week"] else _number(nth),
        weekday=_WEEKDAYS[weekday] if weekday else None,
        festival=FESTIVALS[match["beside"]] if match["beside"] else match["event"],
    )


def _month_number(written: str | None) -> int | None:
    return 1 if written == "元" else _number(written)


def _read_of_year(match: re.Match[str]) -> Part:
    """前10个月, 最后两个月, 第三个月, 第二周 of a year."""
    if match["week_of_year"]:
        return Part(nth_week=_number(match["week_of_year"]))
    if match["nth_month"]:
        return Part(month=_number(match["nth_month"]))
    if match["first_months"]:
        return Part(month=1, last_month=_number(match["first_months"]))
    return Part(month=13 - (_number(match["last_months"]) or 1), last_month=12)


def _read_quarter(match: re.Match[str]) -> Part | None:
    edge = match["quarter_edge"]
    part = Part(edge="" if edge is None or edge == "内" else _EDGES[edge])
    if match["near_quarter"]:
        return replace(part, near_quarter=_shift(match["near_quarter"]))
    if match["first_quarters"]:
        return replace(part, quarter=1, last_quarter=_number(match["first_quarters"]))
    quarter = _first(match, "quarter", "open_quarter")
    if quarter is None:
        return None
    return replace(part, quarter=_number(quarter), last_quarter=_number(match["quarter2"]))


def _read_near_day(match: re.Match[str]) -> Part:
    if match["now"]:
        return Part(near_day=0)
    if match["day_pair"]:
        first = 0 if match["day_pair"] == "今明" else 1
        return Part(near_day=first, last_near_day=first + 1)
    written = match["near_day"]
    return Part(near_day=_NEAR_DAYS.get(written[:2], _NEAR_DAYS.get(written[0], 0)))


def _read_numeric(match: re.Match[str]) -> Part:
    return Part(
        year=_number(_first(match, "y1", "y4")),
        month=_number(_first(match, "m1", "m2", "m3", "m4", "m5", "m6", "m7")),
        day=_number(_first(match, "d1", "d2", "d3", "d4", "d7")),
    )


def _read_festival(match: re.Match[str]) -> Part:
    tail = "week" if match["festival_week"] else "workday" if match["festival_workday"] else ""
    number = _first(match, "quoted_festival", "number_festival")
    if match["any_festival"]:
        return Part(festival="any", tail=tail)
    if match["new_year"] or match["new_year_short"]:
        return Part(festival="春节", tail=tail)
    if number is not None:
        return Part(festival=NUMBERED_FESTIVALS[number], tail=tail)
    return Part(festival=FESTIVALS[match["festival"]] if match["festival"] else None, tail=tail)
