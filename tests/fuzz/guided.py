"""Targets driven by coverage: atheris mutates the choices that a strategy makes, and keeps what reaches new lines.

One process a target, because libFuzzer ends the process that it runs in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

SECONDS = 60
"""For one input; more is a find (libFuzzer reports it as a timeout). The first loads the dictionaries."""


def run_guided(names: list[str], *, minutes: float, out: Path | None, start: int) -> int:
    """Give each target its share of the time; 1 where something was found."""
    if not names:
        raise SystemExit("atheris: name the targets, as in: python -m fuzz --engine atheris docx html")
    if len(names) == 1:
        _run_one(names[0], minutes=minutes, out=out, start=start)
    command = [sys.executable, "-m", "fuzz", "--engine", "atheris", "--minutes", str(minutes / len(names))]
    command += ["--seed", str(start), *(("--out", str(out)) if out else ())]
    return max(subprocess.run([*command, name], check=False).returncode for name in names)


def _run_one(name: str, *, minutes: float, out: Path | None, start: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["speechkit"]):
        from fuzz.targets import TARGETS
    from fuzz.__main__ import key_of, report_of, tell

    (target,) = (target for target in TARGETS if target.name == name)
    found: set[str] = set()
    drawn: list[object] = [None]

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(target.inputs)
    def test(value: object) -> None:
        drawn[0] = value
        target.check(value)

    def try_one(data: bytes) -> None:
        try:
            test.hypothesis.fuzz_one_input(data)
        except Exception as error:  # said, and fuzzing goes on
            key = key_of(name, error)
            if key not in found:
                found.add(key)
                tell(key, report_of(name, drawn[0], error, start), out=out)

    limits = [
        f"-max_total_time={int(60 * minutes)}",
        f"-seed={start + 1}",
        f"-timeout={SECONDS}",
        "-max_len=8192",
        "-len_control=0",
        f"-artifact_prefix={tempfile.mkdtemp(prefix='fuzz-')}{os.sep}",
    ]
    atheris.Setup([sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1"], try_one)
    atheris.Fuzz()
