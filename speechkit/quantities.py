"""Find the countable target of a task: 95%以上, 不少于2次, 2个先进班组和3个后进班组, 5000亿元, 两位数.

Known limitations: a number in words without a measure word (翻番) is no target.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN = "一二两三四五六七八九十百千万半"
_REST = rf"[\d.{_HAN}亿多余来]*+"
_MEASURE = r"""
    (?: 个(?:月|工作日|小时|星期|学期)
      | 人次 | 平方米 | 平方公里 | 立方米 | 公里 | 公顷 | 公分 | 万元 | 亿元 | 学时 | 课时 | 小时 | 分钟 | 户次 | 家次
      | [次个名份篇期场家户项件条批遍轮处所座台套人亩吨元倍本张种类支只成辆间米位堂课节门例宗笔块艘天页字路盏根棵株趟] )
"""
_WORD = r"[^，；：。、！？“”\n]"

_QUANTITY = re.compile(
    rf"""
    [\d{_HAN}]
    (?: (?P<share> (?<=\d) [\d.]*+ [ ]? (?:%|个百分点) | (?<=百) 分之 [{_HAN}零\d]++ | (?<=[一二三四五六七八九]) 成
                 | (?<=一) 半 )
      | (?<=两) (?P<digits> 位数 ) | (?<=\d) (?P<bare> [\d.]*+ (?= 以[上下内] ) )
      | {_REST} {_MEASURE}
        (?: {_WORD}{{1,9}}? 和 [\d{_HAN}] {_REST} {_MEASURE} {_WORD}{{1,9}} (?= [，；。！？\n] | \Z ) )?+
    )
    (?P<most> 以上 | 以内 | 以下 | 左右 | 之内 | 及以上 )?+
    """,
    re.VERBOSE,
)
_LEAST = re.compile(
    r"(?:不得?[少低]于|不得?超过|不得?高于|不得?多于|[至最]少(?:[一-龥]{1,3}?)?|最多|达到?|超过?|突破|前)[ ]?\Z"
)
_LONGEST_LEAST = 6
"""Characters of what may stand before a number to bound it, with a verb between (至少走访10户)."""
_VAGUE = re.compile(
    r"""
    一 (?: [件项条个步户桩]{2} | [件项条桩步户次个] 一 [件项条桩步户次个] | [些定批直切起致类种方线点体样旦]
         | [个把般贯律家堂块门课人元支位所处字米例页路根] | 系列 | 成不变 | 本正 | 本经 | 条龙 | 条心 )
    | 24 小时 | 三位一体 | [一二三四五六七八九十两] 个 百分
    | [两三四] 个 (?: 维护 | 确立 | 意识 | 自信 | 方面 | 层面 | 务必 ) | 半
    """,
    re.VERBOSE,
)


_NO_DEMAND = re.compile(
    r"(?:分为|分成|届|(?<![就还都也])是(?=[ ]?\Z)|[预估]计[^，；]{0,4}|有望[^，；]{0,4}|(?<![以最])后(?=\Z))\Z"
)
"""What tells, in front of a number, that it only describes: 分为3个阶段, 八届三次全会, 是一件大事, 后10%."""
_THRESHOLD = re.compile(
    r"[人元岁米层吨亩](?:及?以[上下])(?:的|企业|单位|学校|项目|工程|场所|建筑|支出|采购|合同|老人|儿童)"
)
"""A size from which on something counts (200人以上的企业), read from its unit on."""
_LENGTH = re.compile("个(?:月|工作日|小时|星期|学期)")
"""A length is a target only where it is bounded (不少于6个月)."""
_QUOTED = re.compile("“[^“”\n]{0,40}”")
_NO_TARGET_BEHIND = "第每“"
"""第3次 is a place in a row, 每1户 a rate, “三个…” a slogan."""


class Quantity(NamedTuple):
    """A target, as a place in a text. (A named tuple, because many are made.)

    Attributes:
        strong: it is bounded (以上, 不少于) or a share, so that it is a target wherever a demand holds it.
    """

    start: int
    end: int
    strong: bool


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Find the countable targets of a stretch of text, in order.

    Vague counts (一批, 一个个) and what stands in quotation marks are none.
    """
    found = []
    hidden = [match.span() for match in _QUOTED.finditer(text, start, end)] if "“" in text[start:end] else []
    for match in _QUANTITY.finditer(text, start, end):
        first, last = match.span()
        if any(left < first < right for left, right in hidden):
            continue
        before = text[max(start, first - _LONGEST_LEAST) : first]
        if _NO_DEMAND.search(before) or (match["most"] and _THRESHOLD.match(text, match.start("most") - 1, end)):
            continue
        least = _LEAST.search(before)
        if not least and _LENGTH.search(match.group()):
            continue
        if least:
            first -= len(before) - least.start()
        if match["share"] or match["digits"] or match["bare"] is not None or match["most"] or least:
            found.append(Quantity(first, last, strong=True))
        elif not (before and before[-1] in _NO_TARGET_BEHIND) and not _VAGUE.match(text, first, last):
            found.append(Quantity(first, last, strong=False))
    return found
