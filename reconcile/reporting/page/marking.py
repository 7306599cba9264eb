"""Finds cited words inside the passage they stand in, and cuts the passage so that they can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reconcile.model import Citation, Passage


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: the goals (by ``k``) that it is part of, those that end with it, whether it is cited."""

    text: str
    goals: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    cited: bool = False


def offset_of(passage: Passage, citation: Citation) -> int | None:
    """Where the cited words begin in the passage (0-based), or None where they do not stand in it.

    >>> text = Passage("新增床位4433张", "out.txt", line=7, column=20)
    >>> offset_of(text, Citation("out.txt", 7, 24, "4433张")), offset_of(text, Citation("out.txt", 8, 24, "4433张"))
    (4, None)
    """
    for offset, line, column in ((0, passage.line, passage.column), *passage.pieces):
        start = offset + citation.column - column
        if line == citation.line and start >= offset and passage.cite(start, start + len(citation.text)) == citation:
            return start
    return None


def cut(passage: Passage, goals: Iterable[tuple[int, Citation]], cited: Iterable[Citation] = ()) -> tuple[Piece, ...]:
    """The passage in pieces: the words of ``goals`` (k and citation) and of ``cited`` set apart from the rest.

    Words that answer two goals carry both numbers. A citation of the whole passage marks nothing in it.

    >>> text = Passage("新增床位4433张", "out.txt", line=7, column=20)
    >>> [(piece.text, piece.goals) for piece in cut(text, [(1, text.cite(4, 9))])]
    [('新增床位', ()), ('4433张', (1,))]
    """
    spans = [(k, span) for k, citation in goals if (span := _span(passage, citation))]
    quoted = [span for citation in cited if (span := _span(passage, citation)) and span != (0, len(passage.text))]
    edges = sorted({0, len(passage.text), *(edge for _, span in spans for edge in span), *_edges(quoted)})
    pieces = []
    for start, end in pairwise(edges):
        here = dict.fromkeys(k for k, (first, last) in spans if first <= start and end <= last)
        ends = dict.fromkeys(k for k, (_, last) in spans if last == end)
        inside = any(first <= start and end <= last for first, last in quoted)
        pieces.append(Piece(passage.text[start:end], tuple(here), tuple(ends), inside))
    return tuple(pieces)


def _edges(spans: Sequence[tuple[int, int]]) -> list[int]:
    return [edge for span in spans for edge in span]


def _span(passage: Passage, citation: Citation) -> tuple[int, int] | None:
    start = offset_of(passage, citation)
    return None if start is None or not citation.text else (start, start + len(citation.text))
