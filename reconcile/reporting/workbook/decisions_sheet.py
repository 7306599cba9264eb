"""The sheet of reviewers' decisions that the run was given, each with what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.workbook.cells import day
from reconcile.reporting.workbook.table import Book, Column, Record, add_table

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

_COLUMNS = (
    Column("decision_target"),
    Column("action", family="action"),
    Column("decision_outcomes"),
    Column("decision_note", width=40),
    Column("by"),
    Column("on", "date", 14),
    Column("decision_status", family="decision_status"),
    Column("decision_reason", width=40),
    Column("rule", hidden=True),
    Column("outcome", hidden=True),
    Column("fingerprint", hidden=True),
    Column("target_words", hidden=True),
    Column("outcome_words", hidden=True),
)


def add_decisions(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet, where there are decisions."""
    if reconciliation.decisions:
        add_table(book, "decisions", _COLUMNS, _records(book, reconciliation))


def _records(book: Book, reconciliation: Reconciliation) -> Iterator[Record]:
    for judged in reconciliation.decisions:
        decision = judged.decision
        yield {
            "decision_target": decision.target,
            "action": decision.action,
            "decision_outcomes": " ".join(decision.outcomes),
            "decision_note": decision.note,
            "by": decision.by,
            "on": day(decision.date),
            "decision_status": judged.status,
            "decision_reason": judged.reason.in_language(book.lang),
            "rule": decision.rule,
            "outcome": decision.outcome,
            "fingerprint": decision.fingerprint,
            "target_words": decision.target_words,
            "outcome_words": json.dumps(dict(decision.outcome_words), ensure_ascii=False),
        }
