"""Numbers without a unit: they count where a word before them says so (指数为102.5), and in Latin text."""

import re
from functools import cache

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.times import is_year
from reconcile.quantities.wording import ending, endings, vocabulary


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("names")
        bare, enumerators = words["bare"], words["enumerators"]
        self.value_words: dict[str, tuple[str, ...]] = endings(bare["value_words"])
        self.soft_words: frozenset[str] = frozenset(bare["soft_words"])
        self.year_words: frozenset[str] = frozenset(bare["year_words"])
        self.followers: frozenset[str] = frozenset(bare["followers"])
        self.free_before: str = bare["free_before"]
        self.not_free_after: str = bare["not_free_after"]
        self.longest: int = bare["longest"]
        self.mobile: re.Pattern[str] = re.compile(bare["mobile"])
        self.closers: str = enumerators["closers"]
        self.openers: str = enumerators["openers"]
        self.below: int = enumerators["below"]
        self.between_end: str = vocabulary("numerals")["range"]["between_end"]


@cache
def _words() -> _Words:
    return _Words()


def bare_counts(text: str, number: Scaled, start: int, end: int) -> bool:
    """Whether a number without a unit, from ``start`` to ``end``, counts something by where it stands."""
    words = _words()
    if number.scaled and number.digits == "arabic":
        return True
    if _is_enumerator(text, number, start, end, words):
        return False
    word = ending(text, start, words.value_words)
    if _is_long_code(text, number, bool(word), words):
        return False
    if is_year(number):
        return word in words.year_words
    length = number.end - number.start
    if (number.scaled and length > 2) or text.startswith(words.between_end, max(0, end - 2)):
        return True
    after = text[end : end + 1]
    closed = not after or after in words.followers or after.isascii()
    whole = number.value == number.value.to_integral_value()
    if number.digits != "arabic" and whole and (length < 2 or number.high is not None):
        return bool(word) and word not in words.soft_words and closed
    if not closed or not whole or word or "," in text[number.start : number.end]:
        return closed
    before = text[start - 1 : start]
    free = not before or before.isascii() or before in words.free_before
    return free and not (after and after in words.not_free_after)


def _is_long_code(text: str, number: Scaled, told: bool, words: _Words) -> bool:
    """A telephone number or another code: many digits and nothing that they count."""
    printed = text[number.start : number.end]
    if not printed.isdigit():
        return False
    if number.leading_zero or words.mobile.fullmatch(printed):
        return True
    return len(printed) >= words.longest and len(text) > len(printed) + 2 and not told


def _is_enumerator(text: str, number: Scaled, start: int, end: int, words: _Words) -> bool:
    """1. …, (2)…, 3、…: the number of a paragraph."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not after or after not in words.closers or number.value >= words.below:
        return False
    if number.value != number.value.to_integral_value():
        return False
    return not before or before in words.openers or (before == " " and end + 1 < len(text))
