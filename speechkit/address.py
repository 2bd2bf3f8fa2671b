"""How speakers address their hearers: at the head of the speech and before its last appeal.

Known limitations: an address of more than 40 characters is not seen.
"""

from __future__ import annotations

import re

from speechkit.model import Span

_WHO = (
    "(?:全体|广大|各级|各[^，。！？；：位\\n]{1,14}的?)?[^，。！？；：\\n我你他她它咱人在会话稿文]{0,12}(?<![我你他她它咱人])们"
    "|各位[^，。！？；：\\n]{1,12}|全体[^，。！？；：\\n]{2,10}|各[^，。！？；：位\\n]{1,18}同志"
    "|尊敬的[^，。！？；：\\n]{1,16}|亲爱的[^，。！？；：\\n]{1,16}|大家(?:上午|下午|晚上)?好|同志"
)
"""Whom speakers address: …们, 各位…, 全体…; never 我们, 你们, 他们, 人们."""
_PLAIN = "(?:各位|尊敬的|亲爱的|大家|(?:同志|朋友|同学|老师|代表|委员|同事|同仁)们)"
"""How an address opens that a copy has run into the title."""
_SALUTATION = re.compile(
    rf"""
    (?: (?: (?<=\n) | \A ) | (?: (?<=讲话) | (?<=范文) | (?<=致辞) | (?<=发言) | (?<=[）稿]) ) (?={_PLAIN}) )
    (?P<who> (?:{_WHO}) (?: [，、 ]{{1,2}} (?:{_WHO}) )* (?: [，、] [^，。：！？；\n]{{2,14}} (?=：) )? )
    [：！，]
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(rf"(?:(?<=\n)|(?<=[。！？]))(?:最后，)?(?:{_WHO})[，！：]")


HEAD_REACH = 600
"""Characters in which a salutation must stand."""


def find_salutation(text: str) -> Span | None:
    """Find the first address of a folded text, without its mark; None where the head has none.

    It must stand before the first full sentence ends, within `HEAD_REACH` characters, and open a line, or follow the
    title where a copy lost the line end.
    """
    first_end = text.find("。", 0, HEAD_REACH)
    match = _SALUTATION.search(text, 0, HEAD_REACH if first_end < 0 else first_end)
    return Span(match.start("who"), match.end("who")) if match else None


def find_closing_address(text: str, after: int) -> int | None:
    """The start of the last address behind `after`, which opens the last appeal; None where there is none."""
    starts = [match.start() for match in _CLOSING.finditer(text, after)]
    return starts[-1] if starts else None
