"""Rows whose goal and achievement stand as numbers in columns of their own: the answer, and a goal that was altered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconcile.assessment.achievements import achievement
from reconcile.assessment.columns import goal_quantities
from reconcile.assessment.refusals import refusal
from reconcile.assessment.told import Asked, Told
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.assessment.weighing import weigh
from reconcile.assessment.words import first_in
from reconcile.matching.text import normalise
from reconcile.model import Candidate, Drift, Goal, JudgedGoal, Message, Note, Outcome, Quantity, Target
from reconcile.quantities import compatible, convert, extract_quantities
from reconcile.resources import vocabulary

# What the row's own words may say of its number, so that the number answers no goal.
_SAID_OF_IT = ("basis", "scope", "pending", "planned")


def value_answer(
    asked: Asked,
    goals: Sequence[Asked],
    values: Sequence[Told],
    told: Sequence[Told],
    share: float | None,
    candidates: tuple[Candidate, ...],
) -> JudgedGoal | None:
    """The goal judged by the one number that its row gives as reached in a column of its own, or None.

    ``told`` are the numbers of the row's words. Where they name the same number, and say that it is of another basis,
    place or stage, it answers nothing. A number is no goal's own where another goal of the row could claim it too.
    """
    if not values:
        return None
    goal = asked.goal
    fitting = [
        value for value in (_in_unit_of(goal, value) for value in values) if not refusal(asked, value, [value])[0]
    ]
    rivals = [one for one in goals if one is not asked and _fits(one.goal, fitting)]
    if len(fitting) != 1 or goal.comparator in ("full", "rank"):
        return None
    if rivals and (not _is_column_goal(asked) or any(map(_is_column_goal, rivals))):
        return None
    value = fitting[0]
    same = [entry for entry in told if is_twin(entry, value)]
    if same and all(refusal(asked, entry, told)[0] in _doubts(asked) for entry in same):
        return None
    answer = weigh(asked, value, [value])
    reached = achievement(goal, answer)
    verdict = compare(goal, reached.value)
    reason = Message(
        en=f"the row gives “{value.narrative.text}” as reached in a column of its own",
        zh=f"完成数单列一栏，为“{value.narrative.text}”",
    )
    others = tuple(one for one in candidates if one.citation != answer.citation)
    in_the_end = in_time(goal, reached.value, verdict, share)
    return JudgedGoal(goal, reached, in_the_end, ratio(goal, reached.value), reason, (answer, *others))


def _doubts(asked: Asked) -> tuple[str, ...]:
    # 棚户区改造2000套, begun as the table counts it: an earlier stage is none of a goal that names no later one.
    names_the_end = first_in(asked.clause, vocabulary("achievements")["finished"][1:])
    return (*_SAID_OF_IT, "stage") if names_the_end else _SAID_OF_IT


def is_twin(entry: Told, value: Told) -> bool:
    """Whether the words of a row name the number that stands in its own column as well."""
    first, second = entry.quantity, value.quantity
    return first.value == second.value and (not second.unit or compatible(first.unit, second.unit) != "no")


def _is_column_goal(asked: Asked) -> bool:
    return asked.goal.measure == asked.target


def _fits(goal: Goal, values: Sequence[Told]) -> bool:
    return any(compatible(goal.unit, value.quantity.unit) != "no" for value in values)


def _in_unit_of(goal: Goal, value: Told) -> Told:
    """A number without any unit in the goal's: of 6.8 and 68000 for 6.5万人, the reading that is nearer to it."""
    quantity = value.quantity
    if quantity.unit or not goal.unit or goal.value <= 0 or quantity.value <= 0:
        return value
    printed = goal.citation.text.lstrip("0123456789.,≥≤><＞＜ ")
    readings = [replace(quantity, unit=goal.unit, dimension=goal.dimension)]
    readings += [q for q in extract_quantities(quantity.text, printed) if q.unit == goal.unit] if printed else []
    return replace(value, quantity=min(readings, key=lambda q: max(q.value / goal.value, goal.value / q.value)))


def altered_in_columns(target: Target, asked: Sequence[Asked], outcomes: Sequence[Outcome]) -> tuple[Drift, ...]:
    """The goals of a column whose number the report's column of the same heading restates otherwise (2000 → 1500)."""
    drift = []
    for goal in (one.goal for one in asked):
        note = _note_of(goal, target)
        restated = [found for outcome in outcomes for found in _restated(goal, note, outcome)] if note else []
        if restated and all(value.value != goal.value for _, value, _ in restated):
            drift.append(_altered(goal, *restated[0]))
    return tuple(drift)


def _note_of(goal: Goal, target: Target) -> Note | None:
    """The note of the plan's column that a goal stands in, or None for one of the target's words."""
    for note in target.notes:
        numbers = goal_quantities(note, target.notes, target.text.text)
        if any(note.passage.cite(*number.span) == goal.citation for number in numbers):
            return note
    return None


def _restated(goal: Goal, note: Note, outcome: Outcome) -> list[tuple[Note, Quantity, str]]:
    """The numbers of an outcome under the heading of a planned one, in the goal's unit."""
    found = []
    for other in outcome.notes:
        if normalise(other.heading) != normalise(note.heading):
            continue
        for quantity in goal_quantities(other, outcome.notes, outcome.text.text):
            value = convert(quantity.value, quantity.unit, goal.unit)
            if value is not None:
                found.append((other, replace(quantity, value=value), outcome.id))
    return found


def _altered(goal: Goal, note: Note, quantity: Quantity, outcome: str) -> Drift:
    promised, restated = goal.citation.text, note.passage.text
    less = (quantity.value < goal.value) == (goal.direction == "higher")
    return Drift(
        kind="goal-altered",
        outcome=outcome,
        planned=goal.citation,
        restated=note.passage.cite(*quantity.span),
        goal=goal.k,
        message=Message(
            en=f"the plan promises “{goal.measure} {promised}”, the restated target says “{restated}”, which is "
            + ("less" if less else "more"),
            zh=f"计划为“{goal.measure}{promised}”，完成情况中重述为“{restated}”，要求" + ("降低" if less else "提高"),
        ),
    )
