"""The one shape that every format is turned into: rows of cells that know where they stand."""

from __future__ import annotations

from typing import Literal, NamedTuple

from reconcile.model import Passage

Kind = Literal["line", "tab", "pipe", "csv"]
Pieces = tuple[tuple[int, int, int], ...]


class Row(NamedTuple):
    """One row of a table, or one line of prose (``kind`` "line", a single cell).

    ``cells`` are stripped texts, ``starts`` their first columns (1-based) in ``line``. A cell put together from
    several places has its pieces (offset, line, column) in ``pieces`` under its index. ``marks`` counts the non-blank
    characters that part the cells (pipes, commas, quotes).
    """

    kind: Kind
    line: int
    cells: tuple[str, ...]
    starts: tuple[int, ...]
    marks: int = 0
    pieces: dict[int, Pieces] | None = None

    def passage(self, index: int, path: str) -> Passage:
        """The cell ``index`` as a passage; an empty one at the end of the row where there is no such cell."""
        if index >= len(self.cells):
            return Passage("", path, self.line, self.starts[-1] + len(self.cells[-1]) if self.cells else 1)
        pieces = self.pieces.get(index, ()) if self.pieces else ()
        return Passage(self.cells[index], path, self.line, self.starts[index], "", pieces)

    def cell(self, index: int) -> str:
        """The text of the cell ``index``, empty where there is no such cell."""
        return self.cells[index] if index < len(self.cells) else ""


def ink(text: str) -> int:
    r"""How many of the characters are not blank.

    >>> ink("张 伦\t2 项")
    4
    """
    return len("".join(text.split()))


def row_ink(row: Row) -> int:
    """The non-blank characters of a row's cells."""
    return len("".join("".join(row.cells).split()))
