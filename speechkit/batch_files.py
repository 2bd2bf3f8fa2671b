"""What lies beside a batch's output, the lock on it, and writing that survives a fault.

Beside OUT stand OUT.run (what made it, JSON), OUT.lock (while a run is writing) and, while records are written anew,
OUT.part and OUT.kept; see `batch_jsonl`. OUT.records.jsonl holds the records of formats that are written as a whole.

Known limitations: a lock holds between the processes of one machine, and of several where their common file system
passes locks on (NFS 4 does). A power cut can take what the disk itself had promised to keep.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from typing import IO, NoReturn

from speechkit.batch_plan import WHOLE
from speechkit.errors import OutputFailed, WrongUsage

BESIDE = (".run", ".run.next", ".lock", ".part", ".part.run", ".kept", ".log", ".records.jsonl", ".new", ".old")
"""Suffixes of what may stand beside an output."""


@dataclass(frozen=True, slots=True)
class Run:
    """What made an output.

    Attributes:
        version: of speechkit.
        fingerprint: see `batch_worker.fingerprint`.
        form: of the output.
        shard: its number, from one, and how many there are.
        inputs: of all shards together.
        inputs_sha256: over their paths in order.
        finished: False until every input is done.
    """

    version: str
    fingerprint: str
    form: str
    shard: tuple[int, int] = WHOLE
    inputs: int = 0
    inputs_sha256: str = ""
    finished: bool = False


def own_paths(out: str) -> frozenset[str]:
    """Absolute paths of an output and of all that may stand beside it and its records."""
    top = os.path.abspath(out)
    records = f"{top}.records.jsonl"
    return frozenset([top, records, *(f"{base}{end}" for base in (top, records) for end in BESIDE)])


def read_run(path: str) -> Run | None:
    """Read what made an output; None where there is no such file.

    Raises:
        WrongUsage: the file is no such note.
    """
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        return replace(Run(**found), shard=tuple(found["shard"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WrongUsage("not a note of `speechkit batch`; give another --out", path=path) from error


def write_run(path: str, run: Run) -> None:
    """Write what made an output, aside and renamed."""
    write_whole(path, (json.dumps(asdict(run), indent=2) + "\n").encode("utf-8"))


def write_whole(path: str, data: bytes, *, sure: bool = True) -> None:
    """Write a file aside and rename it, so that it is whole or not there.

    Args:
        sure: that holds after a power cut, too; takes the disk milliseconds.
    Raises:
        OutputFailed: it cannot be written.
    """
    aside = f"{path}.new"
    try:
        with open(aside, "wb") as file:
            file.write(data)
            if sure:
                flush_to_disk(file)
        os.replace(aside, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(aside)
        refuse_write(path, error)


def remove(*paths: str) -> None:
    """Remove files that may be there."""
    for path in paths:
        with suppress(FileNotFoundError):
            os.unlink(path)


def flush_to_disk(file: IO[bytes]) -> None:
    """Have the disk keep what was written."""
    file.flush()
    os.fsync(file.fileno())


def refuse_write(path: str, error: Exception) -> NoReturn:
    """Raise OutputFailed for an error of the system."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    raise OutputFailed(f"cannot be written: {reason}; mend that and go on with --resume", path=path) from error


@contextmanager
def locked(out: str) -> Iterator[None]:
    """Hold the lock on an output; a process that dies, however it dies, lets go of it.

    Raises:
        OutputFailed: another run holds it.
        WrongUsage: the folder of the output cannot be written to.
    """
    path = f"{out}.lock"
    while True:
        try:
            file = open(path, "a+b", buffering=0)  # noqa: SIM115
        except OSError as error:
            raise WrongUsage(f"cannot be written: {error.strerror or error}; give another --out", path=out) from error
        try:
            _lock(file)
        except OSError as error:
            owner = _read_owner(file)
            file.close()
            raise OutputFailed(f"in use by another run{owner}; wait for it or give another --out", path=out) from error
        if _is_at(file, path):
            break
        file.close()  # its holder has removed it in the meantime
    try:
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode("ascii"))
        yield
    finally:
        with suppress(OSError):
            os.unlink(path)
        file.close()


def _lock(file: IO[bytes]) -> None:
    """Lock a file for this process alone: child processes do not inherit such locks, as they would flock's."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 20)  # a byte far behind the number, which others may then read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read_owner(file: IO[bytes]) -> str:
    with suppress(OSError):
        file.seek(0)
        number = file.read(20).strip()
        if number.isdigit():
            return f" (process {number.decode()})"
    return ""


def _is_at(file: IO[bytes], path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    except OSError:
        return False
