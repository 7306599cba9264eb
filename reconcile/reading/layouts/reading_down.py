"""Lines of one row whose cells go on below each other, their columns lost: each line holds a piece of most cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from reconcile.reading.layouts.cuts import Cut, cut
from reconcile.reading.layouts.parting import TOLD
from reconcile.reading.layouts.strand import strand_of
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary

_TEXTS = ("target", "outcome")
_MOST_STATES = 64
_TEXT, _SHORT_TEXT, _SHORTEST, _OTHER = 2.0, -6.0, 4, -1.0
# A text whose pieces stand on several lines, and several pieces of one line in one cell.
_BELOW, _BELOW_OPEN, _BESIDE, _OPEN_END = 0.5, 2.0, -1.5, -4.0
_STOPS = "。；！？"
_OPEN = "，、（(：:"


class Down(NamedTuple):
    """The pieces of each cell, and what speaks for them."""

    cells: list[list[Cut]]
    score: float


def read_down(lines: Sequence[Sequence[Cut]], columns: Sequence[Column]) -> Down | None:
    """The likeliest columns of the pieces of several lines, which keep their order; None where there are too many."""
    shape = [len(line) + 1 for line in lines]
    if math.prod(shape) > _MOST_STATES:
        return None
    states = list(product(*map(range, shape)))
    best: dict[tuple[int, ...], tuple[float, tuple[tuple[int, ...], ...]]] = {states[0]: (0.0, (states[0],))}
    for column in columns:
        absent = math.log2(vocabulary("layouts")["empty"][column.role or "unknown"])
        below = {state: (score + absent, (*way, state)) for state, (score, way) in best.items()}
        for state, (before, way) in best.items():
            for upto in product(*(range(place, size) for place, size in zip(state, shape, strict=True))):
                own = _cell(lines, state, upto, column.role) if upto != state else None
                if own is not None and (upto not in below or before + own > below[upto][0]):
                    below[upto] = (before + own, (*way, upto))
        best = below
    if states[-1] not in best:
        return None
    score, way = best[states[-1]]
    return Down([_pieces(lines, a, b) for a, b in pairwise(way)], score)


def _pieces(lines: Sequence[Sequence[Cut]], state: Sequence[int], upto: Sequence[int]) -> list[Cut]:
    return [part for line, a, b in zip(lines, state, upto, strict=True) for part in line[a:b]]


def _cell(lines: Sequence[Sequence[Cut]], state: Sequence[int], upto: Sequence[int], role: str) -> float | None:
    """What speaks for the pieces between two states being one cell of a role, None where they cannot be."""
    beside = sum(max(0, b - a - 1) for a, b in zip(state, upto, strict=True))
    parts = _pieces(lines, state, upto)
    size = sum([len(part.text) for part in parts])
    told = TOLD.get(role)
    if told is not None:
        own = told_score(role, tuple([part.text for part in parts])) if size <= told[1] else None
        return None if own is None else own + _BESIDE * beside * (role == "claim")
    if role not in _TEXTS:
        return _OTHER + _BESIDE * beside
    own = _TEXT + _BESIDE * beside + (_OPEN_END if parts[-1].text[-1] in _OPEN else 0.0)
    own += _SHORT_TEXT if role == "target" and size < _SHORTEST else 0.0
    return own + sum(_goes_on(above.text) for above, part in pairwise(parts) if above.line != part.line)


def _goes_on(text: str) -> float:
    """What speaks for a text that goes on below: it ends openly, or does not end a sentence."""
    if text[-1].isdecimal() or text[-1] in vocabulary("layouts")["run_together"]["ends_open"]:
        return _BELOW_OPEN
    return _BELOW if text[-1] not in _STOPS else -_BELOW


@lru_cache(maxsize=16384)
def told_score(role: str, texts: tuple[str, ...]) -> float | None:
    """What speaks for texts below each other being one cell of a role that is told by what it holds, None if nothing.

    >>> told_score("owner", ("市住建", "局")) > 0, told_score("owner", ("新建2座",))
    (True, None)
    """
    strand = strand_of([Row("line", 1, (text,), (1,)) for text in texts])
    return TOLD[role][0](strand, 0, len(strand.text))


def pieces_of(row: Row, start: int = 0) -> list[Cut]:
    """The pieces of a line between its blanks, from a place on.

    >>> [part.text for part in pieces_of(Row("line", 1, ("1 新建 2座",), (1,)), 1)]
    ['新建', '2座']
    """
    text = row.cells[0]
    out: list[Cut] = []
    place = start
    for word in text[start:].split():
        place = text.index(word, place)
        out.append(cut(row, place, place + len(word)))
        place += len(word)
    return out
