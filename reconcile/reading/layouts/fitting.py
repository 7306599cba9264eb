"""Cells without borders → the columns they stand in: the likeliest way to put them there, in their order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reconcile.reading.cells import is_deadline, is_number, is_owner, placeholders
from reconcile.reading.claims import known_claim
from reconcile.reading.roles import Column
from reconcile.resources import vocabulary

_PRIOR_ROWS = 4.0
_RARE = 0.002
_USUAL = 0.05
_MOST_JOINED = 12
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_TEXTS = ("target", "outcome", "other", "")
_OWNERS = ("owner", "lead", "support")
_PIECE = re.compile(r"[\d.,%‰—–~～-]{1,16}[\u4e00-\u9fff%‰]{0,3}|[\u4e00-\u9fffA-Za-z%‰]{1,2}")
_ENDS_OPEN = re.compile(r"[\d\u4e00-\u9fff、，,（(]\Z")


class Profile(NamedTuple):
    """What the cells of a column look like: its role, the share of each kind, how often empty, the usual length."""

    role: str
    kinds: dict[str, float]
    empty: float
    length: float


class Fit(NamedTuple):
    """The column of each cell, and how likely that is (log2)."""

    columns: tuple[int, ...]
    score: float


def kind_of(cell: str) -> str:
    """What a cell looks like: a claim, a number, a date, the names of owners, a name, else a text.

    >>> [kind_of(cell) for cell in ("已完成", "85%", "12月底", "市民政局、市财政局", "张伦", "新增床位500张")]
    ['claim', 'number', 'date', 'owner', 'name', 'text']
    """
    return "claim" if cell not in placeholders() and known_claim(cell) else _kind_of(cell)


@lru_cache(maxsize=65536)
def _kind_of(cell: str) -> str:
    if is_number(cell):
        return "number"
    if is_deadline(cell):
        return "date"
    if len(cell) <= 200 and is_owner(cell):
        return "owner"
    return "name" if _NAME.fullmatch(cell) else "text"


def profiles(columns: Sequence[Column], full: Sequence[Sequence[str]]) -> list[Profile]:
    """A profile of each column, from its role and from the rows that fill every column."""
    out = []
    for index, column in enumerate(columns):
        role = column.role or "unknown"
        cells = [row[index] for row in full if row[index]]
        seen = Counter(map(kind_of, cells))
        weight = _PRIOR_ROWS + len(cells)
        kinds = {
            kind: (_PRIOR_ROWS * share + seen[kind]) / weight
            for kind, share in {**dict.fromkeys(seen, 0.0), **_shares()[role]}.items()
        }
        length = sorted(map(len, cells))[len(cells) // 2] if cells else 0
        out.append(Profile(column.role, kinds, vocabulary("layouts")["empty"][role], float(length)))
    return out


@cache
def _shares() -> dict[str, dict[str, float]]:
    return {role: dict(kinds) for role, kinds in vocabulary("layouts")["cells"].items()}


def fit(
    cells: Sequence[str],
    columns: Sequence[Profile],
    joins: bool = False,
    near: Callable[[int, int], float] | None = None,
) -> Fit:
    """Put cells into columns in their order; with ``joins`` neighbours may share a column.

    ``near`` adds what the place of cell i says for column j (log2).

    >>> from reconcile.reading.roles import Column
    >>> heads = [Column("序号", "id"), Column("类别", "other"), Column("目标", "target"), Column("单位", "owner")]
    >>> fit(["2", "新增床位500张", "市民政局"], profiles(heads, [])).columns
    (0, 2, 3)
    """
    count, width = len(cells), len(columns)
    most = _MOST_JOINED if joins else 1
    best: list[list[tuple[float, int]]] = [[(-math.inf, 0)] * (width + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    for column in range(width):
        profile = columns[column]
        empty = math.log2(profile.empty)
        for start in range(count + 1):
            score = best[start][column][0]
            if score == -math.inf:
                continue
            if score + empty > best[start][column + 1][0]:
                best[start][column + 1] = (score + empty, 0)
            total = score + math.log2(1 - profile.empty)
            for used in range(1, min(most, count - start) + 1):
                cell = cells[start + used - 1]
                total += _joined(cells, start + used - 1, profile) if used > 1 else _alone(cell, profile)
                total += near(start + used - 1, column) if near else 0.0
                if total > best[start + used][column + 1][0]:
                    best[start + used][column + 1] = (total, used)
    placed: list[int] = []
    left = count
    for column in range(width, 0, -1):
        used = best[left][column][1]
        placed[:0] = [column - 1] * used
        left -= used
    return Fit(tuple(placed) if left == 0 else (), best[count][width][0])


def fits(cells: Sequence[str], columns: Sequence[Profile]) -> bool:
    """Whether as many cells as there are columns look each like what its column holds, so that they are a full row."""
    return len(cells) == len(columns) and all(
        profile.kinds.get(kind_of(cell), 0.0) >= _USUAL for cell, profile in zip(cells, columns, strict=True)
    )


def cell_score(cell: str, profile: Profile) -> float:
    """How likely a cell (or none, "") stands in a column, as log2."""
    return math.log2(1 - profile.empty) + _alone(cell, profile) if cell else math.log2(profile.empty)


def _alone(cell: str, profile: Profile) -> float:
    score = math.log2(max(profile.kinds.get(kind_of(cell), 0.0), _RARE))
    if profile.length and kind_of(cell) == "text":
        score -= 0.5 * abs(math.log2((len(cell) + 2) / (profile.length + 2)))
    return score


def _joined(cells: Sequence[str], index: int, profile: Profile) -> float:
    """How likely a cell goes on with the one before it in the same column."""
    rates = vocabulary("layouts")["fitting"]
    own = kind_of(cells[index])
    if profile.role in _OWNERS:
        rate = rates["joined_owners"] if own in ("owner", "name", "text") else rates["joined_other"]
        return math.log2(rate) + math.log2(max(profile.kinds.get(own, 0.0), _RARE))
    if profile.role in _TEXTS:
        if _PIECE.fullmatch(cells[index]) and _ENDS_OPEN.search(cells[index - 1]) and own != "claim":
            return math.log2(rates["joined_number"])
        share = profile.kinds.get("text", _RARE) if own == "text" else _RARE
        return math.log2(rates["joined_text"]) + math.log2(max(share, _RARE))
    return math.log2(rates["joined_other"]) + math.log2(_RARE)
