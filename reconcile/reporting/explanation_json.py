"""Why one target was matched and judged so, as JSON: the item of the whole report, with what else speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.as_json import json_lines, json_report

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

SCHEMA = "reconcile-explanation/1"


def render_explanation_json(reconciliation: Reconciliation, target: str) -> str:
    """The item of a target as the schema ``reconcile/1`` describes it; raises ``StopIteration`` where there is none.

    ``commitments`` are those that became this target, which the item names by their place in this list, ``decisions``
    those on it.
    """
    report = json_report(reconciliation)
    item = next(item for item in report["items"] if item["target"]["id"] == target)
    commitments = [report["commitments"][place] for place in item["commitments"]]
    return json_lines(
        {
            "schema": SCHEMA,
            **{key: report[key] for key in ("tool", "inputs", "as_of", "lang")},
            "item": item | {"commitments": list(range(len(commitments)))},
            "commitments": commitments,
            "decisions": [judged for judged in report["decisions"] if judged["target"] == target],
        }
    )
