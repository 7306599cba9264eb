"""The lines under a line of headings → rows: where each row begins, how many lines it takes, and its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.broken import is_section_heading
from reconcile.reading.cells import ends_owner, is_owner
from reconcile.reading.layouts.cuts import Cut, cut, made_row
from reconcile.reading.layouts.named import owner_names
from reconcile.reading.layouts.parting import TOLD, Parted, is_sure, parted_into
from reconcile.reading.layouts.reading_down import pieces_of, read_down
from reconcile.reading.layouts.segments import is_remark
from reconcile.reading.layouts.strand import Strand, strand_of
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row, display_width, ink
from reconcile.resources import vocabulary

_MOST_LINES, _LARGEST_GAP = 6, 3
_LONGEST_ROW = 1200
_KEPT = 3
_NEAR_EDGE = 6
_OWNERS = ("owner", "lead", "support")
_NUMBER = re.compile(r"[(（]?(\d{1,4})[)）.、．]?(?=\s|\Z|[^\d.,%％‰])")
_DAY_ALONE = re.compile(r"\D{0,2}20\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?(?:\d{1,2}\s?日?)?")
_LEAST_NAME = 5
_RUN = re.compile(r"\d{1,4}")
# What speaks for a row that begins with the number after the last one, with a later one, with none, with a misread
# one, with 1 again, or that bears its number on a lower line; and for leaving out who signs.
_NEXT, _LATER, _NONE, _MISREAD, _ANEW, _BELOW, _SIGNED = 5.0, 0.0, -4.0, 1.0, 0.0, 3.0, 1.0
# What speaks against a line that belongs to no row, and each of its letters; of one that goes on although the line
# above it ends short of the edge of the page, or stands apart.
_LEFT, _LEFT_INK, _NOT_AT_EDGE, _APART, _DOWN, _SINGLE, _EACH_LINE = -2.0, -0.2, -3.0, -4.0, -2.0, -3.0, -0.5


class Made(NamedTuple):
    """A row put together from lines, and how it was parted; or one line that belongs to none (``cells`` None)."""

    rows: tuple[Row, ...]
    cells: list[list[Cut]] | None
    read: tuple[Strand, Parted] | None = None


class _State(NamedTuple):
    """The lines up to a place as rows: what speaks for them, the number of the last one, it, and the state before."""

    score: float
    number: int
    made: Made | None
    before: _State | None


class Page(NamedTuple):
    """How lines under headings are read: the columns, whether blanks part cells, what one inside costs, the edge.

    ``down`` says that cells go on below each other.
    """

    columns: tuple[Column, ...]
    blanks: bool
    each_blank: float
    edge: int
    down: bool = False


def page_of(columns: tuple[Column, ...], blanks: bool, lines: Sequence[Row]) -> Page:
    """How lines are read under given headings: where most have one blank between cells, none is inside of one."""
    clean = sum(len(line.cells[0].split()) == len(columns) for line in lines) * 2 > len(lines)
    parted = blanks or clean
    edge = max((line.starts[0] + display_width(line.cells[0]) for line in lines), default=0)
    return Page(columns, parted, -1.5 if clean else -0.2, edge)


def rows_of(lines: Sequence[Row], page: Page, number: int) -> list[Made]:
    """The rows that lines make, in the likeliest way, and lines between them; ``number`` is that of the last row."""
    states: dict[int, list[_State]] = {0: [_State(0.0, number, None, None)]}
    parsed: dict[tuple[int, int, int], tuple[float, Made] | None] = {}
    signed = _signed(lines)
    for place in range(len(lines)):
        for state in states.pop(place, []):
            left = Made((lines[place],), None)
            against = _SIGNED if place >= signed else _left_out(lines[place])
            _keep(states, place + 1, _State(state.score + against, state.number, left, state))
            for count, start, after, gain in _begun(lines, place, state.number, page):
                key = (place, count, start)
                if key not in parsed:
                    parsed[key] = _row(lines[place : place + count], start, page)
                found = parsed[key]
                if found is not None:
                    _keep(states, place + count, _State(state.score + gain + found[0], after, found[1], state))
    out: list[Made] = []
    last: _State | None = states[len(lines)][0]
    while last is not None and last.made is not None:
        out.append(last.made)
        last = last.before
    broken = [made for made in out if made.cells is not None and len(made.rows) > 1]
    if not page.down and sum(made.read is None for made in broken) * 2 > len(broken):
        return rows_of(lines, page._replace(down=True), number)
    return out[::-1]


def _keep(states: dict[int, list[_State]], place: int, state: _State) -> None:
    others = [each for each in states.get(place, []) if each.number != state.number or each.score >= state.score]
    if not any(each.number == state.number for each in others):
        others.append(state)
    states[place] = sorted(others, key=lambda each: (-each.score, each.number))[:_KEPT]


def _signed(lines: Sequence[Row]) -> int:
    """The first of the lines at the end that say who made the document, and when."""
    endings = (*vocabulary("titles")["issuer"]["endings"], *vocabulary("layouts")["remark"]["signed"])
    place = len(lines)
    while place and _DAY_ALONE.fullmatch(lines[place - 1].cells[0]):
        place -= 1
    name = lines[place - 1].cells[0] if place else ""
    return place - (len(name) >= _LEAST_NAME and name.endswith(endings) and len(name.split()) == 1)


def _left_out(line: Row) -> float:
    text = line.cells[0]
    if is_remark(text) or is_section_heading(text):
        return 0.0
    return _LEFT + _LEFT_INK * ink(text)


def _begun(lines: Sequence[Row], place: int, number: int, page: Page) -> Iterator[tuple[int, int, int, float]]:
    """The rows that may begin at a line: how many lines, where its words begin, its number, what speaks for it.

    Of a row whose number stands on a lower line, the place is how far below that is, as a negative number.
    """
    ways = _numbers(lines[place].cells[0], number, page.blanks)
    size, below = 0, 0
    for count in range(1, min(_MOST_LINES, len(lines) - place) + 1):
        text = lines[place + count - 1].cells[0]
        size += len(text)
        if size > _LONGEST_ROW or (count > 1 and (is_remark(text) or is_section_heading(text))):
            return
        if count > 1 and (number or below) and _bears(text, number + bool(below), page):
            if below or ways[0][2] != _NONE:
                return
            below = count - 1
        elif count > 1 and not number and not below and ways[0][2] == _NONE and _bears(text, 0, page):
            below = count - 1
        if below:
            yield count, -below, _numbers(lines[place + below].cells[0], number, page.blanks)[0][1], _BELOW
            continue
        for start, after, gain in ways:
            if count == 1 or not _bears(text, after, page):
                yield count, start, after, gain


def _bears(text: str, number: int, page: Page) -> bool:
    """Whether a line begins with the number after the one given."""
    return _numbers(text, number, page.blanks)[0][2] == _NEXT


def _numbers(text: str, number: int, blanks: bool) -> list[tuple[int, int, float]]:
    """The numbers that a line may bear: where its words begin, the number, and what speaks for it; none comes last."""
    out: list[tuple[int, int, float]] = []
    if blanks:
        found = _NUMBER.match(text)
        bearing = [(found.end(), int(found[1]))] if found else []
    else:
        run = _RUN.match(text)
        digits = run.group() if run else ""
        bearing = [(size, int(digits[:size])) for size in range(len(digits), 0, -1)]
    for end, value in bearing:
        if value and (number == 0 or value == number + 1):
            out.append((end, value, _NEXT))
        elif number + 1 < value <= number + _LARGEST_GAP:
            out.append((end, value, _LATER))
        elif value == 1:
            out.append((end, value, _ANEW))
    first = text.split(maxsplit=1)[0]
    like = vocabulary("layouts")["misread"]["figures"]
    read = "".join(like.get(sign, sign) for sign in first)
    if first != read and read == str(number + 1) and len(first) < len(text):
        out.append((len(first), number + 1, _MISREAD))
    out.sort(key=lambda each: -each[2])
    bears = bool(out) and out[0][2] == _NEXT and blanks
    return out if bears else [*out, (0, number + 1 if number else 0, _NONE)]


def _row(lines: Sequence[Row], start: int, page: Page) -> tuple[float, Made] | None:
    """The cells of a row that takes the lines given, its words from ``start`` of the first on; what speaks for them."""
    columns = page.columns[1:]
    joined = _EACH_LINE * (len(lines) - 1)
    for above, line in pairwise(lines):
        joined += _APART if line.line != above.line + 1 else 0.0
    ways: list[tuple[float, Made]] = []
    strand = strand_of(lines, max(start, 0))
    across = None
    if start >= 0 and not page.down and strand.text:
        across = parted_into(strand, columns, page.blanks, page.each_blank)
    if across is not None:
        short = sum(line.starts[0] + display_width(line.cells[0]) < page.edge - _NEAR_EDGE for line in lines[:-1])
        number = [cut(lines[0], 0, start)] if start else []
        made = Made(tuple(lines), [number, *_apart(strand, across, columns)], (strand, across))
        ways.append((across.score + joined + _NOT_AT_EDGE * short, made))
    single = sum(len(line.cells[0].split()) == 1 for line in lines[1:])
    lacks = len(lines) > 1 and (start < 0 or single < len(lines) - 1) and (across is None or _lacks(across, columns))
    if page.down or lacks:
        number, pieces = _numbered_pieces(lines, start)
        down = read_down(pieces, columns)
        if down is not None:
            against = 0.0 if page.down else _DOWN + _SINGLE * single * (start >= 0)
            ways.append((down.score + joined + against, Made(tuple(lines), [number, *down.cells])))
    return max(ways, key=lambda each: each[0], default=None)


def _numbered_pieces(lines: Sequence[Row], start: int) -> tuple[list[Cut], list[list[Cut]]]:
    """The number of a row, and the other pieces of each of its lines."""
    bearing, end = (0, start) if start >= 0 else (-start, 0)
    if start < 0:
        found = _NUMBER.match(lines[bearing].cells[0])
        end = found.end() if found else 0
    number = [cut(lines[bearing], 0, end)] if end else []
    return number, [pieces_of(line, end if index == bearing else 0) for index, line in enumerate(lines)]


def _lacks(parted: Parted, columns: Sequence[Column]) -> bool:
    """Whether a cell that could be told by what it holds is missing."""
    return any(a == b and column.role in TOLD for (a, b), column in zip(parted.spans, columns, strict=True))


def _apart(strand: Strand, parted: Parted, columns: Sequence[Column]) -> list[list[Cut]]:
    """The cells as printed; those of owners in one piece for each word where a blank stands inside a name."""
    out = []
    for span, column in zip(parted.spans, columns, strict=True):
        words = strand.tokens(*span) if span[0] < span[1] else []
        torn = column.role in _OWNERS and len(words) > len(owner_names(strand, *span))
        out.append([part for a, b in words for part in strand.cuts(a, b)] if torn else strand.cuts(*span))
    return out


def may_go_on(made: Made, signed: bool) -> bool:
    """Whether a line that belongs to no row may be more of the one above it."""
    text = made.rows[0].cells[0]
    return not signed and not is_remark(text) and not is_section_heading(text)


def sure(made: Made, page: Page) -> bool:
    """Whether the cells of a row can hardly end elsewhere."""
    if made.read is None:
        return True
    return is_sure(made.read[0], page.columns[1:], page.blanks, page.each_blank, made.read[1])


def row_of(made: Made, columns: Sequence[Column]) -> Row:
    """The row of cells that were put together; names of owners that stand apart are parted by a line end."""
    assert made.cells is not None
    between = []
    for column, parts in zip(columns, made.cells, strict=True):
        whole = column.role in _OWNERS and all(ends_owner(part.text) for part in parts[:-1]) and _names(parts)
        between.append("\n" if whole else "")
    return made_row(made.cells, between)


def _names(parts: Sequence[Cut]) -> bool:
    return all(is_owner(part.text) for part in parts)
