"""The library as a program or a notebook uses it: the page's blocks run, types, dates, steps, lexicons that change."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT

import speechkit
from speechkit.errors import WrongUsage
from speechkit.pipeline import STEPS

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
LEXICON = """\
id: own
version: "1"
title: 渔业
language: zh-Hans
licence: CC0-1.0
kind: phrases
glosses: {渔: 渔业}
entries: {渔: [WORD]}
"""


def test_the_page_runs_and_its_object_follows_the_schema() -> None:
    asked = "\nimport json\nprint(json.dumps([titles, len(rows), markdown, found, len(checked.findings)]))"
    run = subprocess.run([sys.executable, "-c", CODE + asked], cwd=ROOT, capture_output=True, check=True)
    first, last = run.stdout.decode().splitlines()
    assert first == "unreadable missing.docx: no such file"
    titles, rows, markdown, found, findings = json.loads(last)
    schema = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    assert "二、突出重点领域，把隐患一处一处清干净" in titles.values()
    assert rows == sum(task["key"] for task in found["tasks"]) > 10
    assert findings > 0
    assert "突出重点领域" in markdown


def test_the_page_names_every_step_and_every_public_name() -> None:
    for step in STEPS:
        assert f"`{step.name}`" in PAGE
    for name in set(speechkit.__all__) - {"__version__"}:
        assert f"`{name}`" in PAGE
        assert getattr(speechkit, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Documnet'"):
        speechkit.Documnet  # noqa: B018


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "speechkit" / "py.typed").exists()


@pytest.mark.parametrize("day", [date(2024, 3, 5), datetime(2024, 3, 5, 9, 30), "2024-03-05"])
def test_a_day_may_be_of_any_kind(day: date | str) -> None:
    doc = speechkit.analyze("各村下月底前报表。\n", date=day, only=["times"])
    assert type(doc.anchor) is date
    assert [time.latest for time in doc.times] == [date(2024, 4, 30)]


def test_what_is_no_day_and_no_step_is_said() -> None:
    with pytest.raises(WrongUsage, match="no date '5 March'; write YYYY-MM-DD"):
        speechkit.analyze("一。\n", date="5 March")
    with pytest.raises(WrongUsage, match="no step 'outlines'; there are meta, outline, "):
        speechkit.analyze("一。\n", only=["outlines"])


def test_a_lexicon_edited_in_a_session_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    found = []
    for word in ("渔光曲调", "晨光初照"):
        path.write_text(LEXICON.replace("WORD", word), encoding="utf-8")
        settings = speechkit.Settings(lexicons=(str(path),), only=("own",))
        doc = speechkit.analyze("渔光曲调，晨光初照。\n", settings=settings, only=["phrases"])
        found.append([phrase.entry for phrase in doc.phrases])
    assert found == [["渔光曲调"], ["晨光初照"]]


def test_a_document_shows_itself_in_a_line() -> None:
    assert repr(speechkit.analyze("关于修渠的讲话\n各位：\n修渠。\n")) == "<Document '关于修渠的讲话': 16 characters>"
