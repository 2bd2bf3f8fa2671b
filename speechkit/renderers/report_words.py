"""How the report and the tables say kinds, days, repetitions and lengths to people.

Known limitations: a recurrence of parts that the step `deadlines` does not make is shown as it is written.
"""

from __future__ import annotations

import re
from datetime import date

from speechkit.model import Modality, Role, TimeExpression

ROLES: dict[Role, str] = {
    "opening": "开场",
    "review": "成绩回顾",
    "problems": "问题不足",
    "requirements": "工作要求",
    "closing": "结尾",
}
MODALITIES: dict[Modality, str] = {"must": "必须", "should": "应当", "aim": "争取", "prohibit": "不得"}
KINDS = {
    "task": "任务",
    "owner": "责任单位",
    "time": "时限",
    "mention": "其他时间",
    "phrase": "固定表述",
    "frame": "句式",
}
"""What is marked in the speech, in the order of the switches."""

_WEEKDAYS = "一二三四五六日"
_RRULE_DAYS = {"MO": "一", "TU": "二", "WE": "三", "TH": "四", "FR": "五", "SA": "六", "SU": "日"}
_EVERY = {
    ("HOURLY", 1): "每小时",
    ("DAILY", 1): "每天",
    ("WEEKLY", 1): "每周",
    ("MONTHLY", 1): "每月",
    ("MONTHLY", 3): "每季度",
    ("MONTHLY", 6): "每半年",
    ("YEARLY", 1): "每年",
}
_UNITS = {"HOURLY": "小时", "DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月", "YEARLY": "年"}
_DURATION = re.compile(
    r"""
    P (?: (?P<years>\d+)Y )? (?: (?P<months>\d+)M )? (?: (?P<weeks>\d+)W )? (?: (?P<days>\d+)D )?
    (?: T (?: (?P<hours>\d+)H )? (?: (?P<minutes>\d+)M )? )?
    """,
    re.VERBOSE,
)
_LENGTHS = {"years": "年", "months": "个月", "weeks": "周", "days": "天", "hours": "小时", "minutes": "分钟"}


def say_day(day: date) -> str:
    """2023-11-30 周四"""
    return f"{day.isoformat()} 周{_WEEKDAYS[day.weekday()]}"


def say_time(time: TimeExpression) -> str:
    """Say what a time comes to: a day, a period, a repetition, a length; "" where the speech leaves it open."""
    if time.rrule is not None:
        return say_rrule(time.rrule)
    first, last = time.earliest, time.latest
    about = "约 " if time.approximate else ""
    if first is not None and last is not None:
        return about + (say_day(last) if first == last else f"{first} 至 {_later(first, last)}")
    if last is not None:
        return about + say_day(last)
    if first is not None:
        return f"{about}{say_day(first)} 起"
    return say_duration(time.duration) if time.duration else ""


def _later(first: date, last: date) -> str:
    return last.isoformat()[5:] if first.year == last.year else last.isoformat()


def say_rrule(rrule: str) -> str:
    """Say an RFC 5545 rule: FREQ=WEEKLY;BYDAY=FR is 每周五."""
    parts = dict(part.partition("=")[::2] for part in rrule.split(";"))
    frequency, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    if frequency not in _UNITS or not interval.isdigit() or set(parts) - {"BYDAY", "BYMONTHDAY", "BYHOUR", "BYMONTH"}:
        return rrule
    words = _EVERY.get((frequency, int(interval))) or f"每{interval}{_UNITS[frequency]}"
    if "BYMONTH" in parts:
        words += "、".join(parts["BYMONTH"].split(",")) + "月"
    if "BYDAY" in parts:
        days = [_RRULE_DAYS.get(day, day) for day in parts["BYDAY"].split(",")]
        words = ("每周" if words == "每周" else f"{words}的周") + "、".join(days)
    if "BYMONTHDAY" in parts:
        words += "、".join("最后一天" if day == "-1" else f"{day}日" for day in parts["BYMONTHDAY"].split(","))
    if "BYHOUR" in parts:
        words += "、".join(f"{hour}时" for hour in parts["BYHOUR"].split(","))
    return words


def say_duration(duration: str) -> str:
    """Say an ISO 8601 duration: P1W is 1周."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        return duration
    return "".join(f"{match[name]}{unit}" for name, unit in _LENGTHS.items() if match[name])
