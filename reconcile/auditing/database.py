"""The in-memory database that rules run in: locked down, on one thread, holding the fact tables and a few macros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from reconcile.auditing.citing import SPAN_MACRO
from reconcile.auditing.tables import ID_COLUMNS, TABLES, Cell, Column, Columns, Table
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

# Stand for NULL and stand between the words of a list on the way into the database, which takes whole typed columns:
# so 300,000 texts load in a twentieth of the time that a list of them takes.
_NULL, _ELEMENT = "\x1e", "\x1d"
_NO_NUMBER = -(2**63)
_CHUNK = 20_000
_FEW = 2_000

# Functions that rules may call beside those of SQL, as they are called, and what they give.
MACROS: Mapping[str, str] = {
    "span(cite, start, size)": "cites `size` characters of what `cite` cites, from character `start` (from 1)",
    "says(text, 'list')": "whether the text holds a word of a list (see Words)",
    "words(text)": "the letters and digits of a text alone, full-width forms made usual, in lower case",
    "shares(one, other)": "whether two texts have two Chinese characters in a row, or a Latin word, in common",
    "through_month(text)": "the last month (1 to 12) that words speak for: 前三季度 gives 9, 1—5月 gives 5; else NULL",
    "shown(value)": "a number with at most two decimals",
    "figure(value)": "a number with at most two decimals, in 万 or 亿 where it is large",
}

Configuration = Mapping[str, str | bool | int | float | list[str]]

# What no SQL of others may have the database do: fetch extensions, spill to the disk, reach the values of Python.
CLOSED: Configuration = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
    "python_enable_replacements": "false",
}
_CONFIGURATION: Configuration = {"enable_external_access": "false", **CLOSED, "threads": "1"}


def word_lists() -> Mapping[str, Sequence[str]]:
    """The lists of words that rules may ask for with ``says``, by name."""
    lists: Mapping[str, Sequence[str]] = vocabulary("auditing")["words"]
    return lists


def open_database(
    tables: Iterable[Table] = tuple(TABLES.values()), *, memory: int | None = None, few: bool = False
) -> duckdb.DuckDBPyConnection:
    """A new database with these tables, empty, and the macros; it reaches no file and no network.

    ``memory`` is the bytes that it may use, by default what DuckDB finds right for the machine. With ``few`` rows to
    come, plans are taken as they are first made: to look for better ones takes longer than they run.
    """
    configuration = dict(_CONFIGURATION)
    if memory:
        configuration["memory_limit"] = f"{memory}B"
    connection = connect(configuration, few=few)
    statements = [SPAN_MACRO, *_macros()]
    for table in tables:
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        statements.append(f"CREATE TABLE {table.name} ({columns})")
    statements.append("SET lock_configuration = true")
    connection.execute(";\n".join(statements))
    return connection


def connect(configuration: Configuration, *, few: bool = False) -> duckdb.DuckDBPyConnection:
    """An empty database in memory. With ``few`` rows to come, plans are taken as they are first made."""
    import duckdb

    if not few:
        return duckdb.connect(":memory:", config=dict(configuration))
    try:
        return duckdb.connect(":memory:", config={**configuration, "enable_optimizer": "false"})
    except duckdb.InvalidInputException:  # The oldest versions know it for one session only.
        connection = duckdb.connect(":memory:", config=dict(configuration))
        connection.execute("PRAGMA disable_optimizer")
        return connection


def fill_table(connection: duckdb.DuckDBPyConnection, table: Table, parts: Iterable[Columns]) -> None:
    """Add the rows of all parts, each of them cells for every column of ``table``.

    A few rows go in as lists; many as typed columns, which load in a twentieth of the time but cost importing numpy.
    """
    held: list[list[Cell]] = [[] for _ in table.columns]
    many = False
    for part in parts:
        for cells, name in zip(held, table.column_names, strict=True):
            cells.extend(part[name])
        if len(held[0]) >= _CHUNK:
            many = True
            _insert_arrays(connection, table, held)
            held = [[] for _ in table.columns]
    if held[0]:
        insert = _insert_arrays if many or len(held[0]) >= _FEW else _insert_lists
        insert(connection, table, held)


def fill_from_lists(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
    """Add rows, each with a cell for every column of ``table`` in order, without numpy."""
    columns = list(zip(*rows, strict=True))
    if columns:
        _insert_lists(connection, table, columns)


def fill_from_columns(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
    """Add rows as ``fill_from_lists`` does, with numpy."""
    pending = iter(rows)
    while chunk := list(islice(pending, _CHUNK)):
        _insert_arrays(connection, table, list(zip(*chunk, strict=True)))


def _insert_lists(connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Sequence[Cell]]) -> None:
    selected = ", ".join(f"unnest(CAST(? AS {column.type}[]))" for column in table.columns)
    connection.execute(f"INSERT INTO {table.name} SELECT {selected}", [list(cells) for cells in columns])


def _insert_arrays(connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Sequence[Cell]]) -> None:
    selected = ", ".join(unpacked(column) for column in table.columns)
    arrays = {column.name: packed(column, cells) for column, cells in zip(table.columns, columns, strict=True)}
    connection.register("incoming", arrays)
    connection.execute(f"INSERT INTO {table.name} SELECT {selected} FROM incoming")
    connection.unregister("incoming")


def unpacked(column: Column) -> str:
    """What makes of a value of an array of ``packed`` the value of a column, in SQL."""
    name = f'"{column.name}"'
    if column.type == "VARCHAR":
        # Texts are never NULL, ids may be.
        return f"nullif({name}, '{_NULL}')" if column.name in ID_COLUMNS else name
    if column.type == "VARCHAR[]":
        return f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, '{_ELEMENT}') END"
    if column.type == "DOUBLE":
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    return name if column.type == "BOOLEAN" else f"nullif({name}, {_NO_NUMBER})"


def packed(column: Column, cells: Sequence[Any]) -> NDArray[Any]:
    """A column of one type without holes, so that nothing is guessed from its first values."""
    import numpy as np

    kind = column.type
    if kind == "VARCHAR" and column.name not in ID_COLUMNS:
        return np.array(cells, dtype=object)
    if kind == "VARCHAR":
        return np.array([_NULL if cell is None else cell for cell in cells], dtype=object)
    if kind == "VARCHAR[]":
        return np.array([_ELEMENT.join(cell) for cell in cells], dtype=object)
    if kind == "DOUBLE":
        # None becomes NaN.
        return np.array(cells, dtype=np.float64)
    if kind == "BOOLEAN":
        return np.array(cells, dtype=np.bool_)
    return np.array([_NO_NUMBER if cell is None else cell for cell in cells], dtype=np.int64)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _pattern(words: Sequence[str]) -> str:
    return _quoted("|".join(re.escape(word) for word in words))


def _macros() -> list[str]:
    """The functions that rules may call beside those of SQL; they are documented in ``docs/writing-rules.md``."""
    settings = vocabulary("auditing")
    # A field of a constant costs a third of what a CASE costs to plan, at each place that asks for a word.
    patterns = ", ".join(f"{_quoted(name)}: {_pattern(words)}" for name, words in settings["words"].items())
    months = {month: [word for word, m in settings["periods"].items() if m == month] for month in range(1, 13)}
    periods = ", ".join(
        f"CASE WHEN regexp_matches(text, {_pattern(words)}) THEN {month} END"
        for month, words in months.items()
        if words
    )
    letters = settings["letters"]
    full, usual = letters["full"], letters["usual"]
    dropped = _quoted(f"[{re.escape(letters['dropped'])}]+")
    timed = _quoted("|".join([f"[0-9{full}]", *map(re.escape, settings["periods"])]))
    # The translation costs much more than to see that nothing is to be translated.
    folded = f"CASE WHEN regexp_matches(text, '[{full}]') THEN translate(text, '{full}', '{usual}') ELSE text END"
    return [
        "CREATE MACRO shown(value) AS rtrim(rtrim(printf('%.2f', value), '0'), '.')",
        f"CREATE MACRO words(text) AS lower(regexp_replace({folded}, {dropped}, '', 'g'))",
        f"CREATE MACRO says(text, list) AS regexp_matches(text, struct_extract({{{patterns}}}, list))",
        # Most texts have neither a digit nor such a word, which is soon seen.
        f"CREATE MACRO through_month(text) AS CASE WHEN regexp_matches(text, {timed}) THEN greatest("
        f"list_max([TRY_CAST(month AS INTEGER) FOR month IN "
        f"regexp_extract_all({folded}, {_quoted(settings['months']['pattern'])}, 1)]), {periods}) END",
        # Chinese characters take three bytes each; pairs of Latin letters would be shared by any two words. A list of
        # one, for else the letters would be made anew for each pair.
        "CREATE MACRO pairs(text) AS flatten([[pair FOR pair IN [substring(letters, i, 2) "
        "FOR i IN range(1, length(letters))] IF strlen(pair) = 6] FOR letters IN [words(text)]])",
        "CREATE MACRO terms(text) AS list_concat(pairs(text), regexp_extract_all(lower(text), '[a-z]{3,}'))",
        "CREATE MACRO figure(value) AS CASE WHEN abs(value) >= 1e8 THEN shown(value / 1e8) || '亿' "
        "WHEN abs(value) >= 1e4 THEN shown(value / 1e4) || '万' ELSE shown(value) END",
        "CREATE MACRO shares(one, other) AS list_has_any(terms(one), terms(other))",
    ]
