"""A PDF with a text layer → rows, by pdfplumber: tables, ruled or not, as cells with their merges, the rest as prose.

Runs in a process of its own, with limits on memory and on the time of each page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic
from reconcile.reading import diagnostics as said
from reconcile.reading.cells import ends_owner
from reconcile.reading.formats.grid import CellBudget, Grid, Merged, cell_row, grid_rows, line_rows
from reconcile.reading.formats.printed import Box, Char, cell_text, paragraphs
from reconcile.reading.formats.unruled import Columns, Unruled, unruled_tables
from reconcile.reading.rows import Place, Row
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from pdfplumber.page import Page

# Edges of cells that lie this close (in points) are one edge.
_SAME_EDGE = 3.0


class _Table(NamedTuple):
    """A table on a page: its outline, its cells, and whether it goes on across the page's upper or lower end."""

    box: Box
    cells: list[Box]
    open_above: bool
    open_below: bool


class _Part(NamedTuple):
    """What stands on a page: a table, or where ``grid`` is None a line of ``text``; ``top`` is where it begins.

    Its first row goes on from the page before where it is ``torn``; ``open_below`` says that its last one may go on.
    """

    top: float
    text: str
    grid: Grid | None = None
    torn: bool = False
    open_below: bool = False


def read_pdf(data: bytes, name: str, before_page: Callable[[], None]) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of all pages and what is to be said of them; ``before_page`` is called before each page.

    Raises ``DocumentError`` where the file is broken, protected, or holds no text.
    """
    import io

    import pdfplumber

    rows: list[Row] = []
    silent: list[int] = []
    unruled: list[tuple[int, Unruled]] = []
    budget = CellBudget(name)
    tables = 0
    open_below = False
    columns: Columns | None = None
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm=None) as document:
            pages = len(document.pages)
            for number, page in enumerate(document.pages, 1):
                before_page()
                if not page.chars:
                    silent.append(number)
                parts, found, columns = _page_parts(page, columns)
                unruled.extend((number, table) for table in found)
                at = 0
                for part in parts:
                    line = rows[-1].line + 1 if rows else 1
                    if part.grid is None:
                        rows.extend(line_rows(part.text, line, Place(f"第{number}页")))
                        continue
                    at += 1
                    budget.take(len(part.grid.rows) * max(map(len, part.grid.rows), default=0))
                    goes_on = _goes_on(rows, part.grid, at)
                    if goes_on and part.torn and open_below:
                        _join_torn(rows, part.grid)
                    tables = max(tables, 1) if goes_on else tables + 1
                    rows.extend(grid_rows(part.grid, line, tables, _place(number, at)))
                    open_below = part.open_below
                page.close()
    except (DocumentError, MemoryError):
        raise
    except SystemError as error:  # what the interpreter makes of memory that it did not get
        raise MemoryError from error
    except Exception as error:  # the parser meets damage with whatever its code runs into
        raise _broken(error, name) from error
    if len(silent) == pages:
        raise DocumentError(
            "the PDF holds no text: its pages are pictures, probably scanned",
            document=name,
            remedy="recognise its text first (OCR) and give the result, or ask for the original file",
        )
    notes = [said.pages_without_text(silent)] if silent else []
    return rows, [*notes, *_unruled_notes(unruled)]


def _unruled_notes(found: Sequence[tuple[int, Unruled]]) -> list[Diagnostic]:
    """That tables without rules were read, with the confidence that each row was cut where it ends."""
    if not found:
        return []
    words = vocabulary("layouts")
    breaks = sum(table.breaks for _, table in found)
    doubtful = breaks - sum(table.sure for _, table in found)
    share = 1 - doubtful / breaks * (1 - float(words["positions"]["unsure_break"])) if breaks else 1.0
    confidence = round(float(words["surest"]["positions"]) * share, 3)
    pages = sorted({number for number, _ in found})
    return [said.unruled_table(pages, confidence, confidence < float(words["confidence"]["sure"]))]


def _broken(error: Exception, name: str) -> DocumentError:
    kind = f"{type(error).__name__} {error} {type(error.__cause__).__name__} {error.args}"
    if "Password" in kind or "ncrypt" in kind:
        return DocumentError(
            "the PDF is protected with a password",
            document=name,
            remedy="save it without one (print it to a new PDF) and give that file",
        )
    return DocumentError(
        f"the PDF is damaged and cannot be read: {type(error).__name__}",
        document=name,
        remedy="fetch it again, or open it in a viewer, print it to a new PDF and give that file",
    )


def _goes_on(rows: Sequence[Row], grid: Grid, number: int) -> bool:
    """Whether the first table of a page goes on with the last one of the page before: as many columns."""
    last = next((row for row in reversed(rows) if row.kind == "grid"), None)
    return number == 1 and last is not None and bool(grid.rows) and len(last.cells) == len(grid.rows[0])


def _join_torn(rows: list[Row], grid: Grid) -> None:
    """Put the first row of a page, which the break before it cut off, to the row that it belongs to."""
    index = next(index for index in range(len(rows) - 1, -1, -1) if rows[index].kind == "grid")
    above = rows[index]
    joined = [f"{upper}{_between(upper, lower)}{lower}" for upper, lower in zip(above.cells, grid.rows[0], strict=True)]
    assert above.place is not None
    rows[index] = cell_row(joined, above.line, above.table, above.place)._replace(merged=above.merged)
    grid.rows[0][:] = [""] * len(joined)


def _between(upper: str, lower: str) -> str:
    """What parts two halves of a cell: a line end between names and between numbers, a blank between Latin words."""
    if not upper or not lower:
        return ""
    if ends_owner(upper) or (upper[-1].isdigit() and lower[0].isdigit()):
        return "\n"
    return " " if (upper[-1] + lower[0]).isascii() and upper[-1].isalpha() and lower[0].isalpha() else ""


def _place(page: int, table: int) -> Callable[[int], Place]:
    return lambda row: Place(f"第{page}页 表{table} 第{row + 1}行第", "列", "figures")


def _page_parts(page: Page, before: Columns | None) -> tuple[list[_Part], list[Unruled], Columns | None]:
    """The tables of a page and the lines between them, from top to bottom; those without rules; and their columns.

    ``before`` are the columns of a table without rules that may go on from the page before.
    """
    found = _tables(page)
    chars: list[Char] = list(page.chars)
    inside: list[list[Char]] = [[] for _ in found]
    outside: list[Char] = []
    for char in chars:
        holder = next((index for index, table in enumerate(found) if _holds(table.box, char)), None)
        (outside if holder is None else inside[holder]).append(char)
    ruled_at = sorted({float(edge["top"]) for edge in page.edges if edge["orientation"] == "h"})
    unruled, outside, columns = unruled_tables(outside, ruled_at, before)
    parts = [_Part(top, text) for top, text in paragraphs(outside)]
    parts.extend(_Part(table.top, "", Grid(table.rows, []), table.torn, True) for table in unruled)
    for table, own in zip(found, inside, strict=True):
        grid, left = _grid(table.cells, own)
        parts.append(_Part(table.box[1], "", grid, table.open_above, table.open_below))
        parts.extend(_Part(top, text) for top, text in paragraphs(left))
    return sorted(parts, key=lambda part: part.top), unruled, columns


def _tables(page: Page) -> list[_Table]:
    """The ruled tables of a page, from top to bottom.

    Where a page break cuts a row, the upright rules go on beyond the last line across: the cells end where these do.
    """
    found = page.find_tables()
    rules = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [end for table in found for end in _open_ends(table.bbox, rules) if end is not None]
    if ends:
        found = page.find_tables({"explicit_horizontal_lines": ends})
    tables = [_Table(table.bbox, table.cells, False, False) for table in found if len(table.cells) > 1]
    for index, table in enumerate(tables):
        top, bottom = (any(abs(edge - end) <= _SAME_EDGE for end in ends) for edge in (table.box[1], table.box[3]))
        tables[index] = table._replace(open_above=top, open_below=bottom)
    return sorted(tables, key=lambda table: (table.box[1], table.box[0]))


def _open_ends(box: Box, rules: Sequence[Char]) -> tuple[float | None, float | None]:
    """Where the upright rules of a table end above and below its lines across, None where they do not go beyond."""
    own = [rule for rule in rules if box[0] - _SAME_EDGE <= rule["x0"] <= box[2] + _SAME_EDGE]
    above = [r for r in own if r["top"] < box[1] - _SAME_EDGE and abs(r["bottom"] - box[1]) <= _SAME_EDGE]
    below = [r for r in own if r["bottom"] > box[3] + _SAME_EDGE and abs(r["top"] - box[3]) <= _SAME_EDGE]
    above += [r for r in own if r["top"] < box[1] - _SAME_EDGE and r["bottom"] > box[1] + _SAME_EDGE]
    below += [r for r in own if r["bottom"] > box[3] + _SAME_EDGE and r["top"] < box[3] - _SAME_EDGE]
    upper = min(float(r["top"]) for r in above) if _several(above) else None
    lower = max(float(r["bottom"]) for r in below) if _several(below) else None
    return upper, lower


def _several(rules: Sequence[Char]) -> bool:
    """Whether rules stand at three places at least."""
    return len({round(rule["x0"] / _SAME_EDGE) for rule in rules}) >= 3


def _holds(box: Box, char: Char) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _grid(boxes: Sequence[Box], chars: Sequence[Char]) -> tuple[Grid, list[Char]]:
    """The cells of a table by row and column, and the characters that stand in none of them."""
    lefts, tops = _edges([box[0] for box in boxes]), _edges([box[1] for box in boxes])
    rows = [["" for _ in lefts] for _ in tops]
    held: dict[Box, list[Char]] = {box: [] for box in boxes}
    stray: list[Char] = []
    by_band = _by_row(boxes, tops)
    for char in chars:
        middle = (char["top"] + char["bottom"]) / 2
        candidates = by_band[max(_at(tops, middle, exact=False), 0)]
        box = next((each for each in candidates if _holds(each, char)), None)
        (held[box] if box else stray).append(char)
    merged = []
    for box in boxes:
        top, left = _at(tops, box[1]), _at(lefts, box[0])
        bottom = max(_at(tops, box[3] - _SAME_EDGE, exact=False), top)
        right = max(_at(lefts, box[2] - _SAME_EDGE, exact=False), left)
        text = cell_text(held[box], box)
        rows[top][left] = f"{rows[top][left]}\n{text}".strip() if rows[top][left] else text
        if bottom > top or right > left:
            merged.append(Merged(top, left, bottom, right))
    return Grid(rows, merged), stray


def _by_row(boxes: Sequence[Box], tops: Sequence[float]) -> list[list[Box]]:
    """For each row of a table the cells that stand in it, those that begin above it included."""
    rows: list[list[Box]] = [[] for _ in tops]
    for box in boxes:
        first, last = _at(tops, box[1]), max(_at(tops, box[3] - _SAME_EDGE, exact=False), 0)
        for row in range(first, last + 1):
            rows[row].append(box)
    return rows


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float, exact: bool = True) -> int:
    """The index of the edge at a value, or of the last edge before it."""
    return bisect_right(edges, value + (_SAME_EDGE if exact else 0)) - 1
