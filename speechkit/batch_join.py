"""Outputs of several runs into one.

The shards of one run are told by their notes (SHARD.run): they must be of one list of inputs, made by one version with
the same lexicons and settings, each finished and none missing. Then the first line of the first, the first of the
second … the second of the first … are the lines of the run without shards.

Known limitations: outputs that are no shards of one run follow each other; a speech that stands in two of them is
refused where the tables would hold it twice, and stands twice among the lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import zip_longest
from typing import BinaryIO

from speechkit.batch_files import Run, flush_to_disk, locked, read_run, refuse_write, remove, write_run
from speechkit.batch_forms import find_form, load_writer
from speechkit.batch_jsonl import read_head
from speechkit.batch_plan import WHOLE
from speechkit.batch_tables import parse_lines
from speechkit.errors import BadRecord, UnreadableSource, WrongUsage


def join_outputs(paths: Sequence[str], out: str, *, form: str) -> int:
    """Join outputs of the format jsonl.

    Args:
        paths: of the outputs, in any order where they are the shards of one run.
        out: where the joined records go; nothing may be there.
        form: "jsonl" or a format of tables.
    Returns:
        How many records there are.
    Raises:
        WrongUsage: shards that do not go together, one that is missing, or an output that is there.
        BadRecord: a line is no record.
        OutputFailed: the disk refuses.
    """
    if os.path.lexists(out) or os.path.lexists(f"{out}.run"):
        raise WrongUsage("exists already; give another --out", path=out)
    runs = [_read_run(path) for path in paths]
    sharded = any(run.shard != WHOLE for run in runs)
    if sharded:
        _check_shards(paths, runs)
        paths = [path for _, path in sorted(zip((run.shard for run in runs), paths, strict=True))]
    with locked(out), ExitStack() as stack:
        files = [stack.enter_context(_open(path)) for path in paths]
        lines = _interleave(paths, files, runs[0].inputs) if sharded else _follow(paths, files)
        count = _write(lines, out, form=form)
        if form == "jsonl" and (sharded or len(runs) == 1):
            write_run(f"{out}.run", replace(runs[0], shard=WHOLE))
    return count


def _read_run(path: str) -> Run:
    run = read_run(f"{path}.run")
    if run is None:
        raise WrongUsage(f"no output of `speechkit batch --format jsonl`: {path}.run is not there", path=path)
    if run.form != "jsonl":
        raise WrongUsage(f"its format is {run.form}; join joins jsonl", path=path)
    if not run.finished:
        raise WrongUsage("not finished; run it again with --resume", path=path)
    return run


def _check_shards(paths: Sequence[str], runs: Sequence[Run]) -> None:
    first = runs[0]
    for path, run in zip(paths[1:], runs[1:], strict=True):
        if (run.inputs, run.inputs_sha256) != (first.inputs, first.inputs_sha256):
            raise WrongUsage(f"made from another list of inputs than {paths[0]}; run it again with --resume", path=path)
        if run.fingerprint != first.fingerprint:
            message = f"made by another version, with other lexicons or settings than {paths[0]}"
            raise WrongUsage(f"{message}; run it again with --resume", path=path)
    numbers = sorted(run.shard for run in runs)
    wanted = [(number, first.shard[1]) for number in range(1, first.shard[1] + 1)]
    if numbers != wanted:
        shards = ", ".join(f"{number}/{of}" for number, of in numbers)
        raise WrongUsage(f"give each of the {first.shard[1]} shards once; these are {shards}")


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except OSError as error:
        raise UnreadableSource(f"cannot be read: {error.strerror or error}", path=path) from error


def _interleave(paths: Sequence[str], files: Sequence[BinaryIO], count: int) -> Iterator[bytes]:
    """The lines of shards in the order of the list that they are shards of.

    Raises:
        BadRecord: they are not as many as the list has.
    """
    found = 0
    for number, row in enumerate(zip_longest(*files), 1):
        for path, line in zip(paths, row, strict=True):
            if line is not None:
                found += 1
                yield _checked(line, path, number)
    if found != count:
        raise BadRecord(f"the shards hold {found:,} records of {count:,}; run them again with --resume", path=paths[0])


def _follow(paths: Sequence[str], files: Sequence[BinaryIO]) -> Iterator[bytes]:
    for path, file in zip(paths, files, strict=True):
        for number, line in enumerate(file, 1):
            yield _checked(line, path, number)


def _checked(line: bytes, path: str, number: int) -> bytes:
    if read_head(line) is None:
        raise BadRecord("no record of speechkit; run it again with --resume", path=f"{path}:{number}")
    return line


def _write(lines: Iterator[bytes], out: str, *, form: str) -> int:
    """Write aside and rename; returns how many records there are."""
    counter = _Counter()
    if form != "jsonl":
        load_writer(find_form(form))(out, parse_lines(counter.count(lines)))
        return counter.number
    aside = f"{out}.new"
    try:
        with open(aside, "wb") as file:
            file.writelines(counter.count(lines))
            flush_to_disk(file)
        os.replace(aside, out)
    except OSError as error:
        refuse_write(out, error)
    finally:
        remove(aside)
    return counter.number


class _Counter:
    """Counts what passes; a class, because the writers say nothing of how much they wrote."""

    def __init__(self) -> None:
        self.number = 0

    def count(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.number += 1
            yield line
