"""Deadlines as a table for the terminal: day, days left, time, kind, point, sentence.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import DAYS_LEFT, NO_ANCHOR, lacks_anchor, tabulate
from speechkit.renderers.terminal import draw_table


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents, first due first; with several, a column names the file."""
    note = f"{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return draw_table(*tabulate(docs, view), view, right=[DAYS_LEFT]) + note
