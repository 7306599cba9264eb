"""Runs the examples that stand in a rule's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.auditing.citing import PLACE
from reconcile.auditing.constants import constant_rows
from reconcile.auditing.database import fill_from_lists, open_database
from reconcile.auditing.firing import fired_rows
from reconcile.auditing.rule import Example, Rule
from reconcile.auditing.tables import ID_COLUMNS, TABLES, Cell, Column

if TYPE_CHECKING:
    import duckdb

# Columns that count the rows of their table.
_ORDINALS = ("position", "k", "n")
_RUN: Mapping[str, Cell] = {"as_of": "2023-12-31", "as_of_month": 12, "self_planned": False}


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that does not behave: where it stands, and what is wrong.

    >>> print(FailedExample("pack/many-owners.toml", 34, "Four owners.", "does not fire"))
    pack/many-owners.toml:34: the example 'Four owners.' does not fire
    """

    path: str
    line: int
    description: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: the example {self.description!r} {self.problem}"


def failed_examples(
    rule: Rule, connection: duckdb.DuckDBPyConnection | None = None, most: int | None = None
) -> list[FailedExample]:
    """The examples of a rule that do not behave, run in this process; empty when all do.

    An example that must fire returns at least one row, each with citations of its own facts and a value for every
    placeholder of the message; one that must not fire returns none. ``connection`` is one of ``open_database``, by
    default one of their own; ``most`` bounds the rows that the rule may return.
    """
    own = nullcontext(connection) if connection else open_database([TABLES[name] for name in rule.tables])
    with own as facts:
        outcomes = [(example, _outcome(facts, rule, example, most)) for example in rule.examples]
    return [
        FailedExample(rule.path, example.line, example.description, problem) for example, problem in outcomes if problem
    ]


def _outcome(connection: duckdb.DuckDBPyConnection, rule: Rule, example: Example, most: int | None) -> str:
    """What is wrong when the rule runs on the facts of one example, "" where nothing is."""
    import duckdb

    cites = 0
    for name in rule.tables:
        table = TABLES[name]
        rows = constant_rows(name)
        if name in example.facts or not rows:
            given = example.facts.get(name, ({},) if name == "run" else ())
            rows = [_row(table.columns, cells, n, cites) for n, cells in enumerate(given, start=1)]
            cites += len(rows)
        connection.execute(f"DELETE FROM {name}")
        try:
            fill_from_lists(connection, table, rows)
        except (duckdb.Error, OverflowError):
            return f"has a value that its column in {name!r} cannot hold"
    fired = fired_rows(connection, rule, most)
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
