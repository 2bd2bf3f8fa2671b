"""The step that reads the head of a speech: title, speaker, date, salutation.

Known limitations: a title without one of the usual last words (讲话, 报告, 致辞 …) is only seen on the first line; a
speaker whose surname is not among the 200 most frequent is only seen behind an office or a blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from speechkit.address import find_salutation
from speechkit.align import to_source
from speechkit.clean_characters import is_chinese
from speechkit.folding import fold
from speechkit.model import Document, Meta, Notice, Span
from speechkit.numerals import parse_chinese
from speechkit.settings import Settings

LONGEST_HEAD_LINE = 60
"""Characters; a longer line is the body."""
MOST_HEAD_LINES = 10
MINGUO_EPOCH = 1911
"""民國1年 is 1912."""

_TITLE_END = re.compile(
    r"(?:讲话|报告|致辞|发言|范文|纪要|贺词|主持词|党课|总结|要点(?:整理)?|寄语|提纲|稿|摘要|\d{1,2}日）"
    r"|（[^（）]*(?:稿|摘要|要点)）)\Z"
)
_LINE_LEFT_OUT = re.compile(
    r"（?根据.*整理|（?未经|（?摘自|(?:信息)?来源：|作者：|首页|您|当前位置|.*[>＞].*|【|字号|打印|时间：|地点：|主持|出席|参加|记录|编者按|发布"
)
_DATE = re.compile(
    r"""
    (?P<minguo>民国)? (?P<year>\d{2,4}|[〇零○一二三四五六七八九]{4}|[一二三四五六七八九十百]{2,5})
    (?: 年 [ ]? (?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}) [ ]? 月 [ ]?
            (?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) [ ]? [日号]
      | (?P<mark>[-./]) (?P<month2>\d{1,2}) (?P=mark) (?P<day2>\d{1,2}) )
    """,
    re.VERBOSE,
)
_PUBLISHED = re.compile("来源|发布|更新")
_TITLE_DATE = re.compile(r"（\d{4}年\d{1,2}月\d{1,2}日）\Z")
_DATE_LINE = re.compile(rf"[（]?{_DATE.pattern}[^。]{{0,12}}", re.VERBOSE)
_SPEAKER_LABEL = re.compile(r"(?:讲话人|主讲人|发言人|报告人|讲话者)：(?P<name>[^\s，。；：（）]{2,8})")
_OFFICE = re.compile("长|书记|主席|主任|委员|经理|政委|司令员|政协|代表|教授")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒"
    "阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司古吉车项连芦麦褚娄戚岑党卫冷景"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯")


@dataclass(frozen=True, slots=True)
class _HeadLine:
    start: int
    end: int
    folded: str
    raw: str
    """The line as the source has it, with its blanks: they part office and name."""


def run(doc: Document, settings: Settings) -> Document:
    """Fill `meta`, and `anchor` where the user gave no date and the speech has its own."""
    meta, notices = read_meta(doc)
    return replace(doc, meta=meta, anchor=settings.date or meta.date, notices=doc.notices + notices)


def read_meta(doc: Document) -> tuple[Meta, tuple[Notice, ...]]:
    """Read title, speaker, date and salutation from the head (the date also from the last lines)."""
    salutation = find_salutation(doc.folded)
    lines = _head_lines(doc, salutation)
    title_first, title_last = _title_lines(lines)
    title = None
    if title_last is not None:
        title = "".join(doc.text[line.start : line.end] for line in lines[title_first : title_last + 1])
        title = _TITLE_DATE.sub("", title)
    dated = lines if title_last is None else lines[title_first:]
    others = [line for i, line in enumerate(lines) if title_last is None or not title_first <= i <= title_last]
    day, notices = _date(doc, dated)
    return Meta(
        title=title,
        speaker=next(filter(None, map(_speaker, others)), None),
        date=day,
        salutation=doc.text[salutation.start : salutation.end] if salutation else None,
    ), notices


def _head_lines(doc: Document, salutation: Span | None) -> list[_HeadLine]:
    """The short lines before the salutation, or before the first long line where there is none."""
    limit = salutation.start if salutation else len(doc.text)
    lines: list[_HeadLine] = []
    start = 0
    while start < limit and len(lines) < MOST_HEAD_LINES:
        end = doc.folded.find("\n", start, limit)
        end = limit if end < 0 else end
        if end - start > LONGEST_HEAD_LINE or (salutation is None and doc.folded[end - 1] in "。！？；"):
            break
        if end > start:
            place = to_source(doc.alignment, Span(start, end))
            lines.append(_HeadLine(start, end, doc.folded[start:end], doc.source.text[place.start : place.end]))
        start = end + 1
    return lines


def _title_lines(lines: list[_HeadLine]) -> tuple[int, int | None]:
    """First and last index of the title's lines; the last is None where there is no title."""
    for last, line in enumerate(lines):
        if _TITLE_END.search(line.folded) and not _LINE_LEFT_OUT.match(line.folded):
            first = last
            while first and not lines[first].folded.startswith(("在", "关于")) and not _is_aside(lines[first - 1]):
                first -= 1
            if first < last or not _DATE_LINE.fullmatch(line.folded):  # a day alone is no title
                return first, last
    if lines and not _is_aside(lines[0]) and lines[0].start == 0 and len(lines[0].folded) > 5 and lines[0].end > 0:
        closed = lines[0].folded[-1] not in "。！？；：，"
        return 0, 0 if closed and len(lines) > 1 else None
    return 0, None


def _is_aside(line: _HeadLine) -> bool:
    """Say whether a head line is a date, a speaker or a note."""
    return bool(_DATE_LINE.fullmatch(line.folded) or _LINE_LEFT_OUT.match(line.folded) or _speaker(line))


def _speaker(line: _HeadLine) -> str | None:
    labelled = _SPEAKER_LABEL.search(line.raw)
    if labelled:
        return labelled.group("name")
    if _LINE_LEFT_OUT.match(line.folded) or "：" in line.folded:
        return None
    words = line.raw.strip("（）() \u3000\n").split()
    if len(words) > 1 and all(len(word) == 1 for word in words[-2:]):
        words = [*words[:-2], "".join(words[-2:])]
    if not words or not _is_name(words[-1]):
        return None
    name = words[-1]
    if len(words) > 1 and _OFFICE.search(fold("".join(words[:-1]))):
        return name
    surname = fold(name[0]) in _SURNAMES or name.startswith(_COMPOUND)
    return name if len(words) == 1 and surname and 2 <= len(name) <= 4 and not _OFFICE.search(name) else None


def _is_name(word: str) -> bool:
    """Say whether a word has the form of a name: two to four Han characters, or some parted by ·."""
    parts = word.split("·")
    longest = 4 if len(parts) == 1 else 8
    return len(word) > 1 and all(0 < len(part) <= longest for part in parts) and all(map(is_chinese, "".join(parts)))


def _date(doc: Document, lines: list[_HeadLine]) -> tuple[date | None, tuple[Notice, ...]]:
    """The day in the head lines, else alone on one of the last two lines."""
    tail = doc.folded[-80:].split("\n")[1:][-2:]
    published = [line for line in lines if _PUBLISHED.search(line.folded)]
    own = [line for line in lines if line not in published]
    for text, start in (
        *((line.folded, line.start) for line in own),
        *((line, -1) for line in tail),
        *((line.folded, line.start) for line in published),
    ):
        match = _DATE.search(text) if start >= 0 else _DATE_LINE.fullmatch(text)
        if match:
            try:
                return _day(match), ()
            except ValueError:
                at = start + match.start() if start >= 0 else len(doc.text) - len(text)
                span = to_source(doc.alignment, Span(at, at + len(match.group())))
                return None, (Notice("impossible-date", f"讲话日期“{match.group()}”不存在", span),)
    return None, ()


def _day(match: re.Match[str]) -> date:
    year = _year(match.group("year"), minguo=bool(match.group("minguo")))
    month = match.group("month") or match.group("month2")
    day = match.group("day") or match.group("day2")
    return date(year, parse_chinese(month) or 0, parse_chinese(day) or 0)


def _year(written: str, *, minguo: bool) -> int:
    if not minguo and len(written) == 4 and not written.isdigit():
        return int("".join(str("〇一二三四五六七八九".index({"零": "〇", "○": "〇"}.get(c, c))) for c in written))
    value = parse_chinese(written) or 0
    return value + MINGUO_EPOCH if minguo else value
