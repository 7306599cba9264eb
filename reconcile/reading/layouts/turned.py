"""A table whose headings stand in its first column: every further column is a record."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.reading.headers import is_rule, known_enough
from reconcile.reading.layout import Layout, lay_out
from reconcile.reading.layouts.cuts import Cut, cut, made_row
from reconcile.reading.roles import heading_role
from reconcile.reading.rows import Row

_LEAST_ROWS = 3


def transposed_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a text with transposed tables, None where it holds none."""
    out: list[Row] = []
    block: list[Row] = []
    turned = 0
    for row in [*rows, None]:
        if row is not None and row.kind != "line" and sum(map(bool, row.cells)) > 1 and not is_rule(row):
            block.append(row)
            continue
        records = _turned(block)
        turned += bool(records)
        out.extend(records or block)
        block = []
        if row is not None:
            out.append(row)
    return lay_out(out) if turned else None


def _turned(block: Sequence[Row]) -> list[Row]:
    """The rows of a block with rows and columns exchanged; none where its first column holds no headings."""
    headings = [row.cells[0] for row in block]
    roles = [heading_role(heading) for heading in headings]
    if len(block) < _LEAST_ROWS or not known_enough(roles, headings) or "target" not in roles:
        return []
    width = max(len(row.cells) for row in block)
    out = []
    for column in range(width):
        cells: list[list[Cut]] = [
            [cut(row, cell=column)] if column < len(row.cells) and row.cells[column] else [] for row in block
        ]
        if any(cells):
            out.append(made_row(cells, marks=sum(row.marks for row in block) if column == 0 else 0))
    return out
