"""Lines read on as one string of letters without blanks, which knows where blanks and line ends stood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.layouts.cuts import Cut, cut
from reconcile.reading.rows import Row

# What stands before a letter: nothing, a blank, more blanks than one, a line end.
NOTHING, BLANK, WIDE, LINE = range(4)


class Strand(NamedTuple):
    """The letters of lines without their blanks: what stood before each, its line, and its place in that line."""

    text: str
    gaps: tuple[int, ...]
    rows: tuple[Row, ...]
    at: tuple[tuple[int, int], ...]

    def gap(self, place: int) -> int:
        """What stands before a letter; a line end before the first and behind the last one."""
        return self.gaps[place] if 0 < place < len(self.text) else LINE

    def words(self, start: int, end: int) -> str:
        """A stretch as it is read: Latin words are parted by a blank, Chinese signs are not."""
        out = [self.text[start : min(end, start + 1)]]
        for place in range(start + 1, end):
            sign, before = self.text[place], self.text[place - 1]
            apart = self.gaps[place] and sign.isascii() and before.isascii() and (sign.isalpha() or before.isalpha())
            out.append(" " + sign if apart else sign)
        return "".join(out)

    def cuts(self, start: int, end: int) -> list[Cut]:
        """A stretch as printed, one piece for each of its lines."""
        out: list[Cut] = []
        while start < end:
            line = self.at[start][0]
            stop = next((place for place in range(start, end) if self.at[place][0] != line), end)
            out.append(cut(self.rows[line], self.at[start][1], self.at[stop - 1][1] + 1))
            start = stop
        return out

    def tokens(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pieces of a stretch between blanks and line ends."""
        edges = [start, *(place for place in range(start + 1, end) if self.gaps[place]), end]
        return [(a, b) for a, b in pairwise(edges) if a < b]


def strand_of(rows: Sequence[Row], start: int = 0) -> Strand:
    """The letters of lines, the first one from ``start`` on.

    >>> strand_of([Row("line", 1, ("1 新建 2座",), (1,)), Row("line", 2, ("已建成",), (1,))]).gaps
    (3, 1, 0, 1, 0, 3, 0, 0)
    """
    letters: list[str] = []
    gaps: list[int] = []
    at: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        gap = LINE
        for place, sign in enumerate(row.cells[0]):
            if number == 0 and place < start:
                continue
            if sign.isspace():
                gap = gap if gap == LINE else min(gap + 1 + (sign in "\u3000\t"), WIDE)
                continue
            letters.append(sign)
            gaps.append(gap)
            at.append((number, place))
            gap = NOTHING
    return Strand("".join(letters), tuple(gaps), tuple(rows), tuple(at))
