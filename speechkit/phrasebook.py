"""All phrases and frames that are looked for, read from compiled lexicons.

Nothing here needs YAML, so that a run with compiled lexicons never imports it.

Known limitations: none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any

from speechkit.frame_match import Frame, FrameIndex, State, index_frames, make_frame
from speechkit.match import index_lengths, index_pairs
from speechkit.model import LexiconLabel


@dataclass(frozen=True, slots=True)
class Group:
    """A category of a lexicon."""

    lexicon: str
    category: str


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases and frames that are looked for.

    Attributes:
        lexicons: that take part.
        groups: categories, in the order in which `literals` and frames name them.
        literals: matched form of a phrase → index of its group; a string in which no phrase counts → -1 -
            index.
        entries: matched form → the phrase as its lexicon lists it, where the two differ.
        lengths: see `speechkit.match.index_lengths`.
        pairs: first two characters of all literals and frames, so that one walk over a text finds the
            candidates of both.
        frames: compiled and indexed.
    """

    lexicons: tuple[LexiconLabel, ...]
    groups: tuple[Group, ...]
    literals: Mapping[str, int]
    entries: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    pairs: Container[int]
    frames: FrameIndex


def own_literals(groups: Sequence[Sequence[Any]]) -> dict[str, int]:
    """Matched form → index of its group; exceptions → an index below zero.

    Of two groups with one phrase the first counts; a phrase wins over an exception.
    """
    rows = [(index, row[2]) for index, row in enumerate(groups) if row[2]][::-1]
    owners = chain.from_iterable(repeat(index, words.count("\n") + 1) for index, words in rows)
    literals = dict(zip("\n".join(words for _, words in rows).split("\n"), owners, strict=False))
    for index, (_, _, _, excepts) in enumerate(groups):
        for form in excepts.split("\n") if excepts else ():
            literals.setdefault(form, -1 - index)
    return literals


def read_phrasebook(compiled: Mapping[str, Any]) -> Phrasebook:
    """Make a phrasebook of what `compile_lexicons` made, perhaps by way of a JSON file."""
    labels = tuple(LexiconLabel(*row) for row in compiled["lexicons"])
    openings = re.findall("...", "".join(compiled["lengths"].values()))
    sizes = ((tuple(map(int, key.split(","))), len(row) // 3) for key, row in compiled["lengths"].items())
    lengths = dict(zip(openings, chain.from_iterable(repeat(*row) for row in sizes), strict=True))
    frames = index_frames(
        [
            make_frame(tuple(State(*state) for state in states), name=name, entry=entry, group=group, excepts=excepts)
            for name, entry, group, states, excepts in compiled["frames"]
        ]
    )
    literals = own_literals(compiled["groups"])
    return Phrasebook(
        lexicons=labels,
        groups=tuple(Group(labels[row[0]].label, row[1]) for row in compiled["groups"]),
        literals=literals,
        entries=compiled["entries"],
        lengths=lengths,
        pairs=index_pairs([compiled["pairs"], *frames.by_pair]),
        frames=frames,
    )


def combine(parts: Sequence[Mapping[str, Any]], *, only: Collection[str] = ()) -> Phrasebook:
    """Make one phrasebook of several compiled ones.

    Args:
        parts: from `compile_lexicons`; where two hold a phrase, the later one's counts.
        only: ids of the lexicons that take part, with those they import; empty: all.
    Returns:
        The phrasebook. What a lexicon that takes part skips in another is left out.
    """
    books = [read_phrasebook(part) for part in parts]
    imports = [row for part in parts for row in part["imports"]]
    if len(books) == 1 and not only and not imports:
        return books[0]
    ids = {label.label: label.id for book in books for label in book.lexicons}
    wanted = _with_imports(only, imports) if only else set(ids.values())
    skipped = {(target, phrase) for owner, target, skip, *_ in imports if owner in wanted for phrase in skip}
    return _merge([_select(book, ids, wanted=wanted, skipped=skipped) for book in books])


def _with_imports(only: Collection[str], imports: Sequence[Sequence[Any]]) -> set[str]:
    wanted: set[str] = set()
    left = list(only)
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left += (target for owner, target, *_ in imports if owner == name)
    return wanted


def find_import_faults(parts: Sequence[Mapping[str, Any]], paths: Sequence[str]) -> list[str]:
    """Find imports of lexicons or phrases that there are not.

    Args:
        parts: all compiled lexicons that are loaded together.
        paths: of the part's file, for its messages.
    Returns:
        Messages with path, line and column.
    """
    if not any(part["imports"] for part in parts):
        return []
    from speechkit.lexicon_loader import nearest

    known = _list_phrases(parts)
    found = []
    for part, path in zip(parts, paths, strict=True):
        for _, target, skip, line, column in part["imports"]:
            place = f"{path}:{line}:{column}"
            if target not in known:
                found.append(f"{place}: no lexicon '{target}' of kind phrases{nearest(target, known)}")
            for phrase in skip:
                if phrase not in known.get(target, (phrase,)):
                    found.append(f"{place}: '{target}' has no entry '{phrase}'{nearest(phrase, known[target])}")
    return found


def _list_phrases(parts: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Id of a lexicon → its phrases and frames as it lists them."""
    known: dict[str, set[str]] = {row[0]: set() for part in parts for row in part["lexicons"]}
    for part in parts:
        book = read_phrasebook(part)
        owners = [known[part["lexicons"][row[0]][0]] for row in part["groups"]]
        for form, owner in book.literals.items():
            if owner >= 0:
                owners[owner].add(book.entries.get(form, form))
        for frame in book.frames.frames:
            owners[frame.group].add(frame.entry)
    return known


def _select(
    book: Phrasebook, ids: Mapping[str, str], *, wanted: Collection[str], skipped: Collection[tuple[str, str]]
) -> Phrasebook:
    """The book without the lexicons that are not wanted and the phrases that are skipped; indices stay."""
    owners = [ids[group.lexicon] for group in book.groups]

    def takes_part(group: int, phrase: str) -> bool:
        return owners[group] in wanted and (owners[group], phrase) not in skipped

    literals = {
        form: owner
        for form, owner in book.literals.items()
        if takes_part(owner if owner >= 0 else -1 - owner, book.entries.get(form, form))
    }
    frames = index_frames([frame for frame in book.frames.frames if takes_part(frame.group, frame.entry)])
    labels = tuple(label for label in book.lexicons if label.id in wanted)
    return Phrasebook(labels, book.groups, literals, book.entries, book.lengths, book.pairs, frames)


def _merge(books: Sequence[Phrasebook]) -> Phrasebook:
    labels: tuple[LexiconLabel, ...] = ()
    groups: tuple[Group, ...] = ()
    literals: dict[str, int] = {}
    entries: dict[str, str] = {}
    frames: list[Frame] = []
    for book in books:
        shift = len(groups)
        for form, owner in book.literals.items():
            if owner >= 0:
                literals[form] = owner + shift
                entries[form] = book.entries.get(form, form)
            else:
                literals.setdefault(form, owner - shift)
        frames += (replace(frame, group=frame.group + shift) for frame in book.frames.frames)
        labels += book.lexicons
        groups += book.groups
    index = index_frames(frames)
    pairs = index_pairs([*(literal[:2] for literal in literals), *index.by_pair])
    return Phrasebook(labels, groups, literals, entries, index_lengths(literals), pairs, index)
