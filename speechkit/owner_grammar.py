"""What a duty holder looks like: the words of `lexicons/duty-holders.yaml` and `directives.yaml`, made ready to match.

A phrase names a duty holder when it ends like a body, a place or a person and does not end, by a longer word, like one
only in appearance (财政局 is one, 格局 none). That it stands where a subject stands is for `speechkit.owners` to see.

Known limitations: names of firms and of persons without an office (王某某) are no duty holders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from speechkit.lexicon import load_words
from speechkit.literals import literal_pattern

LONGEST_CORE = 22
"""Characters of one holder's name without brackets; the longest of 500 hand-marked ones has 21."""
LONGEST_PLACE = 10
"""Characters of a place's name without its last word (各县市区)."""
LONGEST_ATTRIBUTE = 12
"""Characters before 的 in a name (拿到创业扶持金的团队); longer ones are clauses."""

_BRACKETS = re.compile(r"[（(][^（）()]*+[）)]")
_MARKS_IN_NAME = frozenset("（()）“”‘’「」")
_QUOTES = re.compile("[“”‘’「」]")
_COLLECTIVE = re.compile("(?:各[^各]{1,3})+|各|全体|我们|在座")
_NAMED_PLACES = "县市区镇乡村省州旗盟"
_EACH = "各每"
"""What stands behind these is somebody, whatever else it can mean (各校区)."""
_WEAK_TAILS = "所站处"
_OFFICIAL = "各每省市县区州旗镇乡村本该"
"""What a name of two characters must open with that ends in one of these (县所)."""
_WHICH = "各每本有相该"
_NOT_INSIDE = re.compile("[把将并给向让由就都是在到再也，]|(?<!^)被|查找|需要|涉及|[一二两三四五六七八九十几多]个")
_NOT_ANYWHERE = re.compile("需要|应该|必须|可以|不能")
_NOT_OPENING = re.compile(
    r"""
    组织 (?! 部 | 委员 | 者 | 处 | 科 ) | 服务 (?! 中心 | 站 | 专员 | 单位 | 对象 ) | 发展 (?! 和?改革 | 局 | 委 )
    | 改革 (?! [办局委和发领] ) | 报 (?! [社业刊纸] ) | [年月周]内
    | 有 (?! 关 ) | 其 (?! 他 ) | 被 (?! 巡察 | 监督 | 检查 | 考核 | 帮扶 ) | 负责 (?! 人 | 同志 ) | 每 [周月季年半天日]
    | \d | [一二两三四五六七八九十百千万]+ [个名位家支户项条种批些]
    """,
    re.VERBOSE,
)
_OPENING = re.compile("自(?:然资源|来水|治)|经(?:信|开|济|发)|对外")
"""What opens names though it opens like a word that opens none."""
NOUN_AFTER_VERB = (
    "(?:领导)?(?:小组|组|局|办|委|处|科|室|部|站|所|队|员|厅|院|中心|部门|单位"
    "|机关|机构|责任人|人员|工作[组队]|专班|科室|大队|支队|第一书记|干部|领导|教师|医生)"
)
_NEVER_ALONE = frozenset(("组织", "机构", "人员"))
"""Words that are verbs or mean nobody unless something stands before them."""
_COMPOUND = (
    "部(?!署)|处(?!理|置)|局|委(?!托)|办(?![理好成结])|组(?!织)|队|员|院|厅|室|站(?!岗)|所|科(?!学)|率(?!先)|量(?![力化])|额"
    "|制(?![定止])|班|费|人员|工作|领导|机关|机构|中心|单位|部门|小组|[大支]队|人(?![民大人])|同志"
)
"""What makes a noun of the verb before it: 督查室, 组织部门, 组建率."""

_NOMINAL = frozenset(("建设", "改造", "整治", "安置", "治理", "保障", "维护", "建成", "监测", "管护"))
"""Verbs that, right behind a name, mostly make a longer noun of it (数据中心建设)."""
_NO_TAILS = ("上级", "不起首", "领域")
"""Categories of the lexicon that are no endings of names."""
_OTHER_OPENINGS = r"是等二两三四五六七八九几\d一半每年月季今明本下上国春节开不从即这周，"
"""What the alternatives of the pattern below open with that are no words of the lexicon."""


@dataclass(frozen=True, slots=True)
class OwnerGrammar:
    """Ready-made look-ups.

    Attributes:
        tails: how a holder's name ends → its category in the lexicon.
        sizes: last character of an ending → lengths of the endings that it closes, ascending.
        superiors: openings of those who give the orders.
        follow: the last character of a name and, looked ahead at, what may follow a subject: the group trailer holds
            等部门 and the like; modal, support, other, time or end says what follows.
        fields: of work, which name offices in a list of such (教育、民政等部门).
        verbs: verbs, adverbs and moods that no name opens with, unless a noun is made of them.
        not_opening: other words that no name opens with.
        connector: words before a subject that can be passed over.
        orders: verbs that hand on an order.
    """

    tails: Mapping[str, str]
    sizes: Mapping[str, tuple[int, ...]]
    superiors: tuple[str, ...]
    follow: re.Pattern[str]
    fields: frozenset[str]
    verbs: re.Pattern[str]
    not_opening: re.Pattern[str]
    connector: re.Pattern[str]
    orders: re.Pattern[str]

    def find_marks(self, text: str, start: int, end: int) -> list[re.Match[str]]:
        """Find where, in a stretch of text, the name of a duty holder may end before what can follow a subject."""
        return [mark for mark in self.follow.finditer(text, start, end) if self._ends_name(text, start, mark.end())]

    def _ends_name(self, text: str, start: int, end: int) -> bool:
        if text[end - 1] == "）":
            end = text.rfind("（", max(start, end - LONGEST_CORE), end)
            if end <= start:
                return False
        end -= text[end - 1] == "”"
        last = text[end - 1]
        if last not in self.sizes:
            return False
        category = None
        for size in self.sizes[last]:
            if size > end - start:
                break
            category = self.tails.get(text[end - size : end], category)
        return category is not None and category != "形似"

    def find_tail(self, core: str) -> tuple[str, str] | None:
        """The longest known ending of a name without brackets, and its category."""
        for size in reversed(self.sizes.get(core[-1], ())):
            category = self.tails.get(core[-size:]) if size <= len(core) else None
            if category is not None:
                return core[-size:], category
        return None


def strip_brackets(name: str) -> str:
    """A name without what stands in brackets and without quotation marks: 各县（市、区） → 各县."""
    if _MARKS_IN_NAME.isdisjoint(name):
        return name
    return _QUOTES.sub("", _BRACKETS.sub("", name))


def is_holder(name: str, grammar: OwnerGrammar) -> bool:
    """Say whether a name is that of a body, of a place's authorities, or of persons."""
    core = strip_brackets(name)
    if not 1 <= len(core) <= LONGEST_CORE or name[0] in "（(" or "《" in name:
        return False
    found = grammar.find_tail(core)
    if found is None or (found[1] == "形似" and core[0] not in _EACH):
        return False
    tail, category = found
    if core == tail and category in ("机构", "人员"):
        return len(core) > 1 and core not in _NEVER_ALONE
    if not _can_open(core, grammar):
        return False
    stem = core[: -len(tail)]
    attribute, _, head = stem.rpartition("的")
    if (
        _NOT_INSIDE.search(head)
        or _NOT_ANYWHERE.search(stem)
        or len(attribute) > LONGEST_ATTRIBUTE
        or any(char.isdigit() for char in stem)
    ):
        return False
    if category in ("泛称", "代词"):
        return not stem or _COLLECTIVE.fullmatch(stem) is not None or (category == "泛称" and len(stem) <= 2)
    if category == "地方":
        return 0 < len(stem) <= LONGEST_PLACE and (
            stem[0] in _WHICH or (len(stem) >= 2 and "和" not in stem and _is_named_place(tail))
        )
    if tail in _WEAK_TAILS:
        return core[0] in _OFFICIAL or len(core) > 2
    return len(tail) > 1 or bool(stem)


def _can_open(core: str, grammar: OwnerGrammar) -> bool:
    """Say whether a name can open like this: with no verb, preposition or pronoun, and not as a superior's."""
    if _OPENING.match(core):
        return True
    if core.startswith(grammar.superiors) or _NOT_OPENING.match(core) or grammar.not_opening.match(core):
        return False
    verb = grammar.verbs.match(core)
    return verb is None or "的" in core[verb.end() : verb.end() + 4]


def _is_named_place(tail: str) -> bool:
    return tail in _NAMED_PLACES or tail.endswith(("区", "街道"))


@cache
def load_grammar(cache_folder: str | None) -> OwnerGrammar:
    """Load and compile the lexicons.

    Raises:
        BadLexicon: a lexicon is missing or has faults.
    """
    holders = load_words("duty-holders", cache_folder=cache_folder)
    words = load_words("directives", cache_folder=cache_folder)
    attitudes = load_words("attitudes", cache_folder=cache_folder)
    tails = {word: category for category in holders if category not in _NO_TAILS for word in holders[category]}
    verbs = [word for name in ("查验", "推进") for word in words[name] if len(word) > 1]
    moods = [word for category in attitudes.values() for word in category]
    adverbs = [word for word in words["承接"] if word != "每"]
    return OwnerGrammar(
        tails=tails,
        sizes=_sizes(tails),
        superiors=tuple(holders["上级"]),
        follow=_follow_pattern(tails, words, verbs),
        fields=frozenset(holders["领域"]),
        verbs=re.compile(rf"(?:{literal_pattern([*verbs, *moods, *adverbs])})(?!{NOUN_AFTER_VERB})"),
        not_opening=re.compile(literal_pattern(holders["不起首"])),
        connector=re.compile(rf"(?:{literal_pattern([*words['连接'], *words['时机']])})+"),
        orders=re.compile(rf"(?:{literal_pattern(words['下令'])})|请(?!示)"),
    )


def _sizes(tails: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for tail in tails:
        sizes.setdefault(tail[-1], set()).add(len(tail))
    return {last: tuple(sorted(found)) for last, found in sizes.items()}


def _follow_pattern(
    tails: Mapping[str, str], words: Mapping[str, tuple[str, ...]], verbs: list[str]
) -> re.Pattern[str]:
    ends = "".join(sorted({word[-1] for word, category in tails.items() if category != "形似"}))
    modals = ["要", *(word for name in ("必须", "应当", "力争", "禁止") for word in words[name])]
    verbs = [verb for verb in verbs if verb not in _NOMINAL]
    others = [*words["承接"], *words["时机"], *words["下令"], *words["分工"], *verbs]
    openings = {word[0] for word in (*modals, *others, *words["配合"])}
    return re.compile(
        rf"""
        [{ends}）”]
        (?= [{"".join(sorted(openings))}{_OTHER_OPENINGS}] | \Z )  # a cheap test before the long one
        (?=
            (?P<trailer> 等 (?:有关|相关|各)? (?:部门|单位|方面)? | [两三四五六七八九几] 家 (?:单位|部门)? )?+
            (?: (?! {literal_pattern([*words["形近"], *words["下令"]])} ) (?P<modal> {literal_pattern(modals)} )
              | (?P<support> {literal_pattern(words["配合"])} )
              | (?P<other> (?: {literal_pattern(others)} | 是(?!否) ) (?! {_COMPOUND} ) | 每(?=[人名位户家]) )
              | (?P<time> \d{{1,4}}(?:[年月日号天周季时点]|个[工月季]) | [一二三四五六七八九十两半][个年月周天季] | 每
                    | [年月季]底 | [今明]年 | [今明]天 (?!的) | [今明][晚早] | 从?即日起 | 从[今明]天起 | 从现在起
                    | [一二三四]季度 | 这个?[周月] | 从?(?:这|本|下)?周[一二三四五六日] | [本下][周月年季] | 上半年
                    | 国庆 | 春节 | 节前 | 开学 | [一每本]学[期年] | 不得?[少低超高][于过] )
              | (?P<end> ， | \Z )
            )
        )
        """,
        re.VERBOSE,
    )
