"""Stock phrases as a Markdown table.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.markdown_table import markdown_table
from speechkit.renderers.phrases import RIGHT, cells, count_phrases, headings


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a phrase or category."""
    rows = count_phrases(docs, level=view.level, by=view.by)
    return markdown_table(headings(rows, by=view.by), (cells(row, by=view.by) for row in rows), right=RIGHT)
