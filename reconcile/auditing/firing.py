"""Runs one rule's SELECT and makes of each row that it returns what a finding will say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.auditing.checking import check_columns, sql_error
from reconcile.auditing.rule import Rule, placeholders
from reconcile.errors import RuleError
from reconcile.model import Message
from reconcile.quotation import nested

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 1000


class Fired(NamedTuple):
    """One row that a rule's SELECT returned; ``holes`` are the placeholders of its message that it has NULL for."""

    rule: Rule
    target: str | None
    outcome: str | None
    citations: tuple[int, ...]
    message: Message
    holes: tuple[str, ...]


def fired_rows(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    most: int | None = None,
    prepared: dict[str, str] | None = None,
) -> list[Fired]:
    """The rows that the rule's SELECT returns, each once.

    ``prepared`` names the statements that this connection has planned, by their SQL; what is not yet there is added.
    Raises ``RuleError`` where the SQL fails on these facts, or returns more than ``most`` rows.
    """
    import duckdb

    try:
        cursor = connection.execute(rule.sql if prepared is None else _prepared(connection, rule.sql, prepared))
        # Of columns with the same name (SELECT target_id, *) the first counts.
        names = [str(column[0]) for column in reversed(cursor.description or ())]
        check_columns(rule, names)
        rows = cursor.fetchall() if most is None else list(_bounded(cursor, rule, most))
    except duckdb.Error as error:
        raise sql_error(rule, error) from error
    fired = (_fired(rule, dict(zip(names, reversed(row), strict=True))) for row in rows)
    return list({row[1:]: row for row in fired}.values())


def _prepared(connection: duckdb.DuckDBPyConnection, sql: str, prepared: dict[str, str]) -> str:
    """The statement that runs a SELECT as it was planned when it was first asked for."""
    if sql not in prepared:
        name = f"select_{len(prepared)}"
        # On the line of the SELECT, so that an error names the lines of the rule.
        connection.execute(f"PREPARE {name} AS {sql}")
        prepared[sql] = name
    return f"EXECUTE {prepared[sql]}"


def _bounded(cursor: duckdb.DuckDBPyConnection, rule: Rule, most: int) -> Iterator[tuple[Any, ...]]:
    count = 0
    while rows := cursor.fetchmany(_AT_ONCE):
        count += len(rows)
        if count > most:
            raise RuleError(
                f"the rule returns more than {most:,} rows",
                document=rule.path,
                line=rule.sql_line,
                remedy="return one row for each finding",
            )
        yield from rows


def _fired(rule: Rule, row: dict[str, Any]) -> Fired:
    citations = tuple(dict.fromkeys(int(cite) for cite in row["citations"] or () if cite is not None))
    message = Message(en=nested(filled(rule.message.en, row)), zh=nested(filled(rule.message.zh, row)))
    named = dict.fromkeys(placeholders(rule.message.en) + placeholders(rule.message.zh))
    holes = tuple(name for name in named if row[name] is None)
    return Fired(rule, row["target_id"], row["outcome_id"], citations, message, holes)


def filled(template: str, row: Mapping[str, Any]) -> str:
    """A message with the values of one row; numbers without needless zeros, nothing for NULL.

    >>> filled("达到目标的{times}倍", {"times": 2.5})
    '达到目标的2.5倍'
    """
    return template.format_map({name: _printed(row[name]) for name in placeholders(template)})


def _printed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return ", ".join(_printed(one) for one in value)
    return str(value)
