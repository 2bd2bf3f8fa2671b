"""Run the examples of a lexicon: every `hit` to the exact span, no `miss`.

Known limitations: examples see their own lexicon only, not the others that it is used with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import replace

from speechkit.folding import fold
from speechkit.lexicon_compiler import compile_lexicons
from speechkit.lexicon_model import Entry, Lexicon
from speechkit.phrasebook import Phrasebook, read_phrasebook
from speechkit.phrases import find_phrases
from speechkit.segment import find_tokens
from speechkit.yaml_tree import Fault

_MARK = re.compile(r"[【】]")


def find_wrong_examples(lexicon: Lexicon) -> list[Fault]:
    """Run all examples of a lexicon; one of kind `words` has none.

    Returns:
        A fault for each example that does not give what it says, at its place.
    """
    if lexicon.kind == "words":
        return []
    if lexicon.kind == "confusions":
        book = read_phrasebook(compile_lexicons([replace(lexicon, kind="phrases")]))
        return [fault for entry in lexicon.entries for fault in _run_entry(entry, book, by_token=False)]
    book = read_phrasebook(compile_lexicons([lexicon]))
    return [fault for entry in lexicon.entries for fault in _run_entry(entry, book)]


def _run_entry(entry: Entry, book: Phrasebook, *, by_token: bool = True) -> Iterator[Fault]:
    for kind, examples in (("hit", entry.hits), ("miss", entry.misses)):
        for example in examples:
            text, wanted = read_example(example)
            found = find_entry(entry, text, book, by_token=by_token)
            if found != (wanted if kind == "hit" else []):
                got = "、".join(text[start:end] for start, end in found) or "nothing"
                place = entry.places.get(example, (entry.line, entry.column))
                yield Fault(*place, f"'{entry.phrase}': {kind} '{example}' yields {got}")


def read_example(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of an example without its marks, and the spans that they mark."""
    spans = []
    start = 0
    for shift, mark in enumerate(_MARK.finditer(example)):
        place = mark.start() - shift
        if mark.group() == "【":
            start = place
        else:
            spans.append((start, place))
    return _MARK.sub("", example), spans


def find_entry(entry: Entry, text: str, book: Phrasebook, *, by_token: bool = True) -> list[tuple[int, int]]:
    """Where one entry of a phrasebook stands in a text, the rest of the book competing.

    Args:
        by_token: phrases of two characters must lie on token boundaries, which wrong words seldom do.
    """
    folded = fold(text)
    boundaries = _boundaries_of(folded) if by_token else lambda: range(len(folded) + 1)
    phrases, frames = find_phrases(folded, book, boundaries)
    spans = [(match.start, match.end) for match in phrases if match.entry == entry.phrase]
    return spans + [(match.start, match.end) for match in frames if match.frame.entry == entry.phrase]


def _boundaries_of(text: str) -> Callable[[], Container[int]]:
    return lambda: find_tokens(text).boundaries
