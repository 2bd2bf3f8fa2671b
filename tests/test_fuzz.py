"""A few inputs of every fuzzing target, always the same ones; longer runs: `python -m fuzz` (docs/trust.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from fuzz.__main__ import key_of, run, try_inputs
from fuzz.digests import digest_of
from fuzz.targets import TARGETS, Target
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

_TEXTS = 2


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_target(target: Target) -> None:
    @settings(
        max_examples=target.smoke,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def test(value: Any) -> None:
        target.check(value)

    test()


def test_processes_with_other_hash_seeds_write_the_same_bytes() -> None:
    other = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    run = subprocess.run(
        [sys.executable, "-m", "fuzz.digests", str(_TEXTS)],
        env=os.environ | {"PYTHONHASHSEED": other, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [digest_of(number) for number in range(_TEXTS)]


def test_a_fault_is_found_shortened_and_named() -> None:
    def check(number: int) -> None:
        if number >= 1000:
            raise ValueError("too large")

    found = try_inputs(Target("numbers", st.integers(), check), 1)
    assert found is not None
    assert found[0].startswith("numbers ValueError test_fuzz.py:")
    assert "input: 1000\n" in found[1]
    assert key_of("numbers", ValueError()) == "numbers ValueError ?"


def test_a_run_gives_each_target_its_turns_and_tells_a_fault_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(number: int) -> None:
        assert number != 0

    targets = (Target("bad", st.integers(), check), Target("good", st.integers(), abs))
    monkeypatch.setattr("fuzz.targets.TARGETS", targets)
    assert run([], minutes=0.01, out=tmp_path, start=5) == 1
    assert run(["good"], minutes=0.001, out=tmp_path, start=5) == 0
    said = capsys.readouterr().out
    assert said.count("== bad, seed 5") == 1
    (written,) = tmp_path.iterdir()
    assert "input: 0\n" in written.read_text(encoding="utf-8")
