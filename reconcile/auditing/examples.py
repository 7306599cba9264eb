"""Runs the examples that stand in a rule's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.auditing.citing import PLACE
from reconcile.auditing.database import fill_table, open_database
from reconcile.auditing.facts import constant_rows
from reconcile.auditing.rule import Example, Rule
from reconcile.auditing.running import fired_rows
from reconcile.auditing.tables import ID_COLUMNS, TABLES, Cell, Column

# Columns that count the rows of their table.
_ORDINALS = ("position", "k", "n")
_RUN: Mapping[str, Cell] = {"as_of": "2023-12-31", "as_of_month": 12, "self_planned": False}


def run_examples(rule: Rule) -> list[str]:
    """What is wrong with a rule's examples, one line each with the file and the line; empty when all behave.

    An example that must fire returns at least one row, each with citations of its own facts and a value for every
    placeholder of the message; one that must not fire returns none.
    """
    problems = []
    for example in rule.examples:
        problem = _problem(rule, example)
        if problem:
            problems.append(f"{rule.path}:{example.line}: the example {example.description!r} {problem}")
    return problems


def _problem(rule: Rule, example: Example) -> str:
    tables = [TABLES[name] for name in rule.tables]
    connection = open_database(tables)
    cites = 0
    try:
        for table in tables:
            rows = constant_rows(table.name)
            if table.name in example.facts or not rows:
                given = example.facts.get(table.name, ({},) if table.name == "run" else ())
                rows = [_row(table.columns, cells, n, cites) for n, cells in enumerate(given, start=1)]
                cites += len(rows)
            fill_table(connection, table, rows)
        fired = fired_rows(connection, rule)
    finally:
        connection.close()
    if bool(fired) != example.fires:
        return "does not fire" if example.fires else f"fires: {fired[0].message.en}"
    for row in fired:
        if not row.citations:
            return "cites nothing"
        if any(not 0 <= number % PLACE < cites for number in row.citations):
            return "cites what no fact row carries"
        if row.holes:
            return f"has nothing to say for {{{row.holes[0]}}}"
    return ""


def _row(columns: Sequence[Column], cells: Mapping[str, Cell], n: int, cites: int) -> tuple[Cell, ...]:
    """A full row: the cells given, and the defaults of the other columns; "" in an id stands for NULL."""
    row: list[Cell] = []
    for column in columns:
        cell = cells.get(column.name, column.default)
        if column.name not in cells and column.name in _ORDINALS:
            cell = n
        elif column.name not in cells and column.name in _RUN:
            cell = _RUN[column.name]
        elif column.name == "cite" or column.name.endswith("_cite"):
            cell = cites + n - 1
        elif column.name in ID_COLUMNS and cell == "":
            cell = None
        row.append(cell)
    return tuple(row)
