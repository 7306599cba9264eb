"""Rows → tables: find the header rows, cut side-by-side tables, drop repeated headers and rules, join broken rows.

Every table passes through the same steps. What is left of a document is prose around its tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.ids import is_id, number_of
from reconcile.reading.roles import Column, ends_owner, heading_limit, heading_role, plain_heading
from reconcile.reading.rows import Row

_RULE_CELL = re.compile(r":?-+:?|:?=+:?")
_RULE_LINE = re.compile(r"(?:[-=_*·—]\s*){3,}|```.*|~~~.*")
_SECTION_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[部章篇节]")
_LONGEST_SECTION_HEADING = 40
_LONGEST_PAGE_MARK = 24
_PAGE_MARK = re.compile(
    r"第?[-—–－\s]*\d{1,4}[-—–－/\s]*(?:\d{1,4})?\s*页?|[(（]?续[上前]?[表页]?[)）]?|page \d{1,4}.*", re.IGNORECASE
)


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
    """A document taken apart: its tables, the rows of prose, headers and rules, and cells that no column holds."""

    tables: list[Table]
    prose: list[Row]
    headers: list[Row]
    rules: list[Row]
    strays: list[tuple[Row, int]]


class _Header(NamedTuple):
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    firsts: tuple[int, ...]

    @property
    def width(self) -> int:
        return self.firsts[-1] + len(self.columns)


def lay_out(rows: Sequence[Row]) -> Layout:
    """Take a document's rows apart. A document in which no header is recognised comes out as prose and strays."""
    layout = Layout([], [], [], [], [])
    header: _Header | None = None
    page: list[Row] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        found = _header_at(rows, position, header) if row.kind != "line" else None
        used = 1
        if found is not None:
            _close_page(layout, header, page)
            page = []
            header = _same_or_new(layout, header, found)
            layout.headers.extend(found.rows)
            used = len(found.rows)
        elif is_rule(row) or not any(row.cells):
            layout.rules.append(row)
        elif row.kind == "line" and page and _goes_on(rows, position):
            page[-1] = _append(page[-1], row, "\n" if ends_owner(page[-1].cells[-1]) else "")
        elif row.kind == "line" or header is None:
            layout.prose.append(row)
        elif row.kind != header.rows[0].kind:
            layout.strays.extend((row, index) for index, cell in enumerate(row.cells) if cell)
        else:
            row, used = _joined(rows, position, header)
            page.append(row)
        position += used
    _close_page(layout, header, page)
    return layout


def is_rule(row: Row) -> bool:
    """Whether a row only draws a line: a markdown rule under a header, dashes, a fence."""
    first = row.cells[0]
    if row.kind == "line":
        return first[0] in "-=_*·—`~" and _RULE_LINE.fullmatch(first) is not None
    if not first or first[0] not in ":-=":
        return False
    return all(_RULE_CELL.fullmatch(cell) for cell in row.cells if cell)


def _header_at(rows: Sequence[Row], position: int, header: _Header | None) -> _Header | None:
    """The header that begins at ``position``, over one row or two, or None; ``header`` is the one that holds so far."""
    row = rows[position]
    if row.cells[0].isdecimal() or max(map(len, row.cells)) > 2 * heading_limit():
        return None
    if header is not None and row.cells == header.rows[0].cells:
        return header._replace(rows=tuple(rows[position : position + len(header.rows)]))
    if header is not None and not _at_ends(row):
        return None
    roles = [heading_role(cell) if cell else "" for cell in row.cells]
    if not any(roles):
        return None
    below = next(
        (index for index in range(position + 1, min(position + 3, len(rows))) if not is_rule(rows[index])), None
    )
    if below is not None and rows[below].kind == row.kind and _is_second_level(row, rows[below]):
        cells = _two_levels(row, rows[below])
        if _enough([heading_role(cell) for cell in cells], cells):
            return _cut(tuple(rows[position : below + 1]), cells)
    return _cut((row,), row.cells) if _enough(roles, row.cells) else None


def _at_ends(row: Row) -> bool:
    """Whether the first or the last filled cell is a known heading: enough to look closer at a row within a table."""
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and bool(heading_role(filled[0]) or heading_role(filled[-1]))


def _enough(roles: Sequence[str], cells: Sequence[str]) -> bool:
    """Two different roles at least, and half of the filled cells are known headings."""
    filled = [role for role, cell in zip(roles, cells, strict=True) if cell]
    known = [role for role in filled if role]
    return len(set(known)) >= 2 and len(known) * 2 >= len(filled)


def _is_second_level(upper: Row, lower: Row) -> bool:
    """Whether a row continues the header above it: no id, no long cell, and headings known alone or joined."""
    filled = [(index, cell) for index, cell in enumerate(lower.cells) if cell]
    if not filled or len(lower.cells) > len(upper.cells) or lower.cells == upper.cells:
        return False
    if any(len(cell) > 12 or cell.isdecimal() for _, cell in filled):
        return False
    known = sum(bool(heading_role(cell)) or _joins(upper.cell(index), cell) for index, cell in filled)
    return known * 2 > len(filled)


def _joins(upper: str, lower: str) -> bool:
    """Whether two halves make a known heading that neither is alone (责任 over 领导)."""
    return bool(upper) and not heading_role(upper) and bool(heading_role(upper + lower))


def _two_levels(upper: Row, lower: Row) -> tuple[str, ...]:
    """The headings of a header over two rows: the lower one where it is known by itself, else both joined.

    Halves of a broken heading (责任 over 单位) are joined although the lower one has a meaning of its own. An upper
    heading that spans several columns stands over the first of them only.
    """
    cells = []
    above = ""
    for index, cell in enumerate(upper.cells):
        below = lower.cell(index)
        above = cell or (above if below else "")
        broken = bool(heading_role(above + below)) and not heading_role(above)
        cells.append(below if heading_role(below) and not broken else above + below)
    return tuple(cells)


def _cut(rows: tuple[Row, ...], cells: Sequence[str]) -> _Header:
    """Cut side-by-side tables: wherever the first heading comes again and the headings after it are the same."""
    plain = [plain_heading(cell) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    begin = next(index for index, heading in enumerate(plain) if heading)
    firsts = [index for index in range(begin, len(plain)) if plain[index] == plain[begin]]
    parts = [_trim(plain[a:b]) for a, b in pairwise([*firsts, len(plain)])]
    if len(parts[0]) < 2 or any(part != parts[0] for part in parts):
        firsts, parts = [0], [plain]
    width = len(parts[0])
    headings = cells[firsts[0] : firsts[0] + width]
    columns = tuple(
        Column("".join(cell.split()) if not cell.isascii() else cell, heading_role(cell)) for cell in headings
    )
    return _Header(rows, columns, tuple(firsts))


def _trim(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _same_or_new(layout: Layout, header: _Header | None, found: _Header) -> _Header:
    """A repeated header goes on with the table it repeats; another one begins a new table."""
    if header is None or _headings(header) != _headings(found):
        layout.tables.append(Table(found.columns, found.rows[0], []))
    return found


def _headings(header: _Header) -> list[str]:
    return [plain_heading(column.heading) for column in header.columns]


def _joined(rows: Sequence[Row], position: int, header: _Header) -> tuple[Row, int]:
    """The row at ``position`` with the lines that it was broken over, and how many rows that takes."""
    row = rows[position]
    if row.kind == "csv" or len(row.cells) >= header.width or header.columns[0].role != "id" or not is_id(row.cells[0]):
        return row, 1
    whole = row
    for count, below in enumerate(rows[position + 1 : position + 8], 2):
        if below.line != rows[position + count - 2].line + 1 or below.kind not in ("line", row.kind):
            break
        if is_id(below.cells[0]) or not below.cells[0] or not whole.cells[-1] or is_rule(below):
            break
        whole = _append(whole, below)
        if len(whole.cells) == header.width:
            return whole, count
        if len(whole.cells) > header.width:
            break
    return row, 1


def _goes_on(rows: Sequence[Row], position: int) -> bool:
    """Whether a line between two rows of a table, no blank line around it, is more of the last cell above it."""
    if position + 1 >= len(rows):
        return False
    above, row, below = rows[position - 1 : position + 2]
    return (
        below.kind != "line"
        and below.line - 1 == row.line == above.line + 1
        and is_id(below.cells[0])
        and not _SECTION_HEADING.match(row.cells[0])
        and not (len(row.cells[0]) <= _LONGEST_PAGE_MARK and _PAGE_MARK.fullmatch(row.cells[0]))
    )


def _append(row: Row, below: Row, between: str = "") -> Row:
    """Two parts of one broken row: the last cell of the upper goes on, after ``between``, in the first of the lower."""
    last = len(row.cells) - 1
    pieces = dict(row.pieces or {})
    before = pieces.get(last, ((0, row.line, row.starts[last]),))
    pieces[last] = (*before, (len(row.cells[last] + between), below.line, below.starts[0]))
    for index in range(1, len(below.cells)):
        pieces[last + index] = ((0, below.line, below.starts[index]),)
    cells = (*row.cells[:-1], row.cells[-1] + between + below.cells[0], *below.cells[1:])
    return Row(row.kind, row.line, cells, (*row.starts, *below.starts[1:]), row.marks + below.marks, pieces)


def _close_page(layout: Layout, header: _Header | None, page: list[Row]) -> None:
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


def _outside(row: Row, header: _Header, width: int) -> list[int]:
    """The filled cells of a row that stand in no column."""
    if len(row.cells) <= header.width and len(header.firsts) == 1 and header.firsts[0] == 0:
        return []
    inside = {index for first in header.firsts for index in range(first, first + width)}
    return [index for index, cell in enumerate(row.cells) if cell and index not in inside]


def _is_note(row: Row, id_column: int | None, header: _Header) -> bool:
    """A line inside a table that is no row of it: a section heading, a remark under it."""
    if len(row.cells) > 1 and row.cells[0] and row.cells[1]:
        return False
    filled = [index for index, cell in enumerate(row.cells) if cell]
    if len(filled) != 1 or len(header.columns) < 2:
        return not filled
    text = row.cells[filled[0]]
    if id_column is not None and filled[0] == header.firsts[0] + id_column and not is_id(text):
        return True
    return len(text) <= _LONGEST_SECTION_HEADING and _SECTION_HEADING.match(text) is not None and not is_id(text)


def _steps(lines: list[Line], id_column: int) -> int:
    """How often the id of a line is the one after that of the line before it."""
    numbers = [number_of(line.row.cell(line.first + id_column)) for line in lines]
    return sum(b is not None and a is not None and b == a + 1 for a, b in pairwise(numbers))
