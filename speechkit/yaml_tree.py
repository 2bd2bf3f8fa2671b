"""YAML that keeps the place of every value, and holds strings, lists and mappings only.

Built on the events of PyYAML (its C parser where there is one), so that aliases are refused before they can
expand.

Known limitations: one document a file; a syntax error hides all faults behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 20
"""Levels of nesting."""

_COMMENT = re.compile(r"[ \t]+#")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, direction marks and lone surrogates: they act on a terminal or deceive a reader."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file; line and column count from one."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place.

    Attributes:
        kind: "string", "list", "mapping", or "alias" for what has been refused.
        text: of a string.
        items: of a list.
        pairs: of a mapping, keys and values.
        is_cut: a comment stands behind an unquoted string on its line.
    """

    kind: str
    line: int
    column: int
    text: str = ""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    is_cut: bool = False

    def fault(self, message: str) -> Fault:
        """A fault at this place."""
        return Fault(self.line, self.column, message)


def load_tree(text: str, faults: list[Fault]) -> Node | None:
    """Load a YAML text.

    Args:
        text: of the file.
        faults: what is wrong is added here: syntax, tags, anchors, aliases, values that are no strings,
            repeated keys.
    Returns:
        The root; None where the text is empty or no YAML.
    """
    builder = _Builder(re.split("\r\n|[\r\n\x85\u2028\u2029]", text), faults)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults.append(Fault(line, column, f"not YAML: {_one_line(error.problem or error.context or 'syntax error')}"))
        return None
    except yaml.YAMLError as error:
        faults.append(Fault(1, 1, f"not YAML: {_one_line(str(error))}"))
        return None
    return builder.root


def _events(text: str) -> Iterator[Any]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


def _one_line(message: str) -> str:
    return " ".join(message.split())


class _Builder:
    """Builds the tree event by event, without recursion."""

    def __init__(self, lines: list[str], faults: list[Fault]) -> None:
        self.lines = lines
        self.faults = faults
        self.root: Node | None = None
        self.open: list[Node] = []
        self.keys: list[Node | None] = []  # of each open node, the key that waits for its value
        self.seen: list[dict[str, int]] = []  # of each open node, its keys and their lines
        self.documents = 0
        self.resolver: Any = yaml.resolver.Resolver()

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check_event(event)
            self._put(self._string(event))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_event(event)
            kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
            node = Node(kind, *_place(event))
            self._put(node)
            self.open.append(node)
            self.keys.append(None)
            self.seen.append({})
            if len(self.open) == DEEPEST:
                self.faults.append(node.fault(f"nested deeper than {DEEPEST} levels; flatten it"))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.open.pop()
            self.keys.pop()
            self.seen.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.faults.append(Fault(*_place(event), f"alias *{event.anchor}; write the value out"))
            self._put(Node("alias", *_place(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                self.faults.append(Fault(*_place(event), "a second document; a file holds one lexicon"))

    def _check_event(self, event: Any) -> None:
        if event.anchor:
            self.faults.append(Fault(*_place(event), f"anchor &{event.anchor}; write the value out where it is needed"))
        if event.tag:
            self.faults.append(Fault(*_place(event), f"tag {event.tag}; remove it, values are strings"))

    def _string(self, event: Any) -> Node:
        place = _place(event)
        unseen = _UNSEEN.search(event.value)
        if unseen:
            self.faults.append(Fault(*place, f"a control or direction mark (U+{ord(unseen.group()):04X}); remove it"))
        if event.style or event.tag:
            return Node("string", *place, text=event.value)
        node = Node("string", *place, text=event.value, is_cut=self._has_comment_behind(event))
        kind = self.resolver.resolve(yaml.ScalarNode, event.value, (True, False))
        if not event.value:
            self.faults.append(node.fault("empty value; write a string or remove the line"))
        elif kind != "tag:yaml.org,2002:str":
            what = kind.rpartition(":")[2]
            self.faults.append(node.fault(f"{event.value} is read as {what}, not as a string; put it in quotes"))
        return node

    def _has_comment_behind(self, event: Any) -> bool:
        mark = event.end_mark
        return mark.line < len(self.lines) and bool(_COMMENT.match(self.lines[mark.line], mark.column))

    def _put(self, node: Node) -> None:
        if not self.open:
            if self.root is None:
                self.root = node
            return
        parent = self.open[-1]
        if parent.kind == "list":
            parent.items.append(node)
        elif self.keys[-1] is None:
            self._check_key(node)
            self.keys[-1] = node
        else:
            parent.pairs.append((self.keys[-1], node))
            self.keys[-1] = None

    def _check_key(self, key: Node) -> None:
        if key.kind != "string":
            self.faults.append(key.fault("a key is a string"))
        elif key.text in self.seen[-1]:
            line = self.seen[-1][key.text]
            self.faults.append(key.fault(f"key '{key.text}' stands in line {line} already; merge the two"))
        else:
            self.seen[-1][key.text] = key.line


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
