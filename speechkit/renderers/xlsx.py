"""Tasks as an Excel ledger (台账): one row a task, with what an office needs to follow it up.

The head stays in view and filters, the progress is chosen from a list, the days left are counted by the sheet itself
and coloured: gone red, within a week yellow, later green, done grey. It prints on A4 across, the head on every page,
without the source text.

Known limitations: the days left need a program that computes formulas; a viewer that does not shows them empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from io import BytesIO
from itertools import chain, count, islice
from tempfile import TemporaryFile
from typing import IO, Any

from speechkit.errors import missing_package
from speechkit.model import Document
from speechkit.renderers import View
from speechkit.renderers.deadlines import NO_ANCHOR, lacks_anchor
from speechkit.renderers.office import repack_file
from speechkit.renderers.safety import xml_text
from speechkit.renderers.tasks import GENERAL_MARK, TaskRow, list_rows

HEADS = (
    "序号", "工作任务", "牵头单位", "配合单位", "完成时限", "截止日期",
    "剩余天数", "目标", "进展", "进展说明", "要点", "原文",
)  # fmt: skip
PROGRESS = ("未启动", "进行中", "已完成", "长期坚持")
_LACKS, _FILE, _SOURCE = "缺项", "文件", "原文"
_WIDTHS = {
    **dict(zip(HEADS, (6, 44, 20, 20, 14, 12, 9, 13, 10, 18, 7, 60), strict=True)),
    _LACKS: 18,
    _FILE: 24,
}
"""Of the columns, in characters."""
_CENTRED = frozenset(("序号", "完成时限", "截止日期", "剩余天数", "进展", "要点"))
_HEAD_ROW = 2
_LINE, _MOST_HEIGHT = 14.5, 400.0
"""Points: the height of a line of text, and of the highest row that Excel allows, nearly."""
_DUE, _LEFT, _STATE = "F", "G", "I"
_RED, _YELLOW, _GREEN, _GREY, _HEAD_FILL = "FFC7CE", "FFEB9C", "C6EFCE", "D9D9D9", "DDEBF7"
_SOON = 7
"""Days within which a task is shown yellow."""
_NOTHING_LEFT = "当前没有符合条件的任务"
_NAME = "任务台账"
"""Of the sheet."""
_DAYS_LEFT = "剩余天数"
_MOST_ROWS = 1_048_576 - _HEAD_ROW
"""Of one sheet, as Excel has it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger says above and beside its rows.

    Attributes:
        title: of the speech; None for several.
        note: behind the title; "" for none.
        missing: whether a column says what a task lacks.
        files: whether a column names the file.
        day: that the file says it was made on.
        most_rows: of one sheet; what is more goes on in a further sheet.
    """

    title: str | None = None
    note: str = ""
    missing: bool = False
    files: bool = True
    day: date | None = None
    most_rows: int = _MOST_ROWS

    @property
    def heads(self) -> tuple[str, ...]:
        """Heads of the columns."""
        return (*HEADS[:-1], *([_LACKS] if self.missing else []), *([_FILE] if self.files else []), _SOURCE)

    @property
    def printed(self) -> int:
        """How many columns are printed: all but the source text, to keep the print legible."""
        return len(self.heads) - 1


def render(docs: Sequence[Document], view: View) -> bytes:
    """Render one sheet for all documents; with several, a column names the file.

    Raises:
        MissingPackage: openpyxl is not installed.
    """
    ledger = Ledger(
        title=docs[0].meta.title if len(docs) == 1 else None,
        note=(f"（{view.unit}）" if view.unit else "") + (f"（{NO_ANCHOR}）" if lacks_anchor(docs) else ""),
        missing=bool(view.missing),
        files=len(docs) > 1,
        day=docs[0].anchor if docs else None,
    )
    out = BytesIO()
    write_ledger(list_rows(docs, view), ledger, out)
    return out.getvalue()


def write_ledger(rows: Iterable[TaskRow], ledger: Ledger, out: IO[bytes]) -> None:
    """Write rows as they come, in little memory however many they are.

    Raises:
        MissingPackage: openpyxl is not installed.
    """
    try:
        book = import_module("openpyxl").Workbook(write_only=True)
    except ImportError:
        raise missing_package("the format xlsx", "openpyxl") from None
    kind = "任务补缺清单" if ledger.missing else "任务台账"
    title = f"{f'《{ledger.title}》' if ledger.title else '会议讲话'}{kind}{ledger.note}"
    left = iter(rows)
    first = next(left, None)
    for number in count(1):
        sheet = book.create_sheet(_NAME if number == 1 else f"{_NAME}{number}")
        some = chain([] if first is None else [first], islice(left, ledger.most_rows - 1))
        _write_sheet(sheet, some, ledger, title=title)
        first = next(left, None)
        if first is None:
            break
    book.properties.title = xml_text(title)
    book.properties.creator = "speechkit"
    with TemporaryFile() as whole:
        book.save(whole)
        repack_file(whole, out, ledger.day)


def _write_sheet(sheet: Any, rows: Iterable[TaskRow], ledger: Ledger, *, title: str) -> None:
    heads = ledger.heads
    _lay_out(sheet, heads)
    _write_heads(sheet, heads, title, printed=ledger.printed)
    last = _write_rows(sheet, heads, rows)
    end, printed = (
        import_module("openpyxl.utils").get_column_letter(column) for column in (len(heads), ledger.printed)
    )
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{end}{last}"
    sheet.print_area = f"A1:{printed}{last}"
    _add_progress(sheet, last)
    _colour_days(sheet, last)


def _write_heads(sheet: Any, heads: Sequence[str], title: str, *, printed: int) -> None:
    styles = import_module("openpyxl.styles")
    sheet.merged_cells.add(f"A1:{import_module('openpyxl.utils').get_column_letter(printed)}1")
    cell = _text_cell(sheet, title)
    cell.font = styles.Font(name="黑体", size=16)
    cell.alignment = styles.Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34
    sheet.append([cell])
    cells = [_text_cell(sheet, head) for head in heads]
    for cell in cells:
        cell.font, cell.border = styles.Font(name="黑体", size=11), _border()
        cell.fill = styles.PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = styles.Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.append(cells)


def _write_rows(sheet: Any, heads: Sequence[str], rows: Iterable[TaskRow]) -> int:
    """Write the rows; return the number of the last, at least that of the first."""
    styles = import_module("openpyxl.styles")
    body, border = styles.Font(name="宋体", size=10.5), _border()
    aligned = {
        head: styles.Alignment(horizontal="center" if head in _CENTRED else "left", vertical="center", wrap_text=True)
        for head in heads
    }
    at = _HEAD_ROW
    for at, row in enumerate(rows, _HEAD_ROW + 1):
        cells = []
        for head, value in zip(heads, _values(row, heads, at), strict=True):
            cell = _text_cell(sheet, value) if isinstance(value, str) and head != _DAYS_LEFT else _cell(sheet, value)
            cell.font, cell.border, cell.alignment = body, border, aligned[head]
            cell.number_format = "yyyy-mm-dd" if head == "截止日期" else "General"
            cells.append(cell)
        sheet.row_dimensions[at].height = _height(row)
        sheet.append(cells)
        del sheet.row_dimensions[at]  # it is written
    if at == _HEAD_ROW:
        sheet.append([None, _text_cell(sheet, _NOTHING_LEFT)])
    return max(at, _HEAD_ROW + 1)


def _border() -> Any:
    styles = import_module("openpyxl.styles")
    thin = styles.Side(style="thin", color="808080")
    return styles.Border(left=thin, right=thin, top=thin, bottom=thin)


def _height(row: TaskRow) -> float:
    """The height that a row's texts need, so that programs which do not fit rows show them whole."""
    texts = {
        "工作任务": row.text,
        "牵头单位": "、".join(row.leads) + GENERAL_MARK,
        "配合单位": "、".join(row.supports),
        "目标": row.task.quantity or "",
        _LACKS: "、".join(row.lacks),
        _SOURCE: row.sentence,
    }
    lines = max(-(-2 * len(text) // (_WIDTHS[head] - 1)) for head, text in texts.items())
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
        _DAYS_LEFT: f'=IF({_DUE}{at}="","",{_DUE}{at}-TODAY())',
        "目标": row.task.quantity or "",
        "进展": PROGRESS[0],
        "进展说明": "",
        "要点": row.task.point or "",
        _LACKS: "、".join(row.lacks),
        _FILE: row.path,
        _SOURCE: row.sentence,
    }
    return [given[head] for head in heads]


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell whose text stays a text, whatever it opens with: no formula from a speech."""
    cell = _cell(sheet, xml_text(text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _cell(sheet: Any, value: object) -> Any:
    return import_module("openpyxl.cell").WriteOnlyCell(sheet, value)


def _add_progress(sheet: Any, last: int) -> None:
    validation = import_module("openpyxl.worksheet.datavalidation")
    choice = validation.DataValidation(
        type="list", formula1=f'"{",".join(PROGRESS)}"', allow_blank=True, showErrorMessage=True
    )
    choice.error = "请从列表中选择"
    sheet.data_validations.dataValidation.append(choice)
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


def _lay_out(sheet: Any, heads: Sequence[str]) -> None:
    """Set what must be set before the first row is written, and how it is printed."""
    letter_of = import_module("openpyxl.utils").get_column_letter
    for column, head in enumerate(heads, 1):
        sheet.column_dimensions[letter_of(column)].width = _WIDTHS[head]
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = import_module("openpyxl.worksheet.properties").PageSetupProperties(
        fitToPage=True
    )
    sheet.print_title_rows = f"1:{_HEAD_ROW}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
