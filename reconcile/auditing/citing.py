"""Fact rows cite words by a number; this turns words into numbers and numbers back into citations.

A number holds the place of a passage in the register (its low 26 bits) and, where only a part of the passage is
meant, the part's start and length in characters. So a rule can cite any part of what it reads with ``span`` and no
citation is built but for the rows that fire.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model import Citation, Passage

Register = list[Passage | Citation]

PLACE = 1 << 26
START = 1 << 18
LENGTH = 1 << 18


def register_words(register: Register, words: Passage | Citation | None) -> int | None:
    """Add words to the register and return the number that cites all of them; None for no words.

    >>> register_words([], Passage("新增床位4433张"))
    0
    """
    if words is None or not words.text:
        return None
    register.append(words)
    return len(register) - 1


def register_all(register: Register, words: Iterable[Passage | Citation | None]) -> list[int | None]:
    """What ``register_words`` returns for each of many words.

    >>> register_all([], [Passage("新增床位4433张"), None, Passage("已建成")])
    [0, None, 1]
    """
    return [register_words(register, one) for one in words]


def part_of(cite: int | None, start: int, end: int) -> int | None:
    """The number that cites the characters ``start`` to ``end`` (end exclusive) of a whole passage."""
    if cite is None or start + 1 >= START or end - start >= LENGTH:
        return cite
    return cite + PLACE * (start + 1) + PLACE * START * (end - start)


def cited_words(register: Register, cite: int) -> Citation:
    """The citation that a number stands for; raises ``IndexError`` for one that no fact row carries.

    >>> register: Register = [Passage("新增床位4433张", "out.txt", line=7, column=20)]
    >>> cited_words(register, part_of(0, 4, 9))
    Citation(path='out.txt', line=7, column=24, text='4433张', place='')
    """
    rest, place = divmod(cite, PLACE)
    length, start = divmod(rest, START)
    if cite < 0 or place >= len(register):
        raise IndexError(cite)
    words = register[place]
    if isinstance(words, Passage):
        return words.cite() if not start else words.cite(start - 1, start - 1 + length)
    if not start:
        return words
    text = words.text[start - 1 : start - 1 + length]
    return Citation(words.path, words.line, words.column + start - 1, text, words.place)


SPAN_MACRO = f"CREATE MACRO span(cite, start, size) AS cite + {PLACE} * start + {PLACE * START} * size"
