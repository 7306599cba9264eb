"""Why a quantity cannot be the answer to a goal, however alike the two look.

Each check is one kind of reason, named by one word; the words that tell the kinds apart are vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from reconcile.assessment.differences import distance
from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.told import (
    Asked,
    Told,
    is_finished,
    is_part,
    makes_its_per_cent,
    without,
)
from reconcile.assessment.unfinished import is_beyond, is_earlier_stage, is_pending, is_planned
from reconcile.model import Quantity
from reconcile.quantities import compatible
from reconcile.resources import vocabulary

Refusal = Literal[
    "", "of_plan", "unit", "basis", "scope", "stage", "each", "from", "distance", "pending", "planned", "whole"
]

# What is refused for one of these was still offered as a result, of another kind than was asked for.
OFFERED: tuple[Refusal, ...] = ("unit", "basis", "scope", "stage")


def refusal(asked: Asked, told: Told, all_told: Sequence[Told]) -> Refusal:
    """Why a quantity cannot answer a goal; "" where it can."""
    quantity = told.quantity
    if distance(told.before) and not distance(asked.before):
        return "distance"
    if quantity.basis == "of_plan" and asked.goal.unit != "%":
        return "of_plan"
    if not _units_fit(asked, quantity):
        return "pending" if is_pending(told) else "unit"
    if is_from(told):
        return "from"
    if _is_each(asked, told):
        return "each"
    if is_beyond(asked, told) or _is_total_cost(asked, told):
        return "basis"
    if is_pending(told):
        return "pending"
    if is_planned(told):
        return "planned"
    if _is_other_basis(asked, told):
        return "basis"
    if _is_other_scope(asked, told, all_told):
        return "scope"
    if is_earlier_stage(asked, told):
        return "stage"
    return "whole" if _is_whole(asked, told, all_told) else ""


def _units_fit(asked: Asked, quantity: Quantity) -> bool:
    words = vocabulary("achievements")["unit"]
    goal = asked.goal
    if compatible(goal.unit, quantity.unit) == "no":
        return False
    if quantity.comparator == "full" and goal.comparator != "full":
        return False
    # People are not households, firms or beds, though all are counted.
    counted = compatible(goal.unit, quantity.unit) == "counter"
    return not counted or (goal.unit in words["people"]) == (quantity.unit in words["people"])


def is_from(told: Told) -> bool:
    """Whether the number is where something started from (由91.2%提高到95.8%)."""
    words = vocabulary("achievements")["from_to"]
    near = told.before[-int(words["reach"]) :]
    if told.before.rstrip().endswith(tuple(words["compared_with"])):
        return True
    starts = any(word in near for word in words["from"])
    return starts and any(word in told.after for word in words["to"])


def _is_each(asked: Asked, told: Told) -> bool:
    words = vocabulary("achievements")["each"]
    return any(word in told.before and word not in asked.clause for word in words)


def _is_total_cost(asked: Asked, told: Told) -> bool:
    """Whether the number is what works are to cost in all, where what was invested in the period is asked for."""
    words = vocabulary("achievements")["basis"]
    if not told.quantity.measure.endswith(tuple(words["total_cost"])):
        return False
    asks = any(word in asked.goal.measure for word in words["invested"])
    return asks and not any(word in asked.clause for word in words["total_cost"])


def _is_other_basis(asked: Asked, told: Told) -> bool:
    words = vocabulary("achievements")["basis"]
    goal, quantity = asked.goal, told.quantity
    if quantity.unit in words["rate_units"]:
        return (goal.basis == "growth") != is_growth(quantity)
    if goal.basis == "cumulative" and any(word in told.before for word in words["of_the_year"]):
        return True
    if _is_per_head(asked.before) != _is_per_head(told.before):
        return True
    if any(word in asked.clause for word in words["net"]) and _is_gross(told):
        return True
    if goal.basis in ("cumulative", "stock") or is_rate(goal):
        return _is_increment(asked, told)
    before = without(told.before, words["since_this_year"])
    if any(word in before and word not in asked.target for word in words["since_years"]):
        return True
    if not any(word in asked.clause for word in words["new"]):
        return _is_increment(asked, told)
    if quantity.basis == "stock" or any(word in told.before for word in words["existing"]):
        return True
    if _is_raised_to(told):
        return True
    this_year = any(word in told.sentence for word in (*words["since_this_year"], *words["of_the_year"]))
    return any(word in told.own_words for word in words["in_all"]) and not this_year


def _is_per_head(words: str) -> bool:
    """Whether the words in front of an amount make it one over so many people (每千人口)."""
    return any(word in words for word in vocabulary("achievements")["basis"]["per_head"])


def _is_gross(told: Told) -> bool:
    """Whether the number is what was new, without what was lost (新增52家, where 净增 was asked)."""
    words = vocabulary("achievements")["basis"]
    net = any(word in told.own_words for word in words["net"])
    return not net and any(word in told.own_words for word in words["gross"])


def _is_raised_to(told: Told) -> bool:
    """Whether the number is what something was raised to (由668家增加到1041家), not by how much."""
    words = vocabulary("achievements")
    starts = any(word in told.before for word in words["rises"]["from"])
    return starts and told.ahead.rstrip().endswith(tuple(words["basis"]["raised_to"]))


def _is_increment(asked: Asked, told: Told) -> bool:
    """Whether the number says by how much something rose where the goal says to what (提高到200元 ← 提高20元)."""
    words = vocabulary("achievements")["basis"]
    raised_to = any(word in asked.clause for word in words["raised_to"])
    return raised_to and told.before.rstrip().endswith(tuple(words["raised_by"]))


def _is_other_scope(asked: Asked, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the number speaks of another place, class or threshold than the goal does."""
    words = vocabulary("achievements")["scope"]
    elsewhere = any(word in told.before and word not in asked.target for word in words["words"])
    if elsewhere and not makes_its_per_cent(asked.goal, told, all_told):
        return True
    if any(word in told.ahead for word in words["rest"]):
        return True
    if asked.goal.unit == "%" and any(word in told.ahead and word not in asked.target for word in words["parts"]):
        return True
    if asked.threshold is not None and told.threshold is not None and asked.threshold.value != told.threshold.value:
        return True
    ours = asked.goal.measure + asked.clause
    theirs = without(told.quantity.measure + told.before + _own_words(told.after), words["harmless"])
    for group in words["contrasts"]:
        wanted = _named(group, ours)
        if any(word + above in ours for words_ in wanted for word in words_.split("|") for above in words["and_above"]):
            continue
        offered = _named(group, theirs)
        if wanted and offered and not wanted & offered:
            return True
    return _is_one_place(asked, told)


def _named(group: Sequence[str], text: str) -> set[str]:
    """The members of a group of contrasts that a text names; a member may be written in several ways (a|b)."""
    return {member for member in group if any(word in text for word in member.split("|"))}


def _own_words(after: str) -> str:
    """The words behind a number that may speak of it: those before the next number or the next part of a list."""
    return re.split(r"[0-9、和及]", after, maxsplit=1)[0]


def _is_one_place(asked: Asked, told: Told) -> bool:
    """Whether a clause about one district answers a goal that speaks of the whole city."""
    words = vocabulary("achievements")["scope"]
    if not any(word in asked.target for word in words["whole_place"]):
        return False
    subject = told.before.strip()[: int(words["place_length"])]
    return any(
        subject[length - 1] in words["place_ends"]
        and subject[:length] not in words["no_places"]
        and not subject[:length].endswith(tuple(words["no_place_ends"]))
        for length in range(2, len(subject) + 1)
    )


def _is_divided(told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the number is the set of which the next one says how many are done: 20件民生大事，已完成3件."""
    done = vocabulary("achievements")["finished"]
    if any(word in told.ahead for word in done):
        return False
    later = [t for t in all_told if t.narrative is told.narrative and t.position == told.position + 1]
    return any(
        other.sentence == told.sentence
        and other.quantity.value < told.quantity.value
        and compatible(other.quantity.unit, told.quantity.unit) == "same"
        and any(word in other.ahead for word in done)
        for other in later
    )


def _is_whole(asked: Asked, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the number only repeats the goal as the set that something else is told of.

    28个社区,其中9个已经完成; 20个重点项目完成投资79亿元.
    """
    words = vocabulary("achievements")["wholes"]
    if told.quantity.value != asked.goal.value:
        return False
    if _is_divided(told, all_told):
        return True
    if any(word in told.after[: int(words["reach"])] for word in words["other_predicates"]) and not any(
        word in told.before for word in vocabulary("achievements")["finished"]
    ):
        return True
    if is_finished(told):
        return False
    return any(
        is_part(other) and is_finished(other)
        for other in all_told
        if other.sentence == told.sentence
        and other.position > told.position
        and compatible(other.quantity.unit, asked.goal.unit) != "no"
    )
