"""The list of changes that `speechkit check --fix` made to a file.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document, Edit, Span
from speechkit.renderers.findings import lines_of, write_place
from speechkit.renderers.safety import printable


def render_changes(doc: Document, changes: Sequence[Edit], *, target: str, language: str) -> str:
    """Render one line for the file and one for each change, with its place in the input.

    Args:
        changes: with spans of the source; `rule` is the check's rule.
        target: path of the new file.
    """
    lines = lines_of(doc)
    path = printable(doc.source.path or "-")
    head = f"改了{len(changes)}处" if language == "zh" else f"{len(changes)} change{'s' * (len(changes) != 1)}"
    written = [f"{path} → {printable(target)}: {head}"]
    for change in changes:
        span = Span(change.start, change.end)
        before, after = doc.source.text[change.start : change.end], change.new
        written.append(f"  {write_place(lines, span)} {change.rule} “{printable(before)}” → “{printable(after)}”")
    return "".join(line + "\n" for line in written)
