"""The outline: a table of texts, what is odd in a series, and where points begin and end."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import analyse, load_cases, sketch


@pytest.mark.parametrize("case", load_cases("outline.yaml"))
def test_outline(case: dict[str, Any]) -> None:
    assert sketch(analyse(case["text"], "outline").outline) == case["expect"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、查\n二、改\n四、评\n", "ordinal-missing"),
        ("一、查\n二、改\n二、评\n", "ordinal-repeated"),
        ("二、改\n三、评\n", "series-starts-late"),
        ("一、查\n二、改\n一、评\n二、奖\n", "series-restarts"),
    ],
)
def test_odd_series_is_noticed(text: str, code: str) -> None:
    doc = analyse(text, "outline")
    assert [notice.code for notice in doc.notices] == [code]
    span = doc.notices[0].span
    assert span is not None
    assert text[span.start] in "一二四"
    assert span.start or code == "series-starts-late"


def test_regular_series_is_not_noticed() -> None:
    assert analyse("一、查\n二、改\n三、评\n一是快；二是准。\n", "outline").notices == ()
    assert analyse("一、查\n1.电\n2.气\n二、改\n1.线\n2.管\n", "outline").notices == ()
    assert analyse("成绩：一是快；二是准。问题：一是少；二是散。\n", "outline").notices == ()


def test_points_end_where_the_next_begins_and_before_the_last_appeal() -> None:
    text = "一、查\n挨户查。\n二、改\n立刻改。\n同志们，拜托了！\n"
    first, second = analyse(text, "outline").outline
    assert text[first.span.start : first.span.end] == "一、查\n挨户查。"
    assert text[second.span.start : second.span.end] == "二、改\n立刻改。"


def test_last_of_a_spoken_series_ends_with_its_paragraph() -> None:
    text = "一、查\n一是查电。看线。二是查气。看阀。\n查完上报。\n二、改\n改完销号。\n"
    point = analyse(text, "outline").outline[0].children[1]
    assert text[point.span.start : point.span.end] == "二是查气。看阀。"


def test_ids_are_paths_of_positions() -> None:
    doc = analyse("一、查\n一是查电。二是查气。\n二、改\n改完。\n", "outline")
    assert [name for name, _ in doc.points()] == ["1", "1.1", "1.2", "2"]
