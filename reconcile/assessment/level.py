"""Whether a plan and its answer speak for the same level: a whole country's goal is answered by 全国新增就业654万人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reconcile.assessment.measures import likeness
from reconcile.assessment.told import Asked, Told, first_in
from reconcile.assessment.verdicts import compare
from reconcile.quantities import compatible
from reconcile.resources import vocabulary


def speaks_for_all(asked: Asked, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether a number of the whole province or country can be the plan's own.

    So it is where the target does not name a lower level, the narrative names no other than the wide one, every number
    of the goal's measure bears it, and the number is none that only a wider place could have.
    """
    words = vocabulary("achievements")["scope"]["level"]
    opening = re.search(words["opens"], told.before)
    if opening is None or first_in(asked.target, words["lower"]) or first_in(told.narrative.text, words["lower"]):
        return False
    goal, quantity = asked.goal, told.quantity
    wide = opening["level"]
    # A rate does not show by its size whose it is; that of the country alone is no province's or city's answer.
    if goal.dimension == "ratio" and (wide not in words["rates_of"] or compare(goal, quantity.value) == "short"):
        return False
    if goal.dimension != "ratio" and quantity.value > goal.value * Decimal(str(words["at_most"])):
        return False
    near = float(vocabulary("achievements")["offered"])
    return all(
        wide in other.before
        for other in all_told
        if other is not told
        and compatible(goal.unit, other.quantity.unit) != "no"
        and likeness(goal.measure, other.quantity.measure) >= near
    )
