"""`speechkit check` on the command line: formats, levels and exit status, choosing, mending."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.check import RULES, check_document, choose_rules, steps_of
from speechkit.check_fix import mend_document
from speechkit.check_model import CheckOptions
from speechkit.cli import cli
from speechkit.model import Document
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.settings import Settings
from speechkit.settings_file import load_settings_file

SCHEMA = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))
FAULTY = "同志们:\n今天开会,说春耕。。种子、化肥、等物资要备足，截止目前只到了一半。请XX同志先讲，请XX同志后讲。\n"
CLEAN = "同志们：\n今天开会，说春耕。\n"
MECHANICAL = tuple(rule for rule in RULES if rule.fixes)


def _run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.txt").write_text(FAULTY, encoding="utf-8")
    return "draft.txt"


def test_text_shows_place_level_rule_words_and_basis(faulty: str) -> None:
    result = _run(faulty, "--ignore", "duties")
    assert result.exit_code == 1
    lines = [line.split(None, 3) for line in result.stdout.splitlines() if re.match(r" \d+:\d+ ", line)]
    assert [line[:3] for line in lines] == [
        ["1:4", "错误", "half-width-mark"],
        ["2:9", "错误", "doubled-mark"],
        ["2:16", "错误", "mark-before-deng"],
        ["2:24", "疑似", "confusion"],
        ["2:35", "疑似", "mask"],
    ]
    assert "〔、等〕“等”前面用了顿号。删去顿号（GB/T 15834—2011，B.1.2）" in result.stdout
    assert "另有1处：2:43" in result.stdout
    assert result.stdout.endswith("错误3处，疑似2处，提示0处\n")


def test_english(faulty: str) -> None:
    result = _run(faulty, "--lang", "en", "--ignore", "duties")
    assert "a 、 stands before 等; drop the 、 (GB/T 15834—2011, B.1.2)" in result.stdout
    assert result.stdout.endswith("3 errors, 2 suspects, 0 hints\n")
    assert "错误" not in result.stdout


def test_only_an_error_makes_the_exit_status(faulty: str, tmp_path: Path) -> None:
    assert _run(faulty, "--select", "mask,confusion").exit_code == 0
    assert _run(faulty, "--select", "mask", "--select", "doubled-mark").exit_code == 1
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    result = _run("clean.txt")
    assert (result.exit_code, result.stdout) == (0, "错误0处，疑似0处，提示0处\n")
    assert _run("clean.txt", "missing.txt").exit_code == 1
    wrong = _run(faulty, "--select", "maks")
    assert wrong.exit_code == 2
    assert "did you mean 'mask'" in wrong.stderr


def test_the_settings_file_chooses_and_the_options_come_first(faulty: str, tmp_path: Path) -> None:
    (tmp_path / "speechkit.toml").write_text('[check]\nselect = ["mask"]\nlang = "en"\n', encoding="utf-8")
    assert _run(faulty).stdout.endswith("0 errors, 1 suspect, 0 hints\n")
    assert _run(faulty, "--select", "doubled-mark", "--lang", "zh").stdout.endswith("错误1处，疑似0处，提示0处\n")
    assert "错误3处" in _run(faulty, "--no-config").stdout


def test_json_follows_the_schema_and_slices_the_source(faulty: str) -> None:
    found = json.loads(_run(faulty, "--format", "json").stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert "outline" not in found
    lines = FAULTY.split("\n")
    for finding in found["findings"]:
        assert FAULTY[finding["start"] : finding["end"]] == finding["text"]
        assert lines[finding["line"] - 1][finding["column"] - 1 :].startswith(finding["text"][0])
    (deng,) = [finding for finding in found["findings"] if finding["rule"] == "mark-before-deng"]
    assert deng["fix"] == [{"start": deng["start"], "end": deng["start"] + 1, "new": ""}]
    several = json.loads(_run(faulty, faulty, "--format", "json").stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(several)
    assert several == [found, found]


def test_sarif_places_and_fixes(faulty: str) -> None:
    (run,) = json.loads(_run(faulty, "--format", "sarif").stdout)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        assert FAULTY[start : start + region["charLength"]] == region["snippet"]["text"]
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert levels["doubled-mark"] == "error"
    assert levels["mask"] == "warning"
    (mask,) = [result for result in run["results"] if result["ruleId"] == "mask"]
    assert len(mask["relatedLocations"]) == 1
    (deng,) = [result for result in run["results"] if result["ruleId"] == "mark-before-deng"]
    (replacement,) = deng["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": ""}
    assert (replacement["deletedRegion"]["startLine"], replacement["deletedRegion"]["startColumn"]) == (2, 16)


def test_sarif_names_files_by_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "春 耕.txt").write_text(CLEAN, encoding="utf-8")
    for path, uri in (("春 耕.txt", "%E6%98%A5%20%E8%80%95.txt"), (str(tmp_path / "春 耕.txt"), "file:///")):
        (run,) = json.loads(_run(path, "--format", "sarif").stdout)["runs"]
        assert run["artifacts"][0]["location"]["uri"].startswith(uri)


def test_github_annotations_are_one_line_each(faulty: str, tmp_path: Path) -> None:
    lines = _run(faulty, "--format", "github", "--select", "doubled-mark,mask").stdout.splitlines()
    assert lines[0].startswith("::error file=draft.txt,line=2,endLine=2,col=9,endColumn=11,title=doubled-mark::")
    assert [line.partition(" ")[0] for line in lines[1:]] == ["::warning", "::warning"]
    (tmp_path / "a,b:c%.txt").write_text("路不平。\n路不平。。\n", encoding="utf-8")
    (line,) = _run("a,b:c%.txt", "--format", "github").stdout.splitlines()
    assert "file=a%2Cb%3Ac%25.txt," in line
    (line,) = _run("-", "--format", "github", stdin="路不平。。\n".encode()).stdout.splitlines()
    assert "file=" not in line
    note = "【待补\n】【待补】"
    assert _run("-", "--format", "github", stdin=note.encode()).stdout.count("\n") == 1


def test_words_from_the_speech_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    stdout = _run("-", stdin=f"{CLEAN * 3}全镇有【待补\x1b[31m】户。\n".encode()).stdout
    assert "to-do" in stdout
    assert "\x1b" not in stdout


def test_a_lexicon_of_confusions(faulty: str, tmp_path: Path) -> None:
    own = (
        'id: own\nversion: "1"\ntitle: 自家\nlanguage: zh-Hans\nlicence: CC0-1.0\nkind: confusions\n'
        "glosses: {词: 本单位的词}\nentries:\n  词:\n    - phrase: 说春耕\n      gloss: 议春耕\n"
    )
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    plain = _run(faulty, "--select", "confusion", "--lexicon", "own.yaml").stdout
    assert "“说春耕”有误，应当用“议春耕”" in plain
    assert "截止目前" in plain
    assert "说春耕" not in _run(faulty, "--select", "confusion").stdout
    phrases = CliRunner().invoke(cli, ["phrases", faulty, "--lexicon", "own.yaml"])
    assert phrases.exit_code == 0
    assert "说春耕" not in phrases.stdout


def test_fix_writes_a_copy_and_lists_its_changes(faulty: str, tmp_path: Path) -> None:
    result = _run(faulty, "--fix")
    assert result.exit_code == 1
    assert (tmp_path / faulty).read_text(encoding="utf-8") == FAULTY
    fixed = (tmp_path / "draft.fixed.txt").read_text(encoding="utf-8")
    assert fixed == FAULTY.replace(":", "：").replace(",", "，").replace("。。", "。").replace("、等", "等")
    assert result.stderr.splitlines() == [
        "draft.txt → draft.fixed.txt: 改了4处",
        "  1:4 half-width-mark “:” → “：”",
        "  2:5 half-width-mark “,” → “，”",
        "  2:9 doubled-mark “。。” → “。”",
        "  2:16 mark-before-deng “、” → “”",
    ]
    again = _run("draft.fixed.txt", "--fix")
    assert "draft.fixed.txt → draft.fixed.fixed.txt: 改了0处" in again.stderr
    assert not (tmp_path / "draft.fixed.fixed.txt").exists()
    assert again.exit_code == 0


def test_fix_never_writes_over_a_file(faulty: str, tmp_path: Path) -> None:
    (tmp_path / "draft.fixed.txt").write_text("mine", encoding="utf-8")
    result = _run(faulty, "--fix", "--select", "doubled-mark")
    assert result.exit_code == 1
    assert "draft.fixed.txt: is there already" in result.stderr
    assert (tmp_path / "draft.fixed.txt").read_text(encoding="utf-8") == "mine"


def test_fix_is_for_text_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("# 会\n\n路不平。。\n", encoding="utf-8")
    for arguments, stdin in ((["a.md"], None), (["-"], "路不平。。\n".encode())):
        result = _run(*arguments, "--fix", stdin=stdin)
        assert result.exit_code == 1
        assert "only a text file can be mended" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("gb18030", b""),
    ],
)
def test_fix_keeps_encoding_mark_and_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, mark: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "同志们，今天的会开得很好。。\r\n各村回去以后要抓紧落实，不要等。\r\n"
    (tmp_path / "a.txt").write_bytes(mark + text.encode(encoding))
    _run("a.txt", "--fix")
    assert (tmp_path / "a.fixed.txt").read_bytes() == mark + text.replace("。。", "。").encode(encoding)


def test_fix_says_where_an_encoding_lacks_a_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes("路不平...灯不亮。\n".encode("gb2312"))
    result = _run("a.txt", "--encoding", "gb2312", "--fix")
    assert result.exit_code in (0, 1)
    assert "Traceback" not in result.stderr


def _checked(text: str) -> Document:
    doc = analyze_source(source_from_text(text), Settings(), only=steps_of(MECHANICAL))
    return check_document(doc, MECHANICAL, Settings())


_PIECES = (
    *',;:()"。，、\n …安“”',
    *("等", "等方面", "...", "一、", "二、", "第一、", "第二、", "（一）、", "（二）、", "1、", "2、", "①、", "②、"),
    *("- 1 -\n", "- 2 -\n", "[bookmark: a]", "安 全", "全面抓好生产", "1.5", "。。"),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=16))
def test_a_mended_text_has_nothing_left_to_mend(pieces: list[str]) -> None:
    doc = _checked("开会。" + "".join(pieces) + "完。")
    mended = mend_document(doc, MECHANICAL, Settings())
    again = _checked(mended.text)
    assert [finding for finding in again.findings if finding.fix] == []
    assert mend_document(again, MECHANICAL, Settings()).text == mended.text
    for change in mended.changes:
        assert 0 <= change.start <= change.end <= len(doc.source.text)


def test_what_is_mended_is_what_was_chosen() -> None:
    rules = choose_rules(CheckOptions(select=("doubled-mark",)))
    text = "今天开会,说春耕。。\n"
    doc = check_document(analyze_source(source_from_text(text), Settings(), only=()), rules, Settings())
    assert mend_document(doc, rules, Settings()).text == "今天开会,说春耕。\n"


def test_the_page_shows_a_settings_file_that_loads(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    path = tmp_path / "speechkit.toml"
    path.write_text(shown, encoding="utf-8")
    keys = set(tomllib.loads(shown)) - {"check"} | {f"check.{name}" for name in tomllib.loads(shown)["check"]}
    assert set(load_settings_file(str(path)).values) == keys
    (finding,) = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    found = json.loads(_run("-", "--format", "json", stdin="种子、化肥、等物资要备足。\n".encode()).stdout)
    assert json.loads(finding) in found["findings"]
