"""Runs rules in databases that outlive a run: a process that reconciles many pairs opens one, and plans a SELECT, once.

To open a database and to plan the SELECTs takes longer than to run them on a few hundred rows. The rows of a run are
put in within a transaction that is never committed, so that no other run can read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.auditing.database import open_database
from reconcile.auditing.firing import Fired, fired_rows
from reconcile.auditing.intake import Arrays, make_room, take_in
from reconcile.auditing.rule import Rule
from reconcile.auditing.tables import TABLES, Columns, joined

if TYPE_CHECKING:
    import duckdb

# The database sets a little memory aside at each run and does not give it back before it is closed.
_RUNS = 100


@dataclass(slots=True)
class _Kept:
    """An open database, the names of its prepared statements by their SQL, what it takes rows from, and its runs."""

    connection: duckdb.DuckDBPyConnection
    prepared: dict[str, str] = field(default_factory=dict)
    intake: dict[str, Arrays] = field(default_factory=dict)
    runs: int = 0


# Those that no run is using; runs of several threads at a time take one each.
_idle: list[_Kept] = []


def fired_in_kept(rules: Sequence[Rule], facts: Callable[[str], Iterator[Columns]]) -> list[Fired]:
    """What the rules return on a few facts, in their order; ``facts`` gives the cells of a table.

    Raises ``RuleError`` where the SQL of one fails on these facts; its database is then not used again.
    """
    kept = _taken()
    try:
        rows = {name: joined(facts(name)) for name in sorted({table for rule in rules for table in rule.tables})}
        for name, columns in rows.items():
            make_room(kept.connection, TABLES[name], columns, kept.intake)
        kept.connection.begin()
        for name, columns in rows.items():
            take_in(kept.connection, TABLES[name], columns, kept.intake[name])
        fired = [row for rule in rules for row in fired_rows(kept.connection, rule, prepared=kept.prepared)]
        kept.connection.rollback()
    except BaseException:
        kept.connection.close()
        raise
    kept.runs += 1
    if kept.runs < _RUNS:
        _idle.append(kept)
    else:
        kept.connection.close()
    return fired


def _taken() -> _Kept:
    try:
        return _idle.pop()
    except IndexError:
        return _Kept(open_database(few=True))
