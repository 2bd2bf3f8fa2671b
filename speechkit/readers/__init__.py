"""From a path, standard input or bytes to a `Source`; one file a format, chosen by content, then by suffix.

`FORMATS` is the registry: each row names a module with `read(data, settings, *, path) -> Source`, imported on
use, so that a missing package stops one format only.

Known limitations: a format is told by its first bytes; each zip goes to the docx reader, which refuses what
is no Word document.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from typing import BinaryIO, Protocol

from speechkit.errors import TooLarge, UnreadableSource, missing_package
from speechkit.model import Source
from speechkit.settings import MEGABYTE, Settings

_NEAR_START = 1024
"""Bytes in which PDF (by its specification's notes) and HTML show what they are."""
_HTML = re.compile(rb"< (?: !doctype \s++ html | html[\s>] )", re.VERBOSE | re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Reader(Protocol):
    """What a format's module offers as `read`."""

    def __call__(self, data: bytes, settings: Settings, *, path: str | None = None) -> Source: ...


def _is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_NEAR_START]


def _is_office(data: bytes) -> bool:
    return data.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"))


def _is_html(data: bytes) -> bool:
    start = data[:_NEAR_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and _HTML.search(start) is not None


@dataclass(frozen=True, slots=True)
class Format:
    """One row of `FORMATS`.

    Attributes:
        name: as in `Source.format`, but for what `doc` converts.
        suffixes: lower case, with the dot.
        module: holds `read`.
        extra: of pyproject.toml, which brings the package that the module needs; None: needs nothing.
        sniff: tells the format by its bytes; None: it has no mark.
        always_marked: `sniff` knows every file of the format, so that the suffix alone proves nothing.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    extra: str | None = None
    sniff: Callable[[bytes], bool] | None = None
    always_marked: bool = False


FORMATS = (
    Format("docx", (".docx", ".docm"), "speechkit.readers.docx", sniff=_is_zip, always_marked=True),
    Format("pdf", (".pdf",), "speechkit.readers.pdf", extra="pdf", sniff=_is_pdf, always_marked=True),
    Format("doc", (".doc", ".wps", ".rtf"), "speechkit.readers.office", sniff=_is_office, always_marked=True),
    Format("html", (".html", ".htm", ".xhtml"), "speechkit.readers.html", sniff=_is_html),
    Format("markdown", (".md", ".markdown"), "speechkit.readers.markdown"),
    Format("text", (".txt",), "speechkit.readers.text"),
)
"""Tried from top to bottom; the last takes what no other row claims."""


def read_source(path: str, settings: Settings, *, stdin: BinaryIO | None = None) -> Source:
    """Read a speech from a file, or from standard input where `path` is "-".

    Args:
        path: kept in the source as given.
        stdin: what "-" reads; None: the process's own.
    Raises:
        UnreadableSource: no such file, a directory, no permission, empty, broken or without text.
        TooLarge: over `settings.max_bytes`, of which no more is read than that.
        UnknownFormat, WrongEncoding, MissingPackage: as the format's reader says.
        WrongUsage: `settings.encoding` is no encoding.
    """
    if path == "-":
        if stdin is None and sys.stdin is None:
            raise UnreadableSource("standard input is closed", path=path)
        data = _read_limited(stdin or sys.stdin.buffer, settings.max_bytes, path)
    else:
        data = read_file(path, settings)
    return read_bytes(data, settings, path=path)


def read_bytes(data: bytes, settings: Settings, *, path: str | None = None) -> Source:
    """Read a speech from the bytes of a file; errors as of `read_source`.

    Args:
        path: what the bytes come from; its suffix helps to tell formats that have no mark.
    """
    if not data:
        raise UnreadableSource("the file is empty", path=path)
    if len(data) > settings.max_bytes:
        raise _too_large(settings.max_bytes, path)
    source = load_reader(find_format(data, path))(data, settings, path=path)
    return _checked(source)


def source_from_text(text: str, path: str | None = None) -> Source:
    """Make a source of text in memory; its digest is that of its UTF-8.

    Raises:
        UnreadableSource: the text is blank or holds a lone surrogate, which no encoding can write.
    """
    _check_surrogates(text, path)
    digest = sha256(text.encode("utf-8")).hexdigest()
    return _checked(Source(text=text, path=path, format="text", encoding=None, sha256=digest))


def find_format(data: bytes, path: str | None) -> Format:
    """Choose the row for some bytes: by content, else by suffix, else text."""
    for row in FORMATS:
        if row.sniff is not None and row.sniff(data):
            return row
    suffix = _suffix(path)
    for row in FORMATS:
        if suffix in row.suffixes and not row.always_marked:
            return row
    return FORMATS[-1]


def load_reader(row: Format) -> Reader:
    """Import a row's module and return its `read`.

    Raises:
        MissingPackage: the package that the format needs is not installed.
    """
    try:
        module = import_module(row.module)
    except ImportError as error:  # absent, or too old to have what the reader imports
        package = (error.name or "").partition(".")[0]
        if row.extra is None or package == "speechkit":
            raise
        raise missing_package(f"reading {row.name}", package) from error
    reader: Reader = module.read
    return reader


def _suffix(path: str | None) -> str:
    name = re.split(r"[/\\]", path or "")[-1]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def read_file(path: str, settings: Settings) -> bytes:
    """Read the bytes of a file.

    Raises:
        UnreadableSource: no such file, a directory, or no permission.
        TooLarge: over `settings.max_bytes`, of which no more is read than that.
    """
    limit = settings.max_bytes
    try:
        with open(path, "rb") as file:  # not pathlib, which is 3.5 ms of every start
            if os.fstat(file.fileno()).st_size > limit:
                raise _too_large(limit, path)
            return _read_limited(file, limit, path)
    except IsADirectoryError:
        raise UnreadableSource("a directory, not a file", path=path) from None
    except FileNotFoundError:
        raise UnreadableSource("no such file", path=path) from None
    except PermissionError:
        raise UnreadableSource("no permission to read it", path=path) from None
    except OSError as error:
        raise UnreadableSource(f"cannot be read: {error.strerror or error}", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableSource("not the name of a file", path=path) from error


def _read_limited(stream: BinaryIO, limit: int, path: str) -> bytes:
    """Read a stream whose size nothing tells (a pipe), and no more of it than shows that it is too large."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(limit, path)
    return data


def _too_large(limit: int, path: str | None) -> TooLarge:
    return TooLarge(f"larger than {limit / MEGABYTE:g} MB; split it or raise --max-size", path=path)


def _checked(source: Source) -> Source:
    """Refuse what no step could work on."""
    _check_surrogates(source.text, source.path)
    if not source.text.strip():
        raise UnreadableSource("holds no text", path=source.path)
    return source


def _check_surrogates(text: str, path: str | None) -> None:
    found = _LONE_SURROGATE.search(text)
    if found:
        code = ord(found.group())
        message = f"character {found.start()} is a lone surrogate (U+{code:04X}); decode the text again"
        raise UnreadableSource(message, path=path)
