"""From a `Source` to a `Document` with a cleaned text that remembers where everything stood.

Known limitations: see `clean_characters` and `clean_lines`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from speechkit import clean_characters, clean_lines
from speechkit.align import apply_edits, compose, identity, to_source
from speechkit.folding import fold
from speechkit.model import Alignment, Document, Edit, Source, Span
from speechkit.sentences import find_sentences
from speechkit.settings import Settings

Rule = Callable[[str], Iterator[Edit]]
_PASSES: tuple[tuple[Rule, ...], ...] = (
    clean_characters.RULES,
    clean_characters.MARK_RULES,
    *clean_lines.PASSES,
)
_MOST_ROUNDS = 6
"""Rounds until nothing changes; two do for real texts, the rest is for hostile ones."""


def clean_source(source: Source, settings: Settings) -> Document:
    """Make the document that the steps work on: cleaned, folded, aligned, cut into sentences."""
    text, alignment, edits = clean(source.text)
    return Document(
        source=source,
        text=text,
        folded=fold(text),
        alignment=alignment,
        edits=edits,
        sentences=find_sentences(text),
        anchor=settings.date,
        notices=source.notices,
    )


def clean(text: str) -> tuple[str, Alignment, tuple[Edit, ...]]:
    """Clean a text; cleaning the result again changes nothing.

    Returns:
        The cleaned text (one paragraph a line, no empty lines), its alignment with `text`, and the edits that led
        there, in order of application, each with the span of `text` that it touched.
    """
    alignment = identity(len(text))
    edits: list[Edit] = []
    for _ in range(_MOST_ROUNDS):
        before = len(edits)
        for rules in _PASSES:
            found = _disjoint(edit for rule in rules for edit in rule(text))
            if found:
                edits += [_in_source(edit, alignment) for edit in found]
                text, outer = apply_edits(text, found)
                alignment = compose(outer, alignment)
        if len(edits) == before:
            break
    return text, alignment, tuple(edits)


def _disjoint(edits: Iterator[Edit]) -> list[Edit]:
    """The edits in order, without those that run into an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _in_source(edit: Edit, alignment: Alignment) -> Edit:
    span = to_source(alignment, Span(edit.start, edit.end))
    return Edit(span.start, span.end, edit.new, edit.rule)
