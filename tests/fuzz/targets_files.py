"""Targets that take bytes: the readers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

from hypothesis import strategies as st

from fuzz import files
from fuzz.invariants import outcome
from speechkit.errors import SpeechkitError
from speechkit.readers import docx, office, read_bytes
from speechkit.settings import Settings

SMALL = Settings(max_bytes=300_000)
"""A limit that bombs reach soon."""


def check_reader(data: bytes, name: str) -> None:
    """Bytes become a source that steps can work on, or one clear error; the same at the second try."""
    read = partial(read_bytes, data, SMALL, path=name)
    with mock.patch.object(office, "_PROGRAMS", ()):  # LibreOffice itself is not ours to fuzz
        first, second = outcome(read), outcome(read)
    if isinstance(first, SpeechkitError):
        assert str(first) == str(second)
        assert first.path == name, "an error names its file"
        return
    assert first == second
    assert first.text.strip()
    assert first.text.encode("utf-8")
    assert first.path == name
    for notice in first.notices:
        assert notice.span is None or 0 <= notice.span.start <= notice.span.end <= len(first.text)


def check_docx_reader(data: bytes) -> None:
    """The reader by itself, so that damaged signatures reach it, too."""
    check_reader(data, "a.docx")
    outcome(lambda: docx.read(data, SMALL, path="a.docx"))


def check_settings(drawn: tuple[bytes, str | None, str | None]) -> None:
    """Text files under any suffix and encoding that a user may name."""
    data, name, encoding = drawn
    first = outcome(lambda: read_bytes(data, Settings(encoding=encoding), path=name))
    if not isinstance(first, SpeechkitError):
        assert first.text.encode("utf-8")


_ENCODINGS = (
    *files.ENCODINGS,
    "GBK",
    "utf_16",
    "rot13",
    "base64",
    "idna",
    "punycode",
    "unicode_escape",
    "hex",
    "nope",
    "",
    "a\x00b",
)
_OPTIONS = st.tuples(
    files.text_files(), st.sampled_from((None, "a.md", "a.html", "a.docx", "a")), st.sampled_from(_ENCODINGS)
)
ROWS: tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], None]], ...] = (
    ("text", files.text_files(), partial(check_reader, name="a.txt")),
    ("encoding", _OPTIONS, check_settings),
    ("html", files.html_files(), partial(check_reader, name="a.html")),
    ("markdown", files.markdown_files(), partial(check_reader, name="a.md")),
    ("docx", files.docx_files(), check_docx_reader),
    ("pdf", files.pdf_files(), partial(check_reader, name="a.pdf")),
    ("office", files.rtf_files(), partial(check_reader, name="a.wps")),
)
