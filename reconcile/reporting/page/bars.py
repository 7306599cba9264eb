"""The bars of the page: a verdict's goal, achievement and last year on one scale, and a match's weights as a waterfall.

Lengths are in hundredths of the scale, as text that an SVG path takes; what they mean stands beside them in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reconcile.model import JudgedGoal, Match
from reconcile.reporting.tables import weight, weight_parts

# With more targets than this each is told in words and figures alone, so that the page stays light.
DENSE_FROM = 5_000


@dataclass(frozen=True, slots=True)
class Bar:
    """The lengths of a goal, of what was reached and of what was reached the year before; None where there is none.

    ``goal_from`` is where the goal begins that is a range.
    """

    goal: str
    reached: str | None
    last_year: str | None
    goal_from: str | None = None


def bar(judged: JudgedGoal) -> Bar | None:
    """The bars of a verdict, or None where the goal has no other amount of its unit beside it."""
    goal, achievement, before = judged.goal, judged.achievement, judged.last_year
    if goal.comparator == "rank":
        return None
    promised = goal.value if goal.value_high is None else goal.value_high
    comparable = achievement and judged.verdict != "incomparable" and achievement.unit == goal.unit
    reached = achievement.value if achievement and comparable else None
    last_year = before.value if before and before.unit == goal.unit else None
    lengths = [value for value in (promised, reached, last_year) if value is not None]
    longest = max(lengths)
    if len(lengths) == 1 or min(lengths) < 0 or longest == 0:
        return None
    low = None if goal.value_high is None else goal.value
    return Bar(_hundredths(promised, longest), _of(reached, longest), _of(last_year, longest), _of(low, longest))


def _of(value: Decimal | None, longest: Decimal) -> str | None:
    return None if value is None else _hundredths(value, longest)


def _hundredths(value: Decimal | float, longest: Decimal | float) -> str:
    return f"{100 * float(value) / float(longest):.3g}"


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: where it starts and how far it goes, to the left where that is less than 0."""

    start: str
    length: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The parts of a match's weight, each from where the one before ended; then their sum, and the runner-up's."""

    parts: Mapping[str, Step]
    total: Step
    runner_up: Step | None


def waterfall(match: Match) -> Waterfall:
    """The weights of a match as bars on one scale, which takes in 0 and everything shown."""
    parts = weight_parts(match)
    ends = [0.0]
    for bits in parts.values():
        ends.append(ends[-1] + bits)
    second = match.runner_up.weight if match.runner_up else None
    low, high = _scale([*ends, *([] if second is None else [second])])

    def step(start: float, length: float) -> Step:
        return Step(_hundredths(start - low, high - low), _hundredths(length, high - low))

    return Waterfall(
        {name: step(start, bits) for (name, bits), start in zip(parts.items(), ends, strict=False)},
        step(0, weight(match)),
        None if second is None else step(0, second),
    )


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low, low + 1)
