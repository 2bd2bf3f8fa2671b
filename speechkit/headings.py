"""Headings without a number: run-in headings (要注重学习效果。), bare heading lines, topic sentences.

Known limitations: a run-in heading of a shape that no other heading in its point or the points beside it shares is
not seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from speechkit.address import find_salutation
from speechkit.model import Span

LONGEST_RUN_IN = 30
"""Characters, end mark left out; eval/GUIDELINE.md, outline."""
LONGEST_BARE_VERB_HEADING = 16
"""Characters; longer sentences that open with a verb are demands like any other."""
LONGEST_SUBJECT_HEADING = 10
"""Characters of a heading such as 责任要压实, whose siblings have 要 at the same place."""
LONGEST_HEADING_LINE = 36
"""Characters of a heading that stands on a line of its own."""
FEWEST_OPENERS = 3
"""Paragraphs of one point that open with a short demand; that many are meant as headings, whatever their shapes."""
NEAR = 20
"""Candidates on either side among which a sibling is looked for."""
UNEVEN = 4
"""Characters by which the halves of a two-part heading may differ."""
LEAST_LIKENESS = 0.4
"""Share of characters that two parallel headings have in common at their two ends (对…要着力于“…”)."""
LEAST_COMMON = 6
"""Characters that they have in common there."""

_SHORT = re.compile(
    r"(?P<lead>(?:[^，。；：！？]{2,8}的是|同时|此外|另外|还|另?一方面)，)?(?P<body>[^，。；：！？…]{2,30})。\Z"
)
_HALVES = re.compile("要(?P<first>[^，。；：！？…、]{3,12})，(?P<second>[^，。；：！？…、]{3,12})。")
_DEMAND = re.compile(r"要|不能|必须|务必|应当|着力|在于|重在|贵在|关键|核心|坚持|坚决|确保|切实")
_NO_HEADING = re.compile(r"有的|一些|个别|目前|当前|这|那|因此|同时|我们?就|下面|深入反思|实践证明|“")
_QUOTED = re.compile(r"“[^”]*+”")
_FURTHER = re.compile(r"同时|此外|另外|与此同时|并且|而且")
_VERB = re.compile(
    r"坚持|强化|突出|加强|抓好|抓实|抓牢|抓紧|抓住|严格|严肃|深化|落实|压实|压紧|注重|提升|提高|完善|健全|把握|守住|守牢|聚焦"
    r"|紧盯|推动|推进|狠抓|做好|做实|做强|用好|管好|统筹|优化|改进|营造|树立|树牢|筑牢|夯实|发挥|转变|保持|增强|保障|防范|盯住|盯紧"
)
_LINE = re.compile(r"[^\n]+")
_NO_HEADING_LINE = re.compile(
    r"[。！？；：，、…”]$|^（.*）$|^[\d\-—·.\s]+$|讲话|同志们|：$|^\d{4}年\d{1,2}月(?:\d{1,2}日)?$|^谢谢"
)


Holder = TypeVar("Holder", bound=object)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    """Behind the body, before its 。"""
    body: str
    lead: bool
    opens_line: bool


def find_run_in_headings(
    text: str, groups: Iterable[tuple[Holder | None, list[Span]]]
) -> Iterator[tuple[int, int, int, Holder | None]]:
    """Find the run-in headings: short sentences that state a demand, go on in others and have a sibling of their shape.

    Args:
        text: folded text.
        groups: for each point (None: outside all) its own sentences, headings of numbered points left out.
    Yields:
        Start, end of the title (before its 。), end of the label (要, else the start), the point it stands in.
    """
    groups = list(groups)
    shaped = [(holder, list(_candidates(text, sentences))) for holder, sentences in groups]
    cousins: dict[int, int] = {}
    for holder, candidates in shaped:
        family = id(getattr(holder, "parent", None))
        cousins[family] = cousins.get(family, 0) + sum(c.body.startswith("要") and not c.lead for c in candidates)
    for (holder, candidates), (_, sentences) in zip(shaped, groups, strict=True):
        demands = [c for c in candidates if c.body.startswith("要")]
        plain = [c for c in demands if not c.lead]
        others = [c for c in candidates if not c.body.startswith("要")]
        family = id(getattr(holder, "parent", None))
        if len(plain) > 1 or (plain and holder is not None and cousins[family] > 2):
            for c in demands:
                yield c.start, c.end, c.start if c.lead else c.start + 1, holder
        else:
            sides = [c for c in demands if text.startswith(("一方面", "另一方面"), c.start)]
            for c in sides if len(sides) > 1 else ():
                yield c.start, c.end, c.start, holder
        halves = [] if plain else _two_part(text, sentences)
        if len(halves) >= FEWEST_OPENERS:
            for span in halves:
                yield span.start, span.end, span.start + 1, holder
        openers = sum(_opens_paragraph(c) for c in others)
        for i, c in enumerate(others):
            near = others[max(0, i - NEAR) : i] + others[i + 1 : i + 1 + NEAR]
            if (openers >= FEWEST_OPENERS and _opens_paragraph(c)) or any(_parallel(c.body, o.body) for o in near):
                yield c.start, c.end, c.start, holder


def _two_part(text: str, sentences: list[Span]) -> list[Span]:
    """Elaborated demands of two short halves, without their 。.

    The halves are of about one length (要深化改革，向课堂要质量。), or the demands open alike (要聚焦学生，…。
    要聚焦教师，…。).
    """
    matches = [_HALVES.match(text[s.start : s.end]) if len(s) <= LONGEST_RUN_IN else None for s in sentences]
    openings = Counter(match["first"][:2] for match in matches if match)
    found = []
    for i, match in enumerate(matches[:-1]):
        goes_on = sentences[i + 1].start - sentences[i].end < 1 and not matches[i + 1]
        if match is None or not goes_on or _FURTHER.match(text, sentences[i + 1].start):
            continue
        even = abs(len(match["first"]) - len(match["second"])) <= UNEVEN
        if even or openings[match["first"][:2]] >= FEWEST_OPENERS:
            found.append(Span(sentences[i].start, sentences[i].end - 1))
    return found


def _opens_paragraph(candidate: _Candidate) -> bool:
    """Say whether a candidate is a demand that a paragraph opens with, short enough for a heading."""
    return candidate.opens_line and len(candidate.body) <= LONGEST_BARE_VERB_HEADING


def _candidates(text: str, sentences: list[Span]) -> Iterator[_Candidate]:
    """The short sentences that others elaborate: the next one follows in the paragraph and is no such sentence."""
    short = [_SHORT.match(text[s.start : s.end]) if len(s) <= LONGEST_RUN_IN + 12 else None for s in sentences]
    for i, match in enumerate(short[:-1]):
        if match is None or text[sentences[i].end : sentences[i + 1].start].strip(" "):
            continue
        following = text[sentences[i + 1].start : sentences[i + 1].end]
        body = match.group("body")
        coming = short[i + 1]
        answers = i > 0 and text[sentences[i].start - 1] in "？?"
        opens_line = sentences[i].start == 0 or text[sentences[i].start - 1] == "\n"
        if _shape(body) == "verb" and not opens_line:
            continue  # inside a paragraph a bare demand is a demand like any other
        listed = coming is not None and _shape(body) != "" and _alike(coming.group("body"), body)
        if listed or answers or _FURTHER.match(following) or _NO_HEADING.match(body) or not _shape(body):
            continue
        start = sentences[i].start
        lead = match.group("lead") is not None
        yield _Candidate(start, start + match.end("body"), body, lead, opens_line)


def _shape(body: str) -> str:
    """ "demand" for 要…, "about" for 关于…, "verb" for a bare verb, "stated" for another demand, "" for none."""
    if body.startswith("要"):
        return "demand"
    if body.startswith("关于") and len(body) <= LONGEST_BARE_VERB_HEADING:
        return "about"
    if _VERB.match(body) and len(body) <= LONGEST_BARE_VERB_HEADING:
        return "verb"
    return "stated" if _DEMAND.search(body) else ""


def _alike(left: str, right: str) -> bool:
    """Say whether two short sentences in a row are members of one list (要听招呼。要守规矩。)."""
    return _parallel(left, right) or (left[0] == right[0] and _shape(left) == _shape(right))


def _parallel(left: str, right: str) -> bool:
    if _shape(left) == "about" == _shape(right):
        return True
    if _shape(left) == "verb" == _shape(right):
        return left[:2] == right[:2] or abs(len(left) - len(right)) <= 1
    if left[0] == right[0] == "对" and "要" in left and "要" in right:
        return True
    if left[:2] == right[:2] and left[:2] in ("必须", "务必", "不能", "决不"):
        return max(len(left), len(right)) <= LONGEST_BARE_VERB_HEADING
    if left.find("要") == right.find("要") > 0 and max(len(left), len(right)) <= LONGEST_SUBJECT_HEADING:
        return True
    left, right = _QUOTED.sub("“”", left), _QUOTED.sub("“”", right)
    shorter = min(len(left), len(right))
    opening = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    closing = next((n for n in range(shorter - opening) if left[-n - 1] != right[-n - 1]), shorter - opening)
    return opening + closing >= max(LEAST_COMMON, LEAST_LIKENESS * max(len(left), len(right)))


def find_heading_lines(text: str, taken: set[int]) -> list[Span]:
    """Find bare heading lines: short, no end mark, a paragraph under each; at least two of them.

    Args:
        text: folded text. What stands before its salutation is title, speaker and day.
        taken: starts of lines that open with a label that counts.
    """
    salutation = find_salutation(text)
    lines = list(_LINE.finditer(text, salutation.end if salutation else 0))
    found = []
    for line, following in zip(lines, lines[1:], strict=False):
        piece = line.group()
        long_below = len(following.group()) > LONGEST_HEADING_LINE or following.start() in taken
        is_head = 4 <= len(piece) <= LONGEST_HEADING_LINE and not _NO_HEADING_LINE.search(piece)
        if is_head and long_below and line.start() not in taken:
            found.append(Span(line.start(), line.end()))
    return found if len(found) > 1 else []


def find_topic_sentences(text: str, sentences: tuple[Span, ...]) -> list[Span]:
    """The first sentence of each paragraph of a text without any heading, its end mark left out.

    Paragraphs of one short sentence (title, address, place and day) are passed over; a text of one paragraph has none.
    """
    found: list[Span] = []
    for i, sentence in enumerate(sentences):
        opens = sentence.start == 0 or "\n" in text[sentences[i - 1].end : sentence.start]
        goes_on = i + 1 < len(sentences) and "\n" not in text[sentence.end : sentences[i + 1].start]
        if opens and (goes_on or len(sentence) > LONGEST_HEADING_LINE):
            found.append(Span(sentence.start, sentence.end - (text[sentence.end - 1] in "。！？；")))
    return found if len(found) > 1 else []
