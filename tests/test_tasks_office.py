"""Tasks as a ledger and as the official table: cells, no formula from a speech, the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from task_tools import read_demand

from speechkit.model import Document, Meta
from speechkit.renderers import View, task_docx, xlsx
from speechkit.renderers.office import repack

ANCHOR = date(2024, 9, 18)
TEXT = """县应急局牵头，县住建局配合，10月底前对老旧厂房排查不少于2遍。
各镇（街道）每周五前报送进度。
要把满意率提高到95%以上。"""
VIEW = View("tasks")


def make_document(text: str = TEXT, title: str | None = "在全县安全生产会议上的讲话") -> Document:
    return replace(read_demand(text, anchor=ANCHOR), meta=Meta(title=title))


def load_sheet(data: bytes) -> Any:
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(BytesIO(data)).active


def test_ledger_holds_a_row_a_task() -> None:
    sheet = load_sheet(xlsx.render([make_document()], VIEW))
    assert sheet["A1"].value == "《在全县安全生产会议上的讲话》任务台账"
    assert tuple(cell.value for cell in sheet[2]) == xlsx.HEADS
    first = dict(zip(xlsx.HEADS, (cell.value for cell in sheet[3]), strict=True))
    assert first["牵头单位"] == "县应急局"
    assert first["配合单位"] == "县住建局"
    assert first["完成时限"] == "10月底前"
    assert first["截止日期"].date() == date(2024, 10, 31)
    assert first["剩余天数"] == '=IF(F3="","",F3-TODAY())'
    assert first["目标"] == "不少于2遍"
    assert first["原文"] == TEXT.split("\n")[0]
    assert sheet["F4"].value is None
    assert sheet["E4"].value == "每周五前"
    assert sheet.max_row == 5


def test_ledger_filters_chooses_colours_and_prints() -> None:
    sheet = load_sheet(xlsx.render([make_document()], VIEW))
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref == "A2:L5"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"未启动,进行中,已完成,长期坚持"'
    assert str(choice.sqref) == "I3:I5"
    rules = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert rules == ['$I3="已完成"', 'AND($G3<>"",$G3<0)', 'AND($G3<>"",$G3<=7)', '$G3<>""']
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$2"


def test_no_formula_comes_from_a_speech() -> None:
    doc = make_document(title='=HYPERLINK("http://example.com","点我")')
    path = replace(doc.source, path="@SUM(1)")
    sheet = load_sheet(xlsx.render([doc, replace(doc, source=path)], VIEW))
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.column_letter for cell in texts if cell.data_type == "f"} == {"G"}
    assert "@SUM(1)" in {cell.value for cell in texts}


def test_ledger_says_what_is_missing_and_names_files() -> None:
    doc = make_document()
    other = replace(doc, source=replace(doc.source, path="b.txt"))
    view = View("tasks", missing=("owner", "time"))
    sheet = load_sheet(xlsx.render([doc, other], view))
    assert [cell.value for cell in sheet[2]][-3:] == ["缺项", "文件", "原文"]
    assert sheet["A1"].value == "会议讲话任务补缺清单"
    assert sheet.print_area.startswith("'任务台账'!$A$1:$M$")  # what is missing, and where, is printed; 原文 (N) is not
    assert [sheet.cell(row, 12).value for row in (3, 4)] == ["责任单位、完成时限"] * 2
    assert [sheet.cell(row, 13).value for row in (3, 4)] == ["-", "b.txt"]


def test_ledger_without_tasks_says_so() -> None:
    sheet = load_sheet(xlsx.render([make_document("要高度重视。")], VIEW))
    assert sheet["B3"].value == "当前没有符合条件的任务"


def test_official_table() -> None:
    docx = pytest.importorskip("docx")
    word = docx.Document(BytesIO(task_docx.render([make_document()], VIEW)))
    assert word.paragraphs[0].text == "《在全县安全生产会议上的讲话》任务分解表"
    (table,) = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(rows[0]) == task_docx.HEADS
    assert rows[1][2:] == ["县应急局", "县住建局", "10月底前", "目标：不少于2遍"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert table.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
    assert word.sections[0].page_width > word.sections[0].page_height


def test_official_tables_of_several_documents_number_anew() -> None:
    docx = pytest.importorskip("docx")
    word = docx.Document(BytesIO(task_docx.render([make_document(), make_document(title=None)], VIEW)))
    assert [table.rows[1].cells[0].text for table in word.tables] == ["1", "1"]
    assert word.paragraphs[-1].text == "会议讲话任务分解表"


def test_control_characters_do_not_break_the_packages() -> None:
    doc = make_document(title="安全\x0b会议")
    assert load_sheet(xlsx.render([doc], VIEW))["A1"].value == "《安全会议》任务台账"
    assert task_docx.render([doc], VIEW)


@pytest.mark.parametrize("render", [xlsx.render, task_docx.render])
def test_same_content_gives_same_bytes(
    render: Callable[[list[Document], View], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = make_document()
    first = render([doc], VIEW)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 2, 3, 4, 5, 6, 0, 34, 0))
    assert render([doc], VIEW) == first
    with ZipFile(BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
        assert b"2024-09-18T00:00:00Z</dcterms:modified>" in package.read("docProps/core.xml")


def test_repacking_is_idempotent() -> None:
    pytest.importorskip("openpyxl")
    data = xlsx.render([make_document()], VIEW)
    assert repack(data, ANCHOR) == data
