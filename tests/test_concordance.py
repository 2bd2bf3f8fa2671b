"""Concordances: what is found, contexts, order, and the columns of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import MOST_GROWTH, growth, load_cases, speechkit_text
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import speechkit
from speechkit.concordance import STEPS, KwicLine, find_concordance, sort_lines
from speechkit.concordance_patterns import make_search
from speechkit.errors import SpeechkitError, WrongUsage
from speechkit.model import Document, Span
from speechkit.renderers.concordance import KwicView
from speechkit.renderers.concordance_table import render as render_table
from speechkit.settings import Settings


def analyse(text: str) -> Document:
    return speechkit.analyze(speechkit_text(text), only=STEPS)


def find(pattern: str, text: str, *, context: int = 40, across: bool = False) -> list[KwicLine]:
    doc = analyse(text)
    lines = list(find_concordance(doc, make_search(pattern, Settings()), context=context, across=across))
    for line in lines:
        assert doc.source.text[line.span.start : line.span.end] == line.text
        before = doc.source.text[: line.span.start]
        assert (line.line, line.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
        whole = (line.left + line.keyword + line.right).replace("¶", "\n")
        assert whole in doc.text
        assert len(line.left) <= context
        assert len(line.right) <= context
    return lines


@pytest.mark.parametrize("case", load_cases("concordance.yaml"))
def test_case(case: dict[str, Any]) -> None:
    assert [line.text for line in find(case["pattern"], case["text"])] == case["expect"]


TEXT = "河水涨了。堤上要有人看着，夜里也要有人；白天要轮班。\n仓库要锁好。\n"


def test_contexts_end_with_the_paragraph_and_know_their_sentence() -> None:
    first, second, third, fourth = find("要", TEXT)
    assert (first.left, first.right) == ("河水涨了。堤上", "有人看着，夜里也要有人；白天要轮班。")
    assert (first.left[-first.own_left :], first.right[: first.own_right]) == ("堤上", "有人看着，夜里也要有人；")
    assert (third.left[-third.own_left :], third.right[: third.own_right]) == ("白天", "轮班。")
    assert (second.own_left, fourth.left, fourth.right) == (11, "仓库", "锁好。")


def test_contexts_go_beyond_the_paragraph_when_asked() -> None:
    *_, third, fourth = find("要", TEXT, context=6, across=True)
    assert (third.right, fourth.left) == ("轮班。¶仓库", "轮班。¶仓库")
    assert (third.own_right, fourth.own_left) == (3, 2)


def test_lines_name_their_point() -> None:
    lines = find("要", "要事两件。\n一、查\n要查细。\n二、改\n要改完。\n")
    assert [line.point for line in lines] == [None, "1", "2"]


def test_order_by_what_stands_next_to_the_keyword() -> None:
    text = "种要先种。张要先张。八要先八。“爱”要先爱。\n"
    assert [line.left[-1] for line in sort_lines(find("要", text), "left")] == ["”", "八", "张", "种"]
    assert [line.right[0] for line in sort_lines(find("要先", text), "right")] == ["爱", "八", "张", "种"]
    assert [line.column for line in sort_lines(find("要", text), "place")] == [2, 7, 12, 19]


def test_lines_that_agree_keep_their_place() -> None:
    lines = find("要", "门要关。\n门要关。\n")
    assert sort_lines(lines, "left") == sort_lines(lines, "right") == lines


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "is empty; give a word"),
        ("  ", "is empty; give a word"),
        ("category:", "is empty; give a word"),
        ("…又…", "not well formed: a frame opens with fixed text"),
        ("既…(又…", "not well formed: '(' is never closed"),
        ("category:不字对", "no category '不字对'; `speechkit lexicon show ID` lists them; did you mean '不字对举'?"),
        ("category:rhetoric", "no category 'rhetoric', but a lexicon of that name; give lexicon:rhetoric"),
        ("lexicon:rhetorics", "no lexicon 'rhetorics'; `speechkit lexicon list` lists them; did you mean 'rhetoric'?"),
        ("lexicon:rhetoric/成语", "no category 'rhetoric/成语'"),
        ("lexicon:directives/查办", "no category '查办'"),
    ],
)
def test_a_pattern_that_means_nothing_says_what_to_do(pattern: str, words: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        make_search(pattern, Settings())
    assert words in caught.value.message
    assert isinstance(caught.value, SpeechkitError)


@pytest.mark.parametrize("pattern", ["note:事", "3:1", "http://a.cn"])
def test_a_colon_alone_makes_no_kind(pattern: str) -> None:
    assert make_search(pattern, Settings()).kind == "literal"


def _columns(row: str, keyword: str, place: str) -> tuple[int, int]:
    """Cells before the keyword and before the place."""
    return cell_len(row[: row.rindex(f" {keyword} ") + 1]), cell_len(row[: row.rindex(place)])


def test_keywords_stand_below_each_other_by_cells() -> None:
    text = (
        "要查。\nAbc要查def。\n看😀要查👨‍👩‍👧吗。\n①“说”要查—…·。\n한국어 要查 ｶﾅ。\ne\u0301要查e\u0301。\n"
        + "长" * 90
        + "要查"
        + "短a" * 60
        + "。\n"
    )
    lines = find("要查", text, context=200)
    *rows, last = render_table(lines, KwicView("要查", width=100, longest_path=1, keyword="要查"))
    assert last == "共7处\n"
    assert len({_columns(row.rstrip("\n"), "要查", "-:") for row in rows}) == 1
    assert all(cell_len(row.rstrip("\n")) <= 100 for row in rows)


@given(st.lists(st.text(st.sampled_from("查改a1，。😀“\u200d\u0301 👩é①"), max_size=70), min_size=2, max_size=2))
def test_columns_hold_for_any_context(sides: list[str]) -> None:
    left, right = sides
    line = KwicLine(
        "f", 1, 1, Span(0, 2), "要查", "要查", "要查", None, left, right, min(3, len(left)), min(3, len(right))
    )
    plain = KwicLine("f", 1, 1, Span(0, 2), "要查", "要查", "要查", None, "", "", 0, 0)
    rows = list(render_table([line, plain], KwicView("要查", width=70, longest_path=1, keyword="要查")))[:2]
    first, second = (_columns(row.rstrip("\n"), "要查", "f:1:1") for row in rows)
    assert first == second


def test_a_long_keyword_takes_from_the_right_context_only() -> None:
    lines = find("既…又…", "门口既有一棵很老很老的槐树，又有一口很深很深的水井。屋后既宽又平。\n", context=80)
    rows = list(render_table(lines, KwicView("既…又…", width=90, longest_path=1, keyword="■■■■■■■■")))
    assert len({cell_len(row[: row.index("既")]) for row in rows[:1]}) == 1
    assert "既有一棵很老很老的槐树，又有一口很深很深的水井" in rows[0]
    assert cell_len(rows[0][: rows[0].index(" 既") + 1]) == cell_len(rows[1][: rows[1].rindex(" 既") + 1])


def test_the_bar_marks_the_edges_of_the_sentence() -> None:
    first, *_ = render_table(find("堤上", TEXT), KwicView("堤上", width=140, longest_path=1, keyword="堤上"))
    assert "河水涨了。| 堤上 要有人看着，夜里也要有人；|白天要轮班。" in first
    *_, fourth, _ = render_table(find("要", TEXT), KwicView("要", width=140, longest_path=1, keyword="要"))
    assert "仓库 要 锁好。" in fourth
    assert "|" not in fourth


def test_nothing_that_a_terminal_acts_on_is_printed() -> None:
    line = KwicLine("a\x1b[2J", 1, 1, Span(0, 1), "要", "要", "要", None, "左\x1b[31m", "右\u202e", 2, 2)
    plain = "".join(render_table([line], KwicView("要", width=90)))
    coloured = "".join(render_table([line], KwicView("要", width=90, colour=True)))
    assert "\x1b" not in plain
    assert "\u202e" not in plain + coloured
    assert "\x1b[31m左" not in coloured
    assert "\x1b[1;31m要\x1b[0m" in coloured


def test_a_line_is_written_before_the_next_is_looked_for() -> None:
    taken: list[int] = []

    def lines() -> Iterator[KwicLine]:
        for number in range(3):
            taken.append(number)
            yield KwicLine("f", number, 1, Span(0, 1), "要", "要", "要", None, "", "", 0, 0)

    from importlib import import_module

    from speechkit.cli_concordance import FORMS

    for module in FORMS.values():
        taken.clear()
        pieces = import_module(module).render(lines(), KwicView("要"))
        while not taken:
            next(pieces)
        assert taken == [0]
        assert len(list(pieces)) >= 2


@pytest.mark.parametrize("pattern", ["查", "查…改…", "lexicon:directives", "category:成语"])
def test_no_text_makes_it_slow(pattern: str) -> None:
    search = make_search(pattern, Settings())
    small, large = (analyse("查细改完，必须风雨无阻查改" * size + "。\n") for size in (500, 2000))

    def work(doc: Document) -> int:
        lines = find_concordance(doc, search, context=120)
        return sum(1 for _ in render_table(lines, KwicView(pattern, width=120)))

    work(large)
    assert growth(work, small, large) < MOST_GROWTH
