"""Run frames over a text, in time linear in the text.

From every place where a frame opens, at most `MOST_WORDS` fixed words are looked for, each at most `LONGEST_SLOT`
characters ahead: whatever the text, a frame costs no more than a constant a character.

Known limitations: a slot longer than `LONGEST_SLOT` is not found; the earliest next fixed word ends a slot even
where a later one would make the frame go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from speechkit.frames import END, State

LONGEST_SLOT = 80
"""Characters; the longest slot in 24 annotated frames of five speeches has 38."""
MOST_WORDS = 64
"""Fixed words of one occurrence."""

_BARRIER = re.compile(r"[。！？；\n]")
_LAST_BARRIER = re.compile(r"[，。；：！？\n”’」』）》]")
_PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『", "）": "（", "》": "《"}
_LETTER = re.compile(r"\w")
_SEPARATORS = "，、；：,;: 　\t"


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled frame.

    Attributes:
        name: what it is reported under.
        group: index of its lexicon and category in the phrasebook.
        states: see `speechkit.frames`.
        excepts: strings in which its fixed words do not count.
    """

    name: str
    group: int
    states: tuple[State, ...]
    excepts: tuple[str, ...] = ()


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
    excepts: tuple[str, ...]

    def find(self, word: str, start: int, stop: int) -> int:
        """The first place in [start, stop] where the word stands and counts; -1 where there is none."""
        text = self.text
        while True:
            at = text.find(word, start, stop + len(word))
            if at < 0 or self.counts(word, at):
                return at
            start = at + 1

    def counts(self, word: str, at: int) -> bool:
        """Tell whether the word at `at` is one: not part of an exception, on a token's start if one character."""
        for longer in self.excepts:
            inside = longer.find(word)
            while inside >= 0:
                if self.text.startswith(longer, at - inside) and at >= inside:
                    return False
                inside = longer.find(word, inside + 1)
        return len(word) > 1 or not word.isalnum() or at in self.boundaries()


def find_frames(text: str, frames: Sequence[Frame], boundaries: Boundaries) -> list[FrameMatch]:
    """Find all frames in a text.

    Args:
        text: folded and made matchable.
        frames: compiled.
        boundaries: see `Boundaries`.
    Returns:
        Matches in text order. One frame never overlaps itself; of two frames whose first fixed words overlap, the
        one with more fixed text stands.
    """
    present: dict[str, bool] = {}
    found: list[FrameMatch] = []
    for frame in frames:
        openers = []
        for word in frame.states[0].words:
            if word not in present:
                present[word] = word in text
            if present[word]:
                openers.append(word)
        if openers:
            found.extend(_find_one(_Reader(text, boundaries, frame.excepts), frame, openers))
    found.sort(key=lambda match: (match.start, -match.fixed, -match.end))
    return list(_drop_weaker(found))


def _find_one(reader: _Reader, frame: Frame, openers: Sequence[str]) -> Iterator[FrameMatch]:
    done = 0
    for start, word in _openings(reader.text, openers):
        if start >= done and reader.counts(word, start):
            match = _run(reader, frame, start, word)
            if match is not None:
                yield match
                done = match.end


def _openings(text: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Every place where one of the words stands, in order; the longer word first where two start together."""
    places: list[tuple[int, int, str]] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append((at, -len(word), word))
            at = text.find(word, at + 1)
    if len(words) > 1:
        places.sort()
    return ((at, word) for at, _, word in places)


def _run(reader: _Reader, frame: Frame, start: int, word: str) -> FrameMatch | None:
    """Follow a frame from its first fixed word; return the longest way through it, None where it breaks off."""
    state = frame.states[frame.states[0].words[word]]
    opener = at = start + len(word)
    fixed = len(word)
    slots: list[tuple[int, int]] = []
    best: FrameMatch | None = None
    for _ in range(MOST_WORDS):
        if state.accepting:
            last = _last_slot(reader.text, at)
            if last is not None:
                best = FrameMatch(start, last[1], frame, (*slots, last), opener, fixed)
        step = _next_word(reader, state, at)
        if step is None:
            break
        place, word = step
        slot = _trim(reader.text, at, place)
        if slot is None:
            break
        slots.append(slot)
        at = place + len(word)
        fixed += len(word)
        target = state.words[word]
        if target == END:
            return FrameMatch(start, at, frame, tuple(slots), opener, fixed)
        state = frame.states[target]
    return best


def _next_word(reader: _Reader, state: State, at: int) -> tuple[int, str] | None:
    """The earliest fixed word that ends the slot at `at`, and its place; the longest of two at one place."""
    limit = min(len(reader.text), at + LONGEST_SLOT)
    barrier = _BARRIER.search(reader.text, at, limit)
    stop = barrier.start() if barrier else limit
    best: tuple[int, str] | None = None
    for word in state.words:
        place = reader.find(word, at + 1, stop)
        if place >= 0 and (best is None or (place, -len(word)) < (best[0], -len(best[1]))):
            best = place, word
            stop = place
    return best


def _last_slot(text: str, at: int) -> tuple[int, int] | None:
    """The last slot of a frame: to the next ，。；：！？, line end or closing mark whose opening one stands before."""
    limit = min(len(text), at + LONGEST_SLOT)
    end = limit
    for mark in _LAST_BARRIER.finditer(text, at, limit):
        opening = _PAIRS.get(mark.group())
        if opening is None or text.count(opening, at, mark.start()) < text.count(mark.group(), at, mark.end()):
            end = mark.start()
            break
    return _trim(text, at, end)


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
