"""Stock phrases as a plain table for the terminal.

Drawn here, because importing rich would take as long as all the rest of the command.

Known limitations: a row wider than the terminal is left to the terminal to wrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.phrases import RIGHT, cells, count_phrases, headings
from speechkit.renderers.safety import printable

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(docs: Sequence[Document], view: View) -> str:
    """Render one table for all documents, and under it how much of the text stands in phrases."""
    rows = count_phrases(docs, level=view.level, by=view.by)
    heads = headings(rows, by=view.by)
    lines = [heads, *([printable(cell) for cell in cells(row, by=view.by)] for row in rows)]
    widths = [max(map(_cells, column)) for column in zip(*lines, strict=True)]
    drawn = ["  ".join(map(_pad, line, widths, heads)).rstrip() for line in lines]
    drawn[0] = f"{_BOLD}{drawn[0]}{_PLAIN}" if view.colour else drawn[0]
    drawn.insert(1, "  ".join("─" * width for width in widths))
    return "".join(line + "\n" for line in (*drawn, "", _summary(docs)))


def _summary(docs: Sequence[Document]) -> str:
    characters = max(1, sum(len(doc.source.text) for doc in docs))
    phrases = sum(len(doc.phrases) for doc in docs)
    covered = sum(len(phrase.span) for doc in docs for phrase in doc.phrases)
    frames = sum(len(doc.patterns) for doc in docs)
    density, share = 1000 * phrases / characters, covered / characters
    return f"固定表述{phrases}处，每千字{density:.1f}处，占全文{share:.1%}；句式{frames}处"


def _cells(text: str) -> int:
    """Cells that a text takes on the terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int, head: str) -> str:
    blank = " " * (width - _cells(text))
    return blank + text if head in RIGHT else text + blank
