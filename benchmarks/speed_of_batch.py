"""How long batches take, in what memory, and what a second worker brings.

    python benchmarks/speed_of_batch.py [--most 10000] [--characters 3000] [--jobs 2]

First a hundred times as many paths are listed. Then generated speeches (benchmarks/speeches.py) go through
`speechkit batch` in processes of their own. Printed are, for a growing number of speeches: seconds, seconds of
processor time (busy), speeches and characters a second, and the greatest memory of the run and of any of its workers;
then the straight line through the seconds of processor time and how far they lie from it; then the time with one worker
against that with several, best of three in turns; then the bytes of output a speech. A machine that does other work at
the same time makes all of it worse: the load before and after is printed too.

Known limitations: memory is what Linux calls VmHWM, read from /proc every 50 ms.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from speeches import write_speeches

from speechkit.batch_inputs import find_inputs, make_wanted
from speechkit.batch_plan import Plan

STEPS = (10, 5, 2, 1)
"""Parts of the most that are measured."""
RUNS = 3
FORMATS = ("jsonl", "sqlite", "parquet", "csv")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run.

    Attributes:
        seconds: by the clock on the wall.
        busy: seconds of processor time, of all its processes.
        own: memory of the run, in MB.
        worker: memory of its largest worker, in MB.
        size: bytes of the output.
        beside: bytes of what stands beside it.
    """

    seconds: float
    busy: float
    own: float
    worker: float
    size: int
    beside: int


def measure(folder: Path, number: int, *, jobs: int, form: str = "jsonl") -> Measured:
    """Run a batch over the first speeches of a folder."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        out = Path(name, "out")
        paths = sorted(folder.rglob("*.txt"))[:number]
        listing = Path(name, "list")
        listing.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        command = [sys.executable, "-m", "speechkit", "batch", "-", "--out", str(out), "--format", form]
        with listing.open("rb") as stdin:
            start, before = time.perf_counter(), _busy()
            process = subprocess.Popen(
                [*command, "--jobs", str(jobs)], stdin=stdin, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
            own, worker = _watch(process)
            seconds = time.perf_counter() - start
        errors = process.communicate()[1].decode()
        busy = _busy() - before
        if f"{number:,} done, 0 failed" not in errors:
            raise SystemExit(errors)
        sizes = {path: path.stat().st_size for path in Path(name).rglob("*") if path.is_file() and path != listing}
        size = sum(size for path, size in sizes.items() if path == out or out in path.parents)
        return Measured(seconds, busy, own, worker, size, sum(sizes.values()) - size)


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process; the greatest memory of it and of its children."""
    own = worker = 0.0
    while process.poll() is None:
        own = max(own, _peak(process.pid))
        for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
            try:
                children = task.read_text(encoding="ascii").split()
            except OSError:
                continue
            worker = max([worker, *(_peak(int(child)) for child in children)])
        time.sleep(0.05)
    return own, worker


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def fit(points: list[tuple[int, float]]) -> tuple[float, float]:
    """Least squares: seconds at the start and seconds a speech."""
    n = len(points)
    mean_x = sum(x for x, _ in points) / n
    mean_y = sum(y for _, y in points) / n
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return mean_y - slope * mean_x, slope


def show_growth(folder: Path, numbers: list[int], *, jobs: int, characters: float) -> None:
    """Print the table of numbers against time and memory, and the line through it."""
    print(" speeches  seconds    busy  a second  characters/s  run MB  worker MB")
    points = []
    for number in numbers:
        found = measure(folder, number, jobs=jobs)
        points.append((number, found.busy))
        rate = number / found.seconds
        print(
            f"{number:9,} {found.seconds:8.1f} {found.busy:7.1f} {rate:9.0f} {rate * characters:13,.0f} "
            f"{found.own:7.1f} {found.worker:10.1f}",
            flush=True,
        )
    start, slope = fit(points)
    off = max(abs(start + slope * x - y) / y for x, y in points)
    print(f"busy: {start:.2f} s + {slope * 1000:.2f} ms a speech; farthest from that line {off:.1%}")


def show_workers(folder: Path, number: int, *, jobs: int) -> None:
    """Print one worker against several."""
    best = {1: float("inf"), jobs: float("inf")}
    for _ in range(RUNS):
        for workers in best:
            best[workers] = min(best[workers], measure(folder, number, jobs=workers).seconds)
    print(f"{number:,} speeches: 1 worker {best[1]:.2f} s, {jobs} workers {best[jobs]:.2f} s, ", end="")
    print(f"{best[1] / best[jobs]:.2f} times as fast")


def show_formats(folder: Path, number: int, *, jobs: int) -> None:
    """Print what each format takes."""
    for form in FORMATS:
        found = measure(folder, number, jobs=jobs, form=form)
        own, beside = found.size / number / 1000, found.beside / number / 1000
        print(
            f"{form:8} {found.seconds:6.1f} s, {own:5.1f} kB a speech, beside it {beside:5.1f}, run {found.own:.0f} MB"
        )


def show_listing(number: int) -> None:
    """Print what the list of inputs takes, for paths that do not exist."""
    plan = Plan()
    wanted = make_wanted((), [".txt"])
    start = time.perf_counter()
    for n in range(number):
        plan.add(n, find_inputs(f"/corpus/speeches/{n // 1000:05}/{n:09}.txt", wanted))
    plan.digest()
    print(f"{number:,} paths listed in {time.perf_counter() - start:.1f} s, {_peak(os.getpid()):.0f} MB")
    plan.close()


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    show_listing(100 * options.most)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "speeches")
        total = write_speeches(folder, options.most, characters=options.characters)
        print(f"{options.most:,} speeches of {total / options.most:,.0f} characters; load {os.getloadavg()[0]:.2f}")
        numbers = [options.most // step for step in STEPS]
        show_growth(folder, numbers, jobs=options.jobs, characters=total / options.most)
        show_workers(folder, options.most // 5, jobs=options.jobs)
        show_formats(folder, options.most // 10, jobs=options.jobs)
    print(f"load {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
