"""How a document was laid out, and how each of its columns got its role: to be shown to a user who doubts it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reconcile.reading.columns import resolve_columns
from reconcile.reading.content import Content, read_content
from reconcile.reading.documents import lay_out_content, read_table_document
from reconcile.reading.layout import Table
from reconcile.reading.layouts.choosing import find_layout
from reconcile.reading.repairs import put_right
from reconcile.reading.roles import Column, content_share
from reconcile.reading.words import NO_WORDS, Words, using

_SAMPLE = 300


class ExplainedColumn(NamedTuple):
    """A column: its heading, its role and how that was found, the share of its cells that look so, and one of them.

    ``share`` is None where the role does not rest on what the cells look like.
    """

    heading: str
    role: str
    source: str
    share: float | None
    example: str


class ExplainedTable(NamedTuple):
    """A table: the line of its headings (or of its first row), how many rows, and its columns."""

    line: int
    rows: int
    columns: tuple[ExplainedColumn, ...]


class Explained(NamedTuple):
    """A document: which layout was chosen ("table" for an ordinary one) with its confidence (0…1), and its tables."""

    path: str
    layout: str
    confidence: float
    tables: tuple[ExplainedTable, ...]


def explain_reading(path: str | Path | Content, words: Words = NO_WORDS) -> Explained:
    """How a document of tables is read, whether or not it names targets.

    Raises ``DocumentError`` where it cannot be opened, or no layout is likely enough.
    """
    content = read_content(path)
    with using(words):
        layout, name, confidence = lay_out_content(content), "table", 1.0
        for table in layout.tables:
            put_right(table, content.path)
        if not layout.tables:
            found = find_layout(content.table_rows(), as_plan=False) or find_layout(content.table_rows(), as_plan=True)
            if found is None:
                reading = read_table_document(content, as_plan=False)
                tables, name = [table for table, _ in reading.tables], "table"
            else:
                tables, name, confidence = found.layout.tables, found.name, found.confidence
        else:
            tables = layout.tables
        return Explained(content.path, name, confidence, tuple(map(_explained, tables)))


def _explained(table: Table) -> ExplainedTable:
    columns = resolve_columns(table)
    return ExplainedTable(
        table.header.line, len(table.lines), tuple(_column(table, columns, index) for index in range(len(columns)))
    )


def _column(table: Table, columns: tuple[Column, ...], index: int) -> ExplainedColumn:
    heading, role, source = columns[index]
    cells = [cell for line in table.lines[:_SAMPLE] if (cell := line.row.cell(line.first + index))]
    share = content_share(role, cells) if source == "content" else None
    return ExplainedColumn(heading, role, source if role else "", share, cells[0] if cells else "")
