"""The rule on marks behind ordinals: 第一， not 第一、, 1. not 1、, （一） and nothing behind it.

Known limitations: only labels of series that count are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.check_model import MARKS, Hit, Rule, Words, clause, place
from speechkit.check_series import read_numbering
from speechkit.model import Document, Edit
from speechkit.settings import Settings

_WANTED = (
    (re.compile(r"(第[一二三四五六七八九十\d]{1,3})([、.])"), "，", "第一，"),
    (re.compile(r"(其[一二三四五六七八九十]{1,3})([、])"), "，", "其一，"),
    (re.compile(r"(首先|其次|再次|最后)([、])"), "，", "首先，"),
    (re.compile(r"([一二三四五六七八九十]{1,3})([，.])"), "、", "一、"),
    (re.compile(r"(\d{1,2})([、，])"), ".", "1."),
    (re.compile(r"([（【](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）】])([、，.])"), "", "（一）"),
    (re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])([、，.])"), "", "①"),
)
"""A label with its mark, the mark that belongs there, and an example. 第一、 is one, 第一， is none."""


def find_wrong_marks(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Find ordinals with a mark that does not belong to them."""
    for member in read_numbering(doc).members:
        start = member.label.start
        for pattern, wanted, right in _WANTED:
            match = pattern.match(doc.folded, start)
            if match is None or doc.folded[match.end() : match.end() + 1] == "第":
                continue  # 第一、第二、第三产业
            mark = place(doc, match.start(2), match.end(2))
            values = {"label": doc.text[start : match.end()], "right": right}
            edits = (Edit(mark.start, mark.end, wanted, "ordinal-mark"),)
            yield Hit(place(doc, start, match.end()), values, key=right + match[2], edits=edits)
            break


RULES = (
    Rule(
        "ordinal-mark",
        "numbering",
        "suspect",
        Words("序次语后的标点", "the mark behind an ordinal"),
        Words("“{label}”后面的标点不合用法", "the mark of “{label}” does not belong there"),
        Words("写作“{right}”的形式", "write it like “{right}”"),
        clause(MARKS, "B.3"),
        find_wrong_marks,
        grouped=True,
        fixes=True,
    ),
)
