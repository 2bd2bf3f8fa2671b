"""JSON Lines: the objects of `json`, one a line.

Known limitations: none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.json import to_object


def render(docs: Sequence[Document], view: View) -> str:
    """Render one object a line."""
    return "".join(json.dumps(to_object(doc, view), ensure_ascii=False) + "\n" for doc in docs)
