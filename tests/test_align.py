"""Offsets: edits, composition, and the way there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.align import apply_edits, compose, identity, to_source, to_text
from speechkit.model import Edit, Span


def _edits(text: str, cuts: list[int], news: list[str]) -> list[Edit]:
    bounds = sorted({min(cut, len(text)) for cut in cuts})
    return [
        Edit(a, b, new, "test") for (a, b), new in zip(zip(bounds[::2], bounds[1::2], strict=False), news, strict=False)
    ]


_EDITED = st.tuples(
    st.text("甲乙丙丁戊", max_size=30),
    st.lists(st.integers(0, 30), max_size=8),
    st.lists(st.text("子丑", max_size=3), min_size=4, max_size=4),
)


@given(_EDITED)
def test_copied_characters_keep_their_place(edited: tuple[str, list[int], list[str]]) -> None:
    text, cuts, news = edited
    new, alignment = apply_edits(text, _edits(text, cuts, news))
    for at, char in enumerate(new):
        if char in "甲乙丙丁戊":
            place = to_source(alignment, Span(at, at + 1))
            assert text[place.start : place.end] == char
            assert to_text(alignment, place) == Span(at, at + 1)


@given(_EDITED, st.lists(st.integers(0, 30), max_size=8))
def test_composition_is_both_steps(edited: tuple[str, list[int], list[str]], again: list[int]) -> None:
    text, cuts, news = edited
    middle, inner = apply_edits(text, _edits(text, cuts, news))
    last, outer = apply_edits(middle, _edits(middle, again, ["寅", "", "卯", ""]))
    whole = compose(outer, inner)
    for at in range(len(last)):
        assert to_source(whole, Span(at, at + 1)) == to_source(inner, to_source(outer, Span(at, at + 1)))


def test_identity() -> None:
    assert to_source(identity(5), Span(1, 3)) == Span(1, 3)
    assert to_text(identity(5), Span(1, 3)) == Span(1, 3)


def test_a_span_over_a_deletion_includes_it() -> None:
    _, alignment = apply_edits("开局\n2、好", [Edit(2, 5, "", "splice")])
    assert to_source(alignment, Span(0, 3)) == Span(0, 6)
    assert to_source(alignment, Span(0, 2)) == Span(0, 2)


@pytest.mark.parametrize("edits", [[Edit(0, 2, "", "a"), Edit(1, 3, "", "b")], [Edit(2, 9, "", "a")]])
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit overlaps or lies outside"):
        apply_edits("甲乙丙", edits)
