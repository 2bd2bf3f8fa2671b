"""The step that compares what the speaker announces (讲三点意见) with the points that follow.

Known limitations: an announcement whose points are run-in headings or paragraphs without a marker counts only with a
verb of speaking (讲, 强调, 提 …), and then without a count of what was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from speechkit.align import to_source, to_text
from speechkit.model import Declared, Document, Notice, Point, Span
from speechkit.numerals import parse_chinese
from speechkit.points import split_series
from speechkit.settings import Settings

NEAREST = 80
"""Characters between an announcement without a verb of speaking and the first point of its series."""

_ANNOUNCEMENT = re.compile(
    r"""
    (?P<verb> 讲|谈|说|补充|商量|交流|共勉|提(?:出)?|强调|重申|明确|布置|部署|安排|报告|归纳为|概括为|概括起来(?:是|有)?
            | 做(?:好|到|实)?|抓(?:好|住|实)?|突出|把握(?:好)?|处理好|呈现(?:出)?|体现(?:在|出|为)?|表现(?:在|为|出)?
            | 管好|守住|守好|用好|聚焦|围绕|坚持|实现|落实(?:好)?|推进|打好|办好|算好|分(?:为|成)?|从|有|存在|记住
            | 树立|强化|增强|提升|提高|破除|克服|防止|防范|避免|解决|念好|写好|下好|过好|建立|构建|健全|完善
            | 补齐|筑牢|练就|具备|弘扬|发扬|深化|加快|注意|遵循|突破|实施|开展|着力
            | 送(?:给)?大家 | 主要是 | 无非是 | 就是 )  # each opens with a letter: re then skips by first letters
    (?: 了|以下|下面|下列|这|如下|出|大家|各位|一下|\s )*
    (?P<quote> “ )? (?P<count> \d{1,2} | [二两三四五六七八九十]{1,3} )
    (?P<unit> 部分|点|个方面|方面|个|条|项|件|层|句|种|处|块|类 )
    (?: 具体|主要|突出|重点|明显|新的?|简单|硬|的 )*
    (?P<noun> 意见|要求|特点|特征|希望|方面|建议|体会|感受|问题|工作|任务|重点|关系|环节|原则|措施|举措|看法|事情?|话
        |转变|到位|关键|文章|硬仗|意思|情况|不足|变化|困难|挑战|矛盾|机遇|优势|目标|难点|短板|现象|倾向|误区|层面|维度|坚持|必须
        |入手|讲|理念|意识|能力|精神|作风|观念|思维|提升|提高|工程|行动|机制|责任|突破|升级|不放过
        |“[^”\n]{1,8}”|圈|关|底线 )?
    (?: 的?(?:工作|问题|内容|事情|文章|要求|意见) )?
    (?(quote) ”? )
    """,
    re.VERBOSE,
)
_SPEAKING = re.compile(r"讲|谈|说|提|强调|重申|补充|商量|交流")
_SAID = frozenset({"意见", "要求", "建议", "希望", "看法", "体会", "感受", "话", "意思", "问题"})


def run(doc: Document, settings: Settings) -> Document:
    """Fill `declared`, with a notice where the count and the points found differ."""
    declared = tuple(find_declared(doc))
    notices = tuple(
        Notice("declared-count-differs", f"“{item.text}”，实际找到{item.found}点", item.span)
        for item in declared
        if item.found is not None and item.found != item.count
    )
    return replace(doc, declared=declared, notices=doc.notices + notices)


def find_declared(doc: Document) -> Iterator[Declared]:
    """Find the announcements of a document with an outline, in text order."""
    groups = sorted(_series(doc), key=lambda series: series[0].span.start)
    starts = [to_text(doc.alignment, series[0].span).start for series in groups]
    for match in _ANNOUNCEMENT.finditer(doc.folded):
        count = parse_chinese(match.group("count")) or 0
        if count < 2 or (match.group("unit") == "个" and not match.group("noun")):
            continue
        if _said_by_others(match):
            continue
        said = bool(_SPEAKING.match(match.group("verb"))) and match.group("noun") in _SAID
        first = bisect_left(starts, match.end())
        near = bisect_right(starts, match.end() + NEAREST)
        found = _announced(groups[first : first + 2 if said else near], count, said=said)
        if said or found is not None:
            span = to_source(doc.alignment, Span(match.start(), match.end()))
            yield Declared(span, doc.source.text[span.start : span.end], count, found)


def _said_by_others(match: re.Match[str]) -> bool:
    """Say whether an announcement looks back (讲了三点体会) on what somebody has said."""
    return match.group("verb") in ("讲", "谈", "说", "提") and match.group()[1:2] == "了"


def _announced(series: list[list[Point]], count: int, *, said: bool) -> int | None:
    """How many members the announced series has.

    The first that follows with the right number of members; else, for what the speaker says he will say, the first.
    """
    sizes = [len(points) for points in series]
    if count in sizes[:1] or (said and count in sizes[:2]):
        return count
    if said or (sizes and abs(sizes[0] - count) == 1 and count > 2):
        return sizes[0] if sizes else None
    return None


def _series(doc: Document) -> Iterator[list[Point]]:
    """Every run of numbered points that count on from each other below one parent."""
    yield from split_series(doc.outline)
    for _, point in doc.points():
        yield from split_series(point.children)
