"""Tasks as a table for the terminal.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.tasks import NUMBER, tabulate
from speechkit.renderers.terminal import draw_table

_SHARES = {"工作任务": 4, "牵头单位": 2, "配合单位": 2, "完成时限": 2}
"""Of the width."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents; with several, a column names the file."""
    note = f"{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return draw_table(*tabulate(docs, view), view, right=[NUMBER], shares=_SHARES) + note
