"""The command `speechkit report`: one page, a folder of pages, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from report_tools import Page

from speechkit.cli import cli
from speechkit.renderers import report_html

SAMPLE = str(ROOT / "samples" / "county-safety.txt")


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["report", *words])
    return done.exit_code, done.stdout, done.stderr


def test_one_page(tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    assert run(SAMPLE, "-o", str(target)) == (0, "", "")
    written = target.read_bytes()
    assert written.startswith(b"<!doctype html>")
    assert run(SAMPLE)[:2] == (0, written.decode())
    assert "2023-11-30 周四" in written.decode()


def test_the_day_of_the_speech(tmp_path: Path) -> None:
    speech = tmp_path / "a.txt"
    speech.write_text("县财政局要在6月底前拨付200万元。\n各部门照办。\n", encoding="utf-8")
    assert "2024-06-30 周日" not in run(str(speech))[1]
    assert "2024-06-30 周日" in run(str(speech), "--date", "2024-03-05")[1]


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    speech = tmp_path / "a.txt"
    speech.write_text("我们要把小板凳搬到田埂上去。\n大家照办。\n", encoding="utf-8")
    lexicon = tmp_path / "mine.yaml"
    new = CliRunner().invoke(cli, ["lexicon", "new", "mine"]).stdout
    head = new.partition("\nglosses:")[0]
    lexicon.write_text(f"{head}\nglosses:\n  田间: 农事\nentries:\n  田间:\n    - 小板凳\n", encoding="utf-8")
    status, html, errors = run(str(speech), "--lexicon", str(lexicon))
    assert (status, errors) == (0, "")
    assert [mark.text for mark in Page(html).of("mark", "k-phrase")] == ["小板凳"]


def test_a_folder(tmp_path: Path) -> None:
    """Speeches below the folder, in order; our own pages, hidden files and other kinds are none."""
    folder = tmp_path / "speeches"
    (folder / "2024").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "2024/a.txt", ".hidden.txt", "~$a.docx", "table.xlsx"):
        (folder / name).write_text(f"同志们，{name}的事要办。\n第二句。\n", encoding="utf-8")
    out = folder / "reports"
    for _ in range(2):
        assert run(str(folder), "-o", str(out)) == (0, "", "")
        assert sorted(path.name for path in out.iterdir()) == ["a-2.html", "a.html", "b.html", "index.html"]
    page = Page((out / "index.html").read_text(encoding="utf-8"))
    links = [one.attributes["href"] for one in page.of("a") if one.attributes["href"].endswith(".html")]
    assert links[:3] == ["a.html", "a-2.html", "b.html"]


def test_several_files(tmp_path: Path) -> None:
    other = str(ROOT / "samples" / "digital-government.docx")
    status, _, errors = run(SAMPLE, other, "-o", str(tmp_path / "out"))
    assert (status, errors) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "index.html",
        "county-safety.html",
        "digital-government.html",
    }


def test_what_fails_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    status, _, errors = run(str(bad), SAMPLE, "-o", str(tmp_path / "out"))
    assert status == 1
    assert errors.count("\n") == 1
    assert "bad.docx" in errors
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"index.html", "county-safety.html"}
    status, printed, errors = run(str(bad))
    assert (status, printed, errors.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("case", ["no output", "a file as output", "an empty folder"])
def test_wrong_usage(tmp_path: Path, case: str) -> None:
    file, empty = tmp_path / "a.html", tmp_path / "empty"
    file.write_text("mine", encoding="utf-8")
    empty.mkdir()
    words = {
        "no output": [SAMPLE, SAMPLE],
        "a file as output": [SAMPLE, SAMPLE, "-o", str(file)],
        "an empty folder": [str(empty), "-o", str(tmp_path / "out")],
    }[case]
    status, printed, errors = run(*words)
    assert (status, printed, errors.count("\n")) == (2, "", 1)
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "out").exists()


def test_without_jinja_the_error_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None; sys.argv = ['speechkit', 'report', sys.argv[1]]\n"
        "from speechkit.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code, SAMPLE], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "speechkit: the report needs jinja2; run: pip install jinja2\n"


def test_every_file_of_the_page_stands_in_its_folder() -> None:
    import os

    files = set(os.listdir(report_html.FOLDER))
    assert files == {
        *report_html.STYLES,
        *report_html.SCRIPTS,
        "frame.html.j2",
        "speech.html.j2",
        "index.html.j2",
        "parts.html.j2",
    }
