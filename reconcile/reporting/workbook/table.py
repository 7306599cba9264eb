"""One sheet of the workbook that is a table: headings, rows, filter, widths, drop-down lists, how it prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Literal

from reconcile.errors import OutputError
from reconcile.reporting.columns import width
from reconcile.reporting.workbook.cells import CUT, Link, Value, cell_text
from reconcile.reporting.workbook.row_heights import set_row_height

if TYPE_CHECKING:
    from reconcile.model import Language
    from reconcile.reporting.translations import Translate
    from reconcile.telling import OnPart

Kind = Literal["text", "number", "count", "share", "weight", "date", "review", "review_date"]
Record = Mapping[str, Value]

MOST_ROWS = 1_048_575
MOST_LINKS = 65_000
# Beyond these Excel follows no link.
_LONGEST_LINK = 2_000
_A4 = 9
_NARROWEST, _WIDEST = 7, 26
_SAMPLED = 300
# A number with more digits is no longer kept exactly.
_EXACT = 10**15


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading is the wording ``column.KEY``, its values the records' ``key``.

    ``width`` in characters of one column (a Chinese character takes two) is found from the values where it is 0.
    ``family`` is the wording family of values that are words of the model; ``choices`` fill its drop-down list.
    """

    key: str
    kind: Kind = "text"
    width: int = 0
    family: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(slots=True)
class Book:
    """A workbook that is being written: the file, its formats by name, the words, and what was left out so far.

    ``on_part`` is told how many of the ``rows`` of all tables are ``written``. ``cuts`` are the cells whose text was
    cut, ``unlinked`` the first cell of each sheet that lacks its link.
    """

    file: Any
    formats: Mapping[str, Any]
    t: Translate
    lang: Language
    rows: int
    on_part: OnPart = None
    written: int = 0
    cuts: list[tuple[str, str]] = field(default_factory=list)
    unlinked: dict[str, str] = field(default_factory=dict)


def add_table(book: Book, name: str, columns: Sequence[Column], records: Iterable[Record]) -> Any:
    """Add the sheet ``workbook.NAME`` with one row for each record; gives the worksheet."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    sheet = book.file.add_worksheet(book.t(f"workbook.{name}"))
    unread = iter(records)
    sample = list(islice(unread, _SAMPLED))
    widths = [column.width or _width_of(book, column, sample) for column in columns]
    rows = write_rows(book, sheet, 0, columns, _told(book, chain(sample, unread)), widths) - 1
    _lay_out(book, sheet, columns, widths, rows)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    sheet.freeze_panes(1, 1)
    # Ids are text on purpose: no green corner in every cell.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(rows, len(columns) - 1)}"})
    print_set_up(book, sheet)
    sheet.repeat_rows(0)
    return sheet


def _told(book: Book, records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        if book.on_part:
            book.on_part(book.written, book.rows)
        book.written += 1
        yield record


def write_rows(
    book: Book, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Record], widths: Sequence[int]
) -> int:
    """Write headings and rows from row ``top`` (from 0) on, in columns of ``widths``; gives the row after them.

    Raises ``OutputError`` where they are more than a sheet holds.
    """
    headings = [book.t(f"column.{column.key}") for column in columns]
    for place, column in enumerate(columns):
        style = "review_heading" if column.kind in ("review", "review_date") else "heading"
        sheet.write_string(top, place, headings[place], book.formats[style])
    set_row_height(sheet, top, zip(headings, widths, strict=False))
    # A hidden column makes no row higher.
    seen = [(place, widths[place]) for place, column in enumerate(columns) if not column.hidden]
    number = top
    for number, record in enumerate(rows, start=top + 1):
        if number > MOST_ROWS:
            raise OutputError(
                f"the sheet {sheet.get_name()!r} would need more than the {MOST_ROWS:,} rows that one can have",
                remedy="write .csv or .json instead",
            )
        shown = [
            _write(book, sheet, number, place, column, record.get(column.key)) for place, column in enumerate(columns)
        ]
        set_row_height(sheet, number, [(shown[place], wide) for place, wide in seen if shown[place]])
    return number + 1


def print_set_up(book: Book, sheet: Any) -> None:
    """A4 across, as wide as a page, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C" + book.t("workbook.page_number", page="&P", pages="&N"))


def _write(book: Book, sheet: Any, row: int, place: int, column: Column, value: Value) -> str:
    """Write a cell; gives the text that is wrapped in it, "" where none is."""
    style = book.formats[column.kind]
    if value is None or value == "":
        if column.kind.startswith("review"):
            sheet.write_blank(row, place, None, style)
    elif isinstance(value, Link):
        _write_link(book, sheet, row, place, value, style)
    elif isinstance(value, str):
        shown = book.t(f"{column.family}.{value}") if column.family else _fit(book, sheet, row, place, value)
        toned = book.formats.get(f"{column.family}.{value}", style) if column.family else style
        sheet.write_string(row, place, shown, toned)
        return shown
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, book.formats["review_date" if "review" in column.kind else "date"])
    elif abs(value) >= _EXACT:
        sheet.write_string(row, place, str(value), style)
    else:
        whole = column.kind == "number" and value == int(value)
        sheet.write_number(row, place, value, book.formats["count"] if whole else style)
    return ""


def _fit(book: Book, sheet: Any, row: int, place: int, text: str) -> str:
    """The text as the cell holds it; what had to be cut is remembered."""
    shown = cell_text(text)
    if len(shown) < len(text) and shown.endswith(CUT):
        from xlsxwriter.utility import xl_rowcol_to_cell

        book.cuts.append((sheet.get_name(), xl_rowcol_to_cell(row, place)))
    return shown


def _write_link(book: Book, sheet: Any, row: int, place: int, link: Link, style: Any) -> None:
    """A link where Excel can follow it, else its text; the first that is left out is remembered."""
    text = cell_text(link.text)
    if max(len(link.file), len(link.place)) > _LONGEST_LINK or row > MOST_LINKS:
        from xlsxwriter.utility import xl_rowcol_to_cell

        sheet.write_string(row, place, text, style)
        book.unlinked.setdefault(sheet.get_name(), xl_rowcol_to_cell(row, place))
    else:
        # The first # of a link ends the name of the file.
        file = link.file.replace("%", "%25").replace(" ", "%20").replace("#", "%23")
        sheet.write_url(row, place, f"external:{file}#{link.place}", book.formats["link"], text)


def _lay_out(book: Book, sheet: Any, columns: Sequence[Column], widths: Sequence[int], rows: int) -> None:
    for place, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, wide, None, {"hidden": column.hidden})
        if column.choices and rows:
            sheet.data_validation(
                1,
                place,
                rows,
                place,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": book.t("workbook.choose"),
                    "error_message": book.t("workbook.choose_one", words=" / ".join(column.choices)),
                },
            )


def _width_of(book: Book, column: Column, rows: Sequence[Record]) -> int:
    """As wide as the heading with its filter arrow and the widest of some values, within limits."""
    widest = width(book.t(f"column.{column.key}")) + 3
    for record in rows:
        value = record.get(column.key)
        if value is None:
            continue
        shown = book.t(f"{column.family}.{value}") if column.family and value else value
        shown = shown.text if isinstance(shown, Link) else f"{shown:,}" if isinstance(shown, (int, float)) else shown
        widest = max(widest, max(map(width, str(shown).splitlines()), default=0) + 1)
        if widest >= _WIDEST:
            break
    return min(max(widest, _NARROWEST), _WIDEST)
