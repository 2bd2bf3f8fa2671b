"""The outline as a table: number, level, label, title, characters.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from speechkit.align import cleaned
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.safety import printable

_WIDE = 200


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents; with several, a column names the file."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    several = len(docs) > 1
    for head in (["文件"] if several else []) + ["编号", "层级", "标记", "标题"]:
        table.add_column(head, overflow="fold")
    table.add_column("字数", justify="right")
    for doc in docs:
        for name, point in doc.points():
            level = name.count(".") + 1
            if view.depth is None or level <= view.depth:
                size = len("".join(cleaned(doc, point.span).split()))
                cells = [name, str(level), point.label, "　" * (level - 1) + point.title]
                path = [Text(printable(doc.source.path or "-"))] if several else []
                table.add_row(*path, *map(Text, cells), Text(str(size)))
    out = StringIO()
    Console(file=out, width=view.width or _WIDE, force_terminal=view.colour, no_color=not view.colour).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
