"""Stretches of lines that know where they stand, and the rows that are put together from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reconcile.reading.rows import Place, Row, ink


class Cut(NamedTuple):
    """A stretch of one line without blanks around it: its text, and where it stands."""

    text: str
    line: int
    column: int
    place: str = ""


def cut(row: Row, start: int = 0, end: int | None = None, cell: int = 0) -> Cut:
    """The characters ``start`` to ``end`` of a cell, without the blanks around them.

    >>> cut(Row("line", 3, ("1. 新增床位 ",), (5,)), 2)
    Cut(text='新增床位', line=3, column=8, place='')
    """
    text = row.cells[cell][start:end]
    bare = text.lstrip()
    column = row.starts[cell] + start + len(text) - len(bare)
    return Cut(bare.rstrip(), row.line, column, row.place.of(cell) if row.place else "")


def made_row(cells: Sequence[Sequence[Cut]], between: Sequence[str] = (), marks: int = 0) -> Row:
    """A row whose cells are put together from stretches; ``between`` stands between those of each cell.

    Where it is "", English words are parted by a blank all the same.

    >>> made_row([[Cut("1", 4, 1)], [Cut("新增", 4, 3), Cut("床位", 5, 1)], []]).cells
    ('1', '新增床位', '')
    """
    texts, starts, places = [], [], []
    pieces: dict[int, tuple[tuple[int, int, int], ...]] = {}
    first = next(part for parts in cells for part in parts)
    where = first
    for index, parts in enumerate(cells):
        join = (between[index] if between else "") or (" " if parts and parts[0].text.isascii() else "")
        texts.append(join.join(part.text for part in parts))
        if parts:
            where = parts[0]
        starts.append(where.column)
        places.append(where.place)
        if len(parts) > 1 or where.line != first.line:
            offset, own = 0, []
            for part in parts or [where]:
                own.append((offset, part.line, part.column))
                offset += len(part.text) + len(join)
            pieces[index] = tuple(own)
    place = Place("", "", "names", 0, tuple(places)) if any(places) else None
    return Row("made", first.line, tuple(texts), tuple(starts), marks, pieces or None, place)


def prose_row(part: Cut) -> Row:
    """A stretch of a line as prose."""
    return Row("line", part.line, (part.text,), (part.column,), place=Place(part.place) if part.place else None)


def cuts_ink(cells: Iterable[Iterable[Cut]]) -> int:
    """The non-blank characters of all stretches."""
    return sum(ink(part.text) for parts in cells for part in parts)
