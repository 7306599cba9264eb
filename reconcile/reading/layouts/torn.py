"""Lines between the records of a table that read as more of the record above, and were put into none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.reading.broken import is_page_mark, is_section_heading
from reconcile.reading.layout import Layout
from reconcile.reading.layouts.segments import is_remark
from reconcile.reading.rows import Row

# What the heading of a part or a bare name does not hold: a figure, the end of a clause, a gap between cells.
_OF_A_RECORD = re.compile(r"\d|[，,；;。、]|\S(?:\s{2,}|\u3000)\S")


def torn_off(layout: Layout) -> list[Row]:
    """The lines of prose right below a record, or below another such line, that may go on with it."""
    ends = {line for table in layout.tables for row, _ in table.lines for line in _lines_of(row)}
    found = []
    for row in sorted(layout.prose, key=_place):
        if row.kind == "line" and row.line - 1 in ends and row.line not in ends and _may_go_on(row.cells[0]):
            found.append(row)
            ends.add(row.line)
    return found


def _place(row: Row) -> tuple[int, int]:
    return row.line, row.starts[0]


def _lines_of(row: Row) -> Sequence[int]:
    """The lines that a record takes."""
    return [row.line, *(line for pieces in (row.pieces or {}).values() for _, line, _ in pieces)]


def _may_go_on(text: str) -> bool:
    return (
        _OF_A_RECORD.search(text) is not None
        and not is_page_mark(text)
        and not is_section_heading(text)
        and not is_remark(text)
    )
