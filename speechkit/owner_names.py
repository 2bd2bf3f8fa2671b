"""Say by parts of speech whether what ends like a duty holder's name is a name, or a clause (助力企业, 狠抓政府).

The parts of speech are those of jieba's dictionary. The text is segmented when the first name asks for it.

Known limitations: a name that jieba cuts through a verb of its own (融媒体 is none, 养老 is) may be refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from speechkit.owner_grammar import NOUN_AFTER_VERB, OwnerGrammar
from speechkit.segment import Tokens, find_tokens
from speechkit.vocabulary import tag_of

_VOUCHED = re.compile(
    r"""
    [各每本该省州旗镇乡村团校院厂局处科队组班] | 市 (?! 场 ) | 县 (?! 域 ) | 区 (?! 域 | 属 ) | 街道 | 党 (?! 的 )
    | 所有 | 全体 | 有关 | 相关 | 主要 | 分管 | 责任 | 牵头 | 配合 (?= 单位 | 部门 ) | 基层 | 领导 | 主管
    """,
    re.VERBOSE,
)
"""Openings of names that need no look at parts of speech."""
_OFFICES = re.compile("[一-龥]{1,6}(?:局|厅|署|办公室|委员会|法院|检察院|大队|支队|管委会|居委会|村委会)")
"""Names that end like offices and nothing else; 形似 words are out before."""
_REFUSED = frozenset(("v", "p", "d", "ad", "c", "u", "f"))
"""Tags of words that no name holds, save a verb right before its last word (受理单位)."""
_INSIDE = frozenset(("以上", "以下", "和", "及", "与", "等"))
"""Words that names may hold all the same (科级以上干部)."""
_OFFICE = re.compile(NOUN_AFTER_VERB)


class NameCheck:
    """Checks names in one text.

    Args:
        text: cleaned and folded.
        grammar: of duty holders.
        engine: as `segment.find_tokens`.
        cache_folder: as `vocabulary.tag_of`.
    """

    def __init__(self, text: str, grammar: OwnerGrammar, engine: str, cache_folder: str | None) -> None:
        self.grammar = grammar
        self._text = text
        self._engine = engine
        self._cache_folder = cache_folder
        self._tokens: Tokens | None = None
        self._tag: Callable[[str], str] | None = None

    def is_vouched(self, start: int) -> bool:
        """Say whether what begins at a place opens like those whom speeches address."""
        return _VOUCHED.match(self._text, start) is not None

    def is_name(self, start: int, end: int) -> bool:
        """Say whether a stretch of the text that ends like a name is one."""
        text = self._text
        if _VOUCHED.match(text, start, end) or text[start:end].strip("“”") in self.grammar.tails:
            return True
        if _OFFICES.fullmatch(text, start, end):
            return True
        if self._tokens is None or self._tag is None:
            self._tokens, self._tag = find_tokens(text, self._engine), tag_of(self._cache_folder)
        starts, tag = self._tokens.starts, self._tag
        first, behind = bisect_left(starts, start), bisect_left(starts, end)
        words = self._tokens.texts[first:behind]
        head = words.index("的") + 1 if "的" in words else 0
        for place, word in enumerate(words[head:]):
            if word in self.grammar.fields:
                continue
            kind = tag(word)
            is_office = kind == "v" and place <= 1 and head + place == len(words) - 2 and _OFFICE.match(words[-1])
            if kind in _REFUSED and not is_office and word not in _INSIDE:
                return False
        return True
