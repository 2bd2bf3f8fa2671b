"""Which tasks a view asks for, and the task table as text."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from task_tools import read_demand

from speechkit.renderers import View, load_renderer
from speechkit.renderers.tasks import find_binding, list_rows, select_tasks

ANCHOR = date(2024, 9, 18)
TEXT = """县财政局牵头，县审计局配合，10月底前完成清理。
各部门每月5日前报送进度。
各镇要在11月底前建成服务站。
县医院要建立台账。
要把满意率提高到95%以上。
县教育局要坚持检查，敢于担当，扛起责任，形成合力。"""
DOC = read_demand(TEXT, anchor=ANCHOR)


def chosen(**options: object) -> list[str]:
    return [task.text[:4] for task in select_tasks(DOC, View("tasks", **options))]


@pytest.mark.parametrize(
    ("options", "expect"),
    [
        ({}, ["县财政局", "各部门每", "各镇要在", "县医院要", "要把满意"]),
        ({"mentions": True}, ["县财政局", "各部门每", "各镇要在", "县医院要", "要把满意", "县教育局"]),
        ({"unit": "县财政局"}, ["县财政局", "各部门每"]),
        ({"unit": "财政局"}, ["县财政局", "各部门每"]),
        ({"unit": "县审计局"}, ["县财政局", "各部门每"]),
        ({"unit": "县审计局", "lead": True}, ["各部门每"]),
        ({"unit": "石桥镇"}, ["各部门每", "各镇要在"]),
        ({"unit": "县水利局"}, ["各部门每"]),
        ({"lead": True}, ["县财政局", "各部门每", "各镇要在", "县医院要"]),
        ({"missing": ("owner",)}, ["要把满意"]),
        ({"missing": ("time",)}, ["县医院要", "要把满意"]),
        ({"missing": ("owner", "target")}, ["县财政局", "各部门每", "各镇要在", "县医院要", "要把满意"]),
    ],
)
def test_tasks_that_a_view_asks_for(options: dict[str, object], expect: list[str]) -> None:
    assert chosen(**options) == expect


def test_binding_tells_the_named_from_the_meant() -> None:
    bindings = [find_binding(task, "县财政局") for task in DOC.tasks]
    assert bindings == ["named", "general", None, None, None, None]


def test_rows_carry_their_sentences_and_days() -> None:
    rows = list_rows([DOC, DOC], View("tasks"))
    assert [row.number for row in rows] == list(range(1, 11))
    assert rows[0].sentence == TEXT.split("\n")[0]
    assert (rows[0].latest, rows[1].latest) == (date(2024, 10, 31), None)
    assert rows[0].supports == ("县审计局",)


def test_csv_opens_in_excel_and_holds_no_formula() -> None:
    doc = replace(DOC, source=replace(DOC.source, path="=cmd|'/c calc'!A1.txt"))
    text = load_renderer("tasks", "csv")([doc], View("tasks", missing=("owner",)))
    assert text.startswith("\ufeff序号,工作任务,")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][-2:] == ["责任单位", "'=cmd|'/c calc'!A1.txt"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_markdown_and_table_show_every_row() -> None:
    view = View("tasks", unit="县财政局", width=160)
    markdown = load_renderer("tasks", "markdown")([DOC], view)
    assert markdown.count("\n") == 4
    assert "| 各部门（统一要求） |" in markdown
    table = load_renderer("tasks", "table")([DOC], view)
    assert "县审计局" in table
    assert "2024-10-31" in table
