"""Times in the tables: what is found, with which role, days, recurrence or length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from speechkit.deadlines import Judged, judge_times
from speechkit.folding import fold

CASES = Path(__file__).parent / "cases"
TABLES = ("times_values", "times_lengths", "times_sets", "times_roles", "times_none")


def read_rows() -> Iterator[Any]:
    """Yield the rows of all tables, each with its group's anchor."""
    for table in TABLES:
        for group in yaml.safe_load((CASES / f"{table}.yaml").read_text(encoding="utf-8")):
            anchor = group["anchor"] and date.fromisoformat(group["anchor"])
            for row in group["rows"]:
                marks = [pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else []
                yield pytest.param(row["text"], anchor, row["expect"], marks=marks, id=f"{table}-{row['text'][:20]}")


ROWS = list(read_rows())


def show(item: Judged, text: str, wanted: str) -> str:
    """Write a time as the tables do: text | role | days or rule or length, and the TIMEX3 value where wanted."""
    found, value = item.found, item.value
    first, last = (str(day or "") for day in (value.earliest, value.latest))
    days = "-" if first == last == "" else first if first == last else f"{first}..{last}"
    cells = [text[found.start : found.end], item.role]
    if item.role == "recurring":
        cells.append(str(found.rrule))
    elif item.role == "duration":
        cells += [str(found.duration), days] if value.latest else [str(found.duration)]
    else:
        cells.append(days)
    if wanted.count("|") > len(cells) - 1:
        cells.append(value.timex or "null")
    return " | ".join(cells)


@pytest.mark.parametrize(("text", "anchor", "expect"), ROWS)
def test_row(text: str, anchor: date | None, expect: list[str]) -> None:
    judged = judge_times(fold(text), anchor=anchor)
    wanted = [*expect, *[""] * len(judged)]
    assert [show(item, text, want) for item, want in zip(judged, wanted, strict=False)] == expect


def test_the_tables_are_as_large_as_promised() -> None:
    anchors = {param.values[1] for param in ROWS}
    none = [param for param in ROWS if param.values[2] == []]
    assert len(ROWS) >= 300
    assert len(none) >= 80
    assert len(anchors - {None}) >= 12
