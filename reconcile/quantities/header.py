"""A unit that stands only in the column header: 计划投资额(万元), 完成率, Ratio."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.quantities.characters import normalise
from reconcile.quantities.figures import Figure
from reconcile.quantities.units import Unit, read_unit
from reconcile.quantities.wording import vocabulary

_ENCLOSED = re.compile(r"\(([^()]*)\)")


class HeaderUnit(NamedTuple):
    """What a header adds to a bare number: a factor, a unit, or that the number is a part of one."""

    unit: str
    dimension: str
    factor: Decimal
    ratio: bool = False


@cache
def header_unit(header: str) -> HeaderUnit | None:
    """The unit that a column header names, or None.

    >>> header_unit("计划投资额(万元)")
    HeaderUnit(unit='元', dimension='money', factor=Decimal('10000'), ratio=False)
    """
    text = normalise(header).text
    words = vocabulary("units")["header"]
    for candidate in (*(match.group(1) for match in _ENCLOSED.finditer(text)), text):
        named = _named(_without_label(candidate, words["unit_words"]))
        if named is not None:
            return named
    if any(word in text for word in words["ratio_words"]):
        return HeaderUnit("%", "ratio", Decimal(1), ratio=True)
    return None


def _without_label(words: str, labels: list[str]) -> str:
    """单位:公里 without its label."""
    for label in labels:
        words = words.removeprefix(label)
    return words.removeprefix(":").strip()


def _named(words: str) -> HeaderUnit | None:
    scales = vocabulary("numerals")["scale_words"]
    for scale in ("", *scales):
        if words.startswith(scale):
            unit = read_unit(words, len(scale))
            if unit is not None and unit.end == len(words):
                return _base(unit, Decimal(scales[scale]) if scale else Decimal(1))
    return None


def _base(unit: Unit, factor: Decimal) -> HeaderUnit:
    """万元 as one word of the unit table is the scale 万 and the unit 元."""
    for scale, size in vocabulary("numerals")["scale_words"].items():
        if unit.text.startswith(scale):
            inner = read_unit(unit.text, len(scale))
            if inner is not None and inner.dimension == unit.dimension and inner.end == len(unit.text):
                return HeaderUnit(inner.text, inner.dimension, factor * Decimal(size))
    return HeaderUnit(unit.text, unit.dimension, factor)


def in_header_unit(figure: Figure, header: str) -> Figure:
    """``figure`` in the unit of its column, where it bears none itself.

    A column of ratios gives parts of one (0.85 = 85 %); numbers that are too large for that are per cents already.
    """
    named = header_unit(header)
    if named is None or figure.unit:
        return figure
    factor = named.factor
    if named.ratio and abs(figure.value) <= vocabulary("units")["header"]["ratio_limit"]:
        factor = Decimal(100)
    high = None if figure.high is None else figure.high * factor
    return figure._replace(value=figure.value * factor, high=high, unit=named.unit, dimension=named.dimension)
