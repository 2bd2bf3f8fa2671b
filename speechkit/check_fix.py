"""Mend what can be mended mechanically: half-width and doubled marks, blanks, marks behind ordinals, leftovers.

One edit may make room for another (a blank gone, two marks meet), so that the text is checked and mended until nothing
is left; mending the result again changes nothing.

Known limitations: a habit is mended as a whole, there is no choosing among its places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from speechkit.align import apply_edits, compose, identity, to_source
from speechkit.check import check_document, steps_of
from speechkit.check_model import Rule
from speechkit.model import Document, Edit, Span
from speechkit.settings import Settings

TEXT_FORMAT = "text"
"""The one format whose source text is the file's own text, so that an edited text is an edited file."""
_MOST_ROUNDS = 8
"""Rounds until nothing is left; three do for real texts."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended text.

    Attributes:
        text: as it is now.
        changes: in order, with the spans of the source that they touched; `rule` is the check's rule.
    """

    text: str
    changes: tuple[Edit, ...]


def mend_document(doc: Document, rules: Sequence[Rule], settings: Settings) -> Mended:
    """Mend what the rules know how to mend in a text.

    Args:
        doc: checked with `rules`.
    """
    from dataclasses import replace

    from speechkit.pipeline import analyze_source

    mechanical = [rule for rule in rules if rule.fixes]

    def check(text: str) -> Document:
        source = replace(doc.source, text=text)
        again = analyze_source(source, settings, only=steps_of(mechanical))
        return check_document(again, mechanical, settings)

    return mend(doc, check)


def mend(doc: Document, check: Callable[[str], Document]) -> Mended:
    """Apply the edits of a document's findings, and those of the findings that are left, until there are none.

    Args:
        doc: checked.
        check: checks a text with the same rules.
    """
    text, alignment = doc.source.text, identity(len(doc.source.text))
    changes: list[Edit] = []
    for _ in range(_MOST_ROUNDS):
        edits = choose_edits(doc)
        if not edits:
            break
        for edit in edits:
            span = to_source(alignment, Span(edit.start, edit.end))
            changes.append(Edit(span.start, span.end, edit.new, edit.rule))
        text, outer = apply_edits(text, edits)
        alignment = compose(outer, alignment)
        if not text.strip():
            break
        doc = check(text)
    return Mended(text, tuple(sorted(changes, key=lambda change: (change.start, change.end))))


def choose_edits(doc: Document) -> list[Edit]:
    """The edits of all findings, named after their rules; none overlaps another, each changes something."""
    named = (Edit(edit.start, edit.end, edit.new, finding.rule) for finding in doc.findings for edit in finding.fix)
    return _disjoint(edit for edit in named if doc.source.text[edit.start : edit.end] != edit.new)


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
