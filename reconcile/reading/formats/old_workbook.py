"""An old Excel workbook (.xls) → the same sheets as of an .xlsx, by xlrd. Runs in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic
from reconcile.reading.formats.grid import CellBudget, Merged
from reconcile.reading.formats.number_formats import is_text_code, shown
from reconcile.reading.formats.workbook import SheetCells, sheet_notes, sheet_rows
from reconcile.reading.rows import Row

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet


def read_old_workbook(data: bytes, name: str) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of all sheets and what is to be said of them. Raises ``DocumentError`` where the file is broken."""
    import io

    import xlrd

    try:
        # What xlrd wants to say of the file's oddities goes nowhere: the rows are what counts.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:  # xlrd meets damage with whatever its code runs into
        encrypted = "encrypted" in str(error).lower()
        reason = "it is protected with a password" if encrypted else f"it is damaged: {error or type(error).__name__}"
        remedy = "save it without one as .xlsx" if encrypted else "open it in Excel or WPS and save it as .xlsx"
        raise DocumentError(
            f"the .xls file cannot be opened: {reason}", document=name, remedy=f"{remedy} and give that file"
        ) from error
    budget = CellBudget(name)
    rows: list[Row] = []
    notes: list[Diagnostic] = []
    for number, sheet in enumerate(book.sheets(), 1):
        held = _cells(book, sheet, budget)
        rows.extend(sheet_rows(held, sheet.name, number, rows[-1].line + 1 if rows else 1, budget))
        notes.extend(sheet_notes(held, sheet.name, sheet.visibility != 0))
    return rows, notes


def _cells(book: Book, sheet: Sheet, budget: CellBudget) -> SheetCells:
    cells: dict[int, dict[int, str]] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet, row, column)
            if text.strip():
                cells.setdefault(row + 1, {})[column + 1] = text
                budget.take(1)
                budget.take_text(len(text))
    merged = [Merged(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    hidden_rows = sorted(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = sorted(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    return SheetCells(cells, merged, hidden_rows, hidden_columns, [])


def _text(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """A cell as it is shown."""
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value).replace("\r\n", "\n").replace("\r", "\n")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#ERR"))
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    format = book.format_map.get(style.format_key)
    code = format.format_str if format is not None else "General"
    return shown(repr(value), "General" if is_text_code(code) else code, bool(book.datemode))
