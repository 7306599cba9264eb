"""What a number in English text counts: the words behind it (300 new beds), else before it (Coverage reached 95%)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.resources import vocabulary

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


class _Words(NamedTuple):
    before_stop: frozenset[str]
    behind_stop: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    longest: int


@cache
def _words() -> _Words:
    words = vocabulary("measures")["english"]
    return _Words(
        frozenset(words["before_stop"]),
        frozenset(words["behind_stop"]),
        frozenset(words["up"]),
        frozenset(words["down"]),
        words["longest"],
    )


def is_latin(text: str, figure: Figure) -> bool:
    """Whether the figure stands among Latin words."""
    before = text[max(0, figure.start - 2) : figure.start].strip()
    after = text[figure.end : figure.end + 2].strip()
    near = before[-1:] + after[:1]
    return near.isascii() and any(char.isalpha() for char in near)


def measure(text: str, figure: Figure, place: Place) -> tuple[int, int, str]:
    """Where what is counted stands, and "up" or "down" for a change."""
    words = _words()
    change = ""
    clause = _WORD.findall(text[place.left : figure.start].lower())
    for word in clause:
        change = "up" if word in words.up else "down" if word in words.down else change
    start, end = _behind(text, figure.end, place.right, words)
    told = text[start:end].lower()
    if not change and told in words.up | words.down:
        start, end, change = figure.end, figure.end, "up" if told in words.up else "down"
    if start < end and not change:
        return start, end, change
    before = _before(text, place.left, figure.start, words)
    return (*before, change) if before[0] < before[1] else (start, end, change)


def _behind(text: str, start: int, limit: int, words: _Words) -> tuple[int, int]:
    if text.startswith(" of ", start):
        start += 4
    end = start
    for count, match in enumerate(_WORD.finditer(text, start, limit)):
        if count == words.longest or match.group().lower() in words.behind_stop or match.start() > end + 1:
            break
        end = match.end()
    while start < end and text[start] == " ":
        start += 1
    return start, end


def _before(text: str, start: int, limit: int, words: _Words) -> tuple[int, int]:
    """The last run of words before the number that are not verbs, articles or prepositions."""
    best = (limit, limit)
    run: tuple[int, int] | None = None
    for match in _WORD.finditer(text, start, limit):
        if match.group().lower() in words.before_stop:
            run = None
            continue
        run = (run[0] if run else match.start(), match.end())
        best = run
    return best
