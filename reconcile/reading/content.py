"""A file of any format → its rows; what it is, is told by what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic
from reconcile.reading import diagnostics as said
from reconcile.reading.decode import Decoded, decode
from reconcile.reading.formats.kinds import FORMAT_NAMES, Format, binary_format, mislabelled, text_format
from reconcile.reading.limits import MEGABYTE, MOST_LINES, MOST_STRUCTURED_BYTES
from reconcile.reading.mojibake import repaired
from reconcile.reading.rows import Row
from reconcile.reading.source import Source, read_source
from reconcile.reading.tables import prose_rows, text_rows

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r")


class Content(NamedTuple):
    """A file as it was opened. ``text`` is that of a text file, else "", and ``rows`` those of any other format.

    ``encoding`` names the encoding of a text, else the format. ``notes`` are what is to be said of the opening.
    """

    path: str
    format: Format
    sha256: str
    encoding: str
    text: str
    rows: Sequence[Row]
    damaged: int
    notes: tuple[Diagnostic, ...]

    def table_rows(self, ending: str = "") -> Sequence[Row]:
        """The rows in which tables are looked for; ``ending`` stands for that of the name."""
        return text_rows(self.text, ending or PurePath(self.path).suffix) if self.format == "text" else self.rows

    def prose_rows(self) -> list[Row]:
        """Every line and every filled cell as prose."""
        if self.format == "text":
            return prose_rows(self.text)
        return [
            Row("line", row.line, (cell,), (row.starts[index],), place=row.place, pieces=None, table=index)
            for row in self.rows
            for index, cell in enumerate(row.cells)
            if cell
        ]

    def cited_text(self) -> str:
        """The text in the lines and columns that citations count; of other formats than text, one line a row."""
        if self.format == "text":
            return _LINE_END.sub("\n", self.text) if "\r" in self.text else self.text
        lines: list[str] = []
        for row in self.rows:
            lines.extend([""] * (row.line - len(lines)))
            for start, cell in zip(row.starts, row.cells, strict=False):
                line = lines[row.line - 1].ljust(start - 2)
                lines[row.line - 1] = (line + "\t" if start > 1 else line) + cell.replace("\n", " ")
        return "\n".join(lines)

    def all_text(self) -> str:
        """The words of the file, to look for what they say of it as a whole."""
        return self.text or "\n".join(cell for row in self.rows for cell in row.cells)


def read_content(path: str | Path | Content) -> Content:
    """Open a file, or take one that is open already.

    Raises ``DocumentError`` where it cannot be read, is in a format that is not read, or is damaged.
    """
    if isinstance(path, Content):
        return path
    source = read_source(path)
    binary = binary_format(source.data, source.name)
    if binary is not None:
        return _from_binary(source, binary)
    decoded = decode(source.data, source.name, declared=True)
    format = text_format(decoded.text, source.name)
    if format == "text":
        _check_lines(decoded.text, source.name)
    notes = [*_encoding_notes(decoded), *_format_notes(source.name, format)]
    if format == "text":
        return Content(
            source.name, format, source.sha256, decoded.encoding, decoded.text, (), decoded.damaged, tuple(notes)
        )
    _check_structured(source)
    rows = _markup_rows(source, decoded.text, format)
    return _filled(
        Content(source.name, format, source.sha256, decoded.encoding, "", rows, decoded.damaged, tuple(notes))
    )


def mended(content: Content) -> Content | None:
    """A text that was decoded wrongly before it was saved, turned back; None where that cannot be done without loss."""
    found = repaired(content.text) if content.format == "text" else None
    if found is None:
        return None
    text, how = found
    return content._replace(text=text, notes=(*content.notes, said.repaired_text(how)))


def _from_binary(source: Source, format: Format) -> Content:
    _check_structured(source)
    if format == "docx":
        from reconcile.reading.formats.word import read_word

        rows, notes = read_word(source.data, source.name)
    elif format == "xlsx":
        from reconcile.reading.formats.workbook import read_workbook

        rows, notes = read_workbook(source.data, source.name)
    else:
        from reconcile.reading.formats.child import read_in_child

        rows, notes = read_in_child(source.data, "pdf" if format == "pdf" else "xls", source.name)
    all_notes = (*_format_notes(source.name, format), *notes)
    return _filled(Content(source.name, format, source.sha256, format, "", rows, 0, all_notes))


def _filled(content: Content) -> Content:
    if not content.rows:
        raise DocumentError(
            "the document is empty: it holds no words",
            document=content.path,
            remedy="give the file that holds the table",
        )
    return content


def _check_structured(source: Source) -> None:
    if len(source.data) > MOST_STRUCTURED_BYTES:
        raise DocumentError(
            f"the file is larger than {MOST_STRUCTURED_BYTES // MEGABYTE} MB, the most that is read of its format",
            document=source.name,
            remedy="give a file that holds the one table alone, or save the table as CSV",
        )


def _check_lines(text: str, name: str) -> None:
    """Refuse a text of more lines than can be held, before any of them is made a row."""
    if text.count("\n") + text.count("\r") <= MOST_LINES:
        return
    if next(islice(_LINE.finditer(text), MOST_LINES, None), None) is not None:
        raise DocumentError(
            f"the text has more than {MOST_LINES:,} lines, which is the most that is read",
            document=name,
            remedy="give the part that holds the table",
        )


def _markup_rows(source: Source, text: str, format: Format) -> list[Row]:
    if format == "json":
        from reconcile.reading.formats.json_records import read_json

        return read_json(text, source.name)
    from reconcile.reading.formats.web_page import page_of_archive, read_web_page

    return read_web_page(page_of_archive(source.data, text, source.name), source.name)


def _encoding_notes(decoded: Decoded) -> list[Diagnostic]:
    guessed = decoded.encoding != "utf-8" and decoded.confidence < 1
    return [said.encoding_guessed(decoded.encoding.upper(), decoded.confidence)] if guessed else []


def _format_notes(name: str, format: Format) -> list[Diagnostic]:
    ending = mislabelled(name, format)
    return [said.other_ending(ending, FORMAT_NAMES[format])] if ending else []
