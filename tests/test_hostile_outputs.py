"""A speech that holds what programs act upon, and files with such names, through every format of every command."""

from __future__ import annotations

import csv
import json
import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from speechkit.cli import cli
from speechkit.renderers import FORMATS
from speechkit.renderers.safety import terminal_text

EVIL = (
    "<b>&amp;<script>alert(1)</script>",
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x9b2J",
    "]]>",
    '"a","b"\'',
    "=cmd|' /C calc'!A0",
    "\r\n",
    "\u202e\u2066",
    "\x7f",
    "|`*_[x](javascript:1)#",
    "\u2028\u2029\x85\x0b\x0c",
    "\ufffe\uffff",
    "\\n\\u0041",
)
FILLER = "这一段话只是为了把篇幅写长，让几个控制字符不至于使全文看上去像是二进制数据。\n" * 60
NAME = "讲话=<b>\"',\x1b[31m\x9b\n\u202e\udcff|*.txt"
OTHER = {
    "concordance": ("table", "json", "jsonl", "csv"),
    "diff": ("text", "json", "html"),
    "stats": ("table", "json", "csv"),
    "report": ("html",),
}
"""Commands whose formats stand in no registry."""
MATRIX = [(command, row.name) for command, rows in FORMATS.items() for row in rows]
MATRIX += [(command, form) for command, forms in OTHER.items() for form in forms]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def write_speech() -> str:
    """A speech in which each of `EVIL` stands in titles, tasks, owners, times, phrases and sentences."""
    parts = ["在全县工作会议上的讲话<b>\n（2024年3月5日）\n同志们：\n下面，我讲两点意见。\n一、查细\x1b[31m\n"]
    for evil in EVIL:
        parts.append(
            f"县住建局{evil}、县财政局要在3月底前把{evil}台账报县安委办。抓而不紧{evil}等于不抓。\n"
            f"{evil}县教育局要在4月{evil}5日前报送材料，不少于95{evil}%。\n{evil}县水利局牵头，{evil}县审计局配合，每周五{evil}报告1次。\n"
            f"既要快{evil}又要准{evil}。。\n"
        )
    return (
        "".join(parts)
        + "二、改实]]>\n=1+1县交通局要在6月底前修路。\n县人社局\n、县民政局\r\n要在7月底前发补助。\n"
        + FILLER
    )


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    text = write_speech()
    for name, content in ((NAME, text), ("旧.txt", text.replace("3月底", "5月底"))):
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(content)
    return NAME, "旧.txt"


def call(command: str, form: str, names: tuple[str, str]) -> Result:
    name, old = names
    arguments = {"concordance": ["要", name, old], "diff": [old, name], "report": [name]}.get(command, [name, old])
    options = [] if command == "report" else ["--format", form]
    return CliRunner().invoke(cli, [command, *options, *arguments])


@pytest.mark.parametrize(("command", "form"), MATRIX)
def test_every_format_keeps_its_form(command: str, form: str, names: tuple[str, str]) -> None:
    result = call(command, form, names)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == (1 if command == "check" else 0)
    assert result.stderr == ""
    if form in ("xlsx", "docx"):
        CHECKS[form](result.stdout_bytes)
        return
    CHECKS[form](result.stdout_bytes.decode("utf-8"))


@pytest.mark.parametrize(("command", "form"), [row for row in MATRIX if row[1] not in ("xlsx", "docx")])
def test_nothing_acts_on_a_terminal(
    command: str, form: str, names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda stream: True)
    shown = call(command, form, names).stdout_bytes.decode("utf-8").replace("\r\n", "\n")
    assert "\x1b]" not in shown
    assert not CONTROL.search(COLOUR.sub("", shown))
    if form not in ("tree", "table", "text"):
        assert "\x1b" not in shown
    if form == "json":
        json.loads(shown)


def test_the_text_itself_is_shown_harmless_and_piped_as_it_is(
    names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CliRunner().invoke(cli, ["text", NAME]).stdout_bytes.decode() == write_speech()
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda stream: True)
    shown = CliRunner().invoke(cli, ["text", NAME]).stdout_bytes.decode()
    assert "\x1b" not in shown
    assert "\\u001b[31m" in shown


@pytest.mark.parametrize(
    ("text", "drawn", "shown"),
    [
        ("\x1b[1;31m红\x1b[0m", True, "\x1b[1;31m红\x1b[0m"),
        ("\x1b[1;31m红\x1b[0m", False, "\\u001b[1;31m红\\u001b[0m"),
        ("\x1b[2J\x1b]0;t\x07", True, "\\u001b[2J\\u001b]0;t\\u0007"),
        ("a\tb\r\nc\rd\n", True, "a\tb\r\nc\\u000dd\n"),
        ("\u202e\x9b\udcff", True, "\\u202e\\u009b\\udcff"),
        ("“一是”\u3000👨\u200d👩", True, "“一是”\u3000👨\u200d👩"),
    ],
)
def test_terminal_text(text: str, drawn: bool, shown: str) -> None:
    assert terminal_text(text, drawn=drawn) == shown


def check_drawn(text: str) -> None:
    assert not CONTROL.search(text)


def check_json(text: str) -> None:
    found = json.loads(text)
    assert "\\udcff" in text or "%FF" in text or "speechkit-stats" in text
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict) and (one.get("source") or {}).get("path") == NAME:
            assert os.fsencode(one["source"]["path"]) == os.fsencode(NAME)


def check_jsonl(text: str) -> None:
    assert [json.loads(line) for line in text.split("\n")[:-1]]


def check_csv(text: str) -> None:
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [cell for cell in cells if not re.fullmatch(r"-?[\d.]+|-", cell)] == []


def check_markdown(text: str) -> None:
    assert not CONTROL.search(text)
    assert "<script" not in text.replace("\\<", "")
    table = [line for line in text.split("\n") if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) <= 1
    assert all(line.startswith(("| ", "# ")) or line.lstrip().startswith("- ") for line in text.split("\n") if line)


def check_opml(text: str) -> None:
    titles = [node.get("text") for node in ElementTree.fromstring(text).iter("outline")]
    assert "二、改实]]>" in titles
    assert "一、查细[31m" in titles


def check_ics(text: str) -> None:
    assert not CONTROL.search(text.replace("\r\n", "\n"))
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) > len(EVIL)
    assert {name for event in events for name in event} <= {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "SUMMARY", "DESCRIPTION", "TRANSP")
    }


def check_xlsx(data: bytes) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("=cmd|" in str(cell.value) for cell in cells)
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert [value for value in formulas if "cmd" in value or "1+1" in value] == []


def check_docx(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        assert b"instrText" not in archive.read("word/document.xml").replace(b"PAGE", b"")


def check_github(text: str) -> None:
    assert all(re.match("::(?:error|warning|notice) file=", line) for line in text.split("\n")[:-1])


def check_html(text: str) -> None:
    assert not CONTROL.search(text)
    assert "<script>alert" not in text
    assert "<b>\"'" not in text


CHECKS: dict[str, Callable[..., None]] = {
    "tree": check_drawn,
    "table": check_drawn,
    "text": check_drawn,
    "json": check_json,
    "sarif": check_json,
    "jsonl": check_jsonl,
    "csv": check_csv,
    "markdown": check_markdown,
    "opml": check_opml,
    "ics": check_ics,
    "xlsx": check_xlsx,
    "docx": check_docx,
    "github": check_github,
    "html": check_html,
}
