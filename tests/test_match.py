"""`match`: leftmost-longest, each character in one phrase at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.match import find_candidates, find_literals, index_lengths, index_pairs, make_matchable, matched_form


def find(text: str, *phrases: str, excepts: tuple[str, ...] = (), starts: set[int] | None = None) -> list[str]:
    literals = dict.fromkeys(excepts, -1) | dict.fromkeys(phrases, 0)
    boundaries = set(range(len(text) + 1)) if starts is None else starts
    candidates = find_candidates(text, index_pairs(phrase[:2] for phrase in literals))
    found = find_literals(
        text, literals, lengths=index_lengths(literals), candidates=candidates, boundaries=lambda: boundaries
    )
    return [text[start:end] for start, end, _ in found]


@pytest.mark.parametrize(
    ("text", "phrases", "excepts", "found"),
    [
        ("要压紧压实责任", ["压紧压实", "压紧压实责任"], [], ["压紧压实责任"]),
        ("要压紧压实", ["压紧压实责任"], [], []),
        ("层层压实压紧", ["层层压实", "压实压紧"], [], ["层层压实"]),
        ("抓实抓细抓实", ["抓实抓细", "抓细抓实"], [], ["抓实抓细"]),
        ("对号入座率，对号入座", ["对号入座"], ["对号入座率"], ["对号入座"]),
        ("对号入座率", ["对号入座", "对号入座率"], ["对号入座率"], ["对号入座率"]),
        ("三会一课", ["三会", "三会一课"], [], ["三会一课"]),
        ("三会", ["三会一课"], [], []),
        ("", ["三会"], [], []),
        ("三", ["三会"], [], []),
    ],
)
def test_longest(text: str, phrases: list[str], excepts: list[str], found: list[str]) -> None:
    assert find(text, *phrases, excepts=tuple(excepts)) == found


def test_two_characters_lie_on_boundaries() -> None:
    assert find("山洪下沉淀", "下沉", starts={0, 2, 3, 5}) == []
    assert find("干部下沉了", "下沉", starts={0, 2, 4, 5}) == ["下沉"]
    assert find("要下沉", "下沉", starts={0, 1, 3}) == ["下沉"]
    assert find("要下沉去", "下沉", starts={0, 1, 2, 4}) == []


@given(st.text("甲乙丙", max_size=30), st.sets(st.text("甲乙丙", min_size=2, max_size=5), max_size=8))
def test_like_trying_everything(text: str, phrases: set[str]) -> None:
    found = []
    at = 0
    while at < len(text):
        here = max((phrase for phrase in phrases if text.startswith(phrase, at)), key=len, default="")
        if here:
            found.append(here)
        at += len(here) or 1
    assert find(text, *phrases) == found


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("a,b;c:d!e?f(g)", "a，b；c：d！e？f（g）"),
        ("「严」字『当』头", "“严”字“当”头"),
        ('"严"字当头', "“严”字当头"),
        ('"没有成对', '"没有成对'),
        ("不变，的；字", "不变，的；字"),
    ],
)
def test_matchable(written: str, matched: str) -> None:
    assert make_matchable(written) == matched


@given(st.text(max_size=50))
def test_matchable_keeps_places(text: str) -> None:
    assert len(make_matchable(text)) == len(text)
    assert make_matchable(make_matchable(text)) == make_matchable(text)


def test_traditional_phrases_are_folded() -> None:
    assert matched_form("對標對表") == "对标对表"


@given(
    st.text(st.sampled_from("甲乙丙𠮷\ud800a"), max_size=40), st.sets(st.text("甲乙𠮷\ud800a", min_size=2, max_size=2))
)
def test_candidates_like_looking_at_each_pair(text: str, pairs: set[str]) -> None:
    expected = [at for at in range(len(text) - 1) if text[at : at + 2] in pairs]
    assert find_candidates(text, index_pairs(pairs)) == expected
