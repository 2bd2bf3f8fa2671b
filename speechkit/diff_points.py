"""Which points of two drafts are the same point, and what became of them.

A point is known again by its words and its title, then by its title alone, then by how alike title and content are:
no label and no place counts, so that a point that moves or is renumbered stays the same.

Known limitations: a point that consists of a heading alone and gets other words is one dropped and one added.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from speechkit.diff_drafts import OUTSIDE, Draft, Row
from speechkit.diff_model import PointChange, PointSide
from speechkit.diff_sequences import heaviest_increasing
from speechkit.diff_similarity import choose_pairs, find_candidates, likeness, pairs_of

Matched = dict[int, int]
"""Index of an old point → index of the new one; `OUTSIDE` → `OUTSIDE`."""

_LEAST_LIKE_TITLE, _LEAST_LIKE_CONTENT = 0.6, 0.5
"""Likeness from which one of the two is enough."""
_SAME_PARENT = 0.1
"""What the same parent adds to the score of a pair."""
_LONGEST_HEADING = 30
"""Characters of a heading that has nothing below it; what is longer, or has a comma, is a sentence."""


def match_points(old: Draft, new: Draft) -> Matched:
    """Match points one to one."""
    matched: Matched = {OUTSIDE: OUTSIDE}
    contents = [{index: _content(draft, row) for index, row in enumerate(draft.rows)} for draft in (old, new)]
    sides = list(zip((old, new), contents, strict=True))

    def same_text(side: int) -> Callable[[int], Hashable]:
        draft, content = sides[side]
        return lambda row: (draft.rows[row].form, content[row])

    def same_place(side: int) -> Callable[[int], Hashable]:
        draft, content = sides[side]
        return lambda row: (_parent(draft, row, matched, is_old=side == 0), draft.rows[row].form, content[row])

    def same_title(side: int) -> Callable[[int], Hashable]:
        draft, _ = sides[side]
        return lambda row: draft.rows[row].form or None

    _match_by(old, new, matched, (same_text(0), same_text(1)), only_unique=True)
    _match_by(old, new, matched, (same_place(0), same_place(1)), only_unique=False)
    _match_by(old, new, matched, (same_title(0), same_title(1)), only_unique=True)
    _match_by(old, new, matched, (same_text(0), same_text(1)), only_unique=False)
    _match_alike(old, new, matched, contents)
    return matched


def _content(draft: Draft, row: Row) -> str:
    return "\n".join(draft.units[unit].form for unit in row.units)


def _parent(draft: Draft, row: int, matched: Matched, *, is_old: bool) -> int | None:
    """The new index of a point's parent, for an old point and for a new one alike."""
    parent = draft.rows[row].parent
    return matched.get(parent) if is_old else parent


def _match_by(
    old: Draft,
    new: Draft,
    matched: Matched,
    keys: tuple[Callable[[int], Hashable], Callable[[int], Hashable]],
    *,
    only_unique: bool,
) -> None:
    """Match the points that are left and have one key; several of one key in order, unless `only_unique`.

    Keys are asked for from top to bottom, so that a key may look at how the parents are matched.
    """
    taken = set(matched.values())
    there: dict[Hashable, list[int]] = {}
    for index in range(len(new.rows)):
        if index not in taken:
            there.setdefault(keys[1](index), []).append(index)
    here: dict[Hashable, list[int]] = {}
    for index in range(len(old.rows)):
        if index in matched:
            continue
        key = keys[0](index)
        if key is None or key not in there:
            continue
        here.setdefault(key, []).append(index)
        if not only_unique and len(here[key]) <= len(there[key]):
            matched[index] = there[key][len(here[key]) - 1]
    if only_unique:
        matched.update(
            (rows[0], there[key][0]) for key, rows in here.items() if len(rows) == 1 and len(there[key]) == 1
        )


def _match_alike(old: Draft, new: Draft, matched: Matched, contents: list[dict[int, str]]) -> None:
    """Match what is left by how alike titles and contents are, the best pairs first."""
    taken = set(matched.values())
    left = [index for index in range(len(old.rows)) if index not in matched]
    free = [index for index in range(len(new.rows)) if index not in taken]
    bodies = [pairs_of(contents[0][index]) for index in left], [pairs_of(contents[1][index]) for index in free]
    titles = [pairs_of(old.rows[i].form) for i in left], [pairs_of(new.rows[i].form) for i in free]
    scored = []
    for i, j in {*find_candidates(*bodies), *find_candidates(*titles)}:
        title, content = likeness(titles[0][i], titles[1][j]), likeness(bodies[0][i], bodies[1][j])
        if title >= _LEAST_LIKE_TITLE or content >= _LEAST_LIKE_CONTENT:
            near = matched.get(old.rows[left[i]].parent) == new.rows[free[j]].parent
            scored.append((0.4 * title + 0.6 * content + _SAME_PARENT * near, left[i], free[j]))
    matched.update(choose_pairs(scored))


def find_point_changes(old: Draft, new: Draft, matched: Matched) -> Iterator[PointChange]:
    """Say which points were dropped, added, moved and renamed."""
    back = {there: here for here, there in matched.items()}
    yield from (PointChange("dropped", _side(old, index), None, below=below) for index, below in _topmost(old, matched))
    yield from (PointChange("added", None, _side(new, index), below=below) for index, below in _topmost(new, back))
    yield from (
        PointChange("moved", _side(old, i), _side(new, matched[i])) for i in sorted(find_moved(old, new, matched))
    )
    yield from (
        PointChange("renamed", _side(old, i), _side(new, matched[i])) for i in sorted(find_renamed(old, new, matched))
    )


def find_moved(old: Draft, new: Draft, matched: Matched) -> set[int]:
    """Indices of the fewest old points that must move to come from the old order to the new one.

    A point moves where its parent is another one; among those that keep their parent, what stands outside a longest
    run in the new order; of runs as long, the one with the most text stays.
    """
    moved = set()
    for parent, children in old.children().items():
        staying = []
        for child in children:
            if child in matched and new.rows[matched[child]].parent == matched.get(parent, OUTSIDE - 1):
                staying.append(child)
            elif child in matched:
                moved.add(child)
        lengths = [len(old.rows[child].point.span) for child in staying]
        kept = heaviest_increasing([matched[child] for child in staying], lengths)
        moved |= set(staying) - {staying[place] for place in kept}
    return moved


def find_renamed(old: Draft, new: Draft, matched: Matched) -> set[int]:
    """Indices of the old points whose heading changed.

    A sentence that happens to open a point is no heading: that of a part without a marker, one that orders something,
    and, where nothing stands behind it, one that is long, has a comma or shares its line; its change is that of a
    sentence.
    """
    ordering = [{draft.unit_at(task.span) for task in draft.doc.tasks} for draft in (old, new)]
    return {
        i
        for i, j in matched.items()
        if i != OUTSIDE
        and old.rows[i].form != new.rows[j].form
        and _has_heading(old, i, ordering[0])
        and _has_heading(new, j, ordering[1])
    }


def _has_heading(draft: Draft, index: int, ordering: set[int]) -> bool:
    row = draft.rows[index]
    if row.point.kind == "implicit" or not row.title or row.own[0] in ordering:
        return False
    if len(row.units) > 1:
        return True
    text, unit = draft.doc.text, draft.units[row.own[0]]
    before = unit.span.start - len(row.point.label) - 2
    alone = text[unit.span.end : unit.span.end + 1] in ("", "\n") and "\n" in text[max(0, before) : unit.span.start]
    return alone and len(row.title) <= _LONGEST_HEADING and "，" not in row.title


def _topmost(draft: Draft, matched: Mapping[int, int]) -> Iterable[tuple[int, int]]:
    """The points without a match whose parent has one or is none, with how many such points stand below each."""
    below: dict[int, int] = {}
    tops: dict[int, int] = {}
    for index, row in enumerate(draft.rows):
        if index in matched:
            continue
        tops[index] = tops.get(row.parent, index) if row.parent not in matched else index
        below.setdefault(tops[index], -1)
        below[tops[index]] += 1
    return below.items()


def find_top(draft: Draft, row: int, matched: Mapping[int, int]) -> str | None:
    """Id of the topmost point without a match around a point without one; None for a point with a match."""
    if row in matched:
        return None
    while draft.rows[row].parent not in matched:
        row = draft.rows[row].parent
    return draft.rows[row].id


def _side(draft: Draft, index: int) -> PointSide:
    row = draft.rows[index]
    return PointSide(row.id, row.title, row.point)
