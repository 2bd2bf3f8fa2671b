"""Find the duty holders of a clause: subjects before a directive, 由…负责, 请…牵头, …牵头，…配合, 会同….

Known limitations: a subject that stands behind its verb is not found, nor one that is parted from its verb by a
comma and more than a date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from speechkit.model import OwnerRole
from speechkit.owner_grammar import OwnerGrammar, is_holder, strip_brackets
from speechkit.owner_names import NameCheck

REACH = 70
"""Characters from where a list of names may begin to where it ends; the longest hand-marked list has 61."""

_LABEL = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2}[是要、，]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、]|[①-⑳])+"
)
_CIRCUMSTANCE = re.compile(
    r"""
    (?: 在 | 自 | 从 )? [^，；：、]{1,14}? (?: 之后 | 以后 | 期间 | [后前时起中上内里] )
    (?= [各每市县区省州旗镇乡村本] | 全 [市县区省体校] | 所有 | 有关 | 相关 )
    """,
    re.VERBOSE,
)
_GIVEN = re.compile(
    r"""
    由 (?! 于 | 此 | 来 | 衷 | 表 | [上下] 而 | 浅 | 点 | 面 | [大小高低远近多少内外南北]+? [到至] )
    | 请 (?! [示求假问教允容战] ) | 责成
    """,
    re.VERBOSE,
)
_PARTNERS = re.compile(r"(?:要|应|应当|主动|积极|牵头|负责)?(?:会同|联合|协同)")
_ASSISTED = re.compile(
    "(?:总?牵头|负责|主办)(?:抓总|负责|实施|组织)?、(?P<names>[^，；：]{2,60}?)(?:积极|共同|分别)?(?:配合|协助|协办|参与|参加|协同)"
)
_SEPARATOR = re.compile(r"、|以及|和|及|与|特别是|尤其是")
_SHARED = re.compile(r"(?:主要|分管)?(?:负责同志|负责人|领导|领导干部|领导班子|书记|班子|干部|办|组)$")
LONGEST_HEAD = 8
"""Characters before 和 in a name that holds it (人力资源和社会保障局)."""
_LEVELS = re.compile("[国省市县区州旗镇乡村街道直属各级（）]{1,6}")
"""A list's member that is no holder alone (省、市两级档案部门)."""
_PLACE_OF_LIST = re.compile("各[省市县区州旗镇乡村]")
_PLACES = re.compile(r"各?(?:地|级|[县市区镇乡村州旗]|镇街|街道|乡镇|区县|县区|园区|高校|院校|部门|单位|县市区)+")


_OFFICES = ("部门", "单位", "企业", "机关", "机构")
"""What a list of fields of work ends with."""
_OF_PLACE = frozenset("省市县区镇")
_DIRECTED = frozenset(("modal", "support"))
_COMES = "到去来"
"""请专家到厂里来诊断 asks for help; the expert is not the one with the duty."""


class Holder(NamedTuple):
    """One duty holder: its place in the text, and whether it leads or assists."""

    start: int
    end: int
    role: OwnerRole = "lead"


class Subject(NamedTuple):
    """Who a clause says is to act.

    Attributes:
        start: where the name, or the list of names, begins; behind 由 or 请.
        end: behind the last holder.
        holders: at least one.
        given: it is named by 由, 请 or the like, not as the subject.
        official: it is told to act in so many words, or is of those whom speeches address (各…, 县…, 有关…).
        kind: what follows it: modal, support, other, time or end; orders where it only hands on an order (县委要求…).
    """

    start: int
    end: int
    holders: tuple[Holder, ...]
    given: bool
    kind: str
    official: bool = True


def find_subject(
    text: str, start: int, end: int, *, marks: Sequence[re.Match[str]], names: NameCheck
) -> Subject | None:
    """Find the first duty holders of a clause.

    Args:
        text: cleaned and folded.
        start: of the clause; `end` likewise.
        marks: as `grammar.find_marks` finds them in the clause, in order.
        names: the grammar, and the check of names.
    """
    grammar = names.grammar
    at = start
    for pattern in (grammar.connector, _LABEL, grammar.connector):
        if passed := pattern.match(text, at, end):
            at = passed.end()
    given = _GIVEN.match(text, at, end)
    if given:
        named = _read_subject(text, given.end(), marks, names=names, given=True)
        return _with_assistants(text, named, end, grammar=grammar) if named else None
    found = _read_subject(text, at, marks, names=names, given=False)
    if found is None and (circumstance := _CIRCUMSTANCE.match(text, at, end)):
        found = _read_subject(text, circumstance.end(), marks, names=names, given=False)
    if found and (order := grammar.orders.match(text, found.end, end)):
        told = _read_subject(text, order.end(), marks, names=names, given=False)
        return told or found._replace(kind="orders")
    found = found or _find_given(text, at, end, marks=marks, names=names)
    return _with_assistants(text, found, end, grammar=grammar) if found else None


def _with_assistants(text: str, subject: Subject, end: int, *, grammar: OwnerGrammar) -> Subject:
    """Add those who assist, named in the same clause (县住建局牵头、县城管局配合)."""
    match = _ASSISTED.match(text, subject.end, end)
    if not match:
        return subject
    first, last = match.span("names")
    assisting = tuple(Holder(a, b, "support") for a, b in read_holders(text, first, last, grammar))
    return subject._replace(end=last, holders=subject.holders + assisting) if assisting else subject


def _find_given(text: str, start: int, end: int, *, marks: Sequence[re.Match[str]], names: NameCheck) -> Subject | None:
    """The first 由… or 请… of a clause that names a duty holder."""
    for given in _GIVEN.finditer(text, start, end):
        behind = marks[bisect_right(marks, given.end(), key=_end_of) :]
        found = _read_subject(text, given.end(), behind, names=names, given=True)
        if found is not None:
            return found
    return None


def _read_subject(
    text: str, start: int, marks: Sequence[re.Match[str]], *, names: NameCheck, given: bool
) -> Subject | None:
    """Try each place where a name may end, the nearest first."""
    for mark in marks:
        if mark.end() > start + REACH:
            break
        if mark.end() <= start or (given and text[mark.end() : mark.end() + 1] in _COMES):
            continue
        places = read_holders(text, start, mark.end(), names.grammar)
        if places and (given or all(names.is_name(first, last) for first, last in places)):
            kind = mark.lastgroup or "end"
            role: OwnerRole = "support" if kind == "support" else "lead"
            official = given or kind in _DIRECTED or names.is_vouched(start)
            return Subject(start, mark.end(), tuple(Holder(a, b, role) for a, b in places), given, kind, official)
    return None


def find_partners(
    text: str, start: int, end: int, *, marks: Sequence[re.Match[str]], grammar: OwnerGrammar
) -> tuple[Holder, ...]:
    """Find those whom 会同 or 联合 names right at a place."""
    match = _PARTNERS.match(text, start, end)
    if not match:
        return ()
    stops = [mark.end() for mark in marks if match.end() < mark.end() <= match.end() + REACH]
    for stop in stops:
        places = read_holders(text, match.end(), stop, grammar)
        if places:
            return tuple(Holder(a, b, "support") for a, b in places)
    return ()


def _end_of(mark: re.Match[str]) -> int:
    return mark.end()


def as_support(holders: Sequence[Holder]) -> tuple[Holder, ...]:
    """The same holders, assisting."""
    return tuple(holder._replace(role="support") for holder in holders)


def read_holders(text: str, start: int, end: int, grammar: OwnerGrammar) -> list[tuple[int, int]]:
    """Read a whole stretch as one duty holder or a list of them; empty where any part is none."""
    pieces = _split_list(text, start, end)
    fields = _find_fields(text, pieces, grammar)
    items: list[tuple[int, int]] = []
    i = 0
    while i < len(pieces):
        first, last = pieces[i]
        j = i
        while (is_field := j in fields) or not is_holder(text[first:last], grammar):
            if j + 1 >= len(pieces) or not (is_field or (j <= i + 2 and _goes_on(text, pieces[j], pieces[j + 1]))):
                return []
            j += 1
            last = pieces[j][1]
        items.append((first, last))
        i = j + 1
    return _share_tails(text, items, grammar)


def _find_fields(text: str, pieces: Sequence[tuple[int, int]], grammar: OwnerGrammar) -> frozenset[int]:
    """Members of a list that only name a field of work (教育、公安等部门); the noun at its end is all of theirs."""
    names = [text[first:last] for first, last in pieces]
    if not names[-1].endswith(_OFFICES) or not any(_is_field(name, grammar) for name in names[:-1]):
        return frozenset()
    return frozenset(i for i, name in enumerate(names[:-1]) if _is_field(name, grammar) or name in grammar.tails)


def _is_field(name: str, grammar: OwnerGrammar) -> bool:
    return name in grammar.fields or (name[:1] in _OF_PLACE and name[1:] in grammar.fields)


def _goes_on(text: str, piece: tuple[int, int], following: tuple[int, int]) -> bool:
    """Say whether what is no name alone may be the beginning of one (市、县两级…, 县住房和城乡建设局)."""
    if _LEVELS.fullmatch(text, *piece):
        return True
    return text[piece[1] : following[0]] != "、" and piece[1] - piece[0] <= LONGEST_HEAD


def _split_list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at 、 和 及 outside brackets and quotation marks."""
    pieces: list[tuple[int, int]] = []
    depth = 0
    first = at = start
    while at < end:
        char = text[at]
        if char in "（(“《":
            depth += 1
        elif char in "）)”》":
            depth -= 1
        elif depth == 0 and char in "、以和及与特尤" and at > first and (separator := _SEPARATOR.match(text, at, end)):
            pieces.append((first, at))
            first = at = separator.end()
            continue
        at += 1
    pieces.append((first, end))
    return pieces


def _share_tails(text: str, items: list[tuple[int, int]], grammar: OwnerGrammar) -> list[tuple[int, int]]:
    """Put together what shares its ending.

    Places before a member that names their persons or offices (各镇、各园区的主要负责同志), persons of one body
    (领导班子和党员干部), and places under one 各 (各州、市人民政府).
    """
    shared: list[tuple[int, int]] = []
    for first, last in items:
        if shared:
            before = strip_brackets(text[shared[-1][0] : shared[-1][1]])
            core = strip_brackets(text[first:last])
            places = _PLACES.fullmatch(before) and _SHARED.search(core)
            persons = text[shared[-1][1] : first] in "和及与" and before.endswith("班子") and core in grammar.tails
            listed = _PLACE_OF_LIST.fullmatch(before) and core[0] in "市县区州旗镇乡村"
            if places or persons or listed:
                shared[-1] = (shared[-1][0], last)
                continue
        shared.append((first, last))
    return shared
