"""The marks that number the items of a text: 1. 2、 （三） (4) ① 5) and, within a line, 6. after a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reconcile.resources import vocabulary

_DRESS = r"[\s#*•\-—>·]{0,8}"
_MARK = re.compile(
    rf"{_DRESS}(?:"
    r"(?P<deep>\d{1,3}(?:\.\d{1,3}){1,3})(?=[.、]?(?:\*|\s))[.、]?"
    r"|(?P<bracketed>[(（](?P<b>\d{1,4}|[一二三四五六七八九十百]{1,5})[)）][、.．]?)"
    r"|(?P<pointed>(?P<p>\d{1,4})(?:[.．](?!\d)|[、)）]))"
    r"|(?P<section>(?P<s>[一二三四五六七八九十百]{1,5})[、.．])"
    r"|(?P<point>(?P<i>[一二三四五六七八九十]{1,3})是)"
    r"|(?P<roman>[IVX]{1,5})[.．、)](?=\s|[^\x00-\x7f])"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<bare>(?P<n>\d{1,4})(?=\s+\D))"
    r")\**\s*"
)
_INNER = re.compile(r"(?<=[\s。；;])(\d{1,4})(?:[.．](?!\d)|、)")
# After a Chinese number a blank ends a mark too (任务一 新建公园); after figures it may part an amount from its unit.
_BLANK = r"(?<=[一二三四五六七八九十百])\s"
# The style of numbers of several levels, which begin anew in each part without a word.
DEEP = "1.1"
# That of numbers behind a word (目标1：, 第三件).
NAMED = "第1"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}


class Mark(NamedTuple):
    """The number of an item: how it is written, its value, as printed without signs, and where those words stand."""

    style: str
    number: int
    printed: str
    start: int
    end: int
    text_start: int


def mark_of(text: str) -> Mark | None:
    """The mark that a text begins with, None where it begins with none.

    >>> mark_of("（二）建成水厂")
    Mark(style='(一)', number=2, printed='二', start=1, end=2, text_start=3)
    >>> mark_of("3．修路").printed, mark_of("2023年"), mark_of("1.5万亩")
    ('3', None, None)
    >>> mark_of("**1.2** Plant trees").printed
    '1.2'
    """
    named = _named().match(text)
    if named:
        group = "w" if named["w"] else "o"
        return Mark(NAMED, number_in(named[group]), named[group], *named.span(group), named.end())
    found = _MARK.match(text)
    if not found or found.lastgroup is None:
        return None
    if found["deep"]:
        return Mark(DEEP, int(found["deep"].rpartition(".")[2]), found["deep"], *found.span("deep"), found.end())
    if found["circled"]:
        return Mark("①", ord(found["circled"]) - ord("①") + 1, found["circled"], *found.span("circled"), found.end())
    if found["roman"]:
        return Mark("I.", roman(found["roman"]), found["roman"], *found.span("roman"), found.end())
    for group, style in (("b", "(1)"), ("p", "1."), ("s", "一、"), ("n", "1 "), ("i", "一是")):
        printed = found[group]
        if printed:
            if group == "b" and not printed.isdecimal():
                style = "(一)"
            return Mark(style, number_in(printed), printed, *found.span(group), found.end())
    return None


@cache
def _named() -> re.Pattern[str]:
    words = vocabulary("layouts")["marks"]
    nouns, counters = ("|".join(map(re.escape, words[part])) for part in ("nouns", "counters"))
    number = r"\d{1,4}|[一二三四五六七八九十百]{1,5}"
    return re.compile(
        rf"{_DRESS}[【\[]?(?:(?:{nouns})\s?(?P<w>{number})|第(?P<o>{number})(?:{counters}))(?:[】\]：:、.．]|{_BLANK})[：:]?\**\s*",
        re.IGNORECASE,
    )


def number_in(printed: str) -> int:
    """The value of a number in figures or in Chinese.

    >>> number_in("12"), number_in("十"), number_in("二十三"), number_in("一百零五")
    (12, 10, 23, 105)
    """
    if printed.isdecimal():
        return int(printed)
    total, digit = 0, 0
    for sign in printed:
        if sign in "十百":
            total += max(digit, 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def roman(printed: str) -> int:
    """The value of a Roman number.

    >>> roman("IV"), roman("IX"), roman("XII")
    (4, 9, 12)
    """
    values = [_ROMAN[sign] for sign in printed]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def inner_marks(text: str) -> list[int]:
    """Where the items begin that a line runs on with, numbered one after the other; empty for fewer than three.

    >>> inner_marks("公示如下。 1.修路。 2.建桥。 3.通车。")
    [6, 12, 18]
    """
    places: list[int] = []
    for number, place in _numbers(text):
        if number == len(places) + 1:
            places.append(place)
    return places if len(places) > 2 else []


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    opening = mark_of(text)
    if opening is not None and opening.style == "1.":
        yield opening.number, 0
    for found in _INNER.finditer(text):
        yield int(found[1]), found.start()
