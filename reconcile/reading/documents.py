"""One file → its table read by columns, with all that is to be said about the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reconcile.errors import DocumentError
from reconcile.model import Accounting, Diagnostic, Document, Passage, Role
from reconcile.reading import diagnostics as said
from reconcile.reading.accounting import account, entry_cells, table_cells
from reconcile.reading.announced import Announcement, announcement
from reconcile.reading.columns import resolve_columns
from reconcile.reading.content import Content, mended, read_content
from reconcile.reading.fields import Fields, fields_of, read_entries, without_outcome
from reconcile.reading.layout import Layout, Table, lay_out
from reconcile.reading.layouts.found import PROSE, WHOLE_RECORDS, Found
from reconcile.reading.limits import MOST_SEARCHED
from reconcile.reading.merged import group_entries
from reconcile.reading.mojibake import misread_as
from reconcile.reading.records import Draft
from reconcile.reading.repairs import put_right
from reconcile.reading.roles import Column, known_words
from reconcile.reading.rows import INVISIBLE, Row
from reconcile.reading.sections import set_apart
from reconcile.reading.titles import Heading, read_heading

_MOST_HEADINGS_NAMED = 12


class Reading(NamedTuple):
    """A file as read: its records, and the parts of the ``Document`` that describe it."""

    path: str
    content: Content
    heading: Heading
    columns: tuple[Column, ...]
    fields: Fields
    drafts: list[Draft]
    accounting: Accounting
    residues: tuple[Passage, ...]
    diagnostics: list[Diagnostic]
    header: Passage
    announced: Announcement | None
    tables: tuple[tuple[Table, tuple[Column, ...]], ...]
    found: Found | None


def read_table_document(path: str | Path | Content, as_plan: bool, prose: bool = False) -> Reading:
    """Read the tables of one file. ``as_plan`` keeps what a completion report says of a row as notes.

    With ``prose`` a report without any table is read sentence by sentence.

    Raises ``DocumentError`` where the file cannot be read, holds no table, or no column of targets.
    """
    content = read_content(path)
    name = content.path
    layout = lay_out_content(content)
    found: Found | None = None
    repaired = [note for table in layout.tables for note in put_right(table, name)]
    try:
        tables = _tables_with_targets(layout, name)
    except DocumentError:
        turned_back = mended(content)
        if turned_back is not None:
            return read_table_document(turned_back, as_plan, prose)
        found = _searched(content, as_plan, prose)
        if found is None:
            refuse_garbled(content.all_text(), name)
            raise
        layout, repaired = found.layout, []
        tables = _tables_with_targets(layout, name)
    drafts: list[Draft] = []
    strays = [row.passage(index, name) for row, index in layout.strays]
    for table, columns in tables:
        fields = fields_of(columns)
        entries = read_entries(table.lines, columns, without_outcome(fields, columns) if as_plan else fields)
        is_whole = found is not None and found.name in WHOLE_RECORDS
        groups, orphans = ([[entry] for entry in entries], []) if is_whole else group_entries(entries)
        drafts.extend(Draft(group) for group in groups)
        strays.extend(entry_cells(orphans, len(columns), name))
    for table in layout.tables:
        if not any(table is read for read, _ in tables):
            strays.extend(table_cells(table, name))
    header, columns = tables[0][0].header, tables[0][1]
    accounting = account(layout, strays)
    body = (line.row for table in layout.tables for line in table.lines)
    asides = (row for row, _ in layout.asides)
    notes = opening_notes(content, [*layout.headers, *layout.prose, *body, *asides]) + _column_notes(tables, name)
    notes.extend((*_unread_tables(layout, name), *repaired))
    notes.extend(_layout_notes(layout, found, header, len(drafts), name))
    if accounting.residue:
        notes.append(said.residue(strays, accounting.residue))
    above = [row.cells[0] or " ".join(row.cells) for row in _titles_over(layout.prose, header.line)]
    below = [row.cells[0] for row in layout.prose if row.line > header.line and row.kind == "line"]
    return Reading(
        name,
        content,
        read_heading(above, below),
        columns,
        fields_of(columns),
        drafts,
        accounting,
        tuple(strays),
        notes,
        header.passage(next(index for index, cell in enumerate(header.cells) if cell), name),
        announcement(row.passage(0, name) for row in layout.prose if row.kind == "line" and row.line < header.line),
        tuple(tables),
        found,
    )


def _titles_over(prose: Sequence[Row], line: int) -> list[Row]:
    """The rows above a line that may be titles: those of one cell; where there are none, all of them."""
    above = [row for row in prose if row.line < line]
    return [row for row in above if sum(map(bool, row.cells)) == 1] or above


def _layout_notes(layout: Layout, found: Found | None, header: Row, records: int, name: str) -> list[Diagnostic]:
    """How sure a layout is that was searched for, and the records and lines of it that are to be compared."""
    notes: list[Diagnostic] = []
    if found is not None:
        first = header.passage(next(index for index, cell in enumerate(header.cells) if cell), name)
        notes.append(
            said.prose_searched(records, first.cite())
            if found.name == PROSE
            else said.layout_found(found.name, found.confidence, found.doubtful, first.cite())
        )
        notes.extend(_torn_off(layout, name))
    if layout.unsure:
        ids = [row.cells[0] for row in layout.unsure]
        notes.append(said.unsure_cells(ids, layout.unsure[0].passage(0 if ids[0] else 1, name).cite()))
    return notes


def _torn_off(layout: Layout, name: str) -> list[Diagnostic]:
    """That lines between the records may be more of them, if there are any."""
    from reconcile.reading.layouts.torn import torn_off

    lines = [row.passage(0, name) for row in torn_off(layout)]
    return [said.torn_off([line.place or str(line.line) for line in lines], lines[0].cite())] if lines else []


def _searched(content: Content, as_plan: bool, prose: bool) -> Found | None:
    """Another layout of a document without an ordinary table; none of one too long to be looked through."""
    # Most documents hold an ordinary table and need none of these modules.
    from reconcile.reading.layouts.choosing import find_layout, find_prose

    rows = content.table_rows()
    if sum(len(cell) for row in rows for cell in row.cells) > MOST_SEARCHED:
        return None
    return find_layout(rows, as_plan) or (find_prose(content.prose_rows()) if prose else None)


def document_of(reading: Reading, role: Role, diagnostics: Sequence[Diagnostic]) -> Document:
    """The ``Document`` of a reading; ``diagnostics`` are added to what the reading itself has to say."""
    heading = reading.heading
    return Document(
        reading.path,
        role,
        reading.content.sha256,
        reading.content.encoding,
        heading.title,
        heading.issuer,
        heading.number,
        heading.date,
        heading.as_of,
        len(reading.drafts),
        (*reading.diagnostics, *diagnostics),
        reading.accounting,
        reading.residues,
        reading.content.cited_text(),
    )


def lay_out_content(content: Content) -> Layout:
    """The layout of a file; a text that shows no table is tried as comma-separated values."""
    layout = lay_out(content.table_rows())
    if not layout.tables and content.format == "text" and not content.path.lower().endswith(".csv"):
        as_csv = lay_out(content.table_rows(".csv"))
        if as_csv.tables:
            return as_csv
    return layout


def _tables_with_targets(layout: Layout, name: str) -> list[tuple[Table, tuple[Column, ...]]]:
    if not layout.tables:
        raise _no_table(layout, name)
    resolved = [(table, resolve_columns(table)) for table in layout.tables]
    usable = [(table, columns) for table, columns in resolved if any(c.role == "target" for c in columns)]
    if not usable:
        table, columns = resolved[0]
        seen = ", ".join(column.heading for column in columns if column.heading)
        raise DocumentError(
            f"no column of targets was found; the headings are: {seen}; "
            f"expected one such as {', '.join(known_words('target'))}",
            document=name,
            line=table.header.line,
            remedy="rename the heading, or give the file that lists the targets",
        )
    for table, columns in usable:
        records, asides = set_apart(table, columns)
        table.lines[:] = records
        layout.asides.extend((line.row, line.first + index) for line in asides for index in range(len(columns)))
    if not any(table.lines for table, _ in usable):
        raise DocumentError(
            "the table has headings but no rows",
            document=name,
            line=usable[0][0].header.line,
            remedy="give the whole file",
        )
    return usable


def refuse_garbled(text: str, name: str) -> None:
    """Raise ``DocumentError`` where a text in which nothing known was found was decoded wrongly before it was saved."""
    misread = misread_as(text)
    if misread:
        raise DocumentError(
            f"the text is garbled: it is {misread} and saved so",
            document=name,
            remedy="go back to the file it was made from, or open that in the right encoding and save it as UTF-8",
        )


def _no_table(layout: Layout, name: str) -> DocumentError:
    known = ", ".join(
        (*known_words("id", 1), *known_words("target", 3), *known_words("outcome", 2), *known_words("owner", 1))
    )
    first = next((row for row in layout.prose if len([cell for cell in row.cells if cell]) > 1), None)
    if first is None:
        return DocumentError(
            "no table was found (rows of tab-, pipe- or comma-separated cells)",
            document=name,
            remedy=f"give the file that holds the table, under headings such as {known}",
        )
    seen = ", ".join([cell for cell in first.cells if cell][:_MOST_HEADINGS_NAMED])
    return DocumentError(
        f"no row of known headings was found; the first row of cells reads: {seen[:120]}",
        document=name,
        line=0 if first.place else first.line,
        remedy=f"put a row of headings over the table, such as {known}",
    )


def opening_notes(content: Content, rows: Sequence[Row]) -> list[Diagnostic]:
    """What is to be said of how a file was opened, and of the places in ``rows`` that could not be decoded."""
    notes = list(content.notes)
    if content.damaged:
        places = ((row, index) for row in rows for index, cell in enumerate(row.cells) if "\ufffd" in cell)
        first = next(places, None)
        citation = None
        if first is not None:
            passage = first[0].passage(first[1], content.path)
            at = passage.text.index("\ufffd")
            citation = passage.cite(at, at + 1)
        notes.append(said.encoding_damaged(content.encoding, content.damaged, citation))
    if content.format != "text" or INVISIBLE.search(content.text):
        notes.extend(_invisible_signs(rows, content.path))
    return notes


def _invisible_signs(rows: Sequence[Row], name: str) -> list[Diagnostic]:
    """That signs are in the text which nothing is printed for, if there are any."""
    cells = [(row, index, cell) for row in rows for index, cell in enumerate(row.cells) if not cell.isascii()]
    found = [(row, index, cell) for row, index, cell in cells if INVISIBLE.search(cell)]
    if not found:
        return []
    row, index, cell = found[0]
    match = INVISIBLE.search(cell)
    assert match is not None
    count = sum(len(INVISIBLE.findall(cell)) for _, _, cell in found)
    return [said.invisible_signs(count, row.passage(index, name).cite(*match.span()))]


def _unread_tables(layout: Layout, name: str) -> list[Diagnostic]:
    """Tables of a format with tables of its own that stand under no known headings and were read as prose."""
    read = {row.table for row in layout.headers} | {line.row.table for table in layout.tables for line in table.lines}
    rows: dict[int, list[Row]] = {}
    for row in layout.prose:
        if row.kind == "grid" and row.table not in read:
            rows.setdefault(row.table, []).append(row)
    notes = []
    for unread in rows.values():
        wide = [row for row in unread if sum(map(bool, row.cells)) > 1]
        if len(wide) > 1:
            first = next(index for index, cell in enumerate(unread[0].cells) if cell)
            notes.append(said.unread_table(len(unread), unread[0].passage(first, name).cite()))
    return notes


def _column_notes(tables: Sequence[tuple[Table, tuple[Column, ...]]], name: str) -> list[Diagnostic]:
    notes = []
    for table, columns in tables:
        for index, (column, printed) in enumerate(zip(columns, table.columns, strict=True)):
            if (printed.role == "" or printed.source == "content") and printed.heading:
                first = next(i for i, cell in enumerate(table.header.cells) if cell)
                notes.append(
                    said.unknown_column(printed.heading, column.role, table.header.passage(first + index, name).cite())
                )
    return notes
