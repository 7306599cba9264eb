"""Level three: the second number of a range, and the unit that several numbers share.

2—3个, 6%—6.5%, 1万-5万元, 10—15亿元, 在10和20之间, 3、4个; 5000或10000元.
"""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.quantities.fractions import read_fraction
from reconcile.quantities.scaled import Scaled, next_candidate, read_scaled
from reconcile.quantities.units import Unit, read_unit
from reconcile.quantities.wording import vocabulary


class Measured(NamedTuple):
    """A number with the unit behind it: where that ends, and whether 余 or 多 stood between."""

    number: Scaled
    unit: Unit | None
    end: int
    approximate: bool = False

    @property
    def word(self) -> str:
        """The unit's text, also where the number's own writing says it (百分之三十)."""
        return self.unit.text if self.unit is not None else self.number.unit


class Range(NamedTuple):
    """The bounds of a range, its unit and where it ends."""

    low: Decimal
    high: Decimal
    last: Measured


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        numerals = vocabulary("numerals")
        words, indefinite = numerals["range"], numerals["indefinite"]
        self.joint: re.Pattern[str] = re.compile(
            f"(?:[{re.escape(words['dashes'])}]{{1,2}}|{'|'.join(words['words'])})"
        )
        self.between: tuple[str, ...] = tuple(words["between"])
        self.between_end: str = words["between_end"]
        self.english: str = words["english"]
        self.english_joint: str = words["english_joint"]
        self.neighbours: str = words["neighbours"]
        self.not_in: str = words["not_in"]
        self.shared_by: tuple[str, ...] = tuple(words["shared_by"])
        self.shared_reach: int = words["shared_reach"]
        self.shared_dimensions: frozenset[str] = frozenset(words["shared_dimensions"])
        self.ordinal: str = vocabulary("comparators")["rank"]["ordinal"]
        self.behind_number: str = indefinite["more"] + indefinite["about"] + indefinite["some"][-1]
        self.more: str = indefinite["more"]


@cache
def _words() -> _Words:
    return _Words()


def measured(text: str, number: Scaled) -> Measured:
    """The number with the unit behind it, past 余, 多 and the like."""
    if number.unit or number.end >= len(text):
        return Measured(number, None, number.end)
    unit = read_unit(text, number.end)
    if unit is not None:
        return Measured(number, unit, unit.end)
    words = _words()
    following = text[number.end]
    if following == " " and number.digits == "arabic":
        unit = read_unit(text, number.end + 1)
        if unit is not None and unit.text[0].isascii() and len(unit.text) > 1:
            return Measured(number, unit, unit.end)
    elif following in words.behind_number:
        unit = read_unit(text, number.end + 1)
        if unit is not None:
            return Measured(number, unit, unit.end, True)
        beyond = text[number.end + 1 : number.end + 2]
        if following == words.more[0] or (following in words.more and (not beyond or beyond in ",。;、)\n")):
            return Measured(number, None, number.end + 1, True)
    return Measured(number, None, number.end)


def _next(text: str, at: int) -> Measured | None:
    """The number that starts exactly at ``at``, with its unit."""
    match = next_candidate(text, at) if text[at : at + 1].strip() else None
    if match is None or match.start() != at:
        return None
    number = read_scaled(text, match)
    return None if number is None else measured(text, read_fraction(text, number))


def read_range(text: str, first: Measured) -> Range | None:
    """The range that begins with ``first``, or None where no second number makes it one.

    >>> text = "10—15亿元"
    >>> read_range(text, Measured(Scaled(0, 2, Decimal(10), Decimal(1), "arabic"), None, 2)).low
    Decimal('1000000000')
    """
    number, words = first.number, _words()
    if number.high is not None or number.leading_zero or number.digits == "bare" or first.end >= len(text):
        return None
    joint = words.joint.match(text, first.end)
    second = _next(text, joint.end()) if joint is not None else _neighbour(text, first, words)
    if second is None or second.number.high is not None or second.number.leading_zero:
        return None
    if number.unit and not second.word:
        # 百分之三十到四十
        second = second._replace(number=second.number._replace(unit=number.unit))
    if first.word and first.word != second.word:
        return None
    if text.startswith(words.between_end, second.end):
        second = second._replace(end=second.end + len(words.between_end))
    low, factor = number.value, second.number.factor
    if number.factor == 1 and factor > 1 and low < second.number.value / factor:
        low *= factor
    return Range(low, second.number.value, second) if low < second.number.value else None


def _neighbour(text: str, first: Measured, words: _Words) -> Measured | None:
    """3、4个 and 在10和20之间, where the joint alone would only list."""
    if text.startswith(words.english_joint, first.end) and _is_between(text, first.number.start, words):
        return _next(text, first.end + len(words.english_joint))
    if text.startswith(words.between, first.end):
        second = _next(text, first.end + 1)
        return second if second is not None and text.startswith(words.between_end, second.end) else None
    number = first.number
    if first.word or not text.startswith(words.neighbours, first.end) or not 0 < number.value < 10:
        return None
    if (
        text.find(words.not_in, max(0, number.start - 12), number.start) >= 0
        or text[number.start - 1 : number.start] == words.ordinal
    ):
        return None
    second = _next(text, first.end + 1)
    if second is None or second.number.value != number.value + 1 or not second.word:
        return None
    return second if second.unit is not None and second.unit.dimension in words.shared_dimensions else None


def _is_between(text: str, start: int, words: _Words) -> bool:
    return text[max(0, start - len(words.english)) : start].lower() == words.english


def shared_unit(text: str, first: Measured) -> Unit | None:
    """The unit that a number without one shares with those listed behind it (5000或10000元, 5、6、7个)."""
    words = _words()
    end = first.end
    for _ in range(words.shared_reach):
        joint = next((joint for joint in words.shared_by if text.startswith(joint, end)), "")
        second = _next(text, end + len(joint)) if joint else None
        if second is None or second.number.leading_zero:
            return None
        if second.word:
            unit = second.unit or Unit(second.word, "ratio", second.end)
            return unit if unit.dimension in words.shared_dimensions else None
        end = second.end
    return None
