"""Deadlines as CSV (RFC 4180, UTF-8, line ends \\n), with heads that programs can name.

Known limitations: none.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import list_rows
from speechkit.renderers.safety import csv_cell

_HEADS = (
    "document", "id", "role", "text", "timex", "earliest", "latest", "days_left", "rrule", "duration", "approximate",
    "point", "sentence", "leads",
)  # fmt: skip


def render(docs: Sequence[Document], view: View) -> str:
    """Render one row a time, first due first; `days_left` is empty where the view has no `today`."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADS)
    for row in list_rows(docs, view):
        time = row.time
        days = (time.earliest or "", time.latest or "", "" if row.left is None else row.left)
        rules = (time.rrule or "", time.duration or "", "true" if time.approximate else "false")
        head = (csv_cell(row.path), time.id, time.role, csv_cell(time.text), time.timex or "")
        writer.writerow(
            (*head, *days, *rules, time.point or "", csv_cell(row.sentence), csv_cell("、".join(row.leads)))
        )
    return out.getvalue()
