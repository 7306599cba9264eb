"""Whether two names of responsible units mean the same organisation (市发改委 = 市发展和改革委员会)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log2

from reconcile.resources import vocabulary

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


@cache
def canonical(name: str) -> str:
    """The form under which names of organisations are compared.

    >>> canonical("市发展和改革委员会") == canonical("市发改委")
    True
    """
    words = vocabulary("organisations")
    name = _BRACKETED.sub("", "".join(name.split()))
    for joint in words["joints"]:
        name = name.replace(joint, "")
    for long, short in words["endings"].items():
        name = name.replace(long, short)
    if len(name) > 2 and name[0] in words["levels"]:
        name = name[1:]
    full: str = words["abbreviations"].get(name, name)
    return full


@cache
def same_organisation(one: str, other: str) -> bool:
    """Whether two names mean the same organisation: by alias, by a place name in front, or but for misread characters.

    >>> same_organisation("市人社局", "市人力资源和社会保障局"), same_organisation("市财政局", "市税务局")
    (True, False)
    """
    from rapidfuzz import fuzz

    words = vocabulary("organisations")
    a, b = sorted((canonical(one), canonical(other)), key=lambda name: (len(name), name))
    if a == b:
        return True
    if len(a) >= words["suffix_length"] and b.endswith(a):
        return True
    if len(a) < words["suffix_length"]:
        return False
    # Without the place name that only the longer one may carry (菏泽鲁西新区管委会, misread 鲁西南新区管委会).
    bare = b[words["place_length"] :] if len(b) > len(a) else b
    return max(fuzz.ratio(a, b), fuzz.ratio(a, bare)) >= float(words["misread_similarity"])


def shared_owners(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of names, each used once, that mean the same organisation."""
    left = list(other)
    pairs = []
    for name in one:
        partner = next((candidate for candidate in left if same_organisation(name, candidate)), None)
        if partner is not None:
            left.remove(partner)
            pairs.append((name, partner))
    return pairs


def rarities(owners: Sequence[Sequence[str]]) -> dict[str, float]:
    """The bits that sharing an owner is worth, by its canonical name: log2 of one over its share of the targets."""
    seen = Counter(name for names in owners for name in sorted({canonical(owner) for owner in names}))
    return {name: log2(len(owners) / count) for name, count in seen.items()}
