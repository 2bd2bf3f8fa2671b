"""A statistic as JSON: what it is, what it was made of, one object a row.

Known limitations: none.
"""

from __future__ import annotations

import json

from speechkit.renderers import View
from speechkit.renderers.stats import exact
from speechkit.stats_report import Report

SCHEMA = "speechkit-stats/1"


def render(report: Report, view: View) -> str:
    """Render one object, indented, with a line end."""
    rows = [
        {field.name: exact(field, value) for field, value in zip(report.fields, row, strict=True)}
        for row in report.rows
    ]
    whole = {"schema": SCHEMA, "statistic": report.name, **report.about, "rows": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
