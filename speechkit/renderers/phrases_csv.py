"""Stock phrases as CSV (RFC 4180, UTF-8, line ends \\n), with heads that programs can name.

Known limitations: none.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.phrases import count_phrases
from speechkit.renderers.safety import csv_cell

_HEADS = ("part", "lexicon", "category", "phrase", "count", "per_1000", "coverage", "points", "documents")


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a phrase or category."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADS)
    for row in count_phrases(docs, level=view.level, by=view.by):
        figures = (
            row.count,
            f"{row.density:.4f}",
            f"{row.coverage:.6f}",
            " ".join(row.points),
            row.documents,
        )
        names = (row.part or "", row.lexicon, row.category, row.phrase or "")
        writer.writerow((*map(csv_cell, names), *figures))
    return out.getvalue()
