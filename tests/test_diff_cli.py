"""`speechkit diff` as it is called: text, JSON, page, exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

import speechkit
from speechkit.cli import cli
from speechkit.diff import STEPS, compare
from speechkit.renderers.diff_labels import LABELS, DiffView
from speechkit.renderers.diff_text import render as render_text
from speechkit.settings import Settings

OLD = """在全市防汛工作会议上的讲话
（2024年5月10日）
同志们：
一、看河道
市水利局务必在11月底前查完300处坡塘。磨坊的水轮转得很慢。
二、看山塘
塘埂漏水，埂上有两条蚁路。
三、看仓库
市应急局要在6月5日前晒干麻袋。门锁生了锈，钥匙也找不到。
"""
NEW = """在全市防汛工作会议上的讲话
（2024年5月10日）
同志们：
一、守住大堤
市水利局争取在12月底前查完300处坡塘。磨坊的水轮转得很慢。
二、看山塘
塘埂漏水，埂上有两条蚁路。这股劲头叫作踏石留印。
"""
TEXT = """旧稿  old.txt（126字）
新稿  new.txt（102字）

要点
  - 删去  3 三、看仓库
  ~ 改名  1 一、[-看河道-]{+守住大堤+}

任务
  - 删去  市应急局要在6月5日前晒干麻袋（随要点3删去）
  ~ 改动  市水利局争取在12月底前查完300处坡塘（要点1）
      时限  11月底前（2024-11-30） → 12月底前（2024-12-31）
      力度  必须 → 力争

固定表述
  + 增加  踏石留印  0次 → 1次（优良作风/真抓实干）

文字
  ~ 改动  市水利局[-务必-]{+争取+}在[-11-]{+12+}月底前查完300处坡塘。（要点1）
  + 增加  这股劲头叫作踏石留印。（要点2）
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Result:
        return CliRunner().invoke(cli, ["diff", *args])

    return call


def test_text_says_what_changed_section_by_section(run) -> None:  # type: ignore[no-untyped-def]
    result = run("old.txt", "new.txt")
    assert result.exit_code == 0
    assert result.stdout == TEXT


def test_labels_in_english(run) -> None:  # type: ignore[no-untyped-def]
    result = run("old.txt", "new.txt", "--lang", "en")
    assert "~ changed  市水利局争取在12月底前查完300处坡塘（point 1）" in result.stdout
    assert "      strength  must → aim" in result.stdout
    assert not re.search("改动|要点|力度", result.stdout)


def test_both_languages_have_the_same_labels() -> None:
    assert LABELS["zh"].keys() == LABELS["en"].keys()
    for key, text in LABELS["zh"].items():
        assert text.count("{}") == LABELS["en"][key].count("{}")


def test_colour_stands_for_the_marks_and_a_pipe_gets_none(run) -> None:  # type: ignore[no-untyped-def]
    old, new = (speechkit.analyze(text, only=STEPS) for text in (OLD, NEW))
    diff = compare(old, new, Settings())
    coloured = render_text(diff, DiffView(colour=True))
    assert "\x1b[31m务必\x1b[0m\x1b[32m争取\x1b[0m" in coloured
    assert "[-" not in coloured
    assert "\x1b" not in run("old.txt", "new.txt").stdout


def test_json_is_the_difference_with_places_in_both_sources(run) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(run("old.txt", "new.txt", "--format", "json").stdout)
    assert list(found) == [
        "schema", "old", "new", "same", "pairs", "relabelled", "head", "points", "tasks", "times", "phrases",
        "sentences",
    ]  # fmt: skip
    assert found["same"] is False
    assert found["pairs"] == [["1", "1"], ["2", "2"]]
    (changed,) = [row for row in found["tasks"] if row["change"] == "changed"]
    assert changed["fields"] == [
        {"field": "time", "old": "11月底前", "new": "12月底前"},
        {"field": "strength", "old": "must", "new": "aim"},
    ]
    for name in ("points", "tasks", "sentences"):
        for row in found[name]:
            for side, text in (("old", OLD), ("new", NEW)):
                if row[side] is not None:
                    start, end = row[side]["start"], row[side]["end"]
                    assert row[side].get("text", text[start:end]) == text[start:end]
    (sentence,) = [row for row in found["sentences"] if row["change"] == "changed" and not row["title"]]
    assert sentence["pieces"][1:3] == [["old", "务必"], ["new", "争取"]]


def test_exit_status(run) -> None:  # type: ignore[no-untyped-def]
    assert run("old.txt", "new.txt").exit_code == 0
    assert run("old.txt", "old.txt", "--exit-code").exit_code == 0
    assert run("old.txt", "new.txt", "--exit-code").exit_code == 1
    missing = run("old.txt", "missing.txt")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr == "speechkit: missing.txt: no such file\n"
    assert run("old.txt", "missing.txt", "--exit-code").exit_code == 2
    assert run("old.txt").exit_code == 2


def test_a_folder_is_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OLD, encoding="utf-8")
    result = CliRunner().invoke(cli, ["diff", str(tmp_path), str(tmp_path / "a.txt")])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"speechkit: {tmp_path}: a folder; give the two drafts as files\n"


def test_the_same_draft_is_said_to_be_the_same(run) -> None:  # type: ignore[no-untyped-def]
    assert run("old.txt", "old.txt").stdout.endswith("\n\n两稿内容相同\n")


def test_standard_input_is_a_draft(run) -> None:  # type: ignore[no-untyped-def]
    result = CliRunner().invoke(cli, ["diff", "old.txt", "-"], input=OLD.encode())
    assert result.stdout.splitlines() == ["旧稿  old.txt（126字）", "新稿  -（126字）", "", "两稿内容相同"]


class _Page(HTMLParser):
    """Tags with their attributes, and the text in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.marked: dict[str, list[str]] = {"ins": [], "del": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.marked:
            self.marked[self.open[-1]].append(data)


def test_the_page_shows_the_changes_and_loads_nothing(run) -> None:  # type: ignore[no-untyped-def]
    result = run("old.txt", "new.txt", "--format", "html", "-o", "page.html")
    assert (result.exit_code, result.stdout) == (0, "")
    text = Path("page.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert {"务必", "11", "看河道", "必须"} <= set(page.marked["del"])
    assert {"争取", "12", "守住大堤", "力争"} <= set(page.marked["ins"])
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"}
    assert not any(name.startswith("on") or name == "style" for _, attrs in page.tags for name in attrs)
    assert all(attrs.get("href", "#").startswith("#") for _, attrs in page.tags)  # type: ignore[union-attr]
    (policy,) = [attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs]
    assert re.fullmatch(
        "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'", policy or ""
    )


def test_text_of_a_speech_never_becomes_markup(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    Path("old.txt").write_text(OLD.replace("看河道", "<b>看</b>\x1b[31m河&amp;道"), encoding="utf-8")
    Path("new.txt").write_text(NEW.replace("踏石留印", "踏石留印<script>alert(1)</script>"), encoding="utf-8")
    result = run("old.txt", "new.txt", "--format", "html")
    assert result.exit_code == 0
    assert "<script" not in result.stdout
    assert "<b>看" not in result.stdout
    for form in ("html", "text"):
        assert "\x1b" not in run("old.txt", "new.txt", "--format", form).stdout


def test_the_page_needs_the_extra_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OLD, encoding="utf-8")
    code = (
        "import sys; sys.modules['jinja2'] = None; sys.modules['markupsafe'] = None\n"
        "from speechkit.cli import cli; cli(['diff', 'a.txt', 'a.txt', '--format', 'html'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "speechkit: the page needs jinja2; run: pip install jinja2\n"


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_the_page_on_json_names_every_key(run) -> None:  # type: ignore[no-untyped-def]
    old = OLD.replace("磨坊的水轮", "5月3日磨坊的水轮").replace("5月10日", "5月9日")
    Path("old.txt").write_text(old, encoding="utf-8")
    found = json.loads(run("old.txt", "new.txt", "--format", "json").stdout)
    assert all(found[name] for name in ("head", "points", "tasks", "times", "phrases", "sentences"))
    page = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    assert {key for key in _keys(found) if f'"{key}"' not in page} == set()
