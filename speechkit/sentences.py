"""Cut a cleaned text into sentences.

Known limitations: a sentence mark inside quotation marks or brackets ends the sentence only where the closing mark
follows at once (“……。”).
"""

from __future__ import annotations

import re

from speechkit.model import Span

_SENTENCE = re.compile(
    r"""
    [^\s。！？；]                      # opens with something that is neither space nor end mark
    [^。！？；\n]*+
    (?: [。！？；]+ [”’」』）)》]* )?   # its end marks and what they close
    """,
    re.VERBOSE,
)


def find_sentences(text: str) -> tuple[Span, ...]:
    """Find the sentences of a cleaned text.

    A sentence ends behind 。！？； (with closing quotes and brackets) or at a line end.

    Returns:
        Spans of `text`, in order, disjoint, without white space at their edges.
    """
    return tuple(
        Span(match.start(), match.end() - _trailing_space(match.group())) for match in _SENTENCE.finditer(text)
    )


def _trailing_space(piece: str) -> int:
    return len(piece) - len(piece.rstrip())
