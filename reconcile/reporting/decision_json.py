"""A reviewer's decision as JSON: as files of decisions hold it and as the JSON report repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reconcile.reporting.json_values import Json, message_json

if TYPE_CHECKING:
    from reconcile.model import Decided, Decision, JudgedDecision, ReviewNote

SCHEMA = "reconcile-decisions/1"


def decision_json(decision: Decision) -> Json:
    """One entry of a file of decisions; its keys are those of its kind."""
    said = {"by": decision.by, "date": decision.date, "note": decision.note}
    if decision.kind == "finding":
        of = {"fingerprint": decision.fingerprint, "rule": decision.rule}
        return {
            "kind": "finding",
            "action": decision.action,
            **of,
            "target": decision.target,
            "outcome": decision.outcome,
            **said,
        }
    if decision.kind == "note":
        return {"kind": "note", "target": decision.target, **said, "target_words": decision.target_words}
    return {
        "kind": "match",
        "action": decision.action,
        "target": decision.target,
        "outcomes": list(decision.outcomes),
        **said,
        "target_words": decision.target_words,
        "outcome_words": dict(decision.outcome_words),
    }


def judged_json(judged: JudgedDecision) -> Json:
    """A decision as it was given, with what became of it."""
    return decision_json(judged.decision) | {"status": judged.status, "reason": message_json(judged.reason)}


def decided_json(decided: Decided | None) -> Json | None:
    """The mark of a decision on a match or a finding, null where there is none."""
    if decided is None:
        return None
    return {"action": decided.action, "by": decided.by, "date": decided.date, "note": decided.note}


def note_json(note: ReviewNote) -> dict[str, Any]:
    """A note on an item."""
    return {"by": note.by, "date": note.date, "note": note.note}
