"""A Word document (.docx) → rows: its paragraphs as prose, its tables as cells with their merges.

The XML is read itself rather than through python-docx, which leaves out what stands in content controls and text
boxes, shows nothing of automatic numbering, and cannot open documents with macros. ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic
from reconcile.reading import diagnostics as said
from reconcile.reading.formats.grid import CellBudget, Grid, Span, grid_rows, laid_out, line_rows
from reconcile.reading.formats.numbering import Numbering, numbering_of
from reconcile.reading.formats.parts import Parts
from reconcile.reading.formats.xml import attribute, child_of, integer, tag_of, value_of
from reconcile.reading.limits import MOST_LEVELS
from reconcile.reading.rows import Place, Row

if TYPE_CHECKING:
    from lxml.etree import _Element

# Words that tracked changes took out, the second copy of a drawing for old programs, and the commands of fields.
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_MOST_COLUMNS = 16_384
_STORIES = (("footnotes", "脚注"), ("endnotes", "尾注"), ("header", "页眉"), ("footer", "页脚"), ("comments", "批注"))


def read_word(data: bytes, name: str) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of a .docx file and what is to be said of its reading. Raises ``DocumentError`` where it is broken."""
    parts = Parts(data, name)
    main = next((part for part in parts.names() if part.startswith("word/document") and part.endswith(".xml")), "")
    root = parts.xml(main)
    if root is None:
        raise DocumentError("the file holds no document", document=name, remedy="save it as .docx again")
    reader = _Reader(name, numbering_of(parts))
    body = next((child for child in root if tag_of(child) == "body"), root)
    reader.read_blocks(body, 0)
    for prefix, place in _STORIES:
        for part in parts.names():
            story = parts.xml(part) if part.startswith(f"word/{prefix}") and part.endswith(".xml") else None
            if story is not None:
                reader.read_story(story, place)
    notes = [said.deleted_words(reader.deleted)] if reader.deleted else []
    return reader.rows, notes


class _Reader:
    """Collects the rows of a document from its start to its end, counting paragraphs and tables as it goes."""

    def __init__(self, name: str, numbering: Numbering) -> None:
        self.rows: list[Row] = []
        self.deleted = 0
        self._name = name
        self._numbering = numbering
        self._budget = CellBudget(name)
        self._paragraphs = 0
        self._tables = 0
        # Text boxes and tables within what is read at the moment: they follow it.
        self._waiting: list[_Element] = []

    def read_blocks(self, parent: _Element, level: int) -> None:
        """The paragraphs and tables of a body, a text box or a cell, in their order."""
        self._check_level(level)
        for child in parent:
            tag = tag_of(child)
            if tag == "p":
                self._paragraphs += 1
                self._add_lines(self._paragraph(child), Place(f"第{self._paragraphs}段"))
            elif tag == "tbl":
                self._add_table(child)
            elif tag not in _LEFT_OUT:
                self.read_blocks(child, level + 1)
            self._read_waiting(level)

    def read_story(self, story: _Element, place: str) -> None:
        """The words of notes, headers and footers as prose."""
        for paragraph in story.iter(f"{_namespace(story)}p"):
            self._add_lines(self._paragraph(paragraph), Place(place))
            self._waiting.clear()

    def _read_waiting(self, level: int) -> None:
        while self._waiting:
            inner = self._waiting.pop(0)
            if tag_of(inner) == "tbl":
                self._check_level(level + 1)
                self._add_table(inner)
            else:
                self.read_blocks(inner, level + 1)

    def _add_lines(self, text: str, place: Place) -> None:
        line = self.rows[-1].line + 1 if self.rows else 1
        self.rows.extend(line_rows(text, line, place))

    def _add_table(self, table: _Element) -> None:
        self._tables += 1
        number = self._tables
        grid = self._grid(table)
        line = self.rows[-1].line + 1 if self.rows else 1
        self.rows.extend(
            grid_rows(grid, line, number, lambda row: Place(f"表{number} 第{row + 1}行第", "列", "figures"))
        )

    def _grid(self, table: _Element) -> Grid:
        spans: list[list[Span | None]] = []
        # For each column, the row and the place in it of the cell that a merge began in.
        begun: dict[int, tuple[int, int]] = {}
        for row in _children(table, "tr", 0):
            cells: list[Span | None] = [None] * _number(row, "trPr/gridBefore")
            column = len(cells)
            for cell in _children(row, "tc", 0):
                columns = max(_number(cell, "tcPr/gridSpan"), 1)
                merge = _find(cell, "tcPr/vMerge")
                self._budget.take(columns)
                if merge is not None and value_of(merge) != "restart" and column in begun:
                    top, at = begun[column]
                    first = spans[top][at]
                    assert first is not None
                    spans[top][at] = first._replace(rows=len(spans) - top + 1)
                    text = self._cell(cell)
                    if text:  # Word hides what stands in a covered cell; it is kept, not lost.
                        spans[top][at] = spans[top][at]._replace(text=f"{first.text}\n{text}".strip())  # type: ignore[union-attr]
                else:
                    if merge is not None:
                        begun[column] = (len(spans), len(cells))
                    else:
                        begun.pop(column, None)
                    cells.append(Span(self._cell(cell), 1, columns))
                column += columns
            spans.append(cells)
        return laid_out(spans, self._budget)

    def _cell(self, cell: _Element) -> str:
        """The text of a cell, its paragraphs parted by line breaks; tables and text boxes in it follow the table."""
        lines: list[str] = []
        pending = [cell]
        while pending:
            for child in pending.pop(0):
                tag = tag_of(child)
                if tag == "p":
                    lines.append(self._paragraph(child))
                elif tag == "tbl":
                    self._waiting.append(child)
                elif tag not in _LEFT_OUT and tag != "tcPr":
                    pending.append(child)
        return "\n".join(line for line in lines if line.strip())

    def _paragraph(self, paragraph: _Element) -> str:
        words = "".join(self._words(paragraph, 0))
        number = self._numbering.next(paragraph)
        return f"{number} {words}".strip() if number else words

    def _words(self, parent: _Element, level: int) -> Iterator[str]:
        self._check_level(level)
        for child in parent:
            tag = tag_of(child)
            if tag == "t":
                yield child.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == "sym":
                yield _symbol(child)
            elif tag == "txbxContent":
                self._waiting.append(child)
            elif tag in ("del", "moveFrom"):
                self.deleted += sum(len(each.text or "") for each in child.iter() if tag_of(each) in ("delText", "t"))
            elif tag not in _LEFT_OUT:
                yield from self._words(child, level + 1)

    def _check_level(self, level: int) -> None:
        if level > MOST_LEVELS:
            raise DocumentError(
                f"its parts are nested more than {MOST_LEVELS} deep", document=self._name, remedy="save it as PDF"
            )


def _namespace(element: _Element) -> str:
    return element.tag[: element.tag.find("}") + 1] if isinstance(element.tag, str) else ""


def _children(parent: _Element, tag: str, level: int) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row, those inside content controls and tracked insertions included."""
    for child in parent:
        own = tag_of(child)
        if own == tag:
            yield child
        elif own in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag") and level < MOST_LEVELS:
            yield from _children(child, tag, level + 1)


def _find(element: _Element, path: str) -> _Element | None:
    found: _Element | None = element
    for step in path.split("/"):
        found = child_of(found, step)
    return found


def _number(element: _Element, path: str) -> int:
    found = _find(element, path)
    return min(integer(value_of(found), 0), _MOST_COLUMNS)


def _symbol(element: _Element) -> str:
    """A character of a symbol font; the ticks that claims are made with, else nothing that can be shown."""
    code = attribute(element, "char").upper()
    return {"F0FC": "√", "F0FE": "☑", "F052": "☑", "F0FB": "×", "F050": "√", "F04F": "×"}.get(code, "�")
