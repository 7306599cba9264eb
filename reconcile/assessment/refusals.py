"""Why a quantity cannot be the answer to a goal, however alike the two look.

Each check is one kind of reason, named by one word; the words that tell the kinds apart are vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from reconcile.assessment.differences import distance
from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.told import (
    Asked,
    Told,
    is_adjusted,
    is_finished,
    is_part,
    makes_its_per_cent,
    verbs_around,
    without,
)
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
        return "pending" if _is_pending(told) else "unit"
    if is_from(told):
        return "from"
    if _is_each(asked, told):
        return "each"
    if _is_beyond(asked, told) or _is_total_cost(asked, told):
        return "basis"
    if _is_pending(told):
        return "pending"
    if _is_planned(told):
        return "planned"
    if _is_other_basis(asked, told):
        return "basis"
    if _is_other_scope(asked, told, all_told):
        return "scope"
    if _is_earlier_stage(asked, told):
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


def _is_pending(told: Told) -> bool:
    """Whether the work on what is counted is still to come or under way (正在, 下一步, 力争)."""
    words = vocabulary("achievements")["stage"]
    before = without(told.before, words["not_pending"])
    undone = any(word in told.own_words for word in (*words["undone"], *words["going_on"]))
    return undone or any(word in before or word in told.behind for word in words["pending"])


def _is_planned(told: Told) -> bool:
    """Whether the number is what was to be done (计划建设12处, 省下达任务3.2万人) and is not said to be done."""
    words = vocabulary("achievements")["decoys"]["planned"]
    before = without(told.before, words["harmless"])
    task = before.rstrip().endswith(tuple(words["tasks"]))
    # 完成年度目标任务589亿元的37%: what the per cent is of.
    if task and re.match(r"\s*的\s*[0-9]", told.narrative.text[told.quantity.span[1] :]):
        return True
    if is_adjusted(told):
        return True
    return (task or any(word in before for word in words["words"])) and not is_finished(told)


def _is_beyond(asked: Asked, told: Told) -> bool:
    """Whether the number is striven for over years to come (力争5年内总规模达到100亿元)."""
    words = vocabulary("achievements")
    years = _pattern(words["basis"]["years_ahead"])
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = years.search(ahead)
    if found is None or years.search(asked.target):
        return False
    return any(word in ahead[: found.start()] for word in words["stage"]["striven_for"])


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)


def _is_total_cost(asked: Asked, told: Told) -> bool:
    """Whether the number is what works are to cost in all, where what was invested in the period is asked for."""
    words = vocabulary("achievements")["basis"]
    if not told.quantity.measure.endswith(tuple(words["total_cost"])):
        return False
    asks = any(word in asked.goal.measure for word in words["invested"])
    return asks and not any(word in asked.clause for word in words["total_cost"])


def _is_past(words_around: str) -> bool:
    """Whether the words say that a first stage is behind; a test by a lower level (通过市级评审) is none."""
    words = vocabulary("achievements")["stage"]
    plain = without(words_around, words["not_past"])
    return any(word in plain for word in words["past"])


def _is_other_basis(asked: Asked, told: Told) -> bool:
    words = vocabulary("achievements")["basis"]
    goal, quantity = asked.goal, told.quantity
    if quantity.unit in words["rate_units"]:
        return (goal.basis == "growth") != is_growth(quantity)
    if goal.basis == "cumulative" and any(word in told.before for word in words["of_the_year"]):
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


def _is_earlier_stage(asked: Asked, told: Told) -> bool:
    """Whether the number counts what was begun or applied for, where the goal asks for a result."""
    words = vocabulary("achievements")["stage"]
    promised, reported = verbs_around(asked.own_words, asked.clause), verbs_around(told.own_words, told.clause)
    built = any(word in promised for word in words["built"])
    if built and any(word in reported for word in words["nearly_built"]):
        return True
    if _is_past(reported):
        return False
    if _goes_on(asked, told):
        return True
    excused = words["work"] if any(verb in promised for verb in words["work_verbs"]) else ()
    return any(word in reported and word not in promised and word not in excused for word in words["words"])


def _goes_on(asked: Asked, told: Told) -> bool:
    """Whether the clause behind the number's says that the work on it goes on, and gives no number of its own."""
    words = vocabulary("achievements")["stage"]
    if not any(verb in asked.before for verb in (*words["built"], *words["made"])):
        return False
    if any(verb in told.clause for verb in vocabulary("achievements")["finished"] if len(verb) > 1):
        return False
    text = told.narrative.text
    behind = text[told.quantity.span[1] + len(told.after) :].lstrip("，, ")
    clause = re.split(r"[，,。；;\n]", behind, maxsplit=1)[0]
    return clause.startswith(tuple(words["following"])) and not re.search(r"[0-9]", clause)


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
