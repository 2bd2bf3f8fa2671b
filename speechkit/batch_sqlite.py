"""The tables of `tables_sqlite` as an output that grows: speeches in transactions, what is known of each beside it.

The table `_batch` of the database names each input with the digest of its bytes and the run's fingerprint, written in
the transaction that writes its rows.

Known limitations: while a run goes on with a database of another fingerprint, it holds speeches of both.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress

from speechkit.batch_files import Run, refuse_write, remove, write_run
from speechkit.batch_inputs import Input
from speechkit.batch_plan import Held, Plan
from speechkit.batch_worker import Answer
from speechkit.records import Record
from speechkit.tables import speech_key
from speechkit.tables_sqlite import add, finish, open_database

_MOST_PENDING = 200
"""Speeches in a transaction."""
_TABLE = """
CREATE TABLE IF NOT EXISTS _batch (path BLOB PRIMARY KEY, speech TEXT NOT NULL, sha256 TEXT, fingerprint TEXT NOT NULL)
WITHOUT ROWID
"""


def write(path: str, records: Iterable[Record]) -> None:
    """Make a database of records, aside and renamed.

    Raises:
        OutputFailed: the disk refuses.
    """
    aside = f"{path}.new"
    remove(aside)
    database = open_database(aside)
    try:
        database.execute("PRAGMA journal_mode = OFF")  # what is not whole is thrown away
        add(database, records)
        finish(database)
        database.close()
        os.replace(aside, path)
    except (sqlite3.Error, OSError) as error:
        refuse_write(path, error)
    finally:
        database.close()
        remove(aside)


class SqliteSink:
    """A database. A class, because it holds the connection.

    Args:
        path: of the database.
        run: what this run is; speeches of another fingerprint are done again, each when its turn comes.
    Raises:
        OutputFailed: of this and of all methods, where the disk refuses.
        BadRecord: the file is no database of ours.
    """

    def __init__(self, path: str, run: Run) -> None:
        self._path, self._run = path, run
        self._pending = 0
        write_run(f"{path}.run", run)
        self._database = open_database(path)
        self._execute(_TABLE)
        self._commit()

    def held(self) -> Iterator[Held]:
        """What earlier runs have left that this run may use; a record of no use has no digest."""
        for path, digest, fingerprint in self._database.execute("SELECT path, sha256, fingerprint FROM _batch"):
            yield Held(os.fsdecode(path), digest if digest and fingerprint == self._run.fingerprint else "")

    def keep(self, item: Input, held: Held) -> None:
        """Nothing: the rows are there."""

    def put(self, item: Input, answer: Answer) -> None:
        """Write a speech's rows."""
        record = json.loads(answer.text or "")
        row = (os.fsencode(item.path), speech_key(record), answer.sha256, self._run.fingerprint)
        try:
            add(self._database, [record])
            self._database.execute("INSERT OR REPLACE INTO _batch VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            self._refuse(error)
        self._pending += 1

    def commit(self) -> None:
        """End the transaction, when it is worth it."""
        if self._pending >= _MOST_PENDING:
            self._commit()

    def finish(self, plan: Plan, run: Run) -> None:
        """Remove what is no input any more, and make the indexes."""
        rows = self._database.execute("SELECT path, speech FROM _batch")
        for speech in [speech for path, speech in rows if not plan.lists(os.fsdecode(path))]:
            for table in ("speeches", "failures", "_batch"):
                self._execute(f"DELETE FROM {table} WHERE speech = ?", speech)  # noqa: S608
        self._commit()
        try:
            finish(self._database)
        except sqlite3.Error as error:
            self._refuse(error)
        write_run(f"{self._path}.run", run)

    def close(self) -> None:
        """Commit what waits and let go of the database; may be called after a fault."""
        try:
            if self._database.in_transaction:
                self._commit()
        finally:
            self._database.close()

    def _execute(self, statement: str, *values: str) -> None:
        try:
            self._database.execute(statement, values)
        except sqlite3.Error as error:
            self._refuse(error)

    def _commit(self) -> None:
        try:
            self._database.commit()
        except sqlite3.Error as error:
            self._refuse(error)
        self._pending = 0

    def _refuse(self, error: sqlite3.Error) -> None:
        with suppress(sqlite3.Error):
            self._database.rollback()
        refuse_write(self._path, error)
