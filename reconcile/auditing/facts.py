"""The fact tables of a reconciliation: what the rules read, one function a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from reconcile.assessment.schedule import share_gone
from reconcile.auditing.citing import Register, register_all, register_words
from reconcile.auditing.commitment_facts import commitment_rows, promised_number_rows
from reconcile.auditing.constants import constant_rows
from reconcile.auditing.goal_facts import candidate_columns, goal_columns
from reconcile.auditing.quantity_facts import quantity_parts
from reconcile.auditing.tables import TABLES, Cell, Columns, by_column, in_parts
from reconcile.model import Citation, ClaimKind, DriftKind, Item, Outcome, Owner, Reconciliation

Row = tuple[Cell, ...]
# An outcome with the first target that it answers, None where it answers none.
Answering = tuple[Outcome, str | None]

_PARTS: Mapping[DriftKind, str] = {"goal-dropped": "goal", "goal-altered": "goal", "owner": "owner", "text": "text"}


def fact_parts(
    table: str,
    reconciliation: Reconciliation,
    outcomes: Sequence[Answering],
    register: Register,
    thresholds: Mapping[str, float] | None = None,
) -> Iterator[Columns]:
    """The cells of one table, some rows at a time; the words that they cite are added to ``register``.

    ``outcomes`` are those of ``outcomes_in_order``; ``thresholds`` are the project's, by default those that ship.
    """
    if table in _ITEM_BUILDERS:
        by_items = _ITEM_BUILDERS[table]
        return in_parts(reconciliation.items, lambda part, first: by_items(reconciliation, part, first, register))
    if table == "outcomes":
        return in_parts(outcomes, lambda part, first: _outcomes(part, first, register))
    if table == "responses":
        grades = _grades(reconciliation)
        return in_parts(outcomes, lambda part, _: _responses(part, grades, register))
    if table == "quantities":
        return quantity_parts(reconciliation, outcomes, register)
    builder = _ROW_BUILDERS.get(table)
    rows = builder(reconciliation, register) if builder else constant_rows(table, thresholds)
    return iter((by_column(TABLES[table].column_names, rows),))


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


def _targets(_: Reconciliation, items: Sequence[Item], first: int, register: Register) -> Columns:
    targets = [item.target for item in items]
    return {
        "target_id": [target.id for target in targets],
        "position": range(first, first + len(targets)),
        "path": [target.text.path for target in targets],
        "text": [target.text.text for target in targets],
        "leaders": [target.leaders for target in targets],
        "owners": [_names(target.owners) for target in targets],
        "deadline": [target.deadline for target in targets],
        "cite": register_all(register, (target.text for target in targets)),
    }


def _outcomes(answering: Sequence[Answering], first: int, register: Register) -> Columns:
    outcomes = [outcome for outcome, _ in answering]
    return {
        "outcome_id": [outcome.id for outcome in outcomes],
        "target_id": [target for _, target in answering],
        "position": range(first, first + len(outcomes)),
        "path": [outcome.text.path for outcome in outcomes],
        "text": [outcome.text.text for outcome in outcomes],
        "deadline": [outcome.deadline for outcome in outcomes],
        "claim": [outcome.claim for outcome in outcomes],
        "claim_text": [outcome.claim_text for outcome in outcomes],
        "owners": [_names([owner for r in outcome.responses for owner in r.owners]) for outcome in outcomes],
        "cite": register_all(register, (outcome.text for outcome in outcomes)),
    }


def _items(reconciliation: Reconciliation, items: Sequence[Item], first: int, register: Register) -> Columns:
    answers = [item.outcomes[0] if item.outcomes else None for item in items]
    narratives = [[r.narrative for o in item.outcomes for r in o.responses if r.narrative.text] for item in items]
    deadlines = [next((o.deadline for o in item.outcomes if o.deadline), item.target.deadline) for item in items]
    gone = [_share_gone(reconciliation.as_of, deadline) for deadline in deadlines]
    claims = [claim_of(item) for item in items]
    stages = [item.milestone for item in items]
    return {
        "target_id": [item.target.id for item in items],
        "outcome_id": [outcome.id if outcome else None for outcome in answers],
        "position": range(first, first + len(items)),
        "status": [_status(item) for item in items],
        "place_reported": [item.match.status != "uncovered" for item in items],
        "target_text": [item.target.text.text for item in items],
        "restated_text": ["\n".join([outcome.text.text for outcome in item.outcomes]) for item in items],
        "narrative": ["\n".join([narrative.text for narrative in told]) for told in narratives],
        "claim": [kind for kind, _ in claims],
        "claim_text": [words for _, words in claims],
        "evidence": [item.evidence for item in items],
        "asked": [stage.asked for stage in stages],
        "asked_rank": [stage.asked_rank for stage in stages],
        "asked_text": [_words(stage.asked_citation) for stage in stages],
        "reached": [stage.reached for stage in stages],
        "reached_rank": [stage.reached_rank for stage in stages],
        "reached_text": [_words(stage.reached_citation) for stage in stages],
        "undone_text": [_words(stage.undone) for stage in stages],
        "later_text": [_words(stage.later) for stage in stages],
        "deadline": deadlines,
        "share_gone": gone,
        "period_over": [share is None or share >= 1 for share in gone],
        "reason_en": [item.match.reason.en for item in items],
        "reason_zh": [item.match.reason.zh for item in items],
        "cite": register_all(register, (item.target.text for item in items)),
        "outcome_cite": register_all(register, (outcome.text if outcome else None for outcome in answers)),
        "narrative_cite": register_all(register, (told[0] if told else None for told in narratives)),
        "asked_cite": register_all(register, (stage.asked_citation for stage in stages)),
        "reached_cite": register_all(register, (stage.reached_citation for stage in stages)),
        "undone_cite": register_all(register, (stage.undone for stage in stages)),
        "later_cite": register_all(register, (stage.later for stage in stages)),
    }


def _words(citation: Citation | None) -> str:
    return citation.text if citation else ""


# A plan has few deadlines and many targets.
_share_gone = cache(share_gone)


def _status(item: Item) -> str:
    return item.match.status if item.outcomes else "none"


def _grades(reconciliation: Reconciliation) -> Mapping[tuple[str, int], str]:
    """The evidence of each response, by its outcome's id and its index."""
    return {
        (graded.outcome, graded.index): graded.evidence for item in reconciliation.items for graded in item.responses
    }


def _responses(outcomes: Sequence[Answering], grades: Mapping[tuple[str, int], str], register: Register) -> Columns:
    given = [
        (target, outcome.id, index, response)
        for outcome, target in outcomes
        for index, response in enumerate(outcome.responses)
    ]
    responses = [response for *_, response in given]
    return {
        "target_id": [target for target, *_ in given],
        "outcome_id": [outcome for _, outcome, *_ in given],
        "n": [index + 1 for _, _, index, _ in given],
        "leader": [response.leader for response in responses],
        "owners": [_names(response.owners) for response in responses],
        "narrative": [response.narrative.text for response in responses],
        "claim": [response.claim for response in responses],
        "claim_text": [response.claim_text for response in responses],
        "evidence": [grades.get((outcome, index), "") for _, outcome, index, _ in given],
        "cite": register_all(register, (response.narrative for response in responses)),
    }


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


_ROW_BUILDERS: Mapping[str, Callable[[Reconciliation, Register], Iterator[Row]]] = {
    "run": _run,
    "matches": _matches,
    "stage_counts": _stage_counts,
    "drifts": _drifts,
    "commitments": commitment_rows,
    "promised_numbers": promised_number_rows,
    "diagnostics": _diagnostics,
}

_ITEM_BUILDERS: Mapping[str, Callable[[Reconciliation, Sequence[Item], int, Register], Columns]] = {
    "targets": _targets,
    "items": _items,
    "goals": lambda _, items, __, register: goal_columns(items, register),
    "candidates": lambda _, items, __, register: candidate_columns(items, register),
}
