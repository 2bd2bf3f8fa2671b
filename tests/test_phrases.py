"""The step `phrases`: findings in the source, in their points, with their lexicons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import load_cases
from hypothesis import given
from hypothesis import strategies as st

from speechkit.align import identity
from speechkit.clean import clean_source
from speechkit.model import Document, Passage, Point, Source, Span
from speechkit.phrases import run
from speechkit.points import index_points
from speechkit.renderers import View, load_renderer
from speechkit.renderers.phrases import count_phrases
from speechkit.settings import Settings
from speechkit.statistics import find_statistics


def analyse(text: str, settings: Settings | None = None) -> Document:
    settings = settings or Settings()
    doc = run(clean_source(Source(text, None, "text", "utf-8", "0" * 64), settings), settings)
    doc.check()
    return doc


@pytest.mark.parametrize("case", load_cases("phrases.yaml"))
def test_shipped(case: dict[str, Any]) -> None:
    doc = analyse(case["text"])
    if "phrases" in case:
        assert [phrase.text for phrase in doc.phrases] == case["phrases"]
    if "patterns" in case:
        assert {pattern.pattern: pattern.text for pattern in doc.patterns} == case["patterns"]


@pytest.mark.parametrize("case", load_cases("coinages.yaml"))
def test_coinages(case: dict[str, Any]) -> None:
    doc = analyse(case["text"])
    found = [phrase.text for phrase in doc.phrases if phrase.lexicon.startswith("coined@")]
    assert found == case["expect"]


def test_coinages_are_left_out_where_their_lexicon_is() -> None:
    text = "要用好“一渠一策”。"
    assert [phrase.text for phrase in analyse(text, Settings(only=("coined",))).phrases] == ["一渠一策"]
    assert analyse(text, Settings(only=("work-style",))).phrases == ()


@given(st.text("“”甲乙丙一说，。", max_size=60))
def test_coinages_are_whole_and_apart(text: str) -> None:
    doc = analyse(text)
    spans = [(phrase.span.start, phrase.span.end) for phrase in doc.phrases]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


LEXICON = """\
id: mine
version: "7"
title: 题
language: zh-Hans
licence: CC0-1.0
kind: phrases
glosses: {甲/乙: 类, 丙: 类}
entries:
  甲:
    乙:
      - phrase: 红日高照
        also: [红日照]
  丙:
    - 白浪滔天
    - {phrase: 前头…后头…, name: 前后, hit: [【前头走，后头跑】], miss: [前头走]}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Settings:
    (tmp_path / "mine.yaml").write_text(LEXICON, encoding="utf-8")
    return Settings(lexicons=(str(tmp_path / "mine.yaml"),), only=("mine",))


def test_a_finding_says_where_it_comes_from(mine: Settings) -> None:
    doc = analyse("题目\n红\x00日照着，前头走后头跑。", mine)
    [phrase] = doc.phrases
    assert (phrase.entry, phrase.lexicon, phrase.category) == ("红日高照", "mine@7", "甲/乙")
    assert phrase.text == doc.source.text[phrase.span.start : phrase.span.end] == "红\x00日照"
    [pattern] = doc.patterns
    assert (pattern.pattern, pattern.text, pattern.slots) == ("前后", "前头走后头跑", ("走", "跑"))


def test_points_of_findings(mine: Settings) -> None:
    text = "红日高照。甲红日高照乙白浪滔天丙白浪滔天"
    inner = Point("numbered", "乙", 1, "", Span(10, 15), Span(10, 11))
    outer = Point("numbered", "甲", 1, "", Span(5, 15), Span(5, 6), (inner,))
    doc = clean_source(Source(text, None, "text", "utf-8", "0"), mine)
    doc = run(replace(doc, outline=(outer,)), mine)
    assert [phrase.point for phrase in doc.phrases] == [None, "1", "1.1", None]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 15)), max_size=6), st.integers(0, 50))
def test_points_like_trying_all(bounds: list[tuple[int, int]], position: int) -> None:
    """Siblings of at most 15 characters, each with one child in its middle."""
    points = []
    end = 0
    for gap, size in bounds:
        start = end + gap
        end = start + size
        child = Point("numbered", "", 1, "", Span(start + size // 3, end - size // 3), Span(start, start))
        points.append(Point("numbered", "", 1, "", Span(start, end), Span(start, start), (child,) if size > 2 else ()))
    doc = Document(Source("", None, "text", None, ""), "", "", identity(0), outline=tuple(points))
    named = list(doc.points())
    wanted = [name for name, point in named if point.span.start <= position < point.span.end]
    assert index_points(named).at(position) == (wanted[-1] if wanted else None)


def document(mine: Settings) -> Document:
    text = "红日高照，红日照。" + "甲" * 41 + "白浪滔天前头走后头跑。" + "乙" * 39
    doc = analyse(text, mine)
    passages = (Passage("opening", Span(0, 50)), Passage("closing", Span(50, 100)))
    point = Point("numbered", "甲", 1, "", Span(50, 100), Span(50, 51))
    doc = replace(doc, passages=passages, outline=(point,))
    return run(doc, mine)


def rows(doc: Document, **options: Any) -> list[tuple[Any, ...]]:
    return [
        (row.part, row.category, row.phrase, row.count, round(row.density, 3), round(row.coverage, 3), row.points)
        for row in count_phrases([doc], **options)
    ]


def test_rows(mine: Settings) -> None:
    doc = document(mine)
    assert rows(doc) == [
        (None, "甲/乙", "红日高照", 2, 20.0, 0.07, ()),
        (None, "丙", "白浪滔天", 1, 10.0, 0.04, ("1",)),
        (None, "句式", "前后", 1, 10.0, 0.06, ("1",)),
    ]
    assert rows(doc, level=1)[0] == (None, "甲", None, 2, 20.0, 0.07, ())
    assert [row[:4] for row in rows(doc, level=0)] == [(None, "", None, 4)]
    assert [row[:5] for row in rows(doc, by="role")] == [
        ("opening", "甲/乙", "红日高照", 2, 40.0),
        ("closing", "丙", "白浪滔天", 1, 20.0),
        ("closing", "句式", "前后", 1, 20.0),
    ]
    assert [row[:5] for row in rows(doc, by="point", level=0)] == [("1", "", None, 2, 40.0), (None, "", None, 2, 40.0)]


def test_rows_of_several_documents(mine: Settings) -> None:
    [first, *_] = count_phrases([document(mine), document(mine)])
    assert (first.count, first.documents, first.points, first.density) == (4, 2, (), 20.0)


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_tables(mine: Settings, form: str) -> None:
    lines = load_renderer("phrases", form)([document(mine)], View("phrases", by="role")).splitlines()
    body = [line for line in lines if "红日高照" in line]
    assert len(body) == 1
    assert all(cell in body[0] for cell in ("opening", "mine@7", "甲/乙", "2", "40.00"))
    assert len([line for line in lines if "mine@7" in line]) == 3


def test_the_table_is_drawn_in_cells(mine: Settings) -> None:
    lines = load_renderer("phrases", "table")([document(mine)], View("phrases")).splitlines()
    assert lines[0].index("次数") < lines[2].index("2 ")
    assert lines[-1] == "固定表述3处，每千字30.0处，占全文11.0%；句式1处"


def test_statistics(mine: Settings) -> None:
    statistics = find_statistics(document(mine), mine)
    assert (statistics.characters, statistics.sentences, statistics.phrase_density) == (100, 3, 0.11)
    assert statistics.tokens > 0
