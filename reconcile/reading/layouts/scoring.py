"""How sure a reading of a document is: by the records that come out of it, and by how much of it they take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from reconcile.reading.cells import is_owner
from reconcile.reading.claims import known_claim
from reconcile.reading.columns import resolve_columns
from reconcile.reading.fields import fields_of
from reconcile.reading.ids import number_of
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.marks import number_in
from reconcile.reading.layouts.segments import is_remark
from reconcile.reading.layouts.torn import torn_off
from reconcile.reading.people import read_owners
from reconcile.reading.roles import Column
from reconcile.reading.rows import row_ink

_SAMPLE = 2000
_LONG_ENOUGH = 4
# Shorter lines between records are headings and remarks, unless they go on with a record.
_LONG_PROSE = 40
_BY_HEADING = 0.75
_UNNAMED = 0.5


def confidence(layout: Layout, as_plan: bool) -> float:
    """How sure a layout is, 0…1: of ids in sequence, targets and outcomes that are there, owners, claims that are such.

    Few records are less sure, and so is a reading that leaves much of the text behind its first record to prose.
    """
    read = [(table, resolve_columns(table)) for table in layout.tables]
    read = [(table, columns) for table, columns in read if table.lines and _names_targets(columns)]
    lines = sum(len(table.lines) for table, _ in read)
    if not lines:
        return 0.0
    shares = [(len(table.lines), _share(table, columns, as_plan)) for table, columns in read]
    own = sum(count * share for count, share in shares) / lines
    return round(own * min(1.0, 0.55 + 0.15 * lines) * _covered(layout), 3)


def _names_targets(columns: Sequence[Column]) -> bool:
    return any(column.role == "target" for column in columns)


def _share(table: Table, columns: Sequence[Column], as_plan: bool) -> float:
    lines = table.lines[:_SAMPLE]
    fields = fields_of(columns)
    parts = [
        _sequence(lines, fields.id),
        _filled(lines, fields.target, _LONG_ENOUGH if len(fields.target) == 1 else 1),
    ]
    if not as_plan:
        told = (*fields.narrative, *fields.claim, *(index for index, role, _ in fields.notes if role == "ratio"))
        parts.append(_filled(lines, told, 1) if told else 0.0)
    elif not fields.owners:
        # Numbered lines under which nobody is named may be anything.
        parts.append(_UNNAMED)
    if fields.owners:
        cells = _cells(lines, [index for index, _ in fields.owners])
        named = _true(all(is_owner(name.name) for name in read_owners(cell)) for cell in cells)
        # Under a heading that says so, names of an unusual form are owners too.
        by_heading = any(columns[index].source == "heading" for index, _ in fields.owners)
        parts.append(max(named, _BY_HEADING) if by_heading and cells else named)
    if fields.claim:
        parts.append(_true(known_claim(cell) for cell in _cells(lines, fields.claim)))
    return sum(parts) / len(parts)


def _sequence(lines: Sequence[Line], column: int | None) -> float:
    """The share of ids that go on from the one before; without a column of ids nothing speaks for or against."""
    if column is None:
        return 0.7
    ids = [line.row.cell(line.first + column) for line in lines]
    # Of a number of several levels (2.1) the last one counts.
    bare = [each.strip("()（）、.").rpartition(".")[2] for each in ids if each]
    numbers = [number_of(each) or number_in(each) for each in bare]
    steps = sum(b == a + 1 or b == 1 for a, b in pairwise(numbers)) + bool(numbers)
    return steps / len(lines)


def _filled(lines: Sequence[Line], columns: Sequence[int], least: int) -> float:
    return sum(any(len(row.cell(first + i)) >= least for i in columns) for row, first in lines) / len(lines)


def _cells(lines: Sequence[Line], columns: Sequence[int]) -> list[str]:
    return [cell for row, first in lines for index in columns if (cell := row.cell(first + index))]


def _true(answers: Iterable[bool]) -> float:
    held = list(answers)
    return sum(held) / len(held) if held else 0.0


def _covered(layout: Layout) -> float:
    """The share of the words from the first record on that the records hold."""
    first = min((row.line, row.starts[0]) for table in layout.tables for row, _ in table.lines)
    held = sum(row_ink(row) + row.marks for table in layout.tables for row, _ in table.lines)
    torn = {id(row) for row in torn_off(layout)}
    left = sum(
        row_ink(row)
        for row in layout.prose
        if (row.line, row.starts[0]) > first
        and (row.kind != "line" or id(row) in torn or (len(row.cells[0]) > _LONG_PROSE and not is_remark(row.cells[0])))
    )
    left += sum(len(row.cell(index)) for row, index in layout.strays)
    return held / (held + left) if held else 0.0
