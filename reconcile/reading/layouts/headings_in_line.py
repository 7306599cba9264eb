"""A line of headings without borders: parted at blanks, or run together, or torn inside by blanks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.headers import known_enough
from reconcile.reading.layouts.cuts import Cut
from reconcile.reading.layouts.strand import NOTHING, Strand, strand_of
from reconcile.reading.roles import Column, exact_role, heading_role
from reconcile.reading.rows import Row

_LEAST_COLUMNS = 3
_LONGEST, _LONGEST_LATIN = 12, 28
_LONGEST_LINE = 120
# What speaks for a way to part a line: each letter of a known heading, a role that tables need, fewer headings; a role
# that comes twice and a word that nobody knows speak against it.
_NEEDED = {"target": 8.0, "outcome": 5.0, "claim": 2.0, "owner": 2.0, "lead": 2.0}
_EACH, _TWICE, _UNKNOWN, _TORN, _NOT_APART = -1.0, -4.0, -4.0, -0.25, -6.0
# So many blanks in a line show that its headings are parted by them.
_LEAST_BLANKS = 2


class LineOfHeadings(NamedTuple):
    """The headings of a line: their stretches, the columns, and whether blanks part them."""

    parts: list[list[Cut]]
    columns: tuple[Column, ...]
    blanks: bool


class _Way(NamedTuple):
    score: float
    edges: tuple[int, ...]
    roles: tuple[str, ...]


def line_of_headings(rows: Sequence[Row]) -> LineOfHeadings | None:
    """The headings that lines are made of, None where they are none: an id comes first, and a target is among them."""
    strand = strand_of(rows)
    size = len(strand.text)
    if not _LEAST_COLUMNS * 2 <= size <= _LONGEST_LINE:
        return None
    if not any(role == "id" for _, role, _ in _headings_at(strand, 0, first=True)):
        return None
    best: dict[int, list[_Way]] = {0: [_Way(0.0, (0,), ())]}
    blanks = sum(strand.gap(place) != NOTHING for place in range(1, size)) >= _LEAST_BLANKS
    for start in range(size):
        for way in best.pop(start, []):
            for end, role, score in _headings_at(strand, start, first=not way.roles):
                again = _TWICE if role in way.roles else _NEEDED.get(role, 0.0)
                score += _NOT_APART if blanks and strand.gap(end) == NOTHING else 0.0
                found = _Way(way.score + score + again, (*way.edges, end), (*way.roles, role))
                kept = [*best.get(end, []), found]
                best[end] = sorted(kept, key=lambda each: (-each.score, each.edges))[:4]
    ways = [way for way in best.get(size, []) if len(way.roles) >= _LEAST_COLUMNS and "target" in way.roles]
    if not ways or ways[0].roles[0] != "id":
        return None
    edges = ways[0].edges
    spans = list(pairwise(edges))
    texts = [strand.words(*span) for span in spans]
    roles = [exact_role(text) or heading_role(text) for text in texts]
    if not known_enough(roles, texts):
        return None
    columns = tuple(Column(text, role) for text, role in zip(texts, roles, strict=True))
    blanks = sum(strand.gap(edge) != NOTHING for edge in edges[1:-1]) * 2 > len(edges) - 2
    return LineOfHeadings([strand.cuts(*span) for span in spans], columns, blanks)


def _headings_at(strand: Strand, start: int, first: bool) -> list[tuple[int, str, float]]:
    """The headings that may begin at a place: where each ends, its role, and what speaks for it."""
    latin = strand.text[start].isascii()
    most = min(len(strand.text), start + (_LONGEST_LATIN if latin else _LONGEST))
    out: list[tuple[int, str, float]] = []
    for end in range(start + 1 if latin else start + 2, most + 1):
        bounded = strand.gap(start) != NOTHING and strand.gap(end) != NOTHING
        if latin and not bounded:
            continue
        text = strand.words(start, end)
        torn = _TORN * sum(strand.gaps[place] != NOTHING for place in range(start + 1, end)) * (not latin)
        role = exact_role(text)
        if role:
            out.append((end, role, end - start + _EACH + torn))
        elif bounded and not first and not any(strand.gaps[start + 1 : end]):
            known = heading_role(text)
            out.append((end, known, (end - start) * 0.5 + _EACH if known else _UNKNOWN))
    return out
