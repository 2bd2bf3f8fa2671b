"""Texts made to break the analysis: each has its outcome in a table, all are held to the invariants of every output."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import load_cases
from hostile_tools import analyse_twice, count_points, frames, markers

from speechkit.errors import UnreadableSource
from speechkit.readers import source_from_text

ROWS = load_cases("hostile_texts.yaml")
FRAMES = sorted(set(frames()))
MARKERS = sorted(set(markers()))
REPEATED = 40
"""benchmarks/growth.py repeats them 5,000 times."""


def test_there_are_enough_of_each_kind() -> None:
    assert len(ROWS) >= 130
    assert len(FRAMES) >= 150
    assert len(MARKERS) >= 80


@pytest.mark.parametrize("row", ROWS)
def test_text(row: dict[str, Any]) -> None:
    text = row.get("head", "") + row["text"] * row.get("repeat", 1) + row.get("tail", "")
    if "error" in row:
        with pytest.raises(UnreadableSource) as caught:
            source_from_text(text)
        assert str(caught.value) == row["error"]
        return
    doc, found = analyse_twice(text)
    counts = {"points": count_points(found["outline"])}
    counts |= {name: len(found[name]) for name in ("times", "tasks", "phrases", "patterns")}
    assert counts | {name: row[name] for name in counts if name in row} == counts
    assert (doc.text == text) == row.get("kept", doc.text == text)


@pytest.mark.parametrize("example", [example for _, example in FRAMES], ids=[frame for frame, _ in FRAMES])
def test_a_frame_over_and_over(example: str) -> None:
    _, found = analyse_twice(f"{example}\n" * REPEATED)
    assert len(found["patterns"]) >= REPEATED
    analyse_twice(example.rstrip("。！？") * REPEATED)


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_alone_is_no_point(marker: str) -> None:
    for text in (marker, f"{marker}\n", f"{marker}快。"):
        _, found = analyse_twice(text)
        assert found["outline"] == []


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_over_and_over(marker: str) -> None:
    """Each may be a point of its own (a draft whose author forgot to count), none is inside another."""
    for text in (f"{marker}快。\n" * REPEATED, marker * REPEATED):
        _, found = analyse_twice(text)
        assert count_points(found["outline"]) <= REPEATED
        assert not any(point["children"] for point in found["outline"])
