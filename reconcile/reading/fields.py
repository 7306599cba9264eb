"""Which column holds what, and the lines of a table read by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reconcile.model import Note, Passage
from reconcile.reading.cells import holds_amounts, is_amount, is_number, placeholders
from reconcile.reading.layout import Line
from reconcile.reading.people import OwnerRole
from reconcile.reading.roles import Column, is_remarks_heading
from reconcile.reading.rows import Row, visible

_SAMPLE = 300
_FIGURE = re.compile(r"\d")
_BRACKETED = re.compile(r"[(（][^()（）]{1,8}[)）]")


class Fields(NamedTuple):
    """The columns of each kind, counted from the first of the table. ``notes`` are (column, role, heading).

    ``narrower`` are columns of outcomes for a part of the period, among the notes as well; ``remarks`` those in which
    a status may stand where no column is for it.
    """

    id: int | None
    target: tuple[int, ...]
    narrative: tuple[int, ...]
    claim: tuple[int, ...]
    leader: tuple[int, ...]
    deadline: tuple[int, ...]
    owners: tuple[tuple[int, OwnerRole], ...]
    notes: tuple[tuple[int, str, str], ...]
    narrower: tuple[int, ...] = ()
    remarks: tuple[int, ...] = ()


class Entry(NamedTuple):
    """One line of a table by what its cells hold; the texts are as printed, several columns of a kind joined.

    ``carried`` says that cells printed once for several lines were taken from a line above.
    """

    line: Line
    fields: Fields
    id: str
    target: str
    narrative: str
    claim: str
    leader: str
    deadline: str
    has_owner: bool
    carried: bool = False


def fields_of(columns: Sequence[Column]) -> Fields:
    """The columns by kind."""

    def having(*roles: str) -> tuple[int, ...]:
        return tuple(index for index, column in enumerate(columns) if column.role in roles)

    ids = having("id")
    owner_roles: dict[str, OwnerRole] = {"owner": "", "lead": "lead", "support": "support"}
    owners = tuple((index, owner_roles[columns[index].role]) for index in having("owner", "lead", "support"))
    known = ("target", "outcome", "claim", "leader", "deadline", "owner", "lead", "support")
    notes = tuple(
        (index, column.role, column.heading)
        for index, column in enumerate(columns)
        if column.role not in known and index not in ids[:1]
    )
    # 完成投资(万元): the unit of the cells below stands in the heading alone.
    notes += tuple((i, "unit", columns[i].heading) for i in having("outcome") if _BRACKETED.search(columns[i].heading))
    return Fields(
        ids[0] if ids else None,
        having("target"),
        having("outcome"),
        having("claim"),
        having("leader"),
        having("deadline"),
        owners,
        notes,
        tuple(index for index, column in enumerate(columns) if column.source == "narrower"),
        tuple(index for index, role, heading in notes if role == "other" and is_remarks_heading(heading)),
    )


def without_outcome(fields: Fields, columns: Sequence[Column]) -> Fields:
    """The same fields for a plan: what a completion report says of its rows is kept as notes."""
    extra = tuple((index, columns[index].role, columns[index].heading) for index in (*fields.narrative, *fields.claim))
    return fields._replace(narrative=(), claim=(), notes=(*fields.notes, *extra), narrower=(), remarks=())


def read_entries(lines: Iterable[Line], columns: Sequence[Column], fields: Fields) -> list[Entry]:
    """The lines of a table by what their cells hold."""
    width = 1 + max(_used(fields))
    owner_columns = [index for index, _ in fields.owners]
    entries = []
    lines = list(lines)
    amounts = _amount_columns(lines, fields)
    # Where ids are missing, a target may stand on another line of a torn record.
    names = (
        any(role == "name" for _, role, _ in fields.notes)
        and fields.id is not None
        and all(line.row.cell(line.first + fields.id) for line in lines)
    )
    for line in lines:
        if line.row.merged:
            line = _with_merged(line, fields, len(columns))
        row, first = line
        cells = row.cells[first : first + width]
        if len(cells) < width:
            cells = cells + ("",) * (width - len(cells))
        own = fields if len(fields.target) < 2 else _with_goals(cells, columns, fields)
        if names and not any(cells[index] for index in own.target):
            own = _with_name(cells, own)
        if own.narrower:
            own = _with_narrower(cells, own)
        if amounts:
            own = _with_values(cells, columns, own, amounts)
        entries.append(
            Entry(
                line,
                own,
                visible(cells[fields.id]) if fields.id is not None else "",
                _text(cells, own.target),
                _text(cells, own.narrative),
                _text(cells, fields.claim),
                _text(cells, fields.leader),
                _text(cells, fields.deadline),
                any(map(cells.__getitem__, owner_columns)),
            )
        )
    return entries


def _with_merged(line: Line, fields: Fields, width: int) -> Line:
    """A line with the cells that began above it filled in, if it begins a record of its own.

    It does where its id, or without a column of ids its target, is its own; else it goes on with the record above,
    in which those cells stand.
    """
    row, first = line
    merged = row.merged or {}
    begins = row.cell(first + fields.id) if fields.id is not None else any(row.cell(first + i) for i in fields.target)
    if not begins:
        return line
    filled = {index: merged[index].text for index in merged if first <= index < first + width}
    cells = tuple([filled.get(index, cell) for index, cell in enumerate(row.cells)])
    return Line(row._replace(cells=cells), first)


def goes_on_by_merge(entry: Entry) -> bool:
    """Whether a merged cell holds the line's id: it certainly goes on with the record above."""
    row, first = entry.line
    return bool(row.merged) and entry.fields.id is not None and first + entry.fields.id in (row.merged or {})


def _with_goals(cells: Sequence[str], columns: Sequence[Column], fields: Fields) -> Fields:
    """The fields of one line whose target stands in several cells: one of them may be a note, its goal.

    A number alone beside words is one, and so are figures that the words give already (4部 beside 开发教材4部).
    """
    told = max((cells[index] for index in fields.target), key=len)
    numbers = tuple(
        index
        for index in fields.target
        if is_number(cells[index]) or (cells[index] != told and cells[index] in told and _FIGURE.search(cells[index]))
    )
    words = tuple(index for index in fields.target if index not in numbers)
    if not numbers or not any(cells[index] for index in words):
        return fields
    goals = tuple((index, "goal", columns[index].heading) for index in numbers)
    return fields._replace(target=words, notes=(*goals, *fields.notes))


def _with_name(cells: Sequence[str], fields: Fields) -> Fields:
    """The fields of one line that names a project and promises nothing more of it: the name is its target."""
    named = tuple(index for index, role, _ in fields.notes if role == "name" and index < len(cells) and cells[index])
    # A line that tells nothing else goes on with another one, or heads a part of the table.
    told = any(cells[index] for index in (*fields.narrative, *fields.claim, *(index for index, _ in fields.owners)))
    if not named or not told:
        return fields
    return fields._replace(target=named, notes=tuple(note for note in fields.notes if note[0] not in named))


def _with_narrower(cells: Sequence[str], fields: Fields) -> Fields:
    """The fields of one line of which only a part of the period is told: that is its narrative, the latest one."""
    told = [index for index in fields.narrower if index < len(cells) and cells[index]]
    if not told or any(cells[index] not in placeholders() for index in fields.narrative if cells[index]):
        return fields
    return fields._replace(narrative=(told[-1],), notes=tuple(note for note in fields.notes if note[0] != told[-1]))


def _amount_columns(lines: Sequence[Line], fields: Fields) -> frozenset[int]:
    """The columns of outcomes that hold one amount in each cell, where another one holds words."""
    if len(fields.narrative) < 2:
        return frozenset()
    amounts = [
        index
        for index in fields.narrative
        if holds_amounts([line.row.cell(line.first + index) for line in lines[:_SAMPLE]])
    ]
    return frozenset(amounts) if len(amounts) < len(fields.narrative) else frozenset()


def _with_values(cells: Sequence[str], columns: Sequence[Column], fields: Fields, amounts: frozenset[int]) -> Fields:
    """The fields of one line whose outcome stands in words beside amounts: each amount is a note of its own."""
    values = tuple(index for index in fields.narrative if index in amounts and is_amount(cells[index]))
    words = tuple(index for index in fields.narrative if index not in values)
    if not values or not any(any(map(str.isalpha, cells[index])) for index in words):
        return fields
    notes = tuple(note for note in fields.notes if note[0] not in values)
    reached = tuple((index, "value", columns[index].heading) for index in values)
    return fields._replace(narrative=words, notes=(*reached, *notes))


def _used(fields: Fields) -> Iterable[int]:
    yield fields.id or 0
    for columns in (fields.target, fields.narrative, fields.claim, fields.leader, fields.deadline):
        yield from columns
    yield from (index for index, _ in fields.owners)
    yield from fields.narrower
    yield from (index for index, role, _ in fields.notes if role == "name")


def _text(cells: Sequence[str], columns: tuple[int, ...]) -> str:
    if len(columns) == 1:
        return cells[columns[0]]
    return " ".join(cells[index] for index in columns if cells[index])


def columns_passage(line: Line, columns: tuple[int, ...], path: str) -> Passage:
    """The text of one or several columns of a line as a passage; an empty one keeps the place of the first column."""
    row, first = line
    if len(columns) == 1:
        return row.passage(first + columns[0], path)
    filled = [first + index for index in columns if row.cell(first + index)]
    if not filled:
        return row.passage(first + columns[0] if columns else len(row.cells), path)
    return join_passages([row.passage(index, path) for index in filled], " ")


def join_passages(parts: Sequence[Passage], between: str) -> Passage:
    """Several passages as one, ``between`` each two; the place of each is kept among its pieces."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[tuple[int, int, int]] = []
    places: list[str] = []
    offset = 0
    for part in parts:
        own = part.pieces or ((0, part.line, part.column),)
        pieces.extend((offset + start, line, column) for start, line, column in own)
        places.extend(part.places or [part.place] * len(own))
        offset += len(part.text) + len(between)
    first = parts[0]
    return Passage(
        between.join(part.text for part in parts),
        first.path,
        first.line,
        first.column,
        first.place,
        tuple(pieces),
        tuple(places) if any(places) else (),
    )


def line_notes(entry: Entry, path: str) -> list[Note]:
    """The cells of a line that stand in columns of no other kind, each with its heading."""
    row, first = entry.line
    return [
        # The cell below a heading with a unit is the narrative itself: the note holds the heading alone.
        Note(role or "unknown", heading, Passage("", path))
        if index in entry.fields.narrative
        else Note(role or "unknown", heading, row.passage(first + index, path))
        for index, role, heading in entry.fields.notes
        if row.cell(first + index)
    ]


def id_passage(entry: Entry, path: str) -> Passage:
    """The id of a line where it is printed, else the first cell that says something."""
    row: Row = entry.line.row
    first = entry.line.first
    if entry.id and entry.fields.id is not None:
        return row.passage(first + entry.fields.id, path)
    return columns_passage(entry.line, entry.fields.target or entry.fields.narrative, path)
