"""What is not a quantity: dates, ordinals, document and road numbers, models, grades, slogans, idioms, telephones.

A number is looked at with the characters around it; every class of name is a table of
``rules/vocabulary/names.toml``. Each test looks at a bounded stretch of text.
"""

import re
from functools import cache

from reconcile.quantities.chinese_words import is_part_of_a_word
from reconcile.quantities.codes import is_code
from reconcile.quantities.scaled import Scaled
from reconcile.quantities.times import is_time, is_year
from reconcile.quantities.wording import beginning, beginnings, ending, endings, vocabulary


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("names")
        quotes, before, unit, sets = words["quotes"], words["before"], words["after_unit"], words["measures"]
        self.quotes: re.Pattern[str] = re.compile(
            _quotation(quotes["slogans"], quotes["longest_slogan"], quotes["titles"], quotes["longest_title"])
        )
        self.measured: re.Pattern[str] = re.compile(quotes["measured"])
        self.below_zero: str = vocabulary("numerals")["signs"]["below_zero"]
        self.before: dict[str, tuple[str, ...]] = endings(before["words"])
        self.before_not_after: dict[str, str] = before["not_after"]
        self.before_not_with_unit: frozenset[str] = frozenset(before["not_with_unit"])
        self.before_bare: dict[str, tuple[str, ...]] = endings(words["before_bare"]["words"])
        self.first_of: str = "".join(words["first_of"]["words"])
        self.first_of_units: frozenset[str] = frozenset(words["first_of"]["units"])
        self.after: dict[str, tuple[str, ...]] = beginnings(words["after"]["words"])
        self.after_unit: tuple[str, ...] = tuple(unit["words"])
        self.after_unit_not: frozenset[str] = frozenset(unit["not_units"])
        self.grade: str = unit["grade"]
        self.grade_not_before: tuple[str, ...] = tuple(unit["grade_not_before"])
        self.line: str = unit["line"]
        self.line_counts_before: tuple[str, ...] = tuple(unit["line_counts_before"])
        self.line_limit: int = unit["line_limit"]
        self.set_units: frozenset[str] = frozenset(sets["units"])
        self.set_verbs: tuple[str, ...] = tuple(sets["verbs"])
        self.set_of: str = sets["of"]
        self.set_nouns: tuple[str, ...] = tuple(sets["nouns"])
        self.set_reach: int = sets["reach"]


@cache
def _words() -> _Words:
    return _Words()


def _quotation(slogans: list[str], longest_slogan: int, titles: list[str], longest_title: int) -> str:
    """Each pair of marks with no more than so many characters, none of them a mark, between."""
    return "|".join(
        f"{re.escape(pair[0])}[^{re.escape(pair)}\n]{{0,{longest}}}{re.escape(pair[1])}"
        for pairs, longest in ((slogans, longest_slogan), (titles, longest_title))
        for pair in pairs
    )


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches inside short quotation marks and titles, where numbers are part of a name.

    A quotation that is nothing but a number with a unit of measurement (“100%”) is only emphasis and stays readable.

    >>> quoted("推进“231”特色产业体系")
    [(2, 7)]
    """
    words = _words()
    return [match.span() for match in words.quotes.finditer(text) if not words.measured.fullmatch(match.group()[1:-1])]


def is_name(text: str, number: Scaled, second: Scaled | None, unit: str, end: int) -> bool:
    """Whether the number that starts at ``number.start`` names, dates or orders something.

    ``second`` is the upper end of a range, ``unit`` what was read behind it ("" for none), ``end`` where that ends.
    """
    words = _words()
    start = number.start
    if start > 1 and text.startswith(words.below_zero, start - 2):
        return False
    if _named_before(text, start, unit, words):
        return True
    if is_code(text, number, unit, end):
        return True
    if number.digits != "arabic" and is_part_of_a_word(text, number, unit, end):
        return True
    if unit:
        return _named_by_unit(text, number, unit, end, words)
    if beginning(text, end, words.after) or ending(text, start, words.before_bare):
        return True
    return number.leading_zero or (second is not None and is_year(number) and is_year(second))


def _named_before(text: str, start: int, unit: str, words: _Words) -> bool:
    """Whether the word before the number has it numbered: 国道106, 第三, 前9批."""
    if unit in words.first_of_units and start and text[start - 1] in words.first_of:
        return True
    word = ending(text, start, words.before)
    if not word or (unit and word in words.before_not_with_unit):
        return False
    ahead = start - len(word) - 1
    return ahead < 0 or text[ahead] not in words.before_not_after.get(word, "")


def _named_by_unit(text: str, number: Scaled, unit: str, end: int, words: _Words) -> bool:
    """Whether the number with its unit is a grade, a time, a line or a numbered set of measures."""
    if text.startswith(words.grade, end) and not text.startswith(words.grade_not_before, end):
        return True
    if unit not in words.after_unit_not and text.startswith(words.after_unit, end):
        return True
    if is_time(text, number, unit, end):
        return True
    if unit in words.set_units and _is_numbered_set(text, number.start, end, words):
        return True
    return unit == words.line and number.value < words.line_limit and not text.startswith(words.line_counts_before, end)


def _is_numbered_set(text: str, start: int, end: int, words: _Words) -> bool:
    """落实…20条意见: a set of measures known by how many it has."""
    window = text[max(0, start - words.set_reach) : start]
    clause = window[max(window.rfind(mark) for mark in ",。;\n") + 1 :]
    noun = end + text.startswith(words.set_of, end)
    return text.startswith(words.set_nouns, noun) and any(verb in clause for verb in words.set_verbs)
