"""Run frames over a text, in time linear in the text.

From every place where a frame opens, at most `MOST_WORDS` fixed words are looked for, each at most
`LONGEST_SLOT` characters ahead: whatever the text, a frame costs no more than a constant a character.

Known limitations: a slot longer than `LONGEST_SLOT` is not found; the earliest next fixed word ends a slot
even where a later one would make the frame go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LONGEST_SLOT = 80
"""Characters; the longest slot in 24 annotated frames of five speeches has 38."""
MOST_WORDS = 64
"""Fixed words of one occurrence."""

_BARRIER = re.compile(r"[。！？；\n]")
_LAST_BARRIER = re.compile(r"[，。；：！？\n”’」』）》]")
_PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『", "）": "（", "》": "《"}
_LETTER = re.compile(r"\w")
_SEPARATORS = "，、；：,;: 　\t"


END = -1
"""Stands for the state behind a fixed word that can only be the frame's last."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a frame.

    Attributes:
        accepting: the slot that starts here may end the frame.
        words: fixed word that ends the slot → number of the state behind it, or `END` where there is none.
            In state 0, which is no slot, the words that open the frame.
        closers: those of the words that may also be the frame's last.
    """

    accepting: bool
    words: Mapping[str, int]
    closers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled frame.

    Attributes:
        name: what it is reported under.
        entry: as its lexicon lists it.
        group: index of its lexicon and category in the phrasebook.
        states: see `State`.
        excepts: fixed word → strings in which it does not count, by where in them it stands and by their length.
    """

    name: str
    entry: str
    group: int
    states: tuple[State, ...]
    excepts: Mapping[str, tuple[tuple[int, int, frozenset[str]], ...]]


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """Where a frame stands in a text: `slots` as (start, end), `opener` the end of its first fixed word,
    `fixed` the number of characters in fixed words."""

    start: int
    end: int
    frame: Frame
    slots: tuple[tuple[int, int], ...]
    opener: int
    fixed: int


Boundaries = Callable[[], Container[int]]
"""Returns the places where a token starts; called only where one must be known."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A text with what is asked of it."""

    text: str
    boundaries: Boundaries
    excepts: Mapping[str, tuple[tuple[int, int, frozenset[str]], ...]]

    def find(self, word: str, start: int, stop: int, *, closes: bool) -> int:
        """The first place in [start, stop] where the word stands and counts; -1 where there is none."""
        at = self.text.find(word, start, stop + len(word))
        while at >= 0 and not self.counts(word, at, closes=closes):
            at = self.text.find(word, at + 1, stop + len(word))
        return at

    def counts(self, word: str, at: int, *, closes: bool) -> bool:
        """Tell whether the word at `at` is one.

        It is not part of an exception. If it has one character, it starts a token, or ends one where it
        closes the frame (the 感 of 责任感).
        """
        if len(word) == 1 and at + closes not in self.boundaries() and word.isalnum():
            return False
        for inside, size, longer in self.excepts.get(word, ()):
            if at >= inside and self.text[at - inside : at - inside + size] in longer:
                return False
        return True


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Frames by the fixed words that open them.

    Attributes:
        by_pair: first two characters of a word → words with them, each with the indices of its frames.
        by_character: words of one character, with the indices of their frames.
    """

    frames: tuple[Frame, ...]
    by_pair: Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]
    by_character: Mapping[str, tuple[int, ...]]


def make_frame(states: tuple[State, ...], *, name: str, entry: str, group: int, excepts: Iterable[str] = ()) -> Frame:
    """Make a frame of its states and of the strings in which its fixed words do not count."""
    words = {word for state in states for word in state.words}
    places: dict[str, dict[tuple[int, int], set[str]]] = {}
    for longer in excepts:
        for word in words:
            inside = longer.find(word)
            while inside >= 0:
                places.setdefault(word, {}).setdefault((inside, len(longer)), set()).add(longer)
                inside = longer.find(word, inside + 1)
    guards = {
        word: tuple((inside, size, frozenset(longer)) for (inside, size), longer in found.items())
        for word, found in places.items()
    }
    return Frame(name, entry, group, states, guards)


def index_frames(frames: Sequence[Frame]) -> FrameIndex:
    """Index frames by their first fixed words."""
    openers: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for word in frame.states[0].words:
            openers.setdefault(word, []).append(number)
    by_pair: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {}
    for word in sorted(openers, key=len, reverse=True):
        if len(word) > 1:
            by_pair[word[:2]] = (*by_pair.get(word[:2], ()), (word, tuple(openers[word])))
    by_character = {word: tuple(numbers) for word, numbers in openers.items() if len(word) == 1}
    return FrameIndex(tuple(frames), by_pair, by_character)


def find_frames(text: str, index: FrameIndex, *, candidates: Iterable[int], boundaries: Boundaries) -> list[FrameMatch]:
    """Find all frames in a text.

    Args:
        text: folded and made matchable.
        candidates: places in the text where a key of `index.by_pair` stands, all, in order; others do no
            harm.
        boundaries: see `Boundaries`.
    Returns:
        Matches in text order. One frame never overlaps itself; of two frames whose first fixed words
        overlap, the one with more fixed text stands.
    """
    found: list[FrameMatch] = []
    for number, openings in _find_openings(text, index, candidates).items():
        frame = index.frames[number]
        reader = _Reader(text, boundaries, frame.excepts)
        done = 0
        for start, word in openings:
            if start >= done and reader.counts(word, start, closes=False):
                match = _run(reader, frame, start, word)
                if match is not None:
                    found.append(match)
                    done = match.end
    found.sort(key=lambda match: (match.start, -match.fixed, -match.end))
    return list(_drop_weaker(found))


def _find_openings(text: str, index: FrameIndex, candidates: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Number of a frame → where it may open and by which word, in order, a longer word before a shorter
    one.
    """
    openings: dict[int, list[tuple[int, str]]] = {}
    by_pair = index.by_pair
    for start in [start for start in candidates if text[start : start + 2] in by_pair]:
        for word, numbers in by_pair[text[start : start + 2]]:
            if text.startswith(word, start):
                for number in numbers:
                    openings.setdefault(number, []).append((start, word))
    for word, numbers in index.by_character.items():
        start = text.find(word)
        while start >= 0:
            for number in numbers:
                openings.setdefault(number, []).append((start, word))
            start = text.find(word, start + 1)
    for number, places in openings.items():
        if len(index.frames[number].states[0].words) > 1:
            places.sort(key=lambda opening: (opening[0], -len(opening[1])))
    return openings


def _run(reader: _Reader, frame: Frame, start: int, word: str) -> FrameMatch | None:
    """Follow a frame from its first fixed word; return the longest way through it, None where it breaks
    off.
    """
    state = frame.states[frame.states[0].words[word]]
    opener = at = start + len(word)
    fixed = len(word)
    slots: list[tuple[int, int]] = []
    best: FrameMatch | None = None
    for _ in range(MOST_WORDS):
        if state.accepting:
            last = _last_slot(reader, frame, at)
            if last is not None:
                best = FrameMatch(start, last[1], frame, (*slots, last), opener, fixed)
        step = _next_word(reader, state, at)
        if step is None or _opens_again(reader, frame, at, step[0]):
            break
        place, word = step
        slot = _trim(reader.text, at, place)
        if slot is None:
            break
        slots.append(slot)
        closer = _closing_word(reader, state, place)
        if closer:
            end = place + len(closer)
            best = FrameMatch(start, end, frame, tuple(slots), opener, fixed + len(closer))
        if state.words[word] == END:
            break
        at = place + len(word)
        fixed += len(word)
        state = frame.states[state.words[word]]
    return best


def _opens_again(reader: _Reader, frame: Frame, start: int, end: int) -> bool:
    """Tell whether the frame opens anew in a slot: then the nearer opening counts."""
    return any(reader.find(word, start, end - 1, closes=False) >= 0 for word in frame.states[0].words)


def _closing_word(reader: _Reader, state: State, place: int) -> str:
    """The longest fixed word at `place` that closes the frame; "" where there is none."""
    words = [
        word
        for word in state.closers
        if reader.text.startswith(word, place) and reader.counts(word, place, closes=True)
    ]
    return max(words, key=len, default="")


def _next_word(reader: _Reader, state: State, at: int) -> tuple[int, str] | None:
    """The earliest fixed word that ends the slot at `at`, and its place; the longest of two at one place.

    A word that opens with ， ends a slot only at its first ，.
    """
    limit = min(len(reader.text), at + LONGEST_SLOT)
    barrier = _BARRIER.search(reader.text, at, limit)
    stop = barrier.start() if barrier else limit
    best: tuple[int, str] | None = None
    comma = -2
    for word in state.words:
        if word[0] == "，":
            comma = reader.text.find("，", at, stop + 1) if comma == -2 else comma
            place = comma if comma > at and reader.text.startswith(word, comma) else -1
        else:
            place = reader.find(word, at + 1, stop, closes=word in state.closers)
        if 0 <= place <= stop and (best is None or (place, -len(word)) < (best[0], -len(best[1]))):
            best = place, word
            stop = place
    return best


def _last_slot(reader: _Reader, frame: Frame, at: int) -> tuple[int, int] | None:
    """The last slot of a frame: to the next ，。；：！？, line end or closing mark that was opened before it, or to
    the 、 before the frame opens anew.
    """
    text = reader.text
    limit = min(len(text), at + LONGEST_SLOT)
    end = limit if limit == len(text) else -1
    for mark in _LAST_BARRIER.finditer(text, at, limit):
        opening = _PAIRS.get(mark.group())
        if opening is None or text.count(opening, at, mark.start()) < text.count(mark.group(), at, mark.end()):
            end = mark.start()
            break
    for word in frame.states[0].words:
        again = reader.find(word, at, end - 1, closes=False)
        end = max(at, text.rfind("、", at, again)) if again >= 0 and "、" in text[at:again] else end
    return _trim(text, at, end) if end > at else None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut separators and white space off a slot's edges; None where nothing is left or it holds no letter."""
    if not _LETTER.search(text, start, end):
        return None
    while text[start] in _SEPARATORS:
        start += 1
    while text[end - 1] in _SEPARATORS:
        end -= 1
    return start, end


def _drop_weaker(found: Sequence[FrameMatch]) -> Iterator[FrameMatch]:
    """Of matches whose first fixed words overlap, keep the one with the most fixed text.

    Args:
        found: sorted by start, then most fixed text first.
    """
    kept: FrameMatch | None = None
    for match in found:
        if kept is None or match.start >= kept.opener:
            if kept is not None:
                yield kept
            kept = match
        elif match.fixed > kept.fixed:
            kept = match
    if kept is not None:
        yield kept
