"""The report's words and lines: nothing shifts, nothing is lost, every mark covers what it claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT, analyse, load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import speechkit
from speechkit.align import cleaned, identity
from speechkit.model import Document, Source, TimeExpression
from speechkit.model import Span as ModelSpan
from speechkit.renderers import View
from speechkit.renderers.report import is_traditional, name_pages, title_of
from speechkit.renderers.report_marks import mark_document
from speechkit.renderers.report_tasks import list_ledger
from speechkit.renderers.report_text import Anchor, Line, Mark, cut_lines
from speechkit.renderers.report_timeline import MOST_DOTS, draw_timeline
from speechkit.renderers.report_words import say_duration, say_rrule, say_time

SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".txt", ".docx", ".pdf"))


@cache
def sample(name: str) -> Document:
    return speechkit.analyze(str(ROOT / "samples" / name))


def cut(doc: Document) -> tuple[Line, ...]:
    marking = mark_document(doc, list_ledger([doc], View("report")).rows)
    return cut_lines(doc, marking.marks, marking.anchors)


def bare(text: str) -> Document:
    """A document without findings whose cleaned text is its source."""
    return Document(Source(text, None, "text", None, ""), text, text, identity(len(text)))


@pytest.mark.parametrize("case", load_cases("report_words.yaml"))
def test_words(case: dict[str, str]) -> None:
    said = say_rrule(case["rrule"]) if "rrule" in case else say_duration(case["duration"])
    assert said == case["says"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"latest": date(2023, 11, 30)}, "2023-11-30 周四"),
        ({"latest": date(2023, 11, 30), "approximate": True}, "约 2023-11-30 周四"),
        ({"earliest": date(2023, 12, 3)}, "2023-12-03 周日 起"),
        ({"earliest": date(2023, 12, 3), "latest": date(2023, 12, 3)}, "2023-12-03 周日"),
        ({"earliest": date(2023, 12, 1), "latest": date(2023, 12, 10)}, "2023-12-01 至 12-10"),
        ({"earliest": date(2023, 12, 1), "latest": date(2024, 1, 10)}, "2023-12-01 至 2024-01-10"),
        ({"rrule": "FREQ=MONTHLY", "latest": date(2023, 12, 31)}, "每月"),
        ({"duration": "P10D", "latest": date(2023, 11, 20)}, "2023-11-20 周一"),
        ({"duration": "P10D"}, "10天"),
        ({"timex": "XXXX-11-30"}, ""),
        ({}, ""),
    ],
)
def test_times_in_words(values: dict[str, Any], says: str) -> None:
    time = TimeExpression("D1", ModelSpan(0, 1), "年", "deadline", **{"timex": None, **values})
    assert say_time(time) == says


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_segments_are_the_cleaned_text(path: Any) -> None:
    doc = sample(path.name)
    shown = ["".join(segment.text for segment in line.segments) for line in cut(doc)]
    assert shown == [line for line in doc.text.split("\n") if line.strip()]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_marks_cover_what_they_claim(path: Any) -> None:
    """The segments that carry a task's or a time's mark are, put together, its cleaned words."""
    doc = sample(path.name)
    held: dict[str, str] = {}
    for line in cut(doc):
        for segment in line.segments:
            for name in segment.ids.split():
                held[name] = held.get(name, "") + segment.text
    for finding in [*(task for task in doc.tasks if task.key), *doc.times]:
        assert held[finding.id] == cleaned(doc, finding.span).replace("\n", "")
    phrases = "".join(text for name, text in held.items() if name.startswith("P"))
    assert len(phrases) == sum(len(cleaned(doc, phrase.span).replace("\n", "")) for phrase in doc.phrases)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_anchors_stand_where_their_finding_begins(path: Any) -> None:
    doc = sample(path.name)
    spans = {time.id: time.span for time in doc.times} | {f"p{name}": point.span for name, point in doc.points()}
    seen = set()
    for line in cut(doc):
        for number, segment in enumerate(line.segments):
            for anchor in segment.anchors:
                assert anchor not in seen
                seen.add(anchor)
                if anchor in spans:
                    rest = "".join(part.text for part in line.segments[number:])
                    assert cleaned(doc, spans[anchor]).startswith(rest) or rest.startswith(cleaned(doc, spans[anchor]))
    assert seen >= set(spans)


TEXTS = st.text(alphabet="工作、。\n 要1<&", min_size=1, max_size=60)
PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, pairs=PAIRS, places=st.lists(st.integers(0, 60), max_size=5))
def test_any_marks_cut_any_text(text: str, pairs: list[tuple[int, int]], places: list[int]) -> None:
    size = len(text)
    marks = [
        Mark(min(a, b, size), min(max(a, b), size), "task" if n % 2 else "time", f"M{n}")
        for n, (a, b) in enumerate(pairs)
    ]
    last = max(0, len(text.rstrip()) - 1)
    anchors = [Anchor(min(place, last), f"A{n}") for n, place in enumerate(places)]
    lines = cut_lines(bare(text), marks, anchors)
    whole = [line for line in text.split("\n") if line.strip()]
    assert ["".join(segment.text for segment in line.segments) for line in lines] == whole
    starts = [sum(map(len, text.split("\n")[:n])) + n for n, line in enumerate(text.split("\n")) if line.strip()]
    for line, at in zip(lines, starts, strict=True):
        for segment in line.segments:
            end = at + len(segment.text)
            covering = {mark.id for mark in marks if mark.start <= at and end <= mark.end and mark.start < mark.end}
            assert set(segment.ids.split()) == covering
            assert not any(
                at < edge < end for mark in marks if mark.start < mark.end for edge in (mark.start, mark.end)
            )
            at = end
    if text.strip():
        assert sorted(a for line in lines for s in line.segments for a in s.anchors) == sorted(a.id for a in anchors)


def test_kinds_of_lines() -> None:
    lines = cut(sample("county-safety.txt"))
    assert [line.kind for line in lines[:6]] == ["title", "title", "byline", "byline", "salutation", "paragraph"]
    headings = [line for line in lines if line.kind == "heading"]
    assert [line.level for line in headings] == [1, 1, 1]
    assert "".join(segment.text for segment in headings[0].segments).startswith("一、从“差不多”")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("一、查细\n查得细。\n二、改实\n改得实。\n", ["heading", "paragraph"] * 2),
        ("（一）查细\n查得细。\n（二）改实\n改得实。\n", ["heading", "paragraph"] * 2),
        ("一、查细。要一户一户地查。\n二、改实。要一条一条地改。\n", ["paragraph"] * 2),
        ("同志们，今天只讲一件事。\n就是把账算清。\n", ["paragraph"] * 2),
    ],
)
def test_a_heading_is_a_line_of_its_own(text: str, kinds: list[str]) -> None:
    assert [line.kind for line in cut(analyse(text, "outline", "meta"))] == kinds


def test_a_long_heading_is_set_in_bold_to_its_first_clause() -> None:
    doc = analyse(
        "讲三点。\n一是把去年欠下的账一笔一笔地翻出来，欠谁的还给谁，还不上的当面说清楚为什么。\n二是改。\n", "declared"
    )
    marking = mark_document(doc, ())
    shown = [doc.text[mark.start : mark.end] for mark in marking.marks if mark.kind == "point"]
    assert shown == ["一是把去年欠下的账一笔一笔地翻出来", "二是改"]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.txt", "b.docx"], ["a.html", "b.html"]),
        (["x/a.txt", "y/a.docx", "A.pdf"], ["a.html", "a-2.html", "A-3.html"]),
        (["index.txt"], ["index-2.html"]),
        (["INDEX.txt"], ["INDEX-2.html"]),
        ([None, "-"], ["speech.html", "-.html"]),
        ([".txt", "..."], ["txt.html", "speech.html"]),
    ],
)
def test_names_of_pages(paths: list[str | None], names: list[str]) -> None:
    assert name_pages(paths) == names


def test_title_falls_back_to_the_file() -> None:
    assert title_of(sample("county-safety.txt")) == "在全县安全生产暨今冬明春安全防范工作会议上的讲话"
    assert title_of(sample("no-labels.txt")) == "no-labels"
    assert title_of(bare("一句话。")) == "讲话稿"


def test_traditional_speeches_are_known() -> None:
    assert [path.name for path in SAMPLES if is_traditional(sample(path.name))] == ["traditional.txt"]


def test_ledger_says_what_is_lacking() -> None:
    doc = analyse("市财政局要在6月底前拨付200万元。\n县住建局要建立台账。\n", "tasks")
    rows = list_ledger([doc], View("report")).rows
    assert [row.lacks for row in rows] == [(), ("time", "target")]
    assert rows[0].said == "6月底前"


def test_ledger_counts_owners_once_a_task() -> None:
    doc = sample("county-safety.txt")
    ledger = list_ledger([doc, doc], View("report"))
    for place, owner in enumerate(ledger.owners):
        own = [row for row in ledger.rows if owner.name in (*row.row.leads, *row.row.supports)]
        assert [row for row in ledger.rows if place in row.owners] == own
        assert len(own) == owner.count > 0
    assert [row.number for row in ledger.rows] == list(range(1, 2 * 26 + 1))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_timeline_holds_every_duty_once(path: Any) -> None:
    doc = sample(path.name)
    line = draw_timeline([doc])
    shown = [*line.dated, *line.recurring, *line.lasting, *line.undated]
    assert sorted(entry.row.time.id for entry in shown) == sorted(t.id for t in doc.times if t.role != "mention")
    assert [entry for dot in line.dots for entry in dot.entries] == list(line.dated)
    for dot in line.dots:
        assert 0 <= dot.x <= 100
        assert dot.since is None or dot.since <= dot.x
    for row in range(line.rows):
        places = [dot.x for dot in line.dots if dot.row == row]
        assert all(right - left >= 5.5 for left, right in pairwise(places))


def test_timeline_stands_in_order_of_days() -> None:
    days = [entry.row.due for entry in draw_timeline([sample("county-safety.txt")]).dated]
    assert days == sorted(day for day in days if day is not None)
    assert days[0] == date(2023, 11, 15)


def dated(*days: date, anchor: date | None = None) -> Document:
    times = tuple(
        TimeExpression(f"D{n}", ModelSpan(0, 1), "年", "deadline", None, latest=day) for n, day in enumerate(days)
    )
    return replace(bare("年底前"), times=times, anchor=anchor)


def test_what_few_lies_far_off_stands_behind_a_break() -> None:
    near = [date(2024, month, 10) for month in range(3, 9)]
    line = draw_timeline([dated(*near, date(2035, 12, 31), anchor=date(2024, 2, 1))])
    assert line.gap is not None
    assert line.dots[-1].x > line.gap > line.dots[-2].x
    far = draw_timeline([dated(date(2026, 1, 1), date(2030, 12, 31), anchor=date(2024, 2, 1))])
    assert far.gap is None, "where most lies far off, the axis reaches there"
    assert draw_timeline([dated(*near, anchor=date(2024, 2, 1))]).gap is None


def test_very_many_days_are_columns() -> None:
    days = [date(2024, 1 + n % 12, 1 + n % 28) for n in range(MOST_DOTS + 1)]
    line = draw_timeline([dated(*days)])
    assert sum(len(dot.entries) for dot in line.dots) == len(days)
    assert len(line.dots) < 20
    assert max(dot.height for dot in line.dots) == 1
    assert all(not dot.height for dot in draw_timeline([dated(*days[:-1])]).dots)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(2024, 12, 31)])
def test_days_at_the_ends_of_the_calendar(day: date) -> None:
    (dot,) = draw_timeline([dated(day)]).dots
    assert 0 <= dot.x <= 100


def test_no_days_no_axis() -> None:
    line = draw_timeline([bare("一句话。")])
    assert (line.dated, line.dots, line.ticks, line.rows) == ((), (), (), 0)
