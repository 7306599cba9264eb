"""Level three, first half: the unit behind a number, its dimension, and exact conversion within a dimension.

Units and their sizes are data (``rules/vocabulary/units.toml``), kept as fractions: nothing is rounded on the way.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from reconcile.quantities.wording import vocabulary

if TYPE_CHECKING:
    from fractions import Fraction

Compatibility = Literal["same", "convertible", "counter", "no"]

# Documents use few units, and ask the same of each again and again.
_UNITS = 1024


class Unit(NamedTuple):
    """A unit as printed (without blanks), what it measures, and where it ends in the text."""

    text: str
    dimension: str
    end: int


class _Word(NamedTuple):
    text: str
    dimension: str
    not_before: str
    latin: bool


@cache
def _sizes() -> "dict[str, tuple[str, Fraction]]":
    """Every unit's dimension and its size in that dimension's base unit; counters have the size one."""
    from fractions import Fraction

    words = vocabulary("units")
    sizes = {
        unit: (dimension, Fraction(size))
        for dimension, units in words["dimensions"].items()
        for unit, size in units.items()
    }
    for unit in (*words["counters"]["things"], *words["counters"]["people"]):
        sizes.setdefault(unit, ("counter", Fraction(1)))
    return sizes


@cache
def _by_first() -> dict[str, tuple[_Word, ...]]:
    """The units by their first character, longest first."""
    not_before = vocabulary("units")["counters"]["not_before"]
    grouped: dict[str, list[_Word]] = {}
    for unit, (dimension, _) in _sizes().items():
        word = _Word(unit, dimension, not_before.get(unit, ""), unit[-1].isascii() and unit[-1].isalnum())
        grouped.setdefault(unit[0], []).append(word)
    return {first: tuple(sorted(words, key=lambda word: -len(word.text))) for first, words in grouped.items()}


@cache
def _per() -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for word in vocabulary("units")["rates"]["per"]:
        grouped.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in grouped.items()}


@cache
def _joined_by() -> str:
    """The characters between a unit and what it is taken over."""
    joints: str = vocabulary("units")["rates"]["joined_by"]
    return joints


def read_unit(text: str, at: int) -> Unit | None:
    """The longest unit that starts at ``at``, with what it is a rate over; None where there is none.

    >>> read_unit("460万千瓦以上", 4)
    Unit(text='千瓦', dimension='power', end=6)
    >>> read_unit("30万吨/年", 3).text
    '吨/年'
    """
    if at >= len(text):
        return None
    for word in _by_first().get(text[at], ()):
        if not text.startswith(word.text, at):
            continue
        end = at + len(word.text)
        following = text[end : end + 1]
        if following:
            if following in word.not_before:
                continue
            if word.latin and following.isascii() and following.isalpha():
                continue
            if following in _joined_by() and word.dimension != "ratio":
                return _rate(text, word, at, end)
        return Unit(word.text, word.dimension, end)
    return None


def _rate(text: str, word: _Word, at: int, end: int) -> Unit:
    """The unit with what it is taken over, as often as it is (元/月/人, 件/万人)."""
    dimension = word.dimension
    while end < len(text) and text[end] in _joined_by():
        bracket = text.startswith("(", end + 1)
        start = end + 1 + bracket
        scaled = start + (text[start : start + 1] in vocabulary("numerals")["scale_words"])
        per = next((per for per in _per().get(text[scaled : scaled + 1], ()) if text.startswith(per, scaled)), None)
        if per is None:
            break
        dimension = f"{dimension}/{text[start : scaled + len(per)]}"
        end = scaled + len(per)
        if bracket and text.startswith(")", end):
            end += 1
    return Unit(text[at:end], dimension, end)


def canonical(unit: str) -> str:
    """The sign that a unit is known by: % for percent.

    >>> canonical("percent"), canonical("张")
    ('%', '张')
    """
    names: dict[str, str] = vocabulary("units")["canonical"]
    return names.get(unit, unit)


@lru_cache(maxsize=_UNITS)
def dimension_of(unit: str) -> str:
    """What a unit measures; "" for none or one that is not known.

    >>> dimension_of("亩"), dimension_of("张"), dimension_of("吨/年")
    ('area', 'counter', 'mass/年')
    """
    read = read_unit(unit, 0) if unit else None
    return read.dimension if read is not None and read.end == len(unit) else ""


def _size(unit: str) -> "tuple[str, Fraction] | None":
    """A unit's dimension and size; a rate keeps what it is over as part of its dimension."""
    if unit in _sizes():
        return _sizes()[unit]
    head, rest = _head(unit)
    return (f"{head[0]}{rest}", head[1]) if head is not None and rest else None


def _head(unit: str) -> "tuple[tuple[str, Fraction] | None, str]":
    for at in _joints(unit):
        if unit[:at] in _sizes():
            return _sizes()[unit[:at]], "/" + unit[at + 1 :]
    return None, ""


def _joints(unit: str) -> Iterator[int]:
    return (at for at, char in enumerate(unit) if char in _joined_by())


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """``value`` of ``unit`` in the unit ``to``, or None where they do not measure the same.

    >>> convert(Decimal("1.5"), "亿元", "万元")
    Decimal('15000')
    >>> convert(Decimal(15), "亩", "公顷")
    Decimal('1')
    >>> convert(Decimal(3), "个", "亩") is None
    True
    """
    if unit == to:
        return value
    factor = _factor(unit, to)
    if factor is None:
        return None
    top, bottom = value.as_integer_ratio()
    exact = factor * top / bottom
    return Decimal(exact.numerator) / Decimal(exact.denominator)


@lru_cache(maxsize=_UNITS)
def _factor(unit: str, to: str) -> "Fraction | None":
    """How many of one unit the other is, or None where they do not measure the same."""
    here, there = _size(unit), _size(to)
    if here is None or there is None or here[0] != there[0] or here[0].startswith("counter"):
        return None
    return here[1] / there[1]


@lru_cache(maxsize=_UNITS)
def compatible(unit_a: str, unit_b: str) -> Compatibility:
    """Whether numbers of two units can be compared: as they are, after conversion, where their nouns agree, or not.

    >>> compatible("家", "个"), compatible("亩", "公顷"), compatible("人", "名"), compatible("人", "亩")
    ('counter', 'convertible', 'counter', 'no')
    """
    if unit_a == unit_b:
        return "same"
    here, there = _size(unit_a), _size(unit_b)
    if here is None or there is None or here[0] != there[0]:
        return "no"
    return "counter" if here[0].startswith("counter") else "convertible"
