"""Which numbers of the plan carry a number of the report: the same one, a changed one, or parts that add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice, product

from reconcile.assessment.measures import closeness, likeness
from reconcile.quantities import compatible, convert
from reconcile.resources import vocabulary
from reconcile.tracing.promises import Number

Carrier = tuple[int, Number]
# Sums are looked for over at most this many ways to take one number from each target.
_MOST_SUMS = 512
# No more parts than these are looked for beside the targets whose words were found.
_MOST_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """What the plan made of one number: the (target, its number) that carry it, several where they add up to it.

    ``counted`` are targets that are counted one by one instead (4条高速: four targets).
    """

    carriers: tuple[Carrier, ...] = ()
    counted: tuple[int, ...] = ()

    @property
    def targets(self) -> frozenset[int]:
        """The positions of the targets that carry it."""
        return frozenset(target for target, _ in self.carriers) | frozenset(self.counted)


def carry(numbers: Sequence[Number], planned: Mapping[int, Sequence[Number]]) -> list[Carried]:
    """For each number of a passage what carries it among the numbers of the targets the passage went to.

    The same value goes first, to the measure most like its own; then another value of the same measure; then parts that
    add up. A number of the plan carries one number only.
    """
    free = [(target, number) for target in sorted(planned) for number in planned[target]]
    result: dict[int, Carried] = {}
    limits = vocabulary("tracing")["number"]
    # One of several targets may hold a part that was told of in much the same words.
    least = float(limits["same_measure"] if len(planned) == 1 else limits["same_of_several"])
    for same_value in (True, False):
        pairs = sorted(
            (-closeness(number.goal.measure, other.goal.measure), position, target, other.start)
            for position, number in enumerate(numbers)
            for target, other in free
            if (same_value and is_same(number, other)) or (not same_value and _is_changed(number, other, least))
        )
        by_place = {(target, other.start): other for target, other in free}
        for _, position, target, start in pairs:
            if position not in result and (target, start) in by_place:
                result[position] = Carried(((target, by_place.pop((target, start))),))
        free = [(target, number) for target, number in free if (target, number.start) in by_place]
        if same_value:
            free = _take_sums(numbers, free, result)
    result |= _last_pair(numbers, free, result)
    return [result.get(position, Carried()) for position in range(len(numbers))]


def _last_pair(numbers: Sequence[Number], free: Sequence[Carrier], result: Mapping[int, Carried]) -> dict[int, Carried]:
    """The one number that nothing carries yet and the one of the plan that carries none, where they can be a pair."""
    open_numbers = [k for k, number in enumerate(numbers) if k not in result and number.role != "qualifier"]
    rest = [(target, other) for target, other in free if other.role != "qualifier"]
    if len(open_numbers) != 1 or len(rest) != 1:
        return {}
    least = float(vocabulary("tracing")["number"]["last_pair"])
    return {open_numbers[0]: Carried((rest[0],))} if _is_changed(numbers[open_numbers[0]], rest[0][1], least) else {}


def is_same(number: Number, other: Number) -> bool:
    """Whether two numbers are the same amount of comparable units."""
    if not _is_comparable(number, other):
        return False
    high = number.goal.value_high, other.goal.value_high
    return _value(other, number) == number.goal.value and (high[0] is None) == (high[1] is None)


def _is_changed(number: Number, other: Number, least: float) -> bool:
    """Whether two numbers count the same, by measures at least this alike, and say another amount."""
    alike = closeness(number.goal.measure, other.goal.measure)
    return _is_comparable(number, other) and alike >= least and "qualifier" not in (number.role, other.role)


def _is_comparable(number: Number, other: Number) -> bool:
    growth = number.goal.basis == "growth", other.goal.basis == "growth"
    return growth[0] == growth[1] and compatible(number.goal.unit, other.goal.unit) != "no"


def _value(other: Number, number: Number) -> Decimal:
    """The value of another number in the unit of this one."""
    value = convert(other.goal.value, other.goal.unit, number.goal.unit)
    return other.goal.value if value is None else value


def _take_sums(numbers: Sequence[Number], free: list[Carrier], result: dict[int, Carried]) -> list[Carrier]:
    """Numbers that nothing carries alone, given to parts that add up to them; what is left of the plan's numbers."""
    for position, number in enumerate(numbers):
        if position in result or number.role == "qualifier" or number.goal.value_high is not None:
            continue
        parts = _parts(number, free)
        if parts:
            result[position] = Carried(parts)
            taken = {(target, other.start) for target, other in parts}
            free = [(target, other) for target, other in free if (target, other.start) not in taken]
    return free


def _parts(number: Number, free: Sequence[Carrier]) -> tuple[Carrier, ...]:
    """Numbers of the plan that add up to a number: one of each target, or all there are; () where none do."""
    fitting = [each for each in free if each[1].role != "qualifier" and _is_addable(number, each[1])]
    by_target: dict[int, list[Carrier]] = {}
    for each in fitting:
        by_target.setdefault(each[0], []).append(each)
    ways = [tuple(fitting)] if len(fitting) > 1 else []
    if len(by_target) > 1:
        ways = [*islice(product(*by_target.values()), _MOST_SUMS), *ways]
    for way in ways:
        if sum((_value(other, number) for _, other in way), Decimal(0)) == number.goal.value:
            return tuple(way)
    return ()


def parts_beside(
    number: Number, own: Mapping[int, Sequence[Number]], beside: Mapping[int, Sequence[Number]]
) -> tuple[Carrier, ...]:
    """One number of each of a promise's ``own`` targets and of some ``beside`` them that add up to a number, or ()."""
    if number.role == "qualifier" or number.goal.value_high is not None or not own or not beside:
        return ()
    options = [[(t, other) for t in some for other in some[t] if _is_addable(number, other)] for some in (own, beside)]
    by_target = [[each for each in options[0] if each[0] == target] for target in own]
    for way in islice(product(*by_target), _MOST_SUMS):
        rest = number.goal.value - sum((_value(other, number) for _, other in way), Decimal(0))
        for count in range(1, min(len(options[1]), _MOST_BESIDE) + 1):
            for more in islice(combinations(options[1], count), _MOST_SUMS):
                if sum((_value(other, number) for _, other in more), Decimal(0)) == rest:
                    return tuple(sorted((*way, *more), key=lambda each: each[0]))
    return ()


def _is_addable(number: Number, other: Number) -> bool:
    """Whether another number may be a part of this one: an amount of comparable units, no rate and no range."""
    amounts = all(each.goal.comparator not in ("full", "rank", "le") for each in (number, other))
    return amounts and other.goal.value_high is None and number.goal.unit != "%" and _is_comparable(number, other)


def is_about(number: Number, other: Number, least: float) -> bool:
    """Whether two numbers are the same amount of the same thing, told by their measures alone."""
    return is_same(number, other) and likeness(number.goal.measure, other.goal.measure) >= least
