"""Rules on what a draft, a template or a converter left behind: XX, 【待补】, bookmarks, page numbers, 范文, addresses.

Known limitations: what is meant to be blank (an anonymised speech) cannot be told from what was forgotten, so masks
are only 疑似, one finding for each kind of mask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.check_model import OWN, Hit, Rule, Words
from speechkit.model import Document, Span
from speechkit.settings import Settings

_BEHIND = "(?=[市县区省乡镇村局委办厅部处科院校人个名元万亿年月日号家户项次同])"
_HAN = "[\u3400-\u9fff]"
_DIGIT = "[零〇○一二三四五六七八九]"
_MASKS = (
    ("X", re.compile(rf"(?<![A-Za-z])[XxＸｘ]{{2,}}(?![A-Za-z0-9])|×{{2,}}|(?<![A-Za-z0-9])[XxＸｘ×]{_BEHIND}")),
    ("*", re.compile(rf"[*＊]{{2,}}|(?<!\w)[*＊]{_BEHIND}|(?<={_HAN})[*＊](?={_HAN})")),
    (
        "○",
        re.compile(
            rf"(?<!{_DIGIT})[○◯]{{2,}}(?!{_DIGIT})|□{{2,}}|[_＿]{{2,}}|(?<={_HAN})(?<!{_DIGIT})○(?={_HAN})(?!{_DIGIT})"
        ),
    ),
    ("某", re.compile("某某")),
)
"""Kinds of masks. Must match in XX市, x个, ***镇, must not in XXL, 20x30 and 某单位."""
_MARKUP = frozenset({"markdown", "html"})
"""Formats in which ** may be markup."""
_TO_DO = re.compile(
    r"""
    [【\[〔（(<《] [^】\]〕）)>》\n]{0,12}
    (?: 待补 | 待填 | 待核 | 待查 | 待续 | 待完善 | 待确认 | 请填 | 请补充 | 此处 )
    [^】\]〕）)>》\n]{0,16} [】\]〕）)>》]
    | (?<! [A-Za-z] ) (?: TODO | TBD | FIXME ) (?! [A-Za-z] )
    | 此处 (?: 插入 | 填写 | 补充 | 添加 | 空出? ) [^，。；\n]{0,10}
    """,
    re.VERBOSE,
)
"""Must match in 【待补】 and （数据待核实）, must not in 待补齐的短板."""
_SAMPLE = re.compile(
    r"(?<![示规模典师])范文(?![明化本物件澜])|(?<!大)模板(?=[一二三四五六七八九十\d（(])|(?:参考|通用|讲话稿?)模板"
)
_WEB = re.compile(
    r"(?:https?://|www\.)[\w./?=&%-]{4,80}|本文来[源自][:：]|文章来源[:：]|转载请注明|下载后可|内容仅供参考"
    "|百度文库|豆丁网|道客巴巴"
)


def find_masks(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Masks for names and figures."""
    for kind, pattern in _MASKS:
        if kind == "*" and doc.source.format in _MARKUP:
            continue
        for match in pattern.finditer(doc.source.text):
            yield Hit(Span(*match.span()), {"mask": match.group()}, key=kind)


def find_to_do(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Notes of the drafter to himself."""
    for match in _TO_DO.finditer(doc.source.text):
        yield Hit(Span(*match.span()), {"note": match.group()})


def find_converter_marks(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Bookmarks, fields and error texts of Word."""
    for edit in doc.edits:
        if edit.rule == "converter-mark":
            yield Hit(Span(edit.start, edit.end), edits=(edit,))


def find_page_numbers(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Page numbers and running heads in the middle of the text.

    A lone figure on a line is one only where such figures count on: the 2 of M2 stands apart in many a copy, too.
    """
    found = [edit for edit in doc.edits if edit.rule in ("page-number", "page-header", "page-splice")]
    bare = [int(number) for edit in found if (number := doc.source.text[edit.start : edit.end].strip()).isdecimal()]
    counts_on = len(bare) > 1 and all(right == left + 1 for left, right in zip(bare, bare[1:], strict=False))
    for edit in found:
        text = doc.source.text[edit.start : edit.end]
        shown = text.strip()
        start = edit.start + len(text) - len(text.lstrip())
        if shown and (counts_on or not shown.isdecimal()):
            before = doc.source.text[max(0, edit.start - 2) : edit.start].rstrip()
            if not before.endswith(("[", "【", "〔")):
                yield Hit(Span(start, start + len(shown)), {"shown": shown}, key=edit.rule, edits=(edit,))


def find_sample_words(doc: Document, settings: Settings) -> Iterator[Hit]:
    """范文 and what the sites leave that offer them."""
    for pattern in (_SAMPLE, _WEB):
        for match in pattern.finditer(doc.source.text):
            yield Hit(Span(*match.span()), {"words": match.group()}, key=match.group())


RULES = (
    Rule(
        "mask",
        "leftovers",
        "suspect",
        Words("占位符", "masks for names and figures"),
        Words("“{mask}”是占位符", "“{mask}” is a mask"),
        Words("填上名称或数字；有意隐去的不管", "fill in the name or figure; let it pass where it is meant"),
        OWN,
        find_masks,
        grouped=True,
    ),
    Rule(
        "to-do",
        "leftovers",
        "error",
        Words("待补的话", "notes of the drafter"),
        Words("“{note}”是起草时留下的", "“{note}” is left from drafting"),
        Words("补上内容，删去这句话", "fill it in and drop the note"),
        OWN,
        find_to_do,
    ),
    Rule(
        "converter-mark",
        "leftovers",
        "error",
        Words("转换软件的残留", "what a converter left"),
        Words("转换软件留下的书签、域或者出错信息", "a bookmark, field or error text of the converter"),
        Words("删去", "drop it"),
        OWN,
        find_converter_marks,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "page-number",
        "leftovers",
        "suspect",
        Words("正文里的页码、页眉", "page numbers and running heads"),
        Words("正文里夹着页码或者页眉“{shown}”", "“{shown}” is a page number or running head in the text"),
        Words("删去", "drop it"),
        OWN,
        find_page_numbers,
        grouped=True,
        fixes=True,
    ),
    Rule(
        "sample-words",
        "leftovers",
        "suspect",
        Words("范文、网站的痕迹", "traces of templates and web sites"),
        Words("“{words}”像是范文或者网站留下的", "“{words}” looks left from a template or a web site"),
        Words("删去", "drop it"),
        OWN,
        find_sample_words,
        grouped=True,
    ),
)
