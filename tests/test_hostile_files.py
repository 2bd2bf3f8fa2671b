"""What a file system and a caller can do: full and closed outputs, loops, pipes, caches, settings in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechkit.batch_inputs import find_inputs
from speechkit.lexicon_cache import keep, read_kept

SPEECH = "同志们：\n一、查细\n县住建局要在3月底前报台账，既要快又要准。\n二、改实\n县水利局要在每周五报告1次。\n"
SECONDS = 20
"""After which a call counts as hanging."""
FULL = "No space left on device"


def call(line: str, folder: Path, **environ: str) -> tuple[int, str, str]:
    """Run a line of the shell, in which `speechkit` is the command, and say status, output and errors."""
    program = f'speechkit() {{ "{sys.executable}" -m speechkit "$@"; }}; '
    run = subprocess.run(
        ["bash", "-c", program + line],
        cwd=folder,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "XDG_CACHE_HOME": str(Path(tempfile.gettempdir()) / "speechkit-tests"), **environ},
    )
    return run.returncode, run.stdout.decode(), run.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SPEECH, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command",
    ["outline a.txt", "tasks a.txt --format xlsx", "schema", "lexicon list", "concordance 要 a.txt", "--help"],
)
def test_a_full_or_closed_output_is_one_line(command: str, folder: Path) -> None:
    full = f"speechkit: standard output cannot be written: {FULL}\n"
    assert call(f"speechkit {command} > /dev/full", folder) == (1, "", full)
    if command != "-h":
        closed = "speechkit: standard output cannot be written: it is closed\n"
        assert call(f"speechkit {command} >&-", folder) == (1, "", closed)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command", ["outline a.txt", "tasks a.txt --format xlsx", "diff a.txt in/a.txt", "report a.txt"]
)
def test_a_full_disk_names_the_output(command: str, folder: Path) -> None:
    line = f"speechkit: /dev/full: cannot be written: {FULL}\n"
    assert call(f"speechkit {command} -o /dev/full", folder) == (1, "", line)


def test_closed_inputs_and_outputs_that_are_not_asked_for(folder: Path) -> None:
    assert call("speechkit outline - <&-", folder) == (1, "", "speechkit: -: standard input is closed\n")
    assert call("speechkit outline a.txt -o out.txt >&-", folder) == (0, "", "")
    assert "一、查细" in (folder / "out.txt").read_text(encoding="utf-8")
    assert call("speechkit outline nowhere.txt 2>&-", folder) == (1, "", "")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB in memory, where the user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_small_disk(folder: Path, small_disk: Path) -> None:
    (folder / "long.txt").write_text(SPEECH * 400, encoding="utf-8")
    status, out, errors = call("speechkit analyze long.txt -o disk/out.json", folder)
    assert (status, out, errors) == (1, "", f"speechkit: disk/out.json: cannot be written: {FULL}\n")
    (small_disk / "out.json").unlink()
    status, out, errors = call("speechkit batch long.txt a.txt --jobs 1 --out disk/out.jsonl", folder)
    assert (status, out) == (1, "")
    assert errors.splitlines()[-1].startswith("speechkit: disk/out.jsonl: cannot be written: " + FULL)
    assert "Traceback" not in errors


@pytest.mark.parametrize("cache", ["/dev/null", "/proc"])
def test_a_cache_that_cannot_be_written_changes_nothing(cache: str, folder: Path) -> None:
    (folder / "own.yaml").write_text(
        'id: own\nversion: "1"\ntitle: 自\nlanguage: zh-Hans\nlicence: CC0-1.0\nkind: phrases\nglosses: {甲: 乙}\n'
        "entries:\n  甲: [报台账]\n",
        encoding="utf-8",
    )
    command = "speechkit phrases a.txt --lexicon own.yaml --format json"
    wanted = call(command, folder)
    assert wanted[0] == 0
    assert '"报台账"' in wanted[1]
    assert call(command, folder, XDG_CACHE_HOME=os.path.join(folder, cache)) == wanted


def test_a_cache_file_of_another_user_is_not_read(tmp_path: Path) -> None:
    keep(str(tmp_path / "words.json"), b"{}")
    assert read_kept(str(tmp_path / "words.json")) == b"{}"
    try:
        os.chown(tmp_path / "words.json", 65534, 65534)
    except PermissionError:
        pytest.skip("no right to give a file away")
    assert read_kept(str(tmp_path / "words.json")) is None


@pytest.mark.parametrize(
    "command", ["batch in --jobs 1 --out out.jsonl", "concordance 要 in", "stats in", "report in -o pages"]
)
def test_loops_of_folders_end(command: str, folder: Path) -> None:
    (folder / "in" / "self").symlink_to(".")
    (folder / "in" / "up").symlink_to("..")
    (folder / "in" / "nowhere.txt").symlink_to("absent.txt")
    status, _, errors = call(f"speechkit {command}", folder)
    assert status == 1
    assert "in/nowhere.txt" in errors
    assert "no such file" in errors
    assert "Traceback" not in errors


def test_a_link_to_itself_is_an_input_that_fails(folder: Path) -> None:
    (folder / "in" / "loop.txt").symlink_to("loop.txt")
    assert sorted(one.name for one in find_inputs(str(folder / "in"), lambda name: True)) == ["a.txt", "loop.txt"]


def test_a_pipe_in_a_folder_is_no_input(folder: Path) -> None:
    os.mkfifo(folder / "in" / "pipe.txt")
    assert [one.name for one in find_inputs(str(folder / "in"), lambda name: True)] == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a = " + b"[" * 100_000, "nested too deep"),
        (b"\0" * 2_000_000, "over 1,000,000 bytes"),
        (b'"\\u001b[31m" = 1\n', "unknown key '\\x1b[31m'"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_a_settings_file_in_the_way_is_one_line(content: bytes, says: str, folder: Path) -> None:
    (folder / "speechkit.toml").write_bytes(content)
    status, out, errors = call("speechkit outline a.txt", folder)
    assert (status, out, errors.count("\n")) == (2, "", 1)
    assert says in errors
    assert call("speechkit outline a.txt --no-config", folder)[0] == 0


def test_a_settings_file_that_is_none_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "speechkit.toml")
    assert call("speechkit outline a.txt", folder)[0] == 0


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "\x1b]0;t\x07.txt", "\udcff.txt", "=x.txt", "'; touch pwned; '.txt", "%s.txt"]
)
def test_names_of_files(name: str, folder: Path) -> None:
    os.rename(folder / "a.txt", folder / name)
    run = [sys.executable, "-m", "speechkit"]
    done = subprocess.run([*run, "outline", name], cwd=folder, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    done = subprocess.run([*run, "outline", name + "x"], cwd=folder, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert b"\x1b" not in done.stderr
    done.stderr.decode("utf-8")
    assert not (folder / "pwned").exists()


def test_a_folder_that_changes_under_the_run(folder: Path) -> None:
    """Files that are listed and then gone are failures; the others are done."""
    for number in range(3):
        (folder / "in" / f"b{number}.txt").write_text(SPEECH, encoding="utf-8")
    listing = "printf '%s\\n' in/*.txt > list; rm in/b1.txt; speechkit batch - --jobs 1 --out out.jsonl < list"
    status, _, errors = call(listing, folder)
    assert status == 1
    assert "3 done, 1 failed, 0 skipped of 4" in errors
    assert (folder / "out.jsonl").read_text(encoding="utf-8").count('"error"') == 1
