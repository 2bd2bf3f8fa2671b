"""Tasks as CSV that Excel opens: UTF-8 with a byte order mark, Chinese heads, no cell that is a formula.

Known limitations: none.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.safety import csv_cell
from speechkit.renderers.tasks import HEADS, cells, list_rows

_BOM = "\ufeff"


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a task; the last columns name the file and what the view finds missing."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*HEADS, "缺", "文件"))
    for row in list_rows(docs, view):
        writer.writerow([csv_cell(cell) for cell in (*cells(row), "、".join(row.lacks), row.path)])
    return _BOM + out.getvalue()
