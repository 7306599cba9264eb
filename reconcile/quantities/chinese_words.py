"""Chinese numerals that are parts of words and no numbers: 一批, 十分, 千家万户, 三元材料, 两个维护, 八方."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


class _Words(NamedTuple):
    idioms: re.Pattern[str]
    idiom_reach: int
    named: frozenset[str]
    bounds: tuple[str, ...]
    counted: frozenset[str]
    one: frozenset[str]
    one_not_after: str
    one_not_before: tuple[str, ...]
    ordinal: str
    slogan_counters: frozenset[str]
    slogan_nouns: tuple[str, ...]
    reaching: str
    scale_bounds: tuple[str, ...]
    scale_nouns: tuple[str, ...]
    scale_unit: str
    plain_units: frozenset[str]


@cache
def _words() -> _Words:
    words = vocabulary("names")
    idioms, chinese, slogans, scale = words["idioms"], words["named_in_chinese"], words["slogans"], words["bare_scale"]
    return _Words(
        re.compile(alternation(idioms["words"])),
        max(map(len, idioms["words"])),
        frozenset(chinese["units"]),
        tuple(chinese["bounds"]),
        frozenset(chinese["counted_from_two_digits"]),
        frozenset(chinese["one"]),
        chinese["one_not_after"],
        tuple(chinese["one_not_before"]),
        chinese["ordinal_digit"],
        frozenset(slogans["counters"]),
        tuple(slogans["nouns"]),
        vocabulary("numerals")["indefinite"]["reaching"],
        tuple(scale["bounds"]),
        tuple(scale["nouns"]),
        scale["unit"],
        frozenset(scale["plain_units"]),
    )


def is_part_of_a_word(text: str, number: Scaled, unit: str, end: int) -> bool:
    """Whether the Chinese numeral with what was read behind it is a word, an idiom or a slogan."""
    words = _words()
    if _in_idiom(text, number.start, end, words):
        return True
    if number.digits == "bare":
        return _unbounded(text, number, unit, end, words)
    if not unit or number.unit:
        return False
    if number.end - number.start > 1:
        return unit in words.named and unit not in words.counted and not number.scaled
    digit = text[number.start]
    if number.value == 1:
        return _is_not_one_thing(text, number.start, unit, end, words)
    if digit == words.ordinal or (unit in words.slogan_counters and text.startswith(words.slogan_nouns, end)):
        return True
    return unit in words.named and not text.startswith(words.bounds, end)


def _in_idiom(text: str, start: int, end: int, words: _Words) -> bool:
    for match in words.idioms.finditer(text, max(0, start - words.idiom_reach), end + words.idiom_reach):
        if match.start() > start:
            return False
        if start < match.end():
            return True
    return False


def _is_not_one_thing(text: str, start: int, unit: str, end: int, words: _Words) -> bool:
    """一 counts before few counters only, and not in 每一个, 一个时期 or 一户一案."""
    if unit not in words.one or (start and text[start - 1] in words.one_not_after):
        return True
    return text.startswith(words.one_not_before, end) or text[start] in text[end : end + 2]


def _unbounded(text: str, number: Scaled, unit: str, end: int, words: _Words) -> bool:
    """A scale word without a digit (亿元, 百家): a number only where something bounds it."""
    start = number.start
    if number.unit or number.approximate or end > number.end + len(unit):
        return False
    if (start and text[start - 1] in words.reaching) or text.startswith(words.scale_bounds, end):
        return False
    length = number.end - start
    if not unit:
        return length == 1
    return not (
        (length > 1 and unit in words.plain_units)
        or (unit == words.scale_unit and text.startswith(words.scale_nouns, end))
    )
