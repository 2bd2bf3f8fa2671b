"""The outline as a table: number, level, label, title, characters.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speechkit.align import cleaned
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.terminal import draw_table

_HEADS = ("编号", "层级", "标记", "标题", "字数")


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents; with several, a column names the file."""
    several = len(docs) > 1
    heads = [*(["文件"] if several else []), *_HEADS]
    rows = ([*([doc.source.path or "-"] if several else []), *row] for doc in docs for row in _rows(doc, view.depth))
    return draw_table(heads, rows, view, right=["字数"])


def _rows(doc: Document, depth: int | None) -> Iterator[list[str]]:
    for name, point in doc.points():
        level = name.count(".") + 1
        if depth is None or level <= depth:
            size = count_characters(cleaned(doc, point.span))
            yield [name, str(level), point.label, "　" * (level - 1) + point.title, str(size)]


def count_characters(text: str) -> int:
    """Count the characters that are not white space."""
    return len("".join(text.split()))
