"""The syntax of sentence frames (既要…又要…), compiled to a table of states.

Syntax: `…` a slot, `[x]` optional, `(a|b)` either, `(…)+` once or more, `{序}` an ordinal of a series;
groups may be nested. All else is fixed text. A frame becomes a deterministic automaton whose states are its
slots and whose steps are the fixed words that may end a slot; `speechkit.frame_match` runs it.

Known limitations: a frame with `{序}` counts to twelve at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from speechkit.errors import SpeechkitError
from speechkit.frame_match import END, State

SLOT = "…"
ORDINAL = "{序}"

_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LONGEST_WORD = 40
_MOST_WORDS = 400
_DEEPEST = 8
_SIGNS = "…[](|){}+"
_FORBIDDEN = re.compile(r"[。！？\n]")
_NO_FRAME = re.compile(r"[\[\](){}|]")


class FrameSyntaxError(SpeechkitError):
    """A frame is not well formed; the loader turns this into a fault with its place."""

    code = "bad-frame"


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of the syntax tree: "text", "slot", "seq" or "any" (one of `parts`)."""

    kind: str
    text: str = ""
    parts: tuple[_Node, ...] = ()
    optional: bool = False
    repeated: bool = False


def is_frame(phrase: str) -> bool:
    """Tell whether an entry is a frame."""
    return SLOT in phrase


def find_stray_sign(phrase: str) -> str | None:
    """Return the first sign of frame syntax in an entry that is no frame; None where it has none."""
    match = _NO_FRAME.search(phrase)
    return match.group() if match else None


def compile_frame(frame: str) -> tuple[State, ...]:
    """Compile a frame.

    Args:
        frame: as written in a lexicon, already folded.
    Returns:
        Its states; the first is where it opens.
    Raises:
        FrameSyntaxError: what is wrong, in one line.
    """
    if _FORBIDDEN.search(frame):
        raise FrameSyntaxError("a frame never crosses 。！？ or a line end; leave them out")
    return _Automaton().compile(_count_up(frame) if ORDINAL in frame else _parse(frame))


def _count_up(frame: str) -> _Node:
    """一要…[；]二要…[；]三要…: the frame again and again with the next ordinal, twice or more."""
    units = [_parse(frame.replace(ORDINAL, ordinal)) for ordinal in _ORDINALS]
    semicolon = _Node("any", parts=(_Node("text", text="；"),), optional=True)
    tree = units[-1]
    for at in range(len(units) - 2, -1, -1):
        rest = _Node("seq", parts=(semicolon, tree))
        tree = _Node("seq", parts=(units[at], _Node("any", parts=(rest,), optional=at > 0)))
    return tree


def _parse(frame: str) -> _Node:
    tree, at = _parse_sequence(frame, 0, closer="", depth=0)
    if at != len(frame):
        raise FrameSyntaxError(f"'{frame[at]}' closes no group; remove it or add its opening sign")
    return tree


def _parse_sequence(frame: str, at: int, *, closer: str, depth: int) -> tuple[_Node, int]:
    """Parse up to an unopened `|` or closing sign; return the node and the place of that sign."""
    parts: list[_Node] = []
    while at < len(frame):
        sign = frame[at]
        if sign in ")]" or (sign == "|" and closer):
            break
        if sign == SLOT:
            parts.append(_Node("slot"))
            at += 1
        elif sign in "([":
            group, at = _parse_group(frame, at, depth=depth + 1)
            parts.append(group)
        elif sign in _SIGNS:
            raise FrameSyntaxError(f"'{sign}' has no meaning here; frames know … [x] (a|b) (…)+ {{序}} only")
        else:
            end = at
            while end < len(frame) and frame[end] not in _SIGNS:
                end += 1
            parts.append(_Node("text", text=frame[at:end]))
            at = end
    return _Node("seq", parts=tuple(parts)), at


def _parse_group(frame: str, at: int, *, depth: int) -> tuple[_Node, int]:
    opener = frame[at]
    closer = ")" if opener == "(" else "]"
    if depth > _DEEPEST:
        raise FrameSyntaxError(f"groups are nested deeper than {_DEEPEST}; write several frames instead")
    choices: list[_Node] = []
    while True:
        choice, at = _parse_sequence(frame, at + 1, closer=closer, depth=depth)
        if not choice.parts:
            raise FrameSyntaxError(f"an empty choice in a group; write [x] for what may be missing ('{opener}')")
        choices.append(choice)
        if at >= len(frame) or frame[at] != "|":
            break
    if at >= len(frame) or frame[at] != closer:
        raise FrameSyntaxError(f"'{opener}' is never closed; add '{closer}'")
    at += 1
    repeated = frame[at : at + 1] == "+"
    if repeated and (opener == "[" or not all(map(_holds_slot, choices))):
        raise FrameSyntaxError("only a group ( ) with a slot in every choice can be repeated with '+'")
    optional = opener == "["
    return _Node("any", parts=tuple(choices), optional=optional, repeated=repeated), at + repeated


def _holds_slot(node: _Node) -> bool:
    """Tell whether every way through the node passes a slot."""
    if node.kind == "slot":
        return True
    if node.kind == "seq":
        return any(map(_holds_slot, node.parts))
    return node.kind == "any" and not node.optional and all(map(_holds_slot, node.parts))


class _Automaton:
    """Builds the states of one frame: first a graph of text and slot edges, then sets of slots made one
    state.
    """

    def __init__(self) -> None:
        self.edges: list[list[tuple[str | None, int]]] = []  # (text, target); None as text is a slot

    def compile(self, tree: _Node) -> tuple[State, ...]:
        start, final = self._node(), self._node()
        self._add(tree, start, final)
        opening = self._words(start, final)
        if "" in opening:
            raise FrameSyntaxError("a frame opens with fixed text; put a word before its first …")
        rows: list[tuple[bool, dict[str, frozenset[int]]]] = [
            (False, {word: targets - {END} for word, targets in opening.items() if targets - {END}})
        ]
        numbers: dict[frozenset[int], int] = {}
        queue = list(rows[0][1].values())
        while queue:
            slots = queue.pop()
            if slots in numbers:
                continue
            numbers[slots] = len(rows)
            rows.append(self._after(slots, final))
            queue.extend(targets - {END} for targets in rows[-1][1].values() if targets != frozenset({END}))
        return tuple(_state(accepting, words, numbers) for accepting, words in rows)

    def _after(self, slots: frozenset[int], final: int) -> tuple[bool, dict[str, frozenset[int]]]:
        """The row of a set of slots: whether one may end the frame, and the words that may follow."""
        accepting = False
        merged: dict[str, frozenset[int]] = {}
        for slot in sorted(slots):
            for word, targets in self._words(slot, final).items():
                if word:
                    merged[word] = merged.get(word, frozenset()) | targets
                elif targets == frozenset({END}):
                    accepting = True
                else:
                    raise FrameSyntaxError("two slots meet; put a word between them")
        return accepting, merged

    def _words(self, node: int, final: int) -> dict[str, frozenset[int]]:
        """All fixed texts from a node to a next slot's far end (or to the end, as `END`)."""
        found: dict[str, set[int]] = {}
        for text, target in self._walk(node, final):
            found.setdefault(text, set()).add(target)
            if len(text) > _LONGEST_WORD or len(found) > _MOST_WORDS:
                raise FrameSyntaxError("the frame has too many or too long fixed words; write several frames")
        return {text: frozenset(targets) for text, targets in found.items()}

    def _walk(self, node: int, final: int) -> Iterator[tuple[str, int]]:
        seen: set[tuple[int, str]] = set()
        stack = [(node, "")]
        while stack:
            here, text = stack.pop()
            if (here, text) in seen:
                continue
            seen.add((here, text))
            if len(seen) > 20 * _MOST_WORDS:
                raise FrameSyntaxError("the frame has too many optional parts; write several frames")
            if here == final:
                yield text, END
            for label, target in self.edges[here]:
                if label is None:
                    yield text, target
                else:
                    stack.append((target, text + label))

    def _node(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def _add(self, tree: _Node, start: int, end: int) -> None:
        if tree.kind == "text":
            self.edges[start].append((tree.text, end))
        elif tree.kind == "slot":
            self.edges[start].append((None, end))
        elif tree.kind == "seq":
            for part in tree.parts[:-1]:
                middle = self._node()
                self._add(part, start, middle)
                start = middle
            self._add(tree.parts[-1], start, end)
        else:
            inner, outer = self._node(), self._node()
            self.edges[start].append(("", inner))
            self.edges[outer].append(("", end))
            for part in tree.parts:
                self._add(part, inner, outer)
            if tree.optional:
                self.edges[start].append(("", end))
            if tree.repeated:
                self.edges[outer].append(("", inner))


def _state(accepting: bool, words: Mapping[str, frozenset[int]], numbers: Mapping[frozenset[int], int]) -> State:
    targets = {word: END if slots == frozenset({END}) else numbers[slots - {END}] for word, slots in words.items()}
    return State(accepting, targets, tuple(word for word, slots in words.items() if END in slots))
