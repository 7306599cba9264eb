"""The JSON report, schema ``reconcile/1``; ``schemas/reconcile-1.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reconcile.reporting.decision_json import decided_json, judged_json, note_json
from reconcile.reporting.json_values import (
    Json,
    citation_json,
    commitment_places,
    commitments_json,
    finding_json,
    last_year_json,
    maybe_citation_json,
    message_json,
)
from reconcile.reporting.summary import Summary, summarise
from reconcile.reporting.tables import forward_slashes, plain_number, weight, weight_parts
from reconcile.telling import OnPart, telling

if TYPE_CHECKING:
    from reconcile.model import (
        Diagnostic,
        Document,
        Drift,
        Finding,
        Item,
        JudgedGoal,
        Match,
        Milestone,
        Outcome,
        Passage,
        Reconciliation,
        Response,
        StageCount,
        Tool,
    )

SCHEMA = "reconcile/1"


def render_json(reconciliation: Reconciliation, on_part: OnPart = None) -> Iterator[str]:
    """The report as JSON text, piece by piece: of many targets, no more than one is held as JSON."""
    return _pieces(json_report(reconciliation, on_part))


def json_lines(report: Json) -> str:
    """A report as JSON text: one line for each element of its lists, so that two reports can be compared by line."""
    return "".join(_pieces(report))


def _pieces(report: Json) -> Iterator[str]:
    before = "{"
    for key, value in report.items():
        yield f"{before}{_compact(key)}: "
        if isinstance(value, (list, Iterator)):
            yield from _list_pieces(value)
        else:
            yield _compact(value)
        before = ",\n "
    yield "}\n"


def _list_pieces(elements: list[Any] | Iterator[Any]) -> Iterator[str]:
    before = "[\n  "
    for element in elements:
        yield before + _compact(element)
        before = ",\n  "
    yield "[]" if before.startswith("[") else "\n ]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def as_json(reconciliation: Reconciliation) -> Json:
    """The report as plain dictionaries and lists, keys in the order of the contract."""
    report = json_report(reconciliation)
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in report.items()}


def json_report(reconciliation: Reconciliation, on_part: OnPart = None) -> Json:
    """The report as ``as_json`` gives it, its long lists as iterators."""
    return {
        "schema": SCHEMA,
        "tool": _tool(reconciliation.tool),
        "inputs": [document_json(document) for document in reconciliation.inputs],
        "as_of": reconciliation.as_of,
        "lang": reconciliation.lang,
        "summary": _summary(summarise(reconciliation)),
        "items": _items(reconciliation, on_part),
        "unmatched_outcomes": (_outcome(outcome, {}) for outcome in reconciliation.unmatched_outcomes),
        "commitments": commitments_json(reconciliation),
        "findings": (_finding(finding) for finding in reconciliation.findings),
        "notices": [message_json(notice) for notice in reconciliation.notices],
        "decisions": [judged_json(judged) for judged in reconciliation.decisions],
    }


def _tool(tool: Tool) -> Json:
    hashes = ("rules_sha256", "config_sha256", "decisions_sha256")
    return {"name": tool.name, "version": tool.version, **{name: getattr(tool, name) for name in hashes}}


def _summary(summary: Summary) -> Json:
    return {
        "targets": summary.targets,
        "outcomes": summary.outcomes,
        **{str(status): count for status, count in summary.statuses.items()},
        "findings": summary.findings,
        "claims": summary.claims,
        "verdicts": summary.verdicts,
        "evidence": summary.evidence,
        "goals": summary.goals,
        "unmatched_outcomes": summary.unmatched_outcomes,
        "answered": summary.answered,
        "answered_goals": summary.answered_goals,
        "waived": summary.waived,
        "claimed_done": summary.claimed_done,
        "claimed_done_carried": summary.claimed_done_carried,
        "claimed_done_in_doubt": summary.claimed_done_in_doubt,
        "verdicts_by_claim": summary.verdicts_by_claim,
        "evidence_by_claim": summary.evidence_by_claim,
        "decisions": summary.decisions,
    }


def document_json(document: Document) -> Json:
    """One input file with its diagnostics and its count of characters."""
    counts = asdict(document.accounting) | {"total": document.accounting.total}
    return {
        "role": document.role,
        "path": forward_slashes(document.path),
        "sha256": document.sha256,
        "encoding": document.encoding,
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number,
        "date": document.date,
        "records": document.records,
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in document.diagnostics],
        "as_of": document.as_of,
        "characters": counts,
        "residues": [citation_json(residue.cite()) for residue in document.residues],
    }


def _diagnostic(diagnostic: Diagnostic) -> Json:
    return {
        "kind": diagnostic.kind,
        "message": message_json(diagnostic.message),
        "citation": maybe_citation_json(diagnostic.citation),
        "records": list(diagnostic.records),
    }


def _items(reconciliation: Reconciliation, on_part: OnPart) -> Iterator[Json]:
    places = commitment_places(reconciliation)
    for item in telling(reconciliation.items, on_part):
        yield _item(item) | {"commitments": places.get(item.target.id, [])}


def _item(item: Item) -> Json:
    target = item.target
    grades = {(graded.outcome, graded.index): graded.evidence for graded in item.responses}
    return {
        "target": {
            "id": target.id,
            "text": target.text.text,
            "leaders": list(target.leaders),
            "owners": [owner.name for owner in target.owners],
            "deadline": target.deadline,
            "citation": citation_json(target.text.cite()),
            "words": target.words,
        },
        "outcomes": [_outcome(outcome, grades) for outcome in item.outcomes],
        "match": _match(item.match),
        "goals": [_goal(judged) for judged in item.goals],
        "evidence": item.evidence,
        "milestone": _milestone(item.milestone),
        "drift": [_drift(drift) for drift in item.drift],
        "rewording": [{"change": part.change, "words": part.words} for part in item.rewording],
        "findings": [_finding(finding) for finding in item.findings],
        "notes": [note_json(note) for note in item.notes],
    }


def _outcome(outcome: Outcome, grades: dict[tuple[str, int], Any]) -> Json:
    return {
        "id": outcome.id,
        "text": outcome.text.text,
        "deadline": outcome.deadline,
        "claim": outcome.claim,
        "claim_text": outcome.claim_text,
        "responses": [
            _response(response, outcome.text, grades.get((outcome.id, index)))
            for index, response in enumerate(outcome.responses)
        ],
        "citation": citation_json(outcome.text.cite()),
        "words": outcome.words,
    }


def _response(response: Response, row: Passage, grade: str | None) -> Json:
    narrative = response.narrative
    # A blank cell has no place of its own: it is cited as no words at the place of its row.
    citation = narrative.cite() if narrative.path else row.cite(0, 0)
    return {
        "leader": response.leader,
        "owners": [owner.name for owner in response.owners],
        "narrative": narrative.text,
        "claim": response.claim,
        "claim_text": response.claim_text,
        "deadline": response.deadline,
        "evidence": grade,
        "citation": citation_json(citation),
    }


def _match(match: Match) -> Json:
    runner_up = match.runner_up
    return {
        "status": match.status,
        "kind": match.kind,
        "weight": weight(match),
        "confidence": round(match.confidence, 3),
        "margin": round(match.margin, 3),
        "parts": weight_parts(match),
        "runner_up": runner_up and {"outcome": runner_up.outcome, "weight": round(runner_up.weight, 3)},
        "reason": message_json(match.reason),
        "decided": decided_json(match.decided),
    }


def _goal(judged: JudgedGoal) -> Json:
    goal, achievement = judged.goal, judged.achievement
    return {
        "measure": goal.measure,
        "comparator": goal.comparator,
        "value": plain_number(goal.value),
        "value_high": plain_number(goal.value_high),
        "unit": goal.unit,
        "citation": citation_json(goal.citation),
        "achievement": achievement
        and {
            "value": plain_number(achievement.value),
            "unit": achievement.unit,
            "basis": achievement.basis,
            "outcome": achievement.outcome,
            "citation": citation_json(achievement.citation),
        },
        "verdict": judged.verdict,
        "ratio": None if judged.ratio is None else round(judged.ratio, 3),
        "k": goal.k,
        "origin": goal.origin,
        "basis": goal.basis,
        "direction": goal.direction,
        "reason": message_json(judged.reason),
        "last_year": judged.last_year and last_year_json(judged.last_year),
    }


def _milestone(milestone: Milestone) -> Json:
    return {
        "asked": milestone.asked or None,
        "reached": milestone.reached or None,
        "asked_citation": maybe_citation_json(milestone.asked_citation),
        "reached_citation": maybe_citation_json(milestone.reached_citation),
        "undone_citation": maybe_citation_json(milestone.undone),
        "counts": [_stage_count(count) for count in milestone.counts],
    }


def _stage_count(count: StageCount) -> Json:
    return {
        "value": plain_number(count.value),
        "unit": count.unit,
        "standing": count.standing,
        "stage": count.stage or None,
        "citation": citation_json(count.citation),
    }


def _drift(drift: Drift) -> Json:
    return {
        "kind": drift.kind,
        "outcome": drift.outcome,
        "goal": drift.goal,
        "message": message_json(drift.message),
        "planned": maybe_citation_json(drift.planned),
        "restated": maybe_citation_json(drift.restated),
        "citation": maybe_citation_json(drift.restated or drift.planned),
    }


def _finding(finding: Finding) -> Json:
    return finding_json(finding) | {"decided": decided_json(finding.decided)}
