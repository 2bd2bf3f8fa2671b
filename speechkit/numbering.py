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
from typing import Literal

_HAN_DIGITS = "零〇一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DINGBATS = "❶❷❸❹❺❻❼❽❾❿"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED_ARABIC = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED_ARABIC = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"

Family = Literal["formal", "spoken"]
Place = Literal["line", "sentence", "clause"]
Ordinal = int | Literal["next"]
"""The place that a label states; "next" where it only goes on (再次, 最后, 再一个是)."""


def _han(numeral: str) -> int:
    """Read a Chinese or Arabic numeral up to 99; the patterns let nothing else through."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if numeral[0] in _CAPITALS[1:]:
        numeral = "".join("十" if c == "拾" else _HAN_DIGITS[_CAPITALS.index(c) + 1] if c != "零" else c for c in numeral)
    tens, ten, units = numeral.rpartition("十")
    value = (max(_HAN_DIGITS.find(tens) - 1, 0) if tens else 1) * 10 if ten else 0
    return value + (max(_HAN_DIGITS.find(units) - 1, 0) if units else 0)


def _sign(numeral: str) -> int:
    """Read one of the ready-made signs such as ① or ㈠."""
    for row in (_CIRCLED, _DINGBATS, _BRACKETED_HAN, _BRACKETED_ARABIC, _DOTTED_ARABIC):
        if numeral in row:
            return row.index(numeral) + 1
    raise ValueError(numeral)


def _in_turn(word: str) -> Ordinal:
    if word in {"首先", "第一", "一个", "一条", "一点", "一方面"}:
        return 1
    return {"其次": 2, "一是": 1}.get(word, "next")


@dataclass(frozen=True, slots=True)
class NumberingStyle:
    """One style of numbering.

    Attributes:
        name: in English, for programs.
        rank: lower ranks stand above higher ones in a well-made text.
        pattern: of a label at an opening, with the group `n` round what `ordinal` reads.
        ordinal: the numeral's value.
        family: series of one family may mix at one level (一、二、第三，).
        places: where such a label may open a point.
    """

    name: str
    rank: int
    pattern: str
    ordinal: Callable[[str], Ordinal]
    family: Family
    places: tuple[Place, ...]


_N = "[一二三四五六七八九十]{1,3}"
_ALL: tuple[Place, ...] = ("line", "sentence", "clause")
_SENTENCE: tuple[Place, ...] = ("line", "sentence")
_NOUN = "(?:希望|问题|方面|层面|关键词|要求|意见|任务|体会|建议|特点|原因|感受|词)"

STYLES = (
    NumberingStyle("part", 0, rf"第(?P<n>{_N}|\d{{1,2}})(?:部分|章|节|编|篇)[，、：]?", _han, "formal", ("line",)),
    NumberingStyle("capital", 0, rf"(?P<n>[壹贰叁肆伍陆柒捌玖拾]{{1,3}})、", _han, "formal", _SENTENCE),
    NumberingStyle("han", 1, rf"(?P<n>{_N})(?:、(?![一二三四五六七八九十]{{1,3}}、)|\.(?!\d))", _han, "formal", _SENTENCE),
    NumberingStyle(
        "ordinal",
        1,
        rf"第(?P<n>{_N}|\d{{1,2}})(?:[，、：；.]|[个点条件项]{_NOUN}?(?:[，：、]|是，?|就是，?)|个?{_NOUN}[，：、]?|是(?!{_N})|要|就是)",
        _han,
        "formal",
        _ALL,
    ),
    NumberingStyle("article", 2, rf"第(?P<n>{_N}|\d{{1,2}})条[，、：]?", _han, "formal", ("line",)),
    NumberingStyle("han-bracket", 2, rf"[（【](?P<n>{_N})[）】]、?|(?P<s>[{_BRACKETED_HAN}])、?", _han, "formal", _SENTENCE),
    NumberingStyle(
        "arabic", 3, rf"(?P<n>\d{{1,2}})(?:、|\.(?!\d)|．)[ ]?|(?P<s>[{_DOTTED_ARABIC}])", _han, "formal", _SENTENCE
    ),
    NumberingStyle(
        "arabic-bracket", 4, rf"（(?P<n>\d{{1,2}})）、?|(?P<s>[{_BRACKETED_ARABIC}])、?", _han, "formal", _ALL
    ),
    NumberingStyle("arabic-half-bracket", 4, r"(?P<n>\d{1,2})）、?", _han, "formal", _SENTENCE),
    NumberingStyle("circled", 5, rf"(?P<n>)?(?P<s>[{_CIRCLED}{_DINGBATS}])、?", _han, "formal", _ALL),
    NumberingStyle(
        "in-turn",
        5,
        r"(?P<n>首先|其次|再次|再者|然后|最后)(?:[，：、]|是(?![一二三四五六七八九十]))?",
        _in_turn,
        "formal",
        _SENTENCE,
    ),
    NumberingStyle("qi", 6, rf"其(?P<n>{_N})[，、：]?(?:是)?", _han, "spoken", _ALL),
    NumberingStyle("shi", 6, rf"(?P<n>{_N})是[，、：]?", _han, "spoken", _ALL),
    NumberingStyle("yao", 6, rf"(?P<n>{_N})要[，、：]?", _han, "spoken", _ALL),
    NumberingStyle(
        "verb", 6, rf"(?P<n>{_N})(?P<v>[靠抓查看讲防强促保严勤改戒学做建守忌敢心重管治求比练树化在])", _han, "spoken", _ALL
    ),
    NumberingStyle(
        "one-more",
        6,
        r"(?P<n>一个|一条|一点|再一个|另一个|还有一个|还有一条|第[二三四五]个)(?:方面|问题)?就?是[，：]?",
        _in_turn,
        "spoken",
        _ALL,
    ),
)

_OPENING = re.compile(
    rf"""
    (?: \A | (?<=[\n。！？；：，、”）]) ) [ \u3000]*+
    (?= [一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾第首其再然最另还（【\d{_CIRCLED}{_DINGBATS}{_BRACKETED_HAN}{_BRACKETED_ARABIC}{_DOTTED_ARABIC}] )
    """,
    re.VERBOSE,
)
_PATTERNS = tuple(re.compile(style.pattern) for style in STYLES)
_TAIL_AFTER_NUMBER = frozenset("%％年月日时点分号个只件条项万亿元余多倍-—～~:/")
"""Behind "12." or "3、" these make it a figure or a date; only for labels inside a line."""


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


def opens_with_label(text: str) -> bool:
    """Say whether a line opens with a label of any style."""
    return _label_at(text, 0, "line") is not None


def _label_at(text: str, at: int, place: Place) -> Label | None:
    for style, pattern in zip(STYLES, _PATTERNS, strict=True):
        match = pattern.match(text, at) if place in style.places else None
        if match:
            sign = match.groupdict().get("s")
            ordinal = _sign(sign) if sign else style.ordinal(match.group("n"))
            if style.name == "arabic" and text[match.end() : match.end() + 1] in _TAIL_AFTER_NUMBER:
                return None
            key = style.name + (match.group("v") if style.name == "verb" else "")
            return Label(at, match.end(), style, ordinal, place, key)
    return None
