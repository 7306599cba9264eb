"""Chooses the number of a narrative that answers a goal, or says honestly that none does.

Every quantity of the narratives is weighed against every goal by unit, measure, basis and the words around it; the
parts of a score add up, and a candidate that cannot answer says why (``refused``, see ``refusals``).
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.measures import contained
from reconcile.assessment.refusals import OFFERED
from reconcile.assessment.told import Asked, Told
from reconcile.assessment.weighing import weigh
from reconcile.assessment.words import compiled
from reconcile.model import Achievement, Candidate, Goal
from reconcile.quantities import convert
from reconcile.resources import vocabulary


def choose(goals: Sequence[Asked], told: Sequence[Told]) -> list[tuple[Candidate, ...]]:
    """For each goal its candidates, best first; a candidate that another goal answers better is left to that goal.

    The first candidate of a goal is its answer where it is not refused and its score reaches the acceptance line
    (see ``accepted``).
    """
    table = [[weigh(asked, entry, told) for entry in told] for asked in goals]
    ranked = sorted(
        (-candidate.score, g, t)
        for g, row in enumerate(table)
        for t, candidate in enumerate(row)
        if _answers(candidate)
    )
    answered: dict[int, int] = {}
    for _, g, t in ranked:
        if g not in answered and (t not in answered.values() or _is_for_each(told[t])):
            answered[g] = t
    result = []
    for g, row in enumerate(table):
        order = sorted(range(len(row)), key=lambda t: (t != answered.get(g), bool(row[t].refused), -row[t].score, t))
        # What answers another goal is no candidate for this one.
        elsewhere = {t for other, t in answered.items() if other != g and t != answered.get(g)}
        result.append(tuple(row[t] for t in order if t not in elsewhere))
    return result


def _is_for_each(told: Told) -> bool:
    """Whether one number is told of several things at once (A率和B率均达到100%)."""
    return compiled(vocabulary("achievements")["for_each"]).search(told.ahead) is not None


def accepted(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that answers the goal, or None."""
    return candidates[0] if candidates and _answers(candidates[0]) else None


def offered_instead(asked: Asked, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that cannot answer but was plainly offered for the goal, or None.

    It speaks of the goal's measure and was refused for its unit, basis, scope or stage; or it is the only number of
    the goal's kind of unit, and the same verb or a word for anything (项目) stands in the measure's place. A number
    that is only planned is not offered as a result, nor are numbers about the set that the goal names.
    """
    words = vocabulary("achievements")
    if not candidates or any(candidate.refused == "whole" for candidate in candidates):
        return None
    weight = float(words["measure"]["weight"])
    candidates = [c for c in candidates if c.quantity.comparator != "full"]
    # What was asked for is told, as still to come: nothing else is offered for it.
    if any(c.refused in ("pending", "planned") and _names_it(asked, c) for c in candidates):
        return None
    near = [c for c in candidates if c.refused in OFFERED and dict(c.parts)["measure"] >= words["offered"] * weight]
    if not asked.siblings and all(c.refused == "unit" for c in near):
        alike = [c for c in candidates if c.refused in ("", *OFFERED) and dict(c.parts)["unit"] > 0]
        alike = [c for c in alike if not c.refused] or alike
        least = words["offered_alone"] * weight
        alone = [c for c in alike if len(alike) == 1 and (_stands_for_the_measure(c) or _is_near(c, least))]
        near = alone or near or [c for c in candidates if len(candidates) == 1 and _is_of_the_same_work(asked, c)]
    return max(near, key=lambda candidate: candidate.score, default=None)


def _names_it(asked: Asked, candidate: Candidate) -> bool:
    return candidate.quantity.value == asked.goal.value and candidate.quantity.measure == asked.goal.measure


def _is_near(candidate: Candidate, least: float) -> bool:
    # Another place or class of the same thing is offered for it, however short its name.
    words = vocabulary("achievements")["basis"]
    if candidate.refused == "scope" and dict(candidate.parts)["measure"] > 0:
        return True
    if candidate.quantity.measure.endswith(tuple(words["total_cost"])):
        return True
    return bool(candidate.refused) and dict(candidate.parts)["measure"] >= least


def _is_of_the_same_work(asked: Asked, candidate: Candidate) -> bool:
    """Whether a number of another unit counts what the goal's clause speaks of (补贴126万元 for 给予240名青年补贴)."""
    least = float(vocabulary("achievements")["offered_for_the_work"])
    return candidate.refused == "unit" and contained(candidate.quantity.measure, asked.clause) >= least


def _stands_for_the_measure(candidate: Candidate) -> bool:
    words = vocabulary("achievements")
    return dict(candidate.parts)["words"] >= float(words["verbs"]["agree"]) or any(
        candidate.quantity.measure.endswith(word) for word in words["measure"]["anything"]
    )


def achievement(goal: Goal, candidate: Candidate) -> Achievement:
    """The achievement that a candidate makes, its value in the goal's unit where the units convert."""
    quantity = candidate.quantity
    value = convert(quantity.value, quantity.unit, goal.unit)
    return Achievement(
        value=quantity.value if value is None else value,
        unit=quantity.unit if value is None else goal.unit,
        basis=quantity.basis,
        outcome=candidate.outcome,
        citation=candidate.citation,
    )


def _answers(candidate: Candidate) -> bool:
    return not candidate.refused and candidate.score >= float(vocabulary("achievements")["accept"])
