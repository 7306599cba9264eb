"""Compares what was reached with what was promised, by the project's verdict conventions."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reconcile.assessment.goals import is_rate
from reconcile.model import Goal, Verdict

Reached = Literal["exceeded", "met", "short"]


def compare(goal: Goal, value: Decimal) -> Reached:
    """Whether ``value``, in the goal's unit, is better than the goal, reaches it or stays short of it.

    Ceilings are met from below and never exceeded; ranks count from the top; 左右 has the tolerance that the goal
    carries; of a range the far end must be passed to exceed it.
    """
    if goal.comparator == "full":
        return "met" if value >= goal.value else "short"
    if goal.comparator == "le":
        return "met" if value <= goal.value else "short"
    if goal.comparator == "rank":
        return _better(goal.value, value)
    sign = -1 if goal.direction == "lower" else 1
    if goal.comparator == "range" and goal.value_high is not None:
        near, far = sorted((sign * goal.value, sign * goal.value_high))
        if sign * value > far:
            return "exceeded"
        return "met" if sign * value >= near else "short"
    if goal.comparator == "approx":
        gained = sign * (value - goal.value)
        if gained < 0:
            return "short"
        return "exceeded" if gained > goal.tolerance else "met"
    return _better(sign * value, sign * goal.value)


def _better(value: Decimal, goal: Decimal) -> Reached:
    if value > goal:
        return "exceeded"
    return "met" if value == goal else "short"


def in_time(goal: Goal, value: Decimal, reached: Reached, share: float | None) -> Verdict:
    """The verdict once time is counted: before the deadline nothing is short.

    ``share`` is the part 0…1 of the time that is gone (None: not known, the period counts as over). Amounts that add
    up over the year are ``on_pace`` at or above that share of the goal and ``behind`` below it; rates and levels
    below the full goal are ``behind``.
    """
    if reached != "short" or share is None or share >= 1:
        return reached
    if is_rate(goal) or goal.direction == "lower" or goal.value == 0:
        return "behind"
    return "on_pace" if value >= goal.value * Decimal(str(share)) else "behind"


def ratio(goal: Goal, value: Decimal) -> float | None:
    """Achieved over promised, 3 decimals; None for ranks, full coverage and a goal of zero.

    >>> from reconcile.model import Citation
    >>> beds = Goal(1, "护理型养老床位", "eq", Decimal(1500), "张", Citation("plan.txt", 1, 1, "1500张"))
    >>> ratio(beds, Decimal(4433)), compare(beds, Decimal(4433))
    (2.955, 'exceeded')
    """
    if goal.comparator in ("rank", "full") or goal.value == 0:
        return None
    return round(float(value / goal.value), 3)
