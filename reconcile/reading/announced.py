"""How many items a document says that it holds (共梳理出200项任务目标)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reconcile.model import Citation, Passage
from reconcile.resources import vocabulary
from reconcile.variants import simplified


class Announcement(NamedTuple):
    """A number of items, and the words that name it."""

    items: int
    citation: Citation


def announcement(lines: Iterable[Passage]) -> Announcement | None:
    """The largest number of items that the lines around a table speak of, None where they speak of none.

    The largest, because smaller ones count a part (其中10项重点任务).

    >>> announcement([Passage("共梳理出200项任务，其中民生实事20项")]).items
    200
    >>> announcement([Passage("2023年完成200公里道路")]) is None
    True
    """
    found = [
        Announcement(int(match.group(1)), line.cite(*match.span()))
        for line in lines
        for pattern in _patterns()
        for match in pattern.finditer(simplified(line.text))
    ]
    return max(found, key=lambda each: each.items, default=None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """A number, what it is counted in and what it counts, with a few words between; in Chinese and in English."""
    table = vocabulary("titles")["announced"]
    nouns = [re.escape(word) for word in sorted(table["nouns"], key=len, reverse=True)]
    chinese = "|".join(word for word in nouns if not word.isascii())
    english = "|".join(word for word in nouns if word.isascii())
    between = int(table["characters_between"])
    counters = "".join(table["counters"])
    return (
        re.compile(rf"(?<![\d.])(\d{{1,5}}) ?[{counters}][^\d，。；：、,;:()（）]{{0,{between}}}?(?:{chinese})"),
        re.compile(rf"(?<![\d.,])(\d{{1,5}})(?: [a-z-]{{1,20}}){{0,3}}? (?:{english})\b", re.IGNORECASE),
    )
