"""Rules on days: one that the calendar lacks, a weekday that is another day's, a deadline that is gone, a missing year.

Known limitations: days of the lunar calendar are let pass; weekdays are checked where they stand right behind their
day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from speechkit.align import to_text
from speechkit.check_model import OWN, Hit, Rule, Words, place
from speechkit.model import Document, Level, Span, TimeExpression
from speechkit.numerals import parse_chinese
from speechkit.settings import Settings
from speechkit.workdays import month_end

_DAY = re.compile(
    r"""
    (?<! [\d一二三四五六七八九十] )
    (?: (?P<year> \d{4} | 二[〇○零][〇○零一二三四五六七八九]{2} ) 年 | (?P<near> 今年|本年|明年|去年 ) )?
    (?P<month> \d{1,2} | [一二三四五六七八九十]{1,2} ) 月
    (?P<day> \d{1,2} | [一二三四五六七八九十廿卅]{1,3} ) [日号]
    (?: [，]? (?:就?是)? [（]? (?:星期|周|礼拜) (?P<weekday> [一二三四五六日天] ) (?! [到至、] ) )?
    """,
    re.VERBOSE,
)
_NUMERIC_DAY = re.compile(r"(?<![\d.-])(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d.-])")
_MONTH = re.compile(r"(?<![\d.])(?:1[3-9]|[2-9]\d)月(?=份|底|初|末|[上中下]旬)")
_CITED = re.compile(r"(?:[写填标登记印说]成了?|误[作为]|“)\Z")
"""Behind these a wrong day is told of as wrong."""
_LUNAR = re.compile(r"(?:农历|旧历|阴历|夏历)[^，。；\n]{0,8}\Z")
_NEAR = {"今年": 0, "本年": 0, "明年": 1, "去年": -1}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NAMES = "一二三四五六日"
_LOOKS_BACK = re.compile(
    "应该|应当|本该|本应|原定|原计划|原本|已经|已(?!知)|尚未|还没|没有|未能|仍未|逾期|早在|当时|曾|过了|了[，。]"
    "|去年|前年|上年"
)
_DAY_NAMED = re.compile("[月日号]|年底|年末|季度")
_DEMANDS = re.compile(r"(?:要|必须|务必|确保)[^，。；]{0,4}\Z")
_DEMANDED = re.compile("必须|务必|要(?!求)|把|将|完成|报送?|交")
"""Before and behind a bound that is gone, these make it a deadline all the same."""
_OF_SOMETHING = re.compile(r"[^，。；]{0,12}?的[，、。]")
_YEAR = re.compile(
    r"\d{2,4}年|民国|明年|来年|次年|翌年|后年|今年|本年|当年|年底|年内|年末|下一?年度?|春节|元旦|节前|节后"
)
_MONTH_NAMED = re.compile(r"[\d一二三四五六七八九十]月")
_NEAREST = 183
"""Days: a day without a year is the one nearest to the day of the speech."""
_REACH = 80
"""Characters over which a year that is named still holds."""
_TURN = (11, 12)
"""Months of the speech in which a month without a year may be next year's."""


def find_impossible(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A day that the calendar lacks: 2月30日, 6月31日, 13月底."""
    text = doc.folded
    for match in _DAY.finditer(text):
        month, day = parse_chinese(match["month"]), parse_chinese(match["day"])
        if month and day and not _exists(_year(match, doc), month, day) and not _is_let_pass(text, match.start()):
            yield Hit(place(doc, match.start(), match.end("day") + 1))
    for match in _NUMERIC_DAY.finditer(text):
        if not _exists(int(match["year"]), int(match["month"]), int(match["day"])):
            yield Hit(place(doc, match.start(), match.end()))
    for match in _MONTH.finditer(text):
        yield Hit(place(doc, match.start(), match.end()))


def find_wrong_weekdays(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A weekday that does not fit its day; certain where the year is said."""
    for match in _DAY.finditer(doc.folded):
        month, day = parse_chinese(match["month"]), parse_chinese(match["day"])
        if match["weekday"] is None or not month or not day or _is_lunar(doc.folded, match.start()):
            continue
        year = _year(match, doc)
        meant = _nearest(month, day, doc.anchor) if year is None else _make_day(year, month, day)
        if meant is not None and meant.weekday() != _WEEKDAYS[match["weekday"]]:
            values = {"day": meant.isoformat(), "right": _NAMES[meant.weekday()]}
            level: Level | None = None if year is not None else "suspect"
            yield Hit(place(doc, match.start(), match.end()), values, level=level)


def find_past_deadlines(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A deadline before the day of the speech, where nothing says that the speaker looks back."""
    for time in doc.times:
        if doc.anchor is None or time.latest is None or time.latest >= doc.anchor:
            continue
        before, behind = _clause_around(doc, time)
        is_bound = time.text.endswith("前") and _DAY_NAMED.search(time.text)
        is_demand = is_bound and (_DEMANDS.search(before) or _DEMANDED.match(behind))
        if time.role != "deadline" and not (time.role == "mention" and is_demand):
            continue
        if not _LOOKS_BACK.search(before + time.text + behind) and not _OF_SOMETHING.match(behind):
            yield Hit(time.span, {"latest": time.latest.isoformat(), "anchor": doc.anchor.isoformat()})


def find_missing_years(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A deadline of next year that names no year, in a speech of November or December."""
    if doc.anchor is None or doc.anchor.month not in _TURN:
        return
    for time in doc.times:
        if time.role == "deadline" and time.latest is not None and time.latest.year == doc.anchor.year + 1:
            start = to_text(doc.alignment, time.span).start
            before = doc.folded[max(0, start - _REACH) : start].rpartition("\n")[2]
            if _MONTH_NAMED.search(time.text) and not _YEAR.search(before + time.text):
                yield Hit(time.span, {"latest": time.latest.isoformat()})


def _exists(year: int | None, month: int, day: int) -> bool:
    """Say whether there is such a day; without a year February has 29."""
    return 1 <= month <= 12 and 1 <= day <= month_end(2000 if year is None else year, month).day


def _make_day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if _exists(year, month, day) else None


def _year(match: re.Match[str], doc: Document) -> int | None:
    """The year that a day names, as a number or from the day of the speech; None where it names none."""
    if match["year"]:
        return parse_chinese(match["year"])
    return doc.anchor.year + _NEAR[match["near"]] if match["near"] and doc.anchor else None


def _nearest(month: int, day: int, anchor: date | None) -> date | None:
    if anchor is None:
        return None
    days = (_make_day(anchor.year + shift, month, day) for shift in (-1, 0, 1))
    near = [found for found in days if found is not None and abs((found - anchor).days) < _NEAREST]
    return near[0] if len(near) == 1 else None


def _is_let_pass(text: str, start: int) -> bool:
    return _is_lunar(text, start) or _CITED.search(text, max(0, start - 4), start) is not None


def _is_lunar(text: str, start: int) -> bool:
    return _LUNAR.search(text, max(0, start - 12), start) is not None


def _clause_around(doc: Document, time: TimeExpression) -> tuple[str, str]:
    """The sentence of a time before and behind it."""
    span = to_text(doc.alignment, time.span)
    index = bisect_right(doc.sentences, span.start, key=attrgetter("start")) - 1
    sentence = doc.sentences[index] if index >= 0 else Span(span.start, span.end)
    return doc.folded[sentence.start : span.start], doc.folded[span.end : max(span.end, sentence.end)]


RULES = (
    Rule(
        "impossible-day",
        "dates",
        "error",
        Words("日历上没有的日子", "a day that the calendar lacks"),
        Words("日历上没有这一天", "the calendar lacks this day"),
        Words("核对日期", "check the day"),
        OWN,
        find_impossible,
    ),
    Rule(
        "wrong-weekday",
        "dates",
        "error",
        Words("日期与星期不符", "a weekday that is not that day's"),
        Words("{day}是星期{right}", "{day} is another day of the week (星期{right})"),
        Words("核对日期和星期", "check the day and the weekday"),
        OWN,
        find_wrong_weekdays,
    ),
    Rule(
        "past-deadline",
        "dates",
        "suspect",
        Words("时限早于讲话日期", "a deadline before the day of the speech"),
        Words("这个时限到{latest}，讲话日期是{anchor}", "due by {latest}, but the speech is of {anchor}"),
        Words("核对时限，是下一年的写明年份", "check the deadline; say the year where it is next year's"),
        OWN,
        find_past_deadlines,
        needs=("times",),
    ),
    Rule(
        "missing-year",
        "dates",
        "hint",
        Words("岁末年初的时限没有写年份", "a deadline of next year without its year"),
        Words("按讲话日期推算，这里指{latest}", "counted from the day of the speech this is {latest}"),
        Words("写明“明年”或者年份", "say 明年 or the year"),
        OWN,
        find_missing_years,
        needs=("times",),
    ),
)
