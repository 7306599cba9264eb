"""Level one: a numeral, in Arabic or Chinese characters, read to its value.

Positional and multiplicative Chinese notation, colloquial endings (一百五 = 150), financial forms, two neighbouring
digits as a range (两三), and the indefinite words 几 and 数. What the characters mean is data in
``rules/vocabulary/numerals.toml``.
"""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.quantities.wording import vocabulary


class Numeral(NamedTuple):
    """What a run of numeral characters says: ``high`` is set where it says from–to; ``approximate`` for 几, 数."""

    value: Decimal
    high: Decimal | None = None
    approximate: bool = False


class _Signs:
    """What the characters of a numeral mean."""

    def __init__(self) -> None:
        words = vocabulary("numerals")
        self.digits: dict[str, int] = words["digits"]
        self.places: dict[str, int] = words["places"]
        self.tens: dict[str, int] = words["tens"]
        self.scales: dict[str, int] = words["scales"]
        self.some: str = words["indefinite"]["some"]
        self.point: str = words["signs"]["point"]
        self.pairs: frozenset[str] = frozenset(words["pairs"]["also"])


@cache
def _signs() -> _Signs:
    return _Signs()


def read_arabic(digits: str) -> Decimal:
    """The value of ASCII digits with Western separators.

    >>> read_arabic("1,234.5")
    Decimal('1234.5')
    """
    return Decimal(digits.replace(",", "").replace(" ", ""))


@cache
def _single(char: str) -> Numeral | None:
    signs = _signs()
    if char in signs.digits:
        return Numeral(Decimal(signs.digits[char]))
    number = signs.places.get(char) or signs.tens.get(char) or signs.scales.get(char)
    return Numeral(Decimal(number)) if number else None


def read_chinese(run: str) -> Numeral | None:
    """The value of a run of Chinese numeral characters, or None where they make no number.

    >>> read_chinese("一万五千亿").value
    Decimal('1500000000000')
    >>> read_chinese("一百五").value, read_chinese("二〇二三".replace("〇", "零")).value
    (Decimal('150'), Decimal('2023'))
    >>> read_chinese("三四十")
    Numeral(value=Decimal('30'), high=Decimal('40'), approximate=True)
    """
    if len(run) == 1:
        return _single(run)
    signs = _signs()
    if run[0] in signs.some:
        numeral = read_chinese(run[1:]) if len(run) > 1 else None
        return numeral._replace(approximate=True) if numeral else None
    if signs.some[-1] in run or run[-1] in signs.some:
        # 十几万: the bound is 十万
        numeral = read_chinese("".join(char for char in run if char not in signs.some))
        return numeral._replace(approximate=True) if numeral else None
    whole, point, decimals = run.partition(signs.point)
    if point:
        return _decimal(whole, decimals, signs)
    if all(char in signs.digits for char in run):
        return _by_position(run, signs)
    pair = _pair(run, signs)
    if pair is not None:
        low, high = _by_place(run[: pair + 1] + run[pair + 2 :], signs), _by_place(run[:pair] + run[pair + 1 :], signs)
        return Numeral(low, high, True) if low is not None and high is not None and low < high else None
    value = _by_place(run, signs)
    return None if value is None else Numeral(value)


def _decimal(whole: str, decimals: str, signs: _Signs) -> Numeral | None:
    """十五点八万: digits after the point, then scales that multiply the whole."""
    end = next((i for i, char in enumerate(decimals) if char not in signs.digits), len(decimals))
    before = read_chinese(whole) if whole else None
    if before is None or before.high is not None or end == 0:
        return None
    value = Decimal(f"{before.value}.{''.join(str(signs.digits[char]) for char in decimals[:end])}")
    for char in decimals[end:]:
        factor = signs.places.get(char) or signs.scales.get(char)
        if factor is None or factor == 10:
            # 三点二十 is a time of day
            return None
        value *= factor
    return Numeral(value, None, before.approximate)


def _by_position(run: str, signs: _Signs) -> Numeral:
    """二零二三 → 2023; two neighbours, 两三, are a range."""
    first, second = signs.digits[run[0]], signs.digits[run[1]]
    if len(run) == 2 and first and (second == first + 1 or run in signs.pairs):
        return Numeral(Decimal(first), Decimal(second), True)
    return Numeral(Decimal("".join(str(signs.digits[char]) for char in run)))


def _pair(run: str, signs: _Signs) -> int | None:
    """Where two neighbouring digits stand side by side inside a multiplicative numeral (三四十, 十七八)."""
    for at in range(len(run) - 1):
        first, second = signs.digits.get(run[at]), signs.digits.get(run[at + 1])
        if first and second and (second == first + 1 or run[at : at + 2] in signs.pairs):
            return at
    return None


def _by_place(run: str, signs: _Signs) -> Decimal | None:
    """Multiplicative notation: a digit times its place, everything so far times its scale."""
    total = section = 0
    digit: int | None = None
    last = 0  # the place or scale before the pending digit, for the colloquial ending
    lowest = 0  # the lowest scale applied to total so far
    for char in run:
        if char in signs.digits:
            if digit:
                return None
            digit = signs.digits[char]
            last = last if digit else 0
        elif char in signs.places or char in signs.tens:
            place = signs.places.get(char, 10)
            section += signs.tens[char] if char in signs.tens else (1 if digit is None else digit) * place
            digit, last = None, place
        elif char in signs.scales:
            scale = signs.scales[char]
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            if not total or scale < lowest:
                total += section * scale
            else:
                total = (total + section) * scale
            section, digit, last, lowest = 0, None, scale, scale
        else:
            return None
    if digit and last >= 100:
        digit *= last // 10
    return Decimal(total + section + (digit or 0))
