"""What the formats for the terminal share: drawing with rich, as wide as the view says, no blanks at line ends.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.renderers import View
from speechkit.renderers.safety import printable

_WIDE = 200
"""Cells that a drawing takes where no terminal limits it."""


def draw(things: Iterable[RenderableType], view: View) -> str:
    """Draw things below each other; colour only where the view allows it."""
    out = StringIO()
    console = Console(
        file=out, width=view.width or _WIDE, force_terminal=view.colour, no_color=not view.colour, highlight=False
    )
    for thing in things:
        console.print(thing)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def draw_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    view: View,
    *,
    right: Collection[str] = (),
    shares: Mapping[str, int] | None = None,
) -> str:
    """Draw a table of foreign text.

    Args:
        heads: of the columns; as many as a row has cells.
        right: heads of the columns that are set to the right.
        shares: head → share of the width; columns without one take what they need.
    """
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for head in heads:
        table.add_column(
            head, overflow="fold", ratio=(shares or {}).get(head), justify="right" if head in right else "left"
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return draw([table], view)
