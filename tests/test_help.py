"""Help, completion and man pages: what every command says of itself."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from speechkit.cli import cli

Row = tuple[tuple[str, ...], click.Command]
SHELLS = {
    "bash": "_speechkit_completion",
    "zsh": "#compdef speechkit",
    "fish": "complete --no-files --command speechkit",
}


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[Row]:
    """Every command with the words that call it, groups included."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, (*path, name))


COMMANDS = list(_commands(cli))


def _examples(command: click.Command) -> list[str]:
    """The command lines behind “Examples:”, without prompt."""
    block = re.search(r"^Examples?:\n((?:[ ]+.*\n?)+)", cleandoc(command.help or "").replace("\b\n", ""), re.MULTILINE)
    return [line.strip() for line in block.group(1).splitlines()] if block else []


@pytest.mark.parametrize(
    ("path", "command"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_help_says_what_it_does_with_examples(path: tuple[str, ...], command: click.Command) -> None:
    result = CliRunner().invoke(cli, [*path, "--help"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert CliRunner().invoke(cli, [*path, "-h"]).stdout == result.stdout
    first = (command.help or "").partition("\n\n")[0]
    assert first.endswith((".", "):"))
    assert first[0].isupper()
    assert _examples(command)
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, f"{parameter.name} has no help"
        assert not isinstance(parameter, click.Option) or parameter.help[-1] in ".)]", parameter.name  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "example"),
    [pytest.param(path, example, id=example[:60]) for path, command in COMMANDS for example in _examples(command)],
)
def test_an_example_is_understood(path: tuple[str, ...], example: str) -> None:
    """Each example calls this command, or one below it, with options and arguments that it takes."""
    parts = [part for part in re.split(r"\s[|<>]\s|\s&&\s", example) if re.match(r"([A-Z_]+=\S* )*speechkit ", part)]
    assert parts
    for part in parts:
        words = [word for word in shlex.split(part) if not re.fullmatch(r"[A-Z_]+=.*", word)]
        assert words[0] == "speechkit"
        assert tuple(words[1 : 1 + len(path)]) == path
        _parse(cli, words[1:])


def _parse(command: click.Command, words: list[str]) -> None:
    """Parse words as the command line would; a usage error is an exception."""
    with command.make_context("speechkit", list(words)) as context:
        if isinstance(command, click.Group):
            rest = [*context._protected_args, *context.args]
            name, below, left = command.resolve_command(context, rest)
            assert below is not None, name
            _parse(below, left)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_completion(shell: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    script = _complete({"_SPEECHKIT_COMPLETE": f"{shell}_source"})
    assert SHELLS[shell] in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script.encode(), check=True)


def test_completion_knows_commands_options_and_values() -> None:
    def complete(line: str) -> list[str]:
        words = line.split(" ")
        found = _complete(
            {"_SPEECHKIT_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        )
        return [row.partition(",")[2] for row in found.splitlines()]

    assert set(complete("speechkit d")) == {"deadlines", "diff"}
    assert complete("speechkit lexicon sh") == ["show"]
    assert "--exit-code" in complete("speechkit diff --e")
    assert complete("speechkit outline --format o") == ["opml"]


def test_completion_hands_file_names_to_the_shell() -> None:
    found = _complete(
        {"_SPEECHKIT_COMPLETE": "bash_complete", "COMP_WORDS": "speechkit outline spee", "COMP_CWORD": "2"}
    )
    assert found.startswith("file,")


def _complete(variables: dict[str, str]) -> str:
    script = Path(sys.executable).with_name("speechkit")
    environ = {**os.environ, **variables}
    return subprocess.run([script], env=environ, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man")  # in a process of its own: click keeps what earlier tests made of a command
    subprocess.run([sys.executable, ROOT / ".build" / "man_pages.py", folder], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize(
    ("path", "command"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_its_man_page(pages: Path, path: tuple[str, ...], command: click.Command) -> None:
    text = (pages / f"{'-'.join(('speechkit', *path))}.1").read_text(encoding="utf-8")
    plain = re.sub(r"\\f[BIR]|\\&", "", text).replace(r"\-", "-").replace(r"\e", "\\")
    heads = re.findall(r"^\.SH (.*)$", text, re.MULTILINE)
    assert heads[:3] == ["NAME", "SYNOPSIS", "DESCRIPTION"]
    assert heads[-2:] == ["EXIT STATUS", "SEE ALSO"]
    for example in _examples(command):
        assert example in plain
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(option in plain for option in parameter.opts)
            assert " ".join((parameter.help or "").split()) in plain


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_reads_the_pages_without_a_warning(pages: Path) -> None:
    for page in pages.iterdir():
        environ = {**os.environ, "MANROFFSEQ": "", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["man", "--warnings", "-l", str(page)], env=environ, capture_output=True, check=True)
        assert done.stderr == b"", page.name


def test_man_pages_are_the_same_each_time(pages: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / ".build" / "man_pages.py", tmp_path / "again"], cwd=ROOT, check=True)
    for page in pages.iterdir():
        assert page.read_bytes() == (tmp_path / "again" / page.name).read_bytes()


@pytest.mark.parametrize("page", ["README.md", "docs/README.zh-CN.md"])
def test_the_readme_lists_the_formats_that_a_command_prints(page: str) -> None:
    table = re.findall(r"^\| `speechkit (\w+)[^|]*\|.*\| ([^|]+) \|$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    listed = {name: cell.split(", ") for name, cell in table}
    for path, command in COMMANDS:
        for option in command.params:
            if "--format" in option.opts and isinstance(option.type, click.Choice):
                assert listed[path[0]] == list(option.type.choices), path
