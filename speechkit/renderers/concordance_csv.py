"""A concordance as CSV (RFC 4180, UTF-8 with BOM for Excel), written as it comes, formulas disarmed.

Known limitations: none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from speechkit.concordance import KwicLine
from speechkit.renderers.concordance import KwicView
from speechkit.renderers.safety import csv_cell

HEADS = ("path", "line", "column", "start", "end", "point", "name", "left", "keyword", "right")
_BOM = "\ufeff"


def render(lines: Iterable[KwicLine], view: KwicView) -> Iterator[str]:
    """Yield the head, then one row a place."""
    yield _BOM + _row(HEADS)
    for line in lines:
        texts = (line.point or "", line.name, line.left, line.keyword, line.right)
        places = (line.line, line.column, line.span.start, line.span.end)
        yield _row((csv_cell(line.path or "-"), *map(str, places), *map(csv_cell, texts)))


def _row(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
