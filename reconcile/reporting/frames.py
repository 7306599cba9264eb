"""The result as tidy pandas data frames; the columns of each view are documented with its rows in ``tables``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.errors import OutputError
from reconcile.reporting.tables import (
    Row,
    commitment_rows,
    decision_rows,
    finding_rows,
    goal_rows,
    item_rows,
    match_rows,
)

if TYPE_CHECKING:
    import pandas

    from reconcile.model import Reconciliation

_ROWS: Mapping[str, Callable[[Reconciliation], Iterable[Row]]] = MappingProxyType(
    {
        "items": item_rows,
        "goals": goal_rows,
        "findings": finding_rows,
        "matches": match_rows,
        "commitments": commitment_rows,
        "decisions": decision_rows,
    }
)

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "items": "target text leaders owners status kind weight confidence margin outcomes claim evidence goals drift "
        "errors warnings infos waived decided decided_by decided_on decided_note notes",
        "goals": "target goal origin measure comparator value value_high unit achieved achieved_unit basis outcome "
        "verdict ratio goal_at achieved_at goal_words achieved_words last_year last_year_unit last_year_at",
        "findings": "rule severity confidence target outcome message_en message_zh at words fingerprint waived "
        "waived_by decided decided_by decided_on decided_note",
        "matches": "target outcome status kind weight text owners quantities order confidence margin runner_up "
        "runner_up_weight",
        "commitments": "promise text section status target outcomes covered claim verdict numbers at",
        "decisions": "kind action target outcomes rule outcome by date note status reason_en reason_zh fingerprint",
    }
)
_COUNTS: Mapping[str, str] = MappingProxyType(
    {"items": "goals drift errors warnings infos waived", "goals": "goal", "commitments": "promise numbers"}
)
_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "items": "weight confidence margin",
        "goals": "value value_high achieved ratio last_year",
        "matches": "weight text owners quantities order confidence margin runner_up_weight",
    }
)


def to_frame(reconciliation: Reconciliation, view: str) -> pandas.DataFrame:
    """One view as a data frame: items, goals, findings, matches, commitments or decisions.

    Counts are ``int64``, weights, ratios and values ``float64`` (missing: NaN), everything else strings (missing:
    None or NaN). The columns are there even where there are no rows. Raises ``OutputError`` for another view.
    """
    import pandas

    if view not in _ROWS:
        raise OutputError(f"there is no view {view!r}", remedy=f"use one of {', '.join(_ROWS)}")
    frame = pandas.DataFrame(list(_ROWS[view](reconciliation)), columns=COLUMNS[view].split())
    types = dict.fromkeys(_COUNTS.get(view, "").split(), "int64")
    types |= dict.fromkeys(_MEASURES.get(view, "").split(), "float64")
    return frame.astype(types)
