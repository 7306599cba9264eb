"""Where in a string of letters a text may begin or end, and where what was done begins after what was promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.reading.layouts.strand import LINE, NOTHING, Strand
from reconcile.resources import vocabulary

_MOST_REPEATED = 10
_PUNCTUATION = "，。；、：！？）)》”’,.;:!?%％‰"
_FIGURES_IN = re.compile(r"[\d.,]{1,20}")
_OPEN = "，、（(：:《“‘-—至到"
_FIGURES = ".,．%％‰"
# How far each sign speaks for a cell that begins or ends at a place (bits).
_CUT_FIGURE, _BAD_START, _OPEN_END, _CUT_AMOUNT, _HANGING_VERB = -12.0, -10.0, -6.0, -4.0, -4.0
_OPENED, _VERB, _AFTER_AMOUNT, _EACH_REPEATED, _EACH_HELD, _NOT_APART = 3.0, 1.5, 1.5, 0.9, 0.6, -9.0
# What a repeated letter behind a figure counts, and one of a run that begins further left.
_BEHIND_FIGURE, _INSIDE = 0.3, 0.1
_WINDOW = 12


def cell_edges(strand: Strand, blanks: bool) -> list[float]:
    """For each place, what speaks for cells that part there: never inside a figure; at blanks, where these do."""
    text = strand.text
    out = [0.0]
    for place in range(1, len(text)):
        before, after, apart = text[place - 1], text[place], strand.gap(place) != NOTHING
        score = 0.0
        if before.isdecimal() and (after.isdecimal() or after in _FIGURES) and not apart:
            score += _CUT_FIGURE
        if after in _PUNCTUATION:
            score += _BAD_START
        if blanks and not apart:
            score += _NOT_APART
        if after.isascii() and before.isascii() and after.isalpha() and before.isalpha() and not apart:
            score += _CUT_FIGURE
        out.append(score)
    return [*out, 0.0]


def text_ends(strand: Strand) -> list[float]:
    """For each place, what speaks against a text that ends there: a comma, a verb, a figure without its unit."""
    text = strand.text
    out = [0.0]
    for place in range(1, len(text) + 1):
        before = text[place - 1]
        score = _OPEN_END if before in _OPEN else 0.0
        if place < len(text) and before.isdecimal() and text[place].isalpha():
            score += _CUT_AMOUNT
        if text.endswith(_verbs(), max(0, place - 4), place):
            score += _HANGING_VERB
        out.append(score)
    return out


def openings(strand: Strand) -> list[float]:
    """For each place, what speaks for a report of what was done that begins there, the promise before it.

    Words that open a report do, verbs, an amount that ends the promise, and words that the promise holds already.
    """
    text = strand.text
    out = [0.0]
    for place in range(1, len(text)):
        window = strand.words(place, min(len(text), place + _WINDOW))
        opened = next((len(word) for word in _openers() if window.startswith(word)), 0)
        rest = window[opened:].lstrip()
        verb = next((len(word) for word in _verbs() if rest.startswith(word)), 0)
        behind_amount = bool(_amount_before().search(text, max(0, place - _WINDOW), place))
        after = place + opened
        score = _OPENED * bool(opened) + _VERB * bool(verb)
        score += _EACH_HELD * _held(text, place, after) if opened else 0.0
        again = _repeated(text, place, after)
        # A verb that comes again alone shows nothing.
        behind = _repeated(text, place, after + verb) if verb else 0.0
        score += _EACH_REPEATED * max(again if again > verb else 0.0, behind)
        out.append(score + _AFTER_AMOUNT * behind_amount)
    return [*out, 0.0]


def _repeated(text: str, place: int, start: int) -> float:
    """How many characters from ``start`` on stand somewhere before ``place``, whatever figures are in them.

    0 for a single one. Those behind a figure count less, and so do all where the run begins further left already.
    """
    if text[start : start + 1].isdecimal():
        return 0.0
    before = _FIGURES_IN.sub("0", text[:place])
    words = _FIGURES_IN.sub("0", text[start : start + _WINDOW + _MOST_REPEATED])[:_MOST_REPEATED]
    for length in range(len(words), 1, -1):
        at = before.find(words[:length])
        if at >= 0:
            first, _, rest = words[:length].partition("0")
            size = len(first) + _BEHIND_FIGURE * len(rest)
            inside = start == place and at > 0 and before[at - 1] == _FIGURES_IN.sub("0", text[place - 1])
            return 0.0 if len(first) + len(rest) < 2 else size * (_INSIDE if inside else 1.0)
    return 0.0


def _held(text: str, place: int, start: int) -> int:
    """How many characters, wherever from ``start`` on, stand together before ``place``; 0 for fewer than three."""
    for length in range(_MOST_REPEATED, 2, -1):
        if any(text.find(text[at : at + length], 0, place) >= 0 for at in range(start, len(text) - length + 1)):
            return length
    return 0


def reports_before(strand: Strand) -> list[int]:
    """For each place, how many words before it show that what was done is told already (截至, 已)."""
    words = tuple(vocabulary("layouts")["narrative"]["strong"])
    out = [0]
    for place in range(len(strand.text)):
        out.append(out[-1] + strand.text.startswith(words, place))
    return out


def inner_cost(strand: Strand, each: float) -> list[float]:
    """Running sums of what speaks against texts that go on over blanks: ``each`` for a blank, twice for a wide one."""
    out = [0.0]
    for place in range(len(strand.text)):
        gap = strand.gap(place)
        out.append(out[-1] + (each * gap if gap not in (NOTHING, LINE) else 0.0))
    return out


def longest_first(words: Sequence[str]) -> tuple[str, ...]:
    """Words with the longer ones first."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _verbs() -> tuple[str, ...]:
    return longest_first(vocabulary("layouts")["sentences"]["verbs"])


@cache
def _amount_before() -> re.Pattern[str]:
    bounds = "|".join(map(re.escape, vocabulary("layouts")["run_together"]["bounds"]))
    return re.compile(rf"(?:\d[^\W\d]{{1,3}}|[%％])(?:{bounds})?\Z")


@cache
def _openers() -> tuple[str, ...]:
    words = vocabulary("layouts")["narrative"]["openers"]
    short = vocabulary("layouts")["run_together"]["short_openers"]
    return longest_first([word for word in words if len(word) > 1 or word in short])
