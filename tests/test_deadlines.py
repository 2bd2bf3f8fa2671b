"""The step "times" on whole documents, and what its calendar and its renderers make of it."""

from __future__ import annotations

import csv
import itertools
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from test_times import ROWS

from speechkit import time_clues
from speechkit.align import apply_edits
from speechkit.calendar_cn import FIRST_YEAR, LAST_YEAR, festival_day, next_holiday
from speechkit.deadlines import judge_times, run
from speechkit.errors import WrongUsage
from speechkit.folding import fold
from speechkit.model import Document, Edit
from speechkit.pipeline import analyze_source
from speechkit.readers import source_from_text
from speechkit.renderers import View, load_renderer
from speechkit.sentences import find_sentences
from speechkit.settings import Settings
from speechkit.timex import find_times
from speechkit.workdays import add_months, add_workdays

ANCHOR = date(2024, 9, 18)
STAMP = datetime(2024, 9, 18, 9, 30, tzinfo=UTC)
SPEECH = """在全县档案工作会议上的讲话
（2024年9月18日）

同志们：
去年，我们补录了3万卷旧档。下面，我讲两点意见。
一、把底数摸清
各单位要在10月底前完成清点，每月5日前报送进度。库房温湿度每天记录两次。2月30日前的补录计划要重报。
二、把责任压实
县档案馆要在10个工作日内印发清单，从10月8日起
逐户上门指导，每户不少于2小时。
"""


def make_document(text: str, anchor: date | None) -> Document:
    return analyze_source(source_from_text(text), Settings(date=anchor), only=("times",))


def test_times_stand_in_the_source_with_ids_points_and_notices() -> None:
    doc = make_document(SPEECH, ANCHOR)
    doc.check()
    seen = [(time.id, time.text, time.role, time.point) for time in doc.times]
    assert seen == [
        ("D1", "2024年9月18日", "mention", None),
        ("D2", "去年", "mention", None),
        ("D3", "10月底前", "deadline", "1"),
        ("D4", "每月5日前", "recurring", "1"),
        ("D5", "每天", "recurring", "1"),
        ("D6", "2月30日前", "mention", "1"),
        ("D7", "10个工作日内", "duration", "2"),
        ("D8", "10月8日起", "deadline", "2"),
        ("D9", "2小时", "duration", "2"),
    ]
    assert [notice.message for notice in doc.notices if notice.code == "impossible-date"] == [
        "日历上没有这一天：2月30日前"
    ]
    assert doc.times[6].latest == date(2024, 10, 8)


def test_a_time_over_a_wrapped_line_keeps_its_source_span() -> None:
    source = source_from_text("账要在11月\n底前还清。")
    text, alignment = apply_edits(source.text, [Edit(6, 7, "", "line-wrap")])
    doc = Document(source, text, fold(text), alignment, sentences=find_sentences(text), anchor=ANCHOR)
    (time,) = run(doc, Settings()).times
    assert (time.text, time.span.start, time.latest) == ("11月\n底前", 3, date(2024, 11, 30))


def test_without_an_anchor_there_are_no_days() -> None:
    doc = make_document("各单位要在10月底前完成清点，10个工作日内印发清单。", None)
    assert [(time.timex, time.earliest, time.latest) for time in doc.times] == [
        ("XXXX-10-31", None, None),
        ("P10D", None, None),
    ]


def test_unknown_holidays_are_said() -> None:
    doc = make_document("各单位要在15个工作日内印发清单。", date(2026, 12, 20))
    assert [notice.code for notice in doc.notices] == ["unknown-holidays"]


def test_a_notice_has_no_line_end_of_a_wrapped_time() -> None:
    source = source_from_text("账要在2月\n30日前还清。")
    text, alignment = apply_edits(source.text, [Edit(5, 6, "", "line-wrap")])
    doc = run(Document(source, text, fold(text), alignment, sentences=find_sentences(text), anchor=ANCHOR), Settings())
    assert doc.times[0].text == "2月\n30日前"
    assert [notice.message for notice in doc.notices] == ["日历上没有这一天：2月30日前"]


def test_the_step_is_a_function_of_its_document() -> None:
    doc = make_document(SPEECH, ANCHOR)
    assert run(doc, Settings()).times == doc.times


# -- rules, calendars ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule", sorted({want.split(" | ")[2] for row in ROWS for want in row.values[2] if " | recurring | FREQ" in want})
)
def test_every_rule_is_valid_and_recurs(rule: str) -> None:
    days = list(itertools.islice(rrulestr(rule, dtstart=datetime(2024, 1, 1)), 3))
    assert len(days) == 3


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", date(2024, 2, 10)),
        ("春节", date(2025, 1, 29)),
        ("元宵", date(2024, 2, 24)),
        ("清明", date(2024, 4, 4)),
        ("端午", date(2023, 6, 22)),
        ("中秋", date(2020, 10, 1)),
        ("中秋", date(2033, 9, 8)),
        ("重阳", date(2024, 10, 11)),
        ("除夕", date(2024, 2, 9)),
        ("国庆", date(1999, 10, 1)),
        ("母亲节", date(2024, 5, 12)),
    ],
)
def test_festivals(name: str, day: date) -> None:
    assert festival_day(name, day.year) == day


def test_the_table_of_lunar_festivals_keeps_their_distances() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        spring, lantern, moon, nines = (
            festival_day(name, year) or date.min for name in ("春节", "元宵", "中秋", "重阳")
        )
        assert lantern - spring == timedelta(days=14)
        assert date(year, 1, 21) <= spring <= date(year, 2, 20)
        assert nines - moon in (timedelta(days=23), timedelta(days=24), timedelta(days=53))
    assert festival_day("春节", LAST_YEAR + 1) is None
    assert festival_day("泼水节", 2024) is None


def test_next_holiday_crosses_the_year() -> None:
    assert next_holiday(date(2024, 12, 30)) == ("元旦", date(2025, 1, 1))
    assert next_holiday(date(2023, 9, 6)) == ("中秋", date(2023, 9, 29))


def test_workdays_and_months_never_raise() -> None:
    assert add_workdays(date(9999, 12, 30), 5) is None
    assert add_months(date(9999, 12, 30), 1) is None
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)


def test_the_calendar_ends_with_its_last_year() -> None:
    judged = judge_times("国庆节前要查完，节前要报。", anchor=date(9999, 11, 1))
    assert [(item.value.latest, item.value.impossible) for item in judged] == [(None, True), (None, True)]


def test_far_years_have_no_days() -> None:
    judged = judge_times("三百年内要办成，一百年后再看。", anchor=date(9900, 1, 1))
    assert [(item.value.earliest, item.value.latest) for item in judged] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("name", "must", "must_not"),
    [
        ("DONE", "召开了会议", "为了完成、办不了"),
        ("DONE", "同比增长", "这样就够了"),
        ("DIRECTS", "要完成整改", "重要的是快要过年"),
        ("DIRECTS", "务必到位", "应收款、要求、要素"),
        ("ACTS", "向县里报送", "一份报告、几张报表"),
        ("QUANTITY", "新建12个", "做好三个方面工作"),
        ("LABEL", "完成时限：", "时间："),
        ("RELATIVE", "确定的目标", "完成整改的单位在会上通报"),
        ("OTHERS", "省考核组将于至来", "各组要把情况报省考核组"),
        ("LAW", "新条例将于至施行", "新办法至全面执行"),
        ("SHOULD", "应该完成", "反应很快"),
        ("EVENT", "发现苗头", "会后，"),
        ("RATE", "5万吨", "要处理"),
        ("AVERAGE", "平均", "均"),
        ("STATED", "是质量月", "有关单位"),
    ],
)
def test_clues(name: str, must: str, must_not: str) -> None:
    pattern = getattr(time_clues, name)
    assert pattern.search(must)
    assert not pattern.search(must_not)


# -- properties ------------------------------------------------------------------------------------------------

_TEXTS = st.lists(st.sampled_from(sorted({row.values[0] for row in ROWS if row.values[0]})), max_size=6)


@given(_TEXTS)
def test_joined_speeches_give_the_union(texts: list[str]) -> None:
    whole: list[Any] = []
    start = 0
    for text in texts:
        single = judge_times(fold(text), anchor=ANCHOR)
        whole += [(i.found.start + start, i.found.end + start, i.role, i.value) for i in single]
        start += len(text) + 1
    joined = judge_times(fold("\n".join(texts)), anchor=ANCHOR)
    assert [(i.found.start, i.found.end, i.role, i.value) for i in joined] == whole


@given(st.text("0123456789一二三十年月日号周天季度前底初内后起至、每个半时点分节今明下本—，。《》 \n", max_size=40))
def test_any_text_is_taken(text: str) -> None:
    last = 0
    for item in judge_times(text, anchor=date(2024, 2, 29)):
        assert last <= item.found.start < item.found.end <= len(text)
        last = item.found.end
        if item.value.earliest and item.value.latest:
            assert item.value.earliest <= item.value.latest


def test_an_endless_sentence_takes_no_longer_a_character() -> None:
    assert len(find_times("各单位要在11月20日、23日前报，" * 5000)) == 10_000
    assert len(judge_times("节前要查，" * 5000, anchor=ANCHOR)) == 5000


# -- renderers -------------------------------------------------------------------------------------------------


def render(name: str, doc: Document, **view: Any) -> str:
    return load_renderer("deadlines", name)([doc], View("deadlines", **view))


def test_table_is_in_the_order_of_the_days_with_days_left() -> None:
    lines = render("table", make_document(SPEECH, ANCHOR), today=date(2024, 10, 1)).splitlines()
    rows = [line.split()[:3] for line in lines if line[:5].strip().startswith(("2024", "每", "2小时"))]
    assert rows == [
        ["2024-10-08", "7", "10个工作日内"],
        ["2024-10-08", "起", "10月8日起"],
        ["2024-10-31", "30", "10月底前"],
        ["每月5日", "每月5日前", "周期"],
        ["每天", "每天", "周期"],
        ["2小时", "2小时", "时长"],
    ]
    assert "去年" not in "".join(line[:60] for line in lines)


def test_table_says_that_the_day_of_the_speech_is_not_known() -> None:
    undated = render("table", make_document("各单位要在10月底前完成清点。", None))
    assert "讲话日期不明" in undated
    assert "XXXX" not in undated  # what programs read stands in JSON and CSV only
    assert "讲话日期不明" not in render("table", make_document("各单位要在10月底前完成清点。", ANCHOR))


def test_csv_reads_back_and_mentions_are_asked_for() -> None:
    doc = make_document(SPEECH, ANCHOR)
    rows = list(csv.DictReader(StringIO(render("csv", doc, today=ANCHOR))))
    assert [row["text"] for row in rows][:3] == ["10个工作日内", "10月8日起", "10月底前"]
    assert rows[2]["days_left"] == "43"
    assert rows[2]["sentence"].startswith("各单位要在10月底前完成清点")
    assert "去年" in render("csv", doc, mentions=True).replace("去年，", "")


@pytest.mark.parametrize(
    ("text", "ends"), [("今天要报清单。", 0), ("每日23时45分前要报清单。", 0), ("今天要报。每日9时要报。", 1)]
)
def test_a_calendar_of_the_last_day_has_no_end_behind_it(text: str, ends: int) -> None:
    calendar = Calendar.from_ical(render("ics", make_document(text, date.max), stamp=STAMP))
    assert len(calendar.walk("VEVENT")) == text.count("报")
    assert sum("DTEND" in event for event in calendar.walk("VEVENT")) == ends


def test_markdown_escapes_what_is_markup() -> None:
    out = render("markdown", make_document("各单位要在10月底前清点|核对*全部*档案。", ANCHOR))
    assert r"清点\|核对\*全部\*档案" in out


def test_ics_reads_back() -> None:
    doc = make_document(SPEECH, ANCHOR)
    events = Calendar.from_ical(render("ics", doc, stamp=STAMP)).walk("VEVENT")
    starts = [event["dtstart"].dt for event in events]
    assert starts == [date(2024, 10, 31), date(2024, 10, 5), date(2024, 9, 18), date(2024, 10, 8), date(2024, 10, 8)]
    assert [event["rrule"].to_ical().decode() for event in events if "rrule" in event] == [
        "FREQ=MONTHLY;BYMONTHDAY=5",
        "FREQ=DAILY",
    ]
    assert {event["dtstamp"].dt for event in events} == {STAMP}
    assert "要点：1" in events[0]["description"]


def test_who_leads_stands_in_the_table_and_the_calendar() -> None:
    text = f"{SPEECH}市水利局要在10月底前查完山塘，11月15日前修好。"
    doc = analyze_source(source_from_text(text), Settings(date=ANCHOR), only=("times", "tasks"))
    rows = {row["text"]: row["leads"] for row in csv.DictReader(StringIO(render("csv", doc)))}
    assert (rows["11月15日前"], rows["2小时"]) == ("市水利局", "县档案馆")
    assert "牵头单位" in render("table", doc)
    events = Calendar.from_ical(render("ics", doc, stamp=STAMP)).walk("VEVENT")
    (mending,) = (event for event in events if event["dtstart"].dt == date(2024, 11, 15))
    assert mending["summary"] == "市水利局：11月15日前修好"
    assert "牵头单位：市水利局\n时间：11月15日前" in mending["description"]
    assert "讲话：在全县档案工作会议上的讲话（2024-09-18）" in mending["description"]


def test_ics_uids_are_stable_and_unique() -> None:
    def uids(stamp: datetime) -> list[str]:
        text = SPEECH + "各单位要在10月底前完成清点。\n各单位要在10月底前完成清点。\n"
        events = Calendar.from_ical(render("ics", make_document(text, ANCHOR), stamp=stamp)).walk("VEVENT")
        return [str(event["uid"]) for event in events]

    assert uids(STAMP) == uids(STAMP + timedelta(days=3))
    assert len(set(uids(STAMP))) == len(uids(STAMP))


def test_ics_keeps_the_hour_of_a_rule() -> None:
    doc = make_document("进度要每日17时前上报。", ANCHOR)
    (event,) = Calendar.from_ical(render("ics", doc, stamp=STAMP)).walk("VEVENT")
    assert event["dtstart"].dt == datetime(2024, 9, 18, 17)


@pytest.mark.parametrize(("anchor", "stamp"), [(None, STAMP), (ANCHOR, None)])
def test_ics_needs_a_day_and_a_stamp(anchor: date | None, stamp: datetime | None) -> None:
    with pytest.raises(WrongUsage):
        render("ics", make_document("各单位要在10月底前完成清点。", anchor), stamp=stamp)
