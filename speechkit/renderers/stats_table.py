"""A statistic as a table for the terminal, with its notes below.

Known limitations: none.
"""

from __future__ import annotations

from speechkit.renderers import View
from speechkit.renderers.safety import printable
from speechkit.renderers.stats import shown
from speechkit.renderers.terminal import draw_table
from speechkit.stats_report import Report

_NOTHING = "没有可列的"
_SHARES = {"文字": 1}
"""Of the width; the other columns take what they need."""
_ONCE = ("passage", "speeches", "length")
"""Fields of a passage that are told at its first place only."""


def render(report: Report, view: View) -> str:
    """Draw the fields that people read; of a passage, a place whose words are the first one's shows none."""
    if not report.rows:
        return "".join(f"{printable(note)}\n" for note in (_NOTHING, *report.notes))
    fields = [field for field in report.fields if field.shown]
    rows = [
        [shown(field, value) for field, value in zip(report.fields, row, strict=True) if field.shown]
        for row in report.rows
    ]
    if report.name == "shared":
        _leave_out(rows, [field.name for field in fields])
    right = [field.head for field in fields if field.kind not in ("text", "level")]
    shares = {head: share for head, share in _SHARES.items() if any(field.head == head for field in fields)}
    table = draw_table([field.head for field in fields], rows, view, right=right, shares=shares)
    return table + "".join(f"{printable(note)}\n" for note in report.notes)


def _leave_out(rows: list[list[str]], names: list[str]) -> None:
    """Leave out of a place what stands at the passage's first place already."""
    number, text = names.index("passage"), names.index("text")
    first: list[str] = []
    for row in rows:
        if not first or row[number] != first[number]:
            first = list(row)
            continue
        for name in _ONCE:
            row[names.index(name)] = ""
        if row[text] == first[text]:
            row[text] = "（同上）"
