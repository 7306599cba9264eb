"""Cells on a grid, some of them merged → rows. All formats with cells of their own pass through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reconcile.errors import DocumentError
from reconcile.reading.limits import MOST_BYTES, MOST_CELLS
from reconcile.reading.rows import Origin, Place, Row


class Merged(NamedTuple):
    """A merged cell: its first and last row and column, counted from 0. Its text stands in the first of its cells."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(NamedTuple):
    """The cells of one table, row by row, every row as wide as the table; covered cells are empty."""

    rows: list[list[str]]
    merged: list[Merged]


class CellBudget:
    """Counts the cells of a document; ``take`` raises ``DocumentError`` when there are more than can be held."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST_CELLS
        self._characters = MOST_BYTES

    def take_text(self, characters: int) -> None:
        """Count the characters of cells that share their text: a few bytes can name a long one many times."""
        self._characters -= characters
        if self._characters < 0:
            raise DocumentError(
                f"its cells hold more than {MOST_BYTES:,} characters",
                document=self._name,
                remedy="give a file that holds the one table alone",
            )

    def take(self, cells: int) -> None:
        """Count some cells more."""
        self._left -= cells
        if self._left < 0:
            raise DocumentError(
                f"the tables have more than {MOST_CELLS:,} cells, blank ones included",
                document=self._name,
                remedy="give a file that holds the one table alone, without far-off cells or huge merged ones",
            )


class Span(NamedTuple):
    """A cell as Word and HTML give it: its text, and how many rows and columns it goes over."""

    text: str
    rows: int = 1
    columns: int = 1


def laid_out(spans: Sequence[Sequence[Span | None]], budget: CellBudget) -> Grid:
    """Put cells that go over several rows and columns where they stand; None leaves one column free.

    >>> grid = laid_out([[Span("1", rows=2), Span("甲")], [Span("乙")]], CellBudget("a.html"))
    >>> grid.rows, grid.merged
    ([['1', '甲'], ['', '乙']], [Merged(top=0, left=0, bottom=1, right=0)])
    """
    rows: list[list[str]] = []
    merged: list[Merged] = []
    # For each column, the last row that a cell from above reaches down to.
    reach: dict[int, int] = {}
    for top, cells in enumerate(spans):
        row: list[str] = []
        column = 0
        for cell in cells:
            while reach.get(column, -1) >= top:
                column += 1
            if cell is None:
                column += 1
                continue
            bottom = min(top + cell.rows, len(spans)) - 1
            budget.take(max(column + cell.columns - len(row), 0))
            row.extend("" for _ in range(column + cell.columns - len(row)))
            row[column] = cell.text
            if bottom > top:
                reach.update((covered, bottom) for covered in range(column, column + cell.columns))
            if bottom > top or cell.columns > 1:
                merged.append(Merged(top, column, bottom, column + cell.columns - 1))
            column += cell.columns
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    budget.take(sum(width - len(row) for row in rows))
    for row in rows:
        row.extend("" for _ in range(width - len(row)))
    return Grid(rows, merged)


def grid_rows(grid: Grid, line: int, table: int, place: Callable[[int], Place]) -> Iterator[Row]:
    """The rows of a grid that hold anything, numbered from ``line``; ``place`` says where the n-th one stands.

    >>> grid = Grid([["1", "甲"], ["", "乙"]], [Merged(0, 0, 1, 0)])
    >>> [row.merged for row in grid_rows(grid, 1, 1, lambda number: Place("r", str(number), "letters"))]
    [None, {0: Origin(text='1', line=1, column=1, place='rA0')}]
    """
    over: dict[int, list[Merged]] = {}
    for area in grid.merged:
        if area.bottom > area.top:
            over.setdefault(area.top, []).append(area)
    # The cells from above that still go on: column → (last row, origin).
    going_on: dict[int, tuple[int, Origin]] = {}
    for number, printed in enumerate(grid.rows):
        row = cell_row(printed, line, table, place(number))
        going_on = {index: goes for index, goes in going_on.items() if goes[0] >= number}
        merged = {index: origin for index, (_, origin) in going_on.items() if not row.cells[index]}
        for area in over.get(number, ()):
            text = row.cells[area.left]
            if text:
                passage = row.passage(area.left, "")
                origin = Origin(text, line, passage.column, passage.place)
                going_on.update((index, (area.bottom, origin)) for index in range(area.left, area.right + 1))
        if any(row.cells):
            yield row._replace(merged=merged) if merged else row
            line += 1


def cell_row(printed: Sequence[str], line: int, table: int, place: Place) -> Row:
    """One row of cells, which count as if they were parted by tabs.

    >>> cell_row(["1", " 新增 "], 5, 1, Place("清单!", "9", "letters"))[1:4]
    (5, ('1', '新增'), (1, 3))
    """
    cells = tuple([cell.strip() for cell in printed])
    starts, column = [], 1
    for cell in cells:
        starts.append(column)
        column += len(cell) + 1
    return Row("grid", line, cells, tuple(starts), place=place, table=table)


def line_rows(text: str, line: int, place: Place) -> Iterator[Row]:
    """The lines of a text that stands outside of tables, as prose."""
    for part in text.splitlines():
        words = part.strip()
        if words:
            yield Row("line", line, (words,), (1,), place=place)
            line += 1
