"""Level two: parts of a whole: 百分之三十, 千分之2.4, 三分之二, 五又二分之一, 一半, 三成五, 七五折, 1/3."""

import re
from decimal import Decimal
from functools import cache

from reconcile.quantities.numerals import Numeral, read_arabic, read_chinese
from reconcile.quantities.scaled import Scaled, next_candidate
from reconcile.quantities.wording import vocabulary

_ONE = Decimal(1)
_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("numerals")
        part = words["fraction"]
        self.of: str = part["of"]
        self.units: dict[Decimal, str] = {Decimal(whole): unit for whole, unit in part["units"].items()}
        self.whole: str = part["whole"]
        self.mixed: str = part["and"]
        self.half: str = part["half"]
        self.half_of_all: str = part["half_of_all"]
        self.tenths: str = part["tenths"]
        self.tenths_not_before: str = part["tenths_not_before"]
        self.slash_limit: int = part["slash_limit"]
        self.denominator: re.Pattern[str] = re.compile(f"/([0-9]{{1,3}})(?![0-9/.{part['slash_not_before']}A-Za-z])")
        self.digits: dict[str, int] = words["digits"]


@cache
def _words() -> _Words:
    return _Words()


def read_fraction(text: str, number: Scaled) -> Scaled:
    """``number`` with what makes it a part of a whole, or as it is.

    >>> text = "三分之二"
    >>> read_fraction(text, Scaled(0, 1, Decimal(3), Decimal(1), "chinese")).value
    Decimal('0.6666666666666666666666666667')
    """
    words = _words()
    following = text[number.end : number.end + 1]
    if following == "" or number.unit:
        return number
    if following == words.of[0]:
        return _parts(text, number, words)
    if following in words.tenths:
        return _tenths(text, number, words)
    if following == words.half and number.value == 1 and number.digits == "chinese":
        return number._replace(end=number.end + 1, value=_HALF, fraction=True)
    if following == words.mixed:
        match = next_candidate(text, number.end + 1)
        if match is not None and match.start() == number.end + 1:
            part = _parts(text, _plain(match), words) if text.startswith(words.of, match.end()) else None
            if part is not None and part.fraction:
                return number._replace(end=part.end, value=number.value + part.value)
    if following == "/" and number.digits == "arabic":
        return _slash(text, number, words)
    return number


def half_of_all(text: str, match: re.Match[str]) -> Scaled | None:
    """半数: the one fraction that begins with no number."""
    words = _words()
    if not text.startswith(words.half_of_all, match.start()):
        return None
    return Scaled(match.start(), match.start() + len(words.half_of_all), _HALF, _ONE, "chinese", fraction=True)


def _plain(match: re.Match[str]) -> Scaled:
    numeral = _numeral(match) or Numeral(Decimal(0))
    return Scaled(match.start(), match.end(), numeral.value, _ONE, "chinese")


def _numeral(match: re.Match[str]) -> Numeral | None:
    return Numeral(read_arabic(match.group(1))) if match.group(1) is not None else read_chinese(match.group(2))


def _parts(text: str, number: Scaled, words: _Words) -> Scaled:
    """X分之Y: per cent, per mille, or a plain fraction; 百分百 is a hundred per cent."""
    if number.value == _HUNDRED and text.startswith(words.whole, number.end):
        return number._replace(end=number.end + len(words.whole), unit=words.units[_HUNDRED], digits="chinese")
    at = number.end + len(words.of)
    match = next_candidate(text, at) if text.startswith(words.of, number.end) else None
    if match is None or match.start() != at or number.value == 0:
        return number
    top = _numeral(match)
    if top is None:
        return number
    unit = words.units.get(number.value, "")
    whole = _ONE if unit else number.value
    return number._replace(
        end=match.end(),
        value=top.value / whole,
        high=None if top.high is None else top.high / whole,
        unit=unit,
        factor=_ONE,
        digits="chinese",
        approximate=top.approximate,
        fraction=not unit,
        scaled=False,
    )


def _tenths(text: str, number: Scaled, words: _Words) -> Scaled:
    """三成 → 30 %, 三成五 → 35 %, 七五折 → 75 %; not where the character begins another word (三成员)."""
    end = number.end + 1
    following = text[end : end + 1]
    if following and following in words.tenths_not_before:
        return number
    times = _ONE if number.value >= 10 else Decimal(10)
    more = words.digits.get(following, 0)
    high = None if number.high is None else number.high * times
    value = number.value * times + more
    return number._replace(end=end + bool(more), value=value, high=high, unit=words.units[_HUNDRED])


def _slash(text: str, number: Scaled, words: _Words) -> Scaled:
    """1/3 where it stands alone or before Chinese text; 24/7, dates and pages are none."""
    match = words.denominator.match(text, number.end)
    before = text[number.start - 1 : number.start]
    if match is None or before in ("/", ".", "-") or number.value != number.value.to_integral_value():
        return number
    below = Decimal(match.group(1))
    following = text[match.end() : match.end() + 1]
    if not 0 < number.value < below <= words.slash_limit or (following.isascii() and before.isascii() and before):
        return number
    return number._replace(end=match.end(), value=number.value / below, fraction=True)
