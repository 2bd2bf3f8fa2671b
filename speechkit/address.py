"""How speakers address their hearers: at the head of the speech and before its last appeal.

Known limitations: an address of more than 40 characters is not seen.
"""

from __future__ import annotations

import re

from speechkit.model import Span

_WHO = (
    "同志们|朋友们|同学们|老师们|乡亲们|战友们|同仁们|同事们|代表们|委员们|家长们|嘉宾们|女士们|先生们|青年朋友们"
    "|各位[^，。！？；：\\n]{1,12}|各[^，。！？；：位\\n]{1,18}的?同志们?|尊敬的[^，。！？；：\\n]{1,16}|亲爱的[^，。！？；：\\n]{1,16}|大家(?:上午|下午|晚上)?好|同志"
)
_SALUTATION = re.compile(
    rf"""
    (?: (?<=\n) | \A | (?<=讲话) | (?<=范文) | (?<=致辞) | (?<=发言) | (?<=[）稿]) )
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

    It must stand within the first `HEAD_REACH` characters and open a line, or follow the title where a copy lost the
    line end.
    """
    match = _SALUTATION.search(text, 0, HEAD_REACH)
    return Span(match.start("who"), match.end("who")) if match else None


def find_closing_address(text: str, after: int) -> int | None:
    """The start of the last address behind `after`, which opens the last appeal; None where there is none."""
    starts = [match.start() for match in _CLOSING.finditer(text, after)]
    return starts[-1] if starts else None
