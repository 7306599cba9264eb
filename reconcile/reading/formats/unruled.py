"""Tables of a PDF page that no rules part: columns by the gaps that hold over all lines, below a line of headings.

The columns are parted where, between two headings, no line below prints anything. A line that prints there is no row
of the table; where rows come again below it, it is the heading of a part, else the table has ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.broken import is_page_mark, is_section_heading
from reconcile.reading.formats.printed import Box, Char, cell_text, joined, print_lines
from reconcile.reading.formats.unruled_headings import Headings, headings_at, stretches
from reconcile.reading.formats.unruled_rows import LineOfCells, Split, split_rows
from reconcile.reading.ids import is_id
from reconcile.reading.layouts.segments import is_remark

_LEAST_ROWS = 2
# A gap between columns is at least so many letters wide.
_CHANNEL = 0.35
# A table goes on after so many lines across its columns at most.
_MOST_ACROSS = 2
# A page that goes on with a table has so many lines of its own above it at most.
_MOST_RUNNING_HEADS = 3
# Between each two columns the stretches in which nothing is printed.
_Free = list[list[tuple[float, float]]]


class Columns(NamedTuple):
    """The columns of a table: what is free between each two, their headings, and whether ids stand in mid-row."""

    free: _Free
    headings: Headings
    centred: bool


class Unruled(NamedTuple):
    """A table of a page: where it begins, its cells row by row, and whether the first row goes on from the page before.

    Of the ``breaks`` between its rows so many are ``sure``: shown by a line across, an id or a clear gap.
    """

    top: float
    rows: list[list[str]]
    torn: bool
    sure: int
    breaks: int


class _Body(NamedTuple):
    """Lines under headings, from part to part; the line that heads each part; other lines; how many were taken."""

    parts: list[list[list[Char]]]
    heads: list[list[list[Char]]]
    left: list[list[Char]]
    used: int
    free: _Free


def unruled_tables(
    chars: Sequence[Char], ruled_at: Sequence[float], before: Columns | None
) -> tuple[list[Unruled], list[Char], Columns | None]:
    """The tables of a page, the characters that stand in none, and the columns that may go on over the page.

    ``ruled_at`` are the heights of lines drawn across the page; ``before`` are the columns of the page before.
    """
    lines = print_lines(chars)
    tables: list[Unruled] = []
    position = _running_heads(lines, before)
    outside = lines[:position]
    while position < len(lines):
        own = headings_at(lines, position)
        table = None
        if own is not None or before is not None:
            table = _table(lines, position, own, ruled_at, before)
        before = None
        if table is None:
            outside.append(lines[position])
            position += 1
            continue
        read, left, position, columns = table
        tables.append(read)
        outside.extend(left)
        if all(is_page_mark(joined(line)) for line in lines[position:]):
            before = columns
            outside.extend(lines[position:])
            break
    return tables, [char for line in outside for char in line], before


def _running_heads(lines: Sequence[Sequence[Char]], before: Columns | None) -> int:
    """How many lines stand above a table that goes on from the page before."""
    if before is None:
        return 0
    for index, line in enumerate(lines[: _MOST_RUNNING_HEADS + 1]):
        if headings_at(lines, index) is not None:
            return index
        if not is_page_mark(joined(line)) and _narrowed(before.free, line) and len(stretches(line, _CHANNEL)) > 1:
            return index
    return 0


def _table(
    lines: Sequence[list[Char]],
    position: int,
    own: Headings | None,
    ruled_at: Sequence[float],
    before: Columns | None,
) -> tuple[Unruled, list[list[Char]], int, Columns] | None:
    """The table at a line, lines within it that are none of it, where it ends, and its columns; None for no table."""
    goes_on = before is not None and (own is None or own.rows == before.headings.rows)
    headings = own or (before.headings if before else None)
    if headings is None:
        return None
    first = position + (own.height if own else 0)
    free = [[(a.right, b.left)] for a, b in pairwise(headings.places)] if own or before is None else before.free
    body = _body(lines, first, free)
    edges = [max(stretch, key=lambda each: each[1] - each[0]) for stretch in body.free]
    middles = [(left + right) / 2 for left, right in edges]
    cut = [[_cells(line, middles, headings.ids) for line in part] for part in body.parts]
    centred = before.centred if before is not None and goes_on else None
    splits = [split_rows(part, ruled_at, len(middles) + 1, bool(headings.ids), centred) for part in cut if part]
    rows = [row for split in splits for row in split.rows]
    full = sum(len({column for line in row for column in line.filled}) > 1 for row in rows)
    least = 1 if goes_on or any(line.has_id for row in rows for line in row) else _LEAST_ROWS
    if full * 2 < len(rows) or full < least:
        return None
    texts = _texts(cut, splits, body.heads, middles)
    centred = any(split.centred for split in splits)
    torn = goes_on and bool(headings.ids) and not centred and not any(line.has_id for line in rows[0])
    header = own.rows if own is not None else []
    whole = [texts[0], *header, *texts[1:]] if torn else [*header, *texts]
    sure, breaks = (sum(getattr(split, name) for split in splits) for name in ("sure", "breaks"))
    read = Unruled(min(char["top"] for char in lines[position]), whole, torn, sure, breaks)
    return read, body.left, first + body.used, Columns(body.free, headings, centred)


def _body(lines: Sequence[list[Char]], first: int, free: _Free) -> _Body:
    """The lines from ``first`` on that leave something free between all columns, up to where the table ends."""
    body = _Body([[]], [], [], 0, free)
    waiting: list[list[Char]] = []
    for index in range(first, len(lines)):
        line = lines[index]
        text = joined(line)
        alone = len(stretches(line, _CHANNEL)) == 1
        if alone and (_draws(text) or (is_page_mark(text) and not is_id(text))):
            waiting.append(line)
            continue
        if is_remark(text) or len(waiting) > _MOST_ACROSS or headings_at(lines, index) is not None:
            break
        narrowed = _narrowed(body.free, line)
        if not narrowed or (alone and (waiting or is_section_heading(text))):
            waiting.append(line)
            continue
        if waiting:
            body.heads.append(waiting)
            body.parts.append([])
            waiting = []
        body.parts[-1].append(line)
        body = body._replace(used=index + 1 - first, free=narrowed)
    return _without_tail(body)


def _draws(text: str) -> bool:
    return len(text) > 2 and not any(map(str.isalnum, text))


def _without_tail(body: _Body) -> _Body:
    """Without lines of one cell that stand farther below the table than any of its rows stands below another."""
    part = body.parts[-1]
    while len(part) > 2 and len(stretches(part[-1], _CHANNEL)) == 1:
        gaps = [min(c["top"] for c in low) - max(c["bottom"] for c in high) for high, low in pairwise(part)]
        if gaps[-1] <= max(gaps[:-1]) + 1:
            break
        part.pop()
        body = body._replace(used=body.used - 1)
    return body


def _narrowed(free: _Free, line: Sequence[Char]) -> _Free:
    """What a line leaves free between the columns; nothing where it leaves too little between two of them."""
    printed = [(part.left, part.right) for part in stretches(line, _CHANNEL)]
    least = _CHANNEL * max(float(line[0]["size"]), 1.0)
    out: _Free = []
    for between in free:
        left = [part for stretch in between for part in _apart_from(stretch, printed) if part[1] - part[0] >= least]
        if not left:
            return []
        out.append(left)
    return out


def _apart_from(stretch: tuple[float, float], printed: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    out = []
    start, end = stretch
    for left, right in printed:
        if right <= start or left >= end:
            continue
        if left > start:
            out.append((start, left))
        start = max(start, right)
    if start < end:
        out.append((start, end))
    return out


def _cells(line: list[Char], middles: Sequence[float], ids: Sequence[int]) -> LineOfCells:
    columns: dict[int, list[Char]] = {}
    for char in line:
        if not char["text"].isspace():
            columns.setdefault(_column(char, middles), []).append(char)
    ends = [(float(char["top"]), float(char["bottom"])) for own in columns.values() for char in own]
    has_id = any(is_id(joined(columns[index])) for index in ids if index in columns)
    size = max(float(line[0]["size"]), 1.0)
    return LineOfCells(line, min(top for top, _ in ends), max(end for _, end in ends), size, frozenset(columns), has_id)


def _column(char: Char, middles: Sequence[float]) -> int:
    return bisect_right(middles, (char["x0"] + char["x1"]) / 2)


def _texts(
    cut: Sequence[Sequence[LineOfCells]],
    splits: Sequence[Split],
    heads: Sequence[Sequence[Sequence[Char]]],
    middles: Sequence[float],
) -> list[list[str]]:
    """The cells of all rows, with the headings of parts as rows of one cell between them."""
    ends: list[list[float]] = [[] for _ in range(len(middles) + 1)]
    for line in (line for part in cut for line in part):
        for char in line.chars:
            if not char["text"].isspace():
                ends[_column(char, middles)] += (char["x0"], char["x1"])
    boxes: list[Box] = [(min(own, default=0.0), 0.0, max(own, default=0.0), 0.0) for own in ends]
    texts: list[list[str]] = []
    titled = [[], *heads] if cut and cut[0] else list(heads)
    for head, split in zip(titled, splits, strict=True):
        texts.extend([joined(line), *("" for _ in middles)] for line in head)
        for row in split.rows:
            cells: list[list[Char]] = [[] for _ in boxes]
            for line in row:
                for char in line.chars:
                    cells[_column(char, middles)].append(char)
            texts.append([cell_text(own, box) for own, box in zip(cells, boxes, strict=True)])
    return texts
