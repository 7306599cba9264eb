"""Header rows: where one stands, over how many rows it goes, and how many tables stand side by side under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.cells import is_number
from reconcile.reading.drawn import is_across
from reconcile.reading.periods import is_period
from reconcile.reading.roles import Column, exact_role, heading_limit, heading_role, plain_heading
from reconcile.reading.rows import Row

_LONGEST_HALF = 4
_MOST_LEVELS = 3
# What columns are counted with in Chinese statistics, before the figures; fewer cells than three count nothing.
_STEMS = "甲乙丙丁戊己庚"
_LEAST_COUNTED = 3
# A row with so many numbers that are no years is none of headings.
_LEAST_FIGURES = 2
_FORM_CELLS = 2
_LEAST_LABELS = 3
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIELD_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,23}")
# What stands in brackets after a colon explains a heading (完成情况：（截至12月底）).
_LABEL_AND_VALUE = re.compile(r"[^：:()（）]{1,16}[：:]\s*[^\s(（]")
_RULE_CELL = re.compile(r":?-+:?|:?=+:?")
_RULE_SIGNS = "-=_*·—"


class Header(NamedTuple):
    """A header: its rows, the columns of one table, and the first cells of the tables that stand side by side."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    firsts: tuple[int, ...]

    @property
    def width(self) -> int:
        """How many cells a full row has."""
        return self.firsts[-1] + len(self.columns)


def is_rule(row: Row) -> bool:
    """Whether a row only draws a line: a markdown rule under a header, dashes, a fence."""
    first = row.cells[0]
    if row.kind == "line":
        if first.startswith(("```", "~~~")) or is_across(first):
            return True
        return (
            first[0] in _RULE_SIGNS and not first.strip(_RULE_SIGNS + " \t\u3000") and len("".join(first.split())) > 2
        )
    if not first or first[0] not in ":-=":
        return False
    return all(_RULE_CELL.fullmatch(cell) for cell in row.cells if cell)


def numbers_columns(row: Row) -> bool:
    """Whether a row below headings only counts the columns: 1 2 3, A B C, 甲 乙 1 2, (1) (2) (3)."""
    filled = [cell.strip("()（）[]") for cell in row.cells if cell]
    if len(filled) < _LEAST_COUNTED:
        return False
    stems = 0
    while stems < min(len(filled), len(_STEMS)) and filled[stems] == _STEMS[stems]:
        stems += 1
    rest = filled[stems:]
    figures = [str(number) for number in range(1, len(rest) + 1)]
    letters = [chr(ord("A") + number) for number in range(len(rest))]
    return rest == figures or (not stems and rest == letters)


def gives_field_codes(row: Row, header: Header) -> bool:
    """Whether a row below Chinese headings only gives the code of each column's field (xh rwmc zrdw)."""
    filled = [cell for cell in row.cells if cell]
    known = [column.heading for column in header.columns if column.heading]
    return (
        len(filled) >= max(_LEAST_COUNTED, len(known))
        and not any(heading.isascii() for heading in known)
        and all(map(_FIELD_CODE.fullmatch, filled))
    )


def header_at(rows: Sequence[Row], position: int, header: Header | None) -> Header | None:
    """The header that begins at ``position``, over up to three rows, or None; ``header`` is the one that holds."""
    row = rows[position]
    if row.cells[0].isdecimal() or _gives_figures(row.cells) or max(map(len, row.cells)) > 2 * heading_limit():
        return None
    if header is not None and row.cells == header.rows[0].cells:
        return header._replace(rows=tuple(rows[position : position + len(header.rows)]))
    if header is not None and not _at_ends(row):
        return None
    if _heads_a_form(rows, position):
        return None
    if sum(map(_gives_value, row.cells)) * 2 >= sum(map(bool, row.cells)):
        return None
    roles = [heading_role(cell) if cell else "" for cell in row.cells]
    # Where headings are broken over two rows, none may be known by its upper half alone.
    if not any(roles) and (
        header is not None
        or not 2 < len(row.cells) <= sum(map(bool, row.cells)) + 2
        or max(map(len, row.cells)) > _LONGEST_HALF
    ):
        return None
    levels = _levels(rows, position)
    if levels is not None:
        return levels
    return _cut((row,), row.cells) if known_enough(roles, row.cells) and not _is_form(roles, row.cells) else None


def _gives_value(cell: str) -> bool:
    """Whether a cell holds a label and its value (填报单位：市民政局), as in the lines of a form over a table."""
    return _LABEL_AND_VALUE.match(cell) is not None


def _heads_a_form(rows: Sequence[Row], position: int) -> bool:
    """Whether the rows below hold a label and its value each, as in a form of two columns (任务名称 | 新建管网)."""
    row = rows[position]
    if len(row.cells) != _FORM_CELLS:
        return False
    below = [
        each
        for each in rows[position + 1 : position + 2 + _LEAST_LABELS]
        if each.kind == row.kind and not is_rule(each)
    ]
    labels = [exact_role(each.cells[0]) for each in below[:_LEAST_LABELS]]
    return len(set(labels) - {""}) >= _LEAST_LABELS and len(labels) == _LEAST_LABELS


def _levels(rows: Sequence[Row], position: int) -> Header | None:
    """The header of two rows or three that begins at ``position``, None where the row below goes on with none."""
    first = rows[position]
    cells: tuple[str, ...] = first.cells
    end = position + 1
    found: Header | None = None
    for _ in range(_MOST_LEVELS - 1):
        below = next((index for index in range(end, min(end + 2, len(rows))) if not is_rule(rows[index])), None)
        if below is None or rows[below].kind != first.kind or _heads_a_form(rows, below):
            break
        lower = rows[below]
        if _is_form([heading_role(cell) for cell in lower.cells], lower.cells):
            break
        if not (_is_second_level(cells, lower.cells) or _reached_by_headings(lower, rows[position:end])):
            break
        cells = _two_levels(cells, lower.cells)
        end = below + 1
        if known_enough([heading_role(cell) for cell in cells], cells):
            found = _cut(tuple(rows[position:end]), cells)
    return found


def _reached_by_headings(row: Row, above: Sequence[Row]) -> bool:
    """Whether a merged cell of the headings above goes on in a row whose own cells are short enough for headings."""
    lines = {each.line for each in above}
    reached = any(origin.line in lines for origin in (row.merged or {}).values())
    return reached and max(map(len, row.cells)) <= heading_limit()


def _is_form(roles: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether known words and others take turns, as in a form above a table (项目名称 | … | 主管部门 | …)."""
    filled = [bool(role) for role, cell in zip(roles, cells, strict=True) if cell]
    if len(filled) > 2 and len(filled) % 2 == 0 and filled == [True, False] * (len(filled) // 2):
        return True
    # The last value of a form may be left blank.
    labels, values = cells[::2], cells[1::2]
    return (
        len(cells) == 2 * len(labels)
        and len(filled) == len(cells) - 1
        and not values[-1]
        and all(roles[::2])
        and not any(roles[1::2])
    )


def _at_ends(row: Row) -> bool:
    """Whether the first or the last filled cell is a known heading: enough to look closer at a row within a table."""
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and bool(heading_role(filled[0]) or heading_role(filled[-1]))


def known_enough(roles: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells are headings: two different roles at least, and half of the filled ones are known."""
    filled = [role for role, cell in zip(roles, cells, strict=True) if cell]
    known = [role for role in filled if role]
    return len(set(known)) >= 2 and len(known) * 2 >= len(filled)


def _gives_figures(cells: Sequence[str]) -> bool:
    """Whether cells are values under headings, or beside them: several are numbers that are no years."""
    return sum(is_number(cell) and not _YEAR.fullmatch(cell) for cell in cells) >= _LEAST_FIGURES


def _is_second_level(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row continues the header above it: no id, no long cell, and headings known alone or joined.

    A period (上半年, 1—6月) is one below a heading.
    """
    filled = [(index, cell) for index, cell in enumerate(lower) if cell]
    if sum(map(bool, upper)) < 2:
        return False  # a title in the first cell of a sheet is no heading of the columns below it
    # The last heading above may span columns that only the lower row has cells for.
    spans = len(lower) > len(upper) > 1 and not lower[0] and bool(upper[0])
    if not filled or (len(lower) > len(upper) and not spans) or tuple(lower) == tuple(upper):
        return False
    if any(len(cell) > 12 or cell.isdecimal() for _, cell in filled):
        return False
    known = sum(
        bool(heading_role(cell))
        or (not lower[0] and is_period(cell))
        or _joins(upper[index] if index < len(upper) else "", cell)
        for index, cell in filled
    )
    return known * 2 > len(filled)


def _joins(upper: str, lower: str) -> bool:
    """Whether two halves make a known heading that neither is alone (责任 over 领导)."""
    return bool(upper) and not heading_role(upper) and bool(heading_role(upper + lower))


def _two_levels(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """The headings of a header over two rows: the lower one where it is known by itself, else both joined.

    A period below a heading stands before it (目标 over 上半年 is 上半年目标).

    Halves of a broken heading (责任 over 单位) are joined although the lower one has a meaning of its own. An upper
    heading that spans several columns stands over the first of them only.
    """
    cells = []
    above = ""
    for index in range(max(len(upper), len(lower))):
        cell = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        above = cell or (above if below else "")
        broken = bool(heading_role(above + below)) and not heading_role(above)
        if is_period(below) and heading_role(above):
            cells.append(below + above)
        else:
            cells.append(below if heading_role(below) and not broken else above + below)
    return tuple(cells)


def _cut(rows: tuple[Row, ...], cells: Sequence[str]) -> Header:
    """Cut side-by-side tables: wherever the first heading comes again and the headings after it are the same."""
    plain = [plain_heading(cell) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    begin = next(index for index, heading in enumerate(plain) if heading)
    firsts = [index for index in range(begin, len(plain)) if plain[index] == plain[begin]]
    parts = [_trim(plain[a:b]) for a, b in pairwise([*firsts, len(plain)])]
    if len(firsts) < 2 or len(parts[0]) < 2 or any(part != parts[0] for part in parts):
        firsts, parts = [0], [plain]
    width = len(parts[0])
    headings = cells[firsts[0] : firsts[0] + width]
    columns = tuple(
        Column("".join(cell.split()) if not cell.isascii() else cell, heading_role(cell)) for cell in headings
    )
    return Header(rows, columns, tuple(firsts))


def _trim(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def headings(header: Header) -> list[str]:
    """The headings as they are compared."""
    return [plain_heading(column.heading) for column in header.columns]
