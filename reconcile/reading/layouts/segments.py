"""The lines of a document as items are looked for in them: each with its mark; lines that run several together, cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.broken import is_page_mark
from reconcile.reading.headers import is_rule
from reconcile.reading.layouts.cuts import Cut, cut, prose_row
from reconcile.reading.layouts.marks import Mark, inner_marks, mark_of
from reconcile.reading.rows import Row, ink
from reconcile.resources import vocabulary

_LONG_LINE = 60


class Segment(NamedTuple):
    """A line, or the part of one that an item takes: its words, its mark, and whether a blank line stands before it.

    ``cells`` are those of a row of a table, label and value; a line of text has one. ``signs`` counts what parts them.
    """

    row: Row
    cells: tuple[Cut, ...]
    mark: Mark | None
    apart: bool
    signs: int = 0

    @property
    def ink(self) -> int:
        """All its characters that are not blank."""
        return self.signs + sum(ink(part.text) for part in self.cells)

    def as_prose(self) -> list[Row]:
        """Its words as prose."""
        rows = [prose_row(part) for part in self.cells]
        return [rows[0]._replace(marks=self.signs), *rows[1:]]

    @property
    def text(self) -> str:
        """The words of a line of text."""
        return self.cells[0].text


def segments(rows: Iterable[Row]) -> list[Segment]:
    """The lines of text and the rows of two cells; lines that hold several numbered items are cut at them."""
    out: list[Segment] = []
    before = 0
    for row in rows:
        apart = row.line > before + 1
        before = row.line
        filled = [index for index, cell in enumerate(row.cells) if cell]
        if not filled or is_rule(row):
            continue
        if len(filled) > 1:
            out.append(Segment(row, tuple(cut(row, cell=index) for index in filled), None, apart, row.marks))
            continue
        text = row.cells[filled[0]]
        bounds = inner_marks(text) if len(text) > _LONG_LINE else []
        edges = [0, *(place for place in bounds if place), len(text)]
        for start, end in pairwise(edges):
            part = cut(row, start, end, filled[0])
            if part.text:
                out.append(Segment(row, (part,), _mark_of(part.text), apart or start > 0, 0 if start else row.marks))
    return out


def _mark_of(text: str) -> Mark | None:
    return None if is_page_mark(text) else mark_of(text)


def rows_without(rows: Sequence[Row], parts: Sequence[Segment]) -> list[Row]:
    """The rows of which no segment was made: they are blank, or draw a line."""
    taken = {id(segment.row) for segment in parts}
    return [row for row in rows if id(row) not in taken]


def main_style(marked: Sequence[Segment]) -> str:
    """How most items are numbered, "" where none are; the finer one where two are as frequent."""
    counts = Counter(segment.mark.style for segment in marked if segment.mark)
    return max(counts, key=lambda style: (counts[style], style not in ("一、",)), default="")


def is_remark(text: str) -> bool:
    """Whether a line is a remark under a table, or marks a page."""
    return text.startswith(tuple(vocabulary("layouts")["remark"]["openers"])) or is_page_mark(text)


def sub(part: Cut, start: int, end: int | None = None) -> Cut:
    """A stretch of a stretch, without blanks around it."""
    text = part.text[start:end]
    bare = text.lstrip()
    return Cut(bare.rstrip(), part.line, part.column + start + len(text) - len(bare), part.place)
