"""Level two: a number with its scale words: 6.5万, 25万6千, 十几万, 百分之三十, 三分之二, 一半, 三成, 3.2 million.

The text is that of ``characters.normalise``. Everything here looks at each character a bounded number of times.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reconcile.quantities.numerals import Numeral, read_arabic, read_chinese
from reconcile.resources import vocabulary


class Scaled(NamedTuple):
    """A number as written. ``factor`` is the scale word alone (10—15亿: shared by a range that prints it once).

    ``unit`` is set where the writing itself says it (百分之三十 → %), ``fraction`` for a part of one (三分之二). ``digits``
    is "arabic", "chinese", or "bare" for a scale word that stands without a digit (百余, 亿元). ``leading_zero`` marks
    0530 and the like.
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


class _Words(NamedTuple):
    candidate: re.Pattern[str]
    scale: re.Pattern[str]
    scales: dict[str, Decimal]
    english: re.Pattern[str]
    english_scales: dict[str, Decimal]
    more: str
    chinese: str
    bare: str
    tenths: str
    tenths_not_before: str
    tails: dict[Decimal, re.Pattern[str]]
    mixed: re.Pattern[str]
    to_chinese: dict[int, int]


_ONE = Decimal(1)
_HALF = Decimal("0.5")
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"


@cache
def _words() -> _Words:
    words = vocabulary("numerals")
    usual = [char for char in words["digits"] if char not in words["financial"]["only_in_company"]]
    usual += [char for char in (*words["places"], *words["tens"], *words["scales"]) if char not in "拾佰仟"]
    digits = "".join(usual)
    company = digits + words["financial"]["only_in_company"]
    some, point = words["indefinite"]["some"], words["signs"]["point"]
    candidate = (
        f"({_ARABIC})|([{some}]?[{digits}][{company}]*{some[-1]}?[{company}]*(?:{point}[{digits}]+)?"
        f"|[{words['financial']['only_in_company']}][{company}]+|半(?=数))"
    )
    not_before = words["scale_words_not_before"]
    scale = "|".join(
        re.escape(word) + (f"(?![{not_before[word]}])" if word in not_before else "") for word in words["scale_words"]
    )
    english = "|".join(sorted(words["english_scales"], key=len, reverse=True))
    factors = {word: Decimal(size) for word, size in words["scale_words"].items()}
    return _Words(
        re.compile(candidate),
        re.compile(f"[{words['indefinite']['more']}{words['indefinite']['about']}]?({scale})"),
        factors,
        re.compile(f" ?({english})(?![A-Za-z0-9])"),
        {word: Decimal(size) for word, size in words["english_scales"].items()},
        words["indefinite"]["more"],
        digits,
        "百千万亿佰仟",
        words["fraction"]["tenths"],
        words["fraction"]["tenths_not_before"],
        {Decimal(10) ** places: re.compile(f"[0-9]{{{places}}}(?![0-9.,])") for places in (2, 3, 4, 8)},
        re.compile("[0-9](?:[千百十][0-9])+(?:[千百十](?![分瓦米克伏]))?[万亿]+"),
        str.maketrans("0123456789", "零一二三四五六七八九"),
    )


def next_candidate(text: str, at: int) -> re.Match[str] | None:
    """The next run of numeral characters at or after ``at``; what it says, if anything, is for ``read_scaled``."""
    return _words().candidate.search(text, at)


def read_scaled(text: str, match: re.Match[str]) -> Scaled | None:
    """The number that starts with this candidate, with its scale words and fractions; None where there is none."""
    words = _words()
    start, end = match.span()
    following = text[end : end + 1]
    if match.group(1) is not None:
        printed = match.group(1)
        number = Scaled(
            start, end, read_arabic(printed), _ONE, "arabic", leading_zero=printed[0] == "0" and printed[1:2].isdigit()
        )
        mixed = _mixed(text, number, words) if following and following in "千百十" else None
        if mixed is not None:
            number = mixed
        elif following in words.bare or following in words.more or following == "来":
            number = _with_scale(text, number, words)
        elif following == " " or following.isascii():
            number = _with_english_scale(text, number, words)
    else:
        run = match.group(2)
        if run == "半":
            return Scaled(start, end + 1, _HALF, _ONE, "chinese", fraction=True)
        if run == "一" and following == "半":
            return Scaled(start, end + 1, _HALF, _ONE, "chinese", fraction=True)
        numeral = read_chinese(run)
        if numeral is None:
            return None
        bare = run[0] in words.bare
        number = Scaled(
            start,
            end,
            numeral.value,
            _ONE,
            "bare" if bare else "chinese",
            numeral.high,
            numeral.approximate,
            scaled=len(run) > 1 and run[-1] in words.bare,
        )
        if following in words.more:
            number = _with_scale(text, number, words)
    following = text[number.end : number.end + 1]
    if following == "分":
        return _fraction(text, number)
    if following and following in words.tenths:
        return _tenths(text, number, words)
    return number


def _mixed(text: str, number: Scaled, words: _Words) -> Scaled | None:
    """Arabic digits in Chinese places: 3千5百万 is thirty-five million."""
    match = words.mixed.match(text, number.start)
    if match is None or match.end() <= number.end:
        return None
    numeral = read_chinese(match.group().translate(words.to_chinese))
    return number._replace(value=numeral.value, end=match.end(), scaled=True) if numeral is not None else None


def _with_scale(text: str, number: Scaled, words: _Words) -> Scaled:
    """Scale words behind the number, and what follows them: 3万4000, 25万6千, 300余万."""
    match = words.scale.match(text, number.end)
    if match is None:
        return number
    factor = words.scales[match.group(1)]
    approximate = number.approximate or match.group(0) != match.group(1)
    value, end = number.value * factor, match.end()
    lower = factor
    while value == value.to_integral_value():
        tail = _tail(text, end, lower, words)
        if tail is None:
            break
        value, end, lower = value + tail[0], tail[1], tail[2]
    high = None if number.high is None else number.high * factor
    return number._replace(value=value, high=high, end=end, factor=factor, approximate=approximate, scaled=True)


def _tail(text: str, at: int, lower: Decimal, words: _Words) -> tuple[Decimal, int, Decimal] | None:
    """A lower part of the number: digits with a lower scale word (6千), or as many digits as the scale has places."""
    if not text[at : at + 1].isdigit():
        return None
    match = words.candidate.match(text, at)
    if match is None or match.group(1) is None:
        return None
    scale = words.scale.match(text, match.end())
    digits = read_arabic(match.group(1))
    if scale is not None and scale.group(0) == scale.group(1):
        factor = words.scales[scale.group(1)]
        return (digits * factor, scale.end(), factor) if digits * factor < lower else None
    tail = words.tails.get(lower)
    if tail is not None and tail.match(text, at):
        return digits, match.end(), _ONE
    return None


def _with_english_scale(text: str, number: Scaled, words: _Words) -> Scaled:
    match = words.english.match(text, number.end)
    if match is None:
        return number
    factor = words.english_scales[match.group(1)]
    return number._replace(value=number.value * factor, end=match.end(), factor=factor, scaled=True)


def _fraction(text: str, number: Scaled) -> Scaled:
    """X分之Y: per cent, per mille, or a plain fraction; 百分百 is a hundred per cent."""
    words = _words()
    if text.startswith("分百", number.end) and number.value == 100:
        return number._replace(end=number.end + 2, unit="%", digits="chinese")
    if not text.startswith("分之", number.end):
        return number
    match = words.candidate.match(text, number.end + 2)
    if match is None:
        return number
    if match.group(1) is not None:
        top: Numeral | None = Numeral(read_arabic(match.group(1)))
    else:
        top = read_chinese(match.group(2))
    if top is None or number.value == 0:
        return number
    unit = {100: "%", 1000: "‰", 10000: "‱"}.get(int(number.value), "")
    if unit and number.value in (100, 1000, 10000):
        value, high = top.value, top.high
    else:
        unit, value = "", top.value / number.value
        high = None if top.high is None else top.high / number.value
    return number._replace(
        end=match.end(),
        value=value,
        high=high,
        unit=unit,
        factor=_ONE,
        digits="chinese",
        approximate=top.approximate,
        fraction=not unit,
    )


def _tenths(text: str, number: Scaled, words: _Words) -> Scaled:
    """三成 → 30 %, 七五折 → 75 %; not where the character begins another word (三成员)."""
    if text[number.end + 1 : number.end + 2] in words.tenths_not_before and number.end + 1 < len(text):
        return number
    times = _ONE if number.value >= 10 else Decimal(10)
    high = None if number.high is None else number.high * times
    return number._replace(end=number.end + 1, value=number.value * times, high=high, unit="%")
