"""Last year's figure beside this year's goal: the same measure, deed, unit, basis and place, or no comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from reconcile.assessment.clauses import clauses, containing
from reconcile.assessment.measures import closeness, plain_measure
from reconcile.assessment.told import threshold_of
from reconcile.model import Actual, Commitment, Goal, Item, JudgedGoal, LastYear, Passage
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary
from reconcile.tracing.promises import numbers_of


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number with what it is of: its measure in one form, the deeds done to that, its clause and its place.

    ``threshold`` is the amount that defines what is counted (过亿元项目), ``above`` says that higher levels are counted
    too (省级以上), ``falls`` that it is a fall.
    """

    goal: Goal
    kind: str
    measure: str
    deeds: frozenset[str]
    clause: str
    place: str
    threshold: Decimal | None
    above: bool
    falls: bool


def with_last_year(
    items: Sequence[Item], commitments: Sequence[Commitment], actuals: Sequence[Actual], thresholds: Mapping[str, float]
) -> tuple[Item, ...]:
    """The items with what was reached the year before beside each goal where the like is told.

    ``commitments`` are traced: a goal is of the place that the heading over its promise names. Two figures of last year
    that both fit and differ give none.
    """
    told = [figure for actual in actuals for figure in _figures(actual.passage, _place(actual.section), thresholds)]
    places = {target: _place(each.section) for each in reversed(commitments) for target in each.targets}
    return tuple(
        replace(item, goals=_with_figures(item, places.get(item.target.id, ""), told, thresholds)) for item in items
    )


def _with_figures(
    item: Item, place: str, told: Sequence[_Figure], thresholds: Mapping[str, float]
) -> tuple[JudgedGoal, ...]:
    """The goals of one item, each with last year's figure where there is one."""
    if not item.goals:
        return ()
    own = {
        figure.goal.citation: figure for figure in _figures(item.target.text, _owners_place(item) or place, thresholds)
    }
    result = []
    for judged in item.goals:
        figure = own.get(judged.goal.citation)
        found = _find(figure, judged.goal, told) if figure else None
        if figure and found and found.unit != figure.goal.unit:
            # 153个小区, 3.6万户: of two goals of one measure, the one of the figure's own unit is meant.
            rivals = [each for each in own.values() if each is not figure and each.measure == figure.measure]
            found = None if any(each.goal.unit == found.unit for each in rivals) else found
        result.append(replace(judged, last_year=found) if found else judged)
    return tuple(result)


def _find(own: _Figure, goal: Goal, told: Sequence[_Figure]) -> LastYear | None:
    """Last year's figure for a goal: the one most like it, or None where none is comparable or two disagree."""
    words = vocabulary("tracing")["last_year"]
    if (
        own.place
        or goal.comparator == "rank"
        or own.measure in words["subjectless"]
        or any(w in own.clause for w in words["each"])
    ):
        return None
    found = [(_likeness(own.measure, other.measure), other) for other in told if _is_comparable(own, other)]
    least = float(words["closeness"])
    close = [(alike, each) for alike, each in found if alike >= least and not _contrast(own.measure, each.measure)]
    best = max((alike for alike, _ in close), default=0.0)
    chosen = [each for alike, each in close if alike == best]
    if len({_value(goal, each.goal) for each in chosen}) != 1:
        return None
    value, unit = _value(goal, chosen[0].goal)
    part = bool(chosen[0].deeds and chosen[0].deeds < own.deeds) or (own.above and not chosen[0].above)
    return LastYear(value, unit, chosen[0].goal.basis, chosen[0].goal.citation, chosen[0].clause.strip(), part)


def _value(goal: Goal, other: Goal) -> tuple[Decimal, str]:
    """Another figure's value in the goal's unit, or in its own where counters only stand for each other."""
    value = convert(other.value, other.unit, goal.unit)
    return (other.value, other.unit) if value is None else (value, goal.unit)


def _is_comparable(own: _Figure, other: _Figure) -> bool:
    """Whether two figures are of one kind, unit and place, and of things to which the same was done."""
    return (
        own.kind == other.kind
        and not other.place
        and own.falls == other.falls
        and own.threshold == other.threshold
        and compatible(own.goal.unit, other.goal.unit) != "no"
        and (not own.deeds or not other.deeds or other.deeds <= own.deeds)
    )


def _kind(goal: Goal) -> str:
    """What a figure is: a growth, a level, a stock, a share of a plan, or the amount of a period."""
    if goal.basis in ("growth", "of_plan"):
        return goal.basis
    if goal.basis == "share" or goal.unit in vocabulary("achievements")["basis"]["rate_units"]:
        return "level"
    return "stock" if goal.basis in ("stock", "cumulative") else "period"


def _contrast(one: str, other: str) -> bool:
    """Whether two measures name different members of one class (城镇, 农村)."""
    for group in vocabulary("achievements")["scope"]["contrasts"]:
        here, there = ({word for word in group if word in measure} for measure in (one, other))
        if here != there and here and there:
            return True
    return False


def _likeness(one: str, other: str) -> float:
    """0…1: how much of both measures is shared; 1 where one is the quoted name that the other begins with."""
    bare, whole = sorted((one, other), key=len)
    if bare.startswith("“") and bare.endswith("”") and whole.startswith(bare):
        return 1.0
    return 1.0 if one == other else closeness(one, other)


def _figures(passage: Passage, place: str, thresholds: Mapping[str, float]) -> tuple[_Figure, ...]:
    """The numbers of a passage that are of something, those that define a thing left out."""
    text = passage.text
    numbers = numbers_of(passage, thresholds)
    quantities = [number.quantity for number in numbers]
    spans, ages = clauses(text), tuple(vocabulary("goals")["age_units"])
    figures: list[_Figure] = []
    for position, number in enumerate(numbers):
        start, end = containing(spans, number.start)
        measure, tail = _bare(number.goal.measure)
        if number.role == "qualifier" or not measure:
            continue
        threshold = threshold_of(text, quantities, position)
        begin = min(number.quantity.measure_span[0] or number.start, number.start)
        of_which = text[start:end].lstrip().startswith(tuple(vocabulary("tracing")["last_year"]["of_which"]))
        figures.append(
            _Figure(
                number.goal,
                _kind(number.goal),
                measure,
                figures[-1].deeds if of_which and figures else _deeds(text[start:begin]) or tail,
                text[start:end],
                place,
                threshold.value if threshold and not threshold.unit.endswith(ages) else None,
                any(word in number.goal.measure for word in vocabulary("achievements")["scope"]["and_above"]),
                number.quantity.sign < 0,
            )
        )
    return tuple(figures)


def _bare(measure: str) -> tuple[str, frozenset[str]]:
    """A measure in one form, and the deed at its end if it has one: 老旧小区改造 → 老旧小区, renew."""
    words = vocabulary("tracing")["last_year"]
    text = "".join(measure.split())
    for name, plain in words["synonyms"].items():
        text = text.replace(name, plain)
    text = re.sub(words["and_above"], "", text)
    growth = next((w for w in vocabulary("goals")["growth_words"] if text.endswith(w)), "")
    text = text.removesuffix(growth)
    deed = next((verb for verb in _verbs() if text.endswith(verb) and len(text) > len(verb) + 1), "")
    quoted = text.startswith("“")
    return (text if quoted else plain_measure(text.removesuffix(deed))), _verbs().get(deed, frozenset())


def _deeds(before: str) -> frozenset[str]:
    """What is done according to the last known verb in the words before a measure."""
    text = "".join(before.split())
    found = [(text.rfind(verb) + len(verb), len(verb), verb) for verb in _verbs() if verb in text]
    return _verbs()[max(found)[2]] if found else frozenset()


@cache
def _verbs() -> dict[str, frozenset[str]]:
    """Every known verb with the deeds it stands for, longest first."""
    deeds = vocabulary("tracing")["last_year"]["deeds"]
    verbs = sorted({verb for listed in deeds.values() for verb in listed}, key=lambda verb: (-len(verb), verb))
    return {verb: frozenset(deed for deed, listed in deeds.items() if verb in listed) for verb in verbs}


def _place(section: str) -> str:
    """The place within the whole that a heading is about, "" where it is about the whole."""
    words = vocabulary("tracing")["last_year"]
    text = section
    for word in words["no_places"]:
        text = text.replace(word, "")
    return next((word for word in words["places"] if word in text), "")


def _owners_place(item: Item) -> str:
    """The one local government that alone is responsible, whose goals are of its own place; else ""."""
    words = vocabulary("tracing")["last_year"]
    names = [owner.name for owner in item.target.owners]
    local = names and all(name.endswith(tuple(words["local_owners"])) for name in names)
    everywhere = any(name.startswith(tuple(words["all_owners"])) for name in names)
    return names[0] if local and not everywhere else ""
