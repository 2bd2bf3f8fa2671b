"""Cut a demand into clauses and see in each who acts, by when, how much, and in what words.

Known limitations: a comma inside quotation marks or brackets of more than 80 characters cuts a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from speechkit.model import Span, TimeExpression
from speechkit.owner_grammar import OwnerGrammar, is_holder
from speechkit.owners import Holder, Subject, find_partners, find_subject
from speechkit.quantities import Quantity, find_quantities
from speechkit.task_words import MODALITIES, Signal, SignalKind, TaskWords

_QUOTED = r"“[^“”\n]{0,80}”|（[^（）\n]{0,80}）|《[^《》\n]{0,80}》"
_CLAUSE = re.compile(rf"(?:{_QUOTED}|[^，；：！？。\n])++")
_SENTENCE = re.compile(rf"(?:{_QUOTED}|[^。！？\n])++")
_PREDICATE = re.compile(r"(?:也|都|还|既|更)?要|必须|务必|应|每|认真|会同|对|把|将")
_COUNTED = re.compile(r"不得?[少低超高][于过]\s*\d+\s*[人名]")
_POSSESSIVE = re.compile(r"([各每][^，；：、的]{1,12})的[^，；：、]{1,8}")
_WHOLE_PLACE = re.compile(r"全[市县区省镇乡州校厂院国](?=[要年每共选评组建办开举将再上力]|\d+月)")
_BESIDE_NAME = 10
"""Characters that may stand beside a name in a clause that is no more than a name (…三家, …的进度)."""


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
    """

    start: int
    end: int
    closes: str
    subject: Subject | None
    partners: tuple[Holder, ...]
    times: tuple[DutyTime, ...]
    quantity: Quantity | None
    signals: tuple[Signal, ...]

    def has(self, *kinds: SignalKind) -> bool:
        """Say whether a word of one of these kinds stands in it."""
        return any(signal.kind in kinds for signal in self.signals)

    @property
    def demands(self) -> bool:
        """Say whether a directive word stands in it."""
        return any(signal.kind in MODALITIES for signal in self.signals)

    @property
    def tells(self) -> bool:
        """Say whether it tells what was or is."""
        return self.has("told") and not self.demands


@dataclass(frozen=True, slots=True)
class Reader:
    """What clauses are read with: the cleaned, folded text and the compiled lexicons."""

    text: str
    grammar: OwnerGrammar
    words: TaskWords


def cut_sentences(text: str, start: int, end: int, *, cuts: Sequence[int]) -> Iterator[Span]:
    """Cut a stretch at 。！？, line ends and the given places; yield what is left without white space at its edges."""
    for match in _SENTENCE.finditer(text, start, end):
        first, last = match.span()
        inside = [cut for cut in cuts if first < cut < last] if cuts else ()
        for left, right in zip((first, *inside), (*inside, last), strict=True):
            piece = text[left:right]
            inner = Span(left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip(" \u3000\n，；：、")))
            if inner.start < inner.end:
                yield inner


def read_clauses(
    reader: Reader, start: int, end: int, *, marks: Sequence[re.Match[str]], times: Sequence[DutyTime]
) -> list[Clause]:
    """Read the clauses of a sentence.

    Args:
        reader: text and lexicons.
        start: of the sentence, behind its label; `end` likewise.
        marks: matches of `grammar.follow` in the sentence, in order.
        times: that start in the sentence, in order.
    """
    text = reader.text
    signals = reader.words.find_signals(text, start, end)
    quantities = find_quantities(text, start, end)
    clauses = []
    for match in _CLAUSE.finditer(text, start, end):
        first, last = match.span()
        first += len(match.group()) - len(match.group().lstrip(" \u3000"))
        if first == last:
            continue
        bound = tuple(time for time in times if first <= time.start < last)
        held = [mark for mark in marks if first <= mark.start() < last]
        subject = _find_subject(reader, first, last, marks=held)
        behind = subject.end if subject else first
        clauses.append(
            Clause(
                start=first,
                end=last,
                closes=text[last : last + 1],
                subject=subject,
                partners=find_partners(text, behind, last, marks=held, grammar=reader.grammar) if held else (),
                times=bound,
                quantity=_first_target([q for q in quantities if first <= q.start < last], bound),
                signals=tuple(s for s in signals if behind <= s.start < last and not _is_attributive(text, s, last)),
            )
        )
    return [_without_idle_subject(text, clauses, i) for i in range(len(clauses))]


def _is_attributive(text: str, signal: Signal, end: int) -> bool:
    """Say whether 已 and the like only stand in an attribute (已经查出的问题)."""
    return signal.word[0] == "已" and "的" in text[signal.end : end]


def _find_subject(reader: Reader, start: int, end: int, *, marks: Sequence[re.Match[str]]) -> Subject | None:
    text, grammar = reader.text, reader.grammar
    subject = find_subject(text, start, end, marks=marks, grammar=grammar) if marks else None
    if subject and _COUNTED.match(text, subject.end, end):
        return None
    if subject is None and (place := _WHOLE_PLACE.match(text, start, end)):
        return Subject(place.start(), place.end(), (), given=False, kind="other")
    if subject is None and text[start] in "各每" and (owned := _POSSESSIVE.fullmatch(text, start, end)):
        first, last = owned.span(1)
        if is_holder(text[first:last], grammar):
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
    if subject is None or subject.kind != "end" or subject.end < clause.end - _BESIDE_NAME:
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
