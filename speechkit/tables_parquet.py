"""The tables as Parquet files in a folder, typed, for DuckDB, pandas, polars, Spark.

Known limitations: rows wait in memory until a row group is full (20,000 rows a table).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from speechkit.errors import missing_package
from speechkit.records import Record
from speechkit.tables import Kind, Row, Table
from speechkit.tables_files import write_folder

_ROW_GROUP = 20_000
_TYPES: dict[Kind, str] = {
    "text": "string", "integer": "int64", "real": "float64", "boolean": "bool_", "date": "date32",
}  # fmt: skip


def write(path: str, records: Iterable[Record]) -> None:
    """Write a folder of Parquet files: see `tables_files.write_folder`.

    Raises:
        MissingPackage: pyarrow is not installed.
    """
    try:
        import_module("pyarrow")
    except ImportError:
        raise missing_package("the format parquet", "pyarrow") from None
    write_folder(path, records, suffix=".parquet", open_table=_ParquetTable)


class _ParquetTable:
    """One open Parquet file and the rows that wait."""

    def __init__(self, path: str, table: Table) -> None:
        self._arrow: Any = import_module("pyarrow")
        self._schema = self._arrow.schema(
            [
                self._arrow.field(column.name, getattr(self._arrow, _TYPES[column.kind])(), nullable=column.null)
                for column in table.columns
            ]
        )
        self._writer = import_module("pyarrow.parquet").ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Row] = []

    def write(self, made: Sequence[Row]) -> None:
        self._waiting += made
        if len(self._waiting) >= _ROW_GROUP:
            self._flush()

    def close(self) -> None:
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        columns = zip(*self._waiting, strict=True)
        arrays = [self._arrow.array(cells, field.type) for cells, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._waiting = []
