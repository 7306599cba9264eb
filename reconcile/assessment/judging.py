"""From matches to items: goals, achievements, verdicts, evidence, drift and milestones of every target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reconcile.assessment.achievements import accepted, achievement, choose, offered_instead
from reconcile.assessment.drift import read_drift
from reconcile.assessment.evidence import best, grade_response
from reconcile.assessment.goals import read_goals
from reconcile.assessment.implied import (
    counted_share_answer,
    implied_answer,
    listed_answer,
    parts_answer,
    plan_share_answer,
)
from reconcile.assessment.milestones import read_milestone
from reconcile.assessment.outcome_goals import read_outcome_goals
from reconcile.assessment.schedule import share_gone
from reconcile.assessment.told import Asked, Told, asked_goals, told_quantities
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import (
    Candidate,
    Goal,
    Item,
    JudgedGoal,
    Match,
    Message,
    Outcome,
    Quantity,
    ResponseAssessment,
    Target,
)
from reconcile.quantities import compatible, extract_quantities


def assess(
    targets: Sequence[Target], outcomes: Sequence[Outcome], matches: Sequence[Match], as_of: str | None
) -> tuple[Item, ...]:
    """One item for each target, in the order of ``matches``, judged but without findings.

    ``as_of`` is the day the report speaks for (ISO date) or None: then the period counts as over.
    """
    by_id = {target.id: target for target in targets}
    rows = {outcome.id: outcome for outcome in outcomes}
    return tuple(
        _assess_one(by_id[match.target], tuple(rows[id] for id in match.outcomes), match, as_of) for match in matches
    )


def _assess_one(target: Target, outcomes: tuple[Outcome, ...], match: Match, as_of: str | None) -> Item:
    quantities = extract_quantities(target.text.text)
    goals = read_goals(target.text, quantities)
    if not outcomes:
        return Item(target, (), match, goals=tuple(JudgedGoal(goal, None, "unreported") for goal in goals))
    told = _told(outcomes)
    deadline = next((o.deadline for o in outcomes if o.deadline), target.deadline)
    share = share_gone(as_of, deadline)
    judged = _judge(target, quantities, goals, outcomes, told, share)
    if not goals:
        judged = read_outcome_goals([entry for entries in told.values() for entry in entries], share)
    responses = tuple(
        ResponseAssessment(
            outcome.id,
            index,
            *grade_response(target.text, quantities, response.narrative, told[outcome.id, index], judged),
        )
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
    )
    restated: list[list[Quantity]] = [extract_quantities(outcome.text.text) for outcome in outcomes]
    return Item(
        target=target,
        outcomes=outcomes,
        match=match,
        goals=judged,
        evidence=best([response.evidence for response in responses]),
        responses=responses,
        drift=read_drift(target, goals, outcomes, restated),
        milestone=read_milestone(target.text, [r.narrative for o in outcomes for r in o.responses]),
    )


def _told(outcomes: Sequence[Outcome]) -> dict[tuple[str, int], tuple[Told, ...]]:
    """The quantities of every response, by outcome id and index of the response."""
    return {
        (outcome.id, index): told_quantities(
            outcome.id, response.narrative, extract_quantities(response.narrative.text)
        )
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
    }


def _judge(
    target: Target,
    quantities: Sequence[Quantity],
    goals: Sequence[Goal],
    outcomes: Sequence[Outcome],
    told: Mapping[tuple[str, int], Sequence[Told]],
    share: float | None,
) -> tuple[JudgedGoal, ...]:
    everything = [entry for entries in told.values() for entry in entries]
    asked = asked_goals(target.text, goals, quantities)
    narratives = [(o.id, r.narrative) for o in outcomes for r in o.responses]
    return tuple(
        _verdict(goal, candidates, everything, share)
        or plan_share_answer(goal.goal, len(goals), everything, share, candidates)
        or counted_share_answer(goal.goal, everything, share, candidates)
        or implied_answer(goal.goal, narratives, candidates)
        or listed_answer(goal.goal, goal.clause, narratives, share, candidates)
        or _unanswered(goal, candidates, share)
        for goal, candidates in zip(asked, choose(asked, everything), strict=True)
    )


def _verdict(
    asked: Asked, candidates: tuple[Candidate, ...], told: Sequence[Told], share: float | None
) -> JudgedGoal | None:
    """The goal judged by the number that answers it, or None where no number does."""
    goal, answer = asked.goal, accepted(candidates)
    if answer is None:
        return None
    reached = achievement(goal, answer)
    if compare(goal, reached.value) == "short":
        total = parts_answer(asked, answer, told, share, candidates)
        if total is not None:
            return total
    return JudgedGoal(
        goal=goal,
        achievement=reached,
        verdict=in_time(goal, reached.value, compare(goal, reached.value), share),
        ratio=ratio(goal, reached.value),
        reason=Message(
            en=f"“{answer.quantity.text}” answers the goal by its measure and unit",
            zh=f"以“{answer.quantity.text}”作答，指标与单位相符",
        ),
        candidates=candidates,
    )


def _unanswered(asked: Asked, candidates: tuple[Candidate, ...], share: float | None) -> JudgedGoal:
    """The goal with no number that answers it: incomparable where another was offered instead, else no number."""
    goal, offered = asked.goal, offered_instead(asked, candidates)
    if offered is None:
        return JudgedGoal(goal, None, "no_number", reason=_NO_NUMBER, candidates=candidates)
    reached = achievement(goal, offered)
    if offered.refused == "stage" and compatible(reached.unit, goal.unit) != "no" and _is_below(goal, reached.value):
        verdict = in_time(goal, reached.value, "short", share)
        return JudgedGoal(goal, reached, verdict, ratio(goal, reached.value), _REFUSALS["stage"], candidates)
    return JudgedGoal(goal, reached, "incomparable", reason=_REFUSALS[offered.refused], candidates=candidates)


def _is_below(goal: Goal, value: Decimal) -> bool:
    """Whether even an earlier stage's number stays below the goal, so that the later one must."""
    return goal.comparator in ("ge", "eq", "range") and compare(goal, value) == "short"


_NO_NUMBER = Message(
    en="the narrative holds no number of this measure",
    zh="完成情况中没有该指标的数字",
)
_REFUSALS = {
    "": Message(en="the number offered counts another thing", zh="所报数字所指的不是该指标"),
    "unit": Message(en="the number offered is of another unit", zh="所报数字的计量单位不同"),
    "basis": Message(en="the number offered is of another basis", zh="所报数字的口径不同"),
    "scope": Message(en="the number offered is of another place or set", zh="所报数字的范围不同"),
    "stage": Message(en="the number offered is of an earlier stage", zh="所报数字属于较早阶段"),
}
