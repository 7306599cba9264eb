"""The sheet of outcomes that answer no target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.tables import narratives, place
from reconcile.reporting.workbook.table import Book, Column, Record, add_table

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

_COLUMNS = (
    Column("outcome"),
    Column("restated", width=44),
    Column("owners", width=22),
    Column("deadline"),
    Column("claim", family="claim"),
    Column("claim_text"),
    Column("narrative", width=60),
    Column("outcome_at", width=26),
    Column("row_words", hidden=True),
)


def add_unmatched(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet."""
    add_table(book, "unmatched", _COLUMNS, _records(reconciliation))


def _records(reconciliation: Reconciliation) -> Iterator[Record]:
    for outcome in reconciliation.unmatched_outcomes:
        yield {
            "outcome": outcome.id,
            "restated": outcome.text.text,
            "owners": "、".join(dict.fromkeys(owner.name for owner in outcome.owners)),
            "deadline": outcome.deadline,
            "claim": outcome.claim,
            "claim_text": outcome.claim_text,
            "narrative": "\n".join(narratives([outcome])),
            "outcome_at": place(outcome.text.cite()),
            "row_words": outcome.words,
        }
