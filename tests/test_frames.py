"""`frames` and `frame_match`: what frames find, how they are refused, and that they take linear time."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from conftest import load_cases
from hypothesis import given
from hypothesis import strategies as st

from speechkit.frame_match import MOST_WORDS, Frame, FrameMatch, find_frames, index_frames, make_frame
from speechkit.frames import FrameSyntaxError, compile_frame
from speechkit.lexicon import load_phrasebook
from speechkit.lexicon_examples import read_example
from speechkit.match import find_candidates, index_pairs, make_matchable
from speechkit.segment import find_tokens


def find(text: str, *frames: str, excepts: tuple[str, ...] = ()) -> list[FrameMatch]:
    index = index_frames(
        [make_frame(compile_frame(frame), name=frame, entry=frame, group=0, excepts=excepts) for frame in frames]
    )
    matchable = make_matchable(text)
    candidates = find_candidates(matchable, index_pairs(index.by_pair))
    return find_frames(matchable, index, candidates=candidates, boundaries=lambda: find_tokens(text).boundaries)


@pytest.mark.parametrize("case", load_cases("frames.yaml"))
def test_frames(case: dict[str, Any]) -> None:
    text, spans = read_example(case["text"])
    found = find(text, case["frame"], excepts=tuple(case.get("except", ())))
    if "found" in case:
        assert [make_matchable(text)[match.start : match.end] for match in found] == [case["found"]]
    else:
        assert [(match.start, match.end) for match in found] == spans
        slots = [text[start:end] for match in found for start, end in match.slots]
        assert slots == case.get("slots", [])


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ("…又…", "opens with fixed text"),
        ("[既]…又…", "opens with fixed text"),
        ("既……又", "two slots meet"),
        ("既…[要]…", "two slots meet"),
        ("既…(又", "'(' is never closed"),
        ("既…[又", "'[' is never closed"),
        ("既…又)", "')' closes no group"),
        ("既…又]", "']' closes no group"),
        ("既…(又|)…", "empty choice"),
        ("既…()…", "empty choice"),
        ("既…|又…", "'|' has no meaning here"),
        ("既+…", "'+' has no meaning here"),
        ("既…{数}", "'{' has no meaning here"),
        ("(既)+…", "a slot in every choice"),
        ("既…[又…]+", "a slot in every choice"),
        ("既…。又…", "never crosses"),
        ("既…" + "(" * 9 + "又" + ")" * 9, "nested deeper"),
        ("既" + "(甲|乙|丙)" * 9 + "…", "several frames"),
        ("既" + "[甲]" * 99 + "…", "several frames"),
    ],
)
def test_refused(frame: str, message: str) -> None:
    with pytest.raises(FrameSyntaxError) as caught:
        compile_frame(frame)
    assert message in str(caught.value)


def test_the_frame_with_more_fixed_text_wins() -> None:
    found = find("既要快又要好", "既…又…", "既要…又要…")
    assert [match.frame.name for match in found] == ["既要…又要…"]


def test_different_frames_may_overlap() -> None:
    found = find("既要不是快而是好，又要稳", "既要…又要…", "不是…而是…")
    assert [match.frame.name for match in found] == ["既要…又要…", "不是…而是…"]


@given(st.text("既要又不是而，；。、防止“”一二越\n ", max_size=60))
def test_invariants(text: str) -> None:
    frames = ("既…又…", "既要…[；]又要…", "不是…而是…", "防止…(，防止…)+", "越…越…", "{序}要…")
    matchable = make_matchable(text)
    for match in find(text, *frames):
        piece = matchable[match.start : match.end]
        assert piece
        assert not set(piece) & set("。\n")
        last = match.opener
        for start, end in match.slots:
            assert last <= start < end <= match.end
            assert matchable[start:end].strip("，、；： ") == matchable[start:end]
            assert any(map(str.isalnum, matchable[start:end]))
            last = end


SHIPPED = load_phrasebook().frames.frames


def count_calls(text: str, *frames: Frame) -> int:
    """Calls that matching makes on a text: a measure of work that no other process disturbs."""
    index = index_frames(frames)
    candidates = find_candidates(text, index_pairs(index.by_pair))
    everywhere = frozenset(range(len(text) + 1))
    calls = 0

    def profile(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(profile)
    try:
        find_frames(text, index, candidates=candidates, boundaries=lambda: everywhere)
    finally:
        sys.setprofile(None)
    return calls


def test_linear_in_hostile_texts() -> None:
    """The opening word of each frame again and again: four times the text is four times the work."""
    for frame in SHIPPED:
        for opener in frame.states[0].words:
            short, long = opener * (300 // len(opener)), opener * (1200 // len(opener))
            assert count_calls(long, frame) <= 5 * count_calls(short, frame) + 100, opener
            assert count_calls(long, frame) <= 400 * len(long), opener


@pytest.mark.parametrize("unit", ["对甲的要乙，", "一要甲，", "防止甲，乙，", "以甲感、", "越", "什么就"])
def test_linear_where_chains_break_off(unit: str) -> None:
    short, long = unit * (600 // len(unit)), unit * (2400 // len(unit))
    assert count_calls(long, *SHIPPED) <= 5 * count_calls(short, *SHIPPED)


def test_a_chain_ends_after_so_many_words() -> None:
    chain = "，".join(["防止甲"] * (2 * MOST_WORDS))
    found = find(chain, "防止…(，防止…)+")
    assert len(found) == 2
    assert all(len(match.slots) == MOST_WORDS for match in found)
