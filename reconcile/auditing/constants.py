"""The fact rows that no document brings: thresholds and stages."""

from __future__ import annotations

from collections.abc import Mapping

from reconcile.auditing.tables import Cell
from reconcile.resources import standard_thresholds, vocabulary


def constant_rows(table: str, thresholds: Mapping[str, float] | None = None) -> list[tuple[Cell, ...]]:
    """The rows of a table that is the same for every reconciliation of a project, and none for other tables."""
    if table == "thresholds":
        return list((standard_thresholds() if thresholds is None else thresholds).items())
    if table == "stages":
        stages = vocabulary("stages")
        return [(stage["name"], stage["rank"]) for stage in [*stages["stage"], *stages["founding"]]] + [
            (event["name"], event["rank"]) for event in stages["events"]["event"]
        ]
    return []
