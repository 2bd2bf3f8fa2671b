"""The formats of a batch: what each needs, imported when it is asked for.

Known limitations: none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from speechkit.batch_files import Run
from speechkit.batch_inputs import Input
from speechkit.batch_plan import Held, Plan
from speechkit.batch_worker import Answer

Write = Callable[[str, Iterator[dict[str, Any]]], object]
"""Makes an output of records; nobody sees it before it is whole."""


class Sink(Protocol):
    """Where records go; inputs come in order."""

    def held(self) -> Iterator[Held]:
        """Records of earlier runs that may be used; read to its end before anything else is called."""

    def keep(self, item: Input, held: Held) -> None:
        """Take a record that is there."""

    def put(self, item: Input, answer: Answer) -> None:
        """Take a new record."""

    def commit(self) -> None:
        """Called after each group of records: a good moment to write."""

    def finish(self, plan: Plan, run: Run) -> None:
        """All inputs are there: nothing else must be."""

    def close(self) -> None:
        """Let go, with all records so far written, finished or not."""


@dataclass(frozen=True, slots=True)
class Form:
    """One row of `FORMS`.

    Attributes:
        module: room of the sink.
        sink: name of its class.
        writer: room whose `write` makes the output of records; None where only the sink can.
    """

    name: str
    module: str
    sink: str
    writer: str | None = None


FORMS = (
    Form("jsonl", "speechkit.batch_jsonl", "JsonlSink"),
    Form("json", "speechkit.batch_json", "JsonSink"),
    Form("sqlite", "speechkit.batch_sqlite", "SqliteSink", "speechkit.batch_sqlite"),
    Form("parquet", "speechkit.batch_tables", "TablesSink", "speechkit.tables_parquet"),
    Form("csv", "speechkit.batch_tables", "TablesSink", "speechkit.tables_csv"),
    Form("xlsx", "speechkit.batch_tables", "TablesSink", "speechkit.tables_xlsx"),
)
"""The first is the default."""


def find_form(name: str) -> Form:
    """The row of a format; the name must be one of `FORMS`."""
    return next(row for row in FORMS if row.name == name)


def load_writer(form: Form) -> Write:
    """Import what makes a format of records; its row must have a writer."""
    write: Write = import_module(form.writer or "").write
    return write


def open_sink(form: Form, path: str, run: Run) -> Sink:
    """Open the output of a run; errors as of its class."""
    kind = getattr(import_module(form.module), form.sink)
    sink: Sink = kind(path, run, write=load_writer(form)) if form.sink == "TablesSink" else kind(path, run)
    return sink
