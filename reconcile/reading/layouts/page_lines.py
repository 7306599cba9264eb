"""The paragraphs of a text whose lines may be broken at the edge of the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reconcile.reading.broken import is_page_mark
from reconcile.reading.layouts.segments import Segment
from reconcile.reading.rows import display_width

# A line is broken at the edge of the page where it ends so near to the longest one, and so many lines do.
_NEAR_EDGE = 8
_LEAST_BROKEN = 2
_SHORTEST = 40
_STOPS = "。！？；;：:.!?”』」）)"


def paragraphs_of(parts: Sequence[Segment]) -> list[list[Segment]]:
    """The segments of each paragraph: a line goes on with the one above that was broken at the edge of the page."""
    edge = max(map(_edge, parts), default=0)
    broken = [
        edge >= _SHORTEST and _edge(above) >= edge - _NEAR_EDGE and above.text[-1] not in _STOPS and _goes_on(below)
        for above, below in pairwise(parts)
    ]
    if sum(broken) < _LEAST_BROKEN:
        broken = [False] * len(broken)
    out: list[list[Segment]] = []
    for segment, joined in zip(parts, [False, *broken], strict=False):
        if joined:
            out[-1].append(segment)
        else:
            out.append([segment])
    return out


def _goes_on(segment: Segment) -> bool:
    return not segment.apart and segment.mark is None and not is_page_mark(segment.text)


def _edge(segment: Segment) -> int:
    return segment.cells[0].column + display_width(segment.text)
