"""Rules on numbering: what is left out, comes twice, starts anew, stands alone, skips a level or mixes styles.

A series is reported as faulty only where the text does not hold the missing number in another dress.

Known limitations: a number that the text lost together with its whole paragraph in the middle of a sentence is seen
only where its series goes on within three numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from speechkit.check_model import OFFICIAL, OWN, Hit, Rule, Words, clause, place
from speechkit.check_series import Numbering, is_formal_line, read_numbering
from speechkit.model import Document, Level
from speechkit.numbering import Label
from speechkit.numerals import to_chinese
from speechkit.series import Member, Series
from speechkit.settings import Settings

_FRAME = frozenset({"part", "han", "han-bracket"})
"""Styles whose restart is a fault; lists of 1. 2. 3. start anew under every heading."""
_MIXED = frozenset({"part", "capital", "han", "han-comma", "ordinal", "shi", "yao", "qi", "verb"})
_SINGLE = frozenset({"han", "han-bracket", "ordinal", "arabic-bracket"})
_STEPS = {"han": 1, "han-bracket": 2, "arabic": 3, "arabic-bracket": 4}
"""Levels of GB/T 9704—2012."""
_SIGNS = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
_FIRST = re.compile(r"一[是要个则、，]|首先|其一|第一|一方面|既|（一）|1[.、]|①")
_SECOND = re.compile(r"二[是要个则、，]|其[二次]|第二|另一|再[一者次]|还有|另外|同时|此外|（二）|2[.、]|②")
_COUNTS_SOMETHING = re.compile("一、[二两三]|第一[^，、：]")
"""一、两年 and 第一个五年计划 are no labels."""
_HEADING = re.compile(r"[^。！？；，：\n]{2,30}")
_ANNOUNCES = re.compile(r"以下|下面|如下|下列|[几两三四五六七八九十\d](?:个|项|点|条|件|方面|大|步|种|类)|[：:]\Z")
_SAID = re.compile(r"讲|谈|说|提|强调|重申|补充")
_FAR = 3000
"""Characters before a series in which a lost first member is looked for."""
_ANNOUNCED = 40
"""Characters before a list in which it is announced."""
_ONE_IS_REACH = 1500
"""Characters behind 一是 in which a second one may come."""


def find_gaps(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A number is left out: 一、 三、"""
    numbering = read_numbering(doc)
    for series in numbering.series():
        for left, right in zip(series.members, series.members[1:], strict=False):
            if numbering.starts_anew(left.label, right.label):
                continue
            missing = range(left.ordinal + 1, right.ordinal)
            between = doc.folded[left.label.end : right.label.start]
            if missing and not any(_dresses(number).search(between) for number in missing):
                names = "、".join(to_chinese(number) for number in missing)
                values = {"before": _written(doc, left.label), "missing": names}
                yield _hit(doc, right.label, values)


def find_repeats(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A number comes twice: 二、 二、"""
    numbering = read_numbering(doc)
    for series in numbering.series():
        for left, right in zip(series.members, series.members[1:], strict=False):
            is_same = left.ordinal == right.ordinal and left.label.key == right.label.key
            if is_same and left.label.ordinal != "next" and not numbering.starts_anew(left.label, right.label):
                yield _hit(doc, right.label, {})


def find_restarts(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A level counts from one again: 一、 二、 一、 二、"""
    opened: set[tuple[str, int | None]] = set()
    for series in read_numbering(doc).series():
        first = series.members[0]
        where = (series.key, id(first.parent) if first.parent else None)
        is_frame = first.label.style.name in _FRAME and is_formal_line(first.label)
        if where in opened and is_frame and not _is_announced(doc.folded, first.label.start):
            yield _hit(doc, first.label, {})
        opened.add(where)


def find_late_starts(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A series does not start at one: 二、 三、"""
    numbering = read_numbering(doc)
    for series in numbering.series():
        first = series.members[0]
        if first.ordinal == 1 or series.goes_on or not is_formal_line(first.label):
            continue
        start = first.parent.label.end if first.parent else max(0, first.label.start - _FAR)
        before = doc.folded[start : first.label.start]
        if not any(_dresses(number).search(before) for number in range(1, first.ordinal)):
            yield _hit(doc, first.label, {})
    yield from _find_spoken_late_starts(doc, numbering)


def _find_spoken_late_starts(doc: Document, numbering: Numbering) -> Iterator[Hit]:
    """二是 and 三是 in one paragraph, and nothing before that could be the first."""
    loose = [label for label in numbering.loose() if label.style.family == "spoken"]
    for second, third in zip(loose, loose[1:], strict=False):
        if second.ordinal != 2 or third.ordinal != 3 or second.key != third.key:
            continue
        is_one_paragraph = "\n" not in doc.folded[second.start : third.start]
        if is_one_paragraph and not _FIRST.search(doc.folded, max(0, second.start - _ONE_IS_REACH), second.start):
            yield _hit(doc, second, {})


def find_singles(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A series of one: 一、 with no 二、"""
    numbering = read_numbering(doc)
    loose = list(numbering.loose())
    followed = {label.key for label in loose if label.ordinal == 2}
    for label in loose:
        if label.ordinal != 1 or label.key in followed:
            continue
        if _COUNTS_SOMETHING.match(doc.folded, label.start):
            continue
        if label.style.name in _SINGLE and is_formal_line(label):
            yield _hit(doc, label, {})
        elif label.key == "shi" and label.place == "sentence":
            behind = doc.folded[label.end : label.end + _ONE_IS_REACH]
            if not _SECOND.search(behind):
                yield _hit(doc, label, {})


def find_jumps(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A level is skipped: 一、 holds 1. and no （一）"""
    for series in read_numbering(doc).series():
        first = series.members[0]
        if first.parent is None or not is_formal_line(first.label) or not is_formal_line(first.parent.label):
            continue
        outer, inner = _STEPS.get(first.parent.label.style.name), _STEPS.get(first.label.style.name)
        if outer and inner and inner > outer + 1:
            values = {"outer": _SIGNS[outer], "inner": _SIGNS[inner], "wanted": _SIGNS[outer + 1]}
            yield _hit(doc, first.label, values, key=f"{outer}-{inner}")


def find_mixed(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Styles are mixed at one level: 一、 二、 第三，"""
    numbering = read_numbering(doc)
    loose = list(numbering.loose())
    for series in numbering.series():
        odd = _odd_one(series, doc.folded)
        if odd:
            yield _hit(doc, odd.label, {"usual": _written(doc, _usual(series, odd).label)})
            continue
        for left, right in zip(series.members, series.members[1:], strict=False):
            if right.ordinal == left.ordinal + 2 and is_formal_line(left.label) and is_formal_line(right.label):
                yield from (
                    _hit(doc, label, {"usual": _written(doc, left.label)})
                    for label in loose
                    if left.label.end <= label.start < right.label.start
                    and label.ordinal == left.ordinal + 1
                    and is_formal_line(label)
                )


def find_miscounts(doc: Document, settings: Settings) -> Iterator[Hit]:
    """讲五点意见, and four follow."""
    for declared in doc.declared:
        if declared.found is not None and declared.found != declared.count:
            said = _SAID.match(declared.text) is not None
            values = {"count": str(declared.count), "found": str(declared.found)}
            yield Hit(declared.span, values, level=None if said else "suspect")


def _is_announced(text: str, start: int) -> bool:
    """Say whether a list has a heading or an announcement of its own right before it."""
    line = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return bool(_HEADING.fullmatch(line) or _ANNOUNCES.search(line[-_ANNOUNCED:]))


def _odd_one(series: Series, text: str) -> Member | None:
    """The first member whose style is not that of most, where all are of styles that must not mix.

    Spoken series are looked at within a paragraph: over several, two may have been taken for one.
    """
    is_spoken = series.members[0].label.style.family == "spoken"
    if is_spoken and "\n" in text[series.start : series.last.label.start]:
        return None
    names = Counter(member.label.style.name for member in series.members)
    if len(names) < 2 or not names.keys() <= _MIXED:
        return None
    most = names.most_common(1)[0][0]
    return next(member for member in series.members if member.label.style.name != most)


def _usual(series: Series, odd: Member) -> Member:
    return next(member for member in series.members if member.label.style.name != odd.label.style.name)


def _dresses(number: int) -> re.Pattern[str]:
    """Any way of writing an ordinal that a careful reader would take for the missing one."""
    han = to_chinese(number)
    circled = chr(0x2460 + number - 1) if number <= 20 else han
    return re.compile(rf"[第其]?{han}(?:[、，.：是要]|点|个)|[（(]{han}[）)]|(?<!\d){number}[、.．）)：]|{circled}")


def _written(doc: Document, label: Label) -> str:
    return doc.text[label.start : label.end].strip()


def _hit(doc: Document, label: Label, values: dict[str, str], *, key: str = "") -> Hit:
    """A hit on a label; one that stands inside a sentence is less certain than one that opens a line."""
    end = label.start + len(doc.text[label.start : label.end].rstrip())
    level: Level | None = None if is_formal_line(label) else "suspect"
    values = {"label": doc.text[label.start : end], **values}
    return Hit(place(doc, label.start, end), values, key=key, level=level)


_ORDER = clause(OFFICIAL, "7.3.3")

RULES = (
    Rule(
        "numbering-gap",
        "numbering",
        "error",
        Words("序号缺号", "a number is left out"),
        Words("“{before}”之后直接是“{label}”，缺“{missing}”", "“{label}” follows “{before}”: {missing} is missing"),
        Words("补上漏掉的一项，或者顺改后面的序号", "add what is missing, or renumber what follows"),
        _ORDER,
        find_gaps,
    ),
    Rule(
        "numbering-repeat",
        "numbering",
        "error",
        Words("序号重复", "a number comes twice"),
        Words("序号“{label}”在同一层出现两次", "“{label}” stands twice at one level"),
        Words("顺改后一个及其后的序号", "renumber the second one and what follows"),
        _ORDER,
        find_repeats,
    ),
    Rule(
        "numbering-restart",
        "numbering",
        "suspect",
        Words("同一层重新编号", "a level counts from one again"),
        Words("同一层又从“{label}”开始编号", "the level starts again with “{label}”"),
        Words("接着前面的序号编，或者加一层标题把两组分开", "go on counting, or part the two with a heading above"),
        _ORDER,
        find_restarts,
    ),
    Rule(
        "numbering-start",
        "numbering",
        "error",
        Words("序号不从一开始", "a series does not start at one"),
        Words("这一组序号从“{label}”开始，前面没有第一项", "the series starts with “{label}”"),
        Words("补上前面的项，或者从一编起", "add what stood before, or start at one"),
        _ORDER,
        find_late_starts,
    ),
    Rule(
        "numbering-single",
        "numbering",
        "suspect",
        Words("只有一项的序列", "a series of one"),
        Words("“{label}”之后没有第二项", "nothing counts on from “{label}”"),
        Words("补上第二项，或者去掉序号", "add a second member, or drop the number"),
        OWN,
        find_singles,
    ),
    Rule(
        "numbering-jump",
        "numbering",
        "hint",
        Words("层次跳级", "a level is skipped"),
        Words("“{outer}”下面直接用“{inner}”", "“{inner}” stands right below “{outer}”"),
        Words(
            "结构层次依次用“一、”“（一）”“1.”“（1）”，这里宜用“{wanted}”",
            "the levels are 一、 （一） 1. （1）: “{wanted}” here",
        ),
        _ORDER,
        find_jumps,
        grouped=True,
    ),
    Rule(
        "numbering-mixed",
        "numbering",
        "suspect",
        Words("同一层混用序号", "styles are mixed at one level"),
        Words("“{label}”与同一层的“{usual}”不是一种序号", "“{label}” and “{usual}” stand at one level"),
        Words("同一层统一用一种序号", "use one style at one level"),
        _ORDER,
        find_mixed,
    ),
    Rule(
        "declared-count",
        "numbering",
        "error",
        Words("宣布的点数与实际不符", "more or fewer points than announced"),
        Words("宣布{count}点，后面是{found}点", "{count} are announced, {found} follow"),
        Words("改正点数，或者补齐、合并各点", "correct the count, or the points"),
        OWN,
        find_miscounts,
        needs=("declared",),
    ),
)
