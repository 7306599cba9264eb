"""Rows whose cells are parted by spaces, in which empty cells vanish and long ones may go on below themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from reconcile.reading.broken import is_page_mark
from reconcile.reading.cells import ends_owner, is_owner
from reconcile.reading.headers import known_enough
from reconcile.reading.ids import is_id
from reconcile.reading.layout import Layout, lay_out
from reconcile.reading.layouts.cuts import Cut, cut, made_row
from reconcile.reading.layouts.fitting import Profile, fit, fits, profiles
from reconcile.reading.layouts.segments import is_remark
from reconcile.reading.roles import Column, exact_role, heading_role
from reconcile.reading.rows import Row, display_width

_WIDE = re.compile(r"(?:(?!\s{2}|\u3000|\t).)+")
_NARROW = re.compile(r"\S+")
_GAP = re.compile(r"\S\s{2,}\S")
_LEAST_COLUMNS = 3
# A heading is torn into so few parts, a row broken over so few lines; a line is broken so near to the longest one.
_MOST_TORN, _MOST_LINES, _NEAR_EDGE = 6, 6, 5
_LONGEST_HEADER = 400
# A line of more parts than this is no row.
_MOST_PARTS = 200
_OWNERS = ("owner", "lead", "support", "leader")
# Columns are aligned where their cells begin within so many places of each other; a place off costs so many bits.
_SPREAD = 4
_BITS_A_PLACE = 0.25
_FAR = 4.0
# A name of no more letters is that of a person.
_LONGEST_NAME = 4


class _Split(NamedTuple):
    """How lines are cut into cells, and the columns that the header names."""

    words: re.Pattern[str]
    header: list[Cut]
    columns: tuple[Column, ...]
    row: Row

    @property
    def numbered(self) -> bool:
        return self.columns[0].role == "id"


class _Line(NamedTuple):
    """A line cut at its spaces: its parts, and where each begins in characters and in a fixed-width page."""

    row: Row
    parts: list[Cut]
    places: tuple[list[int], list[int]]


def spaced_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a text whose cells are parted by spaces, None where no line of headings is found."""
    out: list[Row] = []
    split: _Split | None = None
    lines: list[_Line] = []
    for row in rows:
        found = _header(row) if row.kind == "line" else None
        if found is not None:
            out.extend(_read(split, lines))
            split, lines = found, []
            out.append(made_row([[part] for part in found.header]))
        elif split is not None and row.kind == "line" and is_page_mark(row.cells[0]):
            lines.append(_Line(row, [], ([], [])))
        elif split is not None and row.kind == "line" and not is_remark(row.cells[0]):
            lines.append(_cut_line(row, split.words))
        else:
            out.extend(_read(split, lines))
            lines = []
            out.append(row)
    if split is None:
        return None
    out.extend(_read(split, lines))
    return lay_out(out)


def _header(row: Row) -> _Split | None:
    """How to cut the lines under a line of headings, None for any other line."""
    text = row.cells[0]
    if len(text) > _LONGEST_HEADER:
        return None
    for words in (_WIDE, _NARROW):
        if words is _NARROW and text.isascii():
            continue
        parts = [cut(row, *found.span()) for found in words.finditer(text) if found.group().strip()]
        parts = _torn_together(parts, row) if words is _NARROW else parts
        if len(parts) < _LEAST_COLUMNS or not any(heading_role(part.text) for part in parts[:2]):
            continue
        roles = [heading_role(part.text) for part in parts]
        if known_enough(roles, [part.text for part in parts]):
            columns = tuple(Column(part.text, role) for part, role in zip(parts, roles, strict=True))
            return _Split(words, parts, columns, row)
    return None


def _torn_together(parts: list[Cut], row: Row) -> list[Cut]:
    """Headings with those put together again that blanks stand inside of (序 号)."""
    out: list[Cut] = []
    place = 0
    while place < len(parts):
        most = min(len(parts) - place, _MOST_TORN)
        ends = (place + count for count in range(most, 1, -1))
        torn = next((end for end in ends if _is_one_heading([part.text for part in parts[place:end]])), place + 1)
        out.extend(_whole(parts[place:torn], row))
        place = torn
    return out


def _is_one_heading(texts: list[str]) -> bool:
    return any(len(text) == 1 for text in texts) and bool(exact_role("".join(texts)))


def _cut_line(row: Row, words: re.Pattern[str]) -> _Line:
    text = row.cells[0]
    parts = [cut(row, *found.span()) for found in words.finditer(text) if found.group().strip()]
    starts = [part.column for part in parts]
    if len(parts) > _MOST_PARTS:
        return _Line(row, [cut(row)], ([row.starts[0]], [row.starts[0]]))
    wide, widths, before = row.starts[0], [], 0
    for start in starts:
        wide += display_width(text[before : start - row.starts[0]])
        before = start - row.starts[0]
        widths.append(wide)
    return _Line(row, parts, (starts, widths))


def _read(split: _Split | None, lines: Sequence[_Line]) -> list[Row]:
    """The rows that the lines under one header are, each with the lines that go on with it."""
    if split is None:
        return [line.row for line in lines]
    width = len(split.columns)
    full = [line for line in lines if len(line.parts) == width and _begins(line, split)]
    known = profiles(split.columns, [[part.text for part in line.parts] for line in full])
    aligned = _alignment(full, width) if _has_gaps(split, lines) else None
    if aligned is None and split.words is _WIDE:
        aligned = _under_headings(split, lines)
    if split.words is _NARROW and split.numbered and aligned is None:
        return [line.row for line in lines]  # blanks alone do not part such cells
    out: list[Row] = []
    cells: list[list[Cut]] = []
    last = 0
    for line in lines:
        # A blank line ends a record, unless it stands around the mark of a page.
        follows, last = line.row.line == last + 1, line.row.line
        if not line.parts:
            out.append(line.row)
            last = _below_mark(line, lines)
        elif _begins(line, split):
            out.extend(_made(cells, split))
            cells = _placed(line, known, split.words is _WIDE, _near(line, aligned))
            if not cells:
                out.append(line.row)
        elif cells and follows and _goes_on(line, split, cells, aligned):
            continue
        else:
            out.extend(_made(cells, split))
            cells = []
            out.append(line.row)
    out.extend(_made(cells, split))
    return out


def _has_gaps(split: _Split, lines: Sequence[_Line]) -> bool:
    """Whether cells stand under each other: single blanks part words wherever they stand."""
    gaps = sum(_GAP.search(line.row.cells[0]) is not None for line in lines)
    return split.words is _WIDE or split.header[0].text.isascii() or gaps * 2 > len(lines)


def _below_mark(mark: _Line, lines: Sequence[_Line]) -> int:
    """The line before the first one below the mark of a page."""
    return next((each.row.line - 1 for each in lines if each.parts and each.row.line > mark.row.line), mark.row.line)


def _begins(line: _Line, split: _Split) -> bool:
    """Whether a line begins a record: with an id, or without ids with most of its cells."""
    if split.numbered:
        return len(line.parts) > 1 and is_id(line.parts[0].text)
    return len(line.parts) * 2 > len(split.columns)


def _alignment(full: Sequence[_Line], width: int) -> tuple[int, list[float]] | None:
    """Which way of counting places lines the columns up, and where each begins; None where they are not aligned."""
    if len(full) < 2:
        return None
    best: tuple[float, int, list[float]] | None = None
    for way in (0, 1):
        starts = [[line.places[way][column] for line in full] for column in range(width)]
        spread = sum(max(each) - min(each) for each in starts[1:]) / max(width - 1, 1)
        middles = [float(median(each)) for each in starts]
        if best is None or spread < best[0]:
            best = (spread, way, middles)
    assert best is not None
    return (best[1], best[2]) if best[0] <= _SPREAD else None


def _under_headings(split: _Split, lines: Sequence[_Line]) -> tuple[int, list[float]] | None:
    """The same by the headings, where the cells of every record, and several in a row, begin under one each."""
    header = _cut_line(split.row, split.words).places
    records = [line for line in lines if line.parts and _begins(line, split)]
    for way in (0, 1):
        middles = list(map(float, header[way]))
        places = [line.places[way] for line in records]
        if len(records) > 1 and all(min(abs(place - each) for each in middles) <= 1 for own in places for place in own):
            return way, middles
    return None


def _near(line: _Line, aligned: tuple[int, list[float]] | None) -> Callable[[int, int], float] | None:
    if aligned is None:
        return None
    way, middles = aligned
    places = line.places[way]
    return lambda part, column: -min(abs(places[part] - middles[column]) * _BITS_A_PLACE, _FAR)


def _placed(
    line: _Line, known: Sequence[Profile], wide: bool, near: Callable[[int, int], float] | None
) -> list[list[Cut]]:
    """The cells of a line; as many parts as there are columns, parted by more than a blank, are the cells."""
    texts = [part.text for part in line.parts]
    if (wide and len(texts) == len(known)) or fits(texts, known):
        return [[part] for part in line.parts]
    found = fit(texts, known, joins=True, near=near)
    cells: list[list[Cut]] = [[] for _ in known]
    for part, column in zip(line.parts, found.columns, strict=False):
        cells[column].append(part)
    return [_whole(parts, line.row) for parts in cells] if found.columns else []


def _whole(parts: list[Cut], row: Row) -> list[Cut]:
    """Neighbouring stretches of one line as one, the blanks between them as printed."""
    if len(parts) < 2:
        return parts
    start, end = parts[0].column - row.starts[0], parts[-1].column - row.starts[0] + len(parts[-1].text)
    return [cut(row, start, end)]


def _goes_on(line: _Line, split: _Split, cells: list[list[Cut]], aligned: tuple[int, list[float]] | None) -> bool:
    """Put a line that begins no record into the record above, below the cells that it goes on with."""
    if aligned is None:
        return _more_owners(line, split, cells)
    way, middles = aligned
    if line.places[way][0] < middles[1] - _SPREAD:
        return False
    columns = [
        min(_columns_of(part.text, split), key=lambda index: abs(middles[index] - place))
        for part, place in zip(line.parts, line.places[way], strict=True)
    ]
    if split.numbered and 0 in columns:
        return False  # an id is never broken: who signs the table stands there
    for part, column in zip(line.parts, columns, strict=True):
        cells[column].append(part)
    return True


def _columns_of(text: str, split: _Split) -> list[int]:
    """The columns that words may go on in: figures are no names of owners."""
    figures = any(map(str.isdecimal, text))
    return [index for index, column in enumerate(split.columns) if not (figures and column.role in _OWNERS)]


def _more_owners(line: _Line, split: _Split, cells: list[list[Cut]]) -> bool:
    """Put a line that names owners alone to those of the record on the line above."""
    last = next((index for index in range(len(cells) - 1, -1, -1) if split.columns[index].role in _OWNERS), None)
    if last is None or not cells[last] or cells[last][-1].line != line.row.line - 1 or not is_owner(line.row.cells[0]):
        return False
    cells[last].extend(line.parts)
    return True


def _made(cells: Sequence[list[Cut]], split: _Split) -> list[Row]:
    """The row of cells; those of owners are parted where lines end, but for a name that is torn there."""
    if not cells:
        return []
    between = [
        "\n"
        if column.role in _OWNERS and all(_is_whole(part.text) for part in parts[:-1]) and not _is_one_name(parts)
        else ""
        for index, (column, parts) in enumerate(zip(split.columns, cells, strict=True))
    ]
    return [made_row(cells, between)]


def _is_one_name(parts: Sequence[Cut]) -> bool:
    """Whether two lines hold one name of an owner: the upper is none by itself (市农业 over 农村局)."""
    return len(parts) == 2 and not ends_owner(parts[0].text) and is_owner("".join(part.text for part in parts))


def _is_whole(names: str) -> bool:
    """Whether names end with a line: the last one is whole, or is the name of a person."""
    return ends_owner(names) or len(names) <= _LONGEST_NAME or not names[-1].isalpha()
