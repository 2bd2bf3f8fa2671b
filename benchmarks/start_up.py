"""How long a command takes from a cold start, as a ratio to a peer in the same run.

    python benchmarks/start_up.py [FILE]

Prints, for each command, the best of several runs, the peer's and the ratio. Ratios matter, not seconds.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import speechkit

RUNS = 15
SAMPLE = Path(__file__).parent.parent / "samples" / "grassroots-partybuilding.txt"
CLICK = [sys.executable, "-c", "import click"]
JIEBA = [sys.executable, "-c", "import jieba; jieba.setLogLevel(60); jieba.initialize()"]


def best(command: list[str]) -> float:
    """Best wall-clock time of a command, in seconds, after one run that fills the caches."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    file = sys.argv[1] if len(sys.argv) > 1 else str(SAMPLE)
    compileall.compile_dir(os.path.dirname(speechkit.__file__), quiet=2)  # as an installed package is
    program = shutil.which("speechkit", path=os.path.dirname(sys.executable)) or "speechkit"
    peers = {"import click": best(CLICK), "jieba.initialize()": best(JIEBA)}
    rows = [
        (["outline", file, "--format", "json"], "import click", 2.5),
        (["phrases", file, "--format", "json"], "jieba.initialize()", 0.4),
        (["analyze", file], "jieba.initialize()", 0.6),
    ]
    print(f"{'command':32} {'ms':>7}  {'peer':20} {'ms':>7}  {'ratio':>6} {'bar':>5}")
    for arguments, peer, bar in rows:
        own = best([program, *arguments])
        name = " ".join([arguments[0], *arguments[2:]])
        print(f"{name:32} {own * 1e3:7.1f}  {peer:20} {peers[peer] * 1e3:7.1f}  {own / peers[peer]:6.2f} {bar:5.1f}")


if __name__ == "__main__":
    main()
