"""Rows and cells that were broken over lines, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.reading.headers import Header, is_rule
from reconcile.reading.ids import is_id
from reconcile.reading.rows import Row

_LONGEST_PAGE_MARK = 24
_PAGE_MARK = re.compile(
    r"第?[-—–－\s]*\d{1,4}[-—–－/\s]*(?:\d{1,4})?\s*页?(?:[,，/\s]*共\s*\d{1,4}\s*页)?|"
    r"一\s?\d{1,4}\s?一|"
    r"[(（]?续[上前]?[表页]?[)）]?|page \d{1,4}.*",
    re.IGNORECASE,
)
_SECTION_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[部章篇节]")
_LONGEST_SECTION_HEADING = 40


def joined_row(rows: Sequence[Row], position: int, header: Header) -> tuple[Row, int]:
    """The row at ``position`` with the lines that it was broken over, and how many rows that takes."""
    row = rows[position]
    if (
        row.kind in ("csv", "grid", "made")
        or len(row.cells) >= header.width
        or header.columns[0].role != "id"
        or not is_id(row.cells[0])
    ):
        return row, 1
    whole = row
    for count, below in enumerate(rows[position + 1 : position + 8], 2):
        if below.line != rows[position + count - 2].line + 1 or below.kind not in ("line", row.kind):
            break
        if is_id(below.cells[0]) or not below.cells[0] or not whole.cells[-1] or is_rule(below):
            break
        whole = append_row(whole, below)
        if len(whole.cells) == header.width:
            return whole, count
        if len(whole.cells) > header.width:
            break
    return row, 1


def goes_on(rows: Sequence[Row], position: int) -> bool:
    """Whether a line between two rows of a table, no blank line around it, is more of the last cell above it."""
    if position + 1 >= len(rows):
        return False
    above, row, below = rows[position - 1 : position + 2]
    return (
        below.kind != "line"
        and below.line - 1 == row.line == above.line + 1
        and is_id(below.cells[0])
        and above.kind not in ("line", "grid", "made")
        and not is_section_heading(row.cells[0])
        and not is_page_mark(row.cells[0])
    )


def is_page_mark(text: str) -> bool:
    """Whether a line only numbers a page, or says that a table goes on (— 2 —, 第2页 共3页, 续表)."""
    return len(text) <= _LONGEST_PAGE_MARK and _PAGE_MARK.fullmatch(text) is not None


def is_section_heading(text: str) -> bool:
    """Whether a text is the numbered heading of a part of the table (一、工业)."""
    return len(text) <= _LONGEST_SECTION_HEADING and _SECTION_HEADING.match(text) is not None


def append_row(row: Row, below: Row, between: str = "") -> Row:
    """Two parts of one broken row: the last cell of the upper goes on, after ``between``, in the first of the lower."""
    last = len(row.cells) - 1
    pieces = dict(row.pieces or {})
    before = pieces.get(last, ((0, row.line, row.starts[last]),))
    pieces[last] = (*before, (len(row.cells[last] + between), below.line, below.starts[0]))
    for index in range(1, len(below.cells)):
        pieces[last + index] = ((0, below.line, below.starts[index]),)
    cells = (*row.cells[:-1], row.cells[-1] + between + below.cells[0], *below.cells[1:])
    starts = (*row.starts, *below.starts[1:])
    return row._replace(cells=cells, starts=starts, marks=row.marks + below.marks, pieces=pieces)
