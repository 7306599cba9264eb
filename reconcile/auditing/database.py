"""The in-memory database that rules run in: locked down, on one thread, holding the fact tables and a few macros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reconcile.auditing.citing import SPAN_MACRO
from reconcile.auditing.tables import TABLES, Cell, ColumnType, Table
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    import duckdb

# Separators of the texts that travel to the database as one string: between rows, between the words of a list, and
# for NULL. Loading 300,000 texts so takes a quarter of the time that a list of them takes.
_ROW, _ELEMENT, _NULL = "\x1f", "\x1d", "\x1e"
_REPLACED = str.maketrans({_ROW: " ", _ELEMENT: " ", _NULL: " "})

_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
    "threads": "1",
}


def word_lists() -> Mapping[str, Sequence[str]]:
    """The lists of words that rules may ask for with ``says``, by name."""
    lists: Mapping[str, Sequence[str]] = vocabulary("auditing")["words"]
    return lists


def open_database(tables: Iterable[Table] = tuple(TABLES.values())) -> duckdb.DuckDBPyConnection:
    """A new database with these tables, empty, and the macros; it reaches no file and no network."""
    import duckdb

    connection = duckdb.connect(":memory:", config=_CONFIGURATION)
    statements = [SPAN_MACRO, *_macros()]
    for table in tables:
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        statements.append(f"CREATE TABLE {table.name} ({columns})")
    connection.execute(";\n".join(statements))
    connection.execute("SET lock_configuration = true")
    return connection


def fill_table(connection: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    """Add rows, each with a cell for every column of ``table`` in order."""
    if not rows:
        return
    selected, values = [], []
    for number, (column, cells) in enumerate(zip(table.columns, zip(*rows, strict=True), strict=True), start=1):
        selected.append(_UNPACKED.get(column.type, f"unnest($%d::{column.type}[])") % number)
        values.append(_packed(column.type, cells))
    connection.execute(f"INSERT INTO {table.name} SELECT {', '.join(selected)}", values)


_UNPACKED: Mapping[ColumnType, str] = {
    "VARCHAR": f"nullif(unnest(string_split($%d, '{_ROW}')), '{_NULL}')",
    "VARCHAR[]": f"unnest([[word FOR word IN string_split(row, '{_ELEMENT}') IF word <> ''] "
    f"FOR row IN string_split($%d, '{_ROW}')])",
}


def _packed(kind: ColumnType, cells: Sequence[Cell]) -> str | list[Cell]:
    if kind not in _UNPACKED:
        return list(cells)
    if kind == "VARCHAR[]":
        lists = [cell if isinstance(cell, tuple) else () for cell in cells]
        return _ROW.join(_ELEMENT.join(word.translate(_REPLACED) for word in words) for words in lists)
    texts = [_NULL if cell is None else str(cell) for cell in cells]
    packed = _ROW.join(texts)
    if packed.count(_ROW) == len(texts) - 1 and _ELEMENT not in packed:
        return packed
    return _ROW.join(text if text == _NULL else text.translate(_REPLACED) for text in texts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _pattern(words: Sequence[str]) -> str:
    return _quoted("|".join(re.escape(word) for word in words))


def _macros() -> list[str]:
    """The functions that rules may call beside those of SQL; they are documented in ``docs/writing-rules.md``."""
    settings = vocabulary("auditing")
    patterns = " ".join(f"WHEN {_quoted(name)} THEN {_pattern(words)}" for name, words in settings["words"].items())
    months = {month: [word for word, m in settings["periods"].items() if m == month] for month in range(1, 13)}
    periods = ", ".join(
        f"CASE WHEN regexp_matches(text, {_pattern(words)}) THEN {month} END"
        for month, words in months.items()
        if words
    )
    full, half = settings["full_width"]["from"], settings["full_width"]["to"]
    letters = r"regexp_replace(text, '[^\p{L}\p{N}]+', '', 'g')"
    han = r"regexp_replace(text, '[^\p{Han}]+', '', 'g')"
    return [
        "CREATE MACRO shown(value) AS regexp_replace(printf('%.2f', value), '\\.?0+$', '')",
        f"CREATE MACRO words(text) AS lower(translate({letters}, {_quoted(full)}, {_quoted(half)}))",
        f"CREATE MACRO says(text, list) AS regexp_matches(text, CASE list {patterns} END)",
        f"CREATE MACRO through_month(text) AS greatest(list_max([TRY_CAST(month AS INTEGER) FOR month IN "
        f"regexp_extract_all(text, {_quoted(settings['months']['pattern'])}, 1)]), {periods})",
        f"CREATE MACRO terms(text) AS list_concat([substring({han}, i, 2) FOR i IN range(1, length({han}))], "
        "regexp_extract_all(lower(text), '[a-z]{3,}'))",
        "CREATE MACRO figure(value) AS CASE WHEN abs(value) >= 1e8 THEN shown(value / 1e8) || '亿' "
        "WHEN abs(value) >= 1e4 THEN shown(value / 1e4) || '万' ELSE shown(value) END",
        "CREATE MACRO shares(one, other) AS list_has_any(terms(one), terms(other))",
    ]
