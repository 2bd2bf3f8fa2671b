"""`speechkit concordance` as it is called: folders, formats, failures."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from speechkit.cli import cli

FILES = {
    "b.txt": "门要关好。\n窗要插上。\n",
    "a.md": "=要事两件\n",
    "deep/er/c.txt": "堤上要有人。\n",
    "deep/notes.xyz": "要略过。\n",
    ".hidden.txt": "要略过。\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["concordance", *args], input=text)


def test_a_folder_is_read_to_its_bottom_in_order() -> None:
    result = run("要", "in", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert (found["schema"], found["pattern"]) == ("speechkit-concordance/1", "要")
    assert [(row["path"], row["line"], row["column"]) for row in found["lines"]] == [
        ("in/a.md", 1, 2),
        ("in/b.txt", 1, 2),
        ("in/b.txt", 2, 2),
        ("in/deep/er/c.txt", 1, 3),
    ]
    assert list(found["lines"][0]) == [
        "path", "line", "column", "start", "end", "text", "name", "point", "left", "keyword", "right", "own_left",
        "own_right",
    ]  # fmt: skip
    page = (ROOT / "docs" / "concordance.md").read_text(encoding="utf-8")
    assert all(f'"{key}"' in page for key in (*found, *found["lines"][0]))


def test_json_lines_are_the_lines_of_the_object() -> None:
    lines = [json.loads(line) for line in run("要", "in", "--format", "jsonl").stdout.splitlines()]
    head = {"schema": "speechkit-concordance/1", "pattern": "要"}
    assert lines == [{**head, **row} for row in json.loads(run("要", "in", "--format", "json").stdout)["lines"]]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(run("没有", "in", "--format", "json").stdout)["lines"] == []


def test_csv_holds_no_formula() -> None:
    text = run("要", "in", "--format", "csv").stdout
    assert text.startswith("\ufeffpath,line,column,start,end,point,name,left,keyword,right\n")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [(row["left"], row["keyword"], row["right"]) for row in rows] == [
        ("'=", "要", "事两件"),
        ("门", "要", "关好。"),
        ("窗", "要", "插上。"),
        ("堤上", "要", "有人。"),
    ]


def test_table_sorted_by_the_right_context() -> None:
    *rows, last = run("要", "in", "--sort", "right").stdout.splitlines()
    assert [row.split("要 ")[1].split()[0] for row in rows] == ["插上。", "关好。", "事两件", "有人。"]
    assert last == "共4处（3个文件）"


def test_context_and_width() -> None:
    rows = json.loads(run("要", "in/b.txt", "--format", "json", "--context", "1").stdout)["lines"]
    assert [(row["left"], row["right"]) for row in rows] == [("门", "关"), ("窗", "插")]
    (row, *_) = run("要", "in/b.txt", "--context", "1", "--width", "60").stdout.splitlines()
    assert row.split() == ["门", "要", "关", "in/b.txt:1:2"]


def test_standard_input() -> None:
    rows = json.loads(run("要", "-", "--format", "json", text="门要关好。\n").stdout)["lines"]
    assert [(row["path"], row["text"]) for row in rows] == [("-", "要")]


def test_a_file_that_fails_does_not_stop_the_others() -> None:
    Path("in/empty.txt").write_bytes(b"")
    result = run("要", "in", "gone.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr.splitlines() == [
        "speechkit: in/empty.txt: the file is empty",
        "speechkit: gone.txt: no such file",
    ]


def test_wrong_usage() -> None:
    for args in (("…", "in"), ("category:没有", "in"), ("要", "in", "--sort", "up"), ("要",)):
        assert run(*args).exit_code == 2
    Path("bare").mkdir()
    result = run("要", "bare")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "speechkit: bare: no speech in this folder; give one that holds .txt, .docx, .pdf and the like\n"
    )
    assert run("要", "in", "-o", "bare").exit_code == 2


def test_the_output_is_no_input() -> None:
    for _ in range(2):
        assert run("要", "in", "--format", "csv", "-o", "in/out.txt").exit_code == 0
    assert Path("in/out.txt").read_text(encoding="utf-8").count("\n") == 5


def test_a_pipe_may_close(folder: Path) -> None:
    (folder / "in" / "long.txt").write_text("要查。\n" * 20_000, encoding="utf-8")
    command = f"{sys.executable} -m speechkit concordance 要 in --format jsonl | head -n 2"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (0, b"", 2)


def test_a_lexicon_of_the_users_own(folder: Path) -> None:
    run_new = CliRunner().invoke(cli, ["lexicon", "new", "own"])
    (folder / "own.yaml").write_text(run_new.stdout, encoding="utf-8")
    (folder / "t.txt").write_text("这事要挂图作战。\n", encoding="utf-8")
    result = run("lexicon:own", "t.txt", "--lexicon", "own.yaml", "--format", "jsonl")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["挂图作战"]
