"""A table without known headings: the role of every column is told by what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reconcile.reading.columns import resolve_columns
from reconcile.reading.headers import is_rule
from reconcile.reading.ids import is_id
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.fitting import kind_of
from reconcile.reading.roles import Column, ColumnRole, heading_limit, heading_role
from reconcile.reading.rows import Row

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
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
    """Whether a row holds headings that nobody knows: short texts, no number, no id over the ids."""
    return is_id(below.cells[0]) and all(
        len(cell) <= heading_limit() and not is_id(cell) and kind_of(cell) in ("text", "name") for cell in row.cells
    )


def _told(body: Sequence[Row], headings: Sequence[str], width: int, as_plan: bool) -> tuple[Column, ...] | None:
    """The columns by what they hold: ids, then claims, owners and dates, then the first text as target, one as outcome.

    None without ids, without a text, or in a completion report without anything that tells what was done.
    """
    printed = [*headings, *([""] * width)][:width]
    columns = tuple(Column(heading, heading_role(heading)) for heading in printed)
    blank = Table(columns, body[0], [Line(row, 0) for row in body])
    roles: list[ColumnRole] = [column.role for column in resolve_columns(blank)]
    if roles[0] != "id":
        return None
    texts: list[int] = []
    for index in range(1, width):
        kinds = Counter(kind_of(row.cell(index)) for row in body if row.cell(index))
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        told: ColumnRole = next((role for word, role in _TELLING if word == kind), "")
        if roles[index] in ("target", "outcome", "id") and not columns[index].role:
            roles[index] = ""
        if told and count >= _MOSTLY * sum(kinds.values()) and told not in roles:
            roles[index] = told
        elif not roles[index] and kind in ("text", "name"):
            texts.append(index)
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
