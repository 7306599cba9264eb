"""Level three: a number with its unit and what bounds it, wherever one stands in the text; names are left out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.model import Comparator
from reconcile.quantities.comparators import bound_after, bound_before, full_words, is_rank, stands
from reconcile.quantities.names import bare_counts, is_name, quoted
from reconcile.quantities.scaled import Scaled, next_candidate, read_scaled
from reconcile.quantities.units import Unit, dimension_of, read_unit
from reconcile.resources import vocabulary


class Figure(NamedTuple):
    """A quantity without its context: ``start`` and ``end`` enclose its bounds, ``number`` is where its digits begin."""

    start: int
    end: int
    number: int
    value: Decimal
    unit: str
    dimension: str = ""
    comparator: Comparator = "eq"
    high: Decimal | None = None
    approximate: bool = False


_RANGE = re.compile(r"(?:—{1,2}|--?|~|至|到)(?=[0-9零一二两三四五六七八九十百千万亿数几])")
_ORDER = "第前后"
_HUNDRED = Decimal(100)


@cache
def _follows_single() -> str:
    """The characters behind which a single Chinese numeral may count something."""
    words = vocabulary("numerals")
    units = vocabulary("units")
    firsts = {unit[0] for table in units["dimensions"].values() for unit in table}
    firsts.update(unit[0] for kind in ("things", "people") for unit in units["counters"][kind])
    firsts.update(
        words["indefinite"]["more"], words["indefinite"]["some"], "分半点来-—~至到", words["fraction"]["tenths"]
    )
    return "".join(sorted(firsts))


def read_figures(text: str, cell: bool = False) -> list[Figure]:
    """Every number in ``text`` that counts something, in reading order.

    ``cell`` says that the text is the content of a cell whose header names the unit: bare numbers count there.
    """
    figures = full_words_as_figures(text)
    masked = quoted(text)
    whole = text.strip()
    done = mask = 0
    single = _follows_single()
    while (match := next_candidate(text, done)) is not None:
        start, done = match.span()
        while mask < len(masked) and masked[mask][1] <= start:
            mask += 1
        if mask < len(masked) and masked[mask][0] <= start:
            done = masked[mask][1]
            continue
        if match.group(1) is None and done - start == 1 and _is_word(text, start, done, single) and len(whole) > 1:
            continue
        figure, done = _figure(text, match, cell or len(whole) == done - start)
        if figure is not None:
            figures.append(figure)
    figures.sort()
    return _apart(figures)


def _is_word(text: str, start: int, end: int, single: str) -> bool:
    """Whether a Chinese numeral of one character is plainly part of a word: most are, and need no closer look."""
    return text[end : end + 1] not in single and text[start - 1 : start] not in _ORDER


def _figure(text: str, match: re.Match[str], bare: bool) -> tuple[Figure | None, int]:
    """The figure that starts with this candidate, and where reading goes on."""
    number = read_scaled(text, match)
    if number is None:
        return None, match.end()
    unit, end, approximate = _unit(text, number)
    second, unit, end, more = _range(text, number, unit, end)
    approximate = approximate or more or number.approximate
    if text[number.start - 1 : number.start] == "第":
        return _standing(text, number, unit, end), end
    word = unit.text if unit is not None else number.unit
    if is_name(text, number, second, word, end):
        return None, max(end, match.end())
    value, high, start = number.value, number.high, number.start
    if second is not None:
        high = second.value
        if number.factor == 1 and second.factor > 1 and value < second.value / second.factor:
            value *= second.factor
    sign_start = _sign(text, start)
    if sign_start < start:
        value = -value
        high = None if high is None else -high
        start = sign_start
    currency = _currency(text, start)
    if currency and not word:
        start -= len(currency)
        word = currency
    if is_rank(text, start, end, word):
        return Figure(start - 1, end, number.start, value, word or "位", "counter", "rank", high, approximate), end
    if not word and not bare and not number.fraction and not bare_counts(text, number, start, end):
        return None, end
    dimension = unit.dimension if unit is not None and word == unit.text else dimension_of(word)
    if number.fraction:
        dimension = "ratio"
    kind, stop, about = bound_after(text, end)
    before, begin, near = bound_before(text, start)
    comparator = kind or before or ("range" if high is not None else "eq")
    if high is not None and comparator != "range":
        comparator = "range"
    return (
        Figure(begin, stop, number.start, value, word, dimension, comparator, high, approximate or about or near),
        max(stop, match.end()),
    )


def _unit(text: str, number: Scaled) -> tuple[Unit | None, int, bool]:
    """The unit behind the number, past 余, 多 and the like; where it ends; whether such a word stood there."""
    if number.unit:
        return None, number.end, False
    unit = read_unit(text, number.end)
    if unit is not None:
        return unit, unit.end, False
    following = text[number.end : number.end + 1]
    if following == " " and number.digits == "arabic":
        unit = read_unit(text, number.end + 1)
        if unit is not None and unit.text[0].isascii() and unit.text[-1].isalpha() and len(unit.text) > 1:
            return unit, unit.end, False
        return None, number.end, False
    if following and following in "余多几来":
        unit = read_unit(text, number.end + 1)
        if unit is not None:
            return unit, unit.end, True
        if following == "余":
            return None, number.end + 1, True
    return None, number.end, False


def _range(text: str, number: Scaled, unit: Unit | None, end: int) -> tuple[Scaled | None, Unit | None, int, bool]:
    """The second number of a range (2—3个, 6%—6.5%, 1万-5万元), its unit, and where it ends."""
    nothing = (None, unit, end, False)
    sep = _RANGE.match(text, end)
    if sep is None or number.high is not None or number.leading_zero or number.digits == "bare":
        return nothing
    match = next_candidate(text, sep.end())
    if match is None or match.start() != sep.end():
        return nothing
    second = read_scaled(text, match)
    if second is None or second.high is not None or second.leading_zero:
        return nothing
    if second.unit and second.unit == number.unit:
        return second, None, second.end, False
    last, stop, approximate = _unit(text, second)
    if unit is not None and (last is None or last.text != unit.text):
        return nothing
    low = number.value
    if number.factor == 1 and second.factor > 1 and low < second.value / second.factor:
        low *= second.factor
    if low >= second.value:
        return nothing
    return second, last, stop, approximate


def _standing(text: str, number: Scaled, unit: Unit | None, end: int) -> Figure | None:
    """第N位 where something stands at that place (居全省第2位); a mere ordinal (第二批) counts nothing."""
    place = unit.text if unit is not None else ""
    if number.unit or number.high is not None or not stands(text, number.start - 1):
        return None
    if place not in ("位", "名") and (place or text[end : end + 1] not in ("", ",", "。", ";", "、", ")", "\n", "的")):
        return None
    return Figure(number.start - 1, end, number.start, number.value, place or "位", "counter", "rank")


def _sign(text: str, start: int) -> int:
    """Where a minus sign before the number stands, if it is one and no dash between numbers or words."""
    before = text[start - 1 : start]
    if before == "负":
        return start - 1
    if before in "-+" and before:
        ahead = text[start - 2 : start - 1] if start > 1 else ""
        if not ahead or ahead in " ,，(:：;；=为达至到\n、约<>≥≤":
            return start - 1 if before == "-" else start
    return start


def _currency(text: str, start: int) -> str:
    for sign in (
        "HK$",
        "US$",
        "RMB ",
        "CNY ",
        "USD ",
        "EUR ",
        "GBP ",
        "RMB",
        "CNY",
        "USD",
        "EUR",
        "GBP",
        "$",
        "¥",
        "€",
        "£",
    ):
        if text.startswith(sign, max(0, start - len(sign))) and start >= len(sign):
            return sign.strip()
    return ""


def full_words_as_figures(text: str) -> list[Figure]:
    """全覆盖, 清零, 全部完成, 应…尽…: a hundred per cent in words; 居首位: first of an order."""
    figures: list[Figure] = []
    for start, end, rank in full_words(text):
        if rank:
            figures.append(Figure(start, end, start, Decimal(1), "位", "counter", "rank"))
        else:
            figures.append(Figure(start, end, start, _HUNDRED, "%", "ratio", "full"))
    return figures


def _apart(figures: list[Figure]) -> list[Figure]:
    """No two figures share characters; the first that starts is kept."""
    kept: list[Figure] = []
    for figure in figures:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept
