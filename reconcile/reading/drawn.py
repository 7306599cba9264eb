"""Tables drawn with signs (┌─┬─┐ or +---+): lines across part the rows, upright ones the cells of each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reconcile.reading.cells import ends_owner
from reconcile.reading.layouts.cuts import Cut, made_row
from reconcile.reading.rows import Row

_DRAWING = frozenset(map(chr, range(0x2500, 0x2580)))
_CORNERS = _DRAWING | {"+"}
_FLAT = frozenset("-=\u2500\u2501\u2550")
_ACROSS = _CORNERS | _FLAT | frozenset("| \t")
_UPRIGHT = re.compile("[|\u2502\u2503\u2551]")
_LEAST_ACROSS = 2
_LONGEST_LINE = 4000


def is_across(text: str) -> bool:
    """Whether a line of text is a line drawn across a table.

    >>> is_across("├──┼──┤"), is_across("+----+---+"), is_across("|---|---|"), is_across("+5%")
    (True, True, False, False)
    """
    if not 2 < len(text) <= _LONGEST_LINE:
        return False
    signs = set(text)
    return text.lstrip()[:1] in _CORNERS and not signs.isdisjoint(_FLAT) and signs <= _ACROSS


def drawn_rows(lines: Sequence[str]) -> dict[int, Row | None]:
    """The rows of drawn tables under the number of the line (from 1) that each begins at; None for its other lines."""
    out: dict[int, Row | None] = {}
    across = 0
    block: list[tuple[int, list[Cut]]] = []
    for number, line in enumerate([*lines, ""], 1):
        if is_across(line):
            across += 1
            if across >= _LEAST_ACROSS:
                _add_rows(block, out)
            block = []
        elif across and (cells := _cells(line, number)):
            block.append((number, cells))
        else:
            if across >= _LEAST_ACROSS:
                _add_rows(block, out)
            across, block = 0, []
    return out


def _cells(line: str, number: int) -> list[Cut]:
    """The cells of a line between upright strokes, none where it has no stroke at both ends."""
    bare = line.strip()
    if len(bare) < 3 or len(bare) > _LONGEST_LINE or not (_UPRIGHT.match(bare) and _UPRIGHT.match(bare[-1])):
        return []
    places = [found.start() for found in _UPRIGHT.finditer(line)]
    cells = []
    for left, right in pairwise(places):
        text = line[left + 1 : right]
        cells.append(Cut(text.strip(), number, left + 2 + len(text) - len(text.lstrip())))
    return cells


def _add_rows(block: Sequence[tuple[int, list[Cut]]], out: dict[int, Row | None]) -> None:
    """The rows of the lines between two lines across: one, or one for each line that fills its first cell."""
    begins = [index for index, (_, cells) in enumerate(block) if cells[0].text]
    if len(begins) < 2:
        begins = [0]
    for start, end in zip([0, *begins[1:]], [*begins[1:], len(block)], strict=True):
        lines = block[start:end]
        parts: list[list[Cut]] = [[] for _ in range(max((len(cells) for _, cells in lines), default=0))]
        for number, cells in lines:
            out[number] = None
            for column, cell in zip(parts, cells, strict=False):
                if cell.text:
                    column.append(cell)
        if any(parts):
            marks = sum(len(cells) + 1 for _, cells in lines)
            out[lines[0][0]] = made_row(parts, [_between(column) for column in parts], marks)


def _between(parts: Sequence[Cut]) -> str:
    """What parts the lines of one cell: a line end between names."""
    return "\n" if len(parts) > 1 and all(ends_owner(part.text) for part in parts[:-1]) else ""
