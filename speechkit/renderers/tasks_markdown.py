"""Tasks as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.markdown_table import markdown_table
from speechkit.renderers.tasks import NUMBER, tabulate


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a task; with several documents the first column names the file."""
    note = f"\n{NO_ANCHOR}\n" if lacks_anchor(docs) else ""
    return markdown_table(*tabulate(docs, view), right=[NUMBER]) + note
