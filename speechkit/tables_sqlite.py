"""The tables as a SQLite database, with keys, references, indexes, a full-text index and a view of the task list.

Known limitations: records hold no text of the speech, so the full-text index covers what was found in it: titles of
points, tasks, duty holders, phrases and filled frames. SQLite's trigram index answers queries of three characters and
more; shorter ones need LIKE on `pieces`, which reads all of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from speechkit.errors import BadRecord, MissingPackage
from speechkit.records import Record
from speechkit.tables import TABLES, Table, rows, speech_key

APPLICATION_ID = 0x53504B31
"""“SPK1” in the file's header: a database of ours."""
VERSION = 1
"""Of the tables; a database of another version is not written to."""
_SEARCH = (
    "CREATE TABLE pieces (piece INTEGER PRIMARY KEY, kind TEXT, speech TEXT, id TEXT, text TEXT)",
    "CREATE VIRTUAL TABLE search USING fts5 (text, content = pieces, content_rowid = piece, tokenize = trigram)",
)
"""The texts in a table of their own, because LIKE on an index of trigrams finds nothing for two Chinese characters."""
_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_INDEXES = (
    ("speeches", "folder"), ("speeches", "year"), ("points", "title"), ("times", "latest"), ("owners", "text"),
    ("phrases", "entry"), ("phrases", "category"), ("patterns", "pattern"), ("keywords", "text"),
)  # fmt: skip
_PIECES = {
    "point": ("points", "point", "title"),
    "task": ("tasks", "task", "text"),
    "owner": ("owners", "task", "text"),
    "phrase": ("phrases", "number", "text"),
    "pattern": ("patterns", "number", "text"),
}
"""Kind of a piece of text → its table, the column that names it there, the column of its text."""
_TASK_LIST = """
CREATE VIEW task_list AS
SELECT tasks.speech, speeches.path, tasks.task, tasks.text,
  (SELECT group_concat(text, '、') FROM owners AS o
    WHERE o.speech = tasks.speech AND o.task = tasks.task AND o.role = 'lead') AS leads,
  (SELECT group_concat(text, '、') FROM owners AS o
    WHERE o.speech = tasks.speech AND o.task = tasks.task AND o.role = 'support') AS supports,
  times.text AS due, times.latest, times.rrule, tasks.quantity, points.title AS point_title
FROM tasks JOIN speeches USING (speech)
LEFT JOIN times ON times.speech = tasks.speech AND times.time = tasks.time
LEFT JOIN points ON points.speech = tasks.speech AND points.point = tasks.point
"""


def open_database(path: str) -> sqlite3.Connection:
    """Open a database of ours, or make it: tables without rows.

    Returns:
        A connection that holds references and waits for `commit`; pass it to `add` and `finish`.
    Raises:
        MissingPackage: Python's SQLite has no full-text index by trigrams (before 3.34).
        BadRecord: the file is another program's, or of another version of these tables.
    """
    try:
        connection = sqlite3.connect(path)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise BadRecord(f"no database that can be written ({error})", path=path) from error
    return connection


def add(connection: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Add records; a speech or failure that is there under the same path gives way. The caller commits.

    Returns:
        How many records were added.
    """
    number = 0
    for record in records:
        key = speech_key(record)
        connection.execute("DELETE FROM speeches WHERE speech = ?", (key,))
        connection.execute("DELETE FROM failures WHERE speech = ?", (key,))
        made = rows(record)
        for table in TABLES:
            if made[table.name]:
                connection.executemany(_INSERTS[table.name], made[table.name])
        number += 1
    return number


def finish(connection: sqlite3.Connection) -> None:
    """Make the indexes and the full-text index, all or none of them, and commit; may be called again later."""
    connection.commit()
    connection.execute("BEGIN")
    for table, column in _INDEXES:
        connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_{column} ON {table} ({column})")
    for name in ("search", "pieces"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _SEARCH:
        connection.execute(statement)
    for kind, (table, name, text) in _PIECES.items():
        connection.execute(
            f"INSERT INTO pieces (kind, speech, id, text) SELECT '{kind}', speech, {name}, {text} FROM {table}"  # noqa: S608
        )
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    connection.execute("ANALYZE")
    connection.commit()


def create_statements() -> Iterator[str]:
    """The SQL that makes the tables and the view."""
    yield from map(_create, TABLES)
    yield _TASK_LIST.strip()


def _prepare(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (mark, version) == (APPLICATION_ID, VERSION):
        return
    if mark == APPLICATION_ID:
        raise BadRecord(f"its tables are of version {version}, not {VERSION}; write to a new file", path=path)
    if things or mark or version:
        raise BadRecord("a database of another program; write to a new file", path=path)
    connection.execute("BEGIN")
    try:
        for statement in _SEARCH:
            connection.execute(statement)
    except sqlite3.OperationalError:
        raise MissingPackage(
            "this Python's SQLite has no FTS5 with trigrams; use one with SQLite 3.34 or later"
        ) from None
    for statement in create_statements():
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.commit()


def _create(table: Table) -> str:
    """SQL that makes a table; a speech that goes takes all its rows along."""
    lines = [f"{column.name} {_TYPES[column.kind]}{'' if column.null else ' NOT NULL'}" for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    for here, there in table.references:
        lines.append(
            f"FOREIGN KEY ({', '.join(here)}) REFERENCES {there} ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n) WITHOUT ROWID"


def _insert(table: Table) -> str:
    doubled = "OR IGNORE " if table.shared else ""
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT {doubled}INTO {table.name} VALUES ({marks})"  # noqa: S608


_INSERTS = {table.name: _insert(table) for table in TABLES}
