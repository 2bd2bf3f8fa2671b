"""`numerals`: a table of what is and is not a number, and the way there and back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speechkit.numerals import parse_chinese, to_chinese

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "numerals.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["written"]))
def test_parse(case: dict[str, object]) -> None:
    assert parse_chinese(str(case["written"])) == case["number"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"), (7, "七"), (10, "十"), (14, "十四"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (1010, "一千零一十"), (10_000, "一万"), (10_010, "一万零一十"), (100_000, "十万"),
        (120_000, "十二万"), (100_000_050, "一亿零五十"), (-3, "-3"), (10**12, "1000000000000"),
    ],
)  # fmt: skip
def test_write(number: int, written: str) -> None:
    assert to_chinese(number) == written


def test_there_and_back_to_99999() -> None:
    assert all(parse_chinese(to_chinese(number)) == number for number in range(100_000))


@given(st.integers(0, 10**12 - 1))
def test_there_and_back(number: int) -> None:
    assert parse_chinese(to_chinese(number)) == number


@given(st.text(alphabet="零〇一二两三九十百千万亿廿①½²1０x", max_size=12))
def test_parse_never_raises_and_reads_a_number_or_nothing(written: str) -> None:
    number = parse_chinese(written)
    assert number is None or number >= 0
