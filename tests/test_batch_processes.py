"""Batches as processes: killed, interrupted, locked, with workers that die."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from batch_bombs import end_on_bombs
from batch_tools import call, command, load_benchmark, states
from conftest import ROOT

from speechkit.batch import Request, run_batch, start_batch
from speechkit.batch_pool import PoolEngine
from speechkit.settings import Settings

KILLS = 20
SPEECHES = 400
SUMMARY = re.compile(r"speechkit: ([\d,]+) done, ([\d,]+) failed, ([\d,]+) skipped of ([\d,]+)")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred short speeches, three files that fail."""
    folder = tmp_path_factory.mktemp("corpus")
    load_benchmark("speeches").write_speeches(folder / "in", SPEECHES, characters=100)
    (folder / "in" / "empty.txt").write_bytes(b"")
    (folder / "in" / "binary.txt").write_bytes(b"\0\1\2" * 50)
    (folder / "in" / "broken.docx").write_bytes(b"PK\x03\x04broken")
    return folder


@pytest.fixture(scope="module")
def unbroken(corpus: Path) -> bytes:
    done = call("batch", "in", "--out", "unbroken.jsonl", "--jobs", 1, cwd=corpus)
    assert done.returncode == 1
    assert done.stdout == ""
    assert SUMMARY.search(done.stderr).groups() == (str(SPEECHES), "3", "0", str(SPEECHES + 3))  # type: ignore[union-attr]
    assert "characters/s" in done.stderr
    for name in ("empty.txt", "binary.txt", "broken.docx"):
        assert name in done.stderr.partition("speechkit:")[0]
    return (corpus / "unbroken.jsonl").read_bytes()


def test_killed_at_random_twenty_times_the_output_is_that_of_one_run(corpus: Path, unbroken: bytes) -> None:
    chance = random.Random(6)
    out = corpus / "killed.jsonl"
    sizes = [0]
    for turn in range(KILLS):
        process = subprocess.Popen(
            command("batch", "in", "--out", out.name, "--jobs", 1 + turn % 2, "--resume"),
            cwd=corpus,
            stderr=subprocess.PIPE,
        )
        _wait_for(out, chance.choice([0, sizes[-1] + 1]), process)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        _, errors = process.communicate()
        assert b"batch" not in errors, errors  # Python's own may complain that its parent is gone
        sizes.append(out.stat().st_size if out.exists() else 0)
    assert sizes == sorted(sizes)
    assert 0 < sizes[KILLS // 2] < len(unbroken)
    done = call("batch", "in", "--out", out.name, "--resume", cwd=corpus)
    counts = [int(number.replace(",", "")) for number in SUMMARY.search(done.stderr).groups()]  # type: ignore[union-attr]
    assert sum(counts[:3]) == counts[3] == SPEECHES + 3
    assert counts[2] > 0
    assert out.read_bytes() == unbroken
    assert not [path.name for path in corpus.glob("killed.jsonl.*") if path.suffix not in (".run", ".lock")]
    _assert_no_process_in(corpus)


def _wait_for(out: Path, size: int, process: subprocess.Popen[bytes]) -> None:
    """Until the output is as large, or the run ends; for no size, until Python has started."""
    end = time.monotonic() + 20
    while size and process.poll() is None and time.monotonic() < end:
        if out.exists() and out.stat().st_size >= size:
            return
        time.sleep(0.005)
    time.sleep(0 if size else 0.1)


def _assert_no_process_in(folder: Path) -> None:
    """Workers end with their parent."""
    end = time.monotonic() + 10
    while left := [pid for pid in os.listdir("/proc") if pid.isdigit() and _works_in(pid, folder)]:
        assert time.monotonic() < end, left
        time.sleep(0.05)


def _works_in(pid: str, folder: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder)
    except OSError:
        return False


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_is_a_clean_end(number: signal.Signals, status: int, corpus: Path, unbroken: bytes) -> None:
    out = corpus / f"ended{status}.jsonl"
    process = subprocess.Popen(
        command("batch", "in", "--out", out.name, "--jobs", 2),
        cwd=corpus,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _wait_for(out, 1, process)
    os.killpg(process.pid, number)  # as a terminal does: to the workers as well
    errors = process.communicate()[1].decode()
    assert process.returncode == status, errors
    assert "Traceback" not in errors
    *counts, total = map(int, SUMMARY.search(errors).groups())  # type: ignore[union-attr]
    assert sum(counts) < total == SPEECHES + 3
    assert errors.splitlines()[-1] == f"speechkit: {out.name}: ended before its time; go on with --resume"
    assert out.read_bytes() == b"".join(unbroken.splitlines(keepends=True)[: sum(counts)])
    assert not (corpus / f"{out.name}.lock").exists()
    _assert_no_process_in(corpus)


def test_a_second_run_is_refused_and_a_dead_ones_lock_is_not(corpus: Path, unbroken: bytes) -> None:
    out = corpus / "locked.jsonl"
    process = subprocess.Popen(
        command("batch", "in", "--out", out.name, "--jobs", 1), cwd=corpus, stderr=subprocess.PIPE
    )
    _wait_for(out, 1, process)
    process.send_signal(signal.SIGSTOP)
    try:
        second = call("batch", "in", "--out", out.name, "--resume", cwd=corpus)
        assert second.returncode == 1
        assert second.stderr == (
            f"speechkit: {out.name}: in use by another run (process {process.pid}); wait for it or give another --out\n"
        )
    finally:
        process.kill()
        process.communicate()
    assert (corpus / f"{out.name}.lock").exists()
    assert call("batch", "in", "--out", out.name, "--resume", cwd=corpus).returncode == 1  # three files fail
    assert out.read_bytes() == unbroken


def test_workers_that_the_system_kills_lose_nothing(corpus: Path, unbroken: bytes) -> None:
    out = corpus / "workers.jsonl"
    process = subprocess.Popen(
        command("batch", "in", "--out", out.name, "--jobs", 2), cwd=corpus, stderr=subprocess.PIPE
    )
    killed = 0
    for size in (1, len(unbroken) // 3):
        _wait_for(out, size, process)
        for pid in _children(process.pid)[:1]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
    errors = process.communicate()[1].decode()
    assert killed == 2
    assert f"{SPEECHES} done, 3 failed, 0 skipped of {SPEECHES + 3}" in errors
    assert out.read_bytes() == unbroken


def _children(parent: int) -> list[int]:
    """Workers of a run, without what Python starts beside them to clear up."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = Path("/proc", pid, "stat").read_text(encoding="ascii", errors="replace")
            line = Path("/proc", pid, "cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == parent and b"spawn_main" in line:
            found.append(int(pid))
    return found


def test_a_speech_that_kills_its_workers_is_a_failure_and_the_others_are_done(tmp_path: Path) -> None:
    paths = [f"{n}{'-bomb' * (n in (3, 20))}.txt" for n in range(32)]
    engine = PoolEngine(2, work=end_on_bombs)
    try:
        with start_batch(paths, Request(str(tmp_path / "out.jsonl"), Settings())) as batch:
            outcomes = list(run_batch(batch, engine))
    finally:
        engine.close()
    assert states(outcomes) == {"done": 30, "failed": 2}
    assert {Path(o.path).name: o.code for o in outcomes if o.code} == {
        "3-bomb.txt": "worker-lost",
        "20-bomb.txt": "worker-lost",
    }


def test_a_list_on_standard_input_keeps_its_order(corpus: Path) -> None:
    names = [f"in/000/{n:07}.txt" for n in (5, 3, 9, 3)]
    done = call("batch", "-", "--out", "list.jsonl", cwd=corpus, stdin="\n".join([*names, "", "none.txt"]).encode())
    assert done.returncode == 1
    paths = [json.loads(line)["source"]["path"] for line in (corpus / "list.jsonl").read_text().splitlines()]
    assert paths == [*names[:3], "none.txt"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "dask"], "--engine dask and --scheduler go together"),
        (["--scheduler", "tcp://127.0.0.1:1"], "--engine dask and --scheduler go together"),
        (["--engine", "dask", "--scheduler", "head"], "--scheduler head: write it as tcp://HOST:8786"),
        (["--shard", "3/2"], "--shard 3/2: write it as 3/8"),
        (["--shard", "0/2"], "--shard 0/2: write it as 3/8"),
        (["--shard", "1/2", "--format", "csv"], "--shard needs --format jsonl"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["--include", "*.nothing"], "no speeches found"),
    ],
)
def test_wrong_usage(options: list[str], message: str, corpus: Path) -> None:
    done = call("batch", "in", "--out", "wrong.jsonl", *options, cwd=corpus)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(corpus.glob("wrong*"))


def test_progress_is_shown_on_a_terminal_only(corpus: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("batch", "in/000", "--include", "*1.txt", "--out", "shown.jsonl"),
        cwd=corpus,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = _read_all(ours)
    assert process.wait() == 0
    assert "/40" in shown
    assert re.search(r"\d/s", shown)
    plain = call("batch", "in/000", "--include", "*1.txt", "--out", "plain.jsonl", cwd=corpus)
    assert len(plain.stderr.splitlines()) == 1


def _read_all(descriptor: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(descriptor, 10_000)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode(errors="replace")


def test_samples_in_a_batch_are_as_they_are_alone(tmp_path: Path) -> None:
    done = call("batch", ROOT / "samples", "--out", tmp_path / "out.jsonl", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    singles = call("analyze", *(json.loads(line)["source"]["path"] for line in lines), "--format", "jsonl")
    assert singles.stdout == "".join(lines)
    assert len(lines) > 10
