"""Rules on single marks: half-width, doubled, badly formed or superfluous ones, and blanks between characters.

Cleaning mends some of this before any step reads the text; these rules look at what it mended (`Document.edits`) or
at the source itself.

Known limitations: a half-width mark counts only beside a Chinese character; blanks are reported where they cut a word
of jieba's dictionary or stand between two longer stretches of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from speechkit.address import HEAD_REACH, find_salutation
from speechkit.check_model import MARKS, OWN, Hit, Rule, Words, clause, place
from speechkit.clean_characters import is_chinese
from speechkit.model import Document, Edit, Span
from speechkit.settings import Settings

_STRONGEST = "。；：，、"
_RUN = re.compile(r"[，、；：。]{2,}|[！？]。")
_ELLIPSIS = re.compile(r"[.．]{3,}|。{3,}|(?<!…)(?:…|…{3,})(?!…)|·{3,}")
_LEADER = re.compile(r"[ \u3000]*\d{1,4}[ \u3000]*(?:[\r\n]|\Z)")
_DENG = re.compile(
    r"""
    (?<! [靠要盼拖推] ) 、 等 (?! 、 (?:靠|要|盼|拖) ) (?= 等?
      (?: [，。；：！？）”\n] | \Z | \d{1,3} [个家项种类名位省市县区国] | 工作 | 问题 | 方面 | 单位 | 部门 | 地区 | 地方
        | 形式 | 方式 | 措施 | 活动 | 领域 | 项目 | 行业 | 重点 | 内容 | 环节 | 要求 | 任务 | 有关 | 相关 | 情况 | 制度
        | 机制 | 手段 | 因素 | 文件 | 会议 | 同志 | 人员 | 产业 | 企业 | 物资 | 设备 | 材料 | 工具
        | 产品 | 服务 | 作物 | 场所 | 区域 | 方法 | 手续 | 资料 | 各类 | 多种 | 都 | 均 ) )
    """,
    re.VERBOSE,
)
"""Must match in 教育、医疗、等方面, must not in 不能等、靠、要 and 不观望、等通知."""
_LISTED = re.compile(r"“[^“”\n]{1,30}”(?:、“[^“”\n]{1,30}”)++|《[^《》\n]{1,40}》(?:、《[^《》\n]{1,40}》)++")
_CLAUSE_MARK = re.compile(r"[，。；：！？\n]")
_LONGEST_CLAUSE = 60
"""Characters of a clause on either side of quoted words."""
_ABOUT = re.compile(
    r"(?<![第\d一二三四五六七八九十百、])(?:[一二三四五六七八][、，])[二三四五六七八九](?:天|个(?:月|小时|人|县|镇|村)|次|人|倍|年(?!级)|公里|百|千|万)"
)
_DIGIT = "零一二三四五六七八九"
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u00a0]{1,3}(?=[\u3400-\u9fff])")
_BLANK = re.compile("[ \t\u00a0]")
_STOP = re.compile(r"[，。；：！？、（）“”《》\r\n \t\u00a0\u3000]")
_PROSE = re.compile(r"[，。；！？]")
_BYLINE = re.compile(r"记者|通讯员|摄影?|编辑|供稿|责编|[日社]电")
_OPENERS, _CLOSERS = ("“", "《", "「"), ("”", "》", "」")
_HEAD = 150
"""Characters of the head, where titles, names and agencies stand, in a text without a salutation."""
_LONGEST_RUN = 40
"""Characters looked at on either side of a blank."""
_SHORTEST_RUN = 4
"""Characters on either side of a blank that are no names in a list."""
_MOST_GAPS = 3
"""Blanks in a line of prose above which it is a list or a table."""
_SHORTEST_PARAGRAPH = 40
"""Characters of a paragraph that must end with a mark."""
_MOST_WRAPS = 5
"""Joined lines above which a text was wrapped, and line ends tell nothing."""


def find_half_width(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Half-width , ; : ? ! ( ) . among Chinese characters; 1.5, 1,000 and 8:30 are none."""
    text = doc.source.text
    for edit in doc.edits:
        if edit.rule == "punctuation" and edit.new not in "“”" and text[edit.start : edit.end] != edit.new:
            before, after = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
            if (before and is_chinese(before)) or (after and is_chinese(after)):
                yield Hit(Span(edit.start, edit.end), {"mark": text[edit.start : edit.end]}, edits=(edit,))


def find_straight_quotes(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Straight quotation marks; mended only where they are paired within their line."""
    text = doc.source.text
    quotes = (edit for edit in doc.edits if edit.rule == "punctuation" and edit.new in "“”")
    found = sorted(quotes, key=lambda edit: edit.start)
    lines = list(_line_numbers(text, found))
    per_line = Counter(lines)
    for edit, line in zip(found, lines, strict=True):
        if text[edit.start : edit.end] == '"':
            edits = (edit,) if per_line[line] % 2 == 0 else ()
            yield Hit(Span(edit.start, edit.end), {}, edits=edits, key="" if edits else "odd")


def _line_numbers(text: str, edits: list[Edit]) -> Iterator[int]:
    """The line of each edit, counted from zero; the edits are in order."""
    line = at = 0
    for edit in edits:
        line += text.count("\n", at, edit.start)
        at = edit.start
        yield line


def find_doubled(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Two marks in a row where one belongs: 。。 ，。"""
    for match in _RUN.finditer(doc.text):
        run = match.group()
        if set(run) == {"。"} and len(run) > 2:
            continue  # an ellipsis made of full stops
        span = place(doc, match.start(), match.end())
        written = doc.source.text[span.start : span.end]
        if len(written.replace(" ", "")) == len(run):
            wanted = run[0] if run[0] in "！？" else next(mark for mark in _STRONGEST if mark in run)
            yield Hit(
                span, {"marks": written, "wanted": wanted}, edits=(Edit(span.start, span.end, wanted, "doubled"),)
            )


def find_ellipses(doc: Document, settings: Settings) -> Iterator[Hit]:
    """An ellipsis that is not six dots."""
    text = doc.source.text
    for match in _ELLIPSIS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before and is_chinese(before) and not _LEADER.match(text, match.end()):
            span = Span(*match.span())
            yield Hit(span, {"dots": match.group()}, edits=(Edit(span.start, span.end, "……", "ellipsis"),))


def find_before_deng(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A 、 before 等."""
    for match in _DENG.finditer(doc.folded):
        span = place(doc, match.start(), match.start() + 2)
        yield Hit(span, edits=(Edit(span.start, span.start + 1, "", "before-deng"),))


def find_between_quoted(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A 、 between quoted words or titles that stand side by side, and nothing quoted beside them in their clause."""
    for match in _LISTED.finditer(doc.text):
        before = _CLAUSE_MARK.split(doc.text[max(0, match.start() - _LONGEST_CLAUSE) : match.start()])[-1]
        behind = _CLAUSE_MARK.split(doc.text[match.end() : match.end() + _LONGEST_CLAUSE])[0]
        if not set("”》") & set(before) and not set("“《") & set(behind):
            yield Hit(place(doc, match.start(), match.end()))


def find_approximate(doc: Document, settings: Settings) -> Iterator[Hit]:
    """三、四天: two neighbouring numbers that only mean about so many."""
    for match in _ABOUT.finditer(doc.folded):
        first, second = match.group()[0], match.group()[2]
        if _DIGIT.index(second) == _DIGIT.index(first) + 1:
            yield Hit(place(doc, match.start(), match.end()), {"right": first + match.group()[2:]})


def find_gaps(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Blanks between Chinese characters in a line of prose."""
    text = doc.source.text
    salutation = find_salutation(doc.folded[:HEAD_REACH])
    head = place(doc, salutation.start, salutation.end).end if salutation else text.find("。", 0, _HEAD)
    head = _HEAD if head < 0 else head
    start = 0
    for line in text.splitlines(keepends=True):
        gaps = (
            list(_GAP.finditer(text, start, start + len(line)))
            if " " in line or "\t" in line or "\u00a0" in line
            else []
        )
        if gaps and _PROSE.search(line):
            for gap in gaps:
                yield from _judge_gap(
                    text, Span(*gap.span()), settings, can_be_long=len(gaps) <= _MOST_GAPS and gap.start() > head
                )
        start += len(line)


def _judge_gap(text: str, gap: Span, settings: Settings, *, can_be_long: bool) -> Iterator[Hit]:
    left = _STOP.split(text[max(0, gap.start - _LONGEST_RUN) : gap.start])[-1]
    right = _STOP.split(text[gap.end : gap.end + _LONGEST_RUN])[0]
    opened = text[gap.start - len(left) - 1 : gap.start - len(left)]
    closed = text[gap.end + len(right) : gap.end + len(right) + 1]
    if opened in _OPENERS or closed in _CLOSERS or _BYLINE.search(left + right):
        return  # a slogan or title of two halves, the dateline of an agency
    cut = _cut_word(left, right, settings)
    is_long = len(left) >= _SHORTEST_RUN and len(right) >= _SHORTEST_RUN
    if cut or (is_long and can_be_long):
        before, behind = cut or (2, 2)
        edits = (Edit(gap.start, gap.end, "", "inner-space"),)
        shown = Span(gap.start - before, gap.end + behind)
        yield Hit(shown, {}, edits=edits, key="cut" if cut else "between", level=None if cut else "suspect")


def _cut_word(left: str, right: str, settings: Settings) -> tuple[int, int] | None:
    """How many characters of a word of the dictionary stand before and behind a blank; None: it cuts none.

    Names of persons are often spaced out and do not count.
    """
    from speechkit.vocabulary import UNKNOWN, tag_of

    tag = tag_of(settings.cache_folder)
    for before, behind in ((1, 1), (2, 2), (1, 2), (2, 1), (1, 3), (3, 1)):
        if before <= len(left) and behind <= len(right):
            found = tag(left[-before:] + right[:behind])
            if found != UNKNOWN and not found.startswith("nr"):
                return before, behind
    return None


def find_open_ends(doc: Document, settings: Settings) -> Iterator[Hit]:
    """A paragraph that ends with ， or 、, or with no mark at all."""
    if sum(edit.rule in ("wrap", "page-splice") for edit in doc.edits) > _MOST_WRAPS:
        return
    start = 0
    for line in doc.text.split("\n"):
        end = start + len(line)
        is_prose = len(line) >= _SHORTEST_PARAGRAPH and "。" in line
        if is_prose and line[-1] in "，、":
            yield Hit(place(doc, max(start, end - 8), end), {"mark": line[-1]})
        start = end + 1


_FORMS = clause(MARKS, "4（各符号的形式）、5.1")

RULES = (
    Rule(
        "half-width-mark",
        "punctuation",
        "error",
        Words("中文里的半角标点", "half-width marks among Chinese characters"),
        Words("中文句子里用了半角的“{mark}”", "half-width “{mark}” in Chinese text"),
        Words("改为全角标点；数字里的 1.5、1,000、8:30 不动", "write it full-width; 1.5, 1,000 and 8:30 stay"),
        _FORMS,
        find_half_width,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "straight-quote",
        "punctuation",
        "suspect",
        Words("直引号", "straight quotation marks"),
        Words("用了不分前后的直引号", "a straight quotation mark"),
        Words("改为“ ”", "write “ and ”"),
        clause(MARKS, "4.8.2"),
        find_straight_quotes,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "doubled-mark",
        "punctuation",
        "error",
        Words("点号重叠", "marks in a row"),
        Words("“{marks}”连用", "“{marks}” in a row"),
        Words("只留“{wanted}”", "keep “{wanted}”"),
        clause(MARKS, "4、5.1"),
        find_doubled,
        fixes=True,
    ),
    Rule(
        "ellipsis-form",
        "punctuation",
        "suspect",
        Words("省略号的形式", "the form of the ellipsis"),
        Words("省略号写成了“{dots}”", "an ellipsis written “{dots}”"),
        Words("写作六个点“……”", "write six dots, “……”"),
        clause(MARKS, "4.11.2"),
        find_ellipses,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "mark-before-deng",
        "punctuation",
        "error",
        Words("“等”前的顿号", "a 、 before 等"),
        Words("“等”前面用了顿号", "a 、 stands before 等"),
        Words("删去顿号", "drop the 、"),
        clause(MARKS, "B.1.2"),
        find_before_deng,
        fixes=True,
    ),
    Rule(
        "mark-between-quoted",
        "punctuation",
        "hint",
        Words("并列引号、书名号之间的顿号", "a 、 between quoted words"),
        Words("并列的引号或书名号之间用了顿号", "a 、 between words in marks of their own"),
        Words("通常不用顿号", "it is usually left out"),
        clause(MARKS, "4.5.3.5"),
        find_between_quoted,
        grouped=True,
    ),
    Rule(
        "mark-in-estimate",
        "punctuation",
        "suspect",
        Words("概数中间的顿号", "a 、 inside an estimate"),
        Words("相邻两个数字表示概数，中间用了顿号", "two neighbouring numbers mean “about”, with a 、 between"),
        Words("写作“{right}”", "write “{right}”"),
        clause(MARKS, "4.5.3.4"),
        find_approximate,
    ),
    Rule(
        "inner-space",
        "punctuation",
        "error",
        Words("汉字之间的空格", "blanks between Chinese characters"),
        Words("汉字之间有空格", "a blank between Chinese characters"),
        Words("删去空格", "drop the blank"),
        OWN,
        find_gaps,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "open-end",
        "punctuation",
        "error",
        Words("段末标点", "the end of a paragraph"),
        Words("段落以“{mark}”结束", "a paragraph ends with “{mark}”"),
        Words("看是否漏了下文，或者改为句号", "see whether text is missing, or end with 。"),
        clause(MARKS, "4.1.3"),
        find_open_ends,
    ),
)
