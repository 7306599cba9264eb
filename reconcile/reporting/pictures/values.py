"""What a picture of the report is made of: the sentence that says it, the drawing, and the table that holds it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.reporting.pictures.drawing import Drawing

# A table below a picture holds no more rows than this; the page says how many are left out, and where all stand.
ROWS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a picture's table. ``target`` makes it a link to that target, ``query`` one that filters the targets.

    ``of_document`` marks words in the language of the documents; ``number`` what is read as a number.
    """

    text: str
    target: str | None = None
    query: str = ""
    of_document: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table below a picture: its headings, the rows shown, and how many there are in all."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the whole report.

    ``says`` is the sentence that tells what it shows, with its figures; ``reading`` how it is to be read. Where there
    is nothing to draw, ``drawing`` is None and the sentence says why.
    """

    name: str
    heading: str
    says: str
    reading: str
    drawing: Drawing | None
    table: Table


def count(value: int, query: str = "") -> Cell:
    """A cell with a count."""
    return Cell(f"{value:,}", query=query if value else "", number=True)
