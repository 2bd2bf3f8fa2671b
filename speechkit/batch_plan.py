"""The list of a batch: its inputs in order, and what an earlier run has left of them.

The list lives in a private SQLite database on disk, which goes when the process ends, however it ends: so the memory
that it takes does not grow with the number of files.

Known limitations: the database lies where SQLite keeps temporary files (SQLITE_TMPDIR, else TMPDIR, else /var/tmp); it
takes about 200 bytes a file.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from speechkit.batch_inputs import Input

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE input (place INTEGER, path BLOB UNIQUE, name BLOB, stem TEXT, size INTEGER, PRIMARY KEY (place, path))
    WITHOUT ROWID;
CREATE TABLE held (path BLOB PRIMARY KEY, sha256 TEXT, file INTEGER, start INTEGER, length INTEGER) WITHOUT ROWID;
BEGIN;
"""
WHOLE = (1, 1)
"""The shard that is all."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record that an earlier run has left.

    Attributes:
        path: of the speech.
        sha256: of the bytes that it was made from; "" where this run cannot use it.
        file: which of the output's files holds it.
        start: its first byte there.
        length: in bytes, line end included.
    """

    path: str
    sha256: str
    file: int = 0
    start: int = 0
    length: int = 0


class Plan:
    """Inputs in order, each once, and held records by path. A class, because it is an open database."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)

    def add(self, place: int, inputs: Iterable[Input]) -> None:
        """Add what one argument comes to; a path that is there already stays where it is.

        Args:
            place: number of the argument; inputs are ordered by it, then by the bytes of their path.
        """
        self._database.executemany(
            "INSERT OR IGNORE INTO input VALUES (?, ?, ?, ?, ?)",
            ((place, os.fsencode(i.path), os.fsencode(i.name), _stem(i.name), i.size) for i in inputs),
        )

    def count(self, shard: tuple[int, int] = WHOLE) -> int:
        """How many inputs a shard has."""
        (total,) = self._database.execute("SELECT count(*) FROM input").fetchone()
        number, shards = shard
        return len(range(number - 1, total, shards))

    def inputs(self, shard: tuple[int, int] = WHOLE) -> Iterator[Input]:
        """The inputs of a shard in order: of N shards the first has the 1st, the N+1st … of all."""
        number, shards = shard
        rows = self._database.execute("SELECT path, name, size FROM input ORDER BY place, path")
        for position, (path, name, size) in enumerate(rows):
            if position % shards == number - 1:
                yield Input(os.fsdecode(path), os.fsdecode(name), size)

    def digest(self) -> str:
        """Hex digest of the paths of all inputs in order."""
        digest = sha256()
        for (path,) in self._database.execute("SELECT path FROM input ORDER BY place, path"):
            digest.update(path + b"\0")
        return digest.hexdigest()

    def find_clash(self) -> tuple[str, str] | None:
        """Two inputs whose names differ in nothing but suffix and case, if there are such."""
        row = self._database.execute(
            "SELECT min(path), max(path) FROM input GROUP BY stem HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        ).fetchone()
        return None if row is None else (os.fsdecode(row[0]), os.fsdecode(row[1]))

    def hold(self, held: Iterable[Held]) -> None:
        """Note what an earlier run has left; of two records of a path the later counts."""
        self._database.executemany(
            "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)",
            ((os.fsencode(h.path), h.sha256, h.file, h.start, h.length) for h in held),
        )

    def find_held(self, path: str) -> Held | None:
        """What an earlier run has left of a path."""
        row = self._database.execute(
            "SELECT sha256, file, start, length FROM held WHERE path = ?", [os.fsencode(path)]
        ).fetchone()
        return None if row is None else Held(path, *row)

    def lists(self, path: str) -> bool:
        """Say whether a path is an input."""
        row = self._database.execute("SELECT 1 FROM input WHERE path = ?", [os.fsencode(path)]).fetchone()
        return row is not None

    def names(self, name: str) -> bool:
        """Say whether an input goes by this name, whatever its suffix and case."""
        return self._database.execute("SELECT 1 FROM input WHERE stem = ?", [_stem(name)]).fetchone() is not None

    def count_unlisted(self) -> int:
        """How many held records that could be used are of no input."""
        row = self._database.execute(
            "SELECT count(*) FROM held WHERE sha256 != '' AND path NOT IN (SELECT path FROM input)"
        )
        count: int = row.fetchone()[0]
        return count

    def close(self) -> None:
        """Let the database go."""
        self._database.close()


def output_name(name: str) -> str:
    """Name of the file that holds one speech's record: its source's, with the suffix .json."""
    return f"{os.path.splitext(name)[0]}.json"


def _stem(name: str) -> str:
    """What no two outputs may share, on file systems that know no case either."""
    stem = os.path.splitext(name)[0].encode("utf-8", "backslashreplace").decode()
    return unicodedata.normalize("NFC", stem).casefold()
