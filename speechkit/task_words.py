"""The words that tell a task from an attitude or a tale: `directives.yaml` and `attitudes.yaml`, made ready to match.

Known limitations: a verb that stands as a noun (督查结果) counts like the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from speechkit.lexicon import load_words
from speechkit.model import Modality

SignalKind = Literal[
    "must",
    "should",
    "aim",
    "prohibit",
    "checkable",
    "result",
    "promoting",
    "attitude",
    "told",
    "standing",
    "comment",
    "none",
]

_KINDS: Mapping[str, SignalKind] = {
    "必须": "must",
    "应当": "should",
    "力争": "aim",
    "禁止": "prohibit",
    "查验": "checkable",
    "成果": "result",
    "推进": "promoting",
    "叙述": "told",
    "常态": "standing",
    "评论": "comment",
    "形近": "none",
    "下令": "none",
}
"""Categories of `directives.yaml` → what a word of theirs says."""

MODALITIES: Mapping[SignalKind, Modality] = {"must": "must", "should": "should", "aim": "aim", "prohibit": "prohibit"}

_QUOTED = ("“[^“”\n]{0,40}”", "《[^《》\n]{0,60}》")
_NOUN_ENDS = "率员"
"""A verb before one of these is the beginning of a noun: 办结率, 监督员."""


class Signal(NamedTuple):
    """A word that says something about its clause. (A named tuple, because thousands are made.)"""

    start: int
    end: int
    word: str
    kind: SignalKind


@dataclass(frozen=True, slots=True)
class TaskWords:
    """Compiled lexicons.

    Attributes:
        pattern: any of the words, or a quotation, which hides what stands in it.
        kinds: word → what it says.
    """

    pattern: re.Pattern[str]
    kinds: Mapping[str, SignalKind]

    def find_signals(self, text: str, start: int, end: int) -> list[Signal]:
        """Find the words of a stretch of text, in order, disjoint, the longest at each place."""
        kinds = self.kinds
        found = []
        for match in self.pattern.finditer(text, start, end):
            word = match.group()
            kind = kinds.get(word, "none")
            if kind != "none" and not (kind == "checkable" and text[match.end() : match.end() + 1] in _NOUN_ENDS):
                found.append(Signal(match.start(), match.end(), word, kind))
        return found


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


@cache
def load_task_words(cache_folder: str | None) -> TaskWords:
    """Load and compile the lexicons.

    Raises:
        BadLexicon: a lexicon is missing or has faults.
    """
    words = load_words("directives", cache_folder=cache_folder)
    attitudes = load_words("attitudes", cache_folder=cache_folder)
    kinds: dict[str, SignalKind] = {"要": "must"}
    kinds.update((word, kind) for category, kind in _KINDS.items() for word in words[category])
    kinds.update((word, "attitude") for category in attitudes.values() for word in category)
    return TaskWords(re.compile("|".join((*_QUOTED, literal_pattern(kinds)))), kinds)
