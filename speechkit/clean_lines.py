"""Cleaning rules that look at lines: page furniture, spliced page numbers, wraps, paragraphs on one line, spaces.

Each rule takes a text whose characters are clean (line ends are line feeds) and yields `Edit`s. A rule decides for
the whole document whether its trouble is there at all.

Known limitations: a page number that a converter left inside a line, with no line end, stays; a wrapped line that
ends a paragraph exactly at full width is joined with the next unless that is indented or opens with a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speechkit.address import HEAD_REACH, find_salutation
from speechkit.clean_characters import is_chinese
from speechkit.folding import fold
from speechkit.model import Edit
from speechkit.numbering import opening_label

_LINE = re.compile(r"[^\n]+")
_PAGE_LINE = re.compile(
    r"""
    [ \u3000]* (?:
        [-—–·~]+ [ ]? \d{1,4} [ ]? [-—–·~]+          # - 4 -
      | \d{1,3}                                       # 4
      | 第 [ ]? \d{1,4} [ ]? 页 [，, ]* (?: [/共] [ ]? 共? \d{1,4} [ ]? 页 )?
      | \d{1,3} [ ]? / [ ]? \d{1,3}
      | [Pp]age [ ] \d{1,4} (?: [ ] of [ ] \d{1,4} )?
    ) [ \u3000]* \Z
    """,
    re.VERBOSE,
)
_SPLICE = re.compile(r"(\d{1,3})[、.]")
_ENDS_SENTENCE = frozenset("。！？：；”’）】…")
_STOPS = frozenset("。！？；：")
_WIDE_GAP = re.compile(r"(?<=\S)[ ]*(?:\u3000[ \u3000]+|[ ]+\u3000[ \u3000]*)(?=\S)")
_GAP = re.compile(r"(?<=\S)[ \u3000]+(?=\S)")
_EDGE = re.compile(r"(?:\A|\n)[ \u3000\n]+|[ \u3000]+(?=\n|\Z)|\n(?=\Z)")
_HEADING_TAIL = re.compile(
    r"(?:^|[\n。！？；])[ ]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。！？；\n]{2,40}\Z"
)

LONGEST_PAGE_HEADER = 40
"""Characters; running heads are titles, and titles of speeches are shorter."""
SHORTEST_SPLICED_LINE = 100
"""Characters; document-sharing sites cut pages at some 300–500, headings stay under 60."""
NARROWEST_WRAP, WIDEST_WRAP = 30, 240
"""Cells a line (a Chinese character takes two); outside this nobody wraps a speech."""
FEWEST_WRAPPED = 5
"""Lines; fewer do not show a width."""
RAGGED = 6
"""Cells by which a full line may fall short, for marks that must not open the next line."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _lines(text: str) -> list[_Line]:
    return [_Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text) if m.group().strip(" \u3000")]


def _cells(line: str) -> int:
    """Width on a terminal or a typewriter, less trailing space."""
    line = line.rstrip()
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def page_furniture(text: str) -> Iterator[Edit]:
    """Drop lines that hold a page number and running heads that come again and again."""
    lines = _lines(text)
    numbers = [bool(_PAGE_LINE.match(line.text)) for line in lines]
    heads = _running_heads(lines, numbers)
    for i, line in enumerate(lines):
        if numbers[i] or i in heads:
            end = line.end + 1 if line.end < len(text) else line.end
            yield Edit(line.start, end, "", "page-number" if numbers[i] else "page-header")


def _running_heads(lines: list[_Line], numbers: list[bool]) -> set[int]:
    """Indices of repeated short lines; the first one stays where it may be the title."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        key = line.text.strip(" \u3000")
        if 4 <= len(key) <= LONGEST_PAGE_HEADER and key[-1] not in _STOPS and not numbers[i]:
            places.setdefault(key, []).append(i)
    heads: set[int] = set()
    for found in places.values():
        beside = sum(any(numbers[max(0, i - 1) : i + 2]) for i in found)
        if (len(found) >= 3 and beside >= len(found) - 1) or (len(found) == 2 and beside == 2):
            heads.update(found if found[0] > 2 else found[1:])
    return heads


def page_splices(text: str) -> Iterator[Edit]:
    """Drop page numbers of document-sharing sites that stand at line starts in the middle of sentences."""
    lines = _lines(text)
    labels = [_SPLICE.match(line.text) for line in lines]
    pages = [(i, int(m.group(1)), m.end()) for i, m in enumerate(labels) if m]
    run = [page for n, page in enumerate(pages) if page[1] == pages[0][1] + n] if pages else []
    cut = [i for i, _, _ in run if i and len(lines[i - 1].text) >= SHORTEST_SPLICED_LINE]
    torn = [i for i in cut if lines[i - 1].text[-1] not in _ENDS_SENTENCE]
    if len(run) < 2 or run[0][1] > 2 or 2 * len(torn) < len(run):
        return
    for i, _, width in run:
        start = lines[i - 1].end if i else lines[i].start
        if i == 0 or i in cut:
            yield Edit(start, lines[i].start + width, "", "page-splice")


def wraps(text: str) -> Iterator[Edit]:
    """Join lines that were wrapped at a fixed width, and lines that end in ， or 、; the head's lines are kept."""
    lines = _lines(text)
    full = _full_lines(lines)
    salutation = find_salutation(fold(text[:HEAD_REACH]))
    head_end = salutation.start if salutation else 0
    for i, (line, following) in enumerate(zip(lines, lines[1:], strict=False)):
        hanging = line.text.rstrip()[-1] in "，、" and opening_label(following.text.lstrip(" \u3000")) is None
        if line.start < head_end:
            continue  # title, speaker and day stay apart; `meta` joins a title of two lines
        if (i in full or hanging) and not _opens_paragraph(line.text, following.text):
            glue = (
                " " if line.text[-1].isascii() and following.text[0].isascii() and following.text[0].isalnum() else ""
            )
            start = line.start + len(line.text.rstrip(" \u3000"))
            yield Edit(start, following.start, glue, "wrap")


def _full_lines(lines: list[_Line]) -> set[int]:
    """Indices of the lines that fill the width they were wrapped at, in cells or in characters; none if not wrapped."""
    if len(lines) < FEWEST_WRAPPED or any(len(line.text) > WIDEST_WRAP for line in lines):
        return set()
    widths = [_cells(line.text) for line in lines]
    longest = max(widths)
    most = max(len(line.text.rstrip()) for line in lines)
    if not NARROWEST_WRAP <= longest <= WIDEST_WRAP:
        return set()
    full = {
        i
        for i, line in enumerate(lines)
        if widths[i] >= longest - RAGGED or 2 * len(line.text.rstrip()) >= 2 * most - RAGGED
    }
    torn = sum(lines[i].text.rstrip()[-1] not in _ENDS_SENTENCE for i in full)
    return full if 3 * len(full) >= len(lines) and 2 * torn >= len(full) else set()


def _opens_paragraph(line: str, following: str) -> bool:
    if following.startswith(("\u3000\u3000", "    ")):
        return True
    label = opening_label(following)
    return label is not None and (label.style.family == "formal" or line.rstrip()[-1] in _STOPS)


def one_line_paragraphs(text: str) -> Iterator[Edit]:
    """Turn two ideographic spaces or more inside a line into a line end: a web copy's paragraph."""
    if "\u3000" not in text:
        return
    for match in _WIDE_GAP.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        whole = text[start : end if end >= 0 else len(text)]
        if len(whole) > LONGEST_PAGE_HEADER or _STOPS & set(whole):
            yield Edit(match.start(), match.end(), "\n", "paragraph-gap")


def inner_spaces(text: str) -> Iterator[Edit]:
    """Drop spaces beside Chinese characters; behind a heading on one line with its text a space is the line end."""
    if " " not in text and "\u3000" not in text:
        return
    for match in _GAP.finditer(text):
        start, end = match.span()
        before, after = text[start - 1], text[end]
        if before in "。！？" and len(match.group()) > 1:
            yield Edit(start, end, "\n", "paragraph-gap")
        elif is_chinese(before) or is_chinese(after):
            ends_heading = before not in _STOPS and _HEADING_TAIL.search(text, max(0, start - 50), start)
            yield Edit(start, end, "\n" if ends_heading else "", "heading-gap" if ends_heading else "inner-space")


def line_edges(text: str) -> Iterator[Edit]:
    """Drop white space at line edges, and empty lines."""
    blank = " " in text or "\u3000" in text
    if not blank and "\n\n" not in text and text[:1] != "\n" and text[-1:] != "\n":
        return
    for match in _EDGE.finditer(text):
        new = "\n" if "\n" in match.group() and match.start() and match.end() < len(text) else ""
        if match.group() != new:
            yield Edit(match.start(), match.end(), new, "line-edge")


PASSES = ((page_furniture,), (page_splices,), (one_line_paragraphs,), (wraps,), (line_edges,), (inner_spaces,))
"""Each pass reads the text that the one before it made; wraps need the indents that `line_edges` drops."""
