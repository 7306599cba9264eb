"""Chinese numerals that are parts of words and no numbers: 一批, 十分, 千家万户, 三元材料, 两个维护, 八方."""

import re
from functools import cache

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.wording import alternation, vocabulary


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("names")
        idioms, chinese, slogans, scale = (
            words["idioms"],
            words["named_in_chinese"],
            words["slogans"],
            words["bare_scale"],
        )
        self.idioms: re.Pattern[str] = re.compile(alternation(idioms["words"]))
        self.idiom_reach: int = max(map(len, idioms["words"]))
        self.named: frozenset[str] = frozenset(chinese["units"])
        self.bounds: tuple[str, ...] = tuple(chinese["bounds"])
        self.counted: frozenset[str] = frozenset(chinese["counted_from_two_digits"])
        self.one: frozenset[str] = frozenset(chinese["one"])
        self.one_not_after: str = chinese["one_not_after"]
        self.one_not_before: tuple[str, ...] = tuple(chinese["one_not_before"])
        self.ordinal: str = chinese["ordinal_digit"]
        self.slogan_counters: frozenset[str] = frozenset(slogans["counters"])
        self.slogan_nouns: tuple[str, ...] = tuple(slogans["nouns"])
        self.reaching: str = vocabulary("numerals")["indefinite"]["reaching"]
        self.scale_bounds: tuple[str, ...] = tuple(scale["bounds"])
        self.scale_nouns: tuple[str, ...] = tuple(scale["nouns"])
        self.scale_unit: str = scale["unit"]
        self.plain_units: frozenset[str] = frozenset(scale["plain_units"])


@cache
def _words() -> _Words:
    return _Words()


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
