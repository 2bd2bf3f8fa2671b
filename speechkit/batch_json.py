"""One file a speech, named after its source: a/b.docx below the folder that was given becomes OUT/a/b.json.

OUT.log names each file when it is written, with the digest of its source and the run's fingerprint: what an earlier run
has left.

Known limitations: the log grows with each speech that is done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from speechkit.batch_files import Run, flush_to_disk, refuse_write, remove, write_run, write_whole
from speechkit.batch_inputs import Input
from speechkit.batch_plan import Held, Plan, output_name
from speechkit.batch_worker import Answer

_HEAD = 10_000
"""Bytes of a file in which its source's path and digest stand; a path has at most 4,096."""


class JsonSink:
    """A folder of records. A class, because it holds the open log.

    Args:
        path: of the folder.
        run: what this run is; files of another fingerprint are done again, each when its turn comes.
    Raises:
        OutputFailed: of this and of all methods, where the disk refuses.
    """

    def __init__(self, path: str, run: Run) -> None:
        self._path, self._run = path, run
        self._log_path = f"{path}.log"
        try:
            write_run(f"{path}.run", run)
            os.makedirs(path, exist_ok=True)
            _renew_log(self._log_path, run.fingerprint)
            self._log = open(self._log_path, "a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        except OSError as error:
            refuse_write(path, error)

    def held(self) -> Iterator[Held]:
        """What earlier runs have left that this run may use; a record of no use has no digest."""
        for row in self._rows():
            digest = row["sha256"]
            usable = digest and _is_of(os.path.join(self._path, row["name"]), row["path"], digest)
            yield Held(row["path"], digest if usable else "")

    def keep(self, item: Input, held: Held) -> None:
        """Nothing: the file is there."""

    def put(self, item: Input, answer: Answer) -> None:
        """Write a speech's file."""
        name = output_name(item.name)
        target = os.path.join(self._path, name)
        row = {
            "path": item.path,
            "name": name,
            "sha256": answer.sha256,
            "fingerprint": self._run.fingerprint,
        }
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            write_whole(target, (answer.text or "").encode("utf-8", "backslashreplace"), sure=False)
            self._log.write(json.dumps(row) + "\n")
        except OSError as error:
            refuse_write(self._path, error)

    def commit(self) -> None:
        """Write the log so far."""
        try:
            self._log.flush()
        except OSError as error:
            refuse_write(self._path, error)

    def finish(self, plan: Plan, run: Run) -> None:
        """Remove the files of what is no input any more."""
        self.commit()
        for row in self._rows():
            if not plan.lists(row["path"]) and not plan.names(row["name"]):
                remove(os.path.join(self._path, row["name"]))
        write_run(f"{self._path}.run", run)

    def close(self) -> None:
        """Let go of the log."""
        self._log.close()

    def _rows(self) -> Iterator[dict[str, Any]]:
        with open(self._log_path, encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def _is_of(path: str, source: str, digest: str) -> bool:
    """Say whether a file holds the record of a source: files can be lost, and change hands where two sources share a
    name at different times.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    name = json.dumps(source, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return name in head and digest.encode("ascii") in head


def _renew_log(path: str, fingerprint: str) -> None:
    """Cut the log behind its last whole line, and take the digest out of lines of another fingerprint: their files
    are of no use, now or later, because this run may replace them and die before it can say so.
    """
    if not os.path.exists(path):
        return
    aside = f"{path}.new"
    with open(path, "rb") as file, open(aside, "wb") as out:
        for line in file:
            if not line.endswith(b"}\n") or b"\0" in line:
                break
            row = json.loads(line)
            if row["fingerprint"] != fingerprint:
                row["sha256"] = None
            out.write(json.dumps(row).encode("ascii") + b"\n")
        flush_to_disk(out)
    os.replace(aside, path)
