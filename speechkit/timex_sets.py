"""Repetitions (每周五, 每月20日前, 一周一调度, 按月通报) as recurrence rules of RFC 5545.

Known limitations: 每半月 is taken for every two weeks; 每月初 and 每月上旬 keep no day; a repetition within another
(每季度每月) makes two.
Source: RFC 5545, 3.3.10; the fewest parts that say it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from speechkit.numerals import parse_chinese
from speechkit.timex_grammar import DD, HOUR, ONES, PART_OF_DAY
from speechkit.timex_parts import Found

ACTS = """
调度 | 通报 | 督查 | 督导 | 督办 | 检查 | 研判 | 会商 | 报告 | 报送 | 上报 | 汇报 | 总结 | 小结 | 例会 | 考核 | 点评
| 讲评 | 分析 | 排查 | 巡查 | 复盘 | 盘点 | 推进 | 主题 | 反馈 | 汇总 | 评比 | 评估 | 评议 | 计划 | 清单 | 简报 | 公示
| 公布 | 更新 | 清零 | 碰头 | 议事 | 研究 | 学习 | 排名 | 排位 | 晾晒 | 走访 | 暗访 | 抽查 | 安排 | 部署 | 清理 | 演练
| 培训 | 轮换 | 测评 | 监测 | 对账 | 结算 | 会诊 | 回访 | 统计 | 核查 | 清查 | 公开 | 跟踪 | 过堂 | 述职 | 比武 | 联席
| 专题 | 曝光 | 巡检 | 会审 | 交账 | 销号 | 提醒 | 约谈 | 轮训
"""
"""What is done by the week or month: a repetition without 每 counts only before one of these."""
ACT = rf"(?: {ACTS} | [报查评结议会测访课审督晒比清] (?= [、，。；：！？”’）\s制机] | \Z ) )"
_COUNT = r"(?: \d{1,3} | [一二两三四五六七八九十]{1,3} )"
_WD = f"[{ONES[:6]}日天]"
_UNIT = "(?: 天 | 日 | 周 | 星期 | 礼拜 | 旬 | 月 | 季度? | 年 | 学期 | 小时 )"
_TIMES = "[次遍回场] (?!性)"

SET = rf"""
(?: 每 (?! 一[天日周年] ) [隔逢]? (?P<every_count> {_COUNT} | 半 )? [ ]? 个?
      (?P<every> 工作日 | 天 | 日 (?! [常前益] ) | 晚 | 周 (?! [期边围岁] ) | 星期 | 礼拜 | 旬 | 月
        | 季度? (?!节) | 年
               | 学[期年] | 小时 | 钟头 | 分钟 )
  | (?<! [第十百初近前这\d] ) (?P<one_count> {_COUNT} | 半 ) (?P<one> 个?{_UNIT} )
      (?: 一 (?: {_TIMES} | {ACT} | [轮期] ) | (?<= 一年 ) 一度
        | (?<! [^个]月 ) (?<! [^个]季 ) (?<! [^个]季度 ) (?<! 日 ) (?:
              [两二三四\d] {_TIMES}
            | (?P<loose> (?! 的?时间 ) [^\s，。；：、！？”只才仅没未不了过有发内前后]{{1,5}} ) {_COUNT} {_TIMES}
            | (?= [^\s，。；：、！？”]{{0,8}} (?: 不少于 | 不低于 | 至少 | 不超过
            | 不多于 ) [^\s，。；：、！？”]{{0,4}} [次天遍回] ) ) )
  | (?<= [、，；：“‘（行施立持过取格实坚以和及到\n] ) (?P<short> [日周旬月季年] ) {ACT}
  | [按逐] (?P<by> 日 | 天 | 周 | 旬 | 月 | 季度? | 年 ) (?= {ACT} | 发 (?!展) | 兑现 | 拨付 | 缴 | 付 | 足额 )
  | (?P<other> 隔天 | 隔日 | 隔周 | 双周 | 隔月 | 双月 ) (?= 一次 | {ACT} )
  | 次月 (?P<next_month_day> {DD} ) [日号] [之以]?前?
  | (?<! [本这下上个] ) 周一 [至到—-] 周 (?P<until_weekday> [四五六日] )
)
"""

_WEEK_DETAIL = re.compile(rf"(?P<days> {_WD} (?: [、和及至到—-] (?: 周 | 星期 | 礼拜 )? {_WD} )* | 末 )", re.VERBOSE)
_WEEKLY_ONCE = re.compile(
    rf"一 (?= {_TIMES} | [\u4e00-\u9fff]{{1,2}} (?: [、，。；：！？”’）\s] | 制 | 机制 | \Z ) )", re.VERBOSE
)
"""每周一调度。 is once a week; 每周一向县里报送 and 每周一上午 are on Mondays."""
_MONTH_DETAIL = re.compile(
    rf"""
    的? (?: (?P<days> {DD} (?: [日号]? [、和及至到—-] {DD} )*+ [日号] )
          | (?P<end> 月?[底末] | 最后一[天日] )
          | (?: 第? (?P<nth> [首一二三四1-4] ) 个? | (?P<last> 最后一?个? ) )
            (?: (?: 周 | 星期 | 礼拜 ) (?P<weekday> {_WD} ) | (?P<workday> 工作日 ) )
          | 月?初 | [上中下]旬 )
    """,
    re.VERBOSE,
)
_QUARTER_DETAIL = re.compile(
    rf"""
    (?P<end> [底末] (?!月) )
    | 的? (?P<month> 首月 | 第?[一二三]个月 | 末月 | 最后一个月 ) 的? (?: (?P<day> {DD} ) [日号] )?
    """,
    re.VERBOSE,
)
_MONTH = f"(?: 1[0-2] | [1-9] | 十[一二]? | [{ONES}] )"
_YEAR_DETAIL = re.compile(
    rf"""
    的? (?P<months> {_MONTH} 月份? (?: [、和及] {_MONTH} 月份? )+ )
    | 的? (?P<month> {_MONTH} ) 月份?
        (?: (?P<day> {DD} ) [日号] | (?P<end> [底末] ) | [上中下]旬 )?
    | (?P<year_end> 年?[底末] )
    """,
    re.VERBOSE,
)
_HOURS = re.compile(rf"{PART_OF_DAY}? {HOUR} (?: [、和及] {PART_OF_DAY}? {HOUR} )* | {PART_OF_DAY} | 下班", re.VERBOSE)
_ONE_HOUR = re.compile(rf"(?P<part> {PART_OF_DAY} )? (?P<hour> {HOUR} )", re.VERBOSE)
_BOUND = re.compile(r"[之以]?前(?![往期后沿线])|[之以]内|内(?![部容])")
_FREQ = {
    "天": "DAILY", "日": "DAILY", "晚": "DAILY", "周": "WEEKLY", "星期": "WEEKLY", "礼拜": "WEEKLY",
    "月": "MONTHLY", "年": "YEARLY", "学年": "YEARLY", "小时": "HOURLY", "钟头": "HOURLY", "分钟": "MINUTELY",
}  # fmt: skip
_MONTHS = {"季": 3, "季度": 3, "学期": 6}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
_OTHERS = {
    "隔天": (2, "天"), "隔日": (2, "天"), "隔周": (2, "周"), "双周": (2, "周"), "隔月": (2, "月"), "双月": (2, "月"),
}  # fmt: skip
_ISO = {
    "DAILY": "P{}D",
    "WEEKLY": "P{}W",
    "MONTHLY": "P{}M",
    "YEARLY": "P{}Y",
    "HOURLY": "PT{}H",
    "MINUTELY": "PT{}M",
}


def read_set(match: re.Match[str]) -> Found:
    """Make what a match of `SET` says, with the day and hour that follow it."""
    start, end, text = match.start(), match.end(), match.string
    if match["next_month_day"]:
        day = parse_chinese(match["next_month_day"])
        return Found(start, end, "set", rrule=f"FREQ=MONTHLY;BYMONTHDAY={day}", timex=f"XXXX-XX-{day:02}")
    if match["until_weekday"]:
        days = ",".join(_DAYS[: "一二三四五六日".index(match["until_weekday"]) + 1])
        return Found(start, end, "set", rrule=f"FREQ=WEEKLY;BYDAY={days}", timex="XXXX-WXX")
    if match["other"]:
        return _plain(start, end, *_OTHERS[match["other"]])
    unit = (match["every"] or match["one"] or match["short"] or match["by"]).removeprefix("个")
    written = match["every_count"] or match["one_count"]
    if written == "半":
        return _half(start, end, unit)
    found = _plain(start, end, _count(written), unit)
    if match["loose"]:
        return replace(found, licence="loose")
    return _with_detail(found, text, unit) if match["every"] else found


def _count(written: str | None) -> int:
    return (parse_chinese(written) or 1) if written else 1


def _half(start: int, end: int, unit: str) -> Found:
    """Every half of a unit: 每半年 is six months, 每半月 two weeks, 每半小时 thirty minutes."""
    count, of = {"年": (6, "月"), "月": (2, "周"), "小时": (30, "分钟"), "钟头": (30, "分钟")}.get(unit, (1, "天"))
    return _plain(start, end, count, of)


def _plain(start: int, end: int, count: int, unit: str) -> Found:
    """A repetition that names no day: every `count` units."""
    if unit == "工作日":
        return Found(start, end, "set", rrule=f"FREQ=WEEKLY;BYDAY={_WORKDAYS}", timex="XXXX-WXX-XX")
    if unit == "旬":
        return Found(start, end, "set", rrule="FREQ=MONTHLY;BYMONTHDAY=10,20,-1", timex="P10D")
    if unit in _MONTHS:
        count, unit = count * _MONTHS[unit], "月"
    freq = _FREQ[unit]
    rrule = f"FREQ={freq}" if count == 1 else f"FREQ={freq};INTERVAL={count}"
    return Found(start, end, "set", rrule=rrule, timex=_ISO[freq].format(count))


def _with_detail(found: Found, text: str, unit: str) -> Found:
    """Add the day and the hour that follow 每周, 每月 and so on."""
    rule, timex, end = found.rrule or "", found.timex, found.end
    if unit in ("周", "星期", "礼拜"):
        rule, timex, end = _week(rule, timex, text, end)
    elif unit == "月":
        rule, timex, end = _month(rule, timex, text, end)
    elif unit in ("季", "季度"):
        rule, end = _quarter(rule, text, end)
    elif unit == "年":
        rule, timex, end = _year(rule, timex, text, end)
    hours = _HOURS.match(text, end) if unit not in ("小时", "钟头", "分钟") else None
    if hours and text[hours.end() : hours.end() + 1] not in ("至", "到", "—", "-"):
        rule, end = rule + _hour_parts(hours.group(), evening=unit == "晚"), hours.end()
    bound = _BOUND.match(text, end)
    end = bound.end() if bound else end
    return Found(found.start, end, "set", rrule=rule, timex=timex)


def _week(rule: str, timex: str | None, text: str, at: int) -> tuple[str, str | None, int]:
    """每周五, 每周二、周四, 每周一至周五; 每周一次 names no day."""
    once = _WEEKLY_ONCE.match(text, at)
    match = None if once else _WEEK_DETAIL.match(text, at)
    if match is None:
        return rule, timex, at
    written = match["days"]
    if written == "末":
        return f"{rule};BYDAY=SA,SU", "XXXX-WXX-WE", match.end()
    days = ["一二三四五六日".index(c.replace("天", "日")) for c in re.findall(f"[{ONES[:6]}日天](?!期)", written)]
    if re.search("[至到—-]", written):
        days = _run(days[0], days[-1], among=range(7))
    timex = f"XXXX-WXX-{days[0] + 1}" if len(days) == 1 else timex
    return f"{rule};BYDAY={','.join(_DAYS[day] for day in sorted(set(days)))}", timex, match.end()


def _month(rule: str, timex: str | None, text: str, at: int) -> tuple[str, str | None, int]:
    """每月20日, 每月底, 每月最后一个周五, 每月第一个工作日; 每月初 keeps no day."""
    match = _MONTH_DETAIL.match(text, at)
    if match is None:
        return rule, timex, at
    if match["end"]:
        return f"{rule};BYMONTHDAY=-1", timex, match.end()
    if match["days"]:
        days = _numbers(match["days"])
        timex = f"XXXX-XX-{days[0]:02}" if len(days) == 1 else timex
        return f"{rule};BYMONTHDAY={','.join(map(str, days))}", timex, match.end()
    if match["weekday"] or match["workday"]:
        nth = -1 if match["last"] else 1 if match["nth"] == "首" else _count(match["nth"])
        if match["workday"]:
            return f"{rule};BYDAY={_WORKDAYS};BYSETPOS={nth}", timex, match.end()
        day = _DAYS["一二三四五六日".index(match["weekday"].replace("天", "日"))]
        return f"{rule};BYDAY={nth}{day}", timex, match.end()
    return rule, timex, match.end()


def _numbers(written: str) -> list[int]:
    """The days of 5日、20日 and of 1日至5日."""
    days = [parse_chinese(number) or 1 for number in re.findall(r"\d+|[一二三四五六七八九十廿]+", written)]
    return _run(days[0], days[-1], among=range(1, 32)) if re.search("[至到—-]", written) else days


def _run(first: int, last: int, *, among: range) -> list[int]:
    """The days from one to another, round the end of the week or month where need be (周五至周一)."""
    return [day for day in among if (first <= day <= last if first <= last else day >= first or day <= last)]


def _quarter(rule: str, text: str, at: int) -> tuple[str, int]:
    """每季度末, 每季度首月10日前."""
    match = _QUARTER_DETAIL.match(text, at)
    if match is None:
        return rule, at
    if match["end"]:
        return f"{rule};BYMONTHDAY=-1", match.end()
    first = 3 if match["month"] in ("末月", "最后一个月") else "首一二三".index(match["month"].lstrip("第")[0]) or 1
    months = ",".join(str(month) for month in range(first, 13, 3))
    day = f";BYMONTHDAY={parse_chinese(match['day'])}" if match["day"] else ""
    return f"FREQ=YEARLY;BYMONTH={months}{day}", match.end()


def _year(rule: str, timex: str | None, text: str, at: int) -> tuple[str, str | None, int]:
    """每年6月底, 每年10月1日, 每年底."""
    match = _YEAR_DETAIL.match(text, at)
    if match is None:
        return rule, timex, at
    if match["year_end"]:
        return f"{rule};BYMONTH=12;BYMONTHDAY=-1", "XXXX-12-31", match.end()
    if match["months"]:
        return f"{rule};BYMONTH={','.join(map(str, _numbers(match['months'])))}", timex, match.end()
    month = parse_chinese(match["month"])
    if match["end"]:
        return f"{rule};BYMONTH={month};BYMONTHDAY=-1", f"XXXX-{month:02}", match.end()
    if match["day"]:
        day = parse_chinese(match["day"])
        return f"{rule};BYMONTH={month};BYMONTHDAY={day}", f"XXXX-{month:02}-{day:02}", match.end()
    return f"{rule};BYMONTH={month}", f"XXXX-{month:02}", match.end()


def _hour_parts(written: str, *, evening: bool) -> str:
    """BYHOUR (and BYMINUTE) of 早上8点、晚上8点; nothing for a mere 上午."""
    hours: list[int] = []
    minutes: list[int] = []
    for match in _ONE_HOUR.finditer(written):
        hour, minute = read_hour(match["hour"], match["part"] or ("晚" if evening else ""))
        hours.append(hour)
        minutes.append(minute)
    if not hours:
        return ""
    parts = f";BYHOUR={','.join(map(str, hours))}"
    return parts + (f";BYMINUTE={minutes[0]}" if len(set(minutes)) == 1 and minutes[0] else "")


def read_hour(written: str, part_of_day: str) -> tuple[int, int]:
    """Read a clock time: 5点半 with 下午 → (17, 30), 17:00 → (17, 0). An hour 24 is 0."""
    pieces = re.findall(rf"\d+|[{ONES}十两零]+|半|(?<=[点钟])[一三](?=刻)", written)
    hour = parse_chinese(pieces[0]) or 0
    minute = 0
    if len(pieces) > 1:
        quarter = {"一": 15, "三": 45} if written.endswith("刻") else {"半": 30}
        minute = quarter.get(pieces[1], parse_chinese(pieces[1]) or 0)
    if (part_of_day[:1] in "下傍晚夜" and part_of_day and hour < 12) or (part_of_day in ("中午", "午后") and hour < 4):
        hour += 12
    return hour % 24, minute % 60
