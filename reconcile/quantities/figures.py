"""Level three: a number with its unit and what bounds it, wherever one stands in the text; names are left out."""

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.quantities.bare import bare_counts
from reconcile.quantities.comparators import bound_after, bound_before, full_words, is_place, is_rank, stands
from reconcile.quantities.fractions import half_of_all, read_fraction
from reconcile.quantities.names import is_name, quoted
from reconcile.quantities.ranges import Measured, measured, read_range, shared_unit
from reconcile.quantities.scaled import next_candidate, read_scaled
from reconcile.quantities.units import dimension_of
from reconcile.quantities.wording import vocabulary

if TYPE_CHECKING:
    from reconcile.model import Comparator


class Figure(NamedTuple):
    """A quantity without its context: ``start`` and ``end`` enclose its bounds, ``number`` is where digits begin."""

    start: int
    end: int
    number: int
    value: Decimal
    unit: str
    dimension: str = ""
    comparator: "Comparator" = "eq"
    high: Decimal | None = None
    approximate: bool = False


_HALF = Decimal("0.5")
_ENDS = ("", ",", "。", ";", "、", "\n", " ")


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        numerals, units, rank = vocabulary("numerals"), vocabulary("units"), vocabulary("comparators")["rank"]
        firsts = {unit[0] for table in units["dimensions"].values() for unit in table}
        firsts.update(unit[0] for kind in ("things", "people") for unit in units["counters"][kind])
        ranges, fraction, indefinite = numerals["range"], numerals["fraction"], numerals["indefinite"]
        firsts.update(
            indefinite["more"], indefinite["some"], indefinite["about"], ranges["dashes"], ranges["neighbours"]
        )
        firsts.update(
            numerals["dozen"]["word"],
            fraction["tenths"],
            fraction["half"],
            fraction["of"][0],
            fraction["and"],
            *ranges["words"],
        )
        prefixes = sorted(units["prefixes"]["words"], key=lambda word: (-len(word), word))
        self.follows_single: frozenset[str] = frozenset(firsts)
        self.before_single: frozenset[str] = frozenset(rank["ordinal"] + rank["sides"] + numerals["signs"]["negative"])
        self.negative: str = numerals["signs"]["negative"]
        self.below_zero: str = numerals["signs"]["below_zero"]
        self.free: str = numerals["signs"]["free"]
        self.prefixes: tuple[str, ...] = tuple(prefixes)
        self.prefix_ends: frozenset[str] = frozenset(prefix[-1] for prefix in prefixes)
        compound = units["compound"]
        self.half: str = compound["half"]
        self.compound: frozenset[str] = frozenset(compound["units"])
        self.smaller: dict[str, Decimal] = {unit: Decimal(size) for unit, size in compound["smaller"].items()}
        self.colloquial: frozenset[str] = frozenset(units["colloquial"]["units"])
        self.digits: dict[str, int] = numerals["digits"]
        self.ordinal: str = rank["ordinal"]
        self.rank_unit: str = rank["default_unit"]


@cache
def _words() -> _Words:
    return _Words()


def read_figures(text: str, cell: bool = False) -> list[Figure]:
    """Every number in ``text`` that counts something, in reading order.

    ``cell`` says that the text is the content of a cell whose header names the unit: bare numbers count there.
    """
    words = _words()
    figures = _in_words(text)
    masked = quoted(text)
    length = len(text.strip())
    done = mask = 0
    while (match := next_candidate(text, done)) is not None:
        start, done = match.span()
        while mask < len(masked) and masked[mask][1] <= start:
            mask += 1
        if mask < len(masked) and masked[mask][0] <= start:
            done = masked[mask][1]
            continue
        if done - start == 1 and match.group(1) is None and length > 1 and _is_word(text, start, done, words):
            continue
        figure, done = _figure(text, match, cell or length == done - start)
        if figure is not None:
            figures.append(figure)
    figures.sort()
    return _apart(figures)


def _is_word(text: str, start: int, end: int, words: _Words) -> bool:
    """Whether a Chinese numeral of one character is plainly part of a word: most are, and need no closer look."""
    if start and text[start - 1] in words.before_single:
        return False
    return text[end : end + 1] not in words.follows_single


def _figure(text: str, match: re.Match[str], bare: bool) -> tuple[Figure | None, int]:
    """The figure that starts with this candidate, and where reading goes on."""
    scaled = read_scaled(text, match) or half_of_all(text, match)
    if scaled is None:
        return None, match.end()
    number = read_fraction(text, scaled)
    first = measured(text, number)
    ordinal = text[number.start - 1 : number.start] == _words().ordinal
    if ordinal:
        return _place(text, first), first.end
    span = read_range(text, first)
    last = span.last if span is not None else first
    if is_name(text, number, last.number if span is not None else None, last.word, last.end):
        return None, max(last.end, match.end())
    value, high, end = (number.value, number.high, first.end) if span is None else (span.low, span.high, last.end)
    start, negative = _sign(text, number.start)
    if negative:
        value, high = -value, None if high is None else -high
    unit, start = _unit(text, last, start)
    if is_rank(text, start, end, unit):
        unit = unit or _words().rank_unit
        return Figure(start - 1, end, number.start, value, unit, "counter", "rank", high, number.approximate), end
    if not unit and not number.fraction:
        shared = shared_unit(text, first)
        if shared is not None:
            unit = shared.text
        elif not bare and not bare_counts(text, number, start, end):
            return None, end
    value, end = _compound(text, value, unit, end)
    approximate = number.approximate or first.approximate or last.approximate
    kind, end, about = bound_after(text, end)
    before, start, near = bound_before(text, start)
    comparator: Comparator = "range" if high is not None else kind or before or "eq"
    dimension = _dimension(number.fraction, last, unit)
    approximate = approximate or about or near
    return Figure(start, end, number.start, value, unit, dimension, comparator, high, approximate), end


def _dimension(fraction: bool, last: Measured, unit: str) -> str:
    if fraction:
        return "ratio"
    return last.unit.dimension if last.unit is not None and last.unit.text == unit else dimension_of(unit)


def _place(text: str, first: Measured) -> Figure | None:
    """第N位 where something stands at that place (居全省第2位); a mere ordinal (第二批) counts nothing."""
    number = first.number
    if number.unit or number.high is not None or not is_place(text, first.word, first.end):
        return None
    if not stands(text, number.start - 1):
        return None
    unit = first.word or _words().rank_unit
    return Figure(number.start - 1, first.end, number.start, number.value, unit, "counter", "rank")


def _sign(text: str, start: int) -> tuple[int, bool]:
    """Where the number begins with its sign, and whether that is a minus and no dash between numbers or words."""
    words = _words()
    before = text[start - 1 : start]
    if before == words.negative:
        return start - 1, True
    if before == "-" and (start == 1 or text[start - 2] in words.free):
        return start - 1, True
    if text.startswith(words.below_zero, start - 2) and start >= 2:
        return start - 2, True
    return start, False


def _unit(text: str, last: Measured, start: int) -> tuple[str, int]:
    """The unit, and where the figure begins: a currency stands before its number ($3.2m, RMB 500 million)."""
    if last.word or start == 0:
        return last.word, start
    words = _words()
    stop = start - 1 if text[start - 1] == " " else start
    if stop and text[stop - 1] in words.prefix_ends:
        for prefix in words.prefixes:
            if text.endswith(prefix, 0, stop):
                return prefix, stop - len(prefix)
    return "", start


def _compound(text: str, value: Decimal, unit: str, end: int) -> tuple[Decimal, int]:
    """The amount with what follows its unit and belongs to it: 12元5角, 三公斤半, 一米八."""
    words = _words()
    beyond = text[end : end + 1]
    if beyond == words.half and text[end + 1 : end + 2] in _ENDS and unit:
        return value + _HALF, end + 1
    if unit in words.compound and (match := next_candidate(text, end)) is not None and match.start() == end:
        part = read_scaled(text, match)
        smaller = measured(text, part).unit if part is not None else None
        if part is not None and smaller is not None and smaller.text in words.smaller:
            size = words.smaller[smaller.text]
            return _compound(text, value + part.value * size, smaller.text, smaller.end)
    return _colloquial(text, value, unit, end)


def _colloquial(text: str, value: Decimal, unit: str, end: int) -> tuple[Decimal, int]:
    """一米八, 三块五: a digit behind the unit is a tenth of it."""
    words = _words()
    digit = words.digits.get(text[end : end + 1], 0) if unit in words.colloquial else 0
    if not digit or value != value.to_integral_value() or text[end + 1 : end + 2] not in _ENDS:
        return value, end
    return value + Decimal(digit) / 10, end + 1


def _in_words(text: str) -> list[Figure]:
    """全覆盖, 清零, 全部完成, 应…尽…: a hundred per cent in words; 居首位: first of an order."""
    full = vocabulary("comparators")["full"]
    figures: list[Figure] = []
    for start, end, rank in full_words(text):
        if rank:
            figures.append(Figure(start, end, start, Decimal(1), _words().rank_unit, "counter", "rank"))
        else:
            figures.append(Figure(start, end, start, Decimal(full["value"]), full["unit"], "ratio", "full"))
    return figures


def _apart(figures: list[Figure]) -> list[Figure]:
    """No two figures share characters; the first that starts is kept."""
    kept: list[Figure] = []
    for figure in figures:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept
