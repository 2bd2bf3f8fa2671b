"""One pattern for many literals, for the steps that look for words of a lexicon in a sentence.

Known limitations: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def literal_pattern(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of some literals; common beginnings are written once.

    Its alternatives all open with a literal, so that the engine skips what opens none of them.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return "|".join(re.escape(char) + _branches(below) for char, below in sorted(root.items()))


def _branches(node: dict[str, Any]) -> str:
    single = sorted(char for char, below in node.items() if char and list(below) == [""])
    longer = [
        re.escape(char) + _branches(below) for char, below in sorted(node.items()) if char and list(below) != [""]
    ]
    if single:
        longer.append(re.escape(single[0]) if len(single) == 1 else f"[{''.join(map(re.escape, single))}]")
    if not longer:
        return ""
    body = longer[0] if len(longer) == 1 and "" not in node else f"(?:{'|'.join(longer)})"
    return f"{body}?+" if "" in node else body
