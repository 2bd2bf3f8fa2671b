"""The styles of numbering that speakers and writers use: 一、 （一） 1. （1） ① 第一， 首先 其一 一是 一要 一个是 …

`STYLES` is the registry: one row a style. `find_labels` finds every place where a series may go on; which of them
are points is for `speechkit.outline` to say, since a label counts only in a series.

Source: GB/T 9704—2012, 7.3.3, levels 一、 （一） 1. （1）; the spoken series by observation.

Known limitations: Roman numerals, letters and 甲乙丙 are not read as series.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from speechkit.numerals import parse_chinese

_CAPITALS = "壹贰叁肆伍陆柒捌玖拾"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED_ARABIC = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED_ARABIC = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"

Family = Literal["formal", "spoken"]
Place = Literal["line", "sentence", "clause"]
Ordinal = int | Literal["next"]
"""The place that a label states; "next" where it only goes on (再次, 最后, 再一个是)."""


def _in_turn(word: str) -> Ordinal:
    if word in {"首先", "一个", "一条", "一点"}:
        return 1
    return 2 if word == "其次" else "next"


def _number(numeral: str) -> Ordinal:
    """The value of a numeral, which a style's pattern has let through."""
    return parse_chinese(numeral) or "next"


@dataclass(frozen=True, slots=True)
class NumberingStyle:
    """One style of numbering.

    Attributes:
        name: in English, for programs.
        rank: lower ranks stand above higher ones in a well-made text.
        pattern: of a label at an opening; the group `n`, or `s` for a ready-made sign, holds what `ordinal` reads.
        ordinal: the numeral's value.
        family: series of one family may mix at one level (一、二、第三，).
        places: where such a label may open a point.
        opens: the characters that its labels open with.
    """

    name: str
    rank: int
    pattern: str
    ordinal: Callable[[str], Ordinal]
    family: Family
    places: tuple[Place, ...]
    opens: str


_N = "[一二三四五六七八九十]{1,3}"
_ALL: tuple[Place, ...] = ("line", "sentence", "clause")
_SENTENCE: tuple[Place, ...] = ("line", "sentence")
_VERBS = "靠抓查看讲防强促保严勤改戒学做建守忌敢心重管治求比练树化在控降稳引用扩提补育盯帮扶压推创优减增清整选训争解"
"""Verbs that speakers number: 一抓…二抓…三抓…"""
_NOUN = "(?:希望|问题|方面|层面|关键词|要求|意见|任务|体会|建议|特点|原因|感受|词)"
_ORDINAL = (
    rf"第(?P<n>{_N}|\d{{1,2}})"
    rf"(?:[，、：；.]|[个点条件项步句层][^，。：；、\s]{{0,4}}?(?:[，：、]|就?是，?)|个?{_NOUN}(?!的)[，、：]?"
    rf"|就?是(?!{_N})|要(?![务紧领义件素求害点]))"
)
"""第一，  第一点是  第一个问题，  第一是"""

_HAN = "一二三四五六七八九十"
_DIGITS = "0123456789"

STYLES = (
    NumberingStyle(
        "part", 0, rf"第(?P<n>{_N}|\d{{1,2}})(?:部分|章|节|编|篇)[，、：]?", _number, "formal", ("line",), "第"
    ),
    NumberingStyle("capital", 0, rf"(?P<n>[{_CAPITALS}]{{1,3}})、", _number, "formal", _SENTENCE, _CAPITALS),
    NumberingStyle("han", 1, rf"(?P<n>{_N})(?:、(?!{_N}、)|\.(?!\d))", _number, "formal", _SENTENCE, _HAN),
    NumberingStyle("han-comma", 1, rf"(?P<n>{_N})[，：]", _number, "formal", ("line",), _HAN),
    NumberingStyle("ordinal", 2, _ORDINAL, _number, "formal", _ALL, "第"),
    NumberingStyle("article", 2, rf"第(?P<n>{_N}|\d{{1,2}})条[，、：]?", _number, "formal", ("line",), "第"),
    NumberingStyle(
        "han-bracket",
        3,
        rf"[（【](?P<n>{_N})[）】]、?|(?P<s>[{_BRACKETED_HAN}])、?",
        _number,
        "formal",
        _SENTENCE,
        "（【" + _BRACKETED_HAN,
    ),
    NumberingStyle(
        "arabic",
        4,
        rf"(?P<n>\d{{1,2}})[、.](?!\d)[ ]?|(?P<s>[{_DOTTED_ARABIC}])",
        _number,
        "formal",
        _SENTENCE,
        _DIGITS + _DOTTED_ARABIC,
    ),
    NumberingStyle(
        "arabic-bracket",
        5,
        rf"（(?P<n>\d{{1,2}})）、?|(?P<s>[{_BRACKETED_ARABIC}])、?",
        _number,
        "formal",
        _ALL,
        "（" + _BRACKETED_ARABIC,
    ),
    NumberingStyle("arabic-comma", 4, r"(?P<n>\d{1,2})[，：](?!\d)", _number, "formal", ("line",), _DIGITS),
    NumberingStyle("arabic-half-bracket", 5, r"(?P<n>\d{1,2})）、?", _number, "formal", _SENTENCE, _DIGITS),
    NumberingStyle("circled", 6, rf"(?P<s>[{_CIRCLED}])、?", _number, "formal", _ALL, _CIRCLED),
    NumberingStyle(
        "in-turn",
        6,
        rf"(?P<n>首先|其次|再次|再者|然后|最后)(?:[，：、]|是(?!{_N}))?",
        _in_turn,
        "formal",
        _SENTENCE,
        "首其再然最",
    ),
    NumberingStyle("qi", 7, rf"其(?P<n>{_N})[，、：]?(?:是)?", _number, "spoken", _ALL, "其"),
    NumberingStyle("shi", 7, rf"(?P<n>{_N})是(?!(?P=n)[、，。；])[，、：]?", _number, "spoken", _ALL, _HAN),
    NumberingStyle("yao", 7, rf"(?P<n>{_N})要[，、：]?", _number, "spoken", _ALL, _HAN),
    NumberingStyle("verb", 7, rf"(?P<n>{_N})(?P<v>[{_VERBS}])", _number, "spoken", _ALL, _HAN),
    NumberingStyle(
        "one-more",
        7,
        r"(?P<n>一个|一条|一点|再一个|另一个|还有一个|还有一条|第[二三四五]个)(?:方面|问题)?就?是[，：]?",
        _in_turn,
        "spoken",
        _ALL,
        "一再另还第",
    ),
)

_OPENS = "".join(sorted({char for style in STYLES for char in style.opens}))
_OPENING = re.compile(rf"(?:\A|(?<=[\n。！？；：，、”）]))[ \u3000]*+(?=[{_OPENS}])")
_BY_OPENING = {char: tuple(style for style in STYLES if char in style.opens) for char in _OPENS}


@dataclass(frozen=True, slots=True)
class Label:
    """A place where a series may go on. Positions are of the folded text, `end` behind the label's punctuation."""

    start: int
    end: int
    style: NumberingStyle
    ordinal: Ordinal
    place: Place
    key: str
    """Series are kept apart by it: the style's name, for "verb" with the verb (一抓…二抓…)."""


def find_labels(text: str) -> Iterator[Label]:
    """Find the labels of all styles in a folded text, in order, at most one a place."""
    for opening in _OPENING.finditer(text):
        at = opening.end()
        before = text[opening.start() - 1] if opening.start() else "\n"
        place: Place = "line" if before == "\n" else "clause" if before in "，、”）" else "sentence"
        label = _label_at(text, at, place)
        if label is not None:
            yield label


def opening_label(line: str) -> Label | None:
    """The label that a line opens with; None where it opens with none."""
    return _label_at(line, 0, "line")


def _label_at(text: str, at: int, place: Place) -> Label | None:
    for style in _BY_OPENING.get(text[at : at + 1], ()):
        match = _compiled(style.pattern).match(text, at) if place in style.places else None
        if match:
            found = match.groupdict()
            numeral = found.get("n") or found.get("s") or ""
            return Label(at, match.end(), style, style.ordinal(numeral), place, style.name + found.get("v", ""))
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a style's pattern when the first text needs it: start-up is felt at every call."""
    return re.compile(pattern)
