"""A piece of text in the form in which texts are compared: half width, simplified.

Known limitations: those of `speechkit.folding`.
"""

from __future__ import annotations

from speechkit.align import apply_edits
from speechkit.clean_characters import plain_width
from speechkit.folding import fold


def plain_form(text: str) -> str:
    """Write a pattern, or a slice of a source, as `Document.folded` would have it."""
    return fold(apply_edits(text, plain_width(text))[0])
