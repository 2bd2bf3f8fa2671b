"""Markdown: the text without its markers, line by line.

Dropped are the signs of headings, quotations, bullets, emphasis, code, links (their text stays), images,
HTML tags, rules, comments, and a front matter. Numbers of ordered lists stay as written, since they are
what a speech's outline is made of. Cells of a table are joined by tabs. Lines and blank lines stay as
they are: many authors of Chinese texts end each paragraph with one line end, and joining hard-wrapped
lines is the duty of cleaning.

Known limitations: a marker is known by its line or, inside a line, by its pair; nesting is not followed,
and indented code is text. Emphasis is told more freely than CommonMark does, which does not close
`**要求。**` before a Chinese character. Source: CommonMark 0.31; tables, task lists and ~~ from GitHub's
form of it.
"""

from __future__ import annotations

import re
from hashlib import sha256

from speechkit.model import Source
from speechkit.readers.counters import join_label
from speechkit.readers.html_tokens import resolve_references
from speechkit.readers.text import decode
from speechkit.settings import Settings

_QUOTE = re.compile(r"(?: [ \t]{0,3} > [ ]? )++", re.VERBOSE)
_HEADING = re.compile(
    r"""
    [ ]{0,3} \#{1,6}
    (?: [ \t]++ | (?=[\u3400-\u9fff（“《]) )   # Chinese authors often leave the space out
    """,
    re.VERBOSE,
)
_HEADING_END = re.compile(r"[ \t]++ \#++ [ \t]*+ $", re.VERBOSE)
_BULLET = re.compile(r"[ \t]*+ [-*+] [ \t]++ (?: \[ [ xX] \] [ \t]++ )?", re.VERBOSE)
_ORDERED = re.compile(r"[ \t]*+ ([0-9]{1,9}[.)]) [ \t]++", re.VERBOSE)
_RULE = re.compile(r"[ ]{0,3} (?: =++ | (?:-[ \t]*+){2,}+ | (?:\*[ \t]*+){3,}+ | (?:_[ \t]*+){3,}+ ) $", re.VERBOSE)
_TABLE_RULE = re.compile(r"[ ]{0,3} \|? [ \t]*+ :?-++ [-:| \t]*+ $", re.VERBOSE)
_CELL_END = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"[ ]{0,3} (`{3,}+|~{3,}+)", re.VERBOSE)
_DEFINITION = re.compile(r"[ ]{0,3} \[ [^\[\]]++ \] : [ \t]", re.VERBOSE)
_FOOTNOTE = re.compile(r"[ ]{0,3} \[\^ [^\[\]\s]++ \] : [ \t]*+", re.VERBOSE)
_COMMENT_START, _COMMENT_END = "<!--", "-->"

_CLOSING = "，。、；：！？）》”’」』】"
"""What emphasis never opens before: 王**、李** are masked names."""
_STRONG = re.compile(
    rf"""
    (?<![\\*]) ( \*{{2,3}} | __ | ~~ ) (?![\s*{_CLOSING}])
    ( (?: (?!\1) . )++ )
    (?<!\s) \1
    """,
    re.VERBOSE,
)
_EMPHASIS = re.compile(
    rf"""
    (?<![\\*]) \* (?![\s*{_CLOSING}]) ([^*]++) (?<![\s\\]) \* (?!\*)
    | (?<![\\\w]) _ (?![\s_]) ([^_]++) (?<![\s\\]) _ (?!\w)
    """,
    re.VERBOSE,
)
_INLINE = re.compile(
    r"""
    \\ ( [!-/:-@\[-`{-~] )                                     # 1: an escaped sign
    | (`++) ( [^`]++ ) `++                                      # 3: code
    | !\[ [^\[\]]*+ \] \( [^()]*+ (?: \( [^()]*+ \) [^()]*+ )*+ \)    # an image
    | \[\^ [^\[\]\s]++ \]                                       # the mark of a footnote
    | \[ ([^\[\]]++) \] (?: \( [^()]*+ (?: \( [^()]*+ \) [^()]*+ )*+ \) | \[ [^\[\]]*+ \] )   # 4: a link
    | < ( (?: https?:// | mailto: ) [^<>\s]++ ) >               # 5: an address
    | ( < br [ \t]*+ /? > )                                     # 6: a line break
    | < /? [A-Za-z] [^<>]*+ >                                   # another tag
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Read a Markdown file; errors as of the text reader."""
    decoded = decode(data, settings, path=path)
    return Source(
        text=strip_markers(decoded.text),
        path=path,
        format="markdown",
        encoding=decoded.encoding,
        sha256=sha256(data).hexdigest(),
        notices=decoded.notices,
    )


def strip_markers(markup: str) -> str:
    """Drop the markers of Markdown; as many lines as before, but for what is dropped whole."""
    lines = _drop_comments(markup).splitlines()
    lines = lines[_front_matter(lines) :]
    found: list[str] = []
    fence = ""
    in_table = False
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
            continue
        if fence:
            found.append(line)
            continue
        in_table = "|" in line and (in_table or _opens_table(lines, number))
        if in_table and not _TABLE_RULE.match(line):
            found.append(_strip_row(line))
        elif not in_table and not _is_dropped(line):
            found.append(_strip_line(line))
    return "\n".join(found)


def _drop_comments(markup: str) -> str:
    """Drop <!-- … -->; one without end is text."""
    kept: list[str] = []
    done = 0
    while (start := markup.find(_COMMENT_START, done)) >= 0:
        end = markup.find(_COMMENT_END, start + len(_COMMENT_START))
        if end < 0:
            break
        kept.append(markup[done:start])
        done = end + len(_COMMENT_END)
    return "".join(kept) + markup[done:]


def _front_matter(lines: list[str]) -> int:
    """How many lines a block of settings between two --- at the very top takes; 0 where there is none."""
    if len(lines) < 2 or lines[0].rstrip() != "---" or ":" not in lines[1]:
        return 0
    ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    return next(ends, -1) + 1


def _opens_table(lines: list[str], number: int) -> bool:
    """Whether the line is the head of a table: the next one is its rule."""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return "|" in below and _TABLE_RULE.match(below) is not None


def _is_dropped(line: str) -> bool:
    """Whether a line holds nothing but a rule or the target of a link."""
    if _RULE.match(line):
        return True
    return _DEFINITION.match(line) is not None and not _FOOTNOTE.match(line)


def _strip_row(line: str) -> str:
    cells = _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))
    return "\t".join(_strip_inline(cell.strip()) for cell in cells)


def _strip_line(line: str) -> str:
    start = _end_of(_QUOTE, line, 0)
    heading = _HEADING.match(line, start)
    if heading:
        return _strip_inline(_HEADING_END.sub("", line[heading.end() :]).rstrip(" \t"))
    start = _end_of(_FOOTNOTE, line, start)
    start = _end_of(_BULLET, line, start)
    ordered = _ORDERED.match(line, start)
    text = _strip_inline(line[ordered.end() if ordered else start :].strip(" \t").removesuffix("\\"))
    return join_label(ordered.group(1), "tab", text) if ordered else text


def _end_of(pattern: re.Pattern[str], line: str, start: int) -> int:
    match = pattern.match(line, start)
    return match.end() if match else start


def _strip_inline(text: str) -> str:
    """Drop the markers inside a line."""
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda match: match.group(1) or match.group(2), text)
    return resolve_references(_INLINE.sub(_inline, text))


def _inline(match: re.Match[str]) -> str:
    if match.group(6):
        return "\n"
    return match.group(1) or match.group(3) or match.group(4) or match.group(5) or ""
