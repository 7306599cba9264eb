"""Lines of print under headings → rows: told by ids, by lines drawn across, and by the gaps between the lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.formats.printed import Char

# A gap is clear where it is wider than the others by so much of a letter.
_CLEARER = 0.25
# No lines of one cell are parted by so much of a letter.
_WIDE = 0.75


class LineOfCells(NamedTuple):
    """A line of print: its upper and lower end, the size of its letters, the columns it fills, whether it has an id."""

    chars: list[Char]
    top: float
    bottom: float
    size: float
    filled: frozenset[int]
    has_id: bool


class Split(NamedTuple):
    """Lines by row; ``centred`` says that ids stand in the middle of their rows; ``sure`` counts breaks as shown."""

    rows: list[list[LineOfCells]]
    centred: bool
    sure: int
    breaks: int


def split_rows(
    lines: Sequence[LineOfCells], ruled_at: Sequence[float], width: int, numbered: bool, centred: bool | None
) -> Split:
    """Cut lines into rows. ``width`` counts the columns; ``centred`` is how ids stood on the page before, if any."""
    gaps = _gaps(lines)
    ruled = [any(a.bottom - 1 <= y <= b.top + 1 for y in ruled_at) for a, b in pairwise(lines)]
    ruled.insert(0, False)
    ids = [index for index, line in enumerate(lines) if line.has_id]
    if numbered and ids:
        return _by_ids(lines, gaps, ruled, ids, centred)
    return _by_gaps(lines, gaps, ruled, width)


def _gaps(lines: Sequence[LineOfCells]) -> list[float]:
    """How much room is above each line, below all lines before it; 0 above the first."""
    gaps = [0.0] * len(lines)
    lowest = lines[0].bottom
    for index in range(1, len(lines)):
        gaps[index] = lines[index].top - lowest
        lowest = max(lowest, lines[index].bottom)
    return gaps


def _by_ids(
    lines: Sequence[LineOfCells], gaps: Sequence[float], ruled: Sequence[bool], ids: Sequence[int], before: bool | None
) -> Split:
    shown = [_shown(lines, gaps, ruled, a, b) for a, b in pairwise(ids)]
    # Rows of several lines of which both ends are shown tell where in them the id stands.
    ends = [0 if before is None else None, *shown, len(lines)]
    votes = [begin == at for at, begin, end in zip(ids, ends, ends[1:], strict=False) if _several(begin, end)]
    centred = sum(votes) * 2 < len(votes) if votes else ids[0] > 0 if before is None else before
    begins, sure = [0], 0
    top = lines[0].top
    for found, (a, b) in zip(shown, pairwise(ids), strict=True):
        if not centred:
            begin = found if found is not None and ruled[found] else b
        elif found is not None:
            begin = found
        else:
            middle = lines[a].top + lines[a].bottom
            begin = next((i for i in range(a + 1, b) if lines[i].top + lines[i].bottom > 2 * (middle - top)), b)
        sure += found == begin
        begins.append(begin)
        top = lines[begin].top
    if not centred:
        begins = sorted({*begins, ids[0], *_apart(lines, gaps, ids)})
    return Split(_cut(lines, begins), centred, sure, len(shown))


def _several(begin: int | None, end: int | None) -> bool:
    return begin is not None and end is not None and end - begin > 1


def _shown(
    lines: Sequence[LineOfCells], gaps: Sequence[float], ruled: Sequence[bool], after: int, until: int
) -> int | None:
    """The first line of the row that holds the id at ``until``, where a line across or a clear gap shows it."""
    between = range(after + 1, until + 1)
    drawn = [index for index in between if ruled[index]]
    if drawn or len(between) == 1:
        return drawn[-1] if drawn else until
    widest = max(between, key=gaps.__getitem__)
    next_widest = max(gaps[index] for index in between if index != widest)
    return widest if gaps[widest] - next_widest > _CLEARER * lines[until].size else None


def _apart(lines: Sequence[LineOfCells], gaps: Sequence[float], ids: Sequence[int]) -> list[int]:
    """Lines without an id that stand as far below the line above as the rows with ids do: rows that go on with them."""
    others = [gaps[index] for index in range(1, len(lines)) if not lines[index].has_id]
    above_ids = [gaps[index] for index in ids if index]
    if not others or not above_ids:
        return []
    wide, size = min(above_ids), lines[ids[0]].size
    if wide - min(others) <= _CLEARER * size and wide < _WIDE * size:
        return []
    return [
        index for index in range(1, len(lines)) if not lines[index].has_id and gaps[index] > wide - _CLEARER * size / 2
    ]


def _by_gaps(lines: Sequence[LineOfCells], gaps: Sequence[float], ruled: Sequence[bool], width: int) -> Split:
    """Without ids: a row begins below a line across or a gap wider than the smallest, else where most cells begin."""
    full = [index for index in range(1, len(lines)) if len(lines[index].filled) * 2 > width]
    drawn = [index for index in range(1, len(lines)) if ruled[index]]
    if drawn and len(drawn) * 2 >= len(full):
        return Split(_cut(lines, [0, *drawn]), False, len(drawn), len(drawn))
    least = min(gaps[1:], default=0.0)
    wide = [index for index in range(1, len(lines)) if gaps[index] - least > _CLEARER * lines[index].size]
    if wide:
        return Split(_cut(lines, [0, *wide]), False, len(wide), len(wide))
    return Split(_cut(lines, [0, *full]), False, 0, len(full))


def _cut(lines: Sequence[LineOfCells], begins: Sequence[int]) -> list[list[LineOfCells]]:
    edges = [*begins, len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(edges) if b > a]
