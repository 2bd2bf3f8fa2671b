"""Segmentation: the same tokens from both engines, and what is counted from them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import MOST_GROWTH, growth, load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.errors import WrongUsage
from speechkit.readers import read_source
from speechkit.segment import find_tokens, tag_tokens
from speechkit.settings import Settings
from speechkit.statistics import MOST_KEYWORDS, find_keywords
from speechkit.vocabulary import idf_of, tag_of

SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "samples").glob("**/*.txt"))
TEXT = (
    "同志们，今天我们召开安全生产工作会议。各镇（街道）要立即开展排查整治，做到底数清、情况明；"
    "各部门要严格落实“三管三必须”，坚决守住安全底线。下一步，一要压实责任，二要盯紧隐患，三要从严执法。"
)


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
@pytest.mark.parametrize("case", load_cases("segments.yaml"))
def test_tokens(case: dict[str, Any], engine: str) -> None:
    tokens = find_tokens(case["text"], engine)
    tags = tag_tokens(tokens)
    assert [f"{text}/{tag}" for text, tag in zip(tokens.texts, tags, strict=True)] == case["tokens"]


@pytest.mark.parametrize("text", [TEXT, *(read_source(str(path), Settings()).text for path in SAMPLES)])
def test_engines_agree(text: str) -> None:
    assert find_tokens(text, "rjieba") == find_tokens(text, "jieba")


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_places_slice_the_text(text: str) -> None:
    for engine in ("rjieba", "jieba"):
        tokens = find_tokens(text, engine)
        slices = [text[span.start : span.end] for span in tokens.spans()]
        assert "".join(slices) == text
        assert list(map(len, slices)) == list(map(len, tokens.texts))
        assert tokens.boundaries == {0, len(text), *(span.start for span in tokens.spans())}


def test_a_lone_surrogate_is_a_character() -> None:
    assert find_tokens("会\ud800议").starts[-1] == 3


def test_one_character_again_and_again_takes_linear_time() -> None:
    assert find_tokens("工" * 20_000, "jieba").starts[-1] == 20_000
    assert growth(lambda text: find_tokens(text, "jieba"), "工" * 2_000, "工" * 8_000) < MOST_GROWTH


def test_no_such_engine() -> None:
    with pytest.raises(WrongUsage, match="no engine 'thulac'; there are auto, rjieba, jieba"):
        find_tokens("会议", "thulac")


def test_the_kept_files_say_what_jiebas_say(tmp_path: Path) -> None:
    words = [*find_tokens(TEXT).texts, "劳动防护", "没有这个词", "", " ", "a b"]
    for make in (idf_of, tag_of):
        fresh, first, again = make(None), make(str(tmp_path)), make(str(tmp_path) + "/")
        assert [fresh(word) for word in words] == [first(word) for word in words] == [again(word) for word in words]
    assert idf_of(str(tmp_path))("劳动防护") == pytest.approx(13.900677652)
    assert idf_of(None)("没有这个词") is None


def test_keywords() -> None:
    idf = {"整治": 8.0, "隐患": 9.0, "会议": 4.0}.get
    tokens = ["整治", "会议", "整治", "隐患", "我们", "我们", "我们", "的", "的", "2024", "12", "会议", "会议"]
    found = find_keywords(Counter(tokens), idf, stop_words={"我们"})
    assert [(keyword.text, keyword.weight) for keyword in found] == [("整治", 2.6667), ("会议", 2.0), ("隐患", 1.5)]
    assert find_keywords({}, idf, stop_words=()) == ()


@given(
    st.lists(st.sampled_from([f"词{chr(0x4E00 + n)}" for n in range(60)]), max_size=200), st.integers(1, MOST_KEYWORDS)
)
def test_keywords_are_those_of_the_whole_list(tokens: list[str], most: int) -> None:
    idf = {f"词{chr(0x4E00 + n)}": n / 5 for n in range(60)}.get
    whole = find_keywords(Counter(tokens), idf, stop_words=(), most=1000)
    assert find_keywords(Counter(tokens), idf, stop_words=(), most=most) == whole[:most]
