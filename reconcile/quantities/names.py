"""What is not a quantity: dates, ordinals, document and road numbers, models, grades, slogans, idioms, telephones.

A number is looked at with the characters around it; every class of name is a table of
``rules/vocabulary/names.toml``. Each test looks at a bounded stretch of text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from reconcile.quantities.scaled import Scaled
from reconcile.resources import vocabulary


class _Names(NamedTuple):
    table: dict[str, Any]
    quotes: re.Pattern[str]
    measured: re.Pattern[str]
    before: dict[str, tuple[str, ...]]
    before_not_after: dict[str, str]
    before_not_with_unit: frozenset[str]
    before_bare: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    after_unit: tuple[str, ...]
    after_unit_not: frozenset[str]
    in_chinese: frozenset[str]
    counted: frozenset[str]
    one: frozenset[str]
    slogan_counters: frozenset[str]
    slogan_nouns: tuple[str, ...]
    duration_units: frozenset[str]
    duration_after: tuple[str, ...]
    duration_before: dict[str, tuple[str, ...]]
    idioms: re.Pattern[str]
    idiom_reach: int
    value_words: dict[str, tuple[str, ...]]
    english: frozenset[str]
    months: frozenset[str]
    mobile: re.Pattern[str]


def _by_last(words: list[str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[-1], []).append(word)
    return {last: tuple(sorted(group, key=len, reverse=True)) for last, group in grouped.items()}


def _by_first(words: list[str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in grouped.items()}


@cache
def _names() -> _Names:
    table = vocabulary("names")
    quotes, durations, chinese = table["quotes"], table["durations"], table["named_in_chinese"]
    shapes = [
        f"{re.escape(pair[0])}[^{re.escape(pair)}\n]{{0,{longest}}}{re.escape(pair[1])}"
        for kind, longest in (("slogans", quotes["longest_slogan"]), ("titles", quotes["longest_title"]))
        for pair in quotes[kind]
    ]
    idioms = sorted(table["idioms"]["words"], key=lambda word: (-len(word), word))
    return _Names(
        table,
        re.compile("|".join(shapes)),
        re.compile(quotes["measured"]),
        _by_last(table["before"]["words"]),
        table["before"]["not_after"],
        frozenset(table["before"]["not_with_unit"]),
        _by_last(table["before_bare"]["words"]),
        _by_first(table["after"]["words"]),
        tuple(table["after_unit"]["words"]),
        frozenset(table["after_unit"]["not_units"]),
        frozenset(chinese["units"]),
        frozenset(chinese["counted_from_two_digits"]),
        frozenset(chinese["one"]),
        frozenset(table["slogans"]["counters"]),
        tuple(table["slogans"]["nouns"]),
        frozenset(durations["units"]),
        tuple(durations["after"]),
        _by_last(durations["before"]),
        re.compile("|".join(map(re.escape, idioms))),
        max(map(len, idioms)),
        _by_last(table["bare"]["value_words"]),
        frozenset(table["english"]["before"]),
        frozenset(table["english"]["months"]),
        re.compile(table["bare"]["mobile"]),
    )


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches inside short quotation marks and titles, where numbers are part of a name.

    A quotation that is nothing but a number with a unit of measurement (“100%”) is only emphasis and stays readable.
    """
    names = _names()
    return [match.span() for match in names.quotes.finditer(text) if not names.measured.fullmatch(match.group()[1:-1])]


def _ends_with(text: str, at: int, words: dict[str, tuple[str, ...]]) -> str:
    """The longest of ``words`` that ends right before ``at``."""
    if at:
        for word in words.get(text[at - 1], ()):
            if at >= len(word) and text.startswith(word, at - len(word)):
                return word
    return ""


def is_name(text: str, number: Scaled, second: Scaled | None, unit: str, end: int) -> bool:
    """Whether the number that starts at ``number.start`` names, dates or orders something.

    ``second`` is the upper end of a range, ``unit`` what was read behind it ("" for none), ``end`` where that ends.
    """
    names = _names()
    start = number.start
    word = _ends_with(text, start, names.before)
    if word and not (unit and word in names.before_not_with_unit):
        ahead = text[start - len(word) - 1 : start - len(word)]
        if not (ahead and ahead in names.before_not_after.get(word, "")):
            return True
    first_of = names.table["before"]["first_of"]
    if unit in first_of["units"] and text[start - 1 : start] in first_of["words"]:
        return True
    if _glued(text, number, unit, end):
        return True
    if number.digits != "arabic" and _named_in_chinese(text, number, unit, end, names):
        return True
    if unit:
        return _named_by_unit(text, number, unit, end, names)
    if end < len(text):
        for word in names.after.get(text[end], ()):
            if text.startswith(word, end):
                return True
    if _ends_with(text, start, names.before_bare):
        return True
    return number.leading_zero or (second is not None and _year(number) and _year(second))


def _glued(text: str, number: Scaled, unit: str, end: int) -> bool:
    """Whether Latin letters, dashes, colons, points or slashes tie the number into a code, a time or a version."""
    start = number.start
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before.isascii():
        ahead = text[start - 2 : start - 1] if start > 1 else ""
        if before.isalpha():
            return text[max(0, start - 3) : start] not in ("RMB", "CNY", "USD", "EUR", "GBP")
        if before in "-—+" and (ahead.isdigit() or (ahead.isascii() and ahead.isalpha())):
            return True
        if before in ":./" and ahead.isdigit() and (not unit or before != "/"):
            return True
        if (
            before == " "
            and ahead
            and ahead.isascii()
            and (ahead.isalpha() or ahead == ".")
            and not unit
            and _english_name(text, start)
        ):
            return True
    elif before in ("时", "点") and unit.startswith("分") and text[start - 2 : start - 1].isdigit():
        return True
    if after == " " and not unit and _month(text, end + 1):
        return True
    if after and after.isascii():
        ahead = text[end + 1 : end + 2]
        if after.isalpha() and not unit:
            return True
        if after in ":+" and (ahead.isdigit() or (after == "+" and ahead.isalpha())):
            return not unit
        if after in "-." and ahead.isdigit() and ahead.isascii() and not unit:
            return True
        if after == "/" and ahead.isdigit() and not unit:
            return True
    return False


def _month(text: str, at: int) -> bool:
    """Whether the name of a month stands at ``at`` (31 December)."""
    word = text[at : at + 9].split(" ")[0].rstrip(",.").lower()
    return word in _names().months


def _english_name(text: str, start: int) -> bool:
    """Whether the Latin word before the number only has it numbered (Chapter 3, Phase 2, Q3 2023)."""
    names = _names()
    window = text[max(0, start - 16) : start - 1]
    word = window.rsplit(" ", 1)[-1].split("\n")[-1].lstrip("(")
    word = word[_last_not_ascii(word) + 1 :]
    if word.lower() in names.english or (word.isupper() and len(word) <= 3):
        return True
    return bool(re.fullmatch(r"[QHqh][1-4]", word))


def _last_not_ascii(word: str) -> int:
    return max((at for at, char in enumerate(word) if not char.isascii()), default=-1)


def _year(number: Scaled) -> bool:
    low, high = _names().table["dates"]["years"]
    return (
        not number.scaled
        and number.digits != "bare"
        and number.end - number.start == 4
        and number.value == number.value.to_integral_value()
        and low <= number.value <= high
    )


def _named_by_unit(text: str, number: Scaled, unit: str, end: int, names: _Names) -> bool:
    """Whether the number with its unit is a name, a time, a numbered set of measures, or an idiom."""
    if unit not in names.after_unit_not and text.startswith(names.after_unit, end):
        return True
    if unit in names.duration_units and _is_time(text, number, unit, end, names):
        return True
    if unit in names.table["measures"]["units"] and _is_numbered_set(text, number.start, end, names):
        return True
    return unit == "路" and (number.value < 100 and not text.startswith(("视频", "监控", "信号"), end))


def _is_time(text: str, number: Scaled, unit: str, end: int, names: _Names) -> bool:
    """一年, 24小时, 3年内, 近三年, 2023年: when, not how long."""
    if unit == "年":
        low, high = names.table["durations"]["years"]
        if low <= number.value <= high and not number.scaled:
            return True
    if text[number.start : end] in names.table["durations"]["always"]:
        return True
    if text.startswith(names.duration_after, end) and not text.startswith(("以内", "之内"), end):
        return True
    return bool(_ends_with(text, number.start, names.duration_before))


def _is_numbered_set(text: str, start: int, end: int, names: _Names) -> bool:
    """落实…20条意见: a set of measures known by how many it has."""
    measures = names.table["measures"]
    window = text[max(0, start - 30) : start]
    cut = max(window.rfind(mark) for mark in ",。;\n")
    clause = window[cut + 1 :]
    if text.startswith("的", end):
        end += 1
    return text.startswith(tuple(measures["nouns"]), end) and any(verb in clause for verb in measures["verbs"])


def _named_in_chinese(text: str, number: Scaled, unit: str, end: int, names: _Names) -> bool:
    """Rules for numerals in Chinese characters, most of which are parts of words."""
    start = number.start
    begin = max(0, start - names.idiom_reach)
    for match in names.idioms.finditer(text, begin, min(len(text), end + names.idiom_reach)):
        if match.start() <= start < match.end():
            return True
        if match.start() > start:
            break
    if number.digits == "bare":
        return _unbounded_scale(text, number, unit, end, names)
    length = number.end - start
    digit = text[start]
    if length > 1:
        if not unit:
            return False
        return unit in names.in_chinese and unit not in names.counted and not number.unit and not number.scaled
    if not unit:
        return False
    if number.unit:
        return False
    if digit == "一":
        chinese = names.table["named_in_chinese"]
        if unit not in names.one:
            return True
        if text[start - 1 : start] and text[start - 1] in chinese["one_not_after"]:
            return True
        if text.startswith(tuple(chinese["one_not_before"]), end):
            return True
        return text[end : end + 1] == "一" or text[end + 1 : end + 2] == "一"
    if digit == names.table["named_in_chinese"]["ordinal_digit"]:
        return True
    if unit in names.slogan_counters and text.startswith(names.slogan_nouns, end):
        return True
    return unit in names.in_chinese and not text.startswith(("以上", "以下", "以内"), end)


def _unbounded_scale(text: str, number: Scaled, unit: str, end: int, names: _Names) -> bool:
    """A scale word without a digit (亿元, 百家): a figure only where something bounds it."""
    start = number.start
    reaching = vocabulary("numerals")["indefinite"]["reaching"]
    if number.unit or number.approximate or end > number.end + len(unit):
        return False
    if start and text[start - 1] in reaching:
        return False
    bare = names.table["bare_scale"]
    if text.startswith(("以上", "以下", "余", "多"), end):
        return False
    if unit in bare["plain_units"] and number.end - start > 1:
        return False
    if unit:
        return not (unit == "元" and text.startswith(tuple(bare["nouns"]), end))
    return number.end - start == 1


def bare_counts(text: str, number: Scaled, start: int, end: int) -> bool:
    """Whether a number without a unit counts something by where it stands: after 为, 达到, 指数, in Latin text."""
    names = _names()
    if number.scaled and number.digits != "bare":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_long_code(text, number, names) or _is_enumerator(text, number, start, end):
        return False
    value_word = _ends_with(text, start, names.value_words)
    fraction = number.value != number.value.to_integral_value()
    if _year(number):
        return value_word in names.table["bare"]["year_words"]
    closed = not after or after in names.table["bare"]["followers"] or after.isascii()
    if number.digits != "arabic" and not fraction and number.end - number.start < 2:
        return bool(value_word) and value_word not in names.table["bare"]["soft_words"] and closed
    if fraction or "," in text[number.start : number.end]:
        return closed
    if value_word:
        return closed
    return closed and (not before or before.isascii() or before in "，。、；：（“") and after not in ("、", ")")


def _is_long_code(text: str, number: Scaled, names: _Names) -> bool:
    """A telephone number or another code: many digits and nothing that they count."""
    printed = text[number.start : number.end]
    if not printed.isdigit():
        return False
    if number.leading_zero or names.mobile.fullmatch(printed):
        return True
    return (
        len(printed) >= names.table["bare"]["longest"]
        and len(text) > len(printed) + 2
        and not _ends_with(text, number.start, names.value_words)
    )


def _is_enumerator(text: str, number: Scaled, start: int, end: int) -> bool:
    """1. …, (2)…, 3、…: the number of a paragraph."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after not in (".", "、", ")", ":") or number.value >= 100 or number.value != number.value.to_integral_value():
        return False
    if after == ")" and before == "(":
        return True
    return not before or before in "。;:!?\n,(" or (before == " " and text[end + 1 : end + 2] != "")
