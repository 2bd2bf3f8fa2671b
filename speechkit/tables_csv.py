"""The tables as CSV files in a folder (RFC 4180, UTF-8 with the mark by which Excel knows it).

A text that a spreadsheet would take for a formula gets an apostrophe in front, as in all our CSV.

Known limitations: null and the empty text are both written as nothing. Excel shows a long number or a day in its own
way; in the file they stand as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date

from speechkit.records import Record
from speechkit.renderers.safety import csv_cell
from speechkit.tables import Row, Table
from speechkit.tables_files import write_folder

_BYTE_ORDER_MARK = "\ufeff"


def write(path: str, records: Iterable[Record]) -> None:
    """Write a folder of CSV files: see `tables_files.write_folder`."""
    write_folder(path, records, suffix=".csv", open_table=_CsvTable)


class _CsvTable:
    """One open CSV file."""

    def __init__(self, path: str, table: Table) -> None:
        self._file = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115
        self._file.write(_BYTE_ORDER_MARK)
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(table.names)

    def write(self, made: Sequence[Row]) -> None:
        self._writer.writerows([_cell(value) for value in row] for row in made)

    def close(self) -> None:
        self._file.close()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return csv_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value
