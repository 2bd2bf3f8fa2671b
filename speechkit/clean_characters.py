"""Cleaning rules that look at single characters and their neighbours.

Each rule takes a text and yields `Edit`s; none counts characters of the result.

Known limitations: straight single quotes stay as they are; a straight double quote opens and closes by turns within
its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.model import Edit

_CHINESE_MARKS = frozenset("，。、；：？！“”‘’（）《》「」『』【】…—〇")

_LINE_END = re.compile(r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufe00-\ufe0f\ufeff]+"
)
_CONVERTER_MARK = re.compile(r"\[bookmark:[^\]\n]{0,60}\]|\{PAGE[^}\n]{0,40}\}|错误！未找到引用源。|错误！未定义书签。")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－．／｡､﹐﹒﹔﹕﹖﹗\u2f00-\u2fd5]")
_WIDE_TO_PLAIN = {
    **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
    **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
    **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
    **dict(zip("％＋－．／｡､﹐﹒﹔﹕﹖﹗", "%+-./。、，。；：？！", strict=True)),
}
_NARROW_MARKS = re.compile(r"[,:;?!()\".]+")
_NARROW_TO_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_NUMERAL = "零〇一二三四五六七八九十百"


def is_chinese(char: str) -> bool:
    """Say whether a character is a Han character of the first two planes' usual blocks or a full-width mark.

    (Not a regular expression: compiling one over these ranges costs a millisecond and a half of every start.)
    """
    return "\u3400" <= char <= "\u9fff" or char in _CHINESE_MARKS or "\uf900" <= char <= "\ufaff"


def line_ends(text: str) -> Iterator[Edit]:
    """Write every line end as a line feed."""
    for match in _LINE_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n", "line-end")


def invisible(text: str) -> Iterator[Edit]:
    """Drop zero-width, bidirectional and control characters."""
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "", "invisible")


def converter_marks(text: str) -> Iterator[Edit]:
    """Drop what a converter from Word leaves in the text."""
    for match in _CONVERTER_MARK.finditer(text):
        yield Edit(match.start(), match.end(), "", "converter-mark")


def plain_spaces(text: str) -> Iterator[Edit]:
    """Write tabs and the fixed-width spaces as space; an em or en space is an ideographic one."""
    for match in _SPACE.finditer(text):
        wide = match.group() in "\u2001\u2003"
        yield Edit(match.start(), match.end(), "\u3000" if wide else " ", "space")


def plain_width(text: str) -> Iterator[Edit]:
    """Write full-width digits and letters half-width, Kangxi radicals and small marks in their plain form."""
    from unicodedata import normalize

    for match in _WIDE.finditer(text):
        char = match.group()
        yield Edit(match.start(), match.end(), _WIDE_TO_PLAIN.get(char) or normalize("NFKC", char), "width")


def wide_marks(text: str) -> Iterator[Edit]:
    """Write half-width punctuation full-width where it stands beside Chinese; 1.5, 1,000 and 8:30 are kept."""
    line_start = 0
    opened = False
    for match in _NARROW_MARKS.finditer(text):
        start, end = match.span()
        marks = list(match.group())
        for i, mark in enumerate(marks):
            if mark == '"':
                opened = not opened or "\n" in text[line_start : start + i]
                marks[i] = "“" if opened else "”"
                line_start = start + i + 1
        _widen(marks, text[start - 1] if start else "\n", text[end] if end < len(text) else "\n")
        for i, mark in enumerate(marks):
            if mark != text[start + i]:
                yield Edit(start + i, start + i + 1, mark, "punctuation")


def _widen(marks: list[str], before: str, after: str) -> None:
    """Widen marks that stand side by side, in place, until no wide one makes its neighbour wide: two or three turns."""
    is_settled = False
    while not is_settled:
        is_settled = True
        for i in (*range(len(marks)), *reversed(range(len(marks)))):
            left = marks[i - 1] if i else before
            right = marks[i + 1] if i + 1 < len(marks) else after
            if marks[i] in _NARROW_TO_WIDE and _is_chinese_mark(marks[i], left, right):
                marks[i] = _NARROW_TO_WIDE[marks[i]]
                is_settled = False


def _is_chinese_mark(mark: str, before: str, after: str) -> bool:
    if mark in "()":
        return True
    left = is_chinese(before)
    if mark == ".":
        return left and before not in _NUMERAL and (after == "\n" or is_chinese(after))
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return False
    return left or is_chinese(after) or (mark != ":" and before.isdigit() and after in "\n”")


RULES = (line_ends, invisible, converter_marks, plain_spaces, plain_width)
"""Applied together in one pass, since no two of them touch the same character."""
MARK_RULES = (wide_marks,)
"""Applied in a pass of its own: it looks at neighbours that the first pass may drop."""
