"""Cut a demand into clauses and see in each who acts, by when, how much, and in what words.

Known limitations: a comma inside quotation marks or brackets of more than 80 characters cuts a clause.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from speechkit.model import Span, TimeExpression
from speechkit.owner_grammar import OwnerGrammar, is_holder
from speechkit.owner_names import NameCheck
from speechkit.owners import Holder, Subject, find_partners, find_subject
from speechkit.quantities import Quantity
from speechkit.task_words import MODALITIES, Signal, SignalKind

_QUOTED = r"“[^“”\n]{0,80}”|（[^（）\n]{0,80}）|《[^《》\n]{0,80}》"
_CLAUSE = re.compile(rf"(?:{_QUOTED}|[^，；：！？。\n])++")
_SENTENCE = re.compile(rf"(?:{_QUOTED}|[^。！？\n])++")
_PREDICATE = re.compile(r"(?:也|都|还|既|更)?要|必须|务必|应|每|认真|会同|对|把|将")
_COUNTED = re.compile(r"不得?[少低超高][于过]\s*\d+\s*[人名]")
_POSSESSIVE = re.compile(r"([各每][^，；：、的]{1,12})的[^，；：、]{1,8}")
_WHOLE_PLACE = re.compile(r"全[市县区省镇乡州校厂院国](?=[要年每共选评组建办开举将再上力]|\d+月)")
_IDLE = " \u3000\n，；：、"
_NO_KINDS: frozenset[SignalKind] = frozenset()
_START = attrgetter("start")
_BESIDE_NAME = 10
"""Characters that may stand beside a name in a clause that is no more than a name (…三家, …的进度)."""


Item = TypeVar("Item")


class DutyTime(NamedTuple):
    """A time that can bind a duty, with its place in the cleaned text."""

    start: int
    end: int
    time: TimeExpression


class Clause(NamedTuple):
    """One clause of a sentence.

    Attributes:
        closes: the mark behind it; "" at the text's end.
        subject: who is to act; None where the clause does not say. A subject without holders (全市) names nobody.
        partners: who is named by 会同 or 联合.
        times: duty times that start in it.
        quantity: the first countable target in it.
        signals: words behind the subject that say something.
        kinds: of these words.
    """

    start: int
    end: int
    closes: str
    subject: Subject | None
    partners: tuple[Holder, ...]
    times: tuple[DutyTime, ...]
    quantity: Quantity | None
    signals: tuple[Signal, ...]
    kinds: frozenset[SignalKind]

    @property
    def demands(self) -> bool:
        """Say whether a directive word stands in it."""
        return not self.kinds.isdisjoint(MODALITIES)

    @property
    def acts(self) -> bool:
        """Say whether checkable action, or what comes of it, is named in it."""
        return "checkable" in self.kinds or "result" in self.kinds

    @property
    def tells(self) -> bool:
        """Say whether it tells what was or is."""
        return "told" in self.kinds and not self.demands


class Marked(NamedTuple):
    """A sentence, behind its label, with what was found in it, each in order.

    Attributes:
        spans: of its clauses.
        subjects: start of a clause → who is to act in it.
        marks: as `grammar.find_marks` finds them.
        times: that start in it.
    """

    spans: Sequence[tuple[int, int]]
    subjects: Mapping[int, Subject]
    marks: Sequence[re.Match[str]]
    times: Sequence[DutyTime]
    quantities: Sequence[Quantity]
    signals: Sequence[Signal]


def cut_sentences(text: str, start: int, end: int, *, cuts: Sequence[int]) -> Iterator[Span]:
    """Cut a stretch at 。！？, line ends and the given places; yield what is left without white space at its
    edges; some may be empty.

    Args:
        text: cleaned and folded.
        start: of the stretch; `end` likewise.
        cuts: places in the stretch, ascending.
    """
    done = 0
    for match in _SENTENCE.finditer(text, start, end):
        first, last = match.span()
        while done < len(cuts) and cuts[done] < last:
            if cuts[done] > first:
                yield _trimmed(text, first, cuts[done])
                first = cuts[done]
            done += 1
        yield _trimmed(text, first, last)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[end - 1] in _IDLE:
        end -= 1
    while start < end and text[start] in _IDLE:
        start += 1
    return Span(start, end)


def cut_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence at ，；：, outside quotation marks and brackets; start and end of each clause."""
    spans = []
    for match in _CLAUSE.finditer(text, start, end):
        first, last = match.span()
        while first < last and text[first] in " \u3000":
            first += 1
        if first < last:
            spans.append((first, last))
    return spans


def find_subjects(
    text: str, spans: Sequence[tuple[int, int]], *, marks: Sequence[re.Match[str]], names: NameCheck
) -> dict[int, Subject]:
    """Find who is to act in the clauses of a sentence: start of a clause → subject."""
    left = deque(marks)
    subjects = {}
    for first, last in spans:
        held = _take(left, last, _start_of) if left else ()
        subject = _find_subject(text, first, last, marks=held, names=names)
        if subject is not None:
            subjects[first] = subject
    return subjects


def read_clauses(text: str, grammar: OwnerGrammar, sentence: Marked) -> list[Clause]:
    """Read the clauses of a sentence of a text that is cleaned and folded."""
    signals, quantities = deque(sentence.signals), deque(sentence.quantities)
    left_marks, left_times = deque(sentence.marks), deque(sentence.times)
    clauses = []
    for first, last in sentence.spans:
        bound = tuple(_take(left_times, last, _START)) if left_times else ()
        held = _take(left_marks, last, _start_of) if left_marks else ()
        said = _take(signals, last, _START) if signals else ()
        counted = _take(quantities, last, _START) if quantities else ()
        subject = sentence.subjects.get(first)
        behind = subject.end if subject else first
        telling = tuple([s for s in said if s.start >= behind and not _is_attributive(text, s, last)])
        clauses.append(
            Clause(
                first,
                last,
                text[last : last + 1],
                subject,
                find_partners(text, behind, last, marks=held, grammar=grammar) if held else (),
                bound,
                _first_target(counted, bound) if counted else None,
                telling,
                frozenset([signal.kind for signal in telling]) if telling else _NO_KINDS,
            )
        )
    return [
        _without_idle_subject(text, clauses, i) if clause.subject and clause.subject.kind == "end" else clause
        for i, clause in enumerate(clauses)
    ]


def _start_of(mark: re.Match[str]) -> int:
    return mark.start()


def _take(items: deque[Item], end: int, start: Callable[[Item], int]) -> list[Item]:
    """Take from the front of a queue what starts before a place."""
    taken = []
    while items and start(items[0]) < end:
        taken.append(items.popleft())
    return taken


def _is_attributive(text: str, signal: Signal, end: int) -> bool:
    """Say whether 已 and the like only stand in an attribute (已经查出的问题)."""
    return signal.word[0] == "已" and "的" in text[signal.end : end]


def _find_subject(
    text: str, start: int, end: int, *, marks: Sequence[re.Match[str]], names: NameCheck
) -> Subject | None:
    subject = find_subject(text, start, end, marks=marks, names=names) if marks else None
    if subject and _COUNTED.match(text, subject.end, end):
        return None
    if subject is None and (place := _WHOLE_PLACE.match(text, start, end)):
        return Subject(place.start(), place.end(), (), given=False, kind="other")
    if subject is None and text[start] in "各每" and (owned := _POSSESSIVE.fullmatch(text, start, end)):
        first, last = owned.span(1)
        if is_holder(text[first:last], names.grammar):
            return Subject(first, last, (Holder(first, last),), given=False, kind="end")
    return subject


def _first_target(quantities: Sequence[Quantity], times: Sequence[DutyTime]) -> Quantity | None:
    """The first target; a length that is itself a time counts only where it is bounded (不少于2天)."""
    for quantity in quantities:
        if quantity.strong or not any(t.start < quantity.end and quantity.start < t.end for t in times):
            return quantity
    return None


def _without_idle_subject(text: str, clauses: Sequence[Clause], i: int) -> Clause:
    """Drop a subject that is its whole clause, unless the next clause is its predicate."""
    clause = clauses[i]
    subject = clause.subject
    if subject is None or subject.end < clause.end - _BESIDE_NAME:
        return clause
    following = clauses[i + 1] if i + 1 < len(clauses) else None
    goes_on = (
        following is not None
        and clause.closes == "，"
        and following.subject is None
        and (
            _PREDICATE.match(text, following.start) is not None
            or any(time.start <= following.start + 1 for time in following.times)
        )
    )
    return clause if goes_on else clause._replace(subject=None)
