"""Which sentences of two drafts came, went, changed or moved, and word by word how.

Sentences are compared within points that are the same, so that a point which moves takes its sentences along.

Known limitations: a sentence that is put into another point and changed in more than a third of it is one dropped and
one added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from speechkit.diff_drafts import Draft, Unit
from speechkit.diff_model import Piece, SentenceChange, SentenceSide
from speechkit.diff_points import Matched, find_top
from speechkit.diff_sequences import longest_increasing, match_sequences
from speechkit.diff_similarity import choose_pairs, find_candidates, likeness, pairs_of
from speechkit.segment import find_tokens

_LEAST_LIKE = 0.4
"""Likeness from which two sentences are one that was changed."""
_LEAST_LIKE_FAR, _SHORTEST_FAR = 0.65, 8
"""The same for sentences in different places, and the characters that they must have."""
_REACH = 6
"""Places, in proportion to their number, that a changed sentence may have slipped among those left over."""
_KINDS = ("same", "changed", "moved")
_LARGE = 10
"""Characters that two exchanges have together, from which a single character between them is no relief."""


@dataclass(slots=True)
class UnitPairs:
    """Sentences of the old draft by index → those of the new one that they are.

    Attributes:
        same: with the same words, at their place.
        changed: with other words, at their place.
        moved: with the same words, elsewhere.
    """

    same: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)


def pair_units(old: Draft, new: Draft, matched: Matched) -> UnitPairs:
    """Pair the sentences of two drafts one to one."""
    pairs = UnitPairs()
    for old_row, new_row in sorted(matched.items()):
        here, there = old.own(old_row), new.own(new_row)
        found = match_sequences([old.units[i].form for i in here], [new.units[j].form for j in there])
        pairs.same.update((here[i], there[j]) for i, j in found)
        edges = [(-1, -1), *found, (len(here), len(there))]
        for (i, j), (k, m) in zip(edges, edges[1:], strict=False):
            pairs.changed.update(_pair_alike(old, new, here[i + 1 : k], there[j + 1 : m]))
        _pair_headings(old, new, pairs, (here, there))
    _pair_moved(old, new, pairs)
    _pair_far(old, new, pairs)
    return pairs


def _pair_alike(old: Draft, new: Draft, here: Sequence[int], there: Sequence[int]) -> list[tuple[int, int]]:
    """Pair sentences between two equal ones by how alike they are, in order."""
    if not here or not there:
        return []
    bodies = [pairs_of(old.units[i].form) for i in here], [pairs_of(new.units[j].form) for j in there]
    scored = []
    for place, body in enumerate(bodies[0]):
        middle = place * len(there) // len(here)
        reach = _REACH + abs(len(there) - len(here)) if len(here) * len(there) <= 10_000 else _REACH
        for other in range(max(0, middle - reach), min(len(there), middle + reach + 1)):
            score = likeness(body, bodies[1][other])
            if score >= _LEAST_LIKE:
                scored.append((score, place, other))
    chosen = sorted(choose_pairs(scored))
    kept = longest_increasing([other for _, other in chosen])
    return [(here[chosen[n][0]], there[chosen[n][1]]) for n in kept]


def _pair_headings(old: Draft, new: Draft, pairs: UnitPairs, own: tuple[Sequence[int], Sequence[int]]) -> None:
    """The headings of one point belong together whatever they say, unless either went elsewhere."""
    here, there = own
    if not here or not there or not old.units[here[0]].heads or not new.units[there[0]].heads:
        return
    used = {*pairs.same.values(), *pairs.changed.values()}
    if here[0] not in pairs.same and here[0] not in pairs.changed and there[0] not in used:
        pairs.changed[here[0]] = there[0]


def _pair_moved(old: Draft, new: Draft, pairs: UnitPairs) -> None:
    """Pair what is left and has the same words."""
    used = {*pairs.same.values(), *pairs.changed.values()}
    free: dict[str, list[int]] = {}
    for index in range(len(new.units) - 1, -1, -1):
        if index not in used:
            free.setdefault(new.units[index].form, []).append(index)
    for index, unit in enumerate(old.units):
        if index not in pairs.same and index not in pairs.changed and free.get(unit.form):
            pairs.moved[index] = free[unit.form].pop()


def _pair_far(old: Draft, new: Draft, pairs: UnitPairs) -> None:
    """Pair what is left and is much alike: changed, and in another place."""
    gone, came = {*pairs.same, *pairs.changed, *pairs.moved}, _partners(pairs)
    here = [i for i, unit in enumerate(old.units) if i not in gone and len(unit.text) >= _SHORTEST_FAR]
    there = [j for j, unit in enumerate(new.units) if j not in came and len(unit.text) >= _SHORTEST_FAR]
    bodies = [pairs_of(old.units[i].form) for i in here], [pairs_of(new.units[j].form) for j in there]
    scored = [
        (likeness(bodies[0][n], bodies[1][m]), here[n], there[m]) for n, m in find_candidates(bodies[0], bodies[1])
    ]
    pairs.changed.update(choose_pairs(row for row in scored if row[0] >= _LEAST_LIKE_FAR))


def _partners(pairs: UnitPairs) -> set[int]:
    return {*pairs.same.values(), *pairs.changed.values(), *pairs.moved.values()}


def find_sentence_changes(
    old: Draft, new: Draft, *, pairs: UnitPairs, matched: Matched, renamed: Collection[int], engine: str
) -> Iterator[SentenceChange]:
    """Say what became of the sentences, in the order of the new draft; a dropped one follows what stood before it."""
    back = {there: here for here, there in matched.items()}
    origins = {j: (kind, i) for kind in _KINDS for i, j in getattr(pairs, kind).items()}
    dropped = _place_dropped(old, pairs)
    for j in range(-1, len(new.units)):
        kind, i = origins.get(j, ("added", -1))
        if j >= 0 and kind == "added":
            yield SentenceChange("added", None, _side(new, j), within=find_top(new, new.units[j].point, back))
        elif kind == "changed":
            unit = old.units[i]
            pieces = compare_words(unit, new.units[j], engine=engine)
            title = unit.heads and unit.point in renamed
            strayed = matched.get(unit.point) != new.units[j].point
            yield SentenceChange("changed", _side(old, i), _side(new, j), pieces, title=title, strayed=strayed)
        elif kind == "moved":
            yield SentenceChange("moved", _side(old, i), _side(new, j))
        for gone in dropped.get(j, ()):
            yield SentenceChange(
                "dropped", _side(old, gone), None, within=find_top(old, old.units[gone].point, matched)
            )


def _place_dropped(old: Draft, pairs: UnitPairs) -> dict[int, list[int]]:
    """Index of a new sentence (-1: before all) → the dropped old ones that are read behind it."""
    places: dict[int, list[int]] = {}
    at = -1
    for i in range(len(old.units)):
        if i not in pairs.moved:
            at = pairs.same.get(i, pairs.changed.get(i, at))
            if i not in pairs.same and i not in pairs.changed:
                places.setdefault(at, []).append(i)
    return places


def _side(draft: Draft, index: int) -> SentenceSide:
    unit = draft.units[index]
    return SentenceSide(draft.source_span(unit), unit.text, draft.name(unit.point))


def compare_words(old: Unit, new: Unit, *, engine: str) -> tuple[Piece, ...]:
    """Compare two sentences word by word, in words of jieba; what both have is written as the new one has it."""
    (here, here_forms), (there, there_forms) = _words(old, engine), _words(new, engine)
    pieces: list[Piece] = []
    at = other = 0
    for i, j in [*match_sequences(here_forms, there_forms), (len(here), len(there))]:
        pieces += _piece("old", here[at:i])
        pieces += _piece("new", there[other:j])
        pieces += _piece("same", there[j : j + 1])
        at, other = i + 1, j + 1
    return tuple(_join(_bridge(_join(pieces))))


def _words(unit: Unit, engine: str) -> tuple[list[str], tuple[str, ...]]:
    """The words of a sentence as written and as compared; cut by itself, so that equal sentences have equal words."""
    tokens = find_tokens(unit.form, engine)
    return [unit.text[span.start : span.end] for span in tokens.spans()], tokens.texts


def _piece(kind: Literal["same", "old", "new"], words: Sequence[str]) -> list[Piece]:
    return [Piece(kind, "".join(words))] if words else []


def _join(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind; between two same ones all old text comes before all new text."""
    joined: list[Piece] = []
    waiting = {"old": "", "new": ""}

    def release() -> None:
        joined.extend(Piece(kind, waiting[kind]) for kind in ("old", "new") if waiting[kind])
        waiting.update(old="", new="")

    for piece in pieces:
        if piece.kind != "same":
            waiting[piece.kind] += piece.text
            continue
        release()
        if joined and joined[-1].kind == "same":
            joined[-1] = Piece("same", joined[-1].text + piece.text)
        else:
            joined.append(piece)
    release()
    return joined


def _bridge(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Take one same character between two large exchanges as exchanged, too: a lone 的 helps nobody."""
    for at, piece in enumerate(pieces):
        before, after = _changed_size(pieces[max(0, at - 2) : at]), _changed_size(pieces[at + 1 : at + 3])
        if piece.kind == "same" and len(piece.text) == 1 and before and after and before + after >= _LARGE:
            yield Piece("old", piece.text)
            yield Piece("new", piece.text)
        else:
            yield piece


def _changed_size(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.kind != "same")
