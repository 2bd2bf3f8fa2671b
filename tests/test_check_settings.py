"""The settings file: where it is found, what it may hold, what comes before what."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from speechkit.cli import cli
from speechkit.errors import WrongUsage
from speechkit.settings import Settings
from speechkit.settings_file import KEYS, apply_settings_file, find_settings_file, load_settings_file

SPEECH = "同志们：\n一、查\n11月底前查完。\n二、改\n改完。\n"


def _write(folder: Path, text: str, name: str = "speechkit.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def speech(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "drafts"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return _write(folder, SPEECH, "speech.txt")


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    project = _write(tmp_path, "[tool.speechkit]\n", "pyproject.toml")
    assert find_settings_file(str(inner)) == project
    _write(tmp_path / "a", "[tool.other]\n", "pyproject.toml")  # has no word for us
    assert find_settings_file(str(inner)) == project
    own = _write(tmp_path / "a", "")
    assert find_settings_file(str(inner)) == own
    nearest = _write(inner, "[tool.speechkit]\n", "pyproject.toml")
    assert find_settings_file(str(inner)) == nearest


def test_every_key_reaches_its_place(tmp_path: Path) -> None:
    text = (
        'date = 2024-03-05\nencoding = "gb18030"\nmax_size = 0.5\nlexicons = ["words/own.yaml"]\nonly = ["idioms"]\n'
        'engine = "jieba"\n[check]\nselect = ["dates"]\nignore = ["mask"]\nlang = "en"\n'
    )
    file = load_settings_file(_write(tmp_path, text))
    assert sorted(file.values) == sorted(key.name for key in KEYS)
    assert apply_settings_file(Settings(cache_folder="kept"), file) == Settings(
        date=date(2024, 3, 5),
        encoding="gb18030",
        max_bytes=500_000,
        lexicons=(str(tmp_path / "words" / "own.yaml"),),
        only=("idioms",),
        engine="jieba",
        cache_folder="kept",
    )
    assert file.texts("check.select") == ("dates",)
    assert file.texts("check.ignore") == ("mask",)
    assert file.values["check.lang"] == "en"


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert apply_settings_file(Settings(), load_settings_file(_write(tmp_path, ""))) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('[check]\nlang = "zh"\nselct = []\n', 3, "unknown key 'check.selct'; did you mean 'check.select'?"),
        ("\n\nencodng = 'x'\n", 3, "did you mean 'encoding'?"),
        ("[nonsense]\na = 1\n", 1, "unknown key 'nonsense'; there are date"),
        ("check = 3\n", 1, "unknown key 'check'"),
        ('date = "2024-02-30"\n', 1, "write a day"),
        ("date = 2024-03-05T10:00:00\n", 1, "write a day"),
        ("only = 'idioms'\n", 1, "write a list"),
        ("lexicons = [1]\n", 1, "write a list"),
        ("max_size = true\n", 1, "number of megabytes"),
        ("max_size = -1\n", 1, "number of megabytes"),
        ("engine = 'ltp'\n", 1, "'rjieba'"),
        ('\n[check]\nlang = "fr"\n', 3, "'zh' or 'en'"),
        ("date = soon\n", 1, "no TOML"),
        ("only = [\n", 2, "no TOML"),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(WrongUsage) as caught:
        load_settings_file(path)
    assert caught.value.path == f"{path}:{line}"
    assert part in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "speechkit.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(WrongUsage, match="UTF-8"):
        load_settings_file(str(path))
    with pytest.raises(WrongUsage, match="cannot be read"):
        load_settings_file(str(tmp_path / "none.toml"))


def test_in_a_project_file_only_our_table_counts(tmp_path: Path) -> None:
    text = '[project]\nname = "a"\n[tool.speechkit]\nencoding = "big5"\n[tool.speechkit.check]\nlang = "en"\n'
    file = load_settings_file(_write(tmp_path, text, "pyproject.toml"))
    assert file.values == {"encoding": "big5", "check.lang": "en"}
    bad = _write(tmp_path, '[tool.speechkit]\nencoding = "big5"\nlang = "en"\n', "pyproject.toml")
    with pytest.raises(WrongUsage) as caught:
        load_settings_file(bad)
    assert caught.value.path == f"{bad}:3"


def test_options_before_file_before_defaults(speech: str, tmp_path: Path) -> None:
    def due(*options: str) -> str:
        return _run("deadlines", speech, "--format", "csv", *options).stdout

    assert "2022-11-30" not in due()
    _write(tmp_path, "date = 2022-09-01\n")
    assert "2022-11-30" in due()
    assert "2023-11-30" in due("--date", "2023-09-01")
    assert "2022-11-30" not in due("--no-config")
    other = _write(tmp_path, "date = 2021-09-01\n", "other.toml")
    assert "2021-11-30" in due("--config", other)


def test_a_bad_file_is_wrong_usage_of_every_command(speech: str, tmp_path: Path) -> None:
    path = _write(tmp_path, "encodng = 'x'\n")
    for command in ("outline", "phrases", "tasks", "deadlines", "analyze", "text"):
        result = _run(command, speech)
        assert result.exit_code == 2, command
        assert result.stdout == ""
        assert result.stderr.startswith(f"speechkit: {path}:1: unknown key 'encodng'")
    assert _run("outline", speech, "--no-config").exit_code == 0
    assert _run("outline", speech, "--config", "none.toml").exit_code == 2


def test_without_a_file_toml_is_not_read(speech: str) -> None:
    code = (
        "import sys, runpy; sys.argv = ['speechkit', 'outline', 'speech.txt'];\n"
        "try:\n runpy.run_module('speechkit', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print('tomllib' in sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=Path(speech).parent, capture_output=True, check=True)
    assert run.stderr.decode().split() == ["False"]
