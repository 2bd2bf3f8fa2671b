"""The step that finds tasks: who is to do what, by when, to what measure.

Sentences are cut into clauses (`task_clauses`), clauses grouped into rows of one actor and action (`task_rows`), rows
judged (`task_judge`). A row without a duty holder takes the one of its sentence, of a note that covers it
(`task_notes`), of an earlier sentence of its point, or of the lead-in of a point above, and says so.

Known limitations: a duty holder who is named only in the title of a point is not taken over; a row ends with its
sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from speechkit.align import to_source, to_text
from speechkit.model import Document, Owner, Role, Span, Task
from speechkit.owner_grammar import load_grammar
from speechkit.owner_names import NameCheck
from speechkit.owners import Holder, Subject
from speechkit.points import PointIndex, index_points
from speechkit.quantities import Quantity, find_quantities
from speechkit.settings import Settings
from speechkit.task_clauses import DutyTime, Marked, cut_clauses, cut_sentences, find_subjects, read_clauses
from speechkit.task_judge import PRONOUNS, choose_time, find_modality, is_directed, is_key
from speechkit.task_notes import Note, find_notes, is_in_note, note_for
from speechkit.task_rows import Row, make_rows
from speechkit.task_words import ACTIONS, Signal, TaskWords, load_task_words

LONGEST_WAY = 1500
"""Characters over which a duty holder is taken over within a point; the points of speeches seldom are longer, and
in a report's chapters, which are, the sentence that names one speaks of a matter of its own."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a text is read with: the cleaned, folded text, the compiled lexicons, and a check of names."""

    text: str
    names: NameCheck
    words: TaskWords


class FoundTask(NamedTuple):
    """A row with all that is known of it; places are of the cleaned text.

    Attributes:
        holders: named in it, or taken over where `inherited`.
        time: id of the time that binds it.
    """

    row: Row
    holders: tuple[Holder, ...]
    inherited: bool
    time: str | None
    point: str | None
    key: bool


class _Sentence(NamedTuple):
    """A sentence to be read, from behind its label on, in the part that its passage plays.

    Attributes:
        heading: it is the title of a point.
        heads: of the document.
    """

    start: int
    end: int
    role: Role
    heading: bool
    heads: _Heads


def run(doc: Document, settings: Settings) -> Document:
    """Fill `tasks`."""
    folder = settings.cache_folder
    names = NameCheck(doc.folded, load_grammar(folder), settings.engine, folder)
    reader = Reader(doc.folded, names, load_task_words(folder))
    return replace(doc, tasks=tuple(_to_tasks(doc, find_tasks(doc, reader))))


def find_tasks(doc: Document, reader: Reader) -> Iterator[FoundTask]:
    """Find the rows of a document with outline, passages and times that direct somebody to act, in text order.

    Those that an office would put in its list have `key`.
    """
    text = reader.text
    times = [DutyTime(*_place(doc, time.span), time) for time in doc.times if time.role != "mention"]
    starts = [time.start for time in times]
    heads = _Heads(doc)
    notes = find_notes(text, times=times, point_starts=heads.starts, grammar=reader.names.grammar)
    heads.cuts = sorted({*heads.starts, *(edge for note in notes for edge in (note.start, note.end))})
    memory = _Memory(text)
    for passage in doc.passages:
        start, end = _place(doc, passage.span)
        is_demand = passage.role == "requirements"
        if is_demand or bisect_left(starts, start) < bisect_left(starts, end):
            for sentence in _sentences(text, start, end, role=passage.role, heads=heads):
                first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
                if (is_demand or first < last) and not (notes and is_in_note(notes, sentence.start)):
                    inside = times[first:last]
                    yield from _read_sentence(reader, sentence, times=inside, notes=notes, memory=memory)


def _read_sentence(
    reader: Reader, sentence: _Sentence, *, times: Sequence[DutyTime], notes: Sequence[Note], memory: _Memory
) -> Iterator[FoundTask]:
    """Find the rows of a sentence, unless a cheap test says that it has none.

    Args:
        reader: text and lexicons.
        sentence: to be read.
        times: that start in it.
        notes: of the text.
        memory: is told who is addressed.
    """
    text, start, end = reader.text, sentence.start, sentence.end
    marks = reader.names.grammar.find_marks(text, start, end)
    spans = cut_clauses(text, start, end) if marks or times else []
    subjects = find_subjects(text, spans, marks=marks, names=reader.names) if spans else {}
    quantities = find_quantities(text, start, end)
    if not (subjects or times):
        may_inherit = notes or memory.recall(sentence.heads.point_at(start), start)
        if sentence.heading or not (may_inherit or quantities):
            return
    signals = reader.words.find_signals(text, start, end)
    acts = any(signal.kind in ACTIONS or signal.kind == "promoting" for signal in signals)
    if not (subjects or times or _is_promising(signals, quantities)):
        return
    if not (times or acts or quantities):
        _remember(text, subjects, signals, sentence, memory=memory)
        return
    marked = Marked(spans or cut_clauses(text, start, end), subjects, marks, times, quantities, signals)
    rows = make_rows(text, read_clauses(text, reader.names.grammar, marked))
    yield from _judge(text, rows, sentence, notes=notes, memory=memory)


def _is_promising(signals: Sequence[Signal], quantities: Sequence[Quantity]) -> bool:
    """Say whether a sentence that names neither duty holder nor time has a target, or checkable action enough."""
    if any(quantity.strong for quantity in quantities):
        return True
    actions = {signal.word for signal in signals if signal.kind in ACTIONS}
    return len(actions) > 1 or bool(quantities and actions)


def _place(doc: Document, span: Span) -> tuple[int, int]:
    place = to_text(doc.alignment, span)
    return place.start, place.end


class _Heads:
    """Where in the cleaned text points begin, where their labels and headings end, and in which point a place is."""

    def __init__(self, doc: Document) -> None:
        points = list(doc.points())
        places = sorted((*_place(doc, point.heading), len(point.label)) for _, point in points)
        self.starts = [start for start, _, _ in places]
        self.cuts = self.starts
        self.ends = {start: (start + label, end) for start, end, label in places}
        index = index_points(points)
        spots = tuple(to_text(doc.alignment, Span(max(0, at), max(0, at))).start for at in index.starts)
        self._index = PointIndex(spots, index.ids)

    def point_at(self, position: int) -> str | None:
        """Dotted id of the innermost point that holds a position of the cleaned text."""
        return self._index.at(position)


def _sentences(text: str, start: int, end: int, *, role: Role, heads: _Heads) -> Iterator[_Sentence]:
    """The sentences of a passage, cut at the labels of points and at notes too."""
    cuts = heads.cuts[bisect_left(heads.cuts, start) : bisect_left(heads.cuts, end)]
    for span in cut_sentences(text, start, end, cuts=cuts):
        head = heads.ends.get(span.start)
        if span.start == span.end:
            continue
        if head is None:
            yield _Sentence(span.start, span.end, role, False, heads)
        elif head[0] < span.end:
            yield _Sentence(head[0], span.end, role, head[1] >= span.end - 1, heads)


class _Memory:
    """Who was addressed last in each point, and in the present paragraph outside all points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kept: dict[str | None, tuple[int, tuple[Holder, ...]]] = {}

    def keep(self, point: str | None, holders: tuple[Holder, ...]) -> None:
        self._kept[point] = (holders[0].start, holders)

    def recall(self, point: str | None, start: int) -> tuple[Holder, ...]:
        """Those whom what starts at a place takes over.

        They are named in the same point and not too far before, or in the lead-in of a point above; outside all
        points, in the same paragraph.
        """
        place, holders = self._kept.get(point, (0, ()))
        if holders and start - place <= LONGEST_WAY and (point or "\n" not in self._text[place:start]):
            return holders
        while point and (point := point.rpartition(".")[0]):
            if point in self._kept:
                return self._kept[point][1]
        return ()


def _judge(
    text: str, rows: Iterable[Row], sentence: _Sentence, *, notes: Sequence[Note], memory: _Memory
) -> Iterator[FoundTask]:
    """Give rows their duty holders and say which are tasks."""
    point = sentence.heads.point_at(sentence.start)
    main: tuple[Holder, ...] = ()
    for row in rows:
        first = row.clauses[0]
        noted, noted_times = note_for(notes, row.start) if notes else ((), ())
        holders, is_near = row.holders, bool(row.holders)
        if not holders and not (first.subject and not first.subject.holders):
            is_near = bool(noted) and not main
            holders = main or noted or memory.recall(point, row.start)
        elif holders and first.subject and not first.tells and _addresses(first.subject, is_first=not main):
            main = holders
            if first.subject.official:
                _keep(text, holders, sentence, memory=memory)
        if noted_times and not row.times and not sentence.heading:
            row = row._replace(times=noted_times[:1])
        named = bool(holders) and not _is_pronoun(text, holders)
        key = is_key(
            text,
            row,
            held=bool(holders),
            named=named,
            inherited=not is_near,
            role=sentence.role,
            heading=sentence.heading,
        )
        if key or is_directed(row, role=sentence.role, heading=sentence.heading):
            yield FoundTask(row, holders, not row.holders, choose_time(row), point, key)


def _remember(
    text: str, subjects: Mapping[int, Subject], signals: Sequence[Signal], sentence: _Sentence, *, memory: _Memory
) -> None:
    """Keep whom a sentence addresses that has no tasks and tells nothing."""
    if any(signal.kind == "told" for signal in signals):
        return
    main: tuple[Holder, ...] = ()
    for subject in subjects.values():
        if main and subject.kind == "support":
            main += subject.holders
        elif subject.holders and subject.official and subject.kind != "end" and _addresses(subject, is_first=not main):
            main = subject.holders
    if main:
        _keep(text, main, sentence, memory=memory)


def _addresses(subject: Subject, *, is_first: bool) -> bool:
    """Say whether a subject is whom what follows is said to as well."""
    return subject.kind != "orders" and (is_first or not subject.given)


def _keep(text: str, holders: tuple[Holder, ...], sentence: _Sentence, *, memory: _Memory) -> None:
    if sentence.role == "requirements" and not _is_pronoun(text, holders):
        memory.keep(sentence.heads.point_at(sentence.start), holders)


def _is_pronoun(text: str, holders: Sequence[Holder]) -> bool:
    return text[holders[0].start : holders[0].end] in PRONOUNS


def _to_tasks(doc: Document, found: Iterable[FoundTask]) -> Iterator[Task]:
    for n, item in enumerate(found, 1):
        span, text = _slice(doc, item.row.start, item.row.end)
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
