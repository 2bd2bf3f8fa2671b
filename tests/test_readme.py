"""The README's commands, run; what they print is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from speechkit.cli import ROOMS, cli
from speechkit.cli_lexicon import lexicon

PAGES = [ROOT / "README.md", ROOT / "docs" / "README.zh-CN.md"]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INSTALL = "pip install . && "
_CUT = "…"


def _commands(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of a page with the lines that it shows; a line … stands for lines left out."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return found


def _runnable(page: Path) -> list[tuple[str, list[str]]]:
    """The commands without their installing half; what only installs and tests is for `.ci/run`."""
    commands = [(command.removeprefix(_INSTALL), shown) for command, shown in _commands(page)]
    return [(command, shown) for command, shown in commands if not command.startswith("pip")]


@pytest.mark.parametrize(
    ("command", "shown"),
    [pytest.param(*pair, id=f"{page.name}: {pair[0]}"[:70]) for page in PAGES for pair in _runnable(page)],
)
def test_command_prints_what_the_page_shows(command: str, shown: list[str], tmp_path: Path) -> None:
    for tool in ("jq", "sqlite3"):
        if re.search(rf"[|&] {tool} ", command) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    for name in ("samples", "lexicons"):
        (tmp_path / name).symlink_to(ROOT / name)
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True
    )
    assert run.returncode == 0, run.stderr.decode()
    printed = run.stdout.decode().splitlines()
    for part in "\n".join(shown).split(f"\n{_CUT}\n") if shown else []:
        lines = [line for line in part.splitlines() if line.strip() != _CUT]
        assert _within(lines, printed), f"not printed:\n{part}\n\nprinted:\n" + "\n".join(printed)


def _within(lines: list[str], printed: list[str]) -> bool:
    printed = [line.rstrip() for line in printed]
    return any(printed[i : i + len(lines)] == lines for i in range(len(printed) - len(lines) + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_in_the_readme(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in [*cli.commands, *ROOMS]:
        assert f"speechkit {name}" in text
    for name in lexicon.commands:
        assert name in text.partition("`speechkit lexicon`")[2].partition("|")[0]


def test_the_pages_show_the_same_commands() -> None:
    english, chinese = (
        [shlex.split(re.split(r"\||&&", command)[0])[:3] for command, _ in _commands(page)] for page in PAGES
    )
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_library_example_runs(page: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert "一、 从“差不多”的心态里走出来" in run.stdout.decode()
