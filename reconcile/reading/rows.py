"""The one shape that every format is turned into: rows of cells that know where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from reconcile.model import Passage

# "grid" rows come from formats that have cells of their own (Word, Excel, HTML, PDF, JSON), "made" ones are put
# together from lines whose cells stand otherwise than one row a line.
Kind = Literal["line", "tab", "pipe", "csv", "grid", "made"]
Pieces = tuple[tuple[int, int, int], ...]


# Signs that nothing is printed for: zero-width ones, marks of direction, soft hyphens.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def visible(text: str) -> str:
    """A text without signs that nothing is printed for: two names that look the same are compared as the same.

    >>> visible("市民政\u200b局")
    '市民政局'
    """
    return text if text.isascii() else INVISIBLE.sub("", text)


class Place(NamedTuple):
    """Where a row stands in a document that has no lines: what is said before and after the number of a column.

    ``columns`` says how columns are numbered: with figures, with letters as a spreadsheet does, by the names in
    ``names``, or not at all; the first is ``first``.
    """

    before: str
    after: str = ""
    columns: Literal["", "figures", "letters", "names"] = ""
    first: int = 1
    names: tuple[str, ...] = ()

    def of(self, index: int) -> str:
        """The place of the cell ``index``.

        >>> Place("清单!", "7", "letters").of(1), Place("表1 第3行第", "列", "figures").of(1), Place("第2页").of(0)
        ('清单!B7', '表1 第3行第2列', '第2页')
        """
        number = index + self.first
        if self.columns == "letters":
            return f"{self.before}{column_letters(number)}{self.after}"
        if self.columns == "figures":
            return f"{self.before}{number}{self.after}"
        name = self.names[index] if index < len(self.names) else ""
        return f"{self.before}{name}{self.after}"


class Origin(NamedTuple):
    """The cell of a row above that a merged cell began in: its text, and where it stands."""

    text: str
    line: int
    column: int
    place: str


class Row(NamedTuple):
    """One row of a table, or one line of prose (``kind`` "line", a single cell).

    ``cells`` are stripped texts, ``starts`` their first columns (1-based) in ``line``. A cell put together from
    several places has its pieces (offset, line, column) in ``pieces`` under its index. ``marks`` counts the non-blank
    characters that part the cells (pipes, commas, quotes). In formats without lines, ``line`` counts the rows of the
    document and ``starts`` the characters of the row as if its cells were parted by tabs; ``place`` says where it
    stands, ``table`` which table it belongs to (0 for none), and ``merged`` has the cells that began in a row above.
    """

    kind: Kind
    line: int
    cells: tuple[str, ...]
    starts: tuple[int, ...]
    marks: int = 0
    pieces: dict[int, Pieces] | None = None
    place: Place | None = None
    table: int = 0
    merged: dict[int, Origin] | None = None

    def passage(self, index: int, path: str) -> Passage:
        """The cell ``index`` as a passage; an empty one at the end of the row where there is no such cell."""
        place = self.place.of(index) if self.place else ""
        if index >= len(self.cells):
            return Passage("", path, self.line, self.starts[-1] + len(self.cells[-1]) if self.cells else 1, place)
        if self.merged and index in self.merged and self.cells[index]:
            text, line, column, place = self.merged[index]
            return Passage(text, path, line, column, place)
        pieces = self.pieces.get(index, ()) if self.pieces else ()
        _, line, column = pieces[0] if pieces else (0, self.line, self.starts[index])
        return Passage(self.cells[index], path, line, column, place, pieces)

    def cell(self, index: int) -> str:
        """The text of the cell ``index``, empty where there is no such cell."""
        return self.cells[index] if index < len(self.cells) else ""


def column_letters(number: int) -> str:
    """The name that a spreadsheet gives to a column, counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def display_width(text: str) -> int:
    """How many places a text takes on a page of fixed width: two for each Chinese sign.

    >>> display_width("新建5处")
    7
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def ink(text: str) -> int:
    r"""How many of the characters are not blank.

    >>> ink("张 伦\t2 项")
    4
    """
    return len("".join(text.split()))


def row_ink(row: Row) -> int:
    """The non-blank characters of a row's cells."""
    return len("".join("".join(row.cells).split()))
