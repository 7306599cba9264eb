"""Which place a row is about, where its text or the names of its owners say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from reconcile.resources import vocabulary

# The places that a row is about, and all that its text and its owners name.
Named = tuple[frozenset[str], frozenset[str]]


def known_places(owners: Iterable[Sequence[str]]) -> frozenset[str]:
    """The places that names of owners begin with: what follows them there is an organisation.

    >>> sorted(known_places([("东川县人民政府", "市教育局"), ("东川县民政局", "各县区", "西屏区")]))
    ['东川县']
    """
    return frozenset(place for names in owners for name in names if (place := _heading(name)))


def places_of(text: str, owners: Sequence[str], known: frozenset[str]) -> Named:
    """The known places that a row is about: those that its text names, else those of its owners; and all of both.

    >>> known = frozenset({"东川县", "西屏区", "北原县"})
    >>> about, named = places_of("加快城区改造，新建东川县至 西屏区公路", ["北原县政府"], known)
    >>> sorted(about), sorted(named - about)
    (['东川县', '西屏区'], ['北原县'])
    """
    text = "".join(text.split())
    told = frozenset(
        place
        for level in _level().finditer(text)
        for length in _lengths()
        if (place := text[max(0, level.end() - length) : level.end()]) in known
    )
    answering = frozenset(place for name in owners if (place := _heading(name)) in known)
    return told or answering, told | answering


def compared(ours: Named, theirs: Named) -> float:
    """1 where a row is about a place of a target, -1 where it is about another one, 0 where nothing tells.

    ``ours`` and ``theirs`` are the places of the target and of its row, as ``places_of`` gives them. A row that is
    about some of the target's places has lost a clause; one that is about all of them and more answers others too.

    >>> near, far, both = ((frozenset(each),) * 2 for each in (["东川县"], ["西屏区"], ["东川县", "西屏区"]))
    >>> compared(both, near), compared(near, both), compared(near, far), compared(near, (frozenset(),) * 2)
    (1.0, 1.0, -1.0, 0.0)
    """
    if not ours[0] or not theirs[0]:
        return 0.0
    return 1.0 if theirs[0] <= ours[1] or ours[0] <= theirs[0] else -1.0


@lru_cache(maxsize=65536)
def _heading(owner: str) -> str:
    """The place that an owner's name begins with, or nothing."""
    after = int(vocabulary("matching")["places"]["after"])
    for length in _lengths():
        if len(owner) >= length + after and _level().match(owner, length - 1):
            return owner[:length]
    return ""


@cache
def _lengths() -> range:
    limits = vocabulary("matching")["places"]
    return range(int(limits["shortest"]), int(limits["longest"]) + 1)


@cache
def _level() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(vocabulary('matching')['places']['endings'])}]")
