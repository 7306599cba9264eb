"""Cells printed once for several records: the id and the owners of a merged cell that was torn from all but one row."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.reading.fields import Entry
from reconcile.reading.ids import number_of
from reconcile.reading.rows import Origin


def group_id(group: Sequence[Entry]) -> str:
    """The id that the lines of a group stand under, "" for none."""
    return next((entry.id for entry in group if entry.id), "")


def with_shared_cells(records: Sequence[list[Entry]], own: str, after: str) -> list[list[Entry]]:
    """The records of one group, each with the cells that the first one bears for all of them.

    That is so where the numbering leaves no room for the others, the group's id ``own`` being followed by ``after``
    ("" at the end), and they name no owner either: merged cells leave both blank, a lost id only itself.
    """
    if len(records) < 2 or not own or not _leaves_no_room(own, after):
        return list(records)
    first = next((entry for record in records for entry in record if entry.id), records[0][0])
    bears_owner = first.has_owner
    return [
        record
        if record[0] is first or any(entry.id or entry.has_owner or entry.leader for entry in record) or not bears_owner
        else [_shared(record[0], first), *record[1:]]
        for record in records
    ]


def with_owners_from_above(entries: Sequence[Entry]) -> list[Entry]:
    """Lines under a first column of owners, each with those of the line above where that cell is blank.

    A column of owners that stands before all others groups the rows: it is printed once for several.
    """
    out: list[Entry] = []
    for entry in entries:
        owners = entry.fields.owners
        grouped = len(owners) == 1 and owners[0][0] == 0 and not entry.fields.leader
        if out and grouped and entry.target and not entry.has_owner and out[-1].has_owner:
            entry = _filled(entry, out[-1], [0])._replace(has_owner=True)
        out.append(entry)
    return out


def _leaves_no_room(own: str, after: str) -> bool:
    number, next_number = number_of(own), number_of(after) if after else None
    return not after or number is None or next_number is None or next_number in (number + 1, 1)


def _shared(entry: Entry, first: Entry) -> Entry:
    """A line with its blank cells of id, leader, deadline and owners filled from the first line of its group."""
    fields = entry.fields
    wanted = [
        *(() if fields.id is None else (fields.id,)),
        *fields.leader,
        *(() if entry.deadline else fields.deadline),
        *(index for index, _ in fields.owners),
    ]
    return _filled(entry, first, wanted)._replace(
        id=first.id, leader=first.leader, deadline=entry.deadline or first.deadline, has_owner=True
    )


def _filled(entry: Entry, above: Entry, wanted: Sequence[int]) -> Entry:
    """A line with the ``wanted`` columns, where blank, filled from a line above; they are cited where they stand."""
    row, start = entry.line
    cells = list(row.cells) + [""] * (start + max(wanted) + 1 - len(row.cells))
    starts = list(row.starts) + [row.starts[-1]] * (len(cells) - len(row.cells))
    merged = dict(row.merged or {})
    for index in wanted:
        passage = above.line.row.passage(above.line.first + index, "")
        if passage.text and not cells[start + index]:
            cells[start + index] = passage.text
            merged[start + index] = Origin(passage.text, passage.line, passage.column, passage.place)
    filled = row._replace(cells=tuple(cells), starts=tuple(starts), merged=merged)
    return entry._replace(line=entry.line._replace(row=filled), carried=True)
