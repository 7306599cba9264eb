"""Rows of a table put right before they are read: cells that moved where one is missing, rows broken over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.model import Diagnostic
from reconcile.reading import diagnostics as said
from reconcile.reading.layout import Line, Table
from reconcile.reading.layouts.fitting import Profile, cell_score, fit, profiles
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary

_MOST_MISSING = 3
_LEAST_FULL = 2
_SAMPLE = 2000
_OWNERS = ("owner", "lead", "support")
_TEXTS = ("target", "outcome")
# What a text ends with that goes on in the next line.
_OPEN_END = re.compile(r"[\d、，,：:（(和及与的为至达]\Z")
# A row and the cell of it that holds its id.
_IdCell = tuple[Row, int]
_SENTENCE_END = "。；！？;!?"


def put_right(table: Table, path: str) -> list[Diagnostic]:
    """Repair the lines of a table in place; what was done is told."""
    id_column = next((index for index, column in enumerate(table.columns) if column.role == "id"), None)
    # Cells outside of the columns are told apart already, by the row that they stand in.
    width = len(table.columns)
    if any(len(row.cells) > first + width or any(row.cells[:first]) for row, first in table.lines):
        return []
    if id_column is None or not table.lines or table.lines[0].row.kind not in ("tab", "pipe"):
        return []
    joined = _join_broken(table, id_column)
    moved = _move_shifted(table, id_column)
    return [
        tell([row.cells[at] for row, at in rows], rows[0][0].passage(rows[0][1], path).cite())
        for tell, rows in ((said.broken_rows, joined), (said.shifted_cells, moved))
        if rows
    ]


def _move_shifted(table: Table, id_column: int) -> list[_IdCell]:
    """Move the cells of rows that have too few to the columns they fit, where that is much likelier than as printed."""
    width = len(table.columns)
    if len({line.first for line in table.lines}) > 1:
        return []
    short = [place for place, line in enumerate(table.lines) if _missing(line, width)]
    if not short:
        return []
    full = [line.row.cells[line.first : line.first + width] for line in table.lines[:_SAMPLE] if _is_full(line, width)]
    if len(full) < _LEAST_FULL:
        return []
    known = profiles(table.columns, full)
    gain = float(vocabulary("layouts")["fitting"]["shift_gain"])
    moved: list[_IdCell] = []
    for place in short:
        row, first = table.lines[place]
        cells = row.cells[first : first + width]
        # Where the id's column is among the last, the row may end before it.
        if not row.cell(first + id_column):
            continue
        better = fit(cells, known)
        if better.columns and better.score - _as_printed(cells, known) >= gain:
            table.lines[place] = Line(_spread(row, first, better.columns, width), first)
            moved.append((row, first + id_column))
    return moved


def _missing(line: Line, width: int) -> bool:
    """Whether a row has too few cells, none of them empty: empty ones are printed where a table keeps them."""
    count = len(line.row.cells) - line.first
    return width - _MOST_MISSING <= count < width and all(line.row.cells[line.first :])


def _is_full(line: Line, width: int) -> bool:
    return len(line.row.cells) - line.first == width and bool(line.row.cells[-1])


def _as_printed(cells: Sequence[str], known: Sequence[Profile]) -> float:
    padded = [*cells, *([""] * (len(known) - len(cells)))]
    return sum(cell_score(cell, profile) for cell, profile in zip(padded, known, strict=True))


def _spread(row: Row, first: int, columns: Sequence[int], width: int) -> Row:
    """A row with its cells in other columns, empty ones between them."""
    cells, starts = list(row.cells[:first]), list(row.starts[:first])
    pieces = {index: own for index, own in (row.pieces or {}).items() if index < first}
    taken = 0
    for column in range(width):
        here = taken < len(columns) and columns[taken] == column
        source = first + min(taken, len(columns) - 1)
        cells.append(row.cells[source] if here else "")
        starts.append(row.starts[source])
        if here and row.pieces and source in row.pieces:
            pieces[first + column] = row.pieces[source]
        taken += here
    return row._replace(cells=tuple(cells), starts=tuple(starts), pieces=pieces or None)


def _join_broken(table: Table, id_column: int) -> list[_IdCell]:
    """Join lines without an id whose words go on in the cells above them; the rows that were joined so."""
    lines: list[Line] = []
    joined: dict[int, _IdCell] = {}
    for line in table.lines:
        if lines and _goes_on(lines[-1], line, table.columns, id_column):
            lines[-1] = Line(_below(lines[-1].row, line.row, line.first, table.columns), line.first)
            joined[len(lines)] = (lines[-1].row, line.first + id_column)
        else:
            lines.append(line)
    if joined:
        table.lines[:] = lines
    return list(joined.values())


def _goes_on(above: Line, line: Line, columns: Sequence[Column], id_column: int) -> bool:
    """Whether a line is more of the row above: it fills only cells that are filled there, and one of them ends openly.

    It has no claim although that row has one, because a claim is too short to be broken.
    """
    row, first = line
    if row.cell(first + id_column) or above.first != first:
        return False
    filled = [index for index in range(len(columns)) if row.cell(first + index)]
    texts = [index for index in filled if columns[index].role in _TEXTS]
    if not any(columns[index].role == "target" for index in texts):
        return False
    if any(columns[index].role not in (*_TEXTS, *_OWNERS, "other", "") for index in filled):
        return False
    if not all(above.row.cell(first + index) for index in (*filled, id_column)):
        return False
    ends = [above.row.cell(first + index) for index in texts]
    return any(_OPEN_END.search(end) for end in ends) and not any(end[-1] in _SENTENCE_END for end in ends)


def _below(above: Row, row: Row, first: int, columns: Sequence[Column]) -> Row:
    """A row with the cells of the line below it added to its own."""
    cells, pieces = list(above.cells), dict(above.pieces or {})
    for index in range(first, first + len(columns)):
        more = row.cell(index)
        if not more:
            continue
        between = "\n" if columns[index - first].role in _OWNERS else ""
        own = pieces.get(index, ((0, above.line, above.starts[index]),))
        offset = len(cells[index] + between)
        added = (row.pieces or {}).get(index, ((0, row.line, row.starts[index]),))
        pieces[index] = (*own, *((offset + start, line, column) for start, line, column in added))
        cells[index] += between + more
    return above._replace(cells=tuple(cells), marks=above.marks + row.marks, pieces=pieces)
