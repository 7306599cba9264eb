"""Answers SQL over the folder of a batch: its database, or the parts that are there while it has not been built.

The database that answers reads these files alone, writes nothing, and runs one statement that gives rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.auditing.database import CLOSED, connect
from reconcile.batching.database import FORMAT
from reconcile.batching.folder import DATABASE, PARTS
from reconcile.batching.parts import ENDING, part_keys, quoted, read_parts, rows_of
from reconcile.batching.tables import TABLES
from reconcile.errors import QueryError, nearest
from reconcile.reporting.answers import Answer
from reconcile.reporting.plain_text import one_line

if TYPE_CHECKING:
    import duckdb

_ALIAS = "reconcile"
_AT_ONCE = 1000
_RUN = "run: reconcile batch MANIFEST -o {}"
_NO_TABLE = re.compile(r"Table with name (\S+) does not exist")
_KIND = re.compile(r"\A[A-Z][\w ]* Error: ")
_LINE = re.compile(r"\s*^LINE (\d+):.*\Z", re.MULTILINE | re.DOTALL)


class Opened(NamedTuple):
    """A batch that can be asked; ``notice`` says what its answers leave out, "" where they leave out nothing."""

    connection: duckdb.DuckDBPyConnection
    notice: str


@contextmanager
def query(folder: Path, sql: str) -> Iterator[Answer]:
    """The answer of the batch in ``folder`` to one statement of SQL; its rows are read as they are asked for.

    Tables and columns are those of ``reconcile.batching.tables``. Raises ``QueryError`` where there is no batch, where
    the statement is broken or none that gives rows, or names what is not there.
    """
    with opened(folder) as batch:
        yield ask(batch, sql)


@contextmanager
def opened(folder: Path) -> Iterator[Opened]:
    """The batch in ``folder``, for reading alone, as several statements may ask it."""
    import duckdb

    if not folder.is_dir():
        problem = "it is no folder" if folder.exists() else "there is no such folder"
        raise QueryError(problem, document=folder.as_posix(), remedy="give the one that reconcile batch wrote with -o")
    with connect(CLOSED) as connection:
        try:
            notice = _attach(connection, folder) if (folder / DATABASE).is_file() else _view_parts(connection, folder)
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        except duckdb.Error as error:
            raise QueryError(
                f"the tables cannot be read: {_words(error)}",
                document=folder.as_posix(),
                remedy=_RUN.format(folder.as_posix()),
            ) from error
        yield Opened(connection, notice)


def ask(batch: Opened, sql: str) -> Answer:
    """The answer to one statement; what it reads is read on as the rows are taken."""
    import duckdb

    connection = batch.connection
    try:
        statements = connection.extract_statements(sql)
        _check(statements)
        connection.execute(statements[0])
        first = connection.fetchmany(_AT_ONCE)
    except duckdb.Error as error:
        raise _broken(error, connection, sql) from error
    description = connection.description or []
    return Answer(
        columns=_distinct([str(column[0]) for column in description]),
        types=tuple(str(column[1]) for column in description),
        rows=chain(first, _further(connection, sql) if first else ()),
        notice=batch.notice,
    )


def _further(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := connection.fetchmany(_AT_ONCE):
            yield from rows
    except duckdb.Error as error:
        raise _broken(error, connection, sql) from error


def _attach(connection: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Make the database's tables known; what has been done since it was built."""
    database = (folder / DATABASE).resolve()
    connection.execute(f"ATTACH {quoted(database.as_posix())} AS {_ALIAS} (READ_ONLY); USE {_ALIAS}")
    made_by = connection.execute("SELECT value FROM batch WHERE name = 'format'").fetchall()
    if made_by != [(FORMAT,)]:
        said = one_line(str(made_by[0][0])) if made_by else "nothing"
        raise QueryError(
            f"it was written by another version of the program: its format is {said}, this version reads {FORMAT}",
            document=(folder / DATABASE).as_posix(),
            remedy=f"use that version, or {_RUN.format(folder.as_posix())}",
        )
    built = database.stat().st_mtime_ns
    newer = sum(part.stat().st_mtime_ns > built for part in _parts(folder))
    if not newer:
        return ""
    return f"{_count(newer)} newer than the database, which was not built over them: the batch has not finished"


def _view_parts(connection: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Make the same tables known as views over the parts that can be read; what is missing."""
    there = _parts(folder.resolve())
    parts = sorted(part_keys(there))
    if not parts:
        unreadable = f"none of its {len(there)} parts can be read by this version" if there else "it holds no batch"
        raise QueryError(unreadable, document=folder.as_posix(), remedy=_RUN.format("DIR"))
    folders = quoted(parts[0].parent.as_posix())
    connection.execute(f"SET allowed_directories = [{folders}]")
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS {rows_of(table, read_parts(parts))}")
    unread = len(there) - len(parts)
    more = f", {unread} more cannot be read" if unread else ""
    return f"{_count(len(parts))} there{more}: the batch has not finished"


def _count(parts: int) -> str:
    return "1 part is" if parts == 1 else f"{parts} parts are"


def _parts(folder: Path) -> list[Path]:
    return sorted((folder / PARTS).glob(f"[!.]*{ENDING}"))


def _check(statements: list[duckdb.Statement]) -> None:
    """Raise ``QueryError`` unless it is one statement that gives rows and changes nothing."""
    import duckdb

    if not statements:
        raise QueryError("there is no SQL", remedy="write one, such as: SELECT * FROM pairs")
    if len(statements) > 1:
        raise QueryError(f"these are {len(statements)} statements", remedy="ask with one")
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = str(statements[0].type).rpartition(".")[2]
        raise QueryError(
            f"a statement of the kind {kind} is not run, only one that reads",
            # What is taken for several statements is a PIVOT that would first look for its columns.
            remedy="write PIVOT … ON … IN (…)" if kind == "MULTI" else "begin it with SELECT, FROM or WITH",
        )


def _broken(error: duckdb.Error, connection: duckdb.DuckDBPyConnection, sql: str) -> QueryError:
    """What DuckDB has to say, in one line; of tables, those that there are."""
    import duckdb

    found = _LINE.search(str(error))
    line = int(found[1]) if found and "\n" in sql.strip() else 0
    document = "SQL" if line else ""
    missing = _NO_TABLE.search(str(error))
    if missing:
        names = [name for (name,) in connection.execute("SHOW TABLES").fetchall() if name != "batch"]
        known = f"the tables are {', '.join(names)}"
        like = nearest(missing[1], names)
        remedy = f"{like} {known}" if like.startswith("did") else known
        return QueryError(f"there is no table {missing[1]!r}", document=document, line=line, remedy=remedy)
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError("the answer needs more memory than there is", remedy="ask for fewer rows or columns")
    return QueryError(_words(error), document=document, line=line, remedy=_unquoted(error, connection, sql))


def _unquoted(error: duckdb.Error, connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """What to try where names of columns that SQL has a meaning for may be why it was not understood."""
    import duckdb

    if not isinstance(error, duckdb.ParserException):
        return ""
    words = connection.execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'")
    columns = {column.name for table in TABLES.values() for column in table.columns}
    meant = columns.intersection(word for (word,) in words.fetchall())
    used = sorted(name for name in meant if re.search(rf'(?<![\w"]){name}(?![\w"]|\s+by\b)', sql.lower()))
    return " and ".join(f'the column {name} is written "{name}"' for name in used)


def _words(error: duckdb.Error) -> str:
    """The message without its kind, and without the excerpt of the statement under it."""
    return one_line(_KIND.sub("", _LINE.sub("", str(error))))


def _distinct(names: list[str]) -> tuple[str, ...]:
    """The names of columns, those that stand twice numbered as in DuckDB's own tables.

    >>> _distinct(["pair", "at", "at", "at_1"])
    ('pair', 'at', 'at_1', 'at_1_1')
    """
    taken: dict[str, None] = {}
    for name in names:
        numbers = (f"{name}_{number}" for number in range(1, len(names) + 1))
        taken[next(each for each in chain([name], numbers) if each not in taken)] = None
    return tuple(taken)
