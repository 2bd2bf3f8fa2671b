"""Cleaning: a table, wraps and splices built on the spot, and what holds for every text."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import load_cases
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.align import to_source, to_text
from speechkit.clean import clean
from speechkit.model import Span

_PARAGRAPHS = [
    "各位代表，现在我把今年前十个月全县道路养护的情况向大会作个汇报，说得不到的地方请大家批评，也请在座的老养路工多提意见，帮我们把明年的路修得更平。",
    "一、把大中修工程干完",
    "全县还有四十一公里县道没有封层，工期只剩下三十天，养护中心要倒排工序，白天铺面、夜里备料，遇到下雨就转到涵洞上去，不能让机器和人都闲在那里等天晴。",
    "二、把应急队伍拉起来",
    "冬天的雪说来就来，融雪剂、防滑料、推雪板要提前备到路口，每个站不少于二十吨，值班的人电话不能关，接到通知半个小时之内要到岗，这一条没有价钱可讲。",
]
_ALPHABET = st.text(
    alphabet=st.sampled_from('一二三是要、，。；：！？（）()\n\r\t 　\u200b\u2003123第页共-—.,:;"“”abc安全工作　')
)


@pytest.mark.parametrize("case", load_cases("cleaning.yaml"))
def test_cleaning(case: dict[str, Any]) -> None:
    assert clean(case["text"])[0] == (case["text"] if case.get("same") else case["expect"])


@pytest.mark.parametrize("width", [24, 38, 60])
@pytest.mark.parametrize("indent", ["　　", ""])
def test_wrapped_lines_are_joined(width: int, indent: str) -> None:
    wrapped = "\n".join(
        (indent + paragraph)[i : i + width]
        for paragraph in _PARAGRAPHS
        for i in range(0, len(indent + paragraph), width)
    )
    assert clean(wrapped)[0].split("\n") == _PARAGRAPHS


def test_page_numbers_spliced_into_sentences_are_dropped() -> None:
    whole = "。".join(_PARAGRAPHS * 3)
    pages = [whole[i : i + 170] for i in range(0, len(whole), 170)]
    spliced = "\n".join(f"{n}、{page}" for n, page in enumerate(pages, 1))
    text, alignment, _ = clean(spliced)
    assert text == clean(whole)[0]
    place = to_source(alignment, Span(165, 175))
    assert "\n2、" in spliced[place.start : place.end]


def test_numbered_paragraphs_are_no_splices() -> None:
    listed = "\n".join(f"{n}、{paragraph}" for n, paragraph in enumerate(_PARAGRAPHS[::2], 1))
    assert clean(listed)[0] == listed


@given(_ALPHABET)
@example("1、" + "工" * 120 + "\n2、" + "作" * 120)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)[0]
    assert clean(once)[0] == once


@given(_ALPHABET)
def test_kept_characters_map_back(text: str) -> None:
    cleaned, alignment, _ = clean(text)
    last = 0
    for at, char in enumerate(cleaned):
        place = to_source(alignment, Span(at, at + 1))
        assert last <= place.start <= place.end <= len(text)
        last = place.start
        if len(place) == 1 and "一" <= char <= "鿿":
            assert text[place.start] == char
            assert to_text(alignment, place) == Span(at, at + 1)
