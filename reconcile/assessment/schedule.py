"""How much of the time for a goal is gone on the day that a report speaks for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from reconcile.resources import vocabulary

_MONTH = re.compile(r"(1[0-2]|[1-9])\s*月")


def deadline_month(deadline: str) -> int:
    """The month (1…12) by whose end a deadline as printed falls due; 12 where it names none.

    >>> deadline_month("11月底"), deadline_month("年底"), deadline_month("长期坚持"), deadline_month("")
    (11, 12, 12, 12)
    """
    found = _MONTH.search(deadline)
    if found:
        return int(found[1])
    words: dict[str, int] = vocabulary("verdicts")["deadline"]["words"]
    return next((month for word, month in words.items() if word in deadline), 12)


def share_gone(as_of: str | None, deadline: str) -> float | None:
    """The share 0…1 of the time up to the deadline that is gone on ``as_of`` (ISO date); None where it is not known.

    Counted in months of the year that ``as_of`` falls into, as 序时进度 is.

    >>> share_gone("2020-06-30", "年底"), share_gone("2023-12-31", "年底"), share_gone(None, "年底")
    (0.5, 1.0, None)
    """
    if as_of is None:
        return None
    day = date.fromisoformat(as_of)
    months = day.month - 1 + day.day / monthrange(day.year, day.month)[1]
    return min(1.0, months / deadline_month(deadline))
