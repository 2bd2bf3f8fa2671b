"""The outline as OPML 2.0, which mind-map programs open.

Known limitations: characters that XML 1.0 cannot hold are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from speechkit.model import Document, Point
from speechkit.renderers import View
from speechkit.renderers.safety import xml_text


def render(docs: Sequence[Document], view: View) -> str:
    """Render one OPML document; several speeches stand side by side in its body."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    title = ElementTree.SubElement(head, "title")
    title.text = xml_text(_title(docs[0])) if len(docs) == 1 else "讲话提纲"
    body = ElementTree.SubElement(root, "body")
    for doc in docs:
        _grow(ElementTree.SubElement(body, "outline", text=xml_text(_title(doc))), doc.outline, view.depth)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _title(doc: Document) -> str:
    return doc.meta.title or doc.source.path or "（无标题）"


def _grow(parent: ElementTree.Element, points: Sequence[Point], depth: int | None) -> None:
    if depth == 0:
        return
    for point in points:
        child = ElementTree.SubElement(parent, "outline", text=xml_text(point.label + point.title))
        _grow(child, point.children, None if depth is None else depth - 1)
