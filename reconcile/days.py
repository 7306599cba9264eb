"""Days as options and settings give them."""

from __future__ import annotations

from datetime import date

from reconcile.errors import ReconcileError


def iso_day(day: str | date | None, option: str) -> str | None:
    """A day as ISO date, None for none; raises ``ReconcileError`` that names the option for anything else.

    >>> from datetime import datetime
    >>> iso_day("2023-12-31", "--as-of"), iso_day(datetime(2023, 12, 31, 8), "--as-of"), iso_day(None, "--as-of")
    ('2023-12-31', '2023-12-31', None)
    """
    if isinstance(day, date):
        return date(day.year, day.month, day.day).isoformat()
    if day is None:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise ReconcileError(
            f"{day!r} is no date", remedy=f"write {option} as YYYY-MM-DD, such as 2023-12-31"
        ) from None
