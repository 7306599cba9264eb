"""Keeps the rows of one pair as one Parquet file, whole or not at all, which says itself what it was made from.

The file has one row: ``pair`` is its name, and the column of each table holds that table's rows as a list of structs.
The key-value metadata holds the format and the key of the pair. (A row for each row of a table costs two and a half
times as much to write.)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.auditing.database import connect
from reconcile.batching.tables import PAIR, TABLES, Column, table_rows
from reconcile.errors import OutputError

if TYPE_CHECKING:
    import duckdb

    from reconcile.model import Reconciliation

FORMAT = "reconcile-part/1"
ENDING = ".parquet"
# Signs that file systems or patterns of paths give a meaning to, and a dot or blank at either end.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"%*/:<>?\[\\\]{|}]|^[. ]|[. ]$')
_LONGEST = 180
_AT_ONCE = 500


def file_name(pair: str) -> str:
    """The name of a pair's files without their ending: signs that no file name may hold are percent-encoded.

    >>> file_name("山东/菏泽 2023"), file_name("..")
    ('山东%2F菏泽 2023', '%2E%2E')
    """
    name = _UNSAFE.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), pair)
    if len(name.encode("utf-8", "surrogatepass")) <= _LONGEST:
        return name
    digest = hashlib.sha256(pair.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{name[: _LONGEST // 4]}~{digest}"


def literal(path: Path) -> str:
    """A path as DuckDB's readers take it, which read patterns otherwise, as a literal of SQL."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", path.as_posix()))


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def write_part(path: Path, pair: str, key: str, result: Reconciliation, shown: Mapping[str, str]) -> None:
    """Write the rows of one pair to ``path``; ``shown`` gives each input's path as the tables are to name it.

    No reader ever sees a part of it. Raises ``OutputError`` where it cannot be written.
    """
    import duckdb

    writer = _writer()
    part = path.with_name(f".{path.stem}-{os.getpid()}.part")
    try:
        _fill(writer, pair, result, shown)
        writer.execute(_COPY.format(quoted(part.as_posix()), quoted(FORMAT), quoted(key)))
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise OutputError(
            f"it cannot be written: {' '.join(str(error).split())}",
            document=path.as_posix(),
            remedy="check its permissions and the free space, and run it again: what is done is kept",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def part_keys(paths: Sequence[Path]) -> dict[Path, str]:
    """The keys of the parts that can be read; what is no part of a batch, or damaged, is left out."""
    import duckdb

    found: dict[Path, str] = {}
    with duckdb.connect() as connection:
        for start in range(0, len(paths), _AT_ONCE):
            chunk = paths[start : start + _AT_ONCE]
            try:
                found |= _keys(connection, chunk)
            except duckdb.Error:
                for path in chunk:
                    try:
                        found |= _keys(connection, [path])
                    except duckdb.Error:
                        continue
    return found


def _keys(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> dict[Path, str]:
    named = {path.as_posix(): path for path in paths}
    rows = connection.execute(
        f"SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata([{', '.join(map(literal, paths))}])"
    ).fetchall()
    said: dict[str, dict[str, str]] = {}
    for file, key, value in rows:
        said.setdefault(file, {})[key] = value
    return {named[file]: values["key"] for file, values in said.items() if values.get("reconcile") == FORMAT}


def rows_of(table: str, parts: Iterable[Path]) -> str:
    """A SELECT that gives the rows of a table from parts, in their order."""
    files = ", ".join(map(literal, parts))
    return f"SELECT pair, unnest({table}, recursive := true) FROM read_parquet([{files}])"


def create_table(name: str, columns: Iterable[Column]) -> str:
    """The statement that makes an empty table, with ``pair`` in front."""
    listed = ", ".join(f"{quoted_name(column.name)} {column.type}" for column in (PAIR, *columns))
    return f"CREATE TABLE {name} ({listed})"


def quoted_name(name: str) -> str:
    """A name as SQL takes it whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def _struct(table: str, cell: Callable[[Column], str]) -> str:
    return f"{{{', '.join(f'{quoted(column.name)}: {cell(column)}' for column in TABLES[table].columns)}}}"


# The cells of each column come as one list; the lists of a table are zipped into a list of its rows.
_INSERT = "INSERT INTO part SELECT ?, " + ", ".join(
    f"(SELECT list(row) FROM (SELECT {_struct(name, lambda column: f'unnest(CAST(? AS {column.type}[]))')} AS row))"
    for name in TABLES
)
_COPY = "COPY part TO {} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{reconcile: {}, key: {}}})"


@cache
def _writer() -> duckdb.DuckDBPyConnection:
    """Where rows go through on their way to a part. A process that writes many keeps it open."""
    connection = connect({"threads": "1"}, few=True)
    columns = ", ".join(
        f"{name} STRUCT({', '.join(f'{quoted_name(column.name)} {column.type}' for column in table.columns)})[]"
        for name, table in TABLES.items()
    )
    connection.execute(f"CREATE TABLE part (pair VARCHAR, {columns})")
    return connection


def _fill(writer: duckdb.DuckDBPyConnection, pair: str, result: Reconciliation, shown: Mapping[str, str]) -> None:
    cells: list[object] = [pair]
    for name, table in TABLES.items():
        rows = list(table_rows(name, result, shown))
        cells += map(list, zip(*rows, strict=True)) if rows else ([] for _ in table.columns)
    writer.execute("DELETE FROM part")
    writer.execute(_INSERT, cells)
