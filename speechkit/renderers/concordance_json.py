"""A concordance as JSON, written as it comes; docs/concordance.md describes it.

Known limitations: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from speechkit.concordance import KwicLine
from speechkit.renderers.concordance import KwicView

SCHEMA = "speechkit-concordance/1"


def render(lines: Iterable[KwicLine], view: KwicView) -> Iterator[str]:
    """Yield one object, a line of the concordance on each line."""
    yield f'{{"schema": {dump(SCHEMA)}, "pattern": {dump(view.pattern)}, "lines": ['
    mark = "\n"
    for line in lines:
        yield f"{mark}{dump(to_object(line))}"
        mark = ",\n"
    yield "\n]}\n"


def to_object(line: KwicLine) -> dict[str, Any]:
    """A line; `start` and `end` count in the source text."""
    return {
        "path": line.path,
        "line": line.line,
        "column": line.column,
        "start": line.span.start,
        "end": line.span.end,
        "text": line.text,
        "name": line.name,
        "point": line.point,
        "left": line.left,
        "keyword": line.keyword,
        "right": line.right,
        "own_left": line.own_left,
        "own_right": line.own_right,
    }


def dump(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False)
