"""Folders of one file a table, written row by row and put in place when they are whole.

Known limitations: between the renaming of the old folder and of the new one there is a moment without either; the old
one then lies beside, as PATH.old.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Protocol

from speechkit.errors import OutputFailed, WrongUsage
from speechkit.records import Record
from speechkit.tables import TABLES, Row, Table, rows


class TableWriter(Protocol):
    """An open file of one table."""

    def write(self, made: Sequence[Row]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Write what is left, and close."""


def write_folder(
    path: str, records: Iterable[Record], *, suffix: str, open_table: Callable[[str, Table], TableWriter]
) -> None:
    """Write PATH/speeches.SUFFIX and so on, a file for every table, in memory that does not grow with the records.

    Args:
        path: of the folder; what an earlier call left there is replaced, when all is written.
        records: each speech once.
        open_table: makes the writer of a table's file.
    Raises:
        WrongUsage: there is something else at that path.
        OutputFailed: the disk refuses.
    """
    seen: set[Row] = set()
    try:
        with whole_folder(path, suffix) as folder, ExitStack() as stack:
            writers = {}
            for table in TABLES:
                writers[table.name] = open_table(os.path.join(folder, f"{table.name}{suffix}"), table)
                stack.callback(writers[table.name].close)
            for record in records:
                made = rows(record)
                for table in TABLES:
                    new = [row for row in made[table.name] if row not in seen] if table.shared else made[table.name]
                    seen.update(new if table.shared else ())
                    if new:
                        writers[table.name].write(new)
    except OSError as error:
        raise OutputFailed(f"cannot be written: {error.strerror or error}", path=path) from error


@contextmanager
def whole_folder(path: str, suffix: str) -> Iterator[str]:
    """Give an empty folder to write to; rename it to `path` when the block has ended well, else remove it."""
    path = path.rstrip("/\\") or path
    if os.path.lexists(path) and not _is_ours(path, suffix):
        raise WrongUsage("something else is there; give another --out", path=path)
    new, old = f"{path}.new", f"{path}.old"
    shutil.rmtree(new, ignore_errors=True)
    os.makedirs(new)
    try:
        yield new
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if os.path.lexists(path):
        shutil.rmtree(old, ignore_errors=True)
        os.rename(path, old)
    os.rename(new, path)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def whole_file(path: str) -> Iterator[str]:
    """Give a path to write to; rename it to `path` when the block has ended well, else remove it."""
    new = f"{path}.new"
    try:
        yield new
        os.replace(new, path)
    except BaseException as error:
        if os.path.exists(new):
            os.unlink(new)
        if isinstance(error, OSError):
            raise OutputFailed(f"cannot be written: {error.strerror or error}", path=path) from error
        raise


def _is_ours(path: str, suffix: str) -> bool:
    """True for a folder that holds nothing but files of tables."""
    names = {f"{table.name}{suffix}" for table in TABLES}
    return os.path.isdir(path) and not os.path.islink(path) and set(os.listdir(path)) <= names
