"""Lengths of time (10个工作日内, 不少于2天, 用两个月时间) and days counted from today (三天前, 两周后).

A length is a time only where something makes it one that a duty must keep to: 内 behind it, or 不少于, 提前, 用 and
the like before it.

Known limitations: 半天 is half of 24 hours; numbers with a fraction are read for hours only.
Source: ISO 8601, 5.5.2.
"""

from __future__ import annotations

import re

from speechkit.numerals import parse_chinese
from speechkit.timex_grammar import TO
from speechkit.timex_parts import Found

_COUNT = r"(?: \d{1,4} (?: [.]\d )? | [一二两三四五六七八九十百]{1,5} )"
LENGTH = rf"""
(?: (?P<since> 会议? (?: 结束 )? [之以]?后 | 散会[之以]?后 | [自从]?即日起 | 今天起 ) 的? )?
(?: (?<! [\d.第几数] ) (?<! [\d一二三四五六七八九十]月 )
      (?P<count> {_COUNT} ) (?: {TO} (?P<count2> {_COUNT} ) )? (?P<half_more> 个半 (?= [月小星钟] ) )?
  | (?P<half_length> 半 ) )
[ ]? 个?
(?P<length_unit> 工作日 | 自然日 | 天 | 日 (?! [元常报均] ) | 周 (?! [年期岁] ) | 星期 | 礼拜 | (?<= [个半] ) 月
  | 季度 (?=[之以]?内)
    | 年 (?! [级代度轻龄纪] ) | 小时 | 钟头 | 分钟 | 刻钟 )
(?P<half_behind> 半 (?! [天年月] ) )?
(?: (?P<within> (?: 的?时间 )? (?: [之以]内 | 内 (?! [部外容涝设控地心存蒙源阁陆河乱战] ) ) )
  | (?P<ago> [之以]前 | 前 (?! [往期沿线景提身] ) ) | (?P<later> [之以]后 | 后 (?! [来续者勤面期台备] ) )
  | (?P<time> (?:左右)?的?时间 )
  | (?P<more> [及或]?以上 ) )?
"""

_LIMIT = re.compile(
    r"""
    (?: 不少于 | 不低于 | 不短于 | 不得少于 | 不得低于 | 不能少于 | 不小于 | 至少 | 最少 | 不超过 | 不得超过
      | 不能超过
      | 不多于 | 不高于 | 最多 | 最长 | 最迟 | 不长于 | 为期 | 持续 | 会期 | 限期 | 时长
      | (?: 至少 | 不少于 ) .{0,2} 满 )
    (?: 约 | 到 | 在 )? \Z
    """,
    re.VERBOSE,
)
_CHANGE = re.compile(r"(?:控制|压缩|缩短|压减|延长|精简|减少|降低|压)(?:到|至|在)\Z")
_AHEAD = re.compile(r"(?:提前|会前|赛前|行前|课前|至少提前)(?:至少)?\Z")
_USE = re.compile(
    r"(?:集中|利用|拿出|抽出|腾出|安排|(?<![使作引采适费专公利可耐食有信运])用)(?:好|上|足|不到|近|约)?\Z"
)
_EFFORT = re.compile("(?:左右)?的?(?:不懈|共同|持续|艰苦)?努力")
"""What a length is spent on (经过三年努力); whether it is to come, the sentence says."""
_HOLD = re.compile("(?:公示|集训|培训|轮训|停业整顿|停产整顿|停工整顿|驻点|蹲点)(?:期|时间)?为?\\Z")
"""What lasts: 公示5个工作日."""
_TERM = re.compile("的[^，。；、]{1,4}期")
_CASE = re.compile("(?:反馈|办结|答复|回复|销号|清零|到场)")
"""What is done to each case: 3天反馈、7天办结."""
_WINDOW = 8
"""Characters before a length in which its licence may stand."""
_UNITS = {
    "工作日": "workday", "自然日": "D", "天": "D", "日": "D", "周": "W", "星期": "W", "礼拜": "W", "月": "M",
    "季度": "Q", "年": "Y", "小时": "TH", "钟头": "TH", "分钟": "TM", "刻钟": "T15",
}  # fmt: skip
_CLOCK_UNITS = ("小时", "钟头", "分钟", "刻钟")
_HALVES = {"D": (12, "TH"), "W": (3, "D"), "M": (15, "D"), "Y": (6, "M"), "TH": (30, "TM")}
_FINER = {"Y": (12, "M"), "TH": (60, "TM"), "W": (7, "D"), "D": (24, "TH")}
_FIXED = {"Q": (3, "M"), "T15": (15, "TM")}


def read_length(match: re.Match[str]) -> Found | None:
    """Make what a match of `LENGTH` says; None where nothing makes the length a time."""
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    start, end = match.start(), match.end()
    if match["ago"] or match["later"]:
        if unit.startswith("T") or unit == "workday" or match["since"]:
            return None
        return Found(start, end, "ago", count=count, unit=unit, back=match["ago"] is not None)
    licence, since = _licence(match), match["since"]
    if not licence:
        return None
    if match["more"]:
        end = match.start("more")
    elif (match["time"] or "").startswith("左右"):
        end = match.start("time")
    return Found(
        start,
        end,
        "length",
        duration=_iso(count, unit),
        count=count,
        unit=unit,
        licence=licence,
        since="" if since is None else "anchor" if since.endswith("起") else "meeting",
    )


def _licence(match: re.Match[str]) -> str:
    """Why a length counts, "" where nothing makes it.

    "within" (…内), "limit" (不少于), "change" (压缩到), "ahead" (提前), "use" (用…时间), "spend" (用3天),
    "more" (…以上), "case" (7天办结), "term" (三个月的过渡期, 公示5天).
    """
    before = match.string[max(0, match.start() - _WINDOW) : match.start()]
    if _CHANGE.search(before):
        return "change"
    if match["within"]:
        return "within"
    if match["length_unit"] == "日":
        return ""
    if _LIMIT.search(before):
        return "limit"
    if _AHEAD.search(before):
        return "ahead"
    if _HOLD.search(before) and match["length_unit"] not in ("年", "月"):
        return "term"
    if _USE.search(before) and (match["time"] or match["length_unit"] not in _CLOCK_UNITS):
        return "use" if match["time"] else "spend"
    if match["more"]:
        return "more"
    if before.endswith(("通过", "经过")) and _EFFORT.match(match.string, match.end()):
        return "spend"
    if match["length_unit"] not in ("年", "月") and _CASE.match(match.string, match.end()):
        return "case"
    return "term" if _TERM.match(match.string, match.end()) else ""


def _amount(match: re.Match[str]) -> tuple[float, str] | None:
    """Count and unit, halves turned into a finer unit: 一个半月 → 45 days, 两年半 → 30 months."""
    unit = _UNITS[match["length_unit"]]
    if match["half_length"]:
        return _HALVES.get(unit)
    count = _read_count(match["count2"] or match["count"])
    if count is None:
        return None
    if match["half_more"] or match["half_behind"]:
        if unit == "M":
            return count * 30 + 15, "D"
        if unit not in _FINER:
            return None
        times, finer = _FINER[unit]
        return count * times + times // 2, finer
    if unit in _FIXED:
        times, finer = _FIXED[unit]
        return count * times, finer
    return count, unit


def _read_count(written: str) -> float | None:
    """Read a number; of 两三 and 三五, neighbours that are said together, the larger."""
    if "." in written:
        return float(written)
    value = parse_chinese(written)
    if len(written) == 2 and not written[0].isdigit() and "十" not in written and "百" not in written:
        value = parse_chinese(written[1])
    return value


def _iso(count: float, unit: str) -> str:
    number = f"{count:g}"
    if unit == "workday":
        return f"P{number}D"
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"
