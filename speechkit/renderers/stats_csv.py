"""A statistic as CSV (RFC 4180, UTF-8), with heads that programs can name.

Known limitations: what the statistic was made of is not in it; JSON says it.
"""

from __future__ import annotations

import csv
from io import StringIO

from speechkit.renderers import View
from speechkit.renderers.safety import csv_cell
from speechkit.renderers.stats import exact
from speechkit.stats_report import Field, Report


def render(report: Report, view: View) -> str:
    """Render one line a row."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in report.fields)
    writer.writerows(
        [_cell(field, value) for field, value in zip(report.fields, row, strict=True)] for row in report.rows
    )
    return out.getvalue()


def _cell(field: Field, value: object) -> object:
    return csv_cell(value) if isinstance(value, str) else exact(field, value)
