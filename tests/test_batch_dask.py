"""A batch on a Dask cluster: a scheduler and two workers, processes of their own on the loopback address."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from batch_tools import call, command, load_benchmark

pytest.importorskip("distributed")
SPEECHES = 200
SECONDS = 60


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address, and its process and those of two workers."""
    note = tmp_path / "scheduler.json"
    log = (tmp_path / "dask.log").open("wb")
    common = {"cwd": tmp_path, "stdout": log, "stderr": log}
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(note)],
        **common,  # type: ignore[call-overload]
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(note), "--nthreads", "1",
             "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(tmp_path)],
            **common,  # type: ignore[call-overload]
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        yield _address(note, tmp_path / "dask.log"), [scheduler, *workers]
    finally:
        for process in [*workers, scheduler]:
            process.kill()
            process.wait()
        log.close()


def _address(note: Path, log: Path) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(FileNotFoundError, ValueError):
            address: str = json.loads(note.read_text(encoding="utf-8"))["address"]
            return address
        time.sleep(0.05)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace"))


Cluster = tuple[str, list[subprocess.Popen[bytes]]]


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(2, timeout=SECONDS)


def _start(folder: Path, address: str) -> subprocess.Popen[bytes]:
    """Start a run on the cluster, and wait until it has written something and is not done."""
    _wait_for_workers(address)
    load_benchmark("speeches").write_speeches(folder / "in", SPEECHES, characters=300)
    (folder / "in" / "empty.txt").write_bytes(b"")
    options = ["--engine", "dask", "--scheduler", address, "--jobs", 2]
    process = subprocess.Popen(
        command("batch", "in", "--out", "dask.jsonl", *options), cwd=folder, stderr=subprocess.PIPE
    )
    out = folder / "dask.jsonl"
    while process.poll() is None and not (out.exists() and out.stat().st_size):
        time.sleep(0.01)
    assert process.poll() is None
    return process


def test_a_cluster_writes_what_one_machine_writes_though_a_worker_dies(cluster: Cluster, tmp_path: Path) -> None:
    address, processes = cluster
    process = _start(tmp_path, address)
    processes[1].kill()
    at_death = (tmp_path / "dask.jsonl").stat().st_size
    errors = process.communicate(timeout=SECONDS)[1].decode()
    assert f"{SPEECHES} done, 1 failed, 0 skipped of {SPEECHES + 1}" in errors
    local = call("batch", "in", "--out", "local.jsonl", cwd=tmp_path)
    assert (process.returncode, local.returncode) == (1, 1)  # the empty file
    assert 0 < at_death < (tmp_path / "dask.jsonl").stat().st_size
    assert (tmp_path / "dask.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


def test_without_its_scheduler_a_run_ends_and_can_be_gone_on_with(cluster: Cluster, tmp_path: Path) -> None:
    address, processes = cluster
    process = _start(tmp_path, address)
    processes[0].kill()
    errors = process.communicate(timeout=SECONDS)[1].decode()
    assert process.returncode == 1
    assert errors.splitlines()[-1] == (f"speechkit: {address}: the scheduler is gone; start it and go on with --resume")
    resumed = call("batch", "in", "--out", "dask.jsonl", "--resume", cwd=tmp_path)
    assert f" of {SPEECHES + 1};" in resumed.stderr
    assert " 0 skipped" not in resumed.stderr
    call("batch", "in", "--out", "local.jsonl", cwd=tmp_path)
    assert (tmp_path / "dask.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from speechkit import batch_dask
    from speechkit.errors import EngineLost

    monkeypatch.setattr(batch_dask, "_SECONDS", 0.2)
    with pytest.raises(EngineLost, match=r"^tcp://127\.0\.0\.1:9: no scheduler answers"):
        batch_dask.DaskEngine("tcp://127.0.0.1:9")
