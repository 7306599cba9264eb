"""The sheet of targets: a row each, with what was found and the columns in which a reviewer decides on the match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.attention import worst_first
from reconcile.reporting.decided import mark_words, note_words
from reconcile.reporting.page.html_view import anchor
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.tables import item_rows, narratives, place
from reconcile.reporting.workbook.cells import Link
from reconcile.reporting.workbook.review import match_review, pinned
from reconcile.reporting.workbook.table import Book, Column, Record, add_table

if TYPE_CHECKING:
    from reconcile.model import Item, Reconciliation


def add_items(book: Book, reconciliation: Reconciliation, page: str) -> None:
    """Add the sheet; ``page`` is the file name of the HTML report that targets link to, "" for none."""
    add_table(book, "items", _columns(book, page), _records(book, reconciliation, page))


def _columns(book: Book, page: str) -> tuple[Column, ...]:
    return (
        Column("target"),
        *((Column("link"),) if page else ()),
        Column("text", width=44),
        Column("leaders"),
        Column("owners", width=22),
        Column("status", family="status"),
        Column("kind", family="match_kind"),
        Column("confidence", "weight"),
        Column("outcomes"),
        Column("restated", width=44),
        Column("claim", family="claim"),
        Column("claim_text"),
        Column("narrative", width=60),
        Column("evidence", family="evidence"),
        Column("goals", "count"),
        Column("drift", "count"),
        Column("errors", "count"),
        Column("warnings", "count"),
        Column("infos", "count"),
        Column("waived", "count"),
        Column("rules", width=24),
        Column("weight", "weight"),
        Column("margin", "weight"),
        Column("reason", width=30),
        Column("target_at", width=26),
        Column("decided", width=24),
        Column("known_notes", width=24),
        *match_review(book.t),
        Column("target_words", hidden=True),
        Column("outcome_words", hidden=True),
    )


def _records(book: Book, reconciliation: Reconciliation, page: str) -> Iterator[Record]:
    for item, row in zip(reconciliation.items, item_rows(reconciliation), strict=True):
        link = Link(book.t("workbook.open"), page, anchor(item.target.id)) if page else None
        yield {**row, **_more(book, item), "link": link}


def _more(book: Book, item: Item) -> Record:
    fired = worst_first([finding for finding in item.findings if finding.waived is None])
    return {
        "restated": "\n".join(outcome.text.text for outcome in item.outcomes),
        "claim_text": "\n".join(dict.fromkeys(outcome.claim_text for outcome in item.outcomes)),
        "narrative": "\n".join(narratives(item.outcomes)),
        "rules": "\n".join(dict.fromkeys(rule_name(finding.rule, book.lang) for finding in fired)),
        "reason": item.match.reason.in_language(book.lang),
        "target_at": place(item.target.text.cite()),
        "decided": mark_words(item.match.decided, book.t) if item.match.decided else None,
        "known_notes": "\n".join(note_words(note, book.t) for note in item.notes),
        "target_words": item.target.words,
        "outcome_words": pinned(item.outcomes),
    }
