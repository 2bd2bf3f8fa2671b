"""Files for the readers: real ones that are damaged, and ones put together of what their formats are made of."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

from conftest import ROOT
from containers import docx, lists, paragraphs, pdf, zip_of
from hypothesis import strategies as st

from fuzz.alphabet import LABELS, ODD, TIMES, pieces, texts

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "gbk",
    "big5",
    "utf-32",
    "utf-7",
    "cp1252",
)

_HTML = (
    "<!doctype html>", "<html>", "<body>", "<p>", "</p>", "<p", "<br>", "<br/>", "<h1>", "</h1>", "<ol>",
    "<ol start=3>", "<ol type=A>", "<li>", "<li value=9>", "<li value=-1>", "<li value=99999999999999999999>",
    "</li>", "</ol>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "<td rowspan=9>", "</td>", "</tr>", "</table>",
    "<script>", "</script>", "<script", "<style>", "</style>", "<nav>", "</nav>", "<!--", "-->", "<!", "<?xml ?>",
    "<![CDATA[", "]]>", "&amp;", "&", "&#20013;", "&#x4e2d;", "&#0;", "&#xD800;", "&#99999999999999999999;", "&nbsp;",
    "&bogus;", "<title>", "</title>", "<pre>", "</pre>", "<textarea>", "<template>", "<noscript>", "<svg>", "</svg>",
    "<math>", "<plaintext>", "<a href='x\">", "=", "\"", "'", "/>", ">", "<", "</", "<div hidden>", "<ruby>", "<rt>",
    "</rt>", "</ruby>", "<sup>1</sup>", "<meta charset=gbk>", "<meta charset=utf-7>",
)  # fmt: skip
_MARKDOWN = (
    "# ", "## ", "####### ", "- ", "* ", "+ ", "1. ", "1) ", "99999999999. ", "> ", ">> ", "```", "~~~", "    ", "\t",
    "---", "===", "***", "**", "*", "_", "__", "`", "``", "[", "](", ")", "![", "[^1]", "[^1]: ", "[a]: b", "<b>",
    "<!--", "-->", "\\", "\\*", "|", "|-|", "| a | b |\n|---|---|\n", "\n", "\n\n", "  \n", "---\ntitle: a\n---\n",
    "&amp;", "<https://a.cn>", "~~", "$$",
)  # fmt: skip
_BODY = (
    "<p>", "</p>", "<r>", "</r>", "<t>", "</t>", "<t xml:space='preserve'>", "<tab/>", "<br/>", "<br type='page'/>",
    "<cr/>", "<pPr><numPr><ilvl val='0'/><numId val='1'/></numPr></pPr>",
    "<pPr><numPr><ilvl val='9'/><numId val='99'/></numPr></pPr>",
    "<pPr><numPr><ilvl val='-1'/><numId val='x'/></numPr></pPr>", "<pPr><pStyle val='S0'/></pPr>",
    "<pPr><pStyle val='S1'/></pPr>", "<tbl>", "<tr>", "<tc>", "</tc>", "</tr>", "</tbl>", "<ins>", "</ins>", "<del>",
    "</del>", "<delText>", "</delText>", "<sdt><sdtContent>", "</sdtContent></sdt>", "<fldChar fldCharType='begin'/>",
    "<fldChar fldCharType='separate'/>", "<fldChar fldCharType='end'/>", "<instrText>", "</instrText>",
    "<footnoteReference id='1'/>", "<sym char='F0A7' font='W'/>", "<sym char='zz'/>", "<noBreakHyphen/>",
    "<hyperlink>", "</hyperlink>", "<smartTag>", "</smartTag>", "<pict/>", "<ruby>", "</ruby>",
    "<rPr><vanish/></rPr>", "<pPr><rPr><del/></rPr></pPr>", "<bookmarkStart id='0' name='a'/>", "<proofErr/>",
    "<sectPr/>", "&amp;", "&#x4e2d;", "&lt;", "<!-- a -->", "<?a b?>", "<![CDATA[查]]>",
)  # fmt: skip
_LEVELS = (
    "decimal %1.", "chineseCounting %1、", "chineseCountingThousand （%1）", "upperRoman %1.",
    "decimalEnclosedCircle %1", "bullet ·", "none %9", "bogus %1%2%3", "decimal %1.%2.%3",
    "ideographTraditional %1、 0", "decimal %1. -5", "decimal %1. 99999999999", "lowerLetter %1) 27",
)  # fmt: skip
_DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "double", "put", "zero"]),
        st.integers(0, 2**20),
        st.integers(0, 200),
        st.binary(max_size=4),
    ),
    max_size=5,
)


def damage(data: bytes, changes: list[tuple[str, int, int, bytes]]) -> bytes:
    """Bytes with some of them flipped, cut out, doubled, put in or made zero."""
    made = bytearray(data)
    for kind, place, length, new in changes:
        start = place % (len(made) + 1)
        end = min(len(made), start + length)
        if kind == "flip" and start < len(made):
            made[start] ^= 1 << length % 8
        elif kind == "cut":
            del made[start:end]
        elif kind == "double":
            made[start:start] = made[start:end]
        elif kind == "put":
            made[start:start] = new
        elif kind == "zero":
            made[start:end] = bytes(end - start)
    return bytes(made)


def damaged(data: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """As it is, or damaged."""
    return st.tuples(data, st.one_of(st.just([]), _DAMAGE)).map(lambda drawn: damage(*drawn))


def text_files() -> st.SearchStrategy[bytes]:
    """Speeches in some encoding, and any bytes."""
    written = st.tuples(texts(most=15), st.sampled_from(ENCODINGS)).map(
        lambda drawn: drawn[0].encode(drawn[1], "replace")
    )
    return damaged(st.one_of(written, written, st.binary(max_size=200)))


def _markup(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(words), st.sampled_from(words), pieces()), max_size=40).map("".join)


def html_files() -> st.SearchStrategy[bytes]:
    made = st.tuples(_markup(_HTML), st.sampled_from(ENCODINGS)).map(lambda drawn: drawn[0].encode(drawn[1], "replace"))
    return damaged(made)


def markdown_files() -> st.SearchStrategy[bytes]:
    return damaged(_markup(_MARKDOWN).map(lambda text: text.encode("utf-8", "replace")))


def rtf_files() -> st.SearchStrategy[bytes]:
    """Files that open as those of LibreOffice's formats do."""
    heads = st.sampled_from((b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    return st.tuples(heads, st.one_of(st.binary(max_size=100), docx_files())).map(b"".join)


def docx_files() -> st.SearchStrategy[bytes]:
    """Documents of elements in any order, of lines and lists, and the samples with one part or all bytes damaged."""
    elements = st.lists(st.one_of(st.sampled_from(_BODY), st.sampled_from(_BODY), _xml_text()), max_size=30).map(
        "".join
    )
    loose = st.tuples(elements, _numbering(), _styles()).map(lambda d: docx(d[0], numbering=d[1], styles=d[2]))
    lines = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), texts(LABELS, TIMES, ODD, most=4)), max_size=12)
    listed = st.tuples(lines.map(_lines), _numbering(), _styles()).map(
        lambda d: docx(d[0], numbering=d[1], styles=d[2])
    )
    return st.one_of(damaged(loose), damaged(listed), _damaged_parts(), damaged(st.sampled_from(_samples("*.docx"))))


def pdf_files() -> st.SearchStrategy[bytes]:
    """Pages of made-up lines, and the samples; damaged."""
    lines = st.lists(st.lists(texts(LABELS, TIMES, most=3), max_size=4), min_size=1, max_size=3)
    made = st.tuples(lines, st.booleans()).map(lambda drawn: pdf(_bmp(drawn[0]), mapped=drawn[1]))
    return damaged(st.one_of(made, made, st.sampled_from(_samples("*.pdf"))))


def _bmp(pages: list[list[str]]) -> list[list[str]]:
    return [["".join(c for c in line if ord(c) < 0x10000) for line in page] for page in pages]


def _xml_text() -> st.SearchStrategy[str]:
    return pieces().map(
        lambda text: "".join(c for c in text if c >= " " or c in "\t\n").replace("&", "&amp;").replace("<", "&lt;")
    )


def _lines(rows: list[tuple[int, int, str]]) -> str:
    clean = ("".join(c for c in text if c >= " " and c not in "\ufffe\uffff") for _, _, text in rows)
    return paragraphs(
        [f"{number}/{level} {text}" if number else text for (number, level, _), text in zip(rows, clean, strict=True)]
    )


def _numbering() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_LEVELS), max_size=9).map(lambda rows: lists({1: rows, 2: rows[::-1]}))


def _styles() -> st.SearchStrategy[str]:
    style = (
        "<style type='paragraph' styleId='S{0}'><basedOn val='S{1}'/>"
        "<pPr><numPr><numId val='{2}'/></numPr></pPr></style>"
    )
    row = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)).map(lambda drawn: style.format(*drawn))
    return st.lists(row, max_size=4).map("".join)


@cache
def _samples(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / "samples").glob(pattern)))


@cache
def _entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _damaged_parts() -> st.SearchStrategy[bytes]:
    """A sample whose parts are damaged inside the zip, where their sums still hold."""
    choice = st.tuples(st.sampled_from(_samples("*.docx")), st.integers(0, 40), _DAMAGE, st.booleans())
    return choice.map(_damage_part)


def _damage_part(drawn: tuple[bytes, int, list[tuple[str, int, int, bytes]], bool]) -> bytes:
    data, number, changes, is_dropped = drawn
    entries = dict(_entries(data))
    name = sorted(entries)[number % len(entries)]
    if is_dropped and not changes:
        del entries[name]
    else:
        entries[name] = damage(entries[name], changes)
    return zip_of(entries)
