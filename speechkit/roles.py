"""The step that cuts a speech into the parts it plays: opening, review, problems, requirements, closing.

Every sentence is read for cues from `lexicons/roles.yaml`. Before the first point the parts follow each other by the
cues that open them; a section with points is judged as a whole, and its lead and each of its series apart, so that the
achievements and shortcomings told inside a section are found there.

Known limitations: a review or problem passage of a few sentences inside a numbered point of a demanding section
belongs to the demand; irony is not understood.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from speechkit.address import find_closing_address, find_salutation
from speechkit.align import to_source, to_text
from speechkit.folding import fold
from speechkit.model import Document, Passage, Point, Role, Span
from speechkit.numbering import opening_label
from speechkit.role_cues import CUE_REACH, CuedSentence, Cues, load_cues, read_sentence
from speechkit.settings import Settings

_WEB_TAIL = re.compile(r"[（【]?(?:此件|打印|责任编辑|责编|编辑：|上一篇|下一篇|来源：|关闭|分享)")
"""What a web page leaves behind the speech."""
LEAST_DEMANDS = 0.34
"""Share of demanding sentences from which on a series of points demands; told series stay below."""
TOLD_SECTION = 0.1
"""Share of demanding sentences up to which a whole section only tells, whatever its title says."""
TOLD_BY_TITLE = 0.4
"""The same where its title says that it tells."""
LEAST_TOLD_SERIES = 0.4
"""The same of a series inside a section that demands, and of a paragraph behind the opening."""
LEAST_TOLD = 0.15
"""Share of sentences with words of achievement or shortcoming that a telling section has at least."""
LONGEST_LABEL = 12
"""Characters of a point's label and of what tells its style."""
LONGEST_CLOSING = 700
"""Characters; a longer stretch behind an address is body."""


def run(doc: Document, settings: Settings) -> Document:
    """Fill `passages`."""
    passages = tuple(
        Passage(role, to_source(doc.alignment, span))
        for role, span in find_passages(doc, load_cues(settings.cache_folder))
    )
    return replace(doc, passages=passages)


def find_passages(doc: Document, cues: Cues) -> list[tuple[Role, Span]]:
    """Find the parts of a document with an outline.

    Returns:
        Role and span of the cleaned text; whole sentences, in order, disjoint; the head lines are in none.
    """
    text = doc.folded
    salutation = find_salutation(text)
    body_start = salutation.start if salutation else _body_start(doc)
    sentences = [read_sentence(text, span, cues) for span in doc.sentences if span.end > body_start]
    while sentences and _WEB_TAIL.match(text, sentences[-1].span.start):
        sentences.pop()
    if not sentences:
        return []
    closing_start = _closing_start(doc, sentences, cues)
    body = [s for s in sentences if s.span.start < closing_start]
    roles = _roles_of_body(doc, body, cues)
    roles += ["closing"] * (len(sentences) - len(body))
    return _merge(sentences, roles, body_start)


def _body_start(doc: Document) -> int:
    """Behind the head lines of a speech without salutation: the first sentence that ends in a mark."""
    for sentence in doc.sentences:
        if doc.folded[sentence.end - 1] in "。！？；：" or len(sentence) > CUE_REACH:
            return doc.folded.rfind("\n", 0, sentence.start) + 1
    return 0


def _closing_start(doc: Document, sentences: Sequence[CuedSentence], cues: Cues) -> int:
    """Where the last appeal begins: a last address, or a last paragraph outside all points that appeals."""
    text = doc.folded
    points = [to_text(doc.alignment, point.span) for point in doc.outline if point.kind != "implicit"]
    after = points[-1].start + 1 if points else len(text) // 2
    address = find_closing_address(text, max(after, sentences[0].span.end))
    if address is not None and len(text) - address <= LONGEST_CLOSING:
        return address
    last = text.rfind("\n", 0, len(text.rstrip())) + 1
    inside = bool(points) and points[-1].start <= last and _numbered_at(doc, last)
    appeals = cues.appeal.search(text, last) is not None
    if points and last > points[-1].start and not inside and appeals and len(text) - last <= LONGEST_CLOSING:
        return last
    return len(text)


def _numbered_at(doc: Document, at: int) -> bool:
    """Say whether a point opens at this place of the cleaned text."""
    place = to_source(doc.alignment, Span(at, at + 1)).start
    return any(point.span.start == place for _, point in doc.points())


def _roles_of_body(doc: Document, body: Sequence[CuedSentence], cues: Cues) -> list[Role]:
    roles: list[Role] = ["requirements"] * len(body)
    sections = _sections(doc)
    first = sections[0][0].start if sections else len(doc.text)
    head = [i for i, s in enumerate(body) if s.span.start < first]
    before = [body[i] for i in head]
    units = {run.start: run for run in (_within(before, span) for span in _series_at_lines(doc)) if len(run) > 1}
    roles[: len(head)] = _roles_of_head(before, units, has_sections=bool(sections))
    for span, point in sections:
        inside = _within(body, span)
        if inside:
            sentences = body[inside.start : inside.stop]
            roles[inside.start : inside.stop] = _roles_of_section(doc, sentences, point=point, cues=cues)
    return roles


def _within(sentences: Sequence[CuedSentence], span: Span) -> range:
    """Indices of the sentences that begin within a span of the cleaned text."""
    first = bisect_left(sentences, span.start, key=_start)
    return range(first, bisect_left(sentences, span.end, lo=first, key=_start))


def _start(sentence: CuedSentence) -> int:
    return sentence.span.start


def _sections(doc: Document) -> list[tuple[Span, Point]]:
    """The top-level points that the speech is built of, each up to the next.

    They are its bare heading lines, where it has some; else the longest series of numbered points at the top, unless
    that is one of several spoken ones (一是…). Other series at the top stand in the opening, the review or the
    problems.
    """
    heads = [point for point in doc.outline if point.kind == "implicit" and _is_line(doc, point)]
    runs = _top_series(doc)
    heads = heads or ([] if runs else [point for point in doc.outline if point.kind == "unnumbered"])
    if not heads and not runs:
        return []
    main = heads or max(runs, key=lambda run: (sum(len(p.span) for p in run), run[0].span.start))
    if not heads and len(_series_at_lines(doc)) > 1 and _is_spoken(doc, main[0]):
        return []
    spans = [to_text(doc.alignment, point.span) for point in main]
    ends = [span.start for span in spans[1:]] + [len(doc.text)]
    return [(Span(span.start, end), p) for span, end, p in zip(spans, ends, main, strict=True)]


def _top_series(doc: Document) -> list[list[Point]]:
    """The series of numbered points at the top, each counting on."""
    top = [point for point in doc.outline if point.kind == "numbered"]
    starts = [i for i, point in enumerate(top) if i == 0 or (point.ordinal or 0) <= (top[i - 1].ordinal or 0)]
    return [top[a:b] for a, b in zip(starts, [*starts[1:], len(top)], strict=False)]


def _series_at_lines(doc: Document) -> list[Span]:
    """Where, in the cleaned text, the series at the top stand whose points have paragraphs of their own.

    The last point of a series whose others keep to one paragraph each ends with its paragraph.
    """
    spans = []
    for run in _top_series(doc):
        span = to_text(doc.alignment, Span(run[0].span.start, run[-1].span.end))
        last = to_text(doc.alignment, run[-1].span).start
        breaks = doc.text.count("\n", span.start, last)
        if breaks and _opens_line(doc, span.start):
            end = doc.text.find("\n", last, span.end) if breaks < len(run) else -1
            spans.append(Span(span.start, end if end > 0 else span.end))
    return spans


def _opens_line(doc: Document, at: int) -> bool:
    return at == 0 or doc.text[at - 1] == "\n"


def _is_spoken(doc: Document, point: Point) -> bool:
    start = to_text(doc.alignment, point.span).start
    label = opening_label(doc.folded[start : start + LONGEST_LABEL])
    return label is not None and label.style.family == "spoken"


def _is_line(doc: Document, point: Point) -> bool:
    """Say whether a point's title has a line of its own."""
    end = to_text(doc.alignment, point.heading).end
    return doc.text[end : end + 1] == "\n"


def _roles_of_head(head: Sequence[CuedSentence], units: Mapping[int, range], *, has_sections: bool) -> Iterator[Role]:
    """Walk through what stands before the first section, each part opened by its cue.

    Args:
        head: its sentences.
        units: index of the first sentence of a series → indices of all of it; a series plays one part.
        has_sections: sections follow.
    """
    state: Role = "opening"
    i = 0
    while i < len(head):
        unit = units.get(i, range(i, i + 1))
        if len(unit) > 1:
            state = _role_of_series(head[unit.start : unit.stop], state)
        else:
            state = _next_state(head, i, state, has_sections=has_sections)
        yield from [state] * len(unit)
        i = unit.stop


def _role_of_series(sentences: Sequence[CuedSentence], state: Role) -> Role:
    """The part that a series plays whose points have paragraphs of their own, behind what plays the part `state`."""
    openings = [s for s in sentences if s.labelled and s.opens_paragraph]
    role = _judge(sentences)
    if state in ("review", "problems") and role == "requirements" and not _most_demand(openings):
        return state
    told = sum((s.troubled or s.told or s.figures) and not s.demands for s in sentences)
    if state == "requirements" and told < LEAST_TOLD_SERIES * len(sentences):
        return state
    return role


def _next_state(head: Sequence[CuedSentence], i: int, state: Role, *, has_sections: bool) -> Role:
    sentence = head[i]
    of_today = state == "opening" and sentence.of_today
    if state == "problems" and sentence.problems_close:
        return "problems"
    if sentence.demand_opens and (not has_sections or i >= len(head) - 2):
        return "requirements"
    if sentence.problems_open and not of_today:
        return "problems"
    if state in ("opening", "review") and sentence.looks_back and not of_today:
        return "review"
    told = sentence.achieved or (i + 1 < len(head) and head[i + 1].achieved)
    opens = sentence.review_opens and not of_today and not sentence.demands
    if state in ("opening", "review") and opens and told:
        return "review"
    if sentence.opens_paragraph:
        return _state_of_paragraph(_paragraph(head, i), state, has_sections=has_sections)
    return state


def _paragraph(head: Sequence[CuedSentence], i: int) -> Sequence[CuedSentence]:
    end = next((j for j in range(i + 1, len(head)) if head[j].opens_paragraph), len(head))
    return head[i:end]


def _state_of_paragraph(sentences: Sequence[CuedSentence], state: Role, *, has_sections: bool) -> Role:
    """The part that a paragraph without an opening cue plays, by what most of its sentences do."""
    demanding = _demanding(sentences)
    troubled = 2 * sum(s.troubled for s in sentences) >= len(sentences)
    told_on = sentences[0].labelled or any(s.troubled or s.problems_close for s in sentences)
    if state == "problems" and has_sections and not told_on and any(s.demands for s in sentences):
        return "requirements"
    forward = sentences[0].demand_opens and not troubled
    if state == "opening" and not has_sections and not sentences[0].of_today and _most_demand(sentences):
        return "requirements"
    if state in ("review", "problems") and demanding and (forward or not has_sections):
        return "requirements"
    achieved = sum((s.told or s.figures) and not s.demands and not s.troubled for s in sentences)
    told = achieved >= LEAST_TOLD_SERIES * len(sentences)
    trouble_follows = any(s.problems_open for s in sentences)
    greeted = any(s.of_today for s in sentences[:2])
    if state == "opening" and not (greeted or trouble_follows or demanding) and told:
        return "review"
    return state


def _most_demand(sentences: Sequence[CuedSentence]) -> bool:
    return 2 * sum(s.demands for s in sentences) >= len(sentences)


def _demanding(sentences: Sequence[CuedSentence]) -> bool:
    return sum(s.demands for s in sentences) > len(sentences) * LEAST_DEMANDS


def _roles_of_section(doc: Document, sentences: Sequence[CuedSentence], *, point: Point, cues: Cues) -> Iterator[Role]:
    """Judge a section: as a whole where it only tells, else its lead, its series and what stands between apart."""
    whole = _judge_section(sentences, point.title, cues)
    if whole != "requirements":
        turn = _turn_to_problems(sentences) if whole == "review" else len(sentences)
        for i in range(len(sentences)):
            yield whole if i < turn else "problems"
        return
    lead_end = to_text(doc.alignment, point.children[0].span).start if point.children else sentences[-1].span.end
    told = {i: role for indices, role in _told_series(doc, point, sentences) for i in indices}
    state: Role = "requirements"
    for i, sentence in enumerate(sentences):
        if i in told:
            state = told[i]
        elif i and (sentence.span.start < lead_end or state != "requirements" or not point.children):
            state = _told_state(sentences, i, state)
        yield state


def _judge_section(sentences: Sequence[CuedSentence], title: str, cues: Cues) -> Role:
    """Say what a whole section does: it demands unless its title or the lack of any demand says that it tells."""
    share = sum(s.demands for s in sentences) / len(sentences)
    told = sum((s.troubled or s.told) and not s.demands for s in sentences) / len(sentences)
    if told < LEAST_TOLD or share > TOLD_BY_TITLE:
        return "requirements"
    title = fold(title)
    if cues.review_title.search(title):
        return "review"
    if cues.problems_title.search(title):
        return "problems"
    return _judge(sentences) if share <= TOLD_SECTION else "requirements"


def _turn_to_problems(sentences: Sequence[CuedSentence]) -> int:
    """Where, in a section that tells, achievements give way to shortcomings up to its end; its length for nowhere."""
    for i, sentence in enumerate(sentences):
        if i and sentence.problems_open and sentence.opens_paragraph:
            rest = sentences[i:]
            if 2 * sum(s.troubled or s.problems_close for s in rest) >= len(rest):
                return i
    return len(sentences)


def _told_state(sentences: Sequence[CuedSentence], i: int, state: Role) -> Role:
    """The part a sentence outside all series belongs to, in a section that demands."""
    sentence = sentences[i]
    if state == "problems" and sentence.problems_close:
        return "problems"
    if sentence.problems_open and not sentence.demand_opens and (not sentence.demands or sentence.troubled):
        return "problems"
    if sentence.review_opens and sentence.achieved and not sentence.demands:
        return "review"
    if state == "problems" and sentence.troubled and not sentence.demands:
        return "problems"
    if state == "review" and sentence.achieved and not sentence.demands and not sentence.opens_paragraph:
        return "review"
    return "requirements"


def _told_series(doc: Document, point: Point, sentences: Sequence[CuedSentence]) -> Iterator[tuple[range, Role]]:
    """The section's child series that tell what was or is: indices of their sentences, and which of the two."""
    run: list[Point] = []
    for child in [*point.children, None]:
        ends = child is None or (run and (child.ordinal or 0) <= (run[-1].ordinal or 0))
        if run and ends:
            indices = _within(sentences, to_text(doc.alignment, Span(run[0].span.start, run[-1].span.end)))
            inside = sentences[indices.start : indices.stop]
            told = sum((s.troubled or s.told) and not s.demands for s in inside)
            role = _judge(inside)
            before = sentences[indices.start - 1] if indices.start else None
            if before and before.problems_open and not before.demands and not _demanding(inside):
                yield indices, "problems"
            elif told >= LEAST_TOLD_SERIES * len(inside) and role != "requirements":
                yield indices, role
            run = []
        if child is not None and child.kind == "numbered":
            run.append(child)


def _judge(sentences: Sequence[CuedSentence]) -> Role:
    """Say what a stretch of sentences does, by the share of those that demand, and what the others tell."""
    if not sentences or _demanding(sentences):
        return "requirements"
    told = [s for s in sentences if not s.demands]
    troubled = sum(s.troubled for s in told)
    achieved = sum(s.told and not s.troubled for s in told)
    return "problems" if troubled > achieved else "review"


def _merge(sentences: Sequence[CuedSentence], roles: Sequence[Role], body_start: int) -> list[tuple[Role, Span]]:
    merged: list[tuple[Role, Span]] = []
    for sentence, role in zip(sentences, roles, strict=True):
        start = max(sentence.span.start, body_start)
        if merged and merged[-1][0] == role:
            merged[-1] = (role, Span(merged[-1][1].start, sentence.span.end))
        else:
            merged.append((role, Span(start, sentence.span.end)))
    return merged
