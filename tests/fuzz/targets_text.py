"""Targets that take text: cleaning, outline, times, the whole analysis, words, numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from fuzz import alphabet
from fuzz.alphabet import DEMANDS, HEADS, LABELS, MARKS, ODD, TIME_PARTS, TIMES, speeches, texts
from fuzz.invariants import aligned, everything, holds, record_of
from speechkit.clean import clean
from speechkit.deadlines import judge_times
from speechkit.folding import fold
from speechkit.numerals import parse_chinese
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.segment import find_tokens
from speechkit.settings import Settings

ANCHORS = st.one_of(
    st.none(),
    st.sampled_from((date.min, date.max, date(2024, 2, 29), date(2023, 12, 31), date(2024, 9, 18), date(9999, 1, 1))),
    st.dates(),
)
DATED = st.tuples(speeches(), ANCHORS)


def check_cleaning(text: str) -> None:
    """Cleaning twice changes nothing; edits and alignment lead back."""
    once, _, edits = clean(text)
    again, _, more = clean(once)
    assert again == once, more
    assert len(fold(once)) == len(once)
    assert all(0 <= edit.start <= edit.end <= len(text) for edit in edits)
    assert "\n\n" not in once
    assert clean("\ufeff" + text)[0] == once
    if "\r" not in text:
        assert clean(text.replace("\n", "\r\n"))[0] == once
    if text.strip():
        aligned(analyze_source(source_from_text(text), Settings(), only=()))


def check_outline(text: str) -> None:
    holds(analyze_source(source_from_text(text), Settings(), only=("declared", "roles")))


def check_times(drawn: tuple[str, date | None]) -> None:
    """Times lie in order and apart; their days are days; the document's are as the grammar's."""
    text, anchor = drawn
    text = fold(clean(text)[0])
    last = 0
    for item in judge_times(text, anchor=anchor):
        assert last <= item.found.start < item.found.end <= len(text)
        last = item.found.end
        if anchor is None:
            assert item.value.earliest is None or item.found.first is not None
    if text.strip():
        holds(analyze_source(source_from_text(text), Settings(date=anchor), only=("times",)))


def check_analysis(drawn: tuple[str, date | None]) -> None:
    """All steps: the invariants, the contract, every format; a second run gives the same document."""
    text, anchor = drawn
    source, settings = source_from_text(text, "a.txt"), Settings(date=anchor)
    doc = analyze_source(source, settings)
    holds(doc)
    record_of(doc)
    find_tokens.cache_clear()
    assert analyze_source(source, settings) == doc
    everything(doc)


def check_engines(text: str) -> None:
    """On Han text both engines cut alike."""
    assert find_tokens(text, "rjieba") == find_tokens(text, "jieba")


def check_numerals(text: str) -> None:
    value = parse_chinese(text)
    assert value is None or value >= 0


_NUMERALS = st.text("零〇一二两三四五六七八九十百千万亿廿卅壹贰拾佰０1２9,.", max_size=14)
_TIMED = st.tuples(
    st.one_of(
        texts(TIMES, MARKS, DEMANDS, ODD, most=20), texts(TIME_PARTS, most=12), texts(TIME_PARTS, TIMES), texts(most=10)
    ),
    ANCHORS,
)
ROWS: tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], None]], ...] = (
    ("clean", st.one_of(speeches(), texts(ODD, MARKS, LABELS, alphabet.LEFTOVERS).filter(str.strip)), check_cleaning),
    ("outline", st.one_of(speeches(), texts(LABELS, MARKS, HEADS, DEMANDS).filter(str.strip)), check_outline),
    ("times", _TIMED, check_times),
    ("analyze", DATED, check_analysis),
    ("engines", alphabet.han(), check_engines),
    ("numerals", _NUMERALS, check_numerals),
)
