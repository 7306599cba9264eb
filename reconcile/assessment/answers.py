"""The verdict on each goal: by the number that answers it, by what implies it, or by the honest lack of either."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.assessment.achievements import accepted, achievement, choose, offered_instead
from reconcile.assessment.differences import distance_answer, rise_answer
from reconcile.assessment.implied import (
    counted_share_answer,
    implied_answer,
    parts_answer,
    plan_share_answer,
    whole_task_answer,
)
from reconcile.assessment.named import listed_answer, winners_answer
from reconcile.assessment.parts import whole_of_parts_answer
from reconcile.assessment.told import Asked, Told, is_finished
from reconcile.assessment.value_columns import is_twin, value_answer
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import Candidate, Goal, JudgedGoal, Message, Passage
from reconcile.quantities import compatible
from reconcile.resources import vocabulary


def judge_goals(
    goals: Sequence[Asked],
    told: Sequence[Told],
    narratives: Sequence[tuple[str, Passage]],
    share: float | None,
    values: Sequence[Told] = (),
) -> tuple[JudgedGoal, ...]:
    """The goals of one target, judged in their order.

    ``told`` are the quantities of all its narratives, ``narratives`` those as (outcome id, passage), ``share`` the part
    0…1 of the time that is gone (None: the period counts as over), ``values`` the numbers that the rows give as reached
    in columns of their own.
    """
    # A number that the words name too is weighed there, where more is said of it.
    alone = [value for value in values if not any(is_twin(entry, value) for entry in told)]
    return tuple(
        value_answer(asked, goals, values, told, share, candidates)
        or _verdict(asked, candidates, told, share)
        or plan_share_answer(asked.goal, len(goals), told, share, candidates)
        or counted_share_answer(asked.goal, told, share, candidates)
        or distance_answer(asked, told, share, candidates)
        or rise_answer(asked, told, share, candidates)
        or whole_task_answer(asked, told, share, candidates)
        or whole_of_parts_answer(asked, told, candidates)
        or implied_answer(asked, narratives, candidates)
        or listed_answer(asked.goal, asked.clause, narratives, share, candidates)
        or winners_answer(asked.goal, narratives, share, candidates)
        or _unanswered(asked, candidates, share)
        for asked, candidates in zip(goals, choose(goals, [*alone, *told]), strict=True)
    )


def _verdict(
    asked: Asked, candidates: tuple[Candidate, ...], told: Sequence[Told], share: float | None
) -> JudgedGoal | None:
    """The goal judged by the number that answers it, or None where no number does."""
    goal, answer = asked.goal, accepted(candidates)
    if answer is None or _stage_comes_first(goal, answer, candidates, told):
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


def _stage_comes_first(goal: Goal, answer: Candidate, candidates: tuple[Candidate, ...], told: Sequence[Told]) -> bool:
    """Whether as many as were asked for are nearly built, and the answer is a part of them not finished either.

    13处场地已完成基础建设，两处开始铺设面层.
    """
    if answer.quantity.value >= goal.value or goal.direction == "lower":
        return False
    if any(is_finished(entry) for entry in told if entry.narrative.cite(*entry.quantity.span) == answer.citation):
        return False
    nearly = vocabulary("achievements")["stage"]["nearly_built"]
    return any(
        c.refused_by in nearly and c.quantity.unit == answer.quantity.unit and c.quantity.value >= goal.value
        for c in candidates
        if c.score > answer.score
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
