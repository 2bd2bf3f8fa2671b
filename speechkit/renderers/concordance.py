"""How a concordance is shown, shared by its formats.

Known limitations: none.
"""

from __future__ import annotations

from dataclasses import dataclass

_KEYWORD, _WIDE_KEYWORD = "■■■■", "■■■■■■■■"
"""As wide as the column of keywords that differ in width: of lexicons, and of frames."""


@dataclass(frozen=True, slots=True)
class KwicView:
    """How a concordance is shown.

    Attributes:
        width: cells of a line.
        longest_path: characters of the longest path among the files.
        keyword: a text as wide as the column of keywords.
        colour: whether escape sequences for colour may be written.
        pattern: as the user wrote it.
    """

    pattern: str
    width: int = 100
    longest_path: int = 20
    keyword: str = _KEYWORD
    colour: bool = False


def keyword_like(kind: str, widest: str | None) -> str:
    """A text as wide as the column of keywords: the pattern's own where all hits are as wide."""
    return widest or {"frame": _WIDE_KEYWORD}.get(kind, _KEYWORD)
