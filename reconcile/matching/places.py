"""Which place a row is about, where its text or the names of its owners say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from reconcile.resources import vocabulary


def known_places(owners: Iterable[Sequence[str]]) -> frozenset[str]:
    """The places that names of owners begin with: what follows them there is an organisation.

    >>> sorted(known_places([("东川县人民政府", "市教育局"), ("东川县民政局", "各县区", "西屏区")]))
    ['东川县']
    """
    return frozenset(place for names in owners for name in names if (place := _heading(name)))


def place_of(text: str, owners: Sequence[str], known: frozenset[str]) -> str:
    """The first place known that a text names, else that of its first owner that names one, else nothing.

    >>> place_of("加快城区改造，新建东川县至西屏区公路", ["西屏区政府"], frozenset({"东川县", "西屏区"}))
    '东川县'
    """
    lengths = _lengths()
    for level in _level().finditer(text):
        for length in lengths:
            if text[max(0, level.end() - length) : level.end()] in known:
                return text[level.end() - length : level.end()]
    return next((place for name in owners if (place := _heading(name)) in known), "")


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
