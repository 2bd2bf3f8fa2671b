"""Tasks as an Excel ledger (台账): one row a task, with what an office needs to follow it up.

The head stays in view and filters, the progress is chosen from a list, the days left are counted by the sheet itself
and coloured: gone red, within a week yellow, later green, done grey. It prints on A4 across, the head on every page,
without the source text.

Known limitations: the days left need a program that computes formulas; a viewer that does not shows them empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from speechkit.errors import MissingPackage
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.office import repack
from speechkit.renderers.safety import xml_text
from speechkit.renderers.tasks import GENERAL_MARK, TaskRow, list_rows

HEADS = (
    "序号", "工作任务", "牵头单位", "配合单位", "完成时限", "截止日期",
    "剩余天数", "目标", "进展", "进展说明", "要点", "原文",
)  # fmt: skip
PROGRESS = ("未启动", "进行中", "已完成", "长期坚持")
_WIDTHS = (6, 44, 20, 20, 14, 12, 9, 13, 10, 18, 7, 60)
"""Of the columns, in characters."""
_FILE_WIDTH = 24
_CENTRED = frozenset(("序号", "完成时限", "截止日期", "剩余天数", "进展", "要点"))
_HEAD_ROW = 2
_LINE, _MOST_HEIGHT = 14.5, 400.0
"""Points: the height of a line of text, and of the highest row that Excel allows, nearly."""
_PRINTED = 11
"""Columns that are printed: all but the source text and what stands behind it, to keep the print legible."""
_DUE, _LEFT, _STATE = "F", "G", "I"
_RED, _YELLOW, _GREEN, _GREY, _HEAD_FILL = "FFC7CE", "FFEB9C", "C6EFCE", "D9D9D9", "DDEBF7"
_SOON = 7
"""Days within which a task is shown yellow."""
_NOTHING_LEFT = "当前没有符合条件的任务"


def render(docs: Sequence[Document], view: View) -> bytes:
    """Render one sheet for all documents; with several, a last column names the file.

    Raises:
        MissingPackage: openpyxl is not installed.
    """
    try:
        book = import_module("openpyxl").Workbook()
    except ImportError:
        raise MissingPackage("the package openpyxl is not installed; run pip install 'speechkit[xlsx]'") from None
    sheet = book.active
    sheet.title = "任务台账"
    rows = list_rows(docs, view)
    heads = [*HEADS, *(["缺项"] if view.missing else []), *(["文件"] if len(docs) > 1 else [])]
    _write_title(sheet, docs, columns=len(heads))
    _write_rows(sheet, heads, rows)
    last = max(_HEAD_ROW + len(rows), _HEAD_ROW + 1)
    _add_progress(sheet, last)
    _colour_days(sheet, last)
    _lay_out(sheet, heads, last)
    book.properties.title = sheet["A1"].value
    book.properties.creator = "speechkit"
    out = BytesIO()
    book.save(out)
    return repack(out.getvalue(), docs[0].anchor if docs else None)


def _write_title(sheet: Any, docs: Sequence[Document], *, columns: int) -> None:
    styles = import_module("openpyxl.styles")
    title = docs[0].meta.title if len(docs) == 1 else None
    note = f"（{NO_ANCHOR}）" if lacks_anchor(docs) else ""
    _set_text(sheet, 1, 1, f"{f'《{title}》' if title else '会议讲话'}任务台账{note}")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=min(columns, _PRINTED))
    sheet["A1"].font = styles.Font(name="黑体", size=16)
    sheet["A1"].alignment = styles.Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34


def _write_rows(sheet: Any, heads: Sequence[str], rows: Sequence[TaskRow]) -> None:
    styles = import_module("openpyxl.styles")
    thin = styles.Side(style="thin", color="808080")
    border = styles.Border(left=thin, right=thin, top=thin, bottom=thin)
    for column, head in enumerate(heads, 1):
        _set_text(sheet, _HEAD_ROW, column, head)
        cell = sheet.cell(_HEAD_ROW, column)
        cell.font, cell.border = styles.Font(name="黑体", size=11), border
        cell.fill = styles.PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = styles.Alignment(horizontal="center", vertical="center", wrap_text=True)
    body = styles.Font(name="宋体", size=10.5)
    for at, row in enumerate(rows, _HEAD_ROW + 1):
        for column, (head, value) in enumerate(zip(heads, _values(row, heads, at), strict=True), 1):
            cell = sheet.cell(at, column)
            if isinstance(value, str) and head != "剩余天数":
                _set_text(sheet, at, column, value)
            else:
                cell.value = value
            cell.font, cell.border = body, border
            across = "center" if head in _CENTRED else "left"
            cell.alignment = styles.Alignment(horizontal=across, vertical="center", wrap_text=True)
            cell.number_format = "yyyy-mm-dd" if head == "截止日期" else "General"
        sheet.row_dimensions[at].height = _height(row)
    if not rows:
        _set_text(sheet, _HEAD_ROW + 1, 2, _NOTHING_LEFT)


def _height(row: TaskRow) -> float:
    """The height that a row's texts need, so that programs which do not fit rows show them whole."""
    texts = {1: row.text, 2: "、".join(row.leads) + GENERAL_MARK, 3: "、".join(row.supports), 11: row.sentence}
    lines = max(-(-2 * len(text) // (_WIDTHS[column] - 1)) for column, text in texts.items())
    return min(_MOST_HEIGHT, _LINE * max(lines, 1) + 4)


def _values(row: TaskRow, heads: Sequence[str], at: int) -> list[object]:
    """The cells of a row; the days left are a formula of ours, all other texts stay texts."""
    mark = GENERAL_MARK if row.binding == "general" else ""
    given: dict[str, object] = {
        "序号": row.number,
        "工作任务": row.text,
        "牵头单位": "、".join(row.leads) + mark,
        "配合单位": "、".join(row.supports),
        "完成时限": row.time,
        "截止日期": row.latest,
        "剩余天数": f'=IF({_DUE}{at}="","",{_DUE}{at}-TODAY())',
        "目标": row.task.quantity or "",
        "进展": PROGRESS[0],
        "进展说明": "",
        "要点": row.task.point or "",
        "原文": row.sentence,
        "缺项": "、".join(row.lacks),
        "文件": row.path,
    }
    return [given[head] for head in heads]


def _set_text(sheet: Any, row: int, column: int, text: str) -> None:
    """Write a text that stays a text, whatever it opens with: no formula from a speech."""
    cell = sheet.cell(row, column)
    cell.value = xml_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _add_progress(sheet: Any, last: int) -> None:
    validation = import_module("openpyxl.worksheet.datavalidation")
    choice = validation.DataValidation(
        type="list", formula1=f'"{",".join(PROGRESS)}"', allow_blank=True, showErrorMessage=True
    )
    choice.error = "请从列表中选择"
    sheet.add_data_validation(choice)
    choice.add(f"{_STATE}{_HEAD_ROW + 1}:{_STATE}{last}")


def _colour_days(sheet: Any, last: int) -> None:
    rule_of = import_module("openpyxl.formatting.rule").FormulaRule
    fill_of = import_module("openpyxl.styles").PatternFill
    first = _HEAD_ROW + 1
    days, done = f"${_LEFT}{first}", f'${_STATE}{first}="已完成"'
    rules = (
        (done, _GREY),
        (f'AND({days}<>"",{days}<0)', _RED),
        (f'AND({days}<>"",{days}<={_SOON})', _YELLOW),
        (f'{days}<>""', _GREEN),
    )
    for formula, colour in rules:
        fill = fill_of(start_color=colour, end_color=colour, fill_type="solid")
        rule = rule_of(formula=[formula], fill=fill, stopIfTrue=True)
        sheet.conditional_formatting.add(f"{_DUE}{first}:{_LEFT}{last}", rule)


def _lay_out(sheet: Any, heads: Sequence[str], last: int) -> None:
    letter_of = import_module("openpyxl.utils").get_column_letter
    for column in range(1, len(heads) + 1):
        width = _WIDTHS[column - 1] if column <= len(_WIDTHS) else _FILE_WIDTH
        sheet.column_dimensions[letter_of(column)].width = width
    end, printed = letter_of(len(heads)), letter_of(_PRINTED)
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{end}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{_HEAD_ROW}"
    sheet.print_area = f"A1:{printed}{last}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
