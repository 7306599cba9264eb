"""Which numbers of a target are goals, and which way is better for each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from reconcile.assessment.sets import is_set_of_another_goal, is_worked_on
from reconcile.assessment.words import compiled, words_of
from reconcile.model import Basis, Comparator, Goal, Passage, Quantity
from reconcile.resources import vocabulary

GoalRole = Literal["goal", "scope", "qualifier"]

_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_STOP = re.compile("[，。；;,、！!？?：:]")


def read_goals(passage: Passage, quantities: Sequence[Quantity], thresholds: Mapping[str, float]) -> tuple[Goal, ...]:
    """The goals of one target: its quantities less those that name a scope or define a thing.

    ``quantities`` are those of ``passage.text``, ``thresholds`` hold the tolerances. ``k`` counts the goals from 1.
    """
    text = passage.text
    promised = [
        each
        for position, quantity in enumerate(quantities)
        if role(text, quantities, position) == "goal"
        for each in _each_of(text, quantity)
    ]
    return tuple(_goal(passage, quantity, k, thresholds) for k, quantity in enumerate(promised, start=1))


def _each_of(text: str, quantity: Quantity) -> list[Quantity]:
    """The promises that one number makes: one, or one for each member of a list (公交车、出租车各300辆)."""
    words = vocabulary("goals")["each_of"]
    if not text[: quantity.span[0]].rstrip().endswith(words["word"]):
        return [quantity]
    members = quantity.measure.split(words["joint"])
    if len(members) < 2 or not all(len(member) >= int(words["shortest"]) for member in members):
        return [quantity]
    return [replace(quantity, measure=member) for member in members]


def read_numbers(
    passage: Passage, quantities: Sequence[Quantity], thresholds: Mapping[str, float]
) -> tuple[tuple[Goal, GoalRole], ...]:
    """Every number of one passage as a goal with its role, numbered from 1 in reading order."""
    return tuple(
        (_goal(passage, quantity, k, thresholds), role(passage.text, quantities, k - 1))
        for k, quantity in enumerate(quantities, start=1)
    )


def _goal(passage: Passage, quantity: Quantity, k: int, thresholds: Mapping[str, float]) -> Goal:
    price = words_of("goals.price_measures").pattern.search(quantity.measure)
    return Goal(
        k=k,
        measure=quantity.measure,
        comparator="le" if price and quantity.comparator == "approx" else quantity.comparator,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        dimension=quantity.dimension,
        basis=_goal_basis(quantity),
        direction=direction_of(
            quantity, passage.text[_clause_start(passage.text, quantity.span[0]) : quantity.span[1]]
        ),
        citation=passage.cite(*quantity.span),
        tolerance=tolerance(quantity.comparator, quantity.value, quantity.unit, thresholds),
    )


def tolerance(comparator: Comparator, value: Decimal, unit: str, thresholds: Mapping[str, float]) -> Decimal:
    """How far beyond a goal still counts as met, in its unit: 0 but for 左右.

    ``thresholds`` are the figures of ``rules/vocabulary/thresholds.toml`` as the project has them.

    >>> from reconcile.resources import standard_thresholds
    >>> tolerance("approx", Decimal(200), "所", standard_thresholds())
    Decimal('10.00')
    """
    if comparator != "approx":
        return Decimal(0)
    if unit in vocabulary("verdicts")["approx"]["point_units"]:
        return Decimal(str(thresholds["verdict.about_points"]))
    return abs(value) * Decimal(str(thresholds["verdict.about_relative"]))


def direction_of(quantity: Quantity, clause: str = "") -> Literal["higher", "lower"]:
    """Which way is better: lower for ceilings, prices and measures such as 失业率.

    Not so where a fall is what is counted, or where ``clause`` says that the bad thing is dealt with (处置不良贷款).
    """
    if words_of("goals.higher_is_better").pattern.search(quantity.measure):
        return "lower" if quantity.comparator == "le" else "higher"
    if quantity.comparator == "le" or words_of("goals.reducing_verbs").pattern.search(clause):
        return "lower"
    if words_of("goals.reducing").pattern.search(clause) and words_of("goals.reducing_to").pattern.search(clause):
        return "lower"
    if quantity.sign < 0 or words_of("goals.handling_verbs").pattern.search(clause):
        return "higher"
    # 城镇调查失业率（%）: the unit in the name of an indicator is no part of it.
    measure = _BRACKETS.sub("", quantity.measure)
    return "lower" if _lower_is_better().search(measure) else "higher"


@cache
def _lower_is_better() -> re.Pattern[str]:
    """The end of a measure of which less is better: a bad thing, or its rate or number (失业率, 事故死亡人数).

    污染防治项目 and 超低排放改造 only begin so, and are good things.
    """
    words = vocabulary("goals")
    bad = "|".join(map(re.escape, (*words["lower_is_better"], *words["price_measures"])))
    tails = "|".join(map(re.escape, sorted(words["lower_tails"], key=len, reverse=True)))
    return re.compile(f"(?:{bad})(?:{tails}){{0,3}}$")


def _goal_basis(quantity: Quantity) -> Basis:
    """A promise is always about the future: what would mark a report's number as forecast or partial says nothing."""
    if quantity.basis in ("growth", "share", "cumulative", "stock"):
        return quantity.basis
    return "growth" if is_growth(quantity) else "period"


def is_growth(quantity: Quantity) -> bool:
    """Whether a per cent says how much something grew or fell, whatever else its basis says (预计增长8%)."""
    if quantity.basis == "growth" or quantity.unit not in vocabulary("goals")["rate_units"]:
        return quantity.basis == "growth"
    return words_of("goals.growth_words").pattern.search(quantity.measure) is not None


def is_rate(goal: Goal) -> bool:
    """Whether a goal is a growth rate or a level, held to its full value at any time of the year."""
    if (
        goal.unit in vocabulary("goals")["rate_units"]
        or goal.dimension == "points"
        or goal.comparator in ("full", "rank", "le")
    ):
        return True
    return words_of("goals.level_words").pattern.search(goal.measure) is not None


def role(text: str, quantities: Sequence[Quantity], position: int) -> GoalRole:
    """What the quantity at ``position`` is for the target ``text``.

    A *qualifier* defines a thing (过亿元项目, 投资24亿元的项目, 3岁以下), a *scope* is the size of the set that is
    worked on (推动20个重点镇快速发展), a *goal* is what must be reached.
    """
    quantity = quantities[position]
    start, end = quantity.span
    if _is_qualifier(text, start, end, quantity):
        return "qualifier"
    if _is_scope(text, quantities, position):
        return "scope"
    return "goal"


@lru_cache(maxsize=1024)
def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the clause before and after a span, white space removed."""
    stops = _stops(text)
    behind = bisect_left(stops, end)
    last = stops[behind] if behind < len(stops) else len(text)
    return "".join(text[_clause_start(text, start) : start].split()), "".join(text[end:last].split())


def _clause_start(text: str, place: int) -> int:
    """Where the clause begins that goes on to a place."""
    ahead = bisect_left(_stops(text), place)
    return _stops(text)[ahead - 1] + 1 if ahead else 0


@lru_cache(maxsize=256)
def _stops(text: str) -> tuple[int, ...]:
    """Where the marks stand that end the clauses of a text."""
    return tuple(found.start() for found in _STOP.finditer(text))


def _is_qualifier(text: str, start: int, end: int, quantity: Quantity) -> bool:
    words = vocabulary("goals")
    before, after = _clause(text, start, end)
    # 全部竣工40个 promises forty of them.
    if (
        _is_start(before, after)
        or _sizes(quantity, before, after)
        or (quantity.comparator == "full" and after[:1].isdigit())
    ):
        return True
    if quantity.dimension in words["time_dimensions"] and after.startswith(tuple(words["age_words"])):
        return True
    # (12 month rolling) says how a rate is taken.
    if compiled(words["rolling"]).match(after.lower()):
        return True
    in_time = quantity.comparator == "le" or before.endswith(tuple(words["in_time"]))
    if in_time and quantity.dimension in words["time_dimensions"] and _has_rate(before + after):
        return True
    if quantity.dimension.partition("/")[0] not in words["defining_dimensions"]:
        return quantity.unit.endswith(tuple(words["age_units"])) and bool(after)
    if before.endswith(tuple(words["using_verbs"])):
        return True
    if words_of("goals.each").pattern.search(before):
        return words_of("goals.standard_verbs").pattern.search(before) is None
    if after.startswith("的") and len(after) > 1:
        return not before.endswith(tuple(words["founding_verbs"]))
    return defines_a_thing(text, quantity)


def _is_start(before: str, after: str) -> bool:
    """Whether a number is where something starts from: 税率由16%降至13%, 现行16%的税率降至13%."""
    words = vocabulary("goals")["from_to"]
    return bool(compiled(words["from"]).search(before)) and bool(compiled(words["to"]).search(after))


def _has_rate(clause: str) -> bool:
    """Whether a clause promises a per cent, of what is done in time: 95% of applications decided within 8 weeks."""
    return words_of("goals.rate_signs").pattern.search(clause) is not None


def defines_a_thing(text: str, quantity: Quantity) -> bool:
    """Whether an amount only says which things are meant: 过亿元项目, 10亿元以上企业, 30万吨/年装置, 3岁以下婴幼儿."""
    words = vocabulary("goals")
    before, after = _clause(text, *quantity.span)
    if quantity.unit.endswith(tuple(words["age_units"])) and after:
        return True
    if _sizes(quantity, before, after) or (quantity.comparator in ("ge", "le") and _in_brackets(text, quantity)):
        return True
    noun_follows = bool(after) and after[0].isalnum() and not after.startswith(("和", "及", "与", "或"))
    if not noun_follows or quantity.dimension.partition("/")[0] not in words["defining_dimensions"]:
        return False
    if "/" in quantity.unit or _is_bare(quantity):
        return True
    prefixes = tuple(words["qualifying_prefixes"])
    if "".join(quantity.text.split()).startswith(prefixes) or before.endswith(prefixes):
        return True
    if quantity.comparator not in ("ge", "le"):
        return False
    in_english = after[0].isascii() and after[0].isalpha()
    return after.startswith(tuple(words["defined_things"])) or (not in_english and _counts_follow(after))


def _sizes(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number says of which size the things are, or over how many a rate is taken.

    200人以上自然村公交通达率97%; 1.06 per 100 million vehicle-miles.
    """
    words = vocabulary("goals")
    if before.lower().endswith(tuple(words["rate_prefixes"])):
        return True
    bound = quantity.comparator in ("ge", "le") and quantity.unit in words["sizes"]["units"]
    return bound and bool(compiled(words["sizes"]["things"]).match(after))


def _in_brackets(text: str, quantity: Quantity) -> bool:
    """Whether a bound stands alone in brackets behind the number that it is about: 46个(20户以上)自然村."""
    start, end = quantity.span
    return text[start - 1 : start] in ("(", "（") and text[end : end + 1] in (")", "）") and start > 1


def _is_bare(quantity: Quantity) -> bool:
    """Whether the amount has no number but its scale word: 亿元以上项目."""
    return quantity.dimension == "money" and not any(map(str.isdigit, quantity.text))


def _counts_follow(after: str) -> bool:
    """Whether what has the bound is itself counted in the same breath: 投资1亿元以上81个."""
    reach = int(vocabulary("goals")["threshold_reach"])
    return any(map(str.isdigit, after[: reach + 1].partition("、")[0]))


def _is_scope(text: str, quantities: Sequence[Quantity], position: int) -> bool:
    words, quantity = vocabulary("goals"), quantities[position]
    if quantity.comparator in ("full", "rank", "range", "approx", "ge", "le") or quantity.unit == "%":
        return False
    before, after = _clause(text, *quantity.span)
    if before.endswith(tuple(words["wholes"])):
        return not is_worked_on(before, after, "".join(quantity.measure.split()))
    if quantity.unit in words["kinds"] or is_set_of_another_goal(text, quantities, position, before):
        return True
    results = words_of("goals.result_words").pattern
    if results.search(before) or results.search(after):
        return False
    diffuse = words_of("goals.diffuse_verbs").pattern.search(before)
    return diffuse is not None and after.endswith(tuple(words["diffuse_ends"]))
