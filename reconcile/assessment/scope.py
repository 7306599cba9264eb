"""Whether a number speaks of another place, level, class or threshold than the goal does.

A whole country's or province's goal is answered by 全国新增就业654万人; a city's is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache

from reconcile.assessment.measures import likeness
from reconcile.assessment.told import Asked, Told, makes_its_per_cent
from reconcile.assessment.verdicts import compare
from reconcile.assessment.words import compiled, first_in, not_asked, without, words_of
from reconcile.model import Target
from reconcile.quantities import compatible
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


def other_scope(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words by which a number speaks of another place, class or threshold than the goal does, else ""."""
    words = vocabulary("achievements")["scope"]
    elsewhere = not_asked(told.before, words_of("achievements.scope.words"), asked.target)
    if elsewhere and not (makes_its_per_cent(asked.goal, told, all_told) or speaks_for_all(asked, told, all_told)):
        return elsewhere
    rest = first_in(told.ahead, words["rest"])
    if not rest and asked.goal.unit == "%":
        rest = not_asked(told.ahead, words_of("achievements.scope.parts"), asked.target)
    if rest:
        return rest
    if asked.threshold is not None and told.threshold is not None and asked.threshold.value != told.threshold.value:
        return f"{told.threshold.text} ≠ {asked.threshold.text}"
    return _contrast(asked, told) or _other_grade(asked, told) or _one_place(asked, told)


def _other_grade(asked: Asked, told: Told) -> str:
    """The two grades where the goal names one and the number another (3A级 ≠ 4A级), else ""."""
    grades = compiled(vocabulary("achievements")["scope"]["grades"])
    wanted = grades.findall(asked.goal.measure)
    offered = grades.findall(told.quantity.measure) if wanted else []
    return f"{offered[0]} ≠ {wanted[0]}" if wanted and offered and not set(wanted) & set(offered) else ""


def _contrast(asked: Asked, told: Told) -> str:
    """The two words of one kind, of which the goal has one and the number another (市级 ≠ 省级), else ""."""
    words = vocabulary("achievements")["scope"]
    ours = asked.goal.measure + asked.clause
    if not _any_named().search(ours):
        return ""
    theirs = _named(without(told.quantity.measure + told.before + _own_words(told.after), words["harmless"]))
    for group, wanted in _named(ours).items():
        if any(f"{word}{above}" in ours for word in wanted.values() for above in words["and_above"]):
            continue
        offered = theirs.get(group)
        if offered and not wanted.keys() & offered.keys():
            return f"{next(iter(offered.values()))} ≠ {next(iter(wanted.values()))}"
    return ""


@lru_cache(maxsize=1024)
def _named(text: str) -> dict[int, dict[str, str]]:
    """By group of contrasts, the members that a text names, with the word it has for them (a member may be a|b)."""
    if not _any_named().search(text):
        return {}
    found = {
        place: {member: word for member in group if (word := first_in(text, member.split("|")))}
        for place, group in enumerate(vocabulary("achievements")["scope"]["contrasts"])
    }
    return {place: members for place, members in found.items() if members}


@cache
def _any_named() -> re.Pattern[str]:
    """Any word of a group of contrasts: most clauses hold none."""
    groups = vocabulary("achievements")["scope"]["contrasts"]
    return re.compile(alternation(word for group in groups for member in group for word in member.split("|")))


def _own_words(after: str) -> str:
    """The words behind a number that may speak of it: those before the next number or the next part of a list."""
    return compiled(vocabulary("achievements")["scope"]["words_end"]).split(after, maxsplit=1)[0]


def _one_place(asked: Asked, told: Told) -> str:
    """The one district that a clause is about where the goal speaks of the whole city, else ""."""
    words = vocabulary("achievements")["scope"]
    if words_of("achievements.scope.whole_place").pattern.search(asked.target) is None:
        return ""
    subject = told.before.strip()[: int(words["place_length"])]
    return next(
        (
            subject[:length]
            for length in range(2, len(subject) + 1)
            if subject[length - 1] in words["place_ends"]
            and subject[:length] not in words["no_places"]
            and not subject[:length].endswith(tuple(words["no_place_ends"]))
        ),
        "",
    )


def own_level(targets: Sequence[Target]) -> str:
    """The word for the whole place that a table speaks for (全省), by the owners of most of its rows; "" unknown.

    A province's rows are answered for by its own departments (省发展改革委).
    """
    owned = [row.owners[0].name for row in targets if row.owners]
    if len(owned) < int(vocabulary("achievements")["scope"]["own"]["rows"]):
        return ""
    share = float(vocabulary("achievements")["scope"]["own"]["share"])
    levels = vocabulary("achievements")["scope"]["own"]["levels"]
    return next(
        (
            whole
            for first, whole in levels.items()
            if sum(name.startswith(first) for name in owned) >= share * len(owned)
        ),
        "",
    )


def speaks_for_all(asked: Asked, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether a number of the whole province or country can be the plan's own.

    So it is where the target does not name a lower level, the narrative names no other than the wide one, every number
    of the goal's measure bears it, and the number is none that only a wider place could have.
    """
    words = vocabulary("achievements")["scope"]["level"]
    opening = compiled(words["opens"]).search(told.before)
    if opening is None or first_in(asked.target, words["lower"]) or first_in(told.narrative.text, words["lower"]):
        return False
    goal, quantity = asked.goal, told.quantity
    wide = opening["level"]
    # A rate does not show by its size whose it is; that of the country alone is no province's or city's answer.
    rate = goal.dimension == "ratio" and wide != asked.level
    if rate and (wide not in words["rates_of"] or compare(goal, quantity.value) == "short"):
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
