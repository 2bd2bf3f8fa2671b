"""Notes that say who answers for what stands before them: 责任单位：… lines and （市应急局牵头，市住建局配合）.

A note covers the text before it: a line of its own its point (outside all points, the line before), a bracket its
sentence, or, where it stands behind a full stop, its paragraph; in each case not beyond the note before.

Known limitations: notes in a table that a converter has broken up are not found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from speechkit.model import OwnerRole
from speechkit.owner_grammar import OwnerGrammar
from speechkit.owners import Holder, as_support, read_holders
from speechkit.task_clauses import DutyTime

LONGEST_COVERED = 4000
"""Characters before a note that it covers at most; a paragraph of a speech seldom has 2,000."""

_ENDS = "。！？"
_LABEL = (
    r"(?:责任|牵头|主办|承办|主责|负责|实施|配合|协办|协助|参加|参与|联系)(?:单位|部门|处室|科室|领导|人|主体)"
    r"|(?:完成|整改|办理|落实)?(?:时限|时间|期限)(?:要求|节点)?"
)
_NOTE = re.compile(
    rf"""
    ^ [ \u3000]*+ (?P<line> (?:{_LABEL}) ： [^\n]++ )
    | [（【] (?P<bracket> (?: (?:{_LABEL}) ： | (?: [^（）【】\n] | （[^（）\n]*+）){{1,100}}? (?:牵头|负责|主办|承办) )
        (?: [^（）【】\n] | （[^（）\n]*+） )*+ ) [）】]
    """,
    re.VERBOSE | re.MULTILINE,
)
_PIECE = re.compile(r"(?:（[^（）\n]*）|[^，；。：（）])++")
_HEAD = re.compile("(?P<support>配合|协办|协助|参加|参与)?(?P<time>[^：]{0,4}(?:时限|时间|期限))?")
_TAIL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?)?(?:分别)?"
    r"(?P<verb>总?牵头(?:负责|组织|抓总)?|(?:具体|共同)?负责(?:落实)?|主办|承办|(?P<support>积极配合|配合|协办|协助|参与|参加)(?:落实)?)?$"
)
_FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:第一位|首位)的?(?:单位|部门)?[为是](?:牵头|主办|负责|责任)")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: what of the text it covers, where it stands, and what it says.

    Attributes:
        covers: where the text that it covers begins; it ends at `start`.
        holders: in order; empty where the note says only a time.
        times: duty times in the note.
    """

    covers: int
    start: int
    end: int
    holders: tuple[Holder, ...]
    times: tuple[DutyTime, ...]


def find_notes(
    text: str, *, times: Sequence[DutyTime], point_starts: Sequence[int], grammar: OwnerGrammar
) -> list[Note]:
    """Find the notes of a text, in order.

    Args:
        text: cleaned and folded.
        times: duty times, in order.
        point_starts: where the points of the outline begin.
        grammar: of duty holders.
    """
    if "：" not in text and "（" not in text:
        return []
    first_leads = _FIRST_LEADS.search(text) is not None
    notes: list[Note] = []
    for match in _NOTE.finditer(text):
        holders = _read_holders(text, match, first_leads=first_leads, grammar=grammar)
        inside = tuple(time for time in times if match.start() <= time.start < match.end())
        if not holders and not (inside and match["line"]):
            continue
        covers = _covers(text, match, point_starts)
        if notes and notes[-1].end > covers:
            covers = notes[-1].covers if _adjoins(text, notes[-1], match) else notes[-1].end
        notes.append(Note(covers, match.start(), match.end(), holders, inside))
    return notes


def _adjoins(text: str, note: Note, match: re.Match[str]) -> bool:
    """Say whether a note follows another with nothing between, so that both speak of the same."""
    return not text[note.end : match.start()].strip()


def _covers(text: str, match: re.Match[str], point_starts: Sequence[int]) -> int:
    start = match.start()
    window = max(0, start - LONGEST_COVERED)
    paragraph = text.rfind("\n", window, start) + 1 or window
    if match["bracket"]:
        if text[start - 1 : start] in _ENDS:
            return paragraph
        return max(paragraph, *(text.rfind(mark, window, start) + 1 for mark in (*_ENDS, "；")))
    before = bisect_left(point_starts, start)
    return point_starts[before - 1] if before else text.rfind("\n", window, max(window, paragraph - 1)) + 1


def _read_holders(text: str, match: re.Match[str], *, first_leads: bool, grammar: OwnerGrammar) -> tuple[Holder, ...]:
    holders: list[Holder] = []
    group = "line" if match["line"] else "bracket"
    role: OwnerRole = "lead"
    for piece in _PIECE.finditer(text, *match.span(group)):
        if text[piece.end() : piece.end() + 1] == "：":
            head = _HEAD.match(piece.group())
            if head and head["time"]:
                break
            role = "support" if head and head["support"] else "lead"
            continue
        tail = _TAIL.search(piece.group())
        stop = piece.start() + tail.start() if tail else piece.end()
        named = tuple(Holder(a, b, role) for a, b in read_holders(text, piece.start(), stop, grammar))
        holders += as_support(named) if tail and tail["support"] else named
    if first_leads and len(holders) > 1 and all(holder.role == "lead" for holder in holders):
        holders = [holders[0], *as_support(holders[1:])]
    return tuple(holders)


def note_for(notes: Sequence[Note], start: int) -> tuple[tuple[Holder, ...], tuple[DutyTime, ...]]:
    """Who answers for what starts at a place, and by when, as the notes that cover it say."""
    holders: tuple[Holder, ...] = ()
    times: tuple[DutyTime, ...] = ()
    for note in notes[bisect_right(notes, start, key=_start_of) :]:
        if note.covers > start:
            break
        holders = holders or note.holders
        times = times or note.times
    return holders, times


def is_in_note(notes: Sequence[Note], start: int) -> bool:
    """Say whether a place stands in one of some notes."""
    place = bisect_right(notes, start, key=_start_of) - 1
    return place >= 0 and start < notes[place].end


def _start_of(note: Note) -> int:
    return note.start
