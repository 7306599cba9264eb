"""Rows that answer a further part of a matched target, and targets that stand inside a matched row.

After the one-to-one assignment a text may be left over that is contained in one already taken: a target answered by
two rows (a split) or a row that answers two targets (a merge).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.matching.text import TextIndex
from reconcile.resources import vocabulary

Grams = Sequence[tuple[int, ...]]


def attach_leftovers(
    index: TextIndex,
    left: Sequence[int],
    left_grams: Grams,
    holder_grams: Grams,
    holders: Mapping[int, Sequence[int]],
    partners: Mapping[int, Sequence[int]],
) -> dict[int, int]:
    """Each leftover text that belongs to a text already taken, as leftover → holder.

    ``holders`` are the candidates of each leftover and ``partners`` the grams that each holder's own partner has. A
    leftover is attached where most of it stands in the holder, misread characters apart, and most of that covers a part
    that nothing covered before: a sibling says again what is covered.
    """
    limits = {name: float(limit) for name, limit in vocabulary("matching")["parts"].items()}
    covered: dict[int, set[int]] = {}
    attached: dict[int, int] = {}
    for position in left:
        own = set(left_grams[position])
        common = {
            holder: own.intersection(holder_grams[holder]) for holder in holders.get(position, ()) if holder in partners
        }
        if not own or not common:
            continue
        holder = min(common, key=lambda candidate: (-index.mass(common[candidate]), candidate))
        # Grams that stand in every text weigh nothing.
        shared, known = index.mass(common[holder]), index.mass(own & index.common)
        if not shared or shared < max(limits["contained"] * known, limits["least"] * index.mass(own)):
            continue
        if holder not in covered:
            covered[holder] = set(partners[holder]).intersection(holder_grams[holder])
        new = index.mass(common[holder] - covered[holder])
        if new >= max(limits["gain"] * index.mass(holder_grams[holder]), limits["fresh"] * known):
            attached[position] = holder
            covered[holder] |= common[holder]
    return attached
