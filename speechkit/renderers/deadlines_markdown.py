"""Deadlines as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, ROLES, lacks_anchor, list_rows, write_days
from speechkit.renderers.safety import markdown_text


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a time, first due first."""
    counted = view.today is not None
    heads = ["日期", *(["剩余天数"] if counted else []), "时间", "类别", "要点", "原文"]
    marks = ["---:" if head == "剩余天数" else "---" for head in heads]
    lines = [heads, marks]
    for row in list_rows(docs, view):
        left = [] if not counted else ["" if row.left is None else str(row.left)]
        cells = [write_days(row.time), *left, row.time.text, ROLES[row.time.role], row.time.point or "", row.sentence]
        lines.append([markdown_text(" ".join(cell.split())) for cell in cells])
    note = f"\n{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + note
