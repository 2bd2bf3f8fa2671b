"""Compare two drafts of a speech by meaning: points, tasks, times, phrases, and then the text.

    analysed documents → drafts laid out → points matched → sentences paired within them → what changed

Known limitations: those of the analysis: a draft whose outline or tasks are read wrongly is compared as read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from speechkit.diff_drafts import OUTSIDE, Draft, lay_out
from speechkit.diff_duties import find_task_changes, find_time_changes
from speechkit.diff_model import Difference, FieldChange, PhraseChange
from speechkit.diff_points import Matched, find_moved, find_point_changes, find_renamed, match_points
from speechkit.diff_sentences import find_sentence_changes, pair_units
from speechkit.model import Document
from speechkit.settings import Settings

STEPS = ("tasks", "phrases")
"""Steps of the analysis whose findings are compared."""


def compare(old: Document, new: Document, settings: Settings, *, minor: bool = False) -> Difference:
    """Compare two documents that went through `STEPS`.

    Args:
        minor: compare directed actions that are no key tasks, too.
    """
    drafts = lay_out(old), lay_out(new)
    matched = match_points(*drafts)
    pairs = pair_units(*drafts, matched)
    tasks = find_task_changes(*drafts, pairs=pairs, matched=matched, minor=minor)
    renamed = find_renamed(*drafts, matched)
    return Difference(
        old=old,
        new=new,
        pairs=tuple(_name_pairs(*drafts, matched)),
        relabelled=_count_relabelled(*drafts, matched),
        meta=tuple(_compare_meta(old, new)),
        points=tuple(find_point_changes(*drafts, matched)),
        tasks=tasks,
        times=tuple(find_time_changes(*drafts, pairs=pairs, matched=matched, tasks=tasks)),
        phrases=tuple(compare_phrases(old, new)),
        sentences=tuple(
            find_sentence_changes(*drafts, pairs=pairs, matched=matched, renamed=renamed, engine=settings.engine)
        ),
    )


def _name_pairs(old: Draft, new: Draft, matched: Matched) -> Iterator[tuple[str, str]]:
    for i, j in sorted(matched.items(), key=lambda pair: pair[1]):
        if i != OUTSIDE:
            yield old.rows[i].id, new.rows[j].id


def _count_relabelled(old: Draft, new: Draft, matched: Matched) -> int:
    moved = find_moved(old, new, matched)
    return sum(
        old.rows[i].point.label != new.rows[j].point.label
        for i, j in matched.items()
        if i != OUTSIDE and i not in moved
    )


def _compare_meta(old: Document, new: Document) -> Iterator[FieldChange]:
    for name in ("title", "speaker", "date", "salutation"):
        before, after = getattr(old.meta, name), getattr(new.meta, name)
        if before != after:
            yield FieldChange(name, *(None if value is None else str(value) for value in (before, after)))


def compare_phrases(old: Document, new: Document) -> Iterator[PhraseChange]:
    """Say which stock phrases and frames stand more or less often, in the order of their first place."""
    counts = _count_phrases(old), _count_phrases(new)
    for key in {**counts[0], **counts[1]}:
        if counts[0][key] != counts[1][key]:
            name, lexicon, category = key
            yield PhraseChange(name, lexicon, category, counts[0][key], counts[1][key])


def _count_phrases(doc: Document) -> Counter[tuple[str, str, str]]:
    phrases = Counter((phrase.entry, phrase.lexicon, phrase.category) for phrase in doc.phrases)
    phrases.update((pattern.pattern, pattern.lexicon, "") for pattern in doc.patterns)
    return phrases
