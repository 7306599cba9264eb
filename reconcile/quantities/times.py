"""Dates and times, which say when and not how much: 2023年, 3年内, 近三年, 24小时, 15分钟生活圈."""

from functools import cache

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.wording import ending, endings, vocabulary


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("names")
        durations = words["durations"]
        self.units: frozenset[str] = frozenset(durations["units"])
        self.after: tuple[str, ...] = tuple(durations["after"])
        self.within: tuple[str, ...] = tuple(durations["within"])
        self.before: dict[str, tuple[str, ...]] = endings(durations["before"])
        self.always: frozenset[str] = frozenset(durations["always"])
        self.year: str = durations["year"]
        self.circle: str = durations["circle"]
        self.circle_reach: int = durations["circle_reach"]
        self.dated: tuple[int, int] = tuple(durations["years"])
        self.bare: tuple[int, int] = tuple(words["dates"]["years"])


@cache
def _words() -> _Words:
    return _Words()


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
    if unit == words.year and low <= number.value <= high and not number.scaled:
        return True
    if text[number.start : end] in words.always:
        return True
    if text.startswith(words.after, end) and not text.startswith(words.within, end):
        return True
    if words.circle in text[end : end + words.circle_reach]:
        return True
    return bool(ending(text, number.start, words.before))
