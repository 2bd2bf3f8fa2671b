"""What the tests of batches share: speeches of our own, engines without processes, one way to run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Future
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from conftest import ROOT

from speechkit.batch import Outcome, Request, run_batch, start_batch
from speechkit.batch_pool import Answers, Work
from speechkit.batch_worker import Answer, Job, Order, analyse_group
from speechkit.settings import Settings


def load_benchmark(name: str) -> ModuleType:
    """Import a file of benchmarks/."""
    spec = spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class InlineEngine:
    """Does each job at once, in this process."""

    def __init__(self, work: Work = analyse_group, workers: int = 1) -> None:
        self.workers = workers
        self._work = work
        self.groups: list[int] = []

    def submit(self, order: Order, jobs: tuple[Job, ...]) -> Future[Answers]:
        self.groups.append(len(jobs))
        future: Future[Answers] = Future()
        try:
            future.set_result(self._work(order, jobs))
        except Exception as error:
            future.set_exception(error)
        return future

    def retry(self, order: Order, job: Job) -> Answers:
        return self._work(order, (job,))

    def close(self) -> None:
        pass


def digest_group(order: Order, jobs: tuple[Job, ...]) -> Answers:
    """A work that is cheap: the record holds what the bytes and the fingerprint are."""
    return tuple(_digest(order, job) for job in jobs)


def _digest(order: Order, job: Job) -> Answer:
    data = Path(job.path).read_bytes()
    digest = sha256(data).hexdigest()
    if digest == job.known:
        return Answer(job.path, sha256=digest)
    source = {"path": job.path, "sha256": digest}
    if data.startswith(b"bad"):
        record = {"schema": "speechkit/1", "source": source, "error": {"code": "unreadable", "message": "bad"}}
        return Answer(job.path, json.dumps(record) + "\n", code="unreadable")
    record = {"schema": "speechkit/1", "source": source, "made": order.fingerprint, "text": data.decode()}
    return Answer(job.path, json.dumps(record, indent=2 if order.form == "json" else None) + "\n", digest, len(data))


def run(
    paths: Iterable[object],
    out: Path,
    *,
    engine: InlineEngine | None = None,
    stop: int | None = None,
    resume: bool = True,
    form: str = "jsonl",
    shard: tuple[int, int] = (1, 1),
    include: tuple[str, ...] = (),
    settings: Settings | None = None,
) -> list[Outcome]:
    """Run a batch in this process.

    Args:
        stop: leave the run after so many outcomes, as Ctrl-C would.
    """
    request = Request(str(out), settings or Settings(), form=form, resume=resume, shard=shard, include=include)
    outcomes: list[Outcome] = []
    with start_batch(map(str, paths), request) as batch:
        for outcome in run_batch(batch, engine or InlineEngine()):
            if len(outcomes) == stop:
                return outcomes
            outcomes.append(outcome)
        assert len(outcomes) == batch.total
    return outcomes


def states(outcomes: list[Outcome]) -> dict[str, int]:
    """How many there are of each state; states that nothing has are left out."""
    found = [outcome.state for outcome in outcomes]
    return {state: found.count(state) for state in ("done", "failed", "skipped") if state in found}


def command(*arguments: object) -> list[str]:
    """The command line of speechkit, for a process of its own."""
    return [sys.executable, "-m", "speechkit", *map(str, arguments)]


def call(*arguments: object, cwd: Path | None = None, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    """Run speechkit in a process of its own."""
    done = subprocess.run(command(*arguments), cwd=cwd, input=stdin, capture_output=True, env=os.environ)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
