"""Records out of a SQLite database of ours: the way back from `tables_sqlite`.

Known limitations: speeches come in the order of their paths, whatever the order of the inputs was. Where two versions
of one lexicon share their label, a record names the one that SQLite finds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from speechkit.errors import BadRecord, UnreadableSource
from speechkit.records import SCHEMA, Record, check_record
from speechkit.tables_sqlite import APPLICATION_ID, VERSION

_HEADER = b"SQLite format 3\0"


def is_database(path: str) -> bool:
    """True for a file that opens as SQLite's do."""
    try:
        with open(path, "rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def load_database(path: str) -> Iterator[Record]:
    """Read the records of a database, speeches first, then failures.

    Raises:
        UnreadableSource: there is no such file.
        BadRecord: it is no database of ours, or what it holds makes no record.
    """
    if not Path(path).is_file():
        raise UnreadableSource("no such file", path=path)
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            marks = tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS)
            if marks != (APPLICATION_ID, VERSION):
                raise BadRecord("no database of this version of speechkit batch", path=path)
            for row in connection.execute("SELECT * FROM speeches ORDER BY path"):
                yield check_record(_speech(connection, row), f"{path}: {row['path']}")
            for row in connection.execute("SELECT * FROM failures ORDER BY path"):
                error = {"code": row["code"], "message": row["message"]}
                record = {"schema": SCHEMA, "source": {"path": row["path"]}, "error": error}
                yield check_record(record, f"{path}: {row['path']}")
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: a damaged text in a sound page
        raise BadRecord(f"cannot be read as a database ({' '.join(str(error).split())})", path=path) from error


_MARKS = ("application_id", "user_version")
_RENAMED = {"stop": "end", "is_key": "key"}
_BOOLEAN = frozenset(("approximate", "inherited", "is_key"))


def _speech(connection: sqlite3.Connection, row: sqlite3.Row) -> Record:
    key = row["speech"]
    patterns = _found(connection, "patterns", key)
    for number, pattern in enumerate(patterns, 1):
        slots = connection.execute(
            "SELECT text FROM slots WHERE speech = ? AND pattern_number = ? ORDER BY number", (key, number)
        )
        pattern["slots"] = [text for (text,) in slots]
    return {
        "schema": SCHEMA,
        "source": {name: row[name] for name in ("path", "format", "encoding", "characters", "sha256")},
        "meta": {name: row[name] for name in ("title", "speaker", "date", "salutation")},
        "anchor_date": row["anchor_date"],
        "lexicons": [_lexicon(connection, label) for label in row["lexicons"].split()],
        "outline": _outline(connection, key),
        "declared": _found(connection, "declared", key),
        "roles": _found(connection, "roles", key),
        "times": _found(connection, "times", key, identity="time"),
        "tasks": _tasks(connection, key),
        "phrases": _found(connection, "phrases", key),
        "patterns": patterns,
        "statistics": _statistics(connection, row),
        "notices": _found(connection, "notices", key),
    }


def _found(connection: sqlite3.Connection, table: str, key: str, *, identity: str | None = None) -> list[Record]:
    """Findings of a table in their order; `identity` names the column that is their id ("T1"), if they have one."""
    order = f"start, CAST(substr({identity}, 2) AS INTEGER)" if identity else "number"
    rows = connection.execute(f"SELECT * FROM {table} WHERE speech = ? ORDER BY {order}", (key,))  # noqa: S608
    return [_finding(row, identity) for row in rows]


def _finding(row: sqlite3.Row, identity: str | None) -> Record:
    names = [name for name in row.keys() if name not in ("speech", "number", "depth", "parent")]  # noqa: SIM118
    found = {"id" if name == identity else _RENAMED.get(name, name): _value(row, name) for name in names}
    return {"id": found.pop("id"), **found} if identity else found


def _value(row: sqlite3.Row, name: str) -> Any:
    return bool(row[name]) if name in _BOOLEAN else row[name]


def _outline(connection: sqlite3.Connection, key: str) -> list[Record]:
    top: list[Record] = []
    known: dict[str, Record] = {}
    for row in connection.execute("SELECT * FROM points WHERE speech = ? ORDER BY number", (key,)):
        point = {**_finding(row, "point"), "children": []}
        known[point["id"]] = point
        holder = known.get(row["parent"])
        (top if holder is None else holder["children"]).append(point)
    return top


def _tasks(connection: sqlite3.Connection, key: str) -> list[Record]:
    tasks = _found(connection, "tasks", key, identity="task")
    for task in tasks:
        rows = connection.execute(
            "SELECT text, start, stop, role, inherited FROM owners WHERE speech = ? AND task = ? ORDER BY number",
            (key, task["id"]),
        )
        task["owners"] = [_finding(row, None) for row in rows]
    return tasks


def _lexicon(connection: sqlite3.Connection, label: str) -> Record:
    row = connection.execute("SELECT sha256, title FROM lexicons WHERE lexicon = ?", (label,)).fetchone()
    name, _, version = label.rpartition("@")
    return {"id": name, "version": version, **(dict(row) if row else {})}


def _statistics(connection: sqlite3.Connection, row: sqlite3.Row) -> Record | None:
    if row["sentences"] is None:
        return None
    words = connection.execute(
        "SELECT text, weight FROM keywords WHERE speech = ? ORDER BY number", (row["speech"],)
    ).fetchall()
    figures = {name: row[name] for name in ("sentences", "tokens", "phrase_density")}
    return {"characters": row["text_characters"], **figures, "keywords": [dict(word) for word in words]}
