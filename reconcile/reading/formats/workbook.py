"""An Excel workbook (.xlsx, .xlsm) → rows: every sheet a table, numbers and dates as they are shown.

The XML is read itself: of openpyxl's two ways of reading, the one that streams knows no merged cells and no hidden
rows, and the one that knows them takes memory for every cell that a hostile merge names; neither shows numbers as the
sheet does, and neither opens what WPS writes with styles of its own. ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic
from reconcile.reading import diagnostics as said
from reconcile.reading.formats.grid import CellBudget, Grid, Merged, grid_rows
from reconcile.reading.formats.number_formats import builtin_code, is_text_code, shown
from reconcile.reading.formats.parts import Parts, refuse_declarations
from reconcile.reading.formats.xml import attribute, child_of, integer, tag_of
from reconcile.reading.rows import Place, Row, column_letters

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class _Sheet(NamedTuple):
    """A sheet of the workbook: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class _Styles(NamedTuple):
    """The format code of each cell style, and whether days count from 1904."""

    codes: list[str]
    since_1904: bool

    def code(self, style: str) -> str:
        """The format code of a cell's style."""
        number = integer(style, 0)
        return self.codes[number] if number < len(self.codes) else "General"


class SheetCells(NamedTuple):
    """What a sheet holds: its filled cells by row and column (from 1), merges, and what is to be said of them."""

    cells: dict[int, dict[int, str]]
    merged: list[Merged]
    hidden_rows: list[int]
    hidden_columns: list[int]
    uncalculated: list[str]


def read_workbook(data: bytes, name: str) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of all sheets, hidden ones included, and what is to be said of them.

    Raises ``DocumentError`` where the file is broken or too large.
    """
    budget = CellBudget(name)
    rows: list[Row] = []
    notes: list[Diagnostic] = []
    for number, (sheet, held) in enumerate(_held(data, name, budget), 1):
        rows.extend(sheet_rows(held, sheet.name, number, rows[-1].line + 1 if rows else 1, budget))
        notes.extend(sheet_notes(held, sheet.name, sheet.hidden))
    return rows, notes


def read_cells(data: bytes, name: str) -> Iterator[tuple[str, dict[int, dict[int, str]]]]:
    """The name of each sheet and its filled cells by row and column (from 1), as they are shown.

    Raises ``DocumentError`` where the file is broken or too large.
    """
    for sheet, held in _held(data, name, CellBudget(name)):
        yield sheet.name, held.cells


def _held(data: bytes, name: str, budget: CellBudget) -> Iterator[tuple[_Sheet, SheetCells]]:
    parts = Parts(data, name)
    sheets, since_1904 = _sheets(parts)
    if not sheets:
        raise DocumentError("the workbook has no sheets", document=name, remedy="save it as .xlsx again")
    styles = _Styles(_codes(parts), since_1904)
    strings = _shared_strings(parts)
    for sheet in sheets:
        yield sheet, _read_sheet(parts, sheet.part, strings, styles, budget)


def sheet_rows(held: SheetCells, sheet: str, table: int, line: int, budget: CellBudget) -> Iterator[Row]:
    """The rows of a sheet from its first filled row and column to its last."""
    if not held.cells:
        return
    numbers = sorted(held.cells)
    left = min(min(row) for row in held.cells.values())
    right = max(max(row) for row in held.cells.values())
    budget.take((right - left + 1) * len(numbers))
    where = {number: index for index, number in enumerate(numbers)}
    rows = [[held.cells[number].get(column, "") for column in range(left, right + 1)] for number in numbers]
    grid = Grid(
        rows, [area for each in held.merged if (area := _within(each, numbers, where, left, right)) is not None]
    )
    yield from grid_rows(grid, line, table, lambda row: Place(f"{sheet}!", str(numbers[row]), "letters", left))


def _within(area: Merged, numbers: list[int], where: dict[int, int], left: int, right: int) -> Merged | None:
    """A merge in the rows and columns that hold anything, None where it begins outside of them."""
    if area.top not in where or not left <= area.left <= right:
        return None
    bottom = bisect_right(numbers, area.bottom) - 1
    return Merged(where[area.top], area.left - left, bottom, min(area.right, right) - left)


def sheet_notes(held: SheetCells, sheet: str, hidden: bool) -> Iterator[Diagnostic]:
    """What is to be said of a sheet: hidden parts that were read, and formulas without a result."""
    if hidden and held.cells:
        yield said.hidden_sheet(sheet)
    filled = [number for number in held.hidden_rows if number in held.cells]
    if filled:
        yield said.hidden_rows(sheet, filled)
    columns = [each for each in held.hidden_columns if any(each in row for row in held.cells.values())]
    if columns:
        yield said.hidden_columns(sheet, [column_letters(each) for each in columns])
    if held.uncalculated:
        yield said.uncalculated(sheet, held.uncalculated)


def _sheets(parts: Parts) -> tuple[list[_Sheet], bool]:
    """The sheets of a workbook in their order, and whether its days count from 1904."""
    targets = {}
    relations = parts.xml("xl/_rels/workbook.xml.rels")
    for relation in relations if relations is not None else ():
        # Targets outside of the container are never followed: only parts of this file are read.
        if attribute(relation, "TargetMode") != "External":
            path = attribute(relation, "Target")
            targets[attribute(relation, "Id")] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    root = parts.xml("xl/workbook.xml")
    names = set(parts.names())
    sheets = []
    for element in child_of(root, "sheets") if child_of(root, "sheets") is not None else ():  # type: ignore[union-attr]
        part = targets.get(_relation(element), "")
        if part in names and "worksheets" in part:
            sheets.append(_Sheet(attribute(element, "name"), part, attribute(element, "state") not in ("", "visible")))
    settings = child_of(root, "workbookPr")
    return sheets, settings is not None and attribute(settings, "date1904") in ("1", "true")


def _relation(element: _Element) -> str:
    """The id of the part that an element stands for."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def _codes(parts: Parts) -> list[str]:
    root = parts.xml("xl/styles.xml")
    if root is None:
        return []
    own = {}
    formats = child_of(root, "numFmts")
    for element in formats if formats is not None else ():
        own[attribute(element, "numFmtId")] = attribute(element, "formatCode")
    cells = child_of(root, "cellXfs")
    return [
        own.get(number) or builtin_code(integer(number, 0))
        for element in (cells if cells is not None else ())
        if tag_of(element) == "xf"
        for number in (attribute(element, "numFmtId"),)
    ]


def _shared_strings(parts: Parts) -> list[str]:
    data = parts.read("xl/sharedStrings.xml")
    if data is None:
        return []
    return [_string(element) for element in _streamed(data, parts.name, "xl/sharedStrings.xml", ("si",))]


def _string(element: _Element) -> str:
    """The text of a cell or shared string, its runs joined; the reading aids of East Asian text left out."""
    words = [
        inner.text or ""
        for inner in element.iter()
        if tag_of(inner) == "t" and not any(tag_of(outer) == "rPh" for outer in inner.iterancestors())
    ]
    # A sign that XML cannot hold is written as _x000D_.
    return re.sub(r"_x([0-9A-F]{4})_", _escaped, "".join(words)).replace("\r\n", "\n").replace("\r", "\n")


def _escaped(found: re.Match[str]) -> str:
    sign = chr(int(found.group(1), 16))
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else sign


def _streamed(data: bytes, name: str, part: str, tags: tuple[str, ...]) -> Iterator[_Element]:
    """The elements of some names, one after the other, without holding the whole part as a tree."""
    from lxml import etree

    refuse_declarations(data, name, part)
    events = etree.iterparse(
        io.BytesIO(data), tag=tuple(f"{{*}}{tag}" for tag in tags), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in events:
            yield element
            element.clear()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            f"the file is damaged and cannot be opened: {part}: {error}",
            document=name,
            remedy="open it in the program it was made with and save it anew",
        ) from error


def _read_sheet(parts: Parts, part: str, strings: list[str], styles: _Styles, budget: CellBudget) -> SheetCells:
    held = SheetCells({}, [], [], [], [])
    row_number = 0
    for element in _streamed(parts.read(part) or b"<x/>", parts.name, part, ("row", "mergeCell", "col")):
        tag = tag_of(element)
        if tag == "row":
            row_number = min(integer(attribute(element, "r"), row_number + 1), _LAST_ROW)
            cells = _read_row(element, row_number, strings, styles, held.uncalculated)
            budget.take(len(cells))
            budget.take_text(sum(map(len, cells.values())))
            if cells:
                held.cells.setdefault(row_number, {}).update(cells)
            if attribute(element, "hidden") in ("1", "true"):
                held.hidden_rows.append(row_number)
        elif tag == "mergeCell":
            held.merged.extend(_area(attribute(element, "ref")))
        elif attribute(element, "hidden") in ("1", "true"):
            first, last = integer(attribute(element, "min"), 1), integer(attribute(element, "max"), 1)
            held.hidden_columns.extend(range(first, min(last, _LAST_COLUMN) + 1))
    return held


def _area(reference: str) -> Iterator[Merged]:
    first, _, last = reference.partition(":")
    begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if begin and end:
        yield Merged(int(begin[2]), _column(begin[1]), int(end[2]), _column(end[1]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _read_row(
    row: _Element, number: int, strings: list[str], styles: _Styles, uncalculated: list[str]
) -> dict[int, str]:
    """The filled cells of a row by column."""
    cells = {}
    column = 0
    for cell in row:
        if tag_of(cell) != "c":
            continue
        found = _REFERENCE.fullmatch(cell.get("r") or "")
        column = min(_column(found[1]) if found else column + 1, _LAST_COLUMN)
        text, has_result = _value(cell, strings, styles)
        if text.strip():
            cells[column] = text
        if not has_result:
            uncalculated.append(f"{column_letters(column)}{number}")
    return cells


def _value(cell: _Element, strings: list[str], styles: _Styles) -> tuple[str, bool]:
    """What a cell shows, and whether it is no formula that was never calculated."""
    kind = cell.get("t") or "n"
    value, formula = "", False
    for inner in cell:
        tag = tag_of(inner)
        if tag == "v":
            value = inner.text or ""
        elif tag == "is":
            return _string(inner), True
        elif tag == "f":
            formula = True
    if kind == "s":
        number = integer(value, -1)
        return (strings[number] if 0 <= number < len(strings) else "\ufffd"), True
    if kind in ("str", "inlineStr", "e", "d"):
        return value, bool(value) or not formula
    if kind == "b":
        return ("TRUE" if value == "1" else "FALSE" if value else ""), True
    if not value:
        return "", not formula
    code = styles.code(cell.get("s") or "")
    if is_text_code(code):
        return shown(value, "General"), True
    return shown(value, code, styles.since_1904), True
