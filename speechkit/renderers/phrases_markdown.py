"""Stock phrases as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.phrases import cells, count_phrases, headings
from speechkit.renderers.safety import markdown_text


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a phrase or category."""
    rows = count_phrases(docs, level=view.level, by=view.by)
    heads = headings(rows, by=view.by)
    marks = ["---:" if head in ("次数", "每千字", "覆盖率") else "---" for head in heads]
    lines = [heads, marks, *([markdown_text(cell) for cell in cells(row, by=view.by)] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
