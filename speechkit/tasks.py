"""The step that finds tasks: who is to do what, by when, to what measure.

Sentences are cut into clauses (`task_clauses`), clauses grouped into rows of one actor and action (`task_rows`), rows
judged (`task_judge`). A row without a duty holder takes the one of its sentence, of a note that covers it
(`task_notes`), of an earlier sentence of its point, or of the lead-in of a point above, and says so.

Known limitations: a duty holder who is named only in the title of a point is not taken over; a row ends with its
sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from speechkit.align import to_source, to_text
from speechkit.model import Document, Owner, Role, Span, Task
from speechkit.owner_grammar import load_grammar
from speechkit.owners import Holder
from speechkit.points import index_points
from speechkit.settings import Settings
from speechkit.task_clauses import DutyTime, Reader, cut_sentences, read_clauses
from speechkit.task_judge import PRONOUNS, choose_time, find_modality, is_key
from speechkit.task_notes import Note, find_notes, note_for
from speechkit.task_rows import Row, make_rows
from speechkit.task_words import load_task_words


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A row with all that is known of it; places are of the cleaned text.

    Attributes:
        start: of the row; `end` likewise.
        holders: named in it, or taken over where `inherited`.
        time: id of the time that binds it.
    """

    row: Row
    start: int
    end: int
    holders: tuple[Holder, ...]
    inherited: bool
    time: str | None
    point: str | None
    key: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence to be read: from behind its label on."""

    start: int
    end: int
    point: str | None
    role: Role
    heading: bool


def run(doc: Document, settings: Settings) -> Document:
    """Fill `tasks`."""
    reader = Reader(doc.folded, load_grammar(settings.cache_folder), load_task_words(settings.cache_folder))
    return replace(doc, tasks=tuple(_to_tasks(doc, find_tasks(doc, reader))))


def find_tasks(doc: Document, reader: Reader) -> Iterator[FoundTask]:
    """Find the rows of a document with outline, passages and times that could be tasks, in text order."""
    times = [DutyTime(*_place(doc, time.span), time) for time in doc.times if time.role != "mention"]
    starts = [time.start for time in times]
    point_starts = sorted(_place(doc, point.span)[0] for _, point in doc.points())
    notes = find_notes(reader.text, times=times, point_starts=point_starts, grammar=reader.grammar)
    memory = _Memory()
    for sentence in _sentences(doc, reader.text):
        if any(note.start <= sentence.start < note.end for note in notes):
            continue
        inside = times[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        marks = list(reader.grammar.follow.finditer(reader.text, sentence.start, sentence.end))
        clauses = read_clauses(reader, sentence.start, sentence.end, marks=marks, times=inside)
        yield from _judge(reader.text, make_rows(reader.text, clauses), sentence, notes=notes, memory=memory)


def _place(doc: Document, span: Span) -> tuple[int, int]:
    place = to_text(doc.alignment, span)
    return place.start, place.end


def _sentences(doc: Document, text: str) -> Iterator[_Sentence]:
    """The sentences of all passages, cut at the labels of points too."""
    points = list(doc.points())
    index = index_points(points)
    heads: dict[int, tuple[int, int]] = {}
    for _, point in points:
        start, end = _place(doc, point.heading)
        heads[start] = (start + len(point.label), end)
    cuts = sorted(heads)
    for passage in doc.passages:
        start, end = _place(doc, passage.span)
        inside = cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]
        for span in cut_sentences(text, start, end, cuts=inside):
            behind_label, head_end = heads.get(span.start, (span.start, 0))
            if behind_label < span.end:
                point_id = index.at(to_source(doc.alignment, Span(span.start, span.start + 1)).start)
                yield _Sentence(behind_label, span.end, point_id, passage.role, head_end >= span.end - 1)


class _Memory:
    """Who was addressed last in each point."""

    def __init__(self) -> None:
        self._holders: dict[str | None, tuple[Holder, ...]] = {}

    def keep(self, point: str | None, holders: tuple[Holder, ...]) -> None:
        self._holders[point] = holders

    def recall(self, point: str | None) -> tuple[Holder, ...]:
        """Those of the point itself, else of the lead-in of the nearest point above."""
        while point is not None:
            if point in self._holders:
                return self._holders[point]
            point = point.rpartition(".")[0] or None
        return ()


def _judge(
    text: str, rows: Iterable[Row], sentence: _Sentence, *, notes: Sequence[Note], memory: _Memory
) -> Iterator[FoundTask]:
    main: tuple[Holder, ...] = ()
    for row in rows:
        first = row.clauses[0]
        subject = first.subject
        noted, noted_times = note_for(notes, row.start) if notes else ((), ())
        holders, inherited = row.holders, False
        if not holders and not (subject and not subject.holders):
            holders = main or noted or memory.recall(sentence.point)
            inherited = bool(holders)
        elif holders and subject and not (main and subject.given) and not first.tells and subject.kind != "orders":
            main = holders
            if sentence.role == "requirements" and not _is_pronoun(text, holders):
                memory.keep(sentence.point, holders)
        if noted_times and not row.times and not sentence.heading:
            row = replace(row, times=noted_times[:1])
        named = bool(holders) and not _is_pronoun(text, holders)
        key = is_key(text, row, named=named, inherited=inherited, role=sentence.role, heading=sentence.heading)
        yield FoundTask(row, row.start, row.end, holders, inherited, choose_time(row), sentence.point, key)


def _is_pronoun(text: str, holders: Sequence[Holder]) -> bool:
    return text[holders[0].start : holders[0].end] in PRONOUNS


def _to_tasks(doc: Document, found: Iterable[FoundTask]) -> Iterator[Task]:
    for n, item in enumerate((item for item in found if item.key), 1):
        span, text = _slice(doc, item.start, item.end)
        quantity = item.row.quantity
        yield Task(
            id=f"T{n}",
            span=span,
            text=text,
            point=item.point,
            owners=tuple(_to_owner(doc, holder, inherited=item.inherited) for holder in item.holders),
            time=item.time,
            quantity=_slice(doc, quantity.start, quantity.end)[1] if quantity else None,
            modality=find_modality(item.row),
            key=item.key,
        )


def _to_owner(doc: Document, holder: Holder, *, inherited: bool) -> Owner:
    span, text = _slice(doc, holder.start, holder.end)
    return Owner(text, span, holder.role, inherited)


def _slice(doc: Document, start: int, end: int) -> tuple[Span, str]:
    span = to_source(doc.alignment, Span(start, end))
    return span, doc.source.text[span.start : span.end]
