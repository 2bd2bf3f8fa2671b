"""The outline as a Markdown list.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.safety import markdown_text


def render(docs: Sequence[Document], view: View) -> str:
    """Render a heading and a nested list a document."""
    return "\n".join(_document(doc, view) for doc in docs)


def _document(doc: Document, view: View) -> str:
    lines = [f"# {markdown_text(doc.meta.title or doc.source.path or '（无标题）')}", ""]
    for name, point in doc.points():
        level = name.count(".")
        if view.depth is None or level < view.depth:
            label = f"**{markdown_text(point.label)}**" if point.label else ""
            lines.append(f"{'  ' * level}- {label}{markdown_text(point.title)}")
    return "\n".join(lines) + "\n"
