"""Deadlines as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import DAYS_LEFT, NO_ANCHOR, lacks_anchor, tabulate
from speechkit.renderers.markdown_table import markdown_table


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a time, first due first; with several documents the first column names the file."""
    note = f"\n{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return markdown_table(*tabulate(docs, view), right=[DAYS_LEFT]) + note
