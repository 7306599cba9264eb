"""Rows → tables: find the header rows, cut side-by-side tables, drop repeated headers and rules, join broken rows.

Every table passes through the same steps. What is left of a document is prose around its tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.broken import append_row, goes_on, is_section_heading, joined_row
from reconcile.reading.cells import ends_owner
from reconcile.reading.headers import Header, gives_field_codes, header_at, headings, is_rule, numbers_columns
from reconcile.reading.ids import is_id, number_of
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row


class Line(NamedTuple):
    """One row of a table that was cut out of the page: ``row`` and the first cell that belongs to this table."""

    row: Row
    first: int


class Table(NamedTuple):
    """Rows that share a header. ``columns`` name the columns from the left; ``header`` is its (first) header row.

    ``lines`` are in reading order: of tables side by side the left one before the right one, page by page.
    """

    columns: tuple[Column, ...]
    header: Row
    lines: list[Line]


class Layout(NamedTuple):
    """A document taken apart: its tables, the rows of prose, headers and rules, and cells that no column holds.

    ``asides`` are the cells of lines inside a table that are no records; they are set apart once the columns are known.
    ``unsure`` are the records whose cells may end elsewhere.
    """

    tables: list[Table]
    prose: list[Row]
    headers: list[Row]
    rules: list[Row]
    strays: list[tuple[Row, int]]
    asides: list[tuple[Row, int]]
    unsure: tuple[Row, ...] = ()


def lay_out(rows: Sequence[Row]) -> Layout:
    """Take a document's rows apart. A document in which no header is recognised comes out as prose and strays."""
    layout = Layout([], [], [], [], [], [])
    header: Header | None = None
    page: list[Row] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        if header is not None and row.table != header.rows[0].table and row.kind == "grid":
            header = _next_table(layout, header, page, rows, position)
            page = [] if header is None else page
        found = header_at(rows, position, header) if row.kind != "line" else None
        used = 1
        if found is not None:
            _close_page(layout, header, page)
            page = []
            header = _same_or_new(layout, header, found)
            layout.headers.extend(found.rows)
            used = len(found.rows)
        elif is_rule(row) or not any(row.cells):
            layout.rules.append(row)
        elif (
            header is not None
            and not page
            and row.kind != "line"
            and (numbers_columns(row) or gives_field_codes(row, header))
        ):
            layout.headers.append(row)
        elif row.kind == "line" and page and goes_on(rows, position):
            page[-1] = append_row(page[-1], row, "\n" if ends_owner(page[-1].cells[-1]) else "")
        elif row.kind == "line" or header is None:
            layout.prose.append(row)
        elif row.kind != header.rows[0].kind:
            layout.strays.extend((row, index) for index, cell in enumerate(row.cells) if cell)
        else:
            row, used = joined_row(rows, position, header)
            page.append(row)
        position += used
    _close_page(layout, header, page)
    for table in layout.tables:
        _order_halves(table)
    return layout


def _order_halves(table: Table) -> None:
    """Put the left table of all pages before the right one of all, where that is how the ids go on."""
    id_column = next((index for index, column in enumerate(table.columns) if column.role == "id"), None)
    if id_column is None or len({line.first for line in table.lines}) < 2:
        return
    whole = sorted(table.lines, key=lambda line: line.first)
    if _steps(whole, id_column) > _steps(table.lines, id_column):
        table.lines[:] = whole


def _next_table(layout: Layout, header: Header, page: list[Row], rows: Sequence[Row], position: int) -> Header | None:
    """The header that holds in another table of the same file: the one before goes on where as many columns follow."""
    if len(rows[position].cells) == len(header.rows[0].cells):
        return header
    _close_page(layout, header, page)
    return None


def _same_or_new(layout: Layout, header: Header | None, found: Header) -> Header:
    """A repeated header goes on with the table it repeats; another one begins a new table."""
    if header is None or headings(header) != headings(found):
        layout.tables.append(Table(found.columns, found.rows[0], []))
    return found


def _close_page(layout: Layout, header: Header | None, page: list[Row]) -> None:
    """Put the rows under one header into its table, the tables side by side one after the other."""
    if header is None or not page:
        return
    lines = layout.tables[-1].lines
    width = len(header.columns)
    id_column = next((index for index, column in enumerate(header.columns) if column.role == "id"), None)
    kept: list[Row] = []
    for row in page:
        if _is_note(row, id_column, header):
            layout.prose.append(row)
        else:
            kept.append(row)
            layout.strays.extend((row, index) for index in _outside(row, header, width))
    if len(header.firsts) == 1:
        first = header.firsts[0]
        lines.extend(Line(row, first) for row in kept)
        return
    halves = [[Line(row, first) for row in kept if any(row.cells[first : first + width])] for first in header.firsts]
    across = [Line(row, first) for row in kept for first in header.firsts if any(row.cells[first : first + width])]
    down = [line for half in halves for line in half]
    lines.extend(across if id_column is not None and _steps(across, id_column) > _steps(down, id_column) else down)


def _outside(row: Row, header: Header, width: int) -> list[int]:
    """The filled cells of a row that stand in no column."""
    if len(row.cells) <= header.width and len(header.firsts) == 1 and header.firsts[0] == 0:
        return []
    inside = {index for first in header.firsts for index in range(first, first + width)}
    return [index for index, cell in enumerate(row.cells) if cell and index not in inside]


def _is_note(row: Row, id_column: int | None, header: Header) -> bool:
    """A line inside a table that is no row of it: a section heading, a remark under it."""
    if len(row.cells) > 1 and row.cells[0] and row.cells[1]:
        return False
    filled = [index for index, cell in enumerate(row.cells) if cell]
    if len(filled) != 1 or len(header.columns) < 2:
        return not filled
    text = row.cells[filled[0]]
    if id_column is not None and filled[0] == header.firsts[0] + id_column and not is_id(text):
        return True
    return is_section_heading(text) and not is_id(text)


def _steps(lines: list[Line], id_column: int) -> int:
    """How often the id of a line is the one after that of the line before it."""
    numbers = [number_of(line.row.cell(line.first + id_column)) for line in lines]
    return sum(b is not None and a is not None and b == a + 1 for a, b in pairwise(numbers))
