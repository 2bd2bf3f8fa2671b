"""The rule on figures: one target that comes twice, with two figures.

Two clauses count as one target where all that stands before the figure, less words of demand, is the same, and so is
the unit; and neither their sentences' times nor the words right before tell them apart.

Known limitations: a target that is put in other words the second time is not seen; nor are two figures in one
paragraph, which mostly are of two things. Only demands are looked at: a review and a plan may well give two figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from speechkit.check_model import OWN, Hit, Rule, Words, place
from speechkit.model import Document, Passage, Span
from speechkit.settings import Settings

_FIGURE = re.compile(
    r"""
    (?<! [\d.] ) (?P<number> \d+ (?: \.\d+ )? )
    (?P<unit> 个百分点 | [%％] | 万亿元 | 亿元 | 万元 | 元 | 万亩 | 亩 | 万吨 | 吨 | 公里 | 平方米
            | 万人次 | 人次 | 万人 | 万户 | 户 | [个家项座所件套台场次人名条篇处] )
    (?P<behind> (?: 以[上下内] | 左右 )? [^，。；、：！？\n（]{0,8} )
    """,
    re.VERBOSE,
)
_CLAUSE = re.compile(r"[，。；：！？、\n（）“”]")
_DEMAND = re.compile(
    "[全各][省市县区镇乡村校院厂]|各地|各部门|各单位|我们|大家|确保|力争|必须|务必|一定|争取|计划|预计|再|要|将|全年|今年|本年|年内|年底前?|达到|达|不低于|不少于|至少|完成|实现"
    "|控制在|保持在|提高到|以上| "
)
_DEMANDS = re.compile("确保|力争|必须|务必|争取|要(?!求)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WHEN = re.compile(
    r"[\d一二三四五六七八九十]+月|季度|半年|上旬|中旬|下旬|第[一二三四]|[\d一二三四五六七八九十]+日|明年|后年|\d{4}年|其中|去年|每"
)
_SHORTEST_KEY = 5
"""Chinese characters that make a target more than 年度投资, which each project has of its own."""
_LONGEST_TEXT = 12_000
"""Characters above which a text is a report that plans for one year and for five, with figures of both."""
_LONGEST_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class _Target:
    """A target with its figure; positions are of the text."""

    key: tuple[str, str, str]
    number: float
    start: int
    end: int
    times: frozenset[str]
    paragraph: int


def find_two_figures(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Find targets that come again with another figure; the hit is the second."""
    if len(doc.text) > _LONGEST_TEXT:
        return
    first: dict[tuple[str, str, str], _Target] = {}
    for target in _find_targets(doc):
        earlier = first.setdefault(target.key, target)
        if target.number == earlier.number or target.paragraph == earlier.paragraph or target.times != earlier.times:
            continue
        written = [doc.text[one.start : one.end] for one in (earlier, target)]
        yield Hit(place(doc, target.start, target.end), {"first": written[0], "second": written[1]})


def _find_targets(doc: Document) -> Iterator[_Target]:
    text = doc.folded
    demands = [passage for passage in doc.passages if passage.role == "requirements"]
    starts = [sentence.start for sentence in doc.sentences]
    for match in _FIGURE.finditer(text):
        window = text[max(0, match.start() - _LONGEST_CLAUSE) : match.start()]
        clause = _CLAUSE.split(window)[-1]
        key = _DEMAND.sub("", clause)
        index = bisect_right(starts, match.start()) - 1
        if len(_HAN.findall(key)) < _SHORTEST_KEY or index < 0 or len(clause) == len(window) == _LONGEST_CLAUSE:
            continue
        is_demand = _DEMANDS.search(clause) is not None
        if demands and not is_demand and not _is_within(demands, place(doc, match.start(), match.end())):
            continue
        behind = re.sub("以上|左右|以内|以下", "", match["behind"])
        paragraph = text.rfind("\n", 0, match.start())
        times = frozenset(_WHEN.findall(text[starts[index] : match.end()]))
        identity = (key, match["unit"], behind)
        yield _Target(identity, float(match["number"]), match.start(), match.end("unit"), times, paragraph)


def _is_within(passages: list[Passage], span: Span) -> bool:
    at = bisect_right(passages, span.start, key=lambda passage: passage.span.start) - 1
    return at >= 0 and span.start < passages[at].span.end


RULES = (
    Rule(
        "two-figures",
        "figures",
        "suspect",
        Words("同一目标前后数字不一", "one target with two figures"),
        Words("同一目标前面是“{first}”，这里是“{second}”", "“{first}” before, “{second}” here"),
        Words("核对哪个数字对", "check which one is right"),
        OWN,
        find_two_figures,
        needs=("roles",),
    ),
)
