"""Rows whose borders were lost, so that headings and cells run together (1新建公路45公里已建成48公里是县交通局).

Blanks may part the cells, or stand inside of them, or be missing; lines may be broken anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.reading.broken import is_page_mark
from reconcile.reading.layout import Layout, lay_out
from reconcile.reading.layouts.cuts import made_row
from reconcile.reading.layouts.headings_in_line import LineOfHeadings, line_of_headings
from reconcile.reading.layouts.lines_to_rows import may_go_on, page_of, row_of, rows_of, sure
from reconcile.reading.rows import Row

_MOST_LETTERS = 400_000


def run_together_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a text whose cells run together, None where no line of headings does."""
    if any(row.kind != "line" for row in rows) or sum(len(row.cells[0]) for row in rows) > _MOST_LETTERS:
        return None
    out: list[Row] = []
    unsure: list[Row] = []
    headings: LineOfHeadings | None = None
    body: list[Row] = []
    above: set[str] = set()
    skipped = False
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        if skipped:
            skipped = False
            continue
        found = line_of_headings([row])
        if found is None and headings is None and below is not None and below.line == row.line + 1:
            found = line_of_headings([row, below])
            skipped = found is not None
        if found is None and headings is not None and not is_page_mark(row.cells[0]) and row.cells[0] not in above:
            body.append(row)
            continue
        if found is None:
            out.append(row)
            above.add(row.cells[0])
            continue
        if headings is None or [part.heading for part in found.columns] != [part.heading for part in headings.columns]:
            _read(headings, body, out, unsure)
            headings, body = found, []
        out.append(made_row(found.parts))
    if headings is None:
        return None
    _read(headings, body, out, unsure)
    return lay_out(sorted(out, key=lambda row: row.line))._replace(unsure=tuple(unsure))


def _read(headings: LineOfHeadings | None, body: Sequence[Row], out: list[Row], unsure: list[Row]) -> None:
    """Put the rows under headings, and the lines between them, to the others."""
    if headings is None:
        return
    page = page_of(headings.columns, headings.blanks, body)
    last: Row | None = None
    parts = rows_of(body, page, 0)
    closing = next((index for index in range(len(parts), 0, -1) if parts[index - 1].cells is not None), 0)
    for index, made in enumerate(parts):
        if made.cells is None:
            out.extend(made.rows)
            if last is not None and last not in unsure and may_go_on(made, signed=index >= closing):
                unsure.append(last)
            continue
        last = row_of(made, headings.columns)
        out.append(last)
        if not sure(made, page):
            unsure.append(last)
