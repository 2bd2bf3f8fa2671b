"""A concordance as JSON Lines, an object a place, written as it comes.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speechkit.concordance import KwicLine
from speechkit.renderers.concordance import KwicView
from speechkit.renderers.concordance_json import SCHEMA, dump, to_object


def render(lines: Iterable[KwicLine], view: KwicView) -> Iterator[str]:
    """Yield an object a line."""
    for line in lines:
        yield dump({"schema": SCHEMA, "pattern": view.pattern, **to_object(line)}) + "\n"
