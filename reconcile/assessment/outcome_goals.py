"""Goals that stand only in the outcome: 为任务的132.6%, 超额完成4.5万批次的年度任务, 低于目标0.9个百分点.

A target without a number of its own can still be measured where the answer says what the task was, or how far from it
the result is. The goal's value is then worked out from the printed figures, to the digits that they carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal

from reconcile.assessment.goals import direction_of
from reconcile.assessment.measures import likeness
from reconcile.assessment.told import Told, is_finished, is_of_plan, is_progress, is_the_task_of
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import Achievement, Goal, JudgedGoal, Message
from reconcile.quantities import convert
from reconcile.resources import vocabulary


def read_outcome_goals(told: Sequence[Told], share: float | None = None) -> tuple[JudgedGoal, ...]:
    """The goals that the numbers of the narratives imply, judged; ``k`` counts them from 1.

    ``share`` is the part of the time that is gone (None: the period is over). Each rests on a number that names the
    task and on the amount printed just before it in the same sentence.
    """
    found: list[JudgedGoal] = []
    for position, entry in enumerate(told):
        before = told[position - 1] if position and told[position - 1].sentence == entry.sentence else None
        judged = _named_task(entry, told[:position], len(found) + 1)
        judged = judged or _per_cent_of_task(entry, before, len(found) + 1)
        judged = judged or _distance_from_task(entry, before, len(found) + 1)
        judged = judged or _task_passed(entry, before, len(found) + 1)
        if judged:
            found.append(_in_time(judged, share))
    return tuple(found)


def further_goals(
    told: Sequence[Told], judged: Sequence[JudgedGoal], share: float | None = None
) -> tuple[JudgedGoal, ...]:
    """The goals that the answer tells of besides those of the target: another measure with its per cent of the task.

    ``judged`` are the target's own; the further ones are numbered on from them.
    """
    measured = [one.goal.measure for one in judged]
    cited = {one.achievement.citation for one in judged if one.achievement}
    if not cited:
        return ()
    answered = {entry.sentence for entry in told if entry.narrative.cite(*entry.quantity.span) in cited}
    asked = {one.goal.value for one in judged}
    printed = {entry.quantity.value for entry in told}
    near = float(vocabulary("achievements")["outcome_goals"]["alike"])
    further = [
        one
        for one in read_outcome_goals([entry for entry in told if entry.sentence not in answered], share)
        if one.achievement
        and answered
        and one.goal.measure
        and one.goal.measure not in measured
        # A task that is printed with its own value is another one, however alike the two are called.
        and (
            all(likeness(one.goal.measure, measure) < near for measure in measured)
            or (one.goal.value in printed and one.goal.value not in asked)
        )
    ]
    return tuple(replace(one, goal=replace(one.goal, k=k)) for k, one in enumerate(further, start=len(judged) + 1))


def plan_rates(told: Sequence[Told]) -> list[Told]:
    """The per cents that tell how much of a plan was done without an amount: 农村厕所改造完成全年任务的82.5%."""
    words = vocabulary("achievements")["of_plan"]
    return [
        entry
        for entry in told
        if is_of_plan(entry)
        and entry.quantity.basis != "expected"
        and (is_progress(entry) or any(word in entry.ahead for word in words["tells"]))
        and not any(word in entry.clause for word in (*words["total_words"], *words["papers"]))
    ]


def _in_time(judged: JudgedGoal, share: float | None) -> JudgedGoal:
    """The verdict once time is counted: before the deadline nothing is short."""
    if judged.verdict != "short" or judged.achievement is None:
        return judged
    return replace(judged, verdict=in_time(judged.goal, judged.achievement.value, "short", share))


def _named_task(entry: Told, before: Sequence[Told], k: int) -> JudgedGoal | None:
    """The goal that is printed between a result and its per cent: 培训8.8万人，完成年度8万人任务的110%."""
    if not before or not is_of_plan(entry) or not is_the_task_of(before[-1], entry):
        return None
    task = before[-1].quantity
    for amount in reversed(before[:-1]):
        if amount.sentence == entry.sentence and convert(amount.quantity.value, amount.quantity.unit, task.unit):
            return _judged(entry, amount, task.value, task.unit, k)
    return None


def _per_cent_of_task(entry: Told, amount: Told | None, k: int) -> JudgedGoal | None:
    words = vocabulary("achievements")
    share = entry.quantity
    if not is_of_plan(entry) or not share.value or amount is None or is_the_task_of(amount, entry):
        return None
    if amount.before.rstrip().endswith(tuple(words["decoys"]["planned"]["tasks"])) and not is_finished(amount):
        return None
    if amount.quantity.unit == "%" or any(word in entry.clause for word in words["of_plan"]["total_words"]):
        return None
    # 300个项目完成年计划投资的40%: the money's plan is none of the things.
    if amount.quantity.dimension != "money" and any(w in entry.ahead for w in words["basis"]["invested"]):
        return None
    # How far the works of one building are is no share of a task.
    if any(word in entry.clause for word in words["of_plan"]["works"] if word.endswith("工程量")):
        return None
    if _is_of_other_works(entry, amount):
        return None
    value = _rounded(amount.quantity.value * 100 / share.value, amount.quantity.value, share.value)
    return _judged(entry, amount, value, amount.quantity.unit, k)


def _is_of_other_works(share: Told, amount: Told) -> bool:
    """Whether a per cent names what it is of, and that is neither the amount's thing nor the task (路基完成92%)."""
    words, measure = vocabulary("achievements")["of_plan"], share.quantity.measure
    if not measure or measure.endswith(tuple(words["rates"])) or any(word in share.ahead for word in words["tells"]):
        return False
    return likeness(measure, amount.quantity.measure) == 0


def _distance_from_task(entry: Told, amount: Told | None, k: int) -> JudgedGoal | None:
    words = vocabulary("achievements")["outcome_goals"]
    ahead = entry.before.rstrip()
    sign = -1 if ahead.endswith(tuple(words["above"])) else 1 if ahead.endswith(tuple(words["below"])) else 0
    if not sign or amount is None:
        return None
    unit = amount.quantity.unit
    points = entry.quantity.unit == "个百分点" and unit == "%"
    distance = entry.quantity.value if points else convert(entry.quantity.value, entry.quantity.unit, unit)
    if distance is None:
        return None
    return _judged(entry, amount, amount.quantity.value + sign * distance, unit, k)


def _task_passed(entry: Told, amount: Told | None, k: int) -> JudgedGoal | None:
    words = vocabulary("achievements")["outcome_goals"]
    quantity = entry.quantity
    after = entry.narrative.text[quantity.span[1] :]
    if not entry.before.rstrip().endswith(tuple(words["passed"])) or not after.startswith(tuple(words["of_the_task"])):
        return None
    reached = amount if amount and convert(amount.quantity.value, amount.quantity.unit, quantity.unit) else None
    return _judged(entry, reached, quantity.value, quantity.unit, k)


def _judged(entry: Told, amount: Told | None, value: Decimal, unit: str, k: int) -> JudgedGoal:
    source = amount or entry
    goal = Goal(
        k=k,
        measure=source.quantity.measure,
        comparator="ge",
        value=value,
        unit=unit,
        dimension=source.quantity.dimension,
        direction=direction_of(source.quantity),
        citation=entry.narrative.cite(*entry.quantity.span),
        origin="outcome",
    )
    reason = Message(
        en=f"the goal is worked out from the answer: “{entry.clause.strip()}”",
        zh=f"目标由答复推算：“{entry.clause.strip()}”",
    )
    if amount is None:
        return JudgedGoal(goal, Achievement(value, unit, "implied", entry.outcome, goal.citation), "met", None, reason)
    reached = convert(amount.quantity.value, amount.quantity.unit, unit) or amount.quantity.value
    achievement = Achievement(
        reached, unit, amount.quantity.basis, entry.outcome, amount.narrative.cite(*amount.quantity.span)
    )
    return JudgedGoal(goal, achievement, compare(goal, reached), ratio(goal, reached), reason)


def _rounded(value: Decimal, *printed: Decimal) -> Decimal:
    """A value to as many significant digits as the printed figure that carries the fewest.

    >>> _rounded(Decimal("1000000000.754"), Decimal("1326000000"), Decimal("132.6"))
    Decimal('1000000000')
    """
    digits = min(len(number.normalize().as_tuple().digits) for number in printed)
    rounded = value.normalize(Context(prec=max(2, digits)))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
