"""Parts told behind 其中: never the answer to the goal of a whole that is told to be done or begun."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.measures import closeness
from reconcile.assessment.told import Asked, Told, is_part
from reconcile.assessment.unfinished import first_step
from reconcile.assessment.words import first_in
from reconcile.model import Achievement, Candidate, JudgedGoal, Message
from reconcile.resources import vocabulary


def part_words(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words for the whole of which the number is but a part, else "".

    改造任务全部完成，其中城镇620户; 74个小区全部开工，其中已完工19个 where beginning was the goal.
    """
    if not is_part(told) or told.quantity.value >= asked.goal.value:
        return ""
    if closeness(asked.goal.measure, told.quantity.measure) < float(
        vocabulary("achievements")["decoys"]["part"]["asked"]
    ):
        whole = _all_done(asked, told, all_told)
        if whole:
            return whole.quantity.text
    return next(
        (
            whole.quantity.text
            for whole in all_told
            if _is_ahead(whole, told)
            and whole.quantity.unit == told.quantity.unit
            and whole.quantity.value > told.quantity.value
            and is_begun_as_asked(asked, whole)
        ),
        "",
    )


def is_begun_as_asked(asked: Asked, told: Told) -> bool:
    """Whether beginning the work is what was asked for, and the number says how many were begun."""
    begun = vocabulary("achievements")["stage"]["begun"]
    return first_in(asked.clause, begun) != "" and first_in(told.own_words, begun) != ""


def whole_of_parts_answer(asked: Asked, told: Sequence[Told], candidates: tuple[Candidate, ...]) -> JudgedGoal | None:
    """The goal met where the task is said to be all done and parts of it are told in numbers.

    The parts add up to the goal, or the words name the task itself (改造任务全部完成，其中城镇620户).
    """
    goal = asked.goal
    if asked.siblings or goal.unit == "%" or goal.direction == "lower":
        return None
    for first in told:
        if not is_part(first) or first.quantity.unit != goal.unit:
            continue
        whole = _all_done(asked, first, told)
        if whole is None:
            continue
        parts = [t for t in told if _is_ahead(whole, t) and is_part(t) and t.quantity.unit == goal.unit]
        named = first_in(whole.ahead, vocabulary("achievements")["of_plan"]["tells"])
        total = sum(part.quantity.value for part in parts)
        if total != goal.value and not (named and total < goal.value):
            continue
        cited = whole.narrative.cite(whole.quantity.span[0], parts[-1].quantity.span[1])
        reached = Achievement(goal.value, goal.unit, "implied", whole.outcome, cited)
        reason = Message(
            en=f"“{whole.quantity.text}”, told with its parts",
            zh=f"由“{whole.quantity.text}”及其分项推知",
        )
        return JudgedGoal(goal, reached, "met", None, reason, candidates)
    return None


def _all_done(asked: Asked, part: Told, all_told: Sequence[Told]) -> Told | None:
    """The words in front of a part by which all of it is done (全部完成), None where they tell only a first step."""
    done = vocabulary("achievements")["finished"][1:]
    undone = vocabulary("achievements")["implied"]["undone"]
    return next(
        (
            whole
            for whole in all_told
            if _is_ahead(whole, part)
            and whole.quantity.comparator == "full"
            and first_in(whole.quantity.text, done)
            and not first_in(whole.clause, undone)
            and not first_step(asked.clause, whole.clause)
        ),
        None,
    )


def _is_ahead(whole: Told, part: Told) -> bool:
    return whole.narrative is part.narrative and whole.sentence == part.sentence and whole.position < part.position
