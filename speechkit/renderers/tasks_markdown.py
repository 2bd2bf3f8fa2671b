"""Tasks as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.safety import markdown_text
from speechkit.renderers.tasks import HEADS, cells, list_rows


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a task; with several documents the first column names the file."""
    several = len(docs) > 1
    heads = [*(["文件"] if several else []), *HEADS, *(["缺"] if view.missing else [])]
    lines = [heads, ["---:" if head == "序号" else "---" for head in heads]]
    for row in list_rows(docs, view):
        shown = [*([row.path] if several else []), *cells(row), *(["、".join(row.lacks)] if view.missing else [])]
        lines.append([markdown_text(" ".join(cell.split())) for cell in shown])
    note = f"\n{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + note
