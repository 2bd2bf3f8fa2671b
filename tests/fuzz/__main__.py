"""Run targets for some minutes, in turns; print each fault once, with its shortest input, and write it down.

    PYTHONPATH=tests python -m fuzz [--minutes N] [--seed N] [--engine hypothesis|atheris] [--out FOLDER] [TARGET…]

Hypothesis makes its inputs blindly but well formed; atheris drives the same strategies by what coverage they reach in
speechkit (`pip install atheris`, where it has a wheel). Exit status 1 where hypothesis
found a fault.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:  # not before atheris has laid its hooks
    from fuzz.targets import Target

_ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SHOWN = 3000
"""Characters of an input that are printed; seed and target make it again."""
BATCH = 150
"""Inputs of a target before the next has its turn."""


def main() -> None:
    options = _parse()
    if options.engine == "atheris":
        from fuzz.guided import run_guided

        sys.exit(run_guided(options.targets, minutes=options.minutes, out=options.out, start=options.seed))
    else:
        sys.exit(run(options.targets, minutes=options.minutes, out=options.out, start=options.seed))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description="Fuzz speechkit.")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", choices=("hypothesis", "atheris"), default="hypothesis")
    parser.add_argument("--out", type=Path, default=None, help="folder for what was found")
    return parser.parse_args()


def run(names: list[str], *, minutes: float, out: Path | None, start: int) -> int:
    """Give the targets the same time, in turns, until it is over; 1 where something was found."""
    from fuzz.targets import TARGETS

    chosen = {target.name: target for target in TARGETS if not names or target.name in names}
    spent = dict.fromkeys(chosen, 0.0)
    turns = dict.fromkeys(chosen, 0)
    found: set[str] = set()
    end = time.monotonic() + 60 * minutes
    while (begun := time.monotonic()) < end:
        name = min(chosen, key=lambda each: spent[each])
        report = try_inputs(chosen[name], start + turns[name])
        turns[name] += 1
        spent[name] += time.monotonic() - begun
        if report is not None and report[0] not in found:
            found.add(report[0])
            tell(*report, out=out)
    said = ", ".join(f"{name} {BATCH * count}" for name, count in turns.items())
    print(f"inputs, seeds from {start}, {time.process_time():.0f} s of CPU: {said}", flush=True)  # noqa: T201
    return 1 if found else 0


def try_inputs(target: Target, number: int) -> tuple[str, str] | None:
    """Try a batch of inputs, the same ones for the same number: None, or the fault's key and its report."""

    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(target.inputs)
    def test(value: object) -> None:
        shortest[0] = value
        target.check(value)

    shortest: list[object] = [None]
    try:
        test()
    except Exception as error:
        return key_of(target.name, error), report_of(target.name, shortest[0], error, number)
    return None


def key_of(name: str, error: BaseException) -> str:
    """What tells a fault from another: target, kind, innermost line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT)] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{name} {type(error).__name__} {place}"


def report_of(name: str, value: object, error: BaseException, number: int) -> str:
    shown = f"{value!r:.{LONGEST_SHOWN}}"
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return f"== {name}, seed {number}\ninput: {shown}\n{''.join(lines[-6:])}"


def tell(key: str, report: str, *, out: Path | None) -> None:
    print(key, report, sep="\n", flush=True)  # noqa: T201
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{key.replace(' ', '-')}.txt"
        path.write_text(report, encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
