"""Tasks as the official table (任务分解表) in a Word document: A4 across, the head on every page.

Fonts and sizes follow the usual layout of official documents: title in 方正小标宋, heads in 黑体, text in 仿宋.
Source: GB/T 9704—2012, 7.3 (fonts); the columns by the usage of supervision offices.

Known limitations: a program without these fonts shows others in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from speechkit.errors import missing_package
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.office import repack
from speechkit.renderers.safety import xml_text
from speechkit.renderers.tasks import GENERAL_MARK, TaskRow, list_rows

HEADS = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注")
_WIDTHS = (1.3, 10.4, 4.2, 4.2, 3.2, 2.6)
"""Of the columns, in centimetres; together what A4 across leaves between the margins."""
_CENTRED = frozenset((0, 4))
_TITLE_FONT, _HEAD_FONT, _FONT = "方正小标宋简体", "黑体", "仿宋"
_TITLE_SIZE, _LONG_TITLE_SIZE, _SIZE = 22, 18, 12
"""Points: 二号, 小二 and 小四."""
_LONG_TITLE = 26
"""Characters that fit one line of the title's size."""


def render(docs: Sequence[Document], view: View) -> bytes:
    """Render one table a document.

    Raises:
        MissingPackage: python-docx is not installed.
    """
    try:
        word = import_module("docx").Document()
    except ImportError:
        raise missing_package("the format docx", "python-docx") from None
    _set_page(word)
    for doc in docs:
        _write_title(word, doc)
        _write_table(word, list_rows([doc], view))
        if lacks_anchor([doc]):
            _write(word.add_paragraph(), NO_ANCHOR, font=_FONT, size=_SIZE)
    word.core_properties.title = "任务分解表"
    word.core_properties.author = "speechkit"
    word.core_properties.comments = ""
    out = BytesIO()
    word.save(out)
    return repack(out.getvalue(), docs[0].anchor if docs else None)


def _set_page(word: Any) -> None:
    cm = import_module("docx.shared").Cm
    section = word.sections[0]
    section.orientation = import_module("docx.enum.section").WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = cm(29.7), cm(21.0)
    section.left_margin = section.right_margin = cm(1.9)
    section.top_margin = section.bottom_margin = cm(2.0)


def _write_title(word: Any, doc: Document) -> None:
    points = import_module("docx.shared").Pt
    paragraph = word.add_paragraph()
    paragraph.alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = points(6), points(12)
    paragraph.paragraph_format.keep_with_next = True
    title = f"{f'《{doc.meta.title}》' if doc.meta.title else '会议讲话'}任务分解表"
    size = _TITLE_SIZE if len(title) <= _LONG_TITLE else _LONG_TITLE_SIZE
    _write(paragraph, title, font=_TITLE_FONT, size=size)


def _write_table(word: Any, rows: Sequence[TaskRow]) -> None:
    cm = import_module("docx.shared").Cm
    table = word.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.alignment = import_module("docx.enum.table").WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        _fill(cell, head, font=_HEAD_FONT, centred=True)
    _mark_row(table.rows[0], "tblHeader")
    for row in rows:
        _add_row(table, [str(row.number), row.text, *_holders(row), row.time, _remark(row)])
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = cm(width)
    for line in table.rows:
        for cell, width in zip(line.cells, _WIDTHS, strict=True):
            cell.width = cm(width)


def _add_row(table: Any, texts: Sequence[str]) -> None:
    line = table.add_row()
    _mark_row(line, "cantSplit")
    for column, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
        _fill(cell, text, font=_FONT, centred=column in _CENTRED)


def _holders(row: TaskRow) -> tuple[str, str]:
    mark = GENERAL_MARK if row.binding == "general" else ""
    return "、".join(row.leads) + mark, "、".join(row.supports)


def _remark(row: TaskRow) -> str:
    """Target, and what is missing where the view asks for it."""
    target = f"目标：{row.task.quantity}" if row.task.quantity else ""
    lacks = f"缺：{'、'.join(row.lacks)}" if row.lacks else ""
    return "；".join(part for part in (target, lacks) if part)


def _fill(cell: Any, text: str, *, font: str, centred: bool) -> None:
    across = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    cell.vertical_alignment = import_module("docx.enum.table").WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = across.CENTER if centred else across.LEFT
    _write(paragraph, text, font=font, size=_SIZE)


def _write(paragraph: Any, text: str, *, font: str, size: int) -> None:
    run = paragraph.add_run(xml_text(text))
    run.font.name, run.font.size = font, import_module("docx.shared").Pt(size)
    east_asian = import_module("docx.oxml.ns").qn("w:eastAsia")
    run._element.get_or_add_rPr().get_or_add_rFonts().set(east_asian, font)


def _mark_row(row: Any, name: str) -> None:
    """Set a property of a row that python-docx has no name for: tblHeader (on every page), cantSplit."""
    row._tr.get_or_add_trPr().append(import_module("docx.oxml").OxmlElement(f"w:{name}"))
