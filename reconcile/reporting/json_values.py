"""Small values of the model as JSON: messages, citations, amounts, promises and figures of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reconcile.reporting.lives import lives
from reconcile.reporting.tables import forward_slashes, plain_number

if TYPE_CHECKING:
    from reconcile.model import Citation, Commitment, Finding, Goal, LastYear, Message, PromisedNumber, Reconciliation

Json = dict[str, Any]


def message_json(message: Message) -> Json:
    """A message in both languages."""
    return {"en": message.en, "zh": message.zh}


def maybe_citation_json(citation: Citation | None) -> Json | None:
    """A citation, or null where there is none."""
    return None if citation is None else citation_json(citation)


def citation_json(citation: Citation) -> Json:
    """A citation; what counts from 1 is null where there is none."""
    return {
        "path": forward_slashes(citation.path),
        "line": citation.line or None,
        "column": citation.column or None,
        "place": citation.place,
        "text": citation.text,
    }


def finding_json(finding: Finding) -> Json:
    """A finding, without what a reviewer decided on it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": message_json(finding.message),
        "target": finding.target,
        "outcome": finding.outcome,
        "citations": [citation_json(citation) for citation in finding.citations],
        "fingerprint": finding.fingerprint,
        "waived": finding.waived and {"reason": finding.waived.reason, "by": finding.waived.by},
    }


def last_year_json(last_year: LastYear) -> Json:
    """What was reached the year before, in the unit of the goal."""
    return {
        "value": plain_number(last_year.value),
        "unit": last_year.unit,
        "basis": last_year.basis,
        "part": last_year.part,
        "citation": citation_json(last_year.citation),
    }


def commitments_json(reconciliation: Reconciliation) -> list[Json]:
    """The promises of the work report, each with its life: the targets it became, what answers them, how they ended."""
    ways: dict[int, list[Json]] = {}
    for life in lives(reconciliation):
        if life.item is not None:
            way = {"target": life.item.target.id, "outcomes": list(life.item.match.outcomes)}
            ways.setdefault(life.place, []).append(way | {"status": life.covered, "end": life.end})
    return [
        _commitment(commitment) | {"life": ways.get(place, [])}
        for place, commitment in enumerate(reconciliation.commitments, start=1)
    ]


def commitment_places(reconciliation: Reconciliation) -> dict[str, list[int]]:
    """For each target the places, from 0, of the promises that it came from."""
    places: dict[str, list[int]] = {}
    for place, commitment in enumerate(reconciliation.commitments):
        for target in commitment.targets:
            places.setdefault(target, []).append(place)
    return places


def _commitment(commitment: Commitment) -> Json:
    return {
        "text": commitment.passage.text,
        "targets": list(commitment.targets),
        "status": commitment.status or None,
        "section": commitment.section,
        "numbers": [_promised_number(number) for number in commitment.numbers],
        "citation": citation_json(commitment.citation),
    }


def _promised_number(number: PromisedNumber) -> Json:
    gone, new = number.altered
    return {
        **_amount(number.goal),
        "carriers": [{"target": target, **_amount(planned)} for target, planned in number.carriers],
        "counted": list(number.counted),
        "altered": {"gone": gone, "new": new} if gone or new else None,
    }


def _amount(goal: Goal) -> Json:
    return {
        "measure": goal.measure,
        "comparator": goal.comparator,
        "value": plain_number(goal.value),
        "value_high": plain_number(goal.value_high),
        "unit": goal.unit,
        "citation": citation_json(goal.citation),
    }
