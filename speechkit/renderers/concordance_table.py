"""A concordance for the terminal: keywords below each other, by the cells that characters take.

A bar | stands where the keyword's sentence begins or ends within a context.

Known limitations: cells are those of rich's tables of Unicode; a terminal that draws “ ” or … two cells wide (as some
do for Chinese) shifts the columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, get_character_cell_size

from speechkit.concordance import KwicLine
from speechkit.renderers.concordance import KwicView
from speechkit.renderers.safety import printable

BOUNDARY = "|"
_GAP = 1
"""Cells between the columns."""
_LEAST_SIDE = 8
"""Cells of a context, however narrow the line."""
_WIDEST_PLACE = 36
"""Cells of file, line and column; what is longer loses its beginning."""
_BOLD, _DIM, _PLAIN = "\x1b[1;31m", "\x1b[2m", "\x1b[0m"


def render(lines: Iterable[KwicLine], view: KwicView) -> Iterator[str]:
    """Yield one line a place as it comes, and at last how many there are."""
    # a path counts its characters: what wide ones take more hangs over the end of the line
    place_width = min(_WIDEST_PLACE, view.longest_path + len(":99999:999"))
    middle = cell_len(printable(view.keyword))
    left = max(_LEAST_SIDE, (view.width - place_width - middle - 3 * _GAP) // 2)
    right = max(_LEAST_SIDE, view.width - place_width - middle - 3 * _GAP - left)
    count, paths = 0, set()
    for line in lines:
        count += 1
        paths.add(line.path)
        yield _row(line, left, middle, right, view) + f"{' ' * _GAP}{_place(line)}\n"
    yield f"共{count}处{f'（{len(paths)}个文件）' if len(paths) > 1 else ''}\n"


def _row(line: KwicLine, left: int, middle: int, right: int, view: KwicView) -> str:
    """The three columns, as wide as they are together; a keyword over its width takes from the right context."""
    keyword = printable(line.keyword)
    over = max(0, cell_len(keyword) - middle)
    before = _fit_end(_before(line), left)
    after = _fit_start(_after(line), max(0, right - over))
    blank = " " * max(0, middle - cell_len(keyword))
    space = " " * max(0, right - over - cell_len(after))
    pad = " " * (left - cell_len(before))
    if view.colour:
        before, keyword, after = _dim_before(before), f"{_BOLD}{keyword}{_PLAIN}", _dim_after(after)
    return f"{pad}{before}{' ' * _GAP}{keyword}{blank}{' ' * _GAP}{after}{space}"


def _before(line: KwicLine) -> str:
    """The left context, with a bar where the keyword's sentence begins."""
    cut = len(line.left) - line.own_left
    return f"{printable(line.left[:cut])}{BOUNDARY if cut else ''}{printable(line.left[cut:])}"


def _after(line: KwicLine) -> str:
    other = line.right[line.own_right :]
    return f"{printable(line.right[: line.own_right])}{BOUNDARY if other else ''}{printable(other)}"


def _fit_end(text: str, width: int) -> str:
    """The end of a text that fits."""
    text = _settle(text)
    start, cells = len(text), 0
    while start and (cells := cells + get_character_cell_size(text[start - 1])) <= width:
        start -= 1
    while cell_len(_settle(text[start:])) > width:
        start += 1
    return _settle(text[start:])


def _fit_start(text: str, width: int) -> str:
    """The beginning of a text that fits."""
    text = _settle(text)
    end, cells = 0, 0
    while end < len(text) and (cells := cells + get_character_cell_size(text[end])) <= width:
        end += 1
    while cell_len(_settle(text[:end])) > width:
        end -= 1
    return _settle(text[:end])


def _settle(text: str) -> str:
    """Drop what would combine with its neighbours: marks and joiners at the start, joiners at the end."""
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start]) in ("Mn", "Me", "Cf"):
        start += 1
    while start < end and unicodedata.category(text[end - 1]) == "Cf":
        end -= 1
    return text[start:end]


def _dim_before(text: str) -> str:
    head, bar, tail = text.partition(BOUNDARY)
    return f"{_DIM}{head}{bar}{_PLAIN}{tail}" if bar else text


def _dim_after(text: str) -> str:
    head, bar, tail = text.partition(BOUNDARY)
    return f"{head}{_DIM}{bar}{tail}{_PLAIN}" if bar else text


def _place(line: KwicLine) -> str:
    path = printable(line.path or "-")
    room = _WIDEST_PLACE - len(f":{line.line}:{line.column}")
    if cell_len(path) > room:
        path = "…" + _fit_end(path, room - 1)
    return f"{path}:{line.line}:{line.column}"
