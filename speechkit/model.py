"""Every shared type. A speech on its way through speechkit is one `Document`.

All types are frozen and hold tuples, so that a document can be shared, compared and pickled. Positions are
`Span`s: half-open ranges of Unicode code points. Unless a docstring says “of the cleaned text”, a span counts in
`Source.text`, so that `source.text[span.start:span.end]` is what the finding claims.

`None` means that the speech does not say; an empty string never does.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PointKind = Literal["numbered", "unnumbered", "implicit"]
Role = Literal["opening", "review", "problems", "requirements", "closing"]
TimeRole = Literal["deadline", "recurring", "duration", "mention"]
Modality = Literal["must", "should", "aim", "prohibit"]
OwnerRole = Literal["lead", "support"]
Level = Literal["error", "suspect", "hint"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) in Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd within a document: skipped, guessed or broken, with its place.

    Attributes:
        code: stable, kebab-case; programs may test it.
        message: for people, in Chinese.
        span: where, in the source; None where it concerns the whole document.
    """

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A speech as its reader gave it.

    Attributes:
        text: what all offsets count in; a text file decoded (BOM dropped, line ends kept), any other format as
            `speechkit text` prints it.
        path: as the user wrote it; "-" for standard input, None for text given in memory.
        format: "text", "docx", "pdf", "markdown", "html", …
        encoding: of the bytes, where the format has a choice; None elsewhere.
        sha256: hex digest of the bytes read.
        notices: what the reader guessed or left out.
    """

    text: str
    path: str | None
    format: str
    encoding: str | None
    sha256: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that cleaning makes: text[start:end] becomes `new`, because of `rule`."""

    start: int
    end: int
    new: str
    rule: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head of a speech says about it; None for what it does not say."""

    title: str | None = None
    speaker: str | None = None
    date: date | None = None
    salutation: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the outline, with the points below it.

    Attributes:
        kind: "numbered", "unnumbered" (a run-in heading) or "implicit" (a part that has no marker).
        label: the marker as written, with its punctuation; "" where there is none.
        ordinal: the place that the marker states; None where there is none.
        title: cleaned text from behind the label to the first 。！？； or line end, that mark left out.
        span: from the marker's first character to where the point's text ends, children included.
        heading: the label and the title alone.
    """

    kind: PointKind
    label: str
    ordinal: int | None
    title: str
    span: Span
    heading: Span
    children: tuple[Point, ...] = ()

    def walk(self) -> Iterator[Point]:
        """Yield this point and all below it, in text order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Declared:
    """A statement of how many points follow (讲三点意见), and how many do.

    Attributes:
        found: members of the series that the statement announces; None where none was found.
    """

    span: Span
    text: str
    count: int
    found: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of whole sentences that plays one part in the speech."""

    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """An expression that names a time, what it says and what that comes to.

    Attributes:
        id: "D1", "D2", … in text order.
        text: the slice of the source.
        timex: TIMEX3 value as far as the words go ("XXXX-11-30"); None where TIMEX3 has none.
        earliest: first day allowed, included; None for a mere bound or without an anchor.
        latest: last day allowed, included.
        rrule: RFC 5545 recurrence rule, without DTSTART; None unless recurring.
        duration: ISO 8601 duration; None unless a length.
        approximate: True for 前后, 左右 and the like.
        point: dotted id of the innermost point it stands in; None outside all.
    """

    id: str
    span: Span
    text: str
    role: TimeRole
    timex: str | None
    earliest: date | None = None
    latest: date | None = None
    rrule: str | None = None
    duration: str | None = None
    approximate: bool = False
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do a task. `inherited` owners stand outside the task's span."""

    text: str
    span: Span
    role: OwnerRole = "lead"
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the task list: an actor and an action.

    Attributes:
        time: id of the `TimeExpression` that binds it. `quantity`: the countable target as written.
        key: True for what belongs in an office's task list.
    """

    id: str
    span: Span
    text: str
    point: str | None
    owners: tuple[Owner, ...] = ()
    time: str | None = None
    quantity: str | None = None
    modality: Modality = "must"
    key: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """One occurrence of a stock phrase. `entry` is the lexicon's form, `text` the slice of the source."""

    span: Span
    text: str
    lexicon: str
    category: str
    entry: str
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One occurrence of a sentence frame (既…又…), with what fills its slots, in order."""

    span: Span
    text: str
    lexicon: str
    pattern: str
    slots: tuple[str, ...] = ()
    point: str | None = None


@dataclass(frozen=True, slots=True)
class LexiconLabel:
    """What a finding says of its lexicon. `sha256` is of the YAML file."""

    id: str
    version: str
    title: str
    sha256: str

    @property
    def label(self) -> str:
        """id@version"""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that marks this speech. `weight` is TF-IDF, higher is more telling."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the cleaned text. `phrase_density` is the share of its characters that stand in phrases."""

    characters: int
    sentences: int
    tokens: int
    phrase_density: float
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule of `speechkit check` objects to, in the language asked for.

    Attributes:
        level: 错误, 疑似 or 提示.
        span: the first place; `others` are further places of the same finding.
        basis: the standard and clause.
        fix: edits of the source that mend all its places.
    """

    rule: str
    group: str
    level: Level
    span: Span
    text: str
    message: str
    advice: str
    basis: str
    others: tuple[Span, ...] = ()
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each character of the cleaned text stands in the source; made by `speechkit.align` only.

    The text falls into runs that were copied unchanged and replacements in between. Run i starts at
    `text_starts[i]`, its source at `source_starts[i]` to `source_ends[i]`; in a copied run both sides are equally
    long, in a replacement all its characters share the whole source range.
    """

    text_starts: tuple[int, ...]
    source_starts: tuple[int, ...]
    source_ends: tuple[int, ...]
    copied: tuple[bool, ...]
    length: int


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A speech and all that is known of it.

    Attributes:
        source: the text as it was read.
        text: the cleaned text; one paragraph a line. The steps read this.
        folded: `text` with traditional characters written simplified and full-width letters and digits written
            half-width, character by character: as long as `text`. What is matched is matched here.
        alignment: from positions in `text` to positions in `source.text`.
        sentences: spans of the cleaned text, in order, end mark included, no white space around.
        lexicons: those that the phrases were looked for in.
        anchor: the day that relative times count from; None where nothing says it.
    """

    source: Source
    text: str
    folded: str
    alignment: Alignment
    edits: tuple[Edit, ...] = ()
    sentences: tuple[Span, ...] = ()
    meta: Meta = field(default_factory=Meta)
    anchor: date | None = None
    outline: tuple[Point, ...] = ()
    declared: tuple[Declared, ...] = ()
    passages: tuple[Passage, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    tasks: tuple[Task, ...] = ()
    lexicons: tuple[LexiconLabel, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    statistics: Statistics | None = None
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __repr__(self) -> str:  # short: a notebook prints it
        return f"<Document {self.meta.title or self.source.path!r}: {len(self.source.text)} characters>"

    def points(self) -> Iterator[tuple[str, Point]]:
        """Yield every point with its dotted id ("2.1"), in text order."""
        stack = [(str(n), point) for n, point in enumerate(self.outline, 1)][::-1]
        while stack:
            name, point = stack.pop()
            yield name, point
            stack.extend((f"{name}.{n}", child) for n, child in reversed(list(enumerate(point.children, 1))))

    def check(self) -> None:
        """Raise AssertionError unless every finding keeps to the invariants.

        Spans lie within the source and in order, children within their parents, `text` equals its slice, ids are
        unique, tasks name times that exist.
        """
        if len(self.folded) != len(self.text):
            raise AssertionError("folded text is not as long as the text")
        _check_points(self.outline, Span(0, len(self.source.text)))
        found: tuple[Sequence[_Finding], ...] = (self.declared, self.passages, self.times, self.tasks)
        for group in (*found, self.phrases, self.patterns, self.findings):
            _check_spans(group, self.source.text)
        _check_disjoint(self.passages)
        _check_disjoint(self.phrases)
        known = {time.id for time in self.times}
        if len(known) != len(self.times):
            raise AssertionError("two times share an id")
        for task in self.tasks:
            if task.time is not None and task.time not in known:
                raise AssertionError(f"no such time: {task}")
            for owner in task.owners:
                if owner.text != self.source.text[owner.span.start : owner.span.end]:
                    raise AssertionError(f"owner is not its slice: {owner}")


_Finding = Declared | Passage | TimeExpression | Task | Phrase | Pattern | Finding


def _check_spans(items: Sequence[_Finding], source: str) -> None:
    last = 0
    for item in items:
        span = item.span
        if not last <= span.start < span.end <= len(source):
            raise AssertionError(f"out of bounds or out of order: {item}")
        last = span.start
        if not isinstance(item, Passage) and item.text != source[span.start : span.end]:
            raise AssertionError(f"text is not its slice: {item}")


def _check_points(points: tuple[Point, ...], within: Span) -> None:
    last = within.start
    for point in points:
        if not last <= point.span.start < point.span.end <= within.end:
            raise AssertionError(f"point outside its parent or out of order: {point.label}{point.title}")
        if point.heading.start < point.span.start or point.heading.end > point.span.end:
            raise AssertionError(f"heading outside its point: {point.label}{point.title}")
        last = point.span.end
        _check_points(point.children, point.span)


def _check_disjoint(items: Sequence[Passage | Phrase]) -> None:
    for left, right in zip(items, items[1:], strict=False):
        if left.span.end > right.span.start:
            raise AssertionError(f"overlap: {left} {right}")
