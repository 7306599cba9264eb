"""The fact rows of a reconciliation: what the rules read, one function a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from reconcile.assessment.schedule import share_gone
from reconcile.auditing.citing import Register, register_words
from reconcile.auditing.commitment_facts import commitment_rows, promised_number_rows
from reconcile.auditing.constants import constant_rows
from reconcile.auditing.goal_facts import candidate_rows, goal_rows
from reconcile.auditing.quantity_facts import quantity_rows
from reconcile.auditing.tables import Cell
from reconcile.model import Citation, ClaimKind, DriftKind, Item, Outcome, Owner, Reconciliation

Row = tuple[Cell, ...]
# An outcome with the first target that it answers, None where it answers none.
Answering = tuple[Outcome, str | None]

_PARTS: Mapping[DriftKind, str] = {"goal-dropped": "goal", "goal-altered": "goal", "owner": "owner", "text": "text"}


def fact_rows(
    table: str,
    reconciliation: Reconciliation,
    outcomes: Sequence[Answering],
    register: Register,
    thresholds: Mapping[str, float] | None = None,
) -> Iterator[Row]:
    """The rows of one table; the words that they cite are added to ``register``.

    ``outcomes`` are those of ``outcomes_in_order``; ``thresholds`` are the project's, by default those that ship.
    """
    if table == "thresholds":
        return iter(constant_rows(table, thresholds))
    if table in _OUTCOME_BUILDERS:
        return _OUTCOME_BUILDERS[table](reconciliation, outcomes, register)
    return _BUILDERS[table](reconciliation, register)


def outcomes_in_order(reconciliation: Reconciliation) -> tuple[Answering, ...]:
    """Every outcome once, in printed order, with the first target that it answers."""
    first: dict[str, Answering] = {}
    for item in reconciliation.items:
        for outcome in item.outcomes:
            first.setdefault(outcome.id, (outcome, item.target.id))
    for outcome in reconciliation.unmatched_outcomes:
        first.setdefault(outcome.id, (outcome, None))
    documents = {document.path: place for place, document in enumerate(reconciliation.inputs)}

    def place(entry: Answering) -> tuple[int, int, int]:
        passages = [entry[0].text, *(response.narrative for response in entry[0].responses)]
        printed = [(documents.get(p.path, len(documents)), p.line, p.column) for p in passages if p.line]
        return min(printed, default=(len(documents), 0, 0))

    # A sort is stable: rows without a place keep the order of the plan.
    return tuple(sorted(first.values(), key=place))


def claim_of(item: Item) -> tuple[ClaimKind, str]:
    """What the outcomes of an item claim together, and the words they claim it with.

    Several outcomes are done only where all of them are, and not done where any is not.
    """
    kinds = [outcome.claim for outcome in item.outcomes]
    kind: ClaimKind = "silent"
    if "not_done" in kinds:
        kind = "not_done"
    elif kinds and all(one == "done" for one in kinds):
        kind = "done"
    return kind, "、".join(dict.fromkeys(outcome.claim_text for outcome in item.outcomes if outcome.claim_text))


def _names(owners: Sequence[Owner]) -> tuple[str, ...]:
    """The names of owners, each once; most rows have one or none, for which nothing need be compared."""
    names = [owner.name for owner in owners]
    return tuple(names if len(names) < 2 else dict.fromkeys(names))


def _run(reconciliation: Reconciliation, _: Register) -> Iterator[Row]:
    as_of = reconciliation.as_of
    planned = any(document.role == "plan" for document in reconciliation.inputs)
    yield as_of or "", int(as_of[5:7]) if as_of else None, not planned


def _targets(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for position, item in enumerate(reconciliation.items, start=1):
        target = item.target
        yield (
            target.id,
            position,
            target.text.path,
            target.text.text,
            target.leaders,
            _names(target.owners),
            target.deadline,
            register_words(register, target.text),
        )


def _outcomes(_: Reconciliation, outcomes: Sequence[Answering], register: Register) -> Iterator[Row]:
    for position, (outcome, target) in enumerate(outcomes, start=1):
        yield (
            outcome.id,
            target,
            position,
            outcome.text.path,
            outcome.text.text,
            outcome.deadline,
            outcome.claim,
            outcome.claim_text,
            _names([owner for response in outcome.responses for owner in response.owners]),
            register_words(register, outcome.text),
        )


def _items(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for position, item in enumerate(reconciliation.items, start=1):
        narratives = [r.narrative for outcome in item.outcomes for r in outcome.responses if r.narrative.text]
        deadline = next((o.deadline for o in item.outcomes if o.deadline), item.target.deadline)
        gone = _share_gone(reconciliation.as_of, deadline)
        stage = item.milestone

        def cited(citation: Citation | None) -> str:
            return citation.text if citation else ""

        yield (
            item.target.id,
            item.outcomes[0].id if item.outcomes else None,
            position,
            _status(item),
            item.match.status != "uncovered",
            item.target.text.text,
            "\n".join(outcome.text.text for outcome in item.outcomes),
            "\n".join(narrative.text for narrative in narratives),
            *claim_of(item),
            item.evidence,
            stage.asked,
            stage.asked_rank,
            cited(stage.asked_citation),
            stage.reached,
            stage.reached_rank,
            cited(stage.reached_citation),
            cited(stage.undone),
            deadline,
            gone,
            gone is None or gone >= 1,
            item.match.reason.en,
            item.match.reason.zh,
            register_words(register, item.target.text),
            register_words(register, item.outcomes[0].text if item.outcomes else None),
            register_words(register, narratives[0] if narratives else None),
            register_words(register, stage.asked_citation),
            register_words(register, stage.reached_citation),
            register_words(register, stage.undone),
        )


# A plan has few deadlines and many targets.
_share_gone = cache(share_gone)


def _status(item: Item) -> str:
    return item.match.status if item.outcomes else "none"


def _responses(reconciliation: Reconciliation, outcomes: Sequence[Answering], register: Register) -> Iterator[Row]:
    grades = {
        (graded.outcome, graded.index): graded.evidence for item in reconciliation.items for graded in item.responses
    }
    for outcome, target in outcomes:
        for index, response in enumerate(outcome.responses):
            yield (
                target,
                outcome.id,
                index + 1,
                response.leader,
                _names(response.owners),
                response.narrative.text,
                response.claim,
                response.claim_text,
                grades.get((outcome.id, index), ""),
                register_words(register, response.narrative),
            )


def _matches(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for item in reconciliation.items:
        match, parts = item.match, item.match.parts
        answering: list[str | None] = [outcome.id for outcome in item.outcomes]
        for outcome in answering or [None]:
            yield (
                item.target.id,
                outcome,
                match.kind,
                _status(item),
                match.weight,
                parts.text,
                parts.owners,
                parts.quantities,
                parts.order,
                match.confidence,
                match.margin,
                match.runner_up.outcome if match.runner_up else "",
                register_words(register, item.target.text),
            )


def _drifts(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for item in reconciliation.items:
        texts = {outcome.id: outcome.text for outcome in item.outcomes}
        for drift in item.drift:
            restated: Citation | None = drift.restated
            if drift.kind == "goal-dropped":
                restated = None
            elif drift.kind == "goal-altered" and restated is None and drift.outcome in texts:
                restated = texts[drift.outcome].cite()
            yield (
                item.target.id,
                drift.outcome,
                _PARTS[drift.kind],
                drift.goal,
                drift.planned.text if drift.planned else "",
                restated.text if restated else "",
                drift.message.en,
                drift.message.zh,
                register_words(register, drift.planned),
                register_words(register, restated),
            )


def _stage_counts(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for item in reconciliation.items:
        for n, count in enumerate(item.milestone.counts, start=1):
            yield (
                item.target.id,
                item.outcomes[0].id if item.outcomes else None,
                n,
                float(count.value),
                count.unit,
                count.standing,
                count.stage,
                count.rank,
                count.citation.text,
                register_words(register, count.citation),
            )


def _diagnostics(reconciliation: Reconciliation, register: Register) -> Iterator[Row]:
    for document in reconciliation.inputs:
        for diagnostic in document.diagnostics:
            cite = register_words(register, diagnostic.citation)
            for record in diagnostic.records:
                message = diagnostic.message
                yield document.path, document.role, diagnostic.kind, record, message.en, message.zh, cite


_BUILDERS: Mapping[str, Callable[[Reconciliation, Register], Iterator[Row]]] = {
    "run": _run,
    "stages": lambda _, __: iter(constant_rows("stages")),
    "targets": _targets,
    "items": _items,
    "goals": goal_rows,
    "candidates": candidate_rows,
    "matches": _matches,
    "stage_counts": _stage_counts,
    "drifts": _drifts,
    "commitments": commitment_rows,
    "promised_numbers": promised_number_rows,
    "diagnostics": _diagnostics,
}

_OUTCOME_BUILDERS: Mapping[str, Callable[[Reconciliation, Sequence[Answering], Register], Iterator[Row]]] = {
    "outcomes": _outcomes,
    "responses": _responses,
    "quantities": quantity_rows,
}
