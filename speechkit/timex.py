"""Find the times that a text names, with the longest span; `speechkit.deadlines` counts and judges them.

A cheap pattern finds the characters without which there is no time; only their sentences are read closely.

Known limitations: a time that is split by a line break is not found; see also `timex_grammar`, `timex_sets` and
`timex_lengths`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from speechkit.model import Span
from speechkit.sentences import find_sentences
from speechkit.time_periods import unit
from speechkit.timex_grammar import CALENDAR, HOUR, PART_OF_DAY
from speechkit.timex_lengths import LENGTH, read_length
from speechkit.timex_parts import Found, Part, read_calendar
from speechkit.timex_sets import ACTS, SET, read_set

_TRIGGER = re.compile(
    rf"""
    [年月日号旬周天季期拜假学春冬夏耕收暖晚早晨夜时点班钟头秒底末终内初节庆旦明午秋阳夕宵一四八汛./-]
    (?: (?<= [\d〇零○一二三四五六七八九十百千两半几本这上下中今明昨后前去来全每按逐隔个双次作然即新当 ]
             [年月日号旬周天季] )
      | (?<= [年月季度] [底末终内初] ) | (?<= 年中 ) | (?<= [今明昨] [晚早晨夜] )
      | (?<= [星学]期 ) | (?<= 周 ) (?= [一二三四五六日第] ) | (?<= 礼拜 ) | (?<= 小时 ) | (?<= 钟头 )
      | (?<= [分刻] 钟 ) | (?<= [\d一二三四五六七八九十两] 秒 )
      | (?<= [时点班] ) (?= [之以]?前 ) | (?<= 节 ) (?= ”?[之以]?前 | 后第 )
      | (?<= [年假学春冬夏秋耕收暖季期] ) (?= [之以]?前 ) | (?<= 年 ) (?= 中[^央国] )
      | (?<= 国庆 ) | (?<= 元[旦宵] ) | (?<= 清明 ) | (?<= 端午 ) | (?<= 中秋 ) | (?<= 重阳 ) | (?<= 除夕 )
      | (?<= [春动年童党军妇女生树护医教师者诞圣人棍亲恩] 节 ) | (?<= [防法] 日 ) | (?<= 平安夜 ) | (?<= 大年初一 )
      | (?<= [五六七十三八] [一四八] ) | (?<= 汛 )
      | (?<= \d [./-] ) (?= \d\d? (?: [./-] \d | [之以]?前 | 起 ) )
      | (?<= [、，；：“‘（行施立持过取格实坚以和及到\n] [日周旬月季年] ) (?= {ACTS} )
    )
    """,
    re.VERBOSE,
)
"""The last character of what no time lacks. Must match in 年底前 and 三天内, must not in 日常工作."""
_STARTER = re.compile(
    "[0-9一二两三四五六七八九十廿零半民今本明来后去前上下这第大昨即全年月季周星礼“春农除元清端中重国新劳青儿建妇女植护医教记消宪圣平万愚"
    "情光双母父感过节主入汛每按逐隔次日旬会散自从当凌早午正傍晚夜深白开寒暑放秋供采雨冬]"
)
_RULES = re.compile(
    rf"""
    (?P<is_set> {SET} )
    | (?P<is_calendar> {CALENDAR} )
    | (?P<is_length> {LENGTH} )
    | (?P<is_clock>
        (?: [上下]午下班 | {PART_OF_DAY} [ ]? {HOUR} | (?<! [\d:：] ) (?: 2[0-4] | [01]?\d ) (?: 时 | [:：] [0-5]\d ) )
        [之以]?前 (?! [往期后沿] ) )
    """,
    re.VERBOSE,
)
_NEIGHBOURS = 3
"""Times before a day without a month among which its month is looked for."""
_TITLE_LENGTH = 100
"""Characters of a title in 《》 at most."""
_REACH = 14
"""Characters that a time may have before its first trigger (会议结束后15个工作日)."""
_RANGE = re.compile(r"[ ]?(?:直?[至到]|—{1,2}|[–\-~～]|起[至到]|一直到)[ ]?")
_BETWEEN = re.compile("之?间")
_LIST = re.compile(r"[、和及与]|以及")


def find_times(text: str, *, sentences: Sequence[Span] | None = None) -> tuple[Found, ...]:
    """Find the times of a text.

    Args:
        text: cleaned and folded.
        sentences: of the text, in order; None: found here.
    Returns:
        What was found, in text order, disjoint; nothing inside 《》.
    """
    spans = find_sentences(text) if sentences is None else sentences
    found: list[Found] = []
    at = 0
    while trigger := _TRIGGER.search(text, at):
        at = trigger.end()
        place = bisect_right(spans, trigger.start(), key=attrgetter("start")) - 1
        if place >= 0 and trigger.start() < spans[place].end:
            sentence = spans[place]
            found += _join(list(_scan(text, trigger.start(), sentence)), text)
            at = sentence.end
    return tuple(found)


def _scan(text: str, trigger: int, sentence: Span) -> Iterator[Found]:
    """Match the rules before each trigger of a sentence: first rule, leftmost, no overlap."""
    done = sentence.start
    while trigger < sentence.end:
        starter = _STARTER.search(text, max(done, trigger - _REACH), trigger + 1)
        while starter:
            at = starter.start()
            match = _RULES.match(text, at, sentence.end)
            found = _read(match) if match and not _is_in_title(text, sentence.start, at) else None
            if found is not None and found.end > at:
                done = found.end
                yield found
            else:
                done = match.end() if match and found is None and match.lastgroup == "is_calendar" else at + 1
            starter = _STARTER.search(text, done, trigger + 1)
        following = _TRIGGER.search(text, max(trigger + 1, done), sentence.end)
        if following is None:
            return
        trigger = following.start()


def _is_in_title(text: str, start: int, at: int) -> bool:
    """True between 《 and its 》."""
    start = max(start, at - _TITLE_LENGTH)
    return text.rfind("《", start, at) > text.rfind("》", start, at)


def _read(match: re.Match[str]) -> Found | None:
    if match.lastgroup == "is_set":
        return read_set(match)
    if match.lastgroup == "is_length":
        return read_length(match)
    if match.lastgroup == "is_clock":
        return Found(match.start(), match.end(), "calendar", Part(near_day=0), bound="before", clock=True)
    return read_calendar(match)


def _join(found: list[Found], text: str) -> list[Found]:
    """Make ranges of neighbours and let the members of lists share what they leave out."""
    joined: list[Found] = []
    for item in found:
        before = joined[-1] if joined else None
        if item.kind == "calendar" and item.first is not None and item.first.day and not item.first.month:
            item = _borrow_month(item, joined)
        between = text[before.end : item.start] if before else ""
        if before and before.kind == item.kind == "calendar" and _RANGE.fullmatch(between) and _can_range(before, item):
            joined[-1] = replace(before, end=item.end, last=_with_year_of(item.first, before.first), bound=item.bound)
            continue
        if (
            before
            and between in ("与", "和")
            and _BETWEEN.match(text, item.end)
            and item.first
            and _can_range(before, item)
        ):
            end = item.end + (2 if text.startswith("之", item.end) else 1)
            joined[-1] = replace(before, end=end, last=_with_year_of(item.first, before.first))
            continue
        if before and before.kind == item.kind == "calendar" and _LIST.fullmatch(between):
            joined[-1] = replace(before, listed=True)
            item = replace(item, first=_with_year_of(item.first, before.first))
        joined.append(item)
    for place in range(len(joined) - 2, -1, -1):
        if joined[place].listed:
            joined[place] = _share(joined[place], joined[place + 1])
    return [item for item in joined if not item.open or item.listed]


def _can_range(found: Found, behind: Found) -> bool:
    """True where two times may be the ends of one; 从11月起到明年 with words behind it is none."""
    part, last = found.first, behind.first
    if part is None or last is None or found.last is not None or found.bound not in ("", "from"):
        return False
    if part.last_month or part.last_day or part.last_year or part.last_quarter:
        return False
    return unit(last) != "year" or bool(last.edge) or unit(part) == "year"


def _borrow_month(item: Found, earlier: list[Found]) -> Found:
    """Give a day without a month (15日前) the month named last in its sentence."""
    for other in reversed(earlier[-_NEIGHBOURS:]):
        part = other.last or other.first
        if part is not None and part.month is not None and item.first is not None:
            return replace(item, first=replace(item.first, year=part.year, near_year=part.near_year, month=part.month))
    return item


def _with_year_of(part: Part | None, other: Part | None) -> Part | None:
    """Give a part that names a month or less the year that the part before it names."""
    if part is None or other is None or part.has_year() or not other.has_year():
        return part
    if part.month is None and part.quarter is None and part.half is None and part.festival is None:
        return (
            part
            if part.edge == "" or part.near_month is not None
            else replace(part, year=other.year, near_year=other.near_year)
        )
    return replace(part, year=other.year, near_year=other.near_year)


def _share(item: Found, behind: Found) -> Found:
    """Give a member of a list the bound and the 底, 初, 旬 that only its last member says."""
    first, other = item.first, behind.first
    if first is None or other is None or item.bound or behind.last is not None:
        return item
    if (first.day is None) != (other.day is None) or (first.festival is None) != (other.festival is None):
        return item
    if first.month is not None and other.month is not None and first.day is None and not first.edge and not first.ten:
        first = replace(first, edge=other.edge, ten=other.ten)
    elif item.open and not first.edge:
        first = replace(first, edge=other.edge)
    bound = behind.bound if behind.bound in ("before", "until", "within", "from") else ""
    return replace(item, first=first, bound=bound)
