"""What a sentence says of the part that it plays: the cues of `lexicons/roles.yaml`, read sentence by sentence.

Known limitations: irony is not understood; a demand in words that no cue holds reads as neutral.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from speechkit.lexicon import load_words
from speechkit.literals import literal_pattern
from speechkit.model import Span
from speechkit.numbering import opening_label

_DEMANDS = re.compile("(?<![主重需首纪概摘扼简必])要(?![求素点闻件塞害领义强])|(?:目标|任务)[是为][：，]")
"""要 as a verb; in 主要, 重要, 要求 and the like it is none. Aims are demands too (目标是：…)."""
_DONE = re.compile(
    "(?<![为除罢极忘算不])了(?=[一-龥“《0-9])(?!解|结|不|望|吗|吧|无|事|如|断|悟|然)"
    "|已(?=[完投开建正形取初达被按成全基实有])|[均都]已|已经|走在[^，。]{0,10}前列|第一[名，。；]"
)
"""What tells of something done: 了 behind a verb, 已 before one."""
_MEETING = re.compile("(?:听取|通报|作|讲|传达|学习|宣读|召开|观看|观摩|参观|介绍|汇报|发言|看|去|谈|说|过)了")
"""What was done at the meeting or on the way to it."""
_HANDS_OVER = re.compile("下面，?(?:首先|先|就)?(?:[请由]|欢迎|进行|开始|宣读|播放|观看)")
"""Somebody else is asked to speak (下面，请…)."""
_LOOKS_BACK = re.compile("[^，。]{0,14}(?:以来|年来|月来|半年|年度|一年)，")
_THREAT = re.compile("[对凡][^。；]{0,40}的[，、]?[^。；]{0,24}(?:通报|问责|约谈|追究|处理|曝光|处分|查处)")
"""Shortcomings named only to say what follows on them (对落实不力的，要通报)."""
_GREETS = re.compile(
    "(?:表示|致以|送上|送去|道一声|说一声)[^。！；]{0,16}(?:祝贺|问候|感谢|敬意|慰问|欢迎|祝福|谢意|辛苦)"
    "|(?:祝贺|欢迎|感谢)(?:大家|你们|各位|同志们|同学们|老师们)"
)
"""Thanks and good wishes to those who are there."""
_NO_HARM = re.compile(
    "(?:没有|未|从未|没)(?:再)?(?:发生|出现|酿成|引发|造成)[^，。；]{0,16}(?:事故|伤亡|死亡|火灾|灾情|险情|案件|舆情|上访|疫情|事件|失误)"
)
"""What has been kept from happening; it is no shortcoming."""
_WISH = re.compile("预祝|祝(?:大家|各位|同志们)")
_FIGURES = re.compile(r"\d[个家户件万亿%人次起名年]")
CUE_REACH = 30
"""Characters from a sentence's start in which a cue opens a part."""


@dataclass(frozen=True, slots=True)
class Cues:
    """One pattern a kind of cue, matched in folded text."""

    opening: re.Pattern[str]
    review_opens: re.Pattern[str]
    review: re.Pattern[str]
    problems_open: re.Pattern[str]
    problems: re.Pattern[str]
    problems_close: re.Pattern[str]
    demand_opens: re.Pattern[str]
    demand: re.Pattern[str]
    tone: re.Pattern[str]
    review_title: re.Pattern[str]
    problems_title: re.Pattern[str]
    appeal: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CuedSentence:
    """A sentence, as a span of the cleaned text, with what its cues say."""

    span: Span
    demands: bool
    troubled: bool
    achieved: bool
    told: bool
    """It has words of achievement, or what tells of something done."""
    review_opens: bool
    problems_open: bool
    problems_close: bool
    demand_opens: bool
    looks_back: bool
    """It opens with a stretch of time up to now (一年来，)."""
    figures: bool
    labelled: bool
    opens_paragraph: bool
    of_today: bool
    """It speaks of the meeting itself, or greets those who are there."""


@cache
def load_cues(cache_folder: str | None = None) -> Cues:
    """Load the cues from the lexicons `roles` and `section-titles`."""
    words = dict(load_words("roles", cache_folder=cache_folder))
    words |= {f"标题/{k}": v for k, v in load_words("section-titles", cache_folder=cache_folder).items()}

    def pattern(*paths: str) -> re.Pattern[str]:
        return re.compile(literal_pattern(word for path in paths for word in words[path]))

    return Cues(
        opening=pattern("开场/时机"),
        review_opens=pattern("回顾/开头"),
        review=pattern("回顾/成绩"),
        problems_open=pattern("问题/开头"),
        problems=pattern("问题/表现"),
        problems_close=pattern("问题/收束"),
        demand_opens=pattern("要求/开头"),
        demand=pattern("要求/命令"),
        tone=pattern("要求/语气"),
        review_title=pattern("标题/回顾"),
        problems_title=pattern("标题/问题"),
        appeal=pattern("结尾/号召"),
    )


def read_sentence(text: str, span: Span, cues: Cues) -> CuedSentence:
    """Read the cues of one sentence of a folded text."""
    piece = text[span.start : span.end]
    head = piece[:CUE_REACH]
    threat = _THREAT.search(piece) is not None
    achieved = cues.review.search(piece) is not None and not _WISH.search(piece)
    no_harm = _NO_HARM.search(piece) is not None
    told = achieved or no_harm or (_DONE.search(piece) is not None and not _MEETING.search(piece))
    demands = threat or _DEMANDS.search(piece) or cues.demand.search(piece) or (not told and cues.tone.search(piece))
    return CuedSentence(
        span=span,
        demands=bool(demands),
        troubled=not threat and cues.problems.search(_NO_HARM.sub("", piece) if no_harm else piece) is not None,
        achieved=achieved,
        told=told,
        review_opens=bool(cues.review_opens.search(head)),
        problems_open=not threat and cues.problems_open.search(piece) is not None,
        problems_close=bool(cues.problems_close.search(head)),
        demand_opens=cues.demand_opens.match(piece) is not None and not _HANDS_OVER.match(piece),
        looks_back=_LOOKS_BACK.match(piece) is not None,
        labelled=opening_label(piece) is not None,
        figures=_FIGURES.search(piece) is not None,
        of_today=cues.opening.search(head) is not None or _GREETS.search(piece) is not None,
        opens_paragraph=span.start == 0 or "\n" in text[max(0, span.start - 2) : span.start],
    )
