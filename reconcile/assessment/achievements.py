"""Chooses the number of a narrative that answers a goal, or says honestly that none does.

Every quantity of the narratives is weighed against every goal by unit, measure, basis and the words around it; the
parts of a score add up, and a candidate that cannot answer says why (``refused``, see ``refusals``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reconcile.assessment.goals import is_growth
from reconcile.assessment.measures import closeness, contained, likeness
from reconcile.assessment.refusals import OFFERED, refusal
from reconcile.assessment.told import Asked, Told, is_finished, is_part, makes_its_per_cent, without
from reconcile.model import Achievement, Candidate, Goal, Quantity
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary


def choose(goals: Sequence[Asked], told: Sequence[Told]) -> list[tuple[Candidate, ...]]:
    """For each goal its candidates, best first; a candidate that another goal answers better is left to that goal.

    The first candidate of a goal is its answer where it is not refused and its score reaches the acceptance line
    (see ``accepted``).
    """
    table = [[_weigh(asked, entry, told) for entry in told] for asked in goals]
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
    return re.search(vocabulary("achievements")["for_each"], told.ahead) is not None


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
    if any(candidate.refused == "whole" for candidate in candidates):
        return None
    weight = float(words["measure"]["weight"])
    near = [c for c in candidates if c.refused in OFFERED and dict(c.parts)["measure"] >= words["offered"] * weight]
    if not asked.siblings and all(c.refused == "unit" for c in near):
        alike = [c for c in candidates if c.refused in ("", *OFFERED) and dict(c.parts)["unit"] > 0]
        alike = [c for c in alike if not c.refused] or alike
        least = words["offered_alone"] * weight
        alone = [c for c in alike if len(alike) == 1 and (_stands_for_the_measure(c) or _is_near(c, least))]
        near = alone or near or [c for c in candidates if len(candidates) == 1 and _is_of_the_same_work(asked, c)]
    return max(near, key=lambda candidate: candidate.score, default=None)


def _is_near(candidate: Candidate, least: float) -> bool:
    # Another place or class of the same thing is offered for it, however short its name.
    return candidate.refused == "scope" or (bool(candidate.refused) and dict(candidate.parts)["measure"] >= least)


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


def _weigh(asked: Asked, told: Told, all_told: Sequence[Told]) -> Candidate:
    goal = asked.goal
    quantity = _as_asked(asked, told)
    parts = {
        "unit": _unit_part(goal, told.quantity),
        "measure": _measure_part(goal, told, all_told),
        "basis": _basis_part(goal, told.quantity),
        "words": _decoy_part(goal, told) + _verb_part(asked, told) + _echo_part(goal, told),
        "checks": _check_part(goal, told, all_told),
        "place": -0.01 * told.position,
    }
    return Candidate(
        quantity=quantity,
        citation=told.narrative.cite(*told.quantity.span),
        outcome=told.outcome,
        score=round(sum(parts.values()), 3),
        parts=tuple((name, round(value, 3)) for name, value in parts.items()),
        refused=refusal(asked, told, all_told),
    )


def _as_asked(asked: Asked, told: Told) -> Quantity:
    """The quantity with its value negative where it grew and was to fall, or fell and was to grow."""
    quantity = told.quantity
    if asked.goal.basis != "growth" or not is_growth(quantity) or (quantity.sign < 0) == asked.falls:
        return quantity
    # 改善 may be said of a fall; only a plain word for a rise turns a number against the promise of one.
    worse = vocabulary("achievements")["rises"]["worse"]
    if asked.falls and not any(word in told.before for word in worse):
        return quantity
    return replace(quantity, value=-quantity.value, sign=1)


def _unit_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["unit"]
    if goal.unit in weights["people"] and quantity.unit in weights["people"]:
        return float(weights["same"])
    return float(weights.get(compatible(goal.unit, quantity.unit), 0.0))


def _measure_part(goal: Goal, told: Told, all_told: Sequence[Told]) -> float:
    """How well the measures agree; words around a number speak for it where its own measure says no other thing."""
    weights = vocabulary("achievements")["measure"]
    own = _said_measure(goal, told)
    best = likeness(goal.measure, own)
    if best > 0 or len(own) <= int(weights["vague"]) or own.endswith(tuple(weights["anything"])):
        best = max(
            best,
            float(weights["clause"]) * contained(goal.measure, told.clause),
            float(weights["sentence"]) * contained(goal.measure, told.sentence),
        )
    score = float(weights["weight"]) * best + float(weights["exact"]) * closeness(goal.measure, own)
    if not own:
        return max(score, float(weights[_stands_alone(told, all_told)]))
    return score - float(weights["other"]) if best < float(weights["other_below"]) and _is_other(goal, told) else score


def _is_other(goal: Goal, told: Told) -> bool:
    """Whether what a number counts has a name of its own that ends otherwise than the goal's (孵化载体 for 企业).

    People are people, whatever they are called.
    """
    words = vocabulary("achievements")
    own = told.quantity.measure
    if own.isascii() or own.endswith(tuple(words["measure"]["anything"])):
        return False
    vague = len(own) <= int(words["measure"]["vague"]) and own not in words["measure"]["heads"]
    return not vague and told.quantity.unit not in words["unit"]["people"] and own[-1:] != goal.measure[-1:]


def _said_measure(goal: Goal, told: Told) -> str:
    """What a number says that it counts; "" where that is nothing but a word for a change, or the goal's last noun."""
    words = vocabulary("achievements")["measure"]
    own = told.quantity.measure
    if own in vocabulary("goals")["growth_words"] or own.endswith(tuple(words["of_the_task"])):
        return ""
    if goal.comparator == told.quantity.comparator == "rank":
        return without(own, (*words["standing"], *vocabulary("goals")["growth_words"]))
    same = compatible(goal.unit, told.quantity.unit) == "same"
    return "" if same and own in words["heads"] and goal.measure.endswith(own) else own


def _stands_alone(told: Told, all_told: Sequence[Told]) -> str:
    """``alone`` for the only number of its unit, or the only one said to be done (已完成24个), else ``bare``."""
    done = vocabulary("achievements")["finished"][1:]
    rivals = [t for t in all_told if compatible(t.quantity.unit, told.quantity.unit) != "no"]
    finished = [t for t in rivals if any(word in t.ahead for word in done)]
    return "alone" if len(rivals) == 1 or finished == [told] else "bare"


def _check_part(goal: Goal, told: Told, all_told: Sequence[Told]) -> float:
    """What the figures around the number say for it.

    A per cent of plan in its sentence that is just this number's share of the goal; or numbers of other states (在建,
    未开工) that make up the goal together with it.
    """
    weights = vocabulary("achievements")["checks"]
    if makes_its_per_cent(goal, told, all_told):
        return float(weights["per_cent"])
    states = [
        t.quantity.value
        for t in all_told
        if t.narrative is told.narrative
        and t.sentence == told.sentence
        and t.quantity.unit == told.quantity.unit
        and t.quantity.value < goal.value
    ]
    made_up = len(states) > 1 and sum(states) == goal.value and states[0] == told.quantity.value
    return float(weights["states"]) if made_up else 0.0


def _basis_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["basis"]
    if goal.basis != "period" and (goal.basis == quantity.basis or (goal.basis == "growth" and is_growth(quantity))):
        return float(weights["same"]) + min(0.0, float(weights.get(quantity.basis, 0.0)))
    return float(weights.get(quantity.basis, 0.0))


def _decoy_part(goal: Goal, told: Told) -> float:
    """What words in front of the number cost it; a part that is asked for by name is no decoy."""
    month = vocabulary("achievements")["one_month"]
    cost = float(month["cost"]) if re.search(month["pattern"], told.ahead) else 0.0
    for name, decoy in vocabulary("achievements")["decoys"].items():
        if not any(word in told.before for word in decoy["words"]):
            continue
        if name == "part" and (is_finished(told) or closeness(goal.measure, told.quantity.measure) >= decoy["asked"]):
            continue
        if name == "earlier" and (goal.basis == "growth" or told.before.rstrip().endswith(tuple(decoy["rises"]))):
            continue
        cost += float(decoy["cost"])
    return cost


def _verb_part(asked: Asked, told: Told) -> float:
    """The goal's own verb in the number's clause; over a list of parts it stands in the sentence."""
    verbs = vocabulary("achievements")["verbs"]
    words = told.sentence if is_part(told) else told.clause
    agree = float(verbs["agree"]) if any(v in asked.clause and v in words for v in verbs["words"]) else 0.0
    # Of several goals for one thing (新开工12项、基本建成18项) each is answered under its own verb.
    if not asked.siblings:
        return agree
    nouns = asked.goal.measure + told.quantity.measure
    ours = {v for v in verbs["words"] if v in asked.own_words and v not in nouns}
    theirs = {v for v in verbs["words"] if v in told.own_words and v not in nouns}
    if not ours or not theirs:
        return agree
    return agree + float(verbs["own"] if ours & theirs else verbs["other"])


def _echo_part(goal: Goal, told: Told) -> float:
    """The goal's own number in a clause that says it was finished (纳入计划的153个项目已全部完工)."""
    echoed = told.quantity.value == goal.value and is_finished(told)
    return float(vocabulary("achievements")["echo"]) if echoed else 0.0
