"""What became of every character of a document: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.model import Accounting, Passage
from reconcile.reading.fields import Entry
from reconcile.reading.layout import Layout, Table
from reconcile.reading.rows import Row, ink, row_ink


def account(layout: Layout, strays: Sequence[Passage]) -> Accounting:
    """The non-blank characters of a document by what became of them; ``strays`` are the cells that stand nowhere."""
    lines = [line for table in layout.tables for line in table.lines]
    body: dict[int, Row] = {id(line.row): line.row for line in lines}
    body.update((id(row), row) for row, _ in layout.asides)
    aside = sum(ink(row.cell(index)) for row, index in layout.asides)
    residue = sum(ink(passage.text) for passage in strays)
    stray_rows = {id(row): row for row, _ in layout.strays if id(row) not in body}
    return Accounting(
        record=sum(map(row_ink, body.values())) + sum(map(row_ink, stray_rows.values())) - residue - aside,
        header=sum(map(row_ink, layout.headers)),
        separator=sum(map(row_ink, layout.rules))
        + sum(
            row.marks
            for rows in (layout.headers, layout.rules, layout.prose, body.values(), stray_rows.values())
            for row in rows
        ),
        prose=sum(map(row_ink, layout.prose)) + aside,
        residue=residue,
    )


def entry_cells(entries: Sequence[Entry], width: int, name: str) -> list[Passage]:
    """The filled cells of lines that belong to no record."""
    return [
        entry.line.row.passage(index, name)
        for entry in entries
        for index in range(entry.line.first, entry.line.first + width)
        if entry.line.row.cell(index)
    ]


def table_cells(table: Table, name: str) -> list[Passage]:
    """The filled cells of a table that names no targets."""
    return [
        row.passage(index, name)
        for row, first in table.lines
        for index in range(first, first + len(table.columns))
        if row.cell(index)
    ]
