"""How the restated target differs from the planned one: goals dropped or altered, owners dropped, words changed."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.measures import likeness
from reconcile.matching.organisations import same_organisation
from reconcile.matching.text import normalise
from reconcile.model import Citation, Drift, Goal, Message, Outcome, Quantity, Target
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary


def read_drift(
    target: Target,
    goals: Sequence[Goal],
    outcomes: Sequence[Outcome],
    restated: Sequence[Sequence[Quantity]],
    torn: frozenset[str] = frozenset(),
) -> tuple[Drift, ...]:
    """The drift between a target and the outcomes that restate it.

    ``restated`` holds, for each outcome, the quantities of its restated target. A goal that stands in any of them
    has not drifted. ``torn`` are the ids of outcomes whose owners the reading had to put together: nothing is said of
    those. Differences of punctuation, white space and full-width forms are none.
    """
    of_owners = () if any(outcome.id in torn for outcome in outcomes) else _owner_drift(target, outcomes)
    if all(normalise(target.text.text) == normalise(outcome.text.text) for outcome in outcomes):
        return of_owners
    of_goals = [drift for goal in goals if (drift := _goal_drift(goal, outcomes, restated))]
    of_text = [_text_drift(target, outcomes[0])] if len(outcomes) == 1 else []
    return (*of_goals, *of_text, *of_owners)


def _goal_drift(goal: Goal, outcomes: Sequence[Outcome], restated: Sequence[Sequence[Quantity]]) -> Drift | None:
    if any(not outcome.text.text for outcome in outcomes):
        return None
    nearest: tuple[float, Outcome, Quantity] | None = None
    for outcome, quantities in zip(outcomes, restated, strict=True):
        for quantity in quantities:
            value = convert(quantity.value, quantity.unit, goal.unit)
            same_unit = value is not None or compatible(quantity.unit, goal.unit) == "counter"
            if not same_unit:
                continue
            if (value if value is not None else quantity.value) == goal.value and _same_top(goal, quantity):
                return None
            alike = likeness(goal.measure, quantity.measure)
            if alike >= _least() and (nearest is None or alike > nearest[0]):
                nearest = (alike, outcome, quantity)
    promised = goal.citation.text
    if nearest is None:
        return Drift(
            kind="goal-dropped",
            outcome=outcomes[0].id,
            planned=goal.citation,
            restated=None,
            goal=goal.k,
            message=Message(
                en=f"the restated target leaves out “{goal.measure} {promised}”",
                zh=f"完成情况中重述的目标略去了“{goal.measure}{promised}”",
            ),
        )
    _, outcome, quantity = nearest
    # The measure may be what was altered: it is quoted with its number.
    start = min(quantity.span[0], quantity.measure_span[0] if quantity.measure else quantity.span[0])
    end = max(quantity.span[1], quantity.measure_span[1])
    restated_words = outcome.text.text[start:end]
    return Drift(
        kind="goal-altered",
        outcome=outcome.id,
        planned=goal.citation,
        restated=outcome.text.cite(start, end),
        goal=goal.k,
        message=Message(
            en=f"the plan promises “{goal.measure} {promised}”, the restated target says “{restated_words}”",
            zh=f"计划为“{goal.measure}{promised}”，完成情况中重述为“{restated_words}”",
        ),
    )


def _same_top(goal: Goal, quantity: Quantity) -> bool:
    return goal.value_high is None or quantity.value_high is None or goal.value_high == quantity.value_high


def _least() -> float:
    return float(vocabulary("achievements")["measure"]["drift"])


def _text_drift(target: Target, outcome: Outcome) -> Drift:
    return Drift(
        kind="text",
        outcome=outcome.id,
        planned=_cite(target.text.cite()),
        restated=_cite(outcome.text.cite()),
        message=Message(en="the target was restated in other words", zh="重述的目标与计划文字不同"),
    )


def _cite(citation: Citation) -> Citation | None:
    return citation if citation.text else None


def _owner_drift(target: Target, outcomes: Sequence[Outcome]) -> tuple[Drift, ...]:
    """One drift that names the owners of the plan whom no outcome names; none where either side names nobody.

    Where the plan tells leads from supports, only the leads are compared: reports mostly name no others.
    """
    named = [owner.name for outcome in outcomes for owner in outcome.owners]
    leads = [owner for owner in target.owners if owner.role == "lead"]
    gone = [
        owner.name for owner in leads or target.owners if not any(same_organisation(owner.name, name) for name in named)
    ]
    if not named or not gone:
        return ()
    listed, present = "、".join(gone), "、".join(named)
    return (
        Drift(
            kind="owner",
            outcome=outcomes[0].id,
            planned=target.text.cite(),
            restated=_cite(outcomes[0].text.cite()),
            message=Message(
                en=f"the plan names {listed}; the report names {present}",
                zh=f"计划责任单位{listed}未见于完成情况（所列为{present}）",
            ),
        ),
    )
