"""Linear time of the step "tasks" on texts made to hurt it (see `conftest.growth`)."""

from __future__ import annotations

import pytest
from conftest import MOST_GROWTH, growth
from task_tools import read_demand

SMALL = 6_000
UNITS = (
    "县财政局、",
    "县财政局和",
    "由县财政局",
    "由县财政局要",
    "县财政局牵头，",
    "县财政局要检查，",
    "县财政局10月底前检查，",
    "县财政局10月底前检查；",
    "（县财政局负责",
    "（县财政局负责）",
    "责任单位：县财政局\n",
    "（",
    "各",
    "每月1次，",
    "不少于3次和",
    "要检查",
    "“要检查",
    "10月底前，",
    "但是，",
)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text(unit: str) -> None:
    small, large = ("要" + unit * (factor * SMALL // len(unit)) + "。" for factor in (1, 4))
    assert growth(read_demand, small, large) < MOST_GROWTH
