"""The tables of a batch, filled by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from reconcile.batching.parts import create_table, quoted_name
from reconcile.batching.tables import ERRORS, TABLES

_ITEM = "target status claim evidence errors field"
# What a reader finds in them, pair by pair: 甲市 has four targets with six goals, 乙县 two with two, 丙市 failed.
_ROWS: Mapping[str, tuple[str, list[tuple[Any, ...]]]] = {
    "pairs": (
        "pair lang as_of errors warnings infos waived",
        [("甲市", "zh", "2023-12-31", 2, 1, 0, 1), ("乙县", "zh", None, 1, 0, 0, 0)],
    ),
    "items": (
        f"pair {_ITEM}",
        [
            ("甲市", "1", "matched", "done", "quantified", 0, "education"),
            ("甲市", "2", "matched", "done", "none", 1, "education"),
            ("甲市", "3", "review", "not_done", "activity", 0, ""),
            ("甲市", "4", "uncovered", None, None, 0, "water"),
            ("乙县", "1", "matched", "done", "milestone", 1, "education"),
            ("乙县", "2", "dropped", None, None, 0, ""),
        ],
    ),
    "goals": (
        "pair target goal verdict",
        [
            ("甲市", "1", 1, "met"),
            ("甲市", "1", 2, "exceeded"),
            ("甲市", "2", 1, "short"),
            ("甲市", "3", 1, "no_number"),
            ("甲市", "3", 2, "incomparable"),
            ("甲市", "4", 1, "unreported"),
            ("乙县", "1", 1, "behind"),
            ("乙县", "1", 2, "on_pace"),
        ],
    ),
    "findings": (
        "pair rule severity target waived",
        [
            ("甲市", "shortfall", "error", "2", None),
            ("甲市", "shortfall", "error", "2", None),
            ("甲市", "shortfall", "error", "1", "checked on site"),
            ("甲市", "duplicate-outcome", "warning", None, None),
            ("乙县", "shortfall", "error", "1", None),
        ],
    ),
    "owners": (
        "pair target outcome owner",
        [
            ("甲市", "1", None, "市教育局"),
            ("甲市", "1", "1", "市教育局"),
            ("甲市", "2", "2", "市教育局"),
            ("甲市", "2", "2", "市财政局"),
            ("甲市", None, "9", "市水务局"),
            ("乙县", "1", None, "县教育局"),
        ],
    ),
    "documents": (
        "pair role path sha256 records",
        [("甲市", "plan", "1/plan.txt", "ab" * 32, 4), ("乙县", "outcome", "2/outcome.txt", "cd" * 32, 2)],
    ),
    "errors": (
        "pair error document line exit_status",
        [("丙市", "3/plan.txt: the plan holds no table of targets; look at it", "3/plan.txt", 0, 2)],
    ),
}


def batch_tables() -> duckdb.DuckDBPyConnection:
    """A connection to them."""
    connection = duckdb.connect()
    for name, columns in ({name: table.columns for name, table in TABLES.items()} | {"errors": ERRORS}).items():
        connection.execute(create_table(name, columns))
    for name, (columns, rows) in _ROWS.items():
        listed = ", ".join(map(quoted_name, columns.split()))
        marks = ", ".join("?" * len(columns.split()))
        connection.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows)
    return connection
