"""Where clauses and sentences begin and end, and what stands between one figure and the next."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from reconcile.quantities.figures import Figure

_REACH = 60
_WEAK = ",:"
_DIGITS = frozenset("0123456789")
# 1,234 and, in lakhs, 12,34,567
_THOUSANDS = re.compile("(?:[0-9]{2},){0,4}[0-9]{3}(?![0-9])")
_MINUTES = re.compile("[0-9]{2}(?![0-9])")


class Place(NamedTuple):
    """The surroundings of one figure, as positions in the text.

    ``sentence`` and ``clause`` are where these begin, ``stop`` where the clause ends; ``left`` is where the words that
    may belong to the figure begin (the end of the figure before it, or ``clause``); ``right`` is where the next figure
    of the clause begins, or ``stop``. ``first`` says that no figure stands before it in its clause, ``last`` none
    behind.
    """

    sentence: int
    clause: int
    stop: int
    left: int
    right: int
    first: bool
    last: bool


@cache
def _boundary() -> re.Pattern[str]:
    """What may end a clause."""
    return re.compile("[。;!?\n…,:]")


def _joins_digits(text: str, at: int) -> bool:
    """Whether a comma or colon stands inside a number or a time of day (1,234, 8:30) and ends nothing."""
    if not text[at - 1 : at].isdigit():
        return False
    return (_THOUSANDS if text[at] == "," else _MINUTES).match(text, at + 1) is not None


def _is_stray(text: str, at: int, end: int, stop: int) -> bool:
    """Whether a full stop only tore a number from what it counts: 惠及居民。1.2万户, and nothing more."""
    return text[at] == "。" and end == stop and "\u4e00" <= text[at - 1 : at] <= "\u9fff"


def places(text: str, figures: list[Figure]) -> list[Place]:
    """The surroundings of each figure, in one pass over the text."""
    ends: list[int] = []
    strong: list[int] = [0]
    for match in _boundary().finditer(text):
        at = match.start()
        if text[at] not in _WEAK:
            strong.append(at + 1)
        elif text[at + 1 : at + 2] in _DIGITS and _joins_digits(text, at):
            continue
        ends.append(at)
    bracketed = "(" in text
    found: list[Place] = []
    before = 0
    for at, figure in enumerate(figures):
        index = bisect_right(ends, figure.start)
        ahead = index
        stop = ends[index] if index < len(ends) else len(text)
        while stop < figure.end and index < len(ends):
            index += 1
            stop = ends[index] if index < len(ends) else len(text)
        opens = ahead and ends[ahead - 1] + 1 == figure.start
        stray = opens and _is_stray(text, ends[ahead - 1], figure.end, stop)
        if opens and (stray or text[ends[ahead - 1]] == ":"):
            # 完成投资:3.2亿元
            clause = ends[ahead - 2] + 1 if ahead > 1 else 0
        else:
            clause = ends[ahead - 1] + 1 if ahead else 0
        sentence = strong[max(0, bisect_right(strong, figure.start) - 1 - bool(stray))]
        if bracketed:
            clause = _inside_bracket(text, max(clause, figure.start - 4 * _REACH), figure.start, clause)
        first = before <= clause
        left = max(clause if first else before, figure.start - _REACH)
        after = figures[at + 1].start if at + 1 < len(figures) else len(text)
        found.append(Place(sentence, clause, stop, left, min(stop, after, figure.end + _REACH), first, after >= stop))
        before = figure.end
    return found


def _inside_bracket(text: str, floor: int, at: int, clause: int) -> int:
    """Inside an open bracket the clause begins with it, unless the figure is the first thing in it."""
    opening = text.rfind("(", floor, at)
    if opening < 0 or text.find(")", opening, at) >= 0 or opening + 1 == at:
        return clause
    return opening + 1
