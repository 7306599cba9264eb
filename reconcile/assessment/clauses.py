"""Cuts text into sentences and clauses, keeping where they stand."""

from __future__ import annotations

import re
from functools import lru_cache

# A full stop ends a sentence where a capital letter opens the next one; in 3.5 it ends nothing.
_SENTENCE = re.compile(r"(?:[^。；;！!？?\n.]++|\.(?! [A-Z]))++")
_CLAUSE = re.compile(r"(?:[^。；;！!？?\n，,.]++|\.(?! [A-Z]))++")
_THOUSANDS = re.compile("(?:[0-9]{2},){0,4}[0-9]{3}(?![0-9])")

Span = tuple[int, int]


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[Span, ...]:
    """The spans of the sentences of a text (parts between 。；！？), without their end marks.

    >>> sentences("已开工。正在施工")
    ((0, 3), (4, 8))
    >>> sentences("It cost 3.5 million. Six opened")
    ((0, 19), (20, 31))
    """
    return tuple(found.span() for found in _SENTENCE.finditer(text) if found[0].strip())


@lru_cache(maxsize=1024)
def clauses(text: str) -> tuple[Span, ...]:
    """The spans of the clauses of a text (parts between commas or sentence ends; a comma inside a number holds on).

    >>> clauses("完成投资1,234万元,累计2亿元")
    ((0, 11), (12, 17))
    """
    spans: list[Span] = []
    for found in _CLAUSE.finditer(text):
        start, end = found.span()
        if spans and spans[-1][1] + 1 == start and text[start].isdigit() and _is_thousands(text, start - 1):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _is_thousands(text: str, comma: int) -> bool:
    """Whether the comma at this place separates thousands: a digit before it and just three (1,23,456: five) after."""
    return text[comma - 1].isdigit() and _THOUSANDS.match(text, comma + 1) is not None


def containing(spans: tuple[Span, ...], place: int) -> Span:
    """The span that holds a place, or the empty span at it.

    >>> containing(((0, 3), (4, 8)), 5)
    (4, 8)
    """
    for span in spans:
        if span[0] <= place < span[1]:
            return span
    return (place, place)
