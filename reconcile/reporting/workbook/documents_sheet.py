"""The sheet of documents: what each was, how it was read, what was repaired or doubtful, what the workbook lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.tables import forward_slashes, place
from reconcile.reporting.workbook.cells import day
from reconcile.reporting.workbook.row_heights import set_title_height
from reconcile.reporting.workbook.table import Book, Column, Record, print_set_up, write_rows

if TYPE_CHECKING:
    from reconcile.model import Document, Reconciliation

_COUNTS = ("record", "header", "separator", "prose", "residue")
_DOCUMENTS = (
    Column("path"),
    Column("role", family="role"),
    Column("title"),
    Column("issuer"),
    Column("document_number"),
    Column("document_date", "date"),
    Column("as_of", "date"),
    Column("records", "count"),
    Column("characters", "count"),
    *(Column(f"characters_{kind}", "count") for kind in _COUNTS),
    Column("encoding"),
    Column("sha256"),
)
_NOTES = (Column("path"), Column("note_kind"), Column("note_says"), Column("at"), Column("words"), Column("concerned"))
_WIDTHS = (36, 14, 44, 26, 30, 14, 14, 10, 10, 10, 10, 10, 10, 10, 10, 24)


def add_documents(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet; the last one, since it tells what the others lack."""
    sheet = book.file.add_worksheet(book.t("workbook.documents"))
    row = write_rows(book, sheet, 0, _DOCUMENTS, [_document(document) for document in reconciliation.inputs], _WIDTHS)
    for heading, records in (
        ("diagnostics", [note for document in reconciliation.inputs for note in _diagnostics(book, document)]),
        ("residues", [note for document in reconciliation.inputs for note in _residues(document)]),
        ("cuts", [{"path": name, "at": cell} for name, cell in book.cuts]),
        ("unlinked", [{"path": name, "at": cell} for name, cell in book.unlinked.items()]),
    ):
        if records:
            sheet.write_string(row + 1, 0, book.t(f"workbook.{heading}"), book.formats["title"])
            set_title_height(sheet, row + 1)
            row = write_rows(book, sheet, row + 2, _NOTES, records, _WIDTHS)
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    sheet.freeze_panes(1, 1)
    print_set_up(book, sheet)


def _document(document: Document) -> Record:
    counts = document.accounting
    return {
        "path": forward_slashes(document.path),
        "role": document.role,
        "title": document.title,
        "issuer": document.issuer,
        "document_number": document.number,
        "document_date": day(document.date),
        "as_of": day(document.as_of) if document.as_of else None,
        "records": document.records,
        "characters": counts.total,
        **{f"characters_{kind}": getattr(counts, kind) for kind in _COUNTS},
        "encoding": document.encoding,
        "sha256": document.sha256,
    }


def _diagnostics(book: Book, document: Document) -> Iterator[Record]:
    for diagnostic in document.diagnostics:
        citation = diagnostic.citation
        yield {
            "path": forward_slashes(document.path),
            "note_kind": diagnostic.kind,
            "note_says": diagnostic.message.in_language(book.lang),
            "at": place(citation) if citation else None,
            "words": citation.text if citation else None,
            "concerned": " ".join(diagnostic.records),
        }


def _residues(document: Document) -> Iterator[Record]:
    for residue in document.residues:
        path = forward_slashes(document.path)
        yield {"path": path, "at": place(residue.cite()), "words": residue.text}
