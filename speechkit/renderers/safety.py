"""What makes foreign text safe to print.

Known limitations: none.
"""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_FOR_TERMINALS = re.compile(rf"(?P<colour>\x1b\[[\d;]*m)|(?!\r?\n|\t){_UNPRINTABLE.pattern}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!])")


def printable(text: str) -> str:
    """Write control characters, direction marks and lone surrogates as \\xNN, so that no terminal acts on them."""
    return _UNPRINTABLE.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def terminal_text(text: str, *, drawn: bool) -> str:
    """Make a whole output safe to show on a terminal: line ends and tabs stay.

    What `printable` writes out becomes \\uNNNN here, which is right in JSON, too.

    Args:
        drawn: the text was drawn for a terminal, from text made safe before, so that its colours stay.
    """

    def shown(match: re.Match[str]) -> str:
        if match["colour"] and drawn:
            return match.group()
        return f"\\u{ord(match.group()[0]):04x}{match.group()[1:]}"

    return _NOT_FOR_TERMINALS.sub(shown, text)


def csv_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and text != "-" else text


def xml_text(text: str) -> str:
    """Drop what XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def markdown_text(text: str) -> str:
    """Escape what Markdown would read as markup, and what `printable` does."""
    return printable(_MARKDOWN.sub(r"\\\1", text))
