"""Keeps the rows of one pair as one Parquet file, whole or not at all, which says itself what it was made from.

The file has one row: ``pair`` is its name, and the column of each table holds that table's rows as a list of structs.
The key-value metadata holds the format and the key of the pair. (A row for each row of a table costs two and a half
times as much to write.)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconcile.auditing.database import connect
from reconcile.batching.tables import PAIR, TABLES, Column, table_rows
from reconcile.errors import OutputError

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

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
        writer.connection.execute(_COPY.format(quoted(part.as_posix()), quoted(FORMAT), quoted(key)))
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def unwritten(path: Path, error: Exception) -> OutputError:
    """The error for a file of a batch that cannot be written."""
    return OutputError(
        f"it cannot be written: {error}",
        document=path.as_posix(),
        remedy="check its permissions and the free space, and run it again: what is done is kept",
    )


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


def read_parts(parts: Iterable[Path]) -> str:
    """What SQL reads parts with, a row for each, in their order."""
    return f"read_parquet([{', '.join(map(literal, parts))}])"


def rows_of(table: str, parts: str) -> str:
    """A SELECT that gives the rows of a table; ``parts`` is what holds the rows of the parts, in their order."""
    return f"SELECT pair, unnest({table}, recursive := true) FROM {parts}"


def create_table(name: str, columns: Iterable[Column]) -> str:
    """The statement that makes an empty table, with ``pair`` in front."""
    listed = ", ".join(f"{quoted_name(column.name)} {column.type}" for column in (PAIR, *columns))
    return f"CREATE TABLE {name} ({listed})"


def quoted_name(name: str) -> str:
    """A name as SQL takes it whatever it is."""
    return '"' + name.replace('"', '""') + '"'


_COPY = "COPY part TO {} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{reconcile: {}, key: {}}})"
_LEAST = 256
# Which rows of the arrays the next part takes.
_TAKEN = "taken"


@dataclass(slots=True)
class _Writer:
    """Where rows go through on their way to a part: arrays that the database knows, and a table of one row.

    To plan how the arrays become that row takes longer than to make it, so that is done once, for as many rows as any
    pair had. A process that writes many parts keeps it all.
    """

    connection: duckdb.DuckDBPyConnection
    arrays: dict[str, dict[str, NDArray[Any]]]
    room: int = 0


@cache
def _writer() -> _Writer:
    connection = connect({"threads": "1"}, few=True)
    columns = ", ".join(
        f"{name} STRUCT({', '.join(f'{quoted_name(column.name)} {column.type}' for column in table.columns)})[]"
        for name, table in TABLES.items()
    )
    connection.execute(f"CREATE TABLE part (pair VARCHAR, {columns})")
    return _Writer(connection, {})


def _fill(writer: _Writer, pair: str, result: Reconciliation, shown: Mapping[str, str]) -> None:
    cells = {name: list(zip(*table_rows(name, result, shown), strict=True)) for name in TABLES}
    most = max(len(of_table[0]) for of_table in cells.values() if of_table)
    if most > writer.room:
        _make_room(writer, max(_LEAST, 1 << most.bit_length()))
    for name, table in TABLES.items():
        arrays = writer.arrays[name]
        count = len(cells[name][0]) if cells[name] else 0
        for column, of_column in zip(table.columns, cells[name], strict=False):
            # None becomes NaN in an array of numbers.
            arrays[column.name][:count] = of_column
        arrays[_TAKEN][:count] = True
        arrays[_TAKEN][count:] = False
    # Without a checkpoint the database keeps the memory of all rows that were ever in it.
    writer.connection.execute("DELETE FROM part; CHECKPOINT")
    writer.arrays[PAIR.name][PAIR.name][0] = pair
    writer.connection.execute("EXECUTE fill")


def _make_room(writer: _Writer, room: int) -> None:
    """See to it that the arrays hold so many rows."""
    import numpy as np

    if writer.room:
        writer.connection.execute("DEALLOCATE fill")
    writer.arrays[PAIR.name] = {PAIR.name: _blank(PAIR, 1)}
    writer.connection.register("incoming_pair", writer.arrays[PAIR.name])
    lists = []
    for name, table in TABLES.items():
        arrays = {column.name: _blank(column, room) for column in table.columns}
        arrays[_TAKEN] = np.zeros(room, dtype=np.bool_)
        writer.connection.register(f"incoming_{name}", arrays)
        writer.arrays[name] = arrays
        struct = ", ".join(f"{quoted(column.name)}: {_read(column)}" for column in table.columns)
        lists.append(f"(SELECT coalesce(list({{{struct}}}), []) FROM incoming_{name} WHERE {_TAKEN})")
    writer.connection.execute(f"PREPARE fill AS INSERT INTO part SELECT pair, {', '.join(lists)} FROM incoming_pair")
    writer.room = room


def _blank(column: Column, room: int) -> NDArray[Any]:
    """Room for the cells of a column; the database tells its type from what stands in it."""
    import numpy as np

    kinds: Mapping[str, tuple[object, type[Any]]] = {"VARCHAR": ("", object), "DOUBLE": (0, float), "BIGINT": (0, int)}
    blank, kind = kinds[column.type]
    return np.full(room, blank, dtype=kind)


def _read(column: Column) -> str:
    name = quoted_name(column.name)
    return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END" if column.type == "DOUBLE" else name
