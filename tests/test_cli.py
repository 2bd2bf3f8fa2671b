"""The command line: standard output, standard error and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from speechkit.cli import cli

TEXT = (
    "在复产会上的讲话\n（2024年2月19日）\n同志们：\n我讲两点意见。\n"
    "一、查设备\n一是查电。看线。二是查气。看阀。\n二、查人员\n点名。\n"
)
SCHEMA = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))


def _run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


@pytest.fixture
def speech(tmp_path: Path) -> str:
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def _valid(found: object) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(found)


def test_tree(speech: str) -> None:
    result = _run("outline", speech)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "在复产会上的讲话（2024-02-19，60字）",
        "├── 一、查设备  21字",
        "│   ├── 一是查电  8字",
        "│   └── 二是查气  8字",
        "└── 二、查人员  8字",
    ]


def test_depth_cuts_every_format(speech: str) -> None:
    for form in ("tree", "table", "json", "jsonl", "markdown", "opml"):
        result = _run("outline", speech, "--depth", "1", "--format", form)
        assert result.exit_code == 0
        assert "查设备" in result.stdout
        assert "查电" not in result.stdout


def test_json_is_valid_and_spans_slice_the_source(speech: str) -> None:
    for command in ("outline", "analyze"):
        found = json.loads(_run(command, speech, "--format", "json").stdout)
        _valid(found)
        point = found["outline"][0]
        assert TEXT[point["start"] : point["end"]].startswith("一、查设备")
        assert found["anchor_date"] == "2024-02-19"


def test_several_files_make_an_array_and_lines(speech: str) -> None:
    found = json.loads(_run("outline", speech, speech, "--format", "json").stdout)
    _valid(found)
    assert len(found) == 2
    lines = _run("outline", speech, speech, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found


def test_standard_input_and_encodings_give_the_same_points(tmp_path: Path) -> None:
    outlines = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        result = _run("outline", "-", "--format", "json", stdin=TEXT.encode(encoding))
        outlines.append(json.loads(result.stdout)["outline"])
    assert outlines[1:] == outlines[:-1]


def test_opml_is_xml_and_markdown_escapes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、<b>查*细*</b>\n好。\n二、改\n好。\n", encoding="utf-8")
    root = ElementTree.fromstring(_run("outline", str(path), "--format", "opml").stdout)
    assert [node.get("text") for node in root.iter("outline")][1] == "一、<b>查*细*</b>"
    assert "\\<b\\>查\\*细\\*" in _run("outline", str(path), "--format", "markdown").stdout


def test_text_prints_what_offsets_count_in(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲,乙。\r\n丙。".encode("gb18030"))
    assert _run("text", str(path)).stdout_bytes.decode() == "甲,乙。\r\n丙。"
    assert _run("text", "--clean", str(path)).stdout == "甲，乙。\n丙。"


def test_output_file(speech: str, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = _run("analyze", speech, "-o", str(target))
    assert result.stdout == ""
    _valid(json.loads(target.read_text(encoding="utf-8")))


def test_a_bad_file_is_one_line_and_the_others_are_done(speech: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = _run("outline", str(empty), speech, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["meta"]["title"] == "在复产会上的讲话"
    assert result.stderr.splitlines() == [f"speechkit: {empty}: the file is empty"]


@pytest.mark.parametrize("name", ["missing.txt", "\x00"])
def test_what_is_no_file(name: str) -> None:
    result = _run("outline", name)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_a_folder_is_the_speeches_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    (folder / "county").mkdir(parents=True)
    for name in ("b.txt", "county/a.txt", "~$b.docx", "notes.xyz"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    result = _run("outline", str(folder), "--format", "json", "-o", str(folder / "out.txt"))
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads((folder / "out.txt").read_bytes())
    assert [Path(doc["source"]["path"]).name for doc in found] == ["b.txt", "a.txt"]
    again = _run("outline", str(folder), "--format", "jsonl", "-o", str(folder / "out.txt"))
    assert again.exit_code == 0
    assert len((folder / "out.txt").read_text("utf-8").splitlines()) == 2  # our own output is no speech
    (tmp_path / "bare").mkdir()
    assert _run("outline", str(tmp_path / "bare")).exit_code == 2


def test_what_word_keeps_beside_a_document_is_no_failure(speech: str, tmp_path: Path) -> None:
    lock = tmp_path / "~$speech.docx"
    lock.write_bytes(b"\x05admin" + bytes(157))
    result = _run("outline", str(lock), speech)
    assert result.exit_code == 0
    assert result.stderr == f"speechkit: {lock}: what Word keeps beside an open document; passed over\n"
    assert "查设备" in result.stdout


def test_the_name_of_the_output_says_the_format(speech: str, tmp_path: Path) -> None:
    for name, start in (("a.opml", b"<?xml"), ("a.JSON", b"{"), ("a.md", b"# "), ("a.txt", "在".encode())):
        assert _run("outline", speech, "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert _run("outline", "-o", str(tmp_path / "b.opml"), "--format", "tree", speech).exit_code == 0
    assert (tmp_path / "b.opml").read_text("utf-8").startswith("在")
    result = _run("outline", speech, "-o", str(tmp_path / "a.docx"))
    assert result.exit_code == 2
    assert "no .docx file comes from this command; it writes tree, table" in result.stderr
    assert not (tmp_path / "a.docx").exists()


def test_escape_sequences_in_names_never_reach_the_terminal() -> None:
    result = _run("outline", "\x1b[31mred.txt")
    assert "\x1b" not in result.stderr
    assert "\\x1b[31mred.txt" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["outline"], ["outline", "x", "--format", "pdf"], ["outline", "x", "--date", "2024-02-30"], ["nonsense"]],
)
def test_wrong_usage(arguments: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_an_encoding_that_does_not_fit(speech: str) -> None:
    assert _run("outline", speech, "--encoding", "ascii").exit_code == 1
    assert _run("outline", speech, "--encoding", "klingon").exit_code == 2


def test_the_largest_size_is_the_users_choice(speech: str) -> None:
    result = _run("outline", speech, "--max-size", "0.0001")
    assert result.exit_code == 1
    assert result.stderr == f"speechkit: {speech}: larger than 0.0001 MB; split it or raise --max-size\n"
    assert _run("outline", speech, "--max-size", "0.001").exit_code == 0
    assert _run("outline", speech, "--max-size", "0").exit_code == 2


DUTIES = "同志们：\n各车间月底前要交清单，每周五要报进度。昨天的会开得好。\n"


def test_deadlines_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "duties.txt"
    path.write_text(DUTIES, encoding="utf-8")
    for form in ("table", "json", "jsonl", "csv", "markdown", "ics"):
        result = _run("deadlines", str(path), "--date", "2024-02-19", "--format", form)
        assert result.exit_code == 0
        assert ("20240229" if form == "ics" else "2024-02-29") in result.stdout
        assert "昨天" not in result.stdout or form in ("json", "jsonl")
    found = json.loads(_run("deadlines", str(path), "--date", "2024-02-19", "--format", "json").stdout)
    _valid(found)
    assert [time["text"] for time in found["times"]] == ["月底前", "每周五"]
    everything = json.loads(_run("deadlines", str(path), "--date", "2024-02-19", "--format", "json", "--all").stdout)
    assert [time["text"] for time in everything["times"]] == ["月底前", "每周五", "昨天"]


def test_deadlines_without_a_day(tmp_path: Path) -> None:
    path = tmp_path / "duties.txt"
    path.write_text(DUTIES, encoding="utf-8")
    assert "讲话日期不明" in _run("deadlines", str(path)).stdout
    result = _run("deadlines", str(path), "--format", "ics")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_phrases_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("要挂图作战，对号入座。\n", encoding="utf-8")
    for form in ("table", "json", "jsonl", "csv", "markdown"):
        result = _run("phrases", str(path), "--format", form)
        assert result.exit_code == 0
        assert "挂图作战" in result.stdout
    _valid(json.loads(_run("phrases", str(path), "--format", "json").stdout))


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(_run("lexicon", "new", "mine").stdout, encoding="utf-8")
    assert _run("lexicon", "check", str(own)).exit_code == 0
    speech = tmp_path / "a.txt"
    speech.write_text("坚持一张图管到底。\n", encoding="utf-8")
    assert "mine@1" in _run("phrases", str(speech), "--lexicon", str(own), "--only", "mine").stdout
    own.write_text(own.read_text(encoding="utf-8").replace("gloss:", "gloos:"), encoding="utf-8")
    result = _run("lexicon", "check", str(own))
    assert result.exit_code == 1
    assert "gloos" in result.stderr
    assert _run("phrases", str(speech), "--lexicon", str(own)).exit_code == 1


def test_schema_is_a_schema() -> None:
    schema = json.loads(_run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == SCHEMA


def test_every_command_has_help_with_an_example() -> None:
    for name, command in cli.commands.items():
        text = _run(name, "--help").stdout
        assert "speechkit" in text.partition("Example")[2], name
        assert command.help


def test_module_runs_and_a_closed_pipe_is_no_error(speech: str) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "speechkit", "outline", speech], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    errors = run.stderr.read()
    run.stderr.close()
    run.wait()
    assert errors == b""


def test_colour_only_on_a_terminal(speech: str) -> None:
    assert "\x1b" not in _run("outline", speech).stdout
    pty = pytest.importorskip("pty")
    for environ, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        leader, follower = pty.openpty()
        run = subprocess.Popen(
            [sys.executable, "-m", "speechkit", "outline", speech],
            stdout=follower,
            env={**os.environ, "TERM": "xterm-256color", **environ},
        )
        os.close(follower)
        shown = b""
        while piece := _read(leader):
            shown += piece
        run.wait()
        os.close(leader)
        assert (b"\x1b[" in shown) == coloured


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


ORDERS = (
    "同志们：\n一、抓清欠\n市财政局要牵头，市审计局配合，3月底前建立清欠台账。各部门要在4月底前报送一次进度。"
    "市水务局要制定一份维修方案。\n二、抓学习\n要高度重视，提高认识。\n"
)


@pytest.fixture
def orders(tmp_path: Path) -> str:
    path = tmp_path / "orders.txt"
    path.write_text(ORDERS, encoding="utf-8")
    return str(path)


def test_tasks_in_every_format(orders: str) -> None:
    for form in ("table", "json", "jsonl", "csv", "markdown"):
        result = _run("tasks", orders, "--date", "2024-02-19", "--format", form)
        assert result.exit_code == 0
        assert "市财政局" in result.stdout
        assert "提高认识" not in result.stdout
    found = json.loads(_run("tasks", orders, "--date", "2024-02-19", "--format", "json").stdout)
    _valid(found)
    assert {time["id"] for time in found["times"]} >= {task["time"] for task in found["tasks"] if task["time"]}
    assert _run("tasks", orders, "--format", "csv").stdout.startswith("\ufeff序号,工作任务")


def test_tasks_of_a_unit_and_what_they_lack(orders: str) -> None:
    def texts(*options: str) -> list[str]:
        found = json.loads(_run("tasks", orders, "--date", "2024-02-19", "--format", "json", *options).stdout)
        return [task["text"] for task in found["tasks"]]

    named = texts("--unit", "市审计局")
    assert any("清欠台账" in text for text in named)
    assert any("各部门" in text for text in named)
    assert not any("市水务局" in text for text in named)
    assert not any("清欠台账" in text for text in texts("--unit", "市审计局", "--lead"))
    assert all("市水务局" in text for text in texts("--missing", "time"))
    assert texts("--missing", "owner") == []
    assert "（统一要求）" in _run("tasks", orders, "--unit", "市审计局").stdout
    assert _run("tasks", orders, "--missing", "colour").exit_code == 2


def test_a_spreadsheet_sees_no_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "=cmd.txt"
    path.write_text(ORDERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in ("tasks", "deadlines"):
        assert "'=cmd.txt" in _run(command, "=cmd.txt", "--format", "csv").stdout


def test_office_files_of_tasks(orders: str, tmp_path: Path) -> None:
    for form in ("xlsx", "docx"):
        target = tmp_path / f"tasks.{form}"
        assert _run("tasks", orders, "--format", form, "-o", str(target)).exit_code == 0
        assert zipfile.is_zipfile(target)
        assert _run("tasks", orders, "--format", form).stdout_bytes == target.read_bytes()


def test_an_output_that_cannot_be_written(orders: str, tmp_path: Path) -> None:
    result = _run("outline", orders, "-o", str(tmp_path / "no" / "such.txt"))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_analyze_prints_key_tasks_alone(orders: str) -> None:
    found = json.loads(_run("analyze", orders).stdout)
    assert found["tasks"]
    assert all(task["key"] for task in found["tasks"])
