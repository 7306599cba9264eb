"""Chooses the number of a narrative that answers a goal, or says honestly that none does.

Every quantity of the narratives is weighed against every goal by unit, measure, basis and the words around it; the
parts of a score add up, and a candidate that cannot answer says why (``refused``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.assessment.clauses import Span, clauses, containing, sentences
from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.measures import contained, likeness
from reconcile.model import Achievement, Candidate, Goal, Passage, Quantity
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary


@dataclass(frozen=True, slots=True)
class Told:
    """One quantity of a narrative with the words around it."""

    quantity: Quantity
    narrative: Passage
    outcome: str
    position: int
    before: str
    clause: str
    sentence: str


def told_quantities(outcome: str, narrative: Passage, quantities: Sequence[Quantity]) -> tuple[Told, ...]:
    """The quantities of one narrative, each with its clause and its sentence."""
    text = narrative.text
    all_clauses, all_sentences = clauses(text), sentences(text)

    def words(spans: tuple[Span, ...], place: int) -> tuple[int, str]:
        start, end = containing(spans, place)
        return start, text[start:end]

    told = []
    for position, quantity in enumerate(quantities):
        start, clause = words(all_clauses, quantity.span[0])
        told.append(
            Told(
                quantity=quantity,
                narrative=narrative,
                outcome=outcome,
                position=position,
                before=text[start : quantity.span[0]],
                clause=clause,
                sentence=words(all_sentences, quantity.span[0])[1],
            )
        )
    return tuple(told)


def choose(goals: Sequence[Goal], contexts: Sequence[str], told: Sequence[Told]) -> list[tuple[Candidate, ...]]:
    """For each goal its candidates, best first; a candidate that another goal answers better is left to that goal.

    ``contexts`` are the clauses of the target that the goals stand in. The first candidate of a goal is its answer
    where it is not refused and its score reaches the acceptance line (see ``accepted``).
    """
    table = [
        [_weigh(goal, context, entry, told) for entry in told] for goal, context in zip(goals, contexts, strict=True)
    ]
    ranked = sorted(
        (
            (-candidate.score, g, t)
            for g, row in enumerate(table)
            for t, candidate in enumerate(row)
            if _answers(candidate)
        ),
    )
    answered: dict[int, int] = {}
    for _, g, t in ranked:
        if g not in answered and t not in answered.values():
            answered[g] = t
    result = []
    for g, row in enumerate(table):
        order = sorted(range(len(row)), key=lambda t: (t != answered.get(g), bool(row[t].refused), -row[t].score, t))
        # What answers another goal is no candidate for this one.
        elsewhere = {t for other, t in answered.items() if other != g}
        result.append(tuple(row[t] for t in order if t not in elsewhere))
    return result


def accepted(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that answers the goal, or None."""
    return candidates[0] if candidates and _answers(candidates[0]) else None


def offered_instead(candidates: Sequence[Candidate]) -> Candidate | None:
    """The refused candidate that speaks most nearly of the goal's measure, or None where none does.

    A number that is only planned, or that repeats the goal, is not offered as a result.
    """
    least = float(vocabulary("achievements")["offered"]) * float(vocabulary("achievements")["measure"]["weight"])
    near = [
        c
        for c in candidates
        if c.refused in ("unit", "basis", "scope", "stage") and dict(c.parts).get("measure", 0.0) >= least
    ]
    return max(near, key=lambda candidate: candidate.score, default=None)


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


def _weigh(goal: Goal, context: str, told: Told, all_told: Sequence[Told]) -> Candidate:
    parts = {
        "unit": _unit_part(goal, told.quantity),
        "measure": _measure_part(goal, told, all_told),
        "basis": _basis_part(goal, told.quantity),
        "words": _decoy_part(goal, told) + _verb_part(context, told) + _echo_part(goal, told),
        "place": round(-0.01 * told.position, 3),
    }
    return Candidate(
        quantity=told.quantity,
        citation=told.narrative.cite(*told.quantity.span),
        outcome=told.outcome,
        score=round(sum(parts.values()), 3),
        parts=tuple((name, round(value, 3)) for name, value in parts.items()),
        refused=_refusal(goal, context, told, all_told),
    )


def _unit_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["unit"]
    if goal.unit in weights["people"] and quantity.unit in weights["people"]:
        return float(weights["same"])
    return float(weights.get(compatible(goal.unit, quantity.unit), 0.0))


def _measure_part(goal: Goal, told: Told, all_told: Sequence[Told]) -> float:
    weights = vocabulary("achievements")["measure"]
    best = max(
        likeness(goal.measure, told.quantity.measure),
        float(weights["clause"]) * contained(goal.measure, told.clause),
        float(weights["sentence"]) * contained(goal.measure, told.sentence),
    )
    score = float(weights["weight"]) * best
    rivals = [t for t in all_told if compatible(t.quantity.unit, told.quantity.unit) != "no"]
    if len(rivals) == 1 and not told.quantity.measure:
        score += float(weights["alone"])
    return score


def _basis_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["basis"]
    if goal.basis != "period" and (goal.basis == quantity.basis or (goal.basis == "growth" and is_growth(quantity))):
        return float(weights["same"]) + min(0.0, float(weights.get(quantity.basis, 0.0)))
    return float(weights.get(quantity.basis, 0.0))


def _decoy_part(goal: Goal, told: Told) -> float:
    words = vocabulary("achievements")
    cost = 0.0
    for name, decoy in words["decoys"].items():
        if not any(word in told.before for word in decoy["words"]):
            continue
        if name == "planned" or (name == "part" and _is_finished(told)):
            continue
        if name == "earlier" and goal.basis == "growth":
            continue
        cost += float(decoy["cost"])
    return cost


def _verb_part(context: str, told: Told) -> float:
    verbs = vocabulary("achievements")["verbs"]
    return float(verbs["agree"]) if any(v in context and v in told.clause for v in verbs["words"]) else 0.0


def _echo_part(goal: Goal, told: Told) -> float:
    """The goal's own number in a clause that says it was finished (纳入计划的153个项目已全部完工)."""
    echoed = told.quantity.value == goal.value and _is_finished(told)
    return float(vocabulary("achievements")["echo"]) if echoed else 0.0


def _refusal(goal: Goal, context: str, told: Told, all_told: Sequence[Told]) -> str:
    """Why a quantity cannot answer a goal, as one word: of_plan, unit, basis, scope, each, stage, planned, whole; "" where it can."""
    words = vocabulary("achievements")
    quantity = told.quantity
    if quantity.basis == "of_plan" and goal.unit != "%":
        return "of_plan"
    if compatible(goal.unit, quantity.unit) == "no":
        return "unit"
    if (goal.basis == "growth") != is_growth(quantity) and quantity.unit in words["basis"]["rate_units"]:
        return "basis"
    if quantity.basis == "stock" and goal.basis == "period" and _asks_for_new(goal, context):
        return "basis"
    if any(word in told.before and word not in context for word in words["scope"]["words"]):
        return "scope"
    if any(word in told.before and word not in context for word in words["each"]):
        return "each"
    if _is_earlier_stage(context, told):
        return "stage"
    if any(word in told.before for word in words["decoys"]["planned"]["words"]) and not _is_finished(told):
        return "planned"
    if _is_whole(goal, told, all_told):
        return "whole"
    if quantity.comparator == "full" and goal.comparator != "full":
        return "unit"
    return ""


def _is_earlier_stage(context: str, told: Told) -> bool:
    """Whether the number counts what was begun, applied for or is under way, where the goal asks for a result."""
    words = vocabulary("achievements")["stage"]
    if any(word in told.clause for word in words["past"]):
        return False
    if any(word in _without(told.before, words["not_pending"]) for word in words["pending"]):
        return True
    excused = words["work"] if any(verb in context for verb in words["work_verbs"]) else ()
    return any(word in told.clause and word not in context and word not in excused for word in words["words"])


def _is_whole(goal: Goal, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the number only repeats the goal as the set of which a part was done (28个社区,其中9个已经完成)."""
    if told.quantity.value != goal.value or _is_finished(told):
        return False
    return any(
        _is_part(other) and _is_finished(other)
        for other in all_told
        if other.sentence == told.sentence
        and other.position > told.position
        and compatible(other.quantity.unit, goal.unit) != "no"
    )


def _is_part(told: Told) -> bool:
    return any(word in told.before for word in vocabulary("achievements")["decoys"]["part"]["words"])


def _is_finished(told: Told) -> bool:
    """Whether the clause says that it was done; 计划完成 says the opposite."""
    words = vocabulary("achievements")
    planned = [plan + done for plan in words["decoys"]["planned"]["words"] for done in words["finished"]]
    return any(word in _without(told.clause, planned) for word in words["finished"])


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _asks_for_new(goal: Goal, context: str) -> bool:
    """Whether the goal counts what is added in the period, so that a stock does not answer it."""
    return not is_rate(goal) and any(word in context for word in vocabulary("achievements")["basis"]["new"])
