"""The sheet of goals: a row each, numbers as numbers, their units in columns of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.tables import goal_rows
from reconcile.reporting.workbook.table import Book, Column, Record, add_table

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

_COLUMNS = (
    Column("target"),
    Column("goal", "count"),
    Column("measure", width=26),
    Column("comparator", family="comparator_name"),
    Column("value", "number"),
    Column("value_high", "number"),
    Column("unit"),
    Column("achieved", "number"),
    Column("achieved_unit"),
    Column("verdict", family="verdict"),
    Column("ratio", "share"),
    Column("why", width=36),
    Column("basis", family="basis_name"),
    Column("outcome"),
    Column("origin", family="goal_origin"),
    Column("goal_words", width=20),
    Column("goal_at", width=26),
    Column("achieved_words", width=26),
    Column("achieved_at", width=26),
    Column("last_year", "number"),
    Column("last_year_unit"),
    Column("last_year_at", width=26),
)


def add_goals(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet."""
    add_table(book, "goals", _COLUMNS, _records(book, reconciliation))


def _records(book: Book, reconciliation: Reconciliation) -> Iterator[Record]:
    judged = [judged for item in reconciliation.items for judged in item.goals]
    for each, row in zip(judged, goal_rows(reconciliation), strict=True):
        yield {**row, "why": each.reason.in_language(book.lang)}
