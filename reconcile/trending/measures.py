"""The numbers of one measure through the stands of a target: what was promised, and what was reported, each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reconcile.assessment.columns import narrative_quantities, told_values
from reconcile.assessment.goals import is_growth
from reconcile.assessment.measures import closeness, plain_measure
from reconcile.assessment.told import Told, told_quantities
from reconcile.model import Achievement, Goal, JudgedGoal, Target
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary
from reconcile.trending.values import Point, Series, Stand


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure in one stand: the goal as judged (None where no goal asks for it), and its number with its words.

    ``target`` is the restated target; ``told`` is None where no number is printed that answers the goal.
    """

    period: int
    target: str
    judged: JudgedGoal | None
    told: Told | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a target with its entries, in the order of the periods."""

    entries: tuple[Entry, ...]

    def series(self) -> Series:
        """What is shown of it."""
        last = self.entries[-1]
        goal = last.judged.goal if last.judged else None
        measure = goal.measure if goal else last.told.quantity.measure if last.told else ""
        return Series(measure, tuple(_point(entry) for entry in self.entries))


def _point(entry: Entry) -> Point:
    if entry.judged:
        return Point(entry.period, entry.judged.goal, entry.judged.achievement, entry.judged.verdict)
    told = entry.told
    if told is None:
        return Point(entry.period)
    quantity, cited = told.quantity, told.narrative.cite(*told.quantity.span)
    return Point(entry.period, None, Achievement(quantity.value, quantity.unit, quantity.basis, told.outcome, cited))


def measured(stands: Sequence[Stand]) -> tuple[Measured, ...]:
    """The measures of a target: those of its goals, then those that its narratives tell of more than once."""
    goals: list[list[Entry]] = []
    others: list[list[Entry]] = []
    for stand in stands:
        told = _told(stand)
        entries = [Entry(stand.period, stand.text.text, judged, _answer(judged, told)) for judged in stand.goals]
        answers = {id(entry.told) for entry in entries if entry.told}
        free = [
            Entry(stand.period, stand.text.text, None, each)
            for each in told
            if id(each) not in answers and _is_lone(each, told)
        ]
        _append(goals, entries, _goals_alike)
        _append(others, free, _told_alike)
    repeated = [entries for entries in others if len(entries) > 1]
    return tuple(Measured(tuple(entries)) for entries in [*goals, *repeated])


def _told(stand: Stand) -> list[Told]:
    """The numbers of all narratives of a stand."""
    outcome = stand.outcome
    if outcome is None:
        return []
    target = Target(stand.id, stand.text, notes=outcome.notes)
    values = told_values(outcome, target)
    return list(values) + [
        each
        for response in outcome.responses
        for each in told_quantities(
            outcome.id, response.narrative, narrative_quantities(response.narrative, outcome, target)
        )
    ]


def _answer(judged: JudgedGoal, told: Sequence[Told]) -> Told | None:
    """The number that answers a goal with the words around it; None for none, or for one that was only offered."""
    reached = judged.achievement
    if reached is None or judged.verdict == "incomparable":
        return None
    refused = {candidate.citation for candidate in judged.candidates if candidate.refused}
    if reached.citation in refused and reached.basis != "of_plan":
        return None
    return next((each for each in told if each.narrative.cite(*each.quantity.span) == reached.citation), None)


def _is_lone(told: Told, others: Sequence[Told]) -> bool:
    """Whether no other number of the narratives could be taken for this one."""
    return bool(told.quantity.measure) and all(
        other is told
        or plain_measure(other.quantity.measure) != plain_measure(told.quantity.measure)
        or not units_agree(other.quantity.unit, told.quantity.unit)
        for other in others
    )


def _append(chains: list[list[Entry]], entries: Sequence[Entry], alike: Callable[[Entry, Entry], float]) -> None:
    """Put each entry behind the chain whose last one it is most like, the best pairs first; the rest begin chains."""
    pairs = sorted(
        (-likeness, c, e)
        for c, chain in enumerate(chains)
        for e, entry in enumerate(entries)
        if (likeness := alike(chain[-1], entry)) > 0
    )
    taken: dict[int, int] = {}
    for _, c, e in pairs:
        if c not in taken.values() and e not in taken:
            taken[e] = c
    for e, entry in enumerate(entries):
        if e in taken:
            chains[taken[e]].append(entry)
        else:
            chains.append([entry])


def _goals_alike(one: Entry, other: Entry) -> float:
    """How sure two goals are of one measure; 0 where they are not."""
    if one.judged is None or other.judged is None:
        return 0.0
    a, b = one.judged.goal, other.judged.goal
    if not units_agree(a.unit, b.unit) or (a.basis == "growth") != (b.basis == "growth") or a.origin != b.origin:
        return 0.0
    weights = vocabulary("trend")["measures"]
    likeness = _closeness(a.measure, b.measure) + float(weights["equal_value"]) * same_value(a, b)
    return likeness if likeness >= float(weights["same"]) else 0.0


def _told_alike(one: Entry, other: Entry) -> float:
    """How sure two numbers that no goal asks for are the same thing told anew; 0 where they are not."""
    if one.told is None or other.told is None:
        return 0.0
    a, b = one.told, other.told
    weights = vocabulary("trend")["measures"]
    if not units_agree(a.quantity.unit, b.quantity.unit) or is_growth(a.quantity) != is_growth(b.quantity):
        return 0.0
    if _closeness(a.quantity.measure, b.quantity.measure) < float(weights["told"]):
        return 0.0
    likeness = closeness(_without_figures(a.clause), _without_figures(b.clause))
    return likeness if likeness >= float(weights["clause"]) else 0.0


def _without_figures(clause: str) -> str:
    return "".join(character for character in clause if not character.isdigit())


def _closeness(one: str, other: str) -> float:
    return 1.0 if plain_measure(one) == plain_measure(other) else closeness(one, other)


def units_agree(one: str, other: str) -> bool:
    """Whether numbers of two units can stand for each other: people are not households, firms or beds."""
    found = compatible(one, other)
    people = vocabulary("achievements")["unit"]["people"]
    return found != "no" and (found != "counter" or (one in people) == (other in people))


def same_value(one: Goal, other: Goal) -> bool:
    """Whether two goals ask for the same number, whatever unit it is printed in.

    >>> from decimal import Decimal
    >>> from reconcile.model import Citation
    >>> at = Citation("plan.txt", 1, 1, "")
    >>> same_value(Goal(1, "", "ge", Decimal(15), "亩", at), Goal(1, "", "ge", Decimal(1), "公顷", at))
    True
    """
    value = convert(other.value, other.unit, one.unit)
    return (other.value if value is None else value) == one.value and one.value_high == other.value_high


def holds_goals(row: Stand, other: Stand) -> bool:
    """Whether a row promises every number that another one promised, and more: the other was merged into it."""
    ours = [judged.goal for judged in row.goals if judged.goal.origin == "target"]
    theirs = [judged.goal for judged in other.goals if judged.goal.origin == "target"]
    least = float(vocabulary("trend")["measures"]["same"])

    def is_held(goal: Goal) -> bool:
        return any(
            units_agree(goal.unit, own.unit)
            and same_value(goal, own)
            and bool(goal.measure)
            and _closeness(goal.measure, own.measure) >= least
            for own in ours
        )

    return 0 < len(theirs) < len(ours) and all(is_held(goal) for goal in theirs)
