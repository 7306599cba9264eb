"""A table without known headings: the role of every column is told by what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reconcile.reading.columns import resolve_columns
from reconcile.reading.headers import is_rule
from reconcile.reading.ids import is_id
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.fitting import kind_of
from reconcile.reading.roles import Column, ColumnRole, heading_limit, heading_role, infer_role
from reconcile.reading.rows import Row

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
# Ids stand in one of the first columns; without them so many columns must tell what they hold.
_FIRST_COLUMNS = 2
_LEAST_TOLD = 2
_MOSTLY = 0.7
_TELLING: tuple[tuple[str, ColumnRole], ...] = (("claim", "claim"), ("owner", "owner"), ("date", "deadline"))
_BY_LENGTH: tuple[ColumnRole, ...] = ("target", "outcome")


def headless_layout(rows: Sequence[Row], as_plan: bool) -> Layout | None:
    """The layout of rows of cells under no headings, None where their columns do not tell what they hold."""
    layout = Layout([], [], [], [], [], [])
    body: list[Row] = []
    for row in rows:
        if is_rule(row) or not any(row.cells):
            layout.rules.append(row)
        elif row.kind == "line" or sum(map(bool, row.cells)) < 2:
            layout.prose.append(row)
        else:
            body.append(row)
    if len(body) < _LEAST_ROWS:
        return None
    width, count = Counter(len(row.cells) for row in body).most_common(1)[0]
    if width < _LEAST_COLUMNS or count < _MOSTLY * len(body):
        return None
    while len(body[0].cells) != width:
        layout.prose.append(body.pop(0))  # other tables of the page: menus, who published it
    if len(body) < _LEAST_ROWS:
        return None
    header = body.pop(0) if _is_header(body[0], body[1]) else body[0]
    headings = header.cells if header is not body[0] else ()
    columns = _told(body, headings, width, as_plan)
    if columns is None:
        return None
    if headings:
        layout.headers.append(header)
    layout.strays.extend((row, index) for row in body for index in range(width, len(row.cells)) if row.cells[index])
    layout.tables.append(Table(columns, header, [Line(row, 0) for row in body]))
    return layout


def _is_header(row: Row, below: Row) -> bool:
    """Whether a row holds headings that nobody knows: short texts, each another, over cells of other kinds."""
    if len(set(row.cells)) < len(row.cells) or any(len(cell) > _longest(cell) or is_id(cell) for cell in row.cells):
        return False
    if any(kind_of(cell) not in ("text", "name") and not heading_role(cell) for cell in row.cells):
        return False
    return is_id(below.cells[0]) or sum(_is_told(cell) for cell in below.cells) >= _LEAST_TOLD


def _longest(heading: str) -> int:
    return heading_limit() * (2 if heading.isascii() else 1)


def _is_told(cell: str) -> bool:
    return bool(cell) and (is_id(cell) or kind_of(cell) not in ("text", "name"))


def _told(body: Sequence[Row], headings: Sequence[str], width: int, as_plan: bool) -> tuple[Column, ...] | None:
    """The columns by what they hold: ids, then claims, owners and dates, then the first text as target, one as outcome.

    None without a text, with neither ids nor several columns of other kinds, or in a completion report without anything
    that tells what was done.
    """
    printed = [*headings, *([""] * width)][:width]
    columns = tuple(Column(heading, heading_role(heading)) for heading in printed)
    blank = Table(columns, body[0], [Line(row, 0) for row in body])
    roles: list[ColumnRole] = [column.role for column in resolve_columns(blank)]
    numbers = next((i for i in range(_FIRST_COLUMNS) if roles[i] == "id" or _numbers(body, i, roles)), None)
    roles = ["" if role == "id" else role for role in roles]
    if numbers is not None:
        roles[numbers] = "id"
    texts: list[int] = []
    for index in range(width):
        if index == numbers:
            continue
        kinds = Counter(kind_of(row.cell(index)) for row in body if row.cell(index))
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        told: ColumnRole = next((role for word, role in _TELLING if word == kind), "")
        if roles[index] in ("target", "outcome") and not columns[index].role:
            roles[index] = ""
        if told and count >= _MOSTLY * sum(kinds.values()) and told not in roles:
            roles[index] = told
        elif not roles[index] and kind in ("text", "name"):
            texts.append(index)
    if numbers is None and len({role for _, role in _TELLING} & set(roles)) < _LEAST_TOLD:
        return None
    wanted: list[ColumnRole] = [role for role in _BY_LENGTH[: 1 if as_plan else 2] if role not in roles]
    # Of several texts the longest ones are meant: a category before the target is short.
    longest = sorted(texts, key=lambda index: -sum(len(row.cell(index)) for row in body))[: len(wanted)]
    for index, role in zip(sorted(longest), wanted, strict=False):
        roles[index] = role
    if "target" not in roles:
        return None
    if not as_plan and not {"outcome", "claim"} & set(roles):
        return None
    return tuple(
        column if role and column.role == role else Column(column.heading, role, "content")
        for column, role in zip(columns, roles, strict=True)
    )


def _numbers(body: Sequence[Row], index: int, roles: Sequence[ColumnRole]) -> bool:
    """Whether a column that nothing else is known of holds ids."""
    return not roles[index] and infer_role([row.cell(index) for row in body], {"id"}) == "id"
