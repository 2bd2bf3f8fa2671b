"""Outputs that are written as a whole, from records that are kept as lines beside them (OUT.records.jsonl).

Known limitations: the records take more room than the tables; without them a later run starts anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from speechkit.batch_files import Run, write_run
from speechkit.batch_inputs import Input
from speechkit.batch_jsonl import JsonlSink
from speechkit.batch_plan import Held, Plan
from speechkit.batch_worker import Answer
from speechkit.records import Record

Write = Callable[[str, Iterator[Record]], object]


class TablesSink:
    """An output made of records when all are there. A class, because it holds the records' open files.

    Args:
        path: of the output, a file or a folder, as `write` makes it.
        run: what this run is.
        write: makes the output, or puts a new one in its place, when it is whole.
    Raises:
        OutputFailed: of this and of all methods, where the disk refuses.
    """

    def __init__(self, path: str, run: Run, *, write: Write) -> None:
        self._path, self._write = path, write
        write_run(f"{path}.run", run)
        self._lines = JsonlSink(f"{path}.records.jsonl", replace(run, form="jsonl"))

    def held(self) -> Iterator[Held]:
        """See `JsonlSink`."""
        return self._lines.held()

    def keep(self, item: Input, held: Held) -> None:
        """See `JsonlSink`."""
        self._lines.keep(item, held)

    def put(self, item: Input, answer: Answer) -> None:
        """See `JsonlSink`."""
        self._lines.put(item, answer)

    def commit(self) -> None:
        """See `JsonlSink`."""
        self._lines.commit()

    def finish(self, plan: Plan, run: Run) -> None:
        """Make the output of the records."""
        self._lines.finish(plan, replace(run, form="jsonl"))
        with open(f"{self._path}.records.jsonl", "rb") as lines:
            self._write(self._path, parse_lines(lines))
        write_run(f"{self._path}.run", run)

    def close(self) -> None:
        """See `JsonlSink`."""
        self._lines.close()


def parse_lines(lines: Iterable[bytes]) -> Iterator[Record]:
    """Records of lines that a batch wrote."""
    return map(json.loads, lines)
