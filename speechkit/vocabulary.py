# pathlib would be 3.5 ms of every start.
"""What jieba's files know of words: how telling a word is (idf.txt), and its part of speech (dict.txt).

The files are read without importing jieba. Each is large (270,000 and 349,000 words), so that it is
rearranged once into buckets of words, kept in the user's cache folder, of which a look-up reads one. Without
a cache folder the file is read whole, once a process.

Known limitations: the kept file is keyed by the size and time of jieba's file, not by its content.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from struct import Struct
from zlib import crc32

from speechkit.errors import MissingPackage
from speechkit.lexicon_cache import keep, read_kept

FORMAT = 1
"""Of the kept files; raised when their layout changes."""
_BUCKETS = 8192
_OFFSET = Struct("<I")
_REMEMBERED = 200_000
"""Words whose values stay in memory; about 30 MB."""

UNKNOWN = "x"
"""jieba's tag for what it cannot classify."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A file of jieba: where it lies below the package, how many columns a line has, which one is wanted."""

    path: tuple[str, ...]
    columns: int
    wanted: int


_IDF = _Table(("analyse", "idf.txt"), 2, 1)
_TAGS = _Table(("dict.txt",), 3, 2)


@cache
def idf_of(cache_folder: str | None) -> Callable[[str], float | None]:
    """Return a function from a word to its inverse document frequency; None for a word that idf.txt lacks.

    Args:
        cache_folder: where the rearranged file is kept; None: nowhere.
    Raises:
        MissingPackage: jieba is not installed.
    """
    look_up = _look_up(_IDF, cache_folder)

    @lru_cache(_REMEMBERED)
    def idf(word: str) -> float | None:
        value = look_up(word)
        return float(value) if value else None

    return idf


@cache
def tag_of(cache_folder: str | None) -> Callable[[str], str]:
    """Return a function from a token to jieba's part of speech.

    The tag of jieba's dictionary; else m for a number, eng for Latin letters, x for all else. Args and
    Raises as `idf_of`.
    """
    look_up = _look_up(_TAGS, cache_folder)

    @lru_cache(_REMEMBERED)
    def tag(token: str) -> str:
        found = look_up(token)
        if found:
            return found
        if token[:1].isdigit():
            return "m"
        return "eng" if token.isascii() and token[:1].isalpha() else UNKNOWN

    return tag


def _look_up(table: _Table, cache_folder: str | None) -> Callable[[str], str | None]:
    path = os.path.join(_jieba_folder(), *table.path)
    if cache_folder is None:
        return _read_columns(path, table).get
    status = os.stat(path)
    stem = table.path[-1].removesuffix(".txt")
    kept = os.path.join(cache_folder, f"{stem}-{FORMAT}-{status.st_size}-{status.st_mtime_ns}.words")
    data = read_kept(kept)
    if data is None or len(data) < _OFFSET.size * (_BUCKETS + 1):
        data = _pack(_read_columns(path, table))
        keep(kept, data)
    return lambda word: _find(data, word)


def _jieba_folder() -> str:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise MissingPackage("the package jieba is not installed; run pip install jieba==0.42.1")
    return os.path.dirname(spec.origin)


def _read_columns(path: str, table: _Table) -> dict[str, str]:
    with open(path, encoding="utf-8") as stream:
        fields = stream.read().split()
    return dict(zip(fields[:: table.columns], fields[table.wanted :: table.columns], strict=False))


def _pack(values: dict[str, str]) -> bytes:
    """Offsets of all buckets, then the buckets: lines of a word, a space and its value."""
    buckets: list[list[str]] = [[] for _ in range(_BUCKETS)]
    for word, value in values.items():
        buckets[_bucket(word.encode())].append(f"\n{word} {value}")
    bodies = [("".join(bucket) + "\n").encode() for bucket in buckets]
    offset = _OFFSET.size * (_BUCKETS + 1)
    head = [_OFFSET.pack(offset)]
    for body in bodies:
        offset += len(body)
        head.append(_OFFSET.pack(offset))
    return b"".join((*head, *bodies))


def _bucket(word: bytes) -> int:
    return crc32(word) % _BUCKETS


def _find(data: bytes, word: str) -> str | None:
    encoded = word.encode("utf-8", "replace")
    place = _OFFSET.size * _bucket(encoded)
    (start,), (end,) = _OFFSET.unpack_from(data, place), _OFFSET.unpack_from(data, place + _OFFSET.size)
    line = b"\n" + encoded + b" "
    at = data.find(line, start, end)
    if at < 0:
        return None
    at += len(line)
    return data[at : data.index(b"\n", at)].decode()
