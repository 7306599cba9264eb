"""The part of a year that a heading speaks of (上半年, 1—9月, Q1), in months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.resources import vocabulary
from reconcile.variants import simplified

_MONTHS = re.compile(r"(?:(\d{1,2})月?\s*[-—–~至到]\s*)?(\d{1,2})月")


def period_of(heading: str) -> tuple[int, int] | None:
    """The first and the last month that a heading names, None where it names none.

    >>> period_of("1—9月完成情况"), period_of("全年目标"), period_of("截至6月底进展"), period_of("责任单位")
    ((1, 9), (1, 12), (1, 6), None)
    """
    text = simplified(heading).lower()
    months = _MONTHS.search(text)
    if months:
        last = int(months[2])
        until = any(word in text for word in vocabulary("headers")["period"]["until"])
        first = int(months[1]) if months[1] else 1 if until else last
        return (first, last) if 1 <= first <= last <= 12 else None
    return next((months for word, months in _words() if word in text), None)


def is_period(cell: str) -> bool:
    """Whether a cell names a part of the year and hardly anything else.

    >>> is_period("1—6月"), is_period("上半年"), is_period("上半年完成情况")
    (True, True, False)
    """
    rest = simplified("".join(cell.split())).lower()
    if period_of(cell) is None:
        return False
    rest = _MONTHS.sub("", rest)
    for word in (*(word for word, _ in _words()), *vocabulary("headers")["period"]["until"]):
        rest = rest.replace(word, "")
    return not rest.strip(vocabulary("headers")["period"]["ends"])


def within_another(headings: Sequence[str]) -> list[int]:
    """The headings whose period is a part of another one's.

    >>> within_another(["上半年完成情况", "全年完成情况"]), within_another(["一季度进展", "二季度进展"])
    ([0], [])
    """
    periods = [period_of(heading) for heading in headings]
    return [
        index
        for index, own in enumerate(periods)
        if own and any(other and other != own and other[0] <= own[0] and own[1] <= other[1] for other in periods)
    ]


@cache
def _words() -> list[tuple[str, tuple[int, int]]]:
    """Words for parts of a year with their months, longest first."""
    months: dict[str, list[int]] = vocabulary("headers")["period"]["months"]
    return [(word, (first, last)) for word, (first, last) in sorted(months.items(), key=lambda item: -len(item[0]))]
