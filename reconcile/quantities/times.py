"""Dates and times, which say when and not how much: 2023年, 3年内, 近三年, 24小时, 15分钟生活圈."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.wording import ending, endings
from reconcile.resources import vocabulary


class _Words(NamedTuple):
    units: frozenset[str]
    after: tuple[str, ...]
    within: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    always: frozenset[str]
    circle: str
    circle_reach: int
    dated: tuple[int, int]
    bare: tuple[int, int]


@cache
def _words() -> _Words:
    words = vocabulary("names")
    durations = words["durations"]
    return _Words(
        frozenset(durations["units"]),
        tuple(durations["after"]),
        tuple(durations["within"]),
        endings(durations["before"]),
        frozenset(durations["always"]),
        durations["circle"],
        durations["circle_reach"],
        tuple(durations["years"]),
        tuple(words["dates"]["years"]),
    )


def is_year(number: Scaled) -> bool:
    """Whether a number without a unit is written as a year is (2023, 二零二三)."""
    low, high = _words().bare
    return number.end - number.start == 4 and low <= number.value <= high and _is_plain(number)


def _is_plain(number: Scaled) -> bool:
    return not number.scaled and number.digits != "bare" and number.value == number.value.to_integral_value()


def is_time(text: str, number: Scaled, unit: str, end: int) -> bool:
    """Whether a number of years, days or hours says when: 2023年, 三年行动, 在3个工作日内, 24小时服务."""
    words = _words()
    if unit not in words.units:
        return False
    low, high = words.dated
    if unit == "年" and low <= number.value <= high and not number.scaled:
        return True
    if text[number.start : end] in words.always:
        return True
    if text.startswith(words.after, end) and not text.startswith(words.within, end):
        return True
    if words.circle in text[end : end + words.circle_reach]:
        return True
    return bool(ending(text, number.start, words.before))
