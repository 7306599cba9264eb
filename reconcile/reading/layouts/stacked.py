"""One cell a line: headings below each other, then the cells of every row below each other, each perhaps with a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reconcile.reading.broken import is_section_heading
from reconcile.reading.cells import is_claim, is_owner
from reconcile.reading.headers import is_rule, known_enough
from reconcile.reading.ids import is_id
from reconcile.reading.layout import Layout, lay_out
from reconcile.reading.layouts.cuts import Cut, cut, made_row
from reconcile.reading.layouts.fitting import Profile, fit, fits, profiles
from reconcile.reading.layouts.marks import number_in
from reconcile.reading.layouts.segments import is_remark
from reconcile.reading.roles import Column, exact_role, heading_limit, heading_role
from reconcile.reading.rows import Row

_LEAST_COLUMNS, _MOST_COLUMNS = 3, 14
_MOSTLY = 0.8
_LONGEST_ID = 6
_OWNERS = ("owner", "lead", "support", "leader")
_COMMAS = "，、,"


class _Cell(NamedTuple):
    """One line as a cell: its words without the bar that ends it; the row that it came from."""

    part: Cut
    row: Row
    bars: int


def stacked_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a text with one cell a line, None where no headings are found below each other."""
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        return None
    cells = [_cell(row) for row in rows if not is_rule(row)]
    barred = sum(cell.bars > 0 for cell in cells) > _MOSTLY * len(cells)
    blank = [] if barred else [cell.row for cell in cells if not cell.part.text]
    if not barred:
        cells = [cell for cell in cells if cell.part.text]
    begin, width = _headings(cells)
    if not width:
        return None
    heads = cells[begin : begin + width]
    columns = tuple(Column(cell.part.text, heading_role(cell.part.text)) for cell in heads)
    out = [*blank, *(row for row in rows if is_rule(row))]
    out.extend(_rest(cells[:begin]))
    out.append(_made([[cell] for cell in heads], columns, sum(cell.bars for cell in heads)))
    body, repeated = _without_headings(cells[begin + width :], [cell.part.text for cell in heads])
    out.extend(_made([[cell] for cell in group], columns, sum(cell.bars for cell in group)) for group in repeated)
    chunks, left = _chunks(body, columns, barred)
    records = [[[cell] for cell in chunk] if barred else _going_on(chunk) for chunk in chunks]
    full = [list(map(_text, record)) for record in records if len(record) == width]
    # An owner more and a remark less are as many cells, too: rows that the headings alone bear out come first.
    likely = profiles(columns, [])
    one_each = tuple(range(width))
    known = profiles(columns, [texts for texts in full if fit(texts, likely, joins=True).columns == one_each] or full)
    for chunk, record in zip(chunks, records, strict=True):
        placed = record if len(record) == width and barred else _placed(record, known)
        if any(cell.part.text for group in placed for cell in group):
            out.append(_made(placed, columns, sum(cell.bars for cell in chunk)))
        else:
            left.extend(chunk)
    out.extend(_rest(left))
    return lay_out(sorted(out, key=lambda row: row.line))


def _cell(row: Row) -> _Cell:
    if row.kind == "line":
        bare = row.cells[0].rstrip("| ")
        return _Cell(cut(row, 0, len(bare)), row, row.cells[0].count("|", len(bare)))
    index = next((index for index, cell in enumerate(row.cells) if cell), 0)
    return _Cell(cut(row, cell=index), row, row.marks)


def _headings(cells: Sequence[_Cell]) -> tuple[int, int]:
    """Where the headings begin and how many there are: up to the first id, or as long as they are known; 0 for none."""
    roles = [heading_role(cell.part.text) if len(cell.part.text) <= heading_limit() else "" for cell in cells]
    numbered = [place for place, role in enumerate(roles) if role == "id"]
    # A title holds the words of headings too, so that a heading of ids is looked for first.
    exact = [place for place, role in enumerate(roles) if role not in ("", "id") and exact_role(cells[place].part.text)]
    for begin in (*numbered, *exact):
        role = roles[begin]
        run: list[str] = []
        for below in cells[begin : begin + _MOST_COLUMNS + 1]:
            text = below.part.text
            if len(text) > heading_limit() or (run and _number(text)) or (role != "id" and not heading_role(text)):
                break
            run.append(text)
        ended = begin + len(run) < len(cells) and (role != "id" or _number(cells[begin + len(run)].part.text) > 0)
        if _LEAST_COLUMNS <= len(run) <= _MOST_COLUMNS and ended and known_enough(roles[begin : begin + len(run)], run):
            return begin, len(run)
    return 0, 0


def _number(text: str) -> int:
    """The number that a cell which holds nothing but an id is, else 0."""
    bare = text.strip("()（）、.．")
    return number_in(bare) if bare and len(text) <= _LONGEST_ID and is_id(text) else 0


def _without_headings(cells: Sequence[_Cell], heads: Sequence[str]) -> tuple[list[_Cell], list[list[_Cell]]]:
    """The cells without headings that are repeated among them, and those."""
    body: list[_Cell] = []
    repeated: list[list[_Cell]] = []
    position = 0
    while position < len(cells):
        group = list(cells[position : position + len(heads)])
        if cells[position].part.text == heads[0] and [cell.part.text for cell in group] == list(heads):
            repeated.append(group)
            position += len(heads)
        else:
            body.append(cells[position])
            position += 1
    return body, repeated


def _chunks(cells: Sequence[_Cell], columns: Sequence[Column], barred: bool) -> tuple[list[list[_Cell]], list[_Cell]]:
    """The cells of each record, and those of none: remarks, headings of parts, page marks."""
    width = len(columns)
    texts = [cell.part.text for cell in cells]
    starts = _starts(texts, width) if columns[0].role == "id" else list(range(0, len(cells), width))
    chunks: list[list[_Cell]] = []
    left = list(cells[: starts[0]]) if starts else list(cells)
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        last = end
        for place in range(start + 1, end):
            if is_remark(texts[place]) or (place - start >= 3 and is_section_heading(texts[place])):
                last = place
                break
        if barred:
            last = min(last, start + width)
        chunks.append(list(cells[start:last]))
        left.extend(cells[last:end])
    return chunks, left


def _starts(texts: Sequence[str], width: int) -> list[int]:
    """Where the records begin: at ids that go on from each other, as near to a full row apart as they come."""
    first = next((index for index, text in enumerate(texts) if _number(text)), None)
    if first is None:
        return []
    starts = [first]
    while True:
        here = starts[-1]
        wanted = (_number(texts[here]) + 1, 1)
        for number in wanted:
            places = [
                place
                for place in range(here + 2, min(here + 3 * width + 1, len(texts)))
                if _number(texts[place]) == number
            ]
            if places:
                starts.append(min(places, key=lambda place: (abs(place - here - width), place)))
                break
        else:
            return starts


def _going_on(chunk: Sequence[_Cell]) -> list[list[_Cell]]:
    """The cells of a record, each with the lines that it goes on over: words that end in a comma do.

    A status word, or the names of owners after other words, are a cell of their own all the same.
    """
    out: list[list[_Cell]] = []
    for cell in chunk:
        above = out[-1][-1].part.text if out else ""
        text = cell.part.text
        apart = is_claim(text) or (is_owner(text) and not is_owner(above.rstrip(_COMMAS)))
        if above and above[-1] in _COMMAS and not apart:
            out[-1].append(cell)
        else:
            out.append([cell])
    return out


def _text(cells: Sequence[_Cell]) -> str:
    return "".join(cell.part.text for cell in cells)


def _placed(record: Sequence[Sequence[_Cell]], known: Sequence[Profile]) -> list[list[_Cell]]:
    filled = [list(cells) for cells in record if _text(cells)]
    texts = list(map(_text, filled))
    if fits(texts, known):
        return filled
    found = fit(texts, known, joins=True)
    if not found.columns:
        return []
    placed: list[list[_Cell]] = [[] for _ in known]
    for cells, column in zip(filled, found.columns, strict=True):
        placed[column].extend(cells)
    return placed


def _made(cells: Sequence[Sequence[_Cell]], columns: Sequence[Column], bars: int) -> Row:
    between = ["\n" if column.role in _OWNERS else "" for column in columns]
    return made_row([[cell.part for cell in group if cell.part.text] for group in cells], between, bars)


def _rest(cells: Sequence[_Cell]) -> list[Row]:
    return [cell.row for cell in cells]
