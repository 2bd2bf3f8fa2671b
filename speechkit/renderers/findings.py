"""What the formats of `speechkit check` share: names of levels, places, the summary.

Known limitations: none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from speechkit.model import Document, Finding, Level, Span
from speechkit.places import Lines, find_lines

LEVELS: dict[str, dict[Level, str]] = {
    "zh": {"error": "错误", "suspect": "疑似", "hint": "提示"},
    "en": {"error": "error", "suspect": "suspect", "hint": "hint"},
}
_SHOWN = 5
"""Further places of a habit that people are shown; programs get all."""


def lines_of(doc: Document) -> Lines:
    return find_lines(doc.source.text)


def write_place(lines: Lines, span: Span) -> str:
    """line:column, from one."""
    line, column = lines.place(span.start)
    return f"{line}:{column}"


def write_others(finding: Finding, lines: Lines, language: str) -> str:
    """How many more places there are, and the first of them; "" where there are none."""
    if not finding.others:
        return ""
    listed = "、".join(write_place(lines, span) for span in finding.others[:_SHOWN])
    more = "…" if len(finding.others) > _SHOWN else ""
    if language == "en":
        return f"({len(finding.others)} more: {listed.replace('、', ', ')}{more})"
    return f"（另有{len(finding.others)}处：{listed}{more}）"


def write_summary(docs: Sequence[Document], language: str) -> str:
    """How many findings of each level there are."""
    counts = Counter(finding.level for doc in docs for finding in doc.findings)
    names = LEVELS[language]
    if language == "en":
        return ", ".join(f"{counts[level]} {names[level]}{'s' * (counts[level] != 1)}" for level in names)
    return "，".join(f"{names[level]}{counts[level]}处" for level in names)
