"""The sheet of the work report's promises and what became of each, where a work report was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.lives import end_name, lives
from reconcile.reporting.tables import commitment_rows
from reconcile.reporting.workbook.table import Book, Column, add_table

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

_COLUMNS = (
    Column("promise", "count"),
    Column("promise_text", width=50),
    Column("section", width=24),
    Column("origin_status", family="origin"),
    Column("target"),
    Column("outcomes"),
    Column("claim", family="claim"),
    Column("end", width=14),
    Column("numbers", "count"),
    Column("at", width=26),
)


def add_promises(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet, where there are promises."""
    if not reconciliation.commitments:
        return
    rows = zip(lives(reconciliation), commitment_rows(reconciliation), strict=True)
    add_table(
        book,
        "promises",
        _COLUMNS,
        (
            {**row, "promise_text": row["text"], "origin_status": row["status"], "end": end_name(life.end, book.t)}
            for life, row in rows
        ),
    )
