"""A table without any headings: the role of every column is told by what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reconcile.reading.fields import resolve_columns
from reconcile.reading.headers import is_rule
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.fitting import kind_of
from reconcile.reading.roles import Column, ColumnRole
from reconcile.reading.rows import Row

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
_MOSTLY = 0.7
_TELLING: tuple[tuple[str, ColumnRole], ...] = (("claim", "claim"), ("owner", "owner"), ("date", "deadline"))


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
    columns = _told(body, width, as_plan)
    if columns is None:
        return None
    layout.strays.extend((row, index) for row in body for index in range(width, len(row.cells)) if row.cells[index])
    layout.tables.append(Table(columns, body[0], [Line(row, 0) for row in body]))
    return layout


def _told(body: Sequence[Row], width: int, as_plan: bool) -> tuple[Column, ...] | None:
    """The columns by what they hold: ids, then claims, owners and dates, then the first text as target, one as outcome.

    None without ids, without a text, or in a completion report without anything that tells what was done.
    """
    blank = Table(tuple(Column("", "") for _ in range(width)), body[0], [Line(row, 0) for row in body])
    roles: list[ColumnRole] = [column.role for column in resolve_columns(blank)]
    if roles[0] != "id":
        return None
    texts: list[int] = []
    for index in range(1, width):
        kinds = Counter(kind_of(row.cell(index)) for row in body if row.cell(index))
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        told: ColumnRole = next((role for word, role in _TELLING if word == kind), "")
        if roles[index] in ("target", "outcome", "id"):
            roles[index] = ""
        if told and count >= _MOSTLY * sum(kinds.values()) and told not in roles:
            roles[index] = told
        elif not roles[index] and kind in ("text", "name"):
            texts.append(index)
    if not texts:
        return None
    # Of several texts the longest ones are meant: a category before the target is short.
    longest = sorted(texts, key=lambda index: -sum(len(row.cell(index)) for row in body))[: 1 if as_plan else 2]
    for index, role in zip(sorted(longest), ("target", "outcome"), strict=False):
        roles[index] = "target" if role == "target" else "outcome"
    if not as_plan and not {"outcome", "claim"} & set(roles):
        return None
    return tuple(Column("", role, "content") for role in roles)
