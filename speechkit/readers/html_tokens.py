"""HTML as tags and texts, in one pass whose time grows with the length alone.

The standard library's html.parser takes quadratic time on unclosed tags and comments in the Python
versions that speechkit runs on (11 s for 48 kB of `<a `), so the few rules that text extraction needs are
here. As in a browser, an unclosed comment, tag or quotation runs to the end.

Known limitations: no tree is built, so nothing is known of elements whose end tag is left out; CDATA
sections count as comments. Source: the tokenization rules of the HTML standard, 13.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

_TAG_NAME = re.compile(r"/? [A-Za-z] [^\s/>]*+", re.VERBOSE)
_ATTRIBUTE = re.compile(
    r"""
    [\s/]*+
    (?:
        ( [^\s/>] [^\s/>=]*+ )        # its name, which may open with anything but an end
        (?:
            \s*+ = \s*+
            (?: "([^"]*+)"? | '([^']*+)'? | ([^\s>]++) )?
        )?+
    )?+
    """,
    re.VERBOSE,
)
_RAW = ("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp")
"""Elements whose content holds no tags."""
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_LONG_REFERENCE = re.compile(r"&\#[xX]?[0-9A-Fa-f]{9,}+;?", re.VERBOSE)
"""Numbers of no character, too long for int()."""


class Token(NamedTuple):
    """A tag or a text.

    Attributes:
        kind: "start" or "end" of an element, or "text".
        name: of the element in lower case; the characters of a text, references resolved.
        attributes: of a start tag, names in lower case; the first of a name counts.
    """

    kind: Literal["start", "end", "text"]
    name: str
    attributes: dict[str, str]


def find_tokens(text: str) -> Iterator[Token]:
    """Cut HTML into tokens, in order; comments, declarations and processing instructions make none."""
    done = 0
    while True:
        start = text.find("<", done)
        if start < 0:
            break
        name = _TAG_NAME.match(text, start + 1)
        if name is None and not text.startswith(("!", "?", "/"), start + 1):
            yield from _text(text[done : start + 1])  # a < that opens nothing
            done = start + 1
            continue
        yield from _text(text[done:start])
        if name is None:
            done = _skip_markup(text, start)
        elif name.group().startswith("/"):
            done = _after(text, ">", name.end())
            yield Token("end", name.group()[1:].lower(), {})
        else:
            element = name.group().lower()
            attributes, done = _read_attributes(text, name.end())
            yield Token("start", element, attributes)
            if element in _RAW_ENDS:
                end = _RAW_ENDS[element].search(text, done)
                stop = len(text) if end is None else end.start()
                yield from _text(text[done:stop])
                done = stop
    yield from _text(text[done:])


def _text(raw: str) -> Iterator[Token]:
    if raw:
        yield Token("text", resolve_references(raw), {})


def resolve_references(raw: str) -> str:
    """Turn &amp; &#12345; and the like into characters; what stands for none becomes U+FFFD."""
    if "&" not in raw:
        return raw
    return unescape(_LONG_REFERENCE.sub("\ufffd", raw))


def _skip_markup(text: str, start: int) -> int:
    """Where a comment, declaration or stray end tag that starts at `start` is over."""
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):  # <!--> is a whole comment
            return _after(text, ">", start + 4)
        return _after(text, "-->", start + 4)
    return _after(text, ">", start + 1)


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _read_attributes(text: str, start: int) -> tuple[dict[str, str], int]:
    """Read up to the > of a start tag.

    Returns:
        The attributes, and where the tag is over.
    """
    attributes: dict[str, str] = {}
    while True:
        match = _ATTRIBUTE.match(text, start)
        if match is None or match.group(1) is None:
            break
        start = match.end()
        value = next((group for group in match.groups()[1:] if group is not None), "")
        attributes.setdefault(match.group(1).lower(), resolve_references(value))
    return attributes, _after(text, ">", start)
