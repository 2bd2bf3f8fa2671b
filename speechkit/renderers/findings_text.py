"""Findings as text for people: one table a file, then what was counted.

Known limitations: of a habit with many places the first few are listed.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document, Finding
from speechkit.places import Lines
from speechkit.renderers import View
from speechkit.renderers.findings import LEVELS, lines_of, write_others, write_place, write_summary
from speechkit.renderers.safety import printable
from speechkit.renderers.terminal import draw_table

_HEADS = {
    "zh": ("位置", "级别", "规则", "原文、问题、怎样改、依据"),
    "en": ("place", "level", "rule", "text, what is wrong, what to do, its basis"),
}
_LONGEST = 24
"""Characters of the text that are shown."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render a table for each file that has findings, and one line of counts."""
    parts = []
    for doc in docs:
        if doc.findings:
            parts.append(f"{printable(doc.source.path or '-')}\n{_table(doc, view)}")
    parts.append(write_summary(docs, view.language) + "\n")
    return "".join(parts)


def _table(doc: Document, view: View) -> str:
    lines = lines_of(doc)
    rows = [
        (
            write_place(lines, finding.span),
            LEVELS[view.language][finding.level],
            finding.rule,
            f"〔{_short(finding.text)}〕{_explain(finding, lines, view.language)}",
        )
        for finding in doc.findings
    ]
    return draw_table(_HEADS[view.language], rows, view)


def _explain(finding: Finding, lines: Lines, language: str) -> str:
    others = write_others(finding, lines, language)
    if language == "en":
        return f"{finding.message}{' ' * bool(others)}{others}; {finding.advice} ({finding.basis})"
    return f"{finding.message}{others}。{finding.advice}（{finding.basis}）"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
