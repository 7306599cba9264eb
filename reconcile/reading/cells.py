"""What a cell of a table looks like: a number, an amount, a date, a status word, the names of responsible units."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reconcile.resources import vocabulary
from reconcile.variants import simplified

_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LONGEST_NUMBER = 32
_LONGEST_DATE = 24
_NEARLY_ALL = 0.8


@cache
def placeholders() -> frozenset[str]:
    """What stands in cells that say nothing (—, 无)."""
    return frozenset(vocabulary("responsible")["owners"]["empty"])


def is_long_text(cells: list[str]) -> bool:
    """Whether a column holds sentences rather than names, numbers or marks."""
    filled = sorted(len(cell) for cell in cells if cell)
    return len(filled) >= 2 and filled[len(filled) // 2] >= 8


@lru_cache(maxsize=4096)
def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else: an amount or a range, with ≥, % or 以上 and such.

    >>> [is_number(cell) for cell in ("7.3", "≥1,200", "85%", "6—6.5", "5.5%左右", "500张", "新增5")]
    [True, True, True, True, True, False, False]
    """
    return len(cell) <= _LONGEST_NUMBER and _number().fullmatch("".join(cell.translate(_NARROW).split())) is not None


@cache
def _number() -> re.Pattern[str]:
    table = vocabulary("headers")["number"]
    before, after, between = ("|".join(map(re.escape, table[part])) for part in ("before", "after", "between"))
    amount = r"-?\d[\d,]{0,15}(?:\.\d{1,8})?[%‰]?"
    return re.compile(rf"(?:{before})?{amount}(?:(?:{between}){amount})?(?:{after})?")


def is_amount(cell: str) -> bool:
    """Whether a cell holds one number, alone or with its unit, and nothing else.

    >>> [is_amount(cell) for cell in ("42", "612人次", "7.6 days", "Opened", "新建18座", "18座、24座")]
    [True, True, True, False, False, False]
    """
    return is_number(cell) or (len(cell) <= _LONGEST_NUMBER and _amount().fullmatch(cell.strip()) is not None)


@cache
def _amount() -> re.Pattern[str]:
    letters = int(vocabulary("headers")["amount"]["unit_letters"])
    return re.compile(rf"\d[\d,]{{0,15}}(?:\.\d{{1,8}})?\s?[^\W\d_]{{1,{letters}}}")


def holds_amounts(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are numbers, alone or with their units."""
    filled = [cell for cell in cells if cell and cell not in placeholders()]
    return bool(filled) and sum(map(is_amount, filled)) >= _NEARLY_ALL * len(filled)


def holds_numbers(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are numbers."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(is_number, filled)) >= _NEARLY_ALL * len(filled)


def holds_shares(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are percentages."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum("%" in cell and is_number(cell) for cell in filled) >= _NEARLY_ALL * len(filled)


def holds_claims(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are words of self-assessment, blanks and dashes left out."""
    filled = [cell for cell in cells if any(map(str.isalpha, cell))]
    return bool(filled) and sum(map(is_claim, filled)) >= _NEARLY_ALL * sum(map(bool, cells))


def is_claim(cell: str) -> bool:
    """Whether a cell holds a word of self-assessment and nothing else."""
    from reconcile.reading.claims import known_claim

    return known_claim(cell)


def is_deadline(cell: str) -> bool:
    """Whether a cell names a time by which something is due.

    >>> [is_deadline(cell) for cell in ("12月底", "年内", "31/12/2025", "March 2025", "Q4", "Opened 3 May 2025")]
    [True, True, True, True, True, False]
    """
    content = vocabulary("responsible")["content"]
    if len(cell) <= _LONGEST_DATE and _date().fullmatch(cell.strip()):
        return True
    cell = simplified(cell)
    if len(cell) > content["longest_deadline"]:
        return False
    return any(word in cell for word in content["deadlines"]) or bool(re.search(content["month_number"], cell))


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(vocabulary("responsible")["content"]["months"])
    figures = r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    quarter = r"Q[1-4](?: (?:FY)?\d{4}(?:[/-]\d{2,4})?)?"
    named = rf"(?:(?:By |End )?(?:\d{{1,2}} )?(?:{months})[a-z]{{0,6}}\.?[ -]?(?:\d{{1,2}}, )?(?:\d{{4}}|\d{{2}})?)"
    return re.compile(rf"{figures}|{quarter}|{named}", re.IGNORECASE)


def ends_owner(text: str) -> bool:
    """Whether a text ends as the name of a responsible unit does (某局, 某委)."""
    return simplified(text).endswith(tuple(vocabulary("responsible")["content"]["owner_endings"]))


def is_owner(cell: str) -> bool:
    """Whether a cell names nothing but responsible units.

    >>> is_owner("市财政局 市税务局"), is_owner("Health Board, Education Department"), is_owner("新增床位500张")
    (True, True, False)
    """
    if cell.isascii():
        return all(ends_owner(part.strip()) for part in re.split(r"[,;]| and ", cell) if part.strip())
    return all(len(part) <= 20 and ends_owner(part) for part in re.split(r"[\s、，,;；]+", cell) if part)
