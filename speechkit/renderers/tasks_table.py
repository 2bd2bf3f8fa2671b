"""Tasks as a table for the terminal.

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
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.safety import printable
from speechkit.renderers.tasks import HEADS, cells, list_rows

_WIDE = 200
"""Cells that a table takes where no terminal limits it."""
_WIDTHS = {"工作任务": 4, "牵头单位": 2, "配合单位": 2, "完成时限": 2}
"""Shares of the width."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents; with several, a column names the file."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_lines=False)
    several = len(docs) > 1
    for head in [*(["文件"] if several else []), *HEADS, *(["缺"] if view.missing else [])]:
        table.add_column(head, overflow="fold", ratio=_WIDTHS.get(head), justify="right" if head == "序号" else "left")
    for row in list_rows(docs, view):
        shown = [*([row.path] if several else []), *cells(row), *(["、".join(row.lacks)] if view.missing else [])]
        table.add_row(*(Text(printable(cell)) for cell in shown))
    out = StringIO()
    console = Console(file=out, width=view.width or _WIDE, force_terminal=view.colour, no_color=not view.colour)
    console.print(table)
    note = f"{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n")) + note
