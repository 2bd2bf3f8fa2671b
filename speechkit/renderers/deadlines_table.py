"""Deadlines as a table for the terminal: day, days left, time, kind, point, sentence.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, ROLES, lacks_anchor, list_rows, write_days
from speechkit.renderers.safety import printable

_WIDE = 200
"""Cells that a table takes where no terminal limits it."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents, first due first; with several, a column names the file."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    several, counted = len(docs) > 1, view.today is not None
    heads = [*(["文件"] if several else []), "日期", *(["剩余天数"] if counted else []), "时间", "类别", "要点", "原文"]
    for head in heads:
        table.add_column(head, overflow="fold", justify="right" if head == "剩余天数" else "left")
    for row in list_rows(docs, view):
        left = [] if not counted else ["" if row.left is None else str(row.left)]
        cells = [
            *([row.path] if several else []),
            write_days(row.time),
            *left,
            row.time.text,
            ROLES[row.time.role],
            row.time.point or "",
            row.sentence,
        ]
        table.add_row(*(Text(printable(cell)) for cell in cells))
    out = StringIO()
    console = Console(file=out, width=view.width or _WIDE, force_terminal=view.colour, no_color=not view.colour)
    console.print(table)
    note = f"{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n")) + note
