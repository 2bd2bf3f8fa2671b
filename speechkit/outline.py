"""The step that finds what a speech is made of: numbered points, run-in headings, parts without a marker.

Known limitations: a point that is the last of its series ends with its paragraph where the others do, else with the
point above it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from speechkit.address import find_closing_address
from speechkit.align import to_source
from speechkit.headings import find_heading_lines, find_run_in_headings, find_topic_sentences
from speechkit.model import Document, Notice, Point, PointKind, Span
from speechkit.numbering import find_labels
from speechkit.series import Member, assemble
from speechkit.settings import Settings

_TITLE_END = re.compile(r"[。！？；\n]|\Z")
_LABELLED_LINE = re.compile(r"^(?:第?[一二三四五六七八九十]|[（\d])[^\n]++", re.MULTILINE)
_PAGE = re.compile(r"[ .…·]*\d{0,3}$")
_TOPMOST_RANK = 3
"""Styles up to this rank at line starts make a text's frame; then bare lines are no headings."""


@dataclass(slots=True, eq=False)
class Node:
    """A point under construction; positions are of the cleaned text.

    Attributes:
        title: its span, empty where the label stands alone.
        tail: where the node ends at the latest if nothing follows it, None for with its parent.
    """

    kind: PointKind
    start: int
    label_end: int
    ordinal: int | None
    title: Span
    parent: Node | None = None
    tail: int | None = None
    end: int = 0
    children: list[Node] = field(default_factory=list)


def run(doc: Document, settings: Settings) -> Document:
    """Fill `outline`, with notices on gaps, repeats and restarts."""
    contents = find_contents(doc.folded)
    labels = (label for label in find_labels(doc.folded) if label.start not in contents)
    members = assemble(labels, doc.folded)
    roots = build_tree(doc.folded, doc.sentences, members)
    points = tuple(_to_point(node, doc) for node in roots)
    notices = tuple(_series_notices(members, doc))
    return replace(doc, outline=points, notices=doc.notices + notices)


def find_contents(text: str) -> frozenset[int]:
    """The starts of the lines of a table of contents: labelled lines in a row, each of which comes again later.

    Args:
        text: folded text.
    """
    lines = [(match.start(), _PAGE.sub("", match.group())) for match in _LABELLED_LINE.finditer(text)]
    last = {line: start for start, line in lines}
    rows = [start for start, line in lines if last[line] > start]
    if len(rows) < 2 or text.count("\n", rows[0], rows[-1]) != len(rows) - 1:
        return frozenset()
    return frozenset(rows)


def build_tree(text: str, sentences: tuple[Span, ...], members: list[Member]) -> list[Node]:
    """Build the tree of a folded text.

    Args:
        text: folded text.
        sentences: its sentences.
        members: the numbered points, in order, with their parents.
    Returns:
        The nodes at the top, in order, with ends and children set.
    """
    nodes = _numbered_nodes(text, members)
    if not any(m.label.place == "line" and m.label.style.rank <= _TOPMOST_RANK for m in members):
        nodes = _under_heading_lines(text, nodes)
    _link(nodes, text)
    for start, end, label_end, holder in find_run_in_headings(text, _own_sentences(nodes, sentences)):
        nodes.append(Node("unnumbered", start, label_end, None, Span(label_end, end), parent=holder))
    if not nodes:
        nodes = [Node("implicit", s.start, s.start, None, s) for s in find_topic_sentences(text, sentences)]
    nodes.sort(key=lambda node: node.start)
    return _link(nodes, text)


def _numbered_nodes(text: str, members: list[Member]) -> list[Node]:
    made: dict[int, Node] = {}
    ends = {id(m): n.label.start for m, n in zip(members, members[1:], strict=False)}
    for member in members:
        label = member.label
        title = _title(text, label.end, ends.get(id(member), len(text)))
        parent = made[id(member.parent)] if member.parent else None
        node = Node("numbered", label.start, label.end, member.ordinal, title, parent, _tail(member, text))
        made[id(member)] = node
        while parent is not None:  # a point's text goes on as long as the points below it
            if parent.tail is not None and parent.tail <= node.start:
                parent.tail = None
            parent = parent.parent
    return list(made.values())


def _title(text: str, start: int, limit: int) -> Span:
    """The title behind a label, up to the first end mark or the next label; a label alone takes the next line."""
    while start < limit and text[start] in "\n ":
        start += 1
    match = _TITLE_END.search(text, start)
    end = min(match.start() if match else len(text), limit)
    while end > start and text[end - 1] in "，、： ":
        end -= 1
    return Span(start, end)


def _tail(member: Member, text: str) -> int | None:
    """The end of the paragraph, for the last member of a series whose other members keep to one paragraph each."""
    series = member.series.members
    if member is not series[-1] or member.label.style.family != "spoken":
        return None
    whole = text[series[0].label.start : member.label.start]
    if whole.count("\n") > len(series) - 1:
        return None
    end = text.find("\n", member.label.start)
    return end if end >= 0 else None


def _under_heading_lines(text: str, nodes: list[Node]) -> list[Node]:
    """Put numbered points below bare heading lines, unless that would tear a point from its parent."""
    lines = find_heading_lines(text, {node.start for node in nodes})
    starts = [line.start for line in lines]
    for node in nodes:
        if node.parent and bisect_right(starts, node.parent.start) < bisect_right(starts, node.start):
            return nodes
    heads = [Node("implicit", line.start, line.start, None, line) for line in lines]
    for node in nodes:
        above = bisect_left(starts, node.start)
        if node.parent is None and above:
            node.parent = heads[above - 1]
    return sorted([*nodes, *heads], key=lambda node: node.start)


def _link(nodes: list[Node], text: str) -> list[Node]:
    """Set children and ends; return the nodes at the top."""
    roots = [node for node in nodes if node.parent is None]
    for node in nodes:
        node.children = []
    for node in nodes:
        if node.parent:
            node.parent.children.append(node)
    pending = [(roots, _closing(nodes, text))]
    while pending:
        siblings, limit = pending.pop()
        for node, following in zip(siblings, [*siblings[1:], None], strict=False):
            end = following.start if following else limit
            if node.tail is not None:
                end = min(end, node.tail)
            while end > node.title.end and text[end - 1].isspace():
                end -= 1
            node.end = max(end, node.title.end)
            pending.append((node.children, node.end))
    return roots


def _closing(nodes: list[Node], text: str) -> int:
    """Where the last appeal begins behind the last point; the text's end where there is none or points follow it."""
    last = next((node for node in reversed(nodes) if node.parent is None), None)
    closing = find_closing_address(text, last.title.end) if last else None
    return len(text) if closing is None or any(node.start >= closing for node in nodes) else closing


def _own_sentences(nodes: list[Node], sentences: tuple[Span, ...]) -> Iterable[tuple[Node | None, list[Span]]]:
    """The sentences of each point that belong to none of its children and are not headings; None: outside all."""
    groups: dict[int, tuple[Node | None, list[Span]]] = {}
    opened: list[Node] = []
    coming = iter([*nodes, None])
    node = next(coming)
    for sentence in sentences:
        heading = False
        while node is not None and node.start < sentence.end:
            opened.append(node)
            heading = True
            node = next(coming)
        while opened and opened[-1].end <= sentence.start:
            opened.pop()
        if not heading:
            holder = opened[-1] if opened else None
            groups.setdefault(id(holder), (holder, []))[1].append(sentence)
    return groups.values()


def _to_point(node: Node, doc: Document) -> Point:
    heading = to_source(doc.alignment, Span(node.start, max(node.title.end, node.label_end)))
    span = to_source(doc.alignment, Span(node.start, node.end))
    children = tuple(_to_point(child, doc) for child in node.children)
    return Point(
        kind=node.kind,
        label=doc.text[node.start : node.label_end].rstrip(),
        ordinal=node.ordinal,
        title=doc.text[node.title.start : node.title.end],
        span=span,
        heading=heading,
        children=children,
    )


def _series_notices(members: list[Member], doc: Document) -> Iterable[Notice]:
    opened: set[tuple[str, int | None]] = set()
    for series in {id(member.series): member.series for member in members}.values():
        first = series.members[0]
        place = (series.key, id(first.parent) if first.parent else None)
        if place in opened and first.label.style.family == "formal" and first.label.place == "line":
            yield _notice("series-restarts", f"同一层又从“{_label(first, doc)}”重新编号", first, doc)
        opened.add(place)
        if first.ordinal != 1 and not series.goes_on:
            yield _notice("series-starts-late", f"这一序列从“{_label(first, doc)}”开始，前面没有第一项", first, doc)
        for left, right in zip(series.members, series.members[1:], strict=False):
            if right.ordinal == left.ordinal:
                yield _notice("ordinal-repeated", f"序号重复：“{_label(right, doc)}”出现两次", right, doc)
            elif right.ordinal > left.ordinal + 1:
                yield _notice(
                    "ordinal-missing", f"“{_label(left, doc)}”之后直接是“{_label(right, doc)}”，缺少序号", right, doc
                )


def _label(member: Member, doc: Document) -> str:
    return doc.text[member.label.start : member.label.end].strip()


def _notice(code: str, message: str, member: Member, doc: Document) -> Notice:
    return Notice(code, message, to_source(doc.alignment, Span(member.label.start, member.label.end)))
