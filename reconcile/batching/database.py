"""Builds the database of a batch over its parts: every table with its rows in the order of the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile.batching.parts import create_table, quoted, quoted_name, read_parts, rows_of, unwritten
from reconcile.batching.tables import ERRORS, PAIR, TABLES, Column
from reconcile.errors import OutputError

if TYPE_CHECKING:
    import duckdb

FORMAT = "reconcile-batch/1"
# So many parts are held in memory at a time; with fewer, what was written is written anew more often.
_AT_ONCE = 250


class FailedPair(NamedTuple):
    """A pair that could not be judged: why, as one line; ``document`` and ``line`` say where."""

    pair: str
    error: str
    document: str
    line: int
    exit_status: int


def build_database(path: Path, parts: Sequence[Path], errors: Iterable[FailedPair], state: str) -> None:
    """Write the database over ``parts``, rows in their order; ``state`` names what it was made from.

    The file is the old one or the new one, never a part. Raises ``OutputError`` where it cannot be written, and where
    parts are damaged, which are taken away.
    """
    import duckdb

    made = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        _take_away(made)
        _fill(made, parts, errors, state)
        # What another program wrote to the old one does not belong to the new one.
        _log_of(path).unlink(missing_ok=True)
        made.replace(path)
    except duckdb.Error as error:
        damaged = [part for part in parts if _is_damaged(part)]
        if damaged:
            raise _taken_away(damaged) from error
        if not isinstance(error, (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)):
            raise
        raise unwritten(path, error) from error
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        _take_away(made)


def _fill(made: Path, parts: Sequence[Path], errors: Iterable[FailedPair], state: str) -> None:
    import duckdb

    # With more threads what each part holds is too little to share: it takes half as much time again.
    with duckdb.connect(made, config={"threads": 1}) as connection:
        _describe(connection)
        connection.executemany("INSERT INTO batch VALUES (?, ?)", [("format", FORMAT), ("state", state)])
        for start in range(0, len(parts), _AT_ONCE):
            # To open a file takes longer than to read a table in it, so each is read once.
            some = read_parts(parts[start : start + _AT_ONCE])
            connection.execute(f"CREATE OR REPLACE TEMP TABLE parts AS SELECT * FROM {some}")
            for table in TABLES:
                connection.execute(f"INSERT INTO {table} {rows_of(table, 'parts')}")
        for error in errors:
            connection.execute("INSERT INTO errors VALUES (?, ?, ?, ?, ?)", list(error))
        # When it is closed, a disk that is full goes unsaid, and the rows are left in a log beside it.
        connection.execute("CHECKPOINT")
    if _log_of(made).exists():
        raise OSError("its log was left beside it")


def _is_damaged(part: Path) -> bool:
    import duckdb

    try:
        with duckdb.connect() as connection:
            for table in TABLES:
                connection.execute(rows_of(table, read_parts([part]))).fetchall()
    except duckdb.Error:
        return True
    return False


def _taken_away(damaged: Sequence[Path]) -> OutputError:
    for part in damaged:
        part.unlink(missing_ok=True)
    others = f", as {len(damaged) - 1} more were" if len(damaged) > 1 else ""
    return OutputError(
        f"it was damaged{others}, and is taken away",
        document=damaged[0].as_posix(),
        remedy="run it again: what is whole is kept",
    )


def built_from(path: Path) -> str:
    """What the database at ``path`` was made from, "" where there is none that can be read."""
    import duckdb

    if not path.is_file():
        return ""
    try:
        with duckdb.connect(path, read_only=True) as connection:
            rows = connection.execute("SELECT name, value FROM batch").fetchall()
    except duckdb.Error:
        return ""
    said = dict(rows)
    return str(said.get("state", "")) if said.get("format") == FORMAT else ""


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables, each with its meaning and that of its columns as comments."""
    columns = {name: table.columns for name, table in TABLES.items()} | {"errors": ERRORS}
    meanings = {name: table.meaning for name, table in TABLES.items()} | {"errors": "a pair that could not be judged"}
    statements = ["CREATE TABLE batch (name VARCHAR, value VARCHAR)"]
    for name, of_table in columns.items():
        statements.append(create_table(name, of_table))
        statements.append(f"COMMENT ON TABLE {name} IS {quoted(meanings[name])}")
        statements += (_comment(name, column) for column in (PAIR, *of_table))
    connection.execute(";\n".join(statements))


def _comment(table: str, column: Column) -> str:
    return f"COMMENT ON COLUMN {table}.{quoted_name(column.name)} IS {quoted(column.meaning)}"


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _take_away(made: Path) -> None:
    for path in (made, _log_of(made)):
        path.unlink(missing_ok=True)
