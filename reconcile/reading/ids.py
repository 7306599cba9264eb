"""Ids of records: as printed, made where none is printed, told apart where repeated; and the gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reconcile.model import Outcome

_ID = re.compile(
    r"[(（\[【]?(?:[A-Za-z]{1,4}[-. ]?)?\d{1,6}(?:[.\-—–]\d{1,4}){0,4}[a-z]?[)）\]】.、]?|"
    r"[一二三四五六七八九十百]{1,5}[、.]?"
)


def is_id(cell: str) -> bool:
    """Whether a cell reads like the id of a record.

    >>> [is_id(cell) for cell in ("133", "A-3.1", "GS-2024-01", "十二", "2b", "建成5处")]
    [True, True, True, True, True, False]
    """
    return len(cell) <= 24 and (cell.isdecimal() or _ID.fullmatch(cell) is not None)


def unique_ids(printed: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ids of records in order, and those that are repeated.

    >>> unique_ids(["1", "", "1", "3"])
    (['1', '@2', '1@2', '3'], ['1'])
    """
    seen: dict[str, int] = {}
    ids: list[str] = []
    repeated: list[str] = []
    for position, text in enumerate(printed, 1):
        if not text:
            ids.append(f"@{position}")
            continue
        count = seen[text] = seen.get(text, 0) + 1
        if count == 2:
            repeated.append(text)
        ids.append(text if count == 1 else f"{text}@{count}")
    return ids, repeated


def number_of(record_id: str) -> int | None:
    """The number that an id is, None where it is none.

    >>> number_of("133@2"), number_of("@4"), number_of("A-1")
    (133, None, None)
    """
    text = record_id if record_id.isdecimal() else record_id.partition("@")[0].strip("()（）[]【】.、 ")
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def missing_ranges(ids: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The ranges of numbers (first, last) that the ids leave out, from 1 up to the highest.

    Where fewer than half of the ids are numbers there is no numbering to miss. A gap that records without a printed
    id (``@n``) fill, standing where the numbers should, is none.

    >>> missing_ranges(["3", "4", "7"]), missing_ranges(["1", "@2", "3"])
    (((1, 2), (5, 6)), ())
    """
    ids = list(ids)
    unnumbered = _unnumbered_before(ids)
    if len(unnumbered) * 2 < len(ids):
        return ()
    gaps = []
    before = 0
    for number in sorted(unnumbered):
        after, records = unnumbered[number]
        if number > before + 1 and not (after == before and records >= number - before - 1):
            gaps.append((before + 1, number - 1))
        before = number
    return tuple(gaps)


def _unnumbered_before(ids: Sequence[str]) -> dict[int, tuple[int, int]]:
    """For each number where it first stands: the number before it (0 for none), and the records without id between."""
    found: dict[int, tuple[int, int]] = {}
    before, unnumbered = 0, 0
    for record_id in ids:
        number = number_of(record_id)
        if number is not None:
            found.setdefault(number, (before, unnumbered))
            before, unnumbered = number, 0
        elif record_id.startswith("@"):
            unnumbered += 1
    return found


def missing_ids(outcomes: Sequence[Outcome]) -> tuple[tuple[int, int], ...]:
    """The ranges of row numbers (first, last) that a completion report leaves out, from 1 up to its highest.

    Whether a target without an outcome is ``dropped`` or merely ``uncovered`` depends on them: pages that are missing
    cannot be said to have dropped anything.
    """
    return missing_ranges(outcome.id for outcome in outcomes)


def out_of_order(ids: Sequence[str]) -> list[str]:
    """The ids whose number is below that of the record before them.

    >>> out_of_order(["1", "2", "5", "3", "6"])
    ['3']
    """
    numbers = [(record_id, number) for record_id in ids if (number := number_of(record_id)) is not None]
    return [record_id for (_, before), (record_id, number) in pairwise(numbers) if number < before]
