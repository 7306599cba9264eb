"""Text → rows: tab-separated, pipe-delimited (markdown) and comma-separated, and the prose between them.

What a line is, is decided line by line, except for CSV, which a whole file is or is not. Lines end with LF, CR LF
or CR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconcile.reading.limits import MOST_COLUMNS
from reconcile.reading.rows import Kind, Pieces, Row

_LINE_END = re.compile(r"\r\n|\r|\n")
_DRAWING = re.compile("[\u2500-\u257f]")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
# One CSV field with the sign that ends it; a quoted field may hold line breaks and doubled quotes.
_CSV_FIELD = {
    sign: re.compile(
        rf'[ ]*"((?:[^"]|"")*)"[ ]*({re.escape(sign)}|\n|\Z)|([^{re.escape(sign)}\n]*)({re.escape(sign)}|\n|\Z)'
    )
    for sign in (",", ";")
}


def text_rows(text: str, ending: str = "") -> list[Row]:
    r"""The rows of a text, every non-blank character in one of them; ``ending`` is that of the file's name.

    >>> [row.cells for row in text_rows("标题\n序号\t目标\n1\t建成 5 处\n")]
    [('标题',), ('序号', '目标'), ('1', '建成 5 处')]
    >>> text_rows("| 1 | 建成 |")[0].starts
    (3, 7)
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if ending.lower() == ".csv" and "\t" not in text[: text.find("\n")]:
        return list(_csv_rows(text, _csv_sign(text)))
    lines = text.split("\n")
    drawn = _drawn(text, lines)
    rows = [
        row
        for number, line in enumerate(lines, 1)
        if (row := drawn[number] if number in drawn else _line_row(line, number))
    ]
    return _with_outer_cells(rows) if "|" in text else rows


def _drawn(text: str, lines: list[str]) -> dict[int, Row | None]:
    """The rows of tables drawn with signs, if there are such signs."""
    if "+-" not in text and "+=" not in text and not _DRAWING.search(text):
        return {}
    # Few texts hold such tables.
    from reconcile.reading.drawn import drawn_rows

    return drawn_rows(lines)


def prose_rows(text: str) -> list[Row]:
    """The lines of a text as prose, whatever they hold."""
    lines = _LINE_END.split(text)
    return [_prose(line, number) for number, line in enumerate(lines, 1) if line and not line.isspace()]


def _line_row(line: str, number: int) -> Row | None:
    if ("\t" in line or "|" in line) and max(line.count("\t"), line.count("|")) >= MOST_COLUMNS:
        return _prose(line, number) if not line.isspace() else None
    if "\t" in line:
        quoted = _quoted_line("tab", line, number, "\t") if '"' in line else None
        return quoted or (_split_row("tab", line.split("\t"), number, 0, 1) if not line.isspace() else None)
    if "|" in line:
        stripped = line.strip()
        if stripped.startswith("|") or stripped.count("|") > 1:
            return _pipe_row(line, number)
    return _prose(line, number) if line and not line.isspace() else None


def _split_row(kind: Kind, raw: list[str], number: int, marks: int, column: int) -> Row:
    """A row from unstripped cells that stand one separator apart, the first at ``column``."""
    cells: list[str] = []
    starts: list[int] = []
    for cell in raw:
        text = cell.strip()
        starts.append(column if len(text) == len(cell) else column + len(cell) - len(cell.lstrip()))
        cells.append(text)
        column += len(cell) + 1
    return Row(kind, number, tuple(cells), tuple(starts), marks)


def _pipe_row(line: str, number: int) -> Row:
    """A row between pipes; the pipes at its two ends, where they stand, open and close it."""
    raw = _UNESCAPED_PIPE.split(line) if "\\|" in line else line.split("|")
    marks = len(raw) - 1
    column = 1
    if not raw[0].strip():
        column += len(raw[0]) + 1
        raw = raw[1:]
    if len(raw) > 1 and not raw[-1].strip():
        raw = raw[:-1]
    return _split_row("pipe", raw, number, marks, column)


def _with_outer_cells(rows: list[Row]) -> list[Row]:
    """The rows with an empty first or last cell that was taken for the pipe which opens or closes the row.

    Where the row of the most cells above has no such pipes, the others have none either.
    """
    out: list[Row] = []
    widest = 0
    for row in rows:
        if row.kind != "pipe":
            widest = 0 if row.kind != "line" else widest
        elif row.marks == len(row.cells) - 1:
            widest = max(widest, len(row.cells))
        elif widest > 2 and row.marks < widest:
            opened = row.starts[0] > 1 and row.marks >= len(row.cells)
            closed = row.marks - len(row.cells) - opened >= 0
            end = row.starts[-1] + len(row.cells[-1])
            row = row._replace(
                cells=("",) * opened + row.cells + ("",) * closed,
                starts=(1,) * opened + row.starts + (end,) * closed,
            )
        out.append(row)
    return out


def _csv_sign(text: str) -> str:
    """The sign that parts the fields: the one that the first lines hold most of."""
    head = text[:4000]
    return ";" if head.count(";") > head.count(",") else ","


def _csv_rows(text: str, sign: str) -> Iterator[Row]:
    position, line, size = 0, 1, len(text)
    while position < size:
        end = text.find("\n", position)
        end = size if end < 0 else end
        plain = text[position:end]
        if '"' not in plain:
            if plain and not plain.isspace():
                raw = plain.split(sign, MOST_COLUMNS)
                is_row = 1 < len(raw) <= MOST_COLUMNS
                yield _split_row("csv", raw, line, len(raw) - 1, 1) if is_row else _prose(plain, line)
            position, line = end + 1, line + 1
            continue
        whole = _quoted_line("csv", plain, line, sign)
        if whole is not None:
            yield whole
            position, line = end + 1, line + 1
            continue
        row, position = _quoted_row(text, position, line, sign)
        line += text.count("\n", end, position)
        if row.cells != ("",):
            yield row


def _quoted_line(kind: Kind, plain: str, line: int, sign: str) -> Row | None:
    """The row of a line whose quoted fields end on it and hold no quotes themselves, else None."""
    if '""' in plain or plain.count('"') % 2:
        return None
    raw: list[str] = []
    opened = False
    for part in plain.split(sign):
        if opened:
            raw[-1] += sign + part
        else:
            raw.append(part)
        if '"' in part and part.count('"') % 2:
            opened = not opened
    cells: list[str] = []
    starts: list[int] = []
    column, marks = 1, 0 if sign == "\t" else len(raw) - 1
    for field in raw:
        text = field.strip()
        begin = column + len(field) - len(field.lstrip())
        if '"' in text:
            if text[0] != '"' or text[-1] != '"' or text.count('"') != 2:
                return None
            inner = text[1:-1]
            text = inner.strip()
            begin += 1 + len(inner) - len(inner.lstrip())
            marks += 2
        cells.append(text)
        starts.append(begin)
        column += len(field) + 1
    return Row(kind, line, tuple(cells), tuple(starts), marks)


def _prose(line: str, number: int) -> Row:
    text = line.strip()
    return Row("line", number, (text,), (len(line) - len(line.lstrip()) + 1,))


def _quoted_row(text: str, position: int, line: int, sign: str) -> tuple[Row, int]:
    """One record with quoted fields, from ``position``; returns it and where the next one begins."""
    cells: list[str] = []
    starts: list[int] = []
    pieces: dict[int, Pieces] = {}
    field = _CSV_FIELD[sign]
    line_start = position
    number, marks = line, 0
    while True:
        match = field.match(text, position)
        assert match is not None  # the second branch matches anything, the empty field included
        quoted = match.group(1) is not None
        begin, stop = match.span(1) if quoted else match.span(3)
        cell, begin, parts = _field(text, begin, stop, number, line_start, quoted)
        if len(parts) > 1 or parts[0][1] != line:
            pieces[len(cells)] = parts
        cells.append(cell)
        starts.append(begin - line_start + 1)
        marks += (2 + match.group(1).count('""')) if quoted else 0
        breaks = text.count("\n", position, match.end() - 1)
        if breaks:
            number += breaks
            line_start = text.rfind("\n", 0, match.end() - 1) + 1
        position = match.end()
        if match.group(2 if quoted else 4) != sign:
            break
        marks += 1
    return Row("csv", line, tuple(cells), tuple(starts), marks, pieces or None), max(position, line_start + 1)


def _field(text: str, begin: int, stop: int, line: int, line_start: int, quoted: bool) -> tuple[str, int, Pieces]:
    """The text of one field, where it begins, and its pieces: a new one after each line break and doubled quote."""
    raw = text[begin:stop].lstrip()
    first = stop - len(raw)
    if "\n" in text[begin:first]:
        line += text.count("\n", begin, first)
        line_start = text.rfind("\n", begin, first) + 1
    begin = first
    raw = raw.rstrip()
    if not quoted or ('""' not in raw and "\n" not in raw):
        return raw, begin, ((0, line, begin - line_start + 1),)
    out: list[str] = []
    parts: list[tuple[int, int, int]] = []
    offset = 0
    position = begin
    for part in re.split(r'("")|(\n)', raw):
        if not part:
            continue
        if not parts or out[-1] in ('"', "\n"):
            parts.append((offset, line, position - line_start + 1))
        piece = '"' if part == '""' else part
        out.append(piece)
        offset += len(piece)
        position += len(part)
        if part == "\n":
            line, line_start = line + 1, position
    return "".join(out), begin, tuple(parts)
