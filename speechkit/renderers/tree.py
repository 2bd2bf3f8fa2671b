"""The outline as a tree for the terminal: label, title, number of characters.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from speechkit.align import cleaned
from speechkit.model import Document, Point
from speechkit.renderers import View

_WIDE = 200
"""Cells, where the output is no terminal."""


def render(docs: Sequence[Document], view: View) -> str:
    """Render a tree a document, with what is odd in it below."""
    out = StringIO()
    console = Console(
        file=out, width=view.width or _WIDE, force_terminal=view.colour, no_color=not view.colour, highlight=False
    )
    for n, doc in enumerate(docs):
        if n:
            console.print()
        console.print(_tree(doc, view.depth))
        for notice in doc.notices:
            console.print(Text(f"注意：{notice.message}", style="yellow"))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _tree(doc: Document, depth: int | None) -> Tree:
    facts = [doc.meta.speaker, doc.meta.date.isoformat() if doc.meta.date else None, f"{_size(doc.text)}字"]
    head = Text(doc.meta.title or _name(doc), style="bold")
    head.append(f"（{'，'.join(fact for fact in facts if fact)}）", style="dim")
    tree = Tree(head, guide_style="dim")
    if not doc.outline:
        tree.add(Text("没有找到层次", style="dim"))
    _grow(tree, doc, doc.outline, depth)
    return tree


def _grow(tree: Tree, doc: Document, points: Sequence[Point], depth: int | None) -> None:
    if depth == 0:
        return
    for point in points:
        line = Text()
        if point.label and point.kind == "numbered":
            line.append(point.label, style="cyan")
        elif point.kind == "implicit":
            line.append("◦ ", style="dim")
        else:
            line.append("· ", style="cyan")
            line.append(point.label)
        line.append(point.title)
        line.append(f"  {_size(cleaned(doc, point.span))}字", style="dim")
        _grow(tree.add(line), doc, point.children, None if depth is None else depth - 1)


def _size(text: str) -> int:
    """Characters that are not white space."""
    return len("".join(text.split()))


def _name(doc: Document) -> str:
    from speechkit.renderers.safety import printable

    return printable(doc.source.path) if doc.source.path else "（无标题）"
