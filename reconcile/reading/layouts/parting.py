"""One string of letters → the cells of a row: the likeliest way to part it into columns whose order is known."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reconcile.reading.layouts.named import (
    LONGEST_CLAIM,
    LONGEST_DAY,
    LONGEST_OWNERS,
    LONGEST_PEOPLE,
    claim_score,
    day_score,
    owners_score,
    people_score,
    share_score,
)
from reconcile.reading.layouts.openings import cell_edges, inner_cost, openings, reports_before, text_ends
from reconcile.reading.layouts.strand import NOTHING, Strand
from reconcile.reading.roles import Column
from reconcile.resources import vocabulary

_Score = Callable[[Strand, int, int], float | None]
# The columns whose cells can be told by what they hold, and how long such a cell may be.
TOLD: dict[str, tuple[_Score, int]] = {
    "owner": (owners_score, LONGEST_OWNERS),
    "lead": (owners_score, LONGEST_OWNERS),
    "support": (owners_score, LONGEST_OWNERS),
    "leader": (people_score, LONGEST_PEOPLE),
    "claim": (claim_score, LONGEST_CLAIM),
    "deadline": (day_score, LONGEST_DAY),
    "ratio": (share_score, 12),
}
_TEXTS = ("target", "outcome")
_TEXT, _SHORT_TEXT, _SHORTEST = 2.0, -6.0, 4
_OTHER, _LONG_OTHER, _EACH_MORE = -1.0, 12, -0.3
# A promise in which a word stands that tells of what was done.
_REPORTED_BEFORE = -4.0
# So many bits must lie between the best way and another one for a row to be sure.
_SURE = 1.5
# What must at least show that a report begins where no blank parts it from its promise; blanks that cost so much inside
# of a cell are those that part cells.
_SHOWN, _PARTING_BLANKS = 2.0, -1.0


class Parted(NamedTuple):
    """A string parted into columns: where each cell begins and ends, and what speaks for that (bits)."""

    spans: tuple[tuple[int, int], ...]
    score: float


def parted_into(
    strand: Strand, columns: Sequence[Column], blanks: bool, each_blank: float, but: tuple[int, int] | None = None
) -> Parted | None:
    """The likeliest cells of a string; ``blanks`` says that blanks part cells, ``each_blank`` what one inside costs.

    The cell of the column ``but`` names must not begin at the place named with it.
    """
    size = len(strand.text)
    edges, ends, inner = cell_edges(strand, blanks), text_ends(strand), inner_cost(strand, each_blank)
    adjacent = [index for index in range(1, len(columns)) if _adjacent(columns, index)]
    opens, reported = (openings(strand), reports_before(strand)) if adjacent else ([], [])
    apart = [place for place in range(1, size + 1) if not blanks or strand.gap(place) != NOTHING]
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for index, column in enumerate(columns):
        below: dict[int, tuple[float, int]] = {}
        absent = math.log2(vocabulary("layouts")["empty"][column.role or "unknown"])
        last = [size] if index == len(columns) - 1 else None
        places = last or (range(1, size + 1) if index + 1 in adjacent else apart)
        for start, (before, _) in best[-1].items():
            _keep(below, start, before + absent, start)
            if start == size or but == (index, start):
                continue
            total = before + edges[start]
            if index in adjacent:
                first = min(best[-1][start][1] + 1, start)
                total += opens[start] + _REPORTED_BEFORE * (reported[start] > reported[first])
            for end, own in _cells(strand, column.role, start, places, blanks, ends, inner):
                _keep(below, end, total + own, start)
        best.append(below)
    if size not in best[-1]:
        return None
    spans: list[tuple[int, int]] = []
    place = size
    for index in range(len(columns), 0, -1):
        start = best[index][place][1]
        spans.append((start, place))
        place = start
    return Parted(tuple(reversed(spans)), best[-1][size][0])


def is_sure(strand: Strand, columns: Sequence[Column], blanks: bool, each_blank: float, best: Parted) -> bool:
    """Whether no other way to part a promise from what was done is nearly as likely as the best one."""
    for index in range(1, len(columns)):
        start, end = best.spans[index]
        if _adjacent(columns, index) and start < end:
            apart = strand.gap(start) != NOTHING and each_blank <= _PARTING_BLANKS
            if not apart and openings(strand)[start] < _SHOWN:
                return False
            other = parted_into(strand, columns, blanks, each_blank, (index, start))
            return other is None or best.score - other.score >= _SURE
    return True


def _keep(found: dict[int, tuple[float, int]], end: int, score: float, start: int) -> None:
    if end not in found or score > found[end][0]:
        found[end] = (score, start)


def _adjacent(columns: Sequence[Column], index: int) -> bool:
    """Whether a column of outcomes stands right behind another text."""
    return columns[index].role == "outcome" and columns[index - 1].role in _TEXTS


def _cells(
    strand: Strand,
    role: str,
    start: int,
    places: Sequence[int],
    blanks: bool,
    ends: Sequence[float],
    inner: Sequence[float],
) -> list[tuple[int, float]]:
    """Where a cell that begins at a place may end, of the places given, and what speaks for each."""
    known = TOLD.get(role)
    after = places[bisect_right(places, start) :]
    if known is not None:
        score, longest = known
        if blanks and strand.gap(start) == NOTHING:
            return []
        found = ((end, score(strand, start, end)) for end in after if end - start <= longest)
        return [(end, own) for end, own in found if own is not None]
    first = inner[start + 1]
    if role in _TEXTS:
        short = start + _SHORTEST if role == "target" else 0
        return [(end, _TEXT + ends[end] + inner[end] - first + (_SHORT_TEXT if end < short else 0.0)) for end in after]
    return [
        (end, _OTHER + inner[end] - first + _EACH_MORE * max(0, end - start - _LONG_OTHER))
        for end in after
        if strand.gap(end) != NOTHING
    ]
