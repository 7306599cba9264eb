"""How much of the time for a goal is gone on the day that a report speaks for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from reconcile.quantities.characters import normalise
from reconcile.resources import vocabulary

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])(?=年|[-./]|$)")
# 2023-10-31, 2023.10, 2023/10/31: the month stands behind the year.
_DATE = re.compile(r"(?<![0-9])20[0-9]{2}[-./](1[0-2]|0?[1-9])(?:[-./](3[01]|[12][0-9]|0?[1-9]))?(?![0-9])")
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月(?:份)?(?:(3[01]|[12][0-9]|0?[1-9])[日号])?")


@lru_cache(maxsize=1024)
def due_months(deadline: str, year: int) -> float:
    """How many months after the start of ``year`` a deadline as printed falls due; 12 where it names no time.

    The last time named counts (3月开工、11月底竣工), a day as the part of its month that it ends. Work that goes on
    (长期坚持, 每月) has the whole year.

    >>> due_months("11月底", 2023), due_months("年底", 2023), due_months("长期坚持", 2023), due_months("", 2023)
    (11, 12, 12, 12)
    >>> due_months("2024年6月底", 2023), due_months("第三季度", 2023), due_months("六月底前", 2023)
    (18, 9, 6)
    """
    text = _in_digits(normalise(deadline).text)
    words = vocabulary("verdicts")["deadline"]
    later = 12 * (_due_year(text, year) - year)
    if any(word in text for word in words["continuing"]) and not _MONTH.search(text):
        return 12 + max(0, later)
    dates = [(found.start(), found[1], found[2]) for pattern in (_DATE, _MONTH) for found in pattern.finditer(text)]
    if dates:
        _, month, day = max(dates)
        length = monthrange(year, int(month))[1]
        return later + (int(month) - 1 + min(int(day), length) / length if day else int(month))
    named = [(text.rfind(word), month) for word, month in words["words"].items() if word in text]
    return later + (max(named)[1] if named else 12)


def _due_year(text: str, year: int) -> int:
    """The year that a deadline names last, else ``year``; 明年 is the next one."""
    years = [int(found[1]) for found in _YEAR.finditer(text)]
    if years:
        return years[-1]
    return year + any(word in text for word in vocabulary("verdicts")["deadline"]["next_year"])


def _in_digits(text: str) -> str:
    """A deadline with the Chinese numerals of its months in digits (十一月底)."""
    for numeral, digits in vocabulary("verdicts")["deadline"]["months"].items():
        text = text.replace(numeral, digits)
    return text


def stated_deadline(text: str) -> str:
    """The deadline that an English target states in its own words, "" where it states none with a year.

    >>> stated_deadline("Plant 500 trees by 31 March 2024"), stated_deadline("Plant 500 trees")
    ('31 March 2024', '')
    """
    found = re.search(vocabulary("verdicts")["deadline"]["stated"], text) if "20" in text else None
    return found[1] if found else ""


@lru_cache(maxsize=1024)
def year_reported(as_of: str | None, deadline: str) -> str:
    """The year that a report of this year speaks for; "" where that is not plain.

    It is not where the deadline is of an earlier year, nor in the first months, when reports speak of the year before.

    >>> [year_reported(*told) for told in [("2023-12-31", "年底"), ("2023-02-10", "年底"), ("2023-12-31", "2022年底")]]
    ['2023', '', '']
    """
    if as_of is None:
        return ""
    day = date.fromisoformat(as_of)
    early = day.month <= int(vocabulary("verdicts")["deadline"]["early_months"])
    return "" if early or due_months(deadline, day.year) <= 0 else str(day.year)


@lru_cache(maxsize=1024)
def share_gone(as_of: str | None, deadline: str) -> float | None:
    """The share 0…1 of the time up to the deadline that is gone on ``as_of`` (ISO date); None where it is not known.

    Counted in months from the start of the year that ``as_of`` falls into, as 序时进度 is; 1.0 where the deadline is
    past.

    >>> share_gone("2020-06-30", "年底"), share_gone("2023-12-31", "年底"), share_gone(None, "年底")
    (0.5, 1.0, None)
    >>> share_gone("2023-06-30", "9月底"), share_gone("2023-12-31", "2024年6月底"), share_gone("2023-03-31", "2022年底")
    (0.6666666666666666, 0.6666666666666666, 1.0)
    """
    if as_of is None:
        return None
    day = date.fromisoformat(as_of)
    gone = day.month - 1 + day.day / monthrange(day.year, day.month)[1]
    due = due_months(deadline, day.year)
    return 1.0 if gone >= due else gone / due
