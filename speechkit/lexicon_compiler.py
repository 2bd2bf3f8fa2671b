"""From checked lexicons to the compiled form that `speechkit.phrasebook` reads.

The compiled form is plain JSON, laid out so that it loads in a few milliseconds: the phrases of a category
are one string joined by line ends, the first three characters of all phrases are joined by the lengths that
follow them.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from speechkit.folding import fold
from speechkit.frames import compile_frame, is_frame
from speechkit.lexicon_model import Entry, Lexicon
from speechkit.match import index_lengths, matched_form
from speechkit.phrasebook import own_literals


def compile_lexicons(lexicons: Iterable[Lexicon]) -> dict[str, Any]:
    """Compile lexicons of kind `phrases` to JSON values; the others are left out."""
    labels: list[list[str]] = []
    groups: list[list[Any]] = []
    entries: dict[str, str] = {}
    frames: list[list[Any]] = []
    imports: list[list[Any]] = []
    for lexicon in lexicons:
        if lexicon.kind != "phrases":
            continue
        by_category: dict[str, list[Entry]] = {}
        for entry in lexicon.entries:
            by_category.setdefault(entry.category, []).append(entry)
        for category, members in by_category.items():
            frames += _compile_frames(members, len(groups))
            words, excepts = _compile_literals(members, entries)
            groups.append([len(labels), category, words, excepts])
        imports += (
            [lexicon.id, wanted.id, list(wanted.skip), wanted.line, wanted.column] for wanted in lexicon.imports
        )
        labels.append([lexicon.id, lexicon.version, lexicon.title, lexicon.sha256])
    literals = own_literals(groups)
    return {
        "lexicons": labels,
        "groups": groups,
        "entries": entries,
        "lengths": _join_lengths(literals),
        "pairs": "".join(sorted({literal[:2] for literal in literals})),
        "frames": frames,
        "imports": imports,
    }


def _compile_literals(members: Sequence[Entry], entries: dict[str, str]) -> tuple[str, str]:
    """The matched forms of a category's phrases and of their exceptions, each joined by line ends."""
    words: list[str] = []
    excepts: list[str] = []
    for entry in members:
        if is_frame(entry.phrase):
            continue
        for form in entry.forms:
            matched = matched_form(form)
            words.append(matched)
            if matched != entry.phrase:
                entries[matched] = entry.phrase
        excepts += map(matched_form, entry.excepts)
    return "\n".join(words), "\n".join(excepts)


def _compile_frames(members: Sequence[Entry], group: int) -> list[list[Any]]:
    frames: list[list[Any]] = []
    for entry in members:
        if is_frame(entry.phrase):
            name, excepts = entry.name or entry.phrase, list(map(matched_form, entry.excepts))
            for form in entry.forms:
                states = [
                    [state.accepting, dict(state.words), list(state.closers)] for state in compile_frame(fold(form))
                ]
                frames.append([name, entry.phrase, group, states, excepts])
    return frames


def _join_lengths(literals: Iterable[str]) -> dict[str, str]:
    joined: dict[str, list[str]] = {}
    for opening, sizes in index_lengths(literals).items():
        joined.setdefault(",".join(map(str, sizes)), []).append(opening)
    return {sizes: "".join(openings) for sizes, openings in joined.items()}
