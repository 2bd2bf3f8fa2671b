"""The report: one self-contained page a speech, and an index page over several.

A page asks for nothing outside itself: style, script and drawings are in it. The same speech gives the same bytes.

Known limitations: how a page looks depends on the fonts that the reader's machine has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from speechkit.model import Document, Point
from speechkit.renderers import View
from speechkit.renderers.report_figures import (
    Part,
    draw_figures,
    draw_owners,
    draw_parts,
    draw_phrases,
    phrase_density,
)
from speechkit.renderers.report_html import fill_template
from speechkit.renderers.report_marks import mark_document
from speechkit.renderers.report_tasks import Ledger, list_ledger
from speechkit.renderers.report_text import cut_lines, place
from speechkit.renderers.report_timeline import draw_timeline
from speechkit.renderers.report_words import ROLES

INDEX = "index.html"
_HAN = ("\u4e00", "\u9fff")
TRADITIONAL_SHARE = 0.05
"""Share of traditional characters from which a speech is shown in traditional glyphs; simplified texts hold hardly
any."""


@dataclass(frozen=True, slots=True)
class TreePoint:
    """A point as the outline beside the speech shows it. `size` is in characters of the cleaned text."""

    id: str
    label: str
    title: str
    size: int
    children: tuple[TreePoint, ...]


@dataclass(frozen=True, slots=True)
class PageRow:
    """One speech as the index shows it. `href` leads to its page."""

    href: str
    title: str
    doc: Document
    points: int
    tasks: int
    lacking: dict[str, int]
    density: float
    parts: tuple[Part, ...]


def render_page(doc: Document, view: View, *, home: str | None = None) -> str:
    """Render one speech.

    Args:
        doc: after all steps.
        view: `mentions` adds tasks that are no key tasks.
        home: address of the index page; None: there is none.
    """
    ledger = list_ledger([doc], view)
    marking = mark_document(doc, ledger.rows)
    values = {
        "doc": doc,
        "title": title_of(doc),
        "home": home,
        "glyphs": "zh-Hant" if is_traditional(doc) else "zh-CN",
        "tree": _tree(doc, doc.outline),
        "points": sum(1 for _ in doc.points()),
        "lines": cut_lines(doc, marking.marks, marking.anchors),
        "marking": marking,
        "ledger": ledger,
        "numbers": {entry.row.task.id: entry.number for entry in ledger.rows},
        "pages": (),
        "timeline": draw_timeline([doc]),
        "figures": draw_figures(doc, _counts(ledger)),
        "parts": draw_parts(doc),
        "density": phrase_density(doc),
    }
    return fill_template("speech.html.j2", values)


def render_pages(docs: Sequence[Document], view: View) -> Iterable[tuple[str, str]]:
    """Render an index page and a page a speech.

    Yields:
        File name and content, the index first. All belong into one folder.
    """
    names = name_pages([doc.source.path for doc in docs])
    yield INDEX, render_index(list(zip(names, docs, strict=True)), view)
    for name, doc in zip(names, docs, strict=True):
        yield name, render_page(doc, view, home=INDEX)


def render_index(pages: Sequence[tuple[str, Document]], view: View) -> str:
    """Render the index: the speeches side by side, one task ledger, one timeline.

    Args:
        pages: file name of its page and document, in the order shown.
        view: as in `render_page`.
    """
    docs = [doc for _, doc in pages]
    ledger = list_ledger(docs, view)
    rows = []
    for n, (name, doc) in enumerate(pages):
        own = [entry for entry in ledger.rows if entry.document == n]
        rows.append(
            PageRow(
                href=quote(name, errors="surrogateescape"),
                title=title_of(doc),
                doc=doc,
                points=sum(1 for _ in doc.points()),
                tasks=len(own),
                lacking={gap: sum(gap in entry.lacks for entry in own) for gap in ("owner", "time", "target")},
                density=phrase_density(doc),
                parts=draw_parts(doc),
            )
        )
    figures = [figure for figure in (draw_owners(_counts(ledger)), draw_phrases(docs)) if figure.bars]
    values = {"pages": rows, "ledger": ledger, "timeline": draw_timeline(docs), "figures": figures, "roles": ROLES}
    return fill_template("index.html.j2", values)


def name_pages(paths: Sequence[str | None]) -> list[str]:
    """Name the pages after the files, each name once, letters' case apart; in order."""
    taken = {INDEX}
    names = []
    for path in paths:
        stem = os.path.splitext(os.path.basename(path or ""))[0].strip(". ") or "speech"
        name, count = f"{stem}.html", 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}.html"
        taken.add(name.casefold())
        names.append(name)
    return names


def title_of(doc: Document) -> str:
    """The title of a speech; where it has none the name of its file."""
    name = os.path.splitext(os.path.basename(doc.source.path or ""))[0]
    return doc.meta.title or ("讲话稿" if name in ("", "-") else name)


def is_traditional(doc: Document) -> bool:
    """Whether a speech is written in traditional characters."""
    pairs = [(a, b) for a, b in zip(doc.text, doc.folded, strict=True) if _HAN[0] <= a <= _HAN[1]]
    return sum(a != b for a, b in pairs) > TRADITIONAL_SHARE * len(pairs)


def _counts(ledger: Ledger) -> list[tuple[str, int]]:
    return [(owner.name, owner.count) for owner in ledger.owners]


def _tree(doc: Document, points: Sequence[Point], prefix: str = "") -> tuple[TreePoint, ...]:
    return tuple(
        TreePoint(
            id=f"p{prefix}{n}",
            label=point.label,
            title=point.title,
            size=len(place(doc, point.span)),
            children=_tree(doc, point.children, f"{prefix}{n}."),
        )
        for n, point in enumerate(points, 1)
    )
