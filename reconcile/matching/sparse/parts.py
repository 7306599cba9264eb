"""Splits and merges among many rows: texts left over that stand inside one already taken (``matching.leftovers``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of one side: which grams stand in each, their weight, and what of it stands anywhere on the other."""

    grams: Any
    mass: NDArray[Any]
    known: NDArray[Any]

    def of(self, row: int) -> frozenset[int]:
        """The grams of one row."""
        return frozenset(self.grams.indices[self.grams.indptr[row] : self.grams.indptr[row + 1]].tolist())


def attached(
    left: Side,
    holders: Side,
    weights: NDArray[Any],
    pairs: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    partners: Mapping[int, int],
) -> dict[int, int]:
    """Each leftover text that belongs to a text already taken, as leftover → holder.

    ``pairs`` are candidates: rows of ``left``, rows of ``holders`` and the gram weight they share. ``partners`` maps
    the holders that are taken to the row of ``left`` that took them; rows that took none are left over. One is attached
    where most of it stands in the holder, misread characters apart, and most of that covers a part that nothing covered
    before: a sibling says again what is covered.
    """
    import numpy as np

    limits = vocabulary("matching")["parts"]
    row, holder, shared = pairs
    free = np.ones(len(left.mass), bool)
    free[list(partners.values())] = False
    taken = np.zeros(len(holders.mass), bool)
    taken[list(partners)] = True
    kept = np.flatnonzero(free[row] & taken[holder] & (shared > 0))
    # The holder that has most of a leftover text; only this one is asked.
    kept = kept[np.lexsort((holder[kept], -shared[kept], row[kept]))]
    kept = kept[np.unique(row[kept], return_index=True)[1]]
    text = row[kept]
    kept = kept[shared[kept] >= np.maximum(limits["contained"] * left.known[text], limits["least"] * left.mass[text])]
    covered: dict[int, frozenset[int]] = {}
    result: dict[int, int] = {}
    for position, place in zip(row[kept].tolist(), holder[kept].tolist(), strict=True):
        inside = holders.of(place)
        before = covered.get(place, left.of(partners[place]) & inside)
        common = left.of(position) & inside
        new = weights[sorted(common - before)].sum()
        if new >= max(limits["gain"] * holders.mass[place], limits["fresh"] * left.known[position]):
            result[position] = place
            covered[place] = before | common
    return result
