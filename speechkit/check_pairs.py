"""Rules on marks that come in pairs: “” 《》 （） 【】, unpaired or nested in themselves.

Each kind is paired for itself, paragraph by paragraph. What one paragraph leaves open and a later one closes is
taken for a quotation of several paragraphs (GB/T 15834—2011, 4.8.3.5) and let pass.

Known limitations: single quotation marks are not looked at (’ is an apostrophe, too); pairs that cross each other
（“）” are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from speechkit.check_model import MARKS, Hit, Rule, Words, clause, place
from speechkit.model import Document
from speechkit.settings import Settings

_PAIRS = {"“": "”", "《": "》", "（": "）", "【": "】", "「": "」", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARK = re.compile(f"[{''.join(_PAIRS)}{''.join(_CLOSERS)}\n]")
_HALF_LABEL = re.compile(r"(?:\A|[\n。；：，、 ])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z①-⑳])\Z")
_MOST_PARAGRAPHS = {"“": 5, "「": 5, "（": 5, "《": 2, "【": 2, "〔": 2}
"""Over which a pair may run: a quotation has several, a title may be torn by a converter."""
_SHOWN = 10
"""Characters shown with an unpaired mark."""


@dataclass(slots=True)
class _Pairing:
    """What is left over of one kind of mark. Places are of the text, with the number of their paragraph."""

    open: list[tuple[int, int]] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)
    nested: list[tuple[int, int, int]] = field(default_factory=list)


def find_unpaired(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Find marks whose partner is missing; one finding a paragraph and kind."""
    for opener, pairing in _pair(doc.text).items():
        seen: set[int] = set()
        for paragraph, at in pairing.left:
            if paragraph in seen:
                continue
            seen.add(paragraph)
            mark = doc.text[at]
            start, end = (at, _shown_end(doc.text, at)) if mark == opener else (_shown_start(doc.text, at), at + 1)
            partner = _PAIRS[mark] if mark == opener else opener
            values = {"mark": mark, "partner": partner, "near": doc.text[start:end]}
            yield Hit(place(doc, at, at + 1), values)


def find_nested(doc: Document, settings: Settings) -> Iterator[Hit]:
    """Find quotation marks inside their own kind, and titles inside titles."""
    inner = {"“": "‘’", "《": "〈〉"}
    for opener, pairing in _pair(doc.text).items():
        if opener in inner:
            for _, start, end in pairing.nested:
                yield Hit(place(doc, start, end), {"mark": opener + _PAIRS[opener], "inner": inner[opener]}, key=opener)


def _pair(text: str) -> dict[str, _Pairing]:
    pairings = {opener: _Pairing() for opener in _PAIRS}
    paragraph = 0
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            for opener, pairing in pairings.items():
                if text[at + 1 : at + 2] != opener:  # else a quotation goes on, and says so by its mark
                    pairing.left += ((paragraph, place) for place, _ in pairing.open)
                pairing.open.clear()
            paragraph += 1
        elif mark in _PAIRS:
            pairings[mark].open.append((at, len(pairings[mark].open)))
        else:
            _close(pairings[_CLOSERS[mark]], text, at, paragraph)
    for opener, pairing in pairings.items():
        pairing.left = sorted(pairing.left + [(paragraph, at) for at, _ in pairing.open])
        torn = {row[0] for row in pairing.left}
        pairing.nested = [row for row in pairing.nested if row[0] not in torn]
        pairing.left = _without_long_pairs(pairing.left, text, most=_MOST_PARAGRAPHS[opener])
    return pairings


def _close(pairing: _Pairing, text: str, at: int, paragraph: int) -> None:
    if pairing.open:
        start, depth = pairing.open.pop()
        if depth:
            pairing.nested.append((paragraph, start, at + 1))
    elif not (text[at] == "）" and _HALF_LABEL.search(text, max(0, at - 4), at)):
        pairing.left.append((paragraph, at))


def _without_long_pairs(left: list[tuple[int, int]], text: str, *, most: int) -> list[tuple[int, int]]:
    """Drop what opens in one paragraph and closes in a later one, and openers at the head of paragraphs before it."""
    kept: list[tuple[int, int]] = []
    for paragraph, at in left:
        closes = text[at] in _CLOSERS
        before = len(kept)
        while closes and kept and _is_opener_near(kept[-1], paragraph, text, most=most):
            kept.pop()
        if len(kept) == before:
            kept.append((paragraph, at))
    return kept


def _is_opener_near(row: tuple[int, int], paragraph: int, text: str, *, most: int) -> bool:
    return text[row[1]] in _PAIRS and 0 < paragraph - row[0] <= most


def _shown_end(text: str, at: int) -> int:
    end = text.find("\n", at, at + _SHOWN)
    return end if end >= 0 else min(len(text), at + _SHOWN)


def _shown_start(text: str, at: int) -> int:
    start = text.rfind("\n", max(0, at + 1 - _SHOWN), at)
    return start + 1 if start >= 0 else max(0, at + 1 - _SHOWN)


RULES = (
    Rule(
        "unpaired-mark",
        "punctuation",
        "error",
        Words("成对的标号缺了一半", "half of a pair of marks is missing"),
        Words("〔{near}〕处的 {mark} 没有与它配对的 {partner}", "{mark} at “{near}” has no {partner}"),
        Words("补上缺的一半，或者删去多出的一半", "add the missing half, or drop the other"),
        clause(MARKS, "4.8、4.9、4.15"),
        find_unpaired,
    ),
    Rule(
        "nested-mark",
        "punctuation",
        "hint",
        Words("同一种标号套用", "a pair of marks inside its own kind"),
        Words("{mark} 里又用了 {mark}", "{mark} inside {mark}"),
        Words("里面一层改用 {inner}", "write the inner pair {inner}"),
        clause(MARKS, "4.8.3.4、4.15.3.5"),
        find_nested,
        grouped=True,
    ),
)
