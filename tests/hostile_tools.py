"""What the tests of hostile input share: invariants of every output, texts taken from the project's own registries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import jsonschema
from conftest import ROOT

from speechkit.lexicon import default_folder, load_lexicon
from speechkit.model import Document
from speechkit.numbering import STYLES
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.renderers import View, load_renderer
from speechkit.settings import Settings

DAY = date(2024, 2, 29)
"""A day that most years lack."""
_VIEW = View("analyze", mentions=True)
_DURATION = re.compile(r"P(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?")


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "speechkit" / "output.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def analyse_twice(text: str) -> tuple[Document, dict[str, Any]]:
    """Analyse a text and hold what comes out to every invariant; a second run must give the same bytes.

    Returns:
        The document and its JSON read back, with all times and tasks.
    """
    settings = Settings(date=DAY)
    docs = [analyze_source(source_from_text(text), settings) for _ in range(2)]
    first, second = (load_renderer("analyze", "json")([doc], _VIEW) for doc in docs)
    assert isinstance(first, str)
    assert first == second
    first.encode("utf-8")
    found = json.loads(first)
    _validator().validate(found)
    docs[0].check()
    _check_slices(text, found)
    _check_times(found)
    _check_points(found["outline"], 0, len(text))
    return docs[0], found


def _check_slices(text: str, found: dict[str, Any]) -> None:
    owners = [owner for task in found["tasks"] for owner in task["owners"]]
    for row in (*found["times"], *found["tasks"], *found["phrases"], *found["patterns"], *found["declared"], *owners):
        assert row["text"]
        assert text[row["start"] : row["end"]] == row["text"]
    for row in found["notices"]:
        assert row["start"] is None or 0 <= row["start"] <= row["end"] <= len(text)


def _check_times(found: dict[str, Any]) -> None:
    for row in found["times"]:
        days = [date.fromisoformat(row[name]) for name in ("earliest", "latest") if row[name]]
        assert days == sorted(days), row
        assert row["duration"] is None or _DURATION.fullmatch(row["duration"]), row
    times = {row["id"] for row in found["times"]}
    assert len(times) == len(found["times"])
    assert {row["time"] for row in found["tasks"]} <= times | {None}


def _check_points(points: list[dict[str, Any]], start: int, end: int) -> None:
    """Points stand in order, do not overlap, and lie within their parent."""
    for point in points:
        assert start <= point["start"] < point["end"] <= end
        _check_points(point["children"], point["start"], point["end"])
        start = point["end"]


def count_points(points: list[dict[str, Any]]) -> int:
    return sum(1 + count_points(point["children"]) for point in points)


def frames() -> Iterator[tuple[str, str]]:
    """Every frame of the shipped lexicons, with the first example that it has."""
    for entry in load_lexicon(f"{default_folder()}/frames.yaml").entries:
        yield entry.phrase, re.sub("[【】]", "", entry.hits[0])


_SHAPES = ("{}、", "{}.", "{}，", "（{}）", "【{}】", "{}）", "第{}，", "第{}部分", "第{}条", "第{}点是", "第{}个问题")
_SPOKEN = ("{}是", "{}要", "{}抓", "其{}，", "第{}个是")


def markers() -> Iterator[str]:
    """Labels of every style that the outline knows; ready-made signs are taken from its registry."""
    yield from {sign for style in STYLES for sign in style.opens if not sign.isdecimal()}
    for shapes, numerals in ((_SHAPES, ("一", "二", "十", "1", "2", "10")), (_SPOKEN, ("一", "二", "十"))):
        for shape in shapes:
            yield from (shape.format(numeral) for numeral in numerals)
    yield from ("首先，", "其次，", "再次，", "然后，", "最后，", "一个是", "再一个是", "还有一个是")
