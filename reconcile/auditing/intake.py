"""Puts the rows of one run after another into the tables of a database that stays open.

To plan an INSERT takes longer than to insert a few hundred rows. So each table has arrays that the database knows, as
long as the largest run so far had rows, and an INSERT that was planned once and reads what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reconcile.auditing.database import packed, unpacked
from reconcile.auditing.tables import Cell, Columns, ColumnType, Table

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]

_LEAST = 256
# Which rows of the arrays the next INSERT takes.
_TAKEN = "taken"
# What stands in rows that no run has used; the database tells the type of an array from it.
_BLANK: Mapping[ColumnType, Cell] = {
    "VARCHAR": "",
    "VARCHAR[]": (),
    "DOUBLE": 0.0,
    "BOOLEAN": False,
    "INTEGER": 0,
    "BIGINT": 0,
}


def make_room(connection: duckdb.DuckDBPyConnection, table: Table, columns: Columns, intake: dict[str, Arrays]) -> None:
    """See to it that the arrays of ``table`` hold as many rows as ``columns``; not within a transaction."""
    import numpy as np

    count = _length(columns)
    if table.name in intake and len(intake[table.name][_TAKEN]) >= count:
        return
    room = max(_LEAST, 1 << count.bit_length())
    arrays: Arrays = {column.name: packed(column, [_BLANK[column.type]] * room) for column in table.columns}
    arrays[_TAKEN] = np.zeros(room, dtype=np.bool_)
    if table.name in intake:
        connection.execute(f"DEALLOCATE fill_{table.name}")
    connection.register(f"incoming_{table.name}", arrays)
    selected = ", ".join(unpacked(column) for column in table.columns)
    connection.execute(
        f"PREPARE fill_{table.name} AS "
        f"INSERT INTO {table.name} SELECT {selected} FROM incoming_{table.name} WHERE {_TAKEN}"
    )
    intake[table.name] = arrays


def take_in(connection: duckdb.DuckDBPyConnection, table: Table, columns: Columns, arrays: Arrays) -> None:
    """Add rows for which room was made."""
    count = _length(columns)
    if count:
        for column in table.columns:
            arrays[column.name][:count] = packed(column, columns[column.name])
        arrays[_TAKEN][:count] = True
        arrays[_TAKEN][count:] = False
        connection.execute(f"EXECUTE fill_{table.name}")


def _length(columns: Columns) -> int:
    return max(map(len, columns.values()), default=0)
