"""JSON Lines that can be gone on with: what an earlier run wrote stays where it is, as far as it is still right.

A run goes through its inputs in order, and through the lines of OUT beside them. While each line is the one that is
wanted, nothing is written; behind the last of them lines are appended. At the first line that is another (a changed
file, a new one, other lexicons) the run turns aside: it copies the lines so far to OUT.part, goes on there, taking from
OUT what it can, and puts OUT.part in OUT's place when all is done. A run that goes on with an OUT.part does the same
with it, and keeps it as OUT.kept when it must turn aside once more. So OUT holds whole lines in order at every moment,
but for a torn last line, which the next run cuts off.

Known limitations: turning aside takes the room of two outputs on the disk until the run is done. Failures are no lines
to keep: they are tried again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from speechkit.batch_files import Run, flush_to_disk, read_run, refuse_write, remove, write_run
from speechkit.batch_inputs import Input
from speechkit.batch_plan import Held, Plan
from speechkit.batch_worker import Answer

_MOST_PENDING = 100_000
"""Bytes that wait before they are written."""
_MOST_UNSURE = 16_000_000
"""Bytes written before the disk is told to keep them; what a power cut can cost."""
_MOST_COPIED = 1 << 20
"""Bytes copied at a time."""
_HEAD = re.compile(r'\{"schema": "speechkit/1", "source": (?=\{)')
_FAILED = ', "error": '
_DECODER = json.JSONDecoder()


class JsonlSink:
    """An output of one record a line. A class, because it holds open files.

    Args:
        path: of the output.
        run: what this run is; an output of another fingerprint is kept until this run is done, and no line of it used.
    Raises:
        OutputFailed: of this and of all methods, where the disk refuses.
    """

    def __init__(self, path: str, run: Run) -> None:
        self._path, self._run = path, run
        self._part, self._kept = f"{path}.part", f"{path}.kept"
        self._files: list[BinaryIO] = []  # as `Held.file` numbers them, whatever they are called by now
        self._usable: list[tuple[int, str]] = []
        self._active = 0
        self._aside = False  # whether the active file is OUT.part
        self._cursor = 0  # where the next line belongs
        self._length = 0  # of what the active file holds
        self._pending: list[bytes] = []
        self._unsure = 0
        try:
            self._open()
        except OSError as error:
            self.close()
            refuse_write(path, error)

    def held(self) -> Iterator[Held]:
        """What earlier runs have left that this run may use; to be read to its end before the first line is put."""
        for number, path in self._usable:
            yield from scan(path, number)
        self._length = self._files[self._active].seek(0, os.SEEK_END)

    def keep(self, item: Input, held: Held) -> None:
        """Have the next line be one that is there."""
        if held.file == self._active and held.start == self._cursor < self._length:
            self._cursor += held.length
        else:
            self._put(_read_at(self._files[held.file], held.start, held.length))

    def put(self, item: Input, answer: Answer) -> None:
        """Have the next line be a new one."""
        self._put((answer.text or "").encode("utf-8", "backslashreplace"))  # \udc80, of a name that is no UTF-8

    def commit(self) -> None:
        """Write what waits, when it is worth it."""
        if self._cursor - self._length >= _MOST_PENDING:
            self._write_pending()

    def finish(self, plan: Plan, run: Run) -> None:
        """Have the output be this run's, and nothing else."""
        self._write_pending()
        file = self._files[self._active]
        try:
            if self._cursor < self._length:  # lines of what is no input any more
                file.truncate(self._cursor)
            flush_to_disk(file)
            if not self._aside:
                write_run(f"{self._path}.run", run)
            else:
                write_run(f"{self._path}.run.next", run)
                os.replace(self._part, self._path)
                os.replace(f"{self._path}.run.next", f"{self._path}.run")
            remove(self._part, self._kept, f"{self._part}.run")
        except OSError as error:
            refuse_write(self._path, error)

    def close(self) -> None:
        """Write what waits and let go of the files; may be called after a fault."""
        try:
            self._write_pending()
        finally:
            for file in self._files:
                file.close()

    def _open(self) -> None:
        """Find what earlier runs have left, and say where to go on."""
        self._mend_names()
        before, aside = read_run(f"{self._path}.run"), read_run(f"{self._part}.run")
        if before is None:
            write_run(f"{self._path}.run", self._run)
        self._take(self._path, usable=before is None or before.fingerprint == self._run.fingerprint)
        if aside is None or aside.fingerprint != self._run.fingerprint:
            remove(self._part, self._kept, f"{self._part}.run")
        for path in (self._kept, self._part):
            if os.path.exists(path):
                self._take(path, usable=True)
                self._active, self._aside = len(self._files) - 1, path == self._part
        if not self._aside:
            self._active = 0
            if not self._usable or self._usable[0][0] != 0:
                self._start_part()
            elif before not in (None, self._run):
                write_run(f"{self._path}.run", self._run)

    def _mend_names(self) -> None:
        """Finish what a run that died between two renamings had begun."""
        after = f"{self._path}.run.next"
        if os.path.exists(after) and os.path.exists(self._part):
            os.unlink(after)
        elif os.path.exists(after):
            os.replace(after, f"{self._path}.run")

    def _take(self, path: str, *, usable: bool) -> None:
        self._files.append(open(path, "r+b" if os.path.exists(path) else "w+b", buffering=0))  # noqa: SIM115
        if usable:
            self._usable.append((len(self._files) - 1, path))

    def _start_part(self) -> None:
        """Make an empty OUT.part the active file."""
        remove(f"{self._part}.run")
        self._files.append(open(self._part, "w+b", buffering=0))  # noqa: SIM115
        write_run(f"{self._part}.run", self._run)
        self._active, self._aside = len(self._files) - 1, True

    def _put(self, line: bytes) -> None:
        if self._cursor < self._length:
            if _read_at(self._files[self._active], self._cursor, len(line)) == line:
                self._cursor += len(line)
                return
            self._turn_aside()
        self._pending.append(line)
        self._cursor += len(line)

    def _turn_aside(self) -> None:
        """Go on in a new OUT.part that holds the lines so far."""
        old = self._files[self._active]
        try:
            if self._aside:
                os.replace(self._part, self._kept)
            self._start_part()
            _copy(old, self._files[self._active], self._cursor)
        except OSError as error:
            refuse_write(self._path, error)
        self._length = self._cursor

    def _write_pending(self) -> None:
        data = b"".join(self._pending)
        self._pending = []
        if not data:
            return
        file = self._files[self._active]
        try:
            file.seek(self._length)
            _write_all(file, data)
            self._length += len(data)
            self._unsure += len(data)
            if self._unsure >= _MOST_UNSURE:
                os.fsync(file.fileno())
                self._unsure = 0
        except OSError as error:
            self._cursor = self._length
            with suppress(OSError):
                file.truncate(self._length)
            refuse_write(self._path, error)


def scan(path: str, number: int = 0) -> Iterator[Held]:
    """Read the records of a file of lines, failures left out; cut off what a power cut or a kill has spoilt.

    Args:
        number: what `Held.file` says.
    """
    start = 0
    with open(path, "rb") as file:
        for line in file:
            head = read_head(line)
            if head is None:
                break
            source, failed = head
            if not failed:
                yield Held(source["path"], source["sha256"], number, start, len(line))
            start += len(line)
    if start < os.path.getsize(path):
        os.truncate(path, start)


def read_head(line: bytes) -> tuple[dict[str, Any], bool] | None:
    """Read the source of a record, and whether it is a failure; None where the line is torn or no record."""
    if not line.endswith(b"}\n") or b"\0" in line:
        return None
    try:
        text = line.decode("utf-8")
        head = _HEAD.match(text)
        if head is None:
            return None
        source, end = _DECODER.raw_decode(text, head.end())
    except ValueError:
        return None
    failed = text.startswith(_FAILED, end)
    return (source, failed) if failed or {"path", "sha256"} <= source.keys() else None


def _read_at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    parts = []
    while length and (part := file.read(length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _write_all(file: BinaryIO, data: bytes) -> None:
    """Write to a raw file, which may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _copy(old: BinaryIO, new: BinaryIO, length: int) -> None:
    """Copy the first bytes of a file into an empty one."""
    for start in range(0, length, _MOST_COPIED):
        _write_all(new, _read_at(old, start, min(_MOST_COPIED, length - start)))
