"""A Markdown table of foreign text, shared by the formats that are one.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from speechkit.renderers.safety import markdown_text


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[str] = ()) -> str:
    """Render heads and rows; white space inside a cell, line ends too, becomes one blank.

    Args:
        right: heads of the columns that are set to the right.
    """
    marks = ["---:" if head in right else "---" for head in heads]
    lines = [list(heads), marks, *([markdown_text(" ".join(cell.split())) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
