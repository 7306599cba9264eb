"""The sheet of findings: a row each, with the columns in which a reviewer accepts or waives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.decided import mark_words
from reconcile.reporting.page.html_view import anchor
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.tables import finding_rows, place
from reconcile.reporting.workbook.cells import Link
from reconcile.reporting.workbook.review import finding_review
from reconcile.reporting.workbook.table import Book, Column, Record, add_table

if TYPE_CHECKING:
    from reconcile.model import Finding, Reconciliation


def add_findings(book: Book, reconciliation: Reconciliation, page: str) -> None:
    """Add the sheet; ``page`` is the file name of the HTML report that targets link to, "" for none."""
    add_table(book, "findings", _columns(book, page), _records(book, reconciliation, page))


def _columns(book: Book, page: str) -> tuple[Column, ...]:
    return (
        Column("target"),
        *((Column("link"),) if page else ()),
        Column("severity", family="severity"),
        Column("finding_confidence", family="confidence"),
        Column("rule_name", width=20),
        Column("message", width=60),
        Column("outcome"),
        Column("words", width=40),
        Column("places", width=30),
        Column("waived_reason", width=24),
        Column("waived_by"),
        Column("decided", width=24),
        *finding_review(book.t),
        Column("rule", hidden=True),
        Column("fingerprint", hidden=True),
    )


def _records(book: Book, reconciliation: Reconciliation, page: str) -> Iterator[Record]:
    for finding, row in zip(reconciliation.all_findings, finding_rows(reconciliation), strict=True):
        whose = finding.target
        link = Link(book.t("workbook.open"), page, anchor(whose)) if page and whose is not None else None
        yield {**row, **_more(book, finding), "link": link}


def _more(book: Book, finding: Finding) -> Record:
    return {
        "finding_confidence": finding.confidence,
        "rule_name": rule_name(finding.rule, book.lang),
        "message": finding.message.in_language(book.lang),
        "words": "\n".join(citation.text for citation in finding.citations),
        "places": "\n".join(place(citation) for citation in finding.citations),
        "waived_reason": finding.waived.reason if finding.waived else None,
        "decided": mark_words(finding.decided, book.t) if finding.decided else None,
    }
