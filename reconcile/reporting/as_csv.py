"""The CSV report: a row for each goal and one for each target without goals; see ``tables.tidy_rows`` for columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconcile.reporting.plain_text import spreadsheet_text
from reconcile.reporting.tables import Cell, tidy_rows

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = (
    *("target", "text", "leaders", "owners", "status", "confidence", "outcomes", "restated", "claim", "claim_text"),
    *("narrative", "evidence", "rules", "severity", "target_at"),
    *("goal", "origin", "measure", "comparator", "value", "value_high", "unit", "achieved", "achieved_unit", "basis"),
    *("outcome", "verdict", "ratio", "goal_at", "achieved_at", "goal_words", "achieved_words"),
    *("last_year", "last_year_unit", "last_year_at", "waived", "promises", "promise_status"),
    *("decided", "decided_by", "decided_on", "decided_note", "notes", "accepted"),
    *("decisions_applied", "decisions_void", "decisions_conflict"),
)


def render_csv(reconciliation: Reconciliation) -> Iterator[str]:
    """The report as CSV (RFC 4180), row by row, with a byte order mark, by which Excel knows it for UTF-8.

    Text that a spreadsheet would take for a formula has an apostrophe before it; numbers are numbers.
    """
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for row in tidy_rows(reconciliation):
        yield _line([_cell(row[column]) for column in COLUMNS])


def _line(cells: Sequence[str | int | float]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


def _cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return spreadsheet_text(cell) if isinstance(cell, str) else cell
