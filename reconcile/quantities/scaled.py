"""Level two: a number with its scale words: 6.5万, 25万6千, 3千5百万, 十几万, 300余万, 3.2 million.

The text is that of ``characters.normalise``. Everything here looks at each character a bounded number of times.
"""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.quantities.numerals import read_arabic, read_chinese
from reconcile.quantities.wording import alternation, vocabulary


class Scaled(NamedTuple):
    """A number as written. ``factor`` is the scale word alone (10—15亿: shared by a range that prints it once).

    ``unit`` is set where the writing itself says it (百分之三十 → %), ``fraction`` for a part of one (三分之二).
    ``digits`` is "arabic", "chinese", or "bare" for a scale word that stands without a digit (百余, 亿元).
    ``leading_zero`` marks 0530 and the like.
    """

    start: int
    end: int
    value: Decimal
    factor: Decimal
    digits: str
    high: Decimal | None = None
    approximate: bool = False
    unit: str = ""
    scaled: bool = False
    leading_zero: bool = False
    fraction: bool = False


_ONE = Decimal(1)
_ARABIC = (
    # 2 500 homes: spaces for commas, in Latin text only
    r"(?<![0-9A-Za-z.,])[0-9]{1,3}(?: [0-9]{3})+(?= [A-Za-z])"
    # 12,34,567 in lakhs
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9,])(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]{1,2}(?![0-9A-Za-z]))?"
    r"|(?<![0-9A-Za-z.])[.][0-9]+"
)


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("numerals")
        places = "".join(words["places"])
        scale_words, english = words["scale_words"], words["english_scales"]
        indefinite, letters = words["indefinite"], words["english_letters"]
        numerals = "".join(char for table in ("digits", "places", "tens", "scales") for char in words[table])
        self.first: re.Pattern[str] = re.compile(f"[0-9.{numerals}{indefinite['some']}{words['fraction']['half']}]")
        self.candidate: re.Pattern[str] = re.compile(f"({_ARABIC})|({_chinese_run()})")
        self.continues: frozenset[str] = frozenset(
            "".join(
                (
                    *scale_words,
                    *words["tens"],
                    indefinite["more"],
                    indefinite["about"],
                    " ^",
                    words["dozen"]["word"],
                    *english,
                    *letters,
                )
            )
        )
        dozen = words["dozen"]
        self.dozen: str = dozen["word"]
        self.dozen_size: int = dozen["size"]
        self.dozen_not_before: str = dozen["not_before"]
        self.power: re.Pattern[str] = re.compile(r"\^([-+]?[0-9]{1,2})(?![0-9])")
        self.bare: frozenset[str] = frozenset(words["bare_scales"]["characters"])
        self.more: str = indefinite["more"]
        self.scale: re.Pattern[str] = re.compile(
            f"[{indefinite['more']}{indefinite['about']}]?({alternation(scale_words, words['scale_words_not_before'])})"
        )
        self.unit_begins: dict[str, str] = words["unit_begins_with"]
        self.scales: dict[str, Decimal] = {word: Decimal(size) for word, size in scale_words.items()}
        self.tails: dict[Decimal, re.Pattern[str]] = {
            Decimal(10) ** digits: re.compile(f"[0-9]{{{digits}}}(?![0-9.,])|[0-9](?![^,。;、)\n])")
            for digits in (2, 3, 4, 8)
        }
        # single digits in Chinese places, closed by a scale word; what begins a unit is no place
        begins = "".join(words["unit_begins_with"].values())
        self.mixed: re.Pattern[str] = re.compile(
            f"[0-9](?:[{places}][0-9])+(?:[{places}](?![{begins}]))?[{''.join(words['scales'])}]+"
        )
        by_value = {value: char for char, value in reversed(words["digits"].items())}
        self.to_chinese: dict[int, str] = {ord(str(digit)): by_value[digit] for digit in range(10)}
        self.english: re.Pattern[str] = re.compile(f" ?({alternation(english)})(?![A-Za-z0-9])")
        self.english_scales: dict[str, Decimal] = {word: Decimal(size) for word, size in english.items()}
        self.letters: dict[str, Decimal] = {letter: Decimal(size) for letter, size in letters.items()}
        self.letters_not_before: tuple[str, ...] = tuple(words["english_letters_not_before"]["words"])
        self.prefixes: tuple[str, ...] = tuple(vocabulary("units")["prefixes"]["words"])
        self.longest: int = words["limits"]["longest"]


@cache
def _words() -> _Words:
    return _Words()


def _chinese_run() -> str:
    """The pattern of a run of Chinese numeral characters; every part of it is optional or a single class."""
    words = vocabulary("numerals")
    company = words["financial"]["only_in_company"]
    usual = "".join(
        char for table in ("digits", "places", "tens", "scales") for char in words[table] if char not in company
    )
    some, point = words["indefinite"]["some"], words["signs"]["point"]
    return (
        f"[{some}]?[{usual}][{usual}{company}]*{some[-1]}?[{usual}{company}]*(?:{point}[{usual}]+)?"
        f"|[{company}][{usual}{company}]+|{words['fraction']['half']}(?={words['fraction']['half_of_all'][-1]})"
    )


def next_candidate(text: str, at: int) -> re.Match[str] | None:
    """The next run of numeral characters at or after ``at``; what it says, if anything, is for ``read_scaled``."""
    words = _words()
    # a search for one class of characters is much faster than one for the whole pattern
    while (first := words.first.search(text, at)) is not None:
        match = words.candidate.match(text, first.start())
        if match is not None:
            return match
        at = first.end()
    return None


def read_scaled(text: str, match: re.Match[str]) -> Scaled | None:
    """The number that starts with this candidate, with its scale words; None where there is none.

    >>> text = "植树25万6千株"
    >>> read_scaled(text, next_candidate(text, 0)).value
    Decimal('256000')
    """
    words = _words()
    start, end = match.span()
    if end - start > words.longest:
        return None
    following = text[end : end + 1]
    printed = match.group(1)
    if printed is None:
        return _read_chinese(text, match.group(2), start, words)
    leading_zero = printed[0] == "0" and printed[1:2].isdigit()
    number = Scaled(start, end, read_arabic(printed), _ONE, "arabic", leading_zero=leading_zero)
    if following not in words.continues:
        return number
    if following == words.dozen:
        return _dozens(text, number, words)
    if following == "^":
        return _power(text, number, words)
    if following.isascii():
        return _with_english_scale(text, number, words)
    return _mixed(text, number, words) or _with_scale(text, number, words)


def _read_chinese(text: str, run: str, start: int, words: _Words) -> Scaled | None:
    beyond = text[start + len(run) : start + len(run) + 1]
    if len(run) > 1 and beyond and beyond in words.unit_begins.get(run[-1], ""):
        # 二十千瓦: the last character begins the unit
        run = run[:-1]
    numeral = read_chinese(run)
    # A scale word behind a number too long to be one is no number by itself.
    if numeral is None or text[max(0, start - 1) : start].isdigit():
        return None
    number = Scaled(
        start,
        start + len(run),
        numeral.value,
        _ONE,
        "bare" if run[0] in words.bare else "chinese",
        numeral.high,
        numeral.approximate,
        scaled=len(run) > 1 and run[-1] in words.bare,
    )
    if text[number.end : number.end + 1] in words.more:
        return _with_scale(text, number, words)
    return _dozens(text, number, words)


def _dozens(text: str, number: Scaled, words: _Words) -> Scaled:
    beyond = text[number.end + 1 : number.end + 2]
    if text[number.end : number.end + 1] != words.dozen or (beyond and beyond in words.dozen_not_before):
        return number
    # written so, it counts whatever follows, as a figure does
    value = number.value * words.dozen_size
    return number._replace(value=value, end=number.end + 1, scaled=True, digits="arabic")


def _power(text: str, number: Scaled, words: _Words) -> Scaled:
    """2^5, 1.1^-23."""
    match = words.power.match(text, number.end)
    if match is None:
        return number
    exponent = int(match.group(1))
    if not number.value and exponent <= 0:
        # Such a power of zero is no number.
        return number
    return number._replace(value=number.value**exponent, end=match.end(), scaled=True)


def _with_scale(text: str, number: Scaled, words: _Words) -> Scaled:
    """Scale words behind the number, and what follows them: 3万4000, 25万6千, 300余万."""
    match = words.scale.match(text, number.end)
    if match is None:
        return number
    factor = words.scales[match.group(1)]
    approximate = number.approximate or match.group(0) != match.group(1)
    value, end, lower = number.value * factor, match.end(), factor
    while (tail := _tail(text, end, lower, words)) is not None and value == value.to_integral_value():
        value, end, lower = value + tail[0], tail[1], tail[2]
    high = None if number.high is None else number.high * factor
    return Scaled(
        number.start, end, value, factor, number.digits, high, approximate, number.unit, True, number.leading_zero
    )


def _tail(text: str, at: int, lower: Decimal, words: _Words) -> tuple[Decimal, int, Decimal] | None:
    """A lower part of the number: digits with a lower scale word (6千), or as many digits as the scale has places.

    A single digit at the end of a phrase is colloquial for the next place (1万5).
    """
    match = words.candidate.match(text, at) if text[at : at + 1].isdigit() else None
    if match is None or match.group(1) is None:
        return None
    scale = words.scale.match(text, match.end())
    digits = read_arabic(match.group(1))
    if scale is not None and scale.group(0) == scale.group(1):
        factor = words.scales[scale.group(1)]
        return (digits * factor, scale.end(), factor) if digits * factor < lower else None
    tail = words.tails.get(lower)
    if tail is None or tail.match(text, at) is None:
        return None
    return (digits * lower / 10 if match.end() == at + 1 else digits), match.end(), _ONE


def _mixed(text: str, number: Scaled, words: _Words) -> Scaled | None:
    """Arabic digits in Chinese places: 3千5百万 is thirty-five million."""
    match = words.mixed.match(text, number.start)
    if match is None or match.end() <= number.end:
        return None
    numeral = read_chinese(match.group().translate(words.to_chinese))
    return number._replace(value=numeral.value, end=match.end(), scaled=True) if numeral is not None else None


def _with_english_scale(text: str, number: Scaled, words: _Words) -> Scaled:
    """Million, bn, k behind the number; a mere letter where money or a Latin word shows that it scales."""
    match = words.english.match(text, number.end)
    if match is not None:
        factor = words.english_scales[match.group(1)]
        return number._replace(value=number.value * factor, end=match.end(), factor=factor, scaled=True)
    letter, beyond = text[number.end : number.end + 1], text[number.end + 1 : number.end + 2]
    if letter not in words.letters or (beyond.isascii() and beyond.isalnum()):
        return number
    end = number.end + 1
    before = text[max(0, number.start - 4) : number.start].rstrip()
    counts = (
        beyond == " " and text[end + 1 : end + 2].isalpha() and not text.startswith(words.letters_not_before, end + 1)
    )
    thousands = letter == "K" and number.value >= 10 and (not beyond or beyond.isascii())
    if before.endswith(words.prefixes) or (counts and letter.islower()) or thousands:
        factor = words.letters[letter]
        return number._replace(value=number.value * factor, end=end, factor=factor, scaled=True)
    return number
