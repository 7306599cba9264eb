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
        join = (between[index] if between else "") or between_lines(parts)
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


def between_lines(parts: Sequence[Cut]) -> str:
    """What stands between the stretches of one cell: English words are parted by a blank."""
    return " " if parts and parts[0].text.isascii() else ""


def parted(parts: Sequence[Cut], place: int, end: int | None = None) -> tuple[list[Cut], list[Cut]]:
    """Stretches that are read as one text, cut at a place of it; the first half ends before ``end``, where given.

    >>> before, after = parted([Cut("建桥。已", 1, 1), Cut("通车", 2, 1)], 3)
    >>> [part.text for part in before], [(part.text, part.line, part.column) for part in after]
    (['建桥。'], [('已', 1, 4), ('通车', 2, 1)])
    """
    first, second = list[Cut](), list[Cut]()
    offset, gap = 0, len(between_lines(parts))
    end = place if end is None else end
    for part in parts:
        before, after = _stretch(part, 0, end - offset), _stretch(part, place - offset, len(part.text))
        first.extend([before] if before.text else [])
        second.extend([after] if after.text else [])
        offset += len(part.text) + gap
    return first, second


def _stretch(part: Cut, start: int, end: int) -> Cut:
    start = max(start, 0)
    text = part.text[start : max(end, 0)]
    bare = text.lstrip()
    return Cut(bare.rstrip(), part.line, part.column + start + len(text) - len(bare), part.place)


def prose_row(part: Cut) -> Row:
    """A stretch of a line as prose."""
    return Row("line", part.line, (part.text,), (part.column,), place=Place(part.place) if part.place else None)


def cuts_ink(cells: Iterable[Iterable[Cut]]) -> int:
    """The non-blank characters of all stretches."""
    return sum(ink(part.text) for parts in cells for part in parts)
