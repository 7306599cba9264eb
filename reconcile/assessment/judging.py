"""From matches to items: goals, achievements, verdicts, evidence, drift and milestones of every target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reconcile.assessment.answers import judge_goals
from reconcile.assessment.columns import (
    column_goals,
    is_bare,
    narrative_quantities,
    ratio_goals,
    told_ratios,
    told_values,
)
from reconcile.assessment.drift import read_drift
from reconcile.assessment.evidence import best, grade_response
from reconcile.assessment.goals import read_goals
from reconcile.assessment.milestones import read_milestone
from reconcile.assessment.outcome_goals import further_goals, plan_rates, read_outcome_goals
from reconcile.assessment.rewording import reword
from reconcile.assessment.schedule import share_gone, stated_deadline, year_reported
from reconcile.assessment.scope import own_level
from reconcile.assessment.stage_counts import judge_by_stages
from reconcile.assessment.told import Told, asked_goals, told_quantities
from reconcile.assessment.value_columns import altered_in_columns
from reconcile.matching.text import normalise
from reconcile.model import (
    Citation,
    EvidenceGrade,
    Item,
    JudgedGoal,
    Match,
    NumbersRead,
    Outcome,
    Quantity,
    ResponseAssessment,
    Rewording,
    Target,
)
from reconcile.quantities import quantities_of
from reconcile.resources import standard_thresholds

# An outcome's id and the index of one of its responses.
_Response = tuple[str, int]


def assess(
    targets: Sequence[Target],
    outcomes: Sequence[Outcome],
    matches: Iterable[Match],
    as_of: str | None,
    torn: frozenset[str] = frozenset(),
    thresholds: Mapping[str, float] | None = None,
) -> tuple[Item, ...]:
    """One item for each target, in the order of ``matches``, judged but without findings.

    ``as_of`` is the day the report speaks for (ISO date) or None: then the period counts as over. ``torn`` are the ids
    of outcomes whose owners the reading had to put together. ``thresholds`` are the project's figures, by default those
    that ship.
    """
    by_id = {target.id: target for target in targets}
    rows = {outcome.id: outcome for outcome in outcomes}
    figures = standard_thresholds() if thresholds is None else thresholds
    level = own_level(targets)
    return tuple(
        _assess_one(by_id[match.target], tuple(rows[id] for id in match.outcomes), match, as_of, torn, figures, level)
        for match in matches
    )


def _assess_one(
    target: Target,
    outcomes: tuple[Outcome, ...],
    match: Match,
    as_of: str | None,
    torn: frozenset[str],
    thresholds: Mapping[str, float],
    level: str,
) -> Item:
    quantities = list(quantities_of(target.text.text))
    goals = read_goals(target.text, quantities, thresholds)
    printed = next((outcome.deadline for outcome in outcomes if outcome.deadline), target.deadline)
    deadline = printed or stated_deadline(target.text.text)
    asked = asked_goals(target.text, goals, quantities, level, year_reported(as_of, deadline))
    asked += column_goals(target, len(asked) + 1, thresholds, level)
    if not outcomes:
        unreported = tuple(JudgedGoal(one.goal, None, "unreported") for one in asked)
        return Item(target, (), match, goals=unreported, numbers=_kept({target.text.text: quantities}))
    share = share_gone(as_of, deadline)
    read = _narratives_read(target, outcomes)
    told = _told(outcomes, read)
    everything = [entry for entries in told.values() for entry in entries]
    values = [entry for outcome in outcomes for entry in told_values(outcome, target)]
    altered = altered_in_columns(target, asked, outcomes)
    # A per cent of the goal as the report restates it says nothing of the planned one.
    ratios = [entry for outcome in outcomes if not altered for entry in told_ratios(outcome)]
    if asked:
        narratives = [(outcome.id, response.narrative) for outcome in outcomes for response in outcome.responses]
        judged = judge_goals(asked, everything + ratios, narratives, share, values)
        judged += further_goals(everything, judged, share)
    else:
        judged = read_outcome_goals(everything, share) or ratio_goals(ratios or plan_rates(everything), share)
    milestone = read_milestone(
        target.text,
        goals,
        [(r.narrative, told[o.id, index]) for o in outcomes for index, r in enumerate(o.responses)],
        year=int(as_of[:4]) if as_of else None,
        over=share is None or share >= 1,
    )
    judged = tuple(judge_by_stages(one, milestone, share) for one in judged)
    responses = tuple(
        ResponseAssessment(
            outcome.id,
            index,
            *(
                _shown_beside(outcome, values, judged)
                or grade_response(
                    target.text, quantities, response.narrative, told[outcome.id, index], judged, milestone
                )
            ),
        )
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
    )
    numbers = {target.text.text: quantities}
    for outcome in outcomes:
        if outcome.text.text not in numbers:
            numbers[outcome.text.text] = list(quantities_of(outcome.text.text))
    return Item(
        target=target,
        outcomes=outcomes,
        match=match,
        goals=judged,
        evidence="quantified" if ratios or _rests_on(values, judged) else best([each.evidence for each in responses]),
        responses=responses,
        drift=altered + read_drift(target, goals, outcomes, [numbers[outcome.text.text] for outcome in outcomes], torn),
        rewording=_rewording(target, outcomes),
        milestone=milestone,
        numbers=_kept(numbers | _read_alone(outcomes, read)),
    )


def _shown_beside(
    outcome: Outcome, values: Sequence[Told], judged: Sequence[JudgedGoal]
) -> tuple[EvidenceGrade, Citation] | None:
    """The grade of a row's only response where the number in a column of its own answers a goal, with that number."""
    if not values or len(outcome.responses) > 1:
        return None
    cited = {value.narrative.cite(*value.quantity.span) for value in values if value.outcome == outcome.id}
    answers = [one.achievement.citation for one in judged if one.achievement and one.verdict != "incomparable"]
    return next((("quantified", citation) for citation in answers if citation in cited), None)


def _rests_on(values: Sequence[Told], judged: Sequence[JudgedGoal]) -> bool:
    """Whether a row shows its result as a number in a column of its own, offered for its goal if it has one."""
    cited = {value.narrative.cite(*value.quantity.span) for value in values}
    return bool(cited) and (not judged or any(one.achievement and one.achievement.citation in cited for one in judged))


def _rewording(target: Target, outcomes: Sequence[Outcome]) -> tuple[Rewording, ...]:
    planned, restated = target.text.text, outcomes[0].text.text
    if len(outcomes) > 1 or not restated or normalise(planned) == normalise(restated):
        return ()
    return reword(planned, restated)


def _narratives_read(target: Target, outcomes: Sequence[Outcome]) -> dict[_Response, list[Quantity]]:
    """The quantities of every narrative."""
    return {
        (outcome.id, index): narrative_quantities(response.narrative, outcome, target)
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
    }


def _told(
    outcomes: Sequence[Outcome], read: Mapping[_Response, Sequence[Quantity]]
) -> dict[_Response, tuple[Told, ...]]:
    """The quantities of every narrative, with the words around them."""
    return {
        (outcome.id, index): told_quantities(outcome.id, response.narrative, read[outcome.id, index])
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
    }


def _read_alone(
    outcomes: Sequence[Outcome], read: Mapping[_Response, Sequence[Quantity]]
) -> dict[str, Sequence[Quantity]]:
    """The quantities of the narratives that were read by themselves, not with a unit that their row gives, by text."""
    return {
        response.narrative.text: read[outcome.id, index]
        for outcome in outcomes
        for index, response in enumerate(outcome.responses)
        if not is_bare(response.narrative)
    }


def _kept(numbers: Mapping[str, Sequence[Quantity]]) -> tuple[NumbersRead, ...]:
    return tuple(NumbersRead(text, tuple(quantities)) for text, quantities in numbers.items())
