"""The outline as a tree for the terminal: label, title, number of characters.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from speechkit.align import cleaned
from speechkit.model import Document, Point
from speechkit.renderers import View
from speechkit.renderers.outline_table import count_characters
from speechkit.renderers.safety import printable
from speechkit.renderers.terminal import draw


def render(docs: Sequence[Document], view: View) -> str:
    """Render a tree a document, with what is odd in it below."""
    return "\n".join(draw(_things(doc, view), view) for doc in docs)


def _things(doc: Document, view: View) -> Iterator[RenderableType]:
    yield _tree(doc, view.depth)
    for notice in doc.notices:
        yield Text(f"注意：{notice.message}", style="yellow")


def _tree(doc: Document, depth: int | None) -> Tree:
    facts = [doc.meta.speaker, doc.meta.date.isoformat() if doc.meta.date else None, f"{count_characters(doc.text)}字"]
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
        line.append(f"  {count_characters(cleaned(doc, point.span))}字", style="dim")
        _grow(tree.add(line), doc, point.children, None if depth is None else depth - 1)


def _name(doc: Document) -> str:
    return printable(doc.source.path) if doc.source.path else "（无标题）"
