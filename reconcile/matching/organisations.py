"""Whether two names of responsible units mean the same organisation (市发改委 = 市发展和改革委员会)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log2

from reconcile.reading.cells import ends_owner
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
_SEPARATORS = re.compile(r"[、，,；;/／]+")
# So many names are remembered: more than one large table has.
_NAMES = 65536


@lru_cache(maxsize=_NAMES)
def canonical(name: str) -> str:
    """The form under which names of organisations are compared.

    >>> canonical("市发展和改革委员会") == canonical("市发改委")
    True
    >>> canonical("各县（市、区）人民政府"), canonical("各区县")
    ('各县区政府', '各县区政府')
    """
    name = _bare(name)
    full: str = vocabulary("organisations")["abbreviations"].get(name, name)
    return full


def _bare(name: str) -> str:
    """The form under which a name stands among the abbreviations."""
    words = vocabulary("organisations")
    name = _BRACKETED.sub(_levels_in_brackets, simplified("".join(name.split())))
    every = _every().match(name)
    if every:
        name = words["every_one"] + (name[every.end() :] or words["every_ending"])
    for joint in words["joints"]:
        name = name.replace(joint, "")
    for long, short in words["endings"].items():
        name = name.replace(long, short)
    if len(name) > 2 and name[0] in words["levels"]:
        name = name[1:]
    return name


def _levels_in_brackets(bracketed: re.Match[str]) -> str:
    """What stays of a bracketed part: levels of government (县（市、区）) and nothing else."""
    inside = _SEPARATORS.sub("", bracketed.group(1))
    return inside if set(inside) <= set(vocabulary("organisations")["levels"]) else ""


@cache
def _every() -> re.Pattern[str]:
    """Governments of several levels named together (各县市区, 各市、县)."""
    words = vocabulary("organisations")
    levels = "".join(words["levels"])
    return re.compile(rf"{words['every']}[{levels}](?:[、，,]?[{levels}]){{1,5}}")


@lru_cache(maxsize=_NAMES)
def _names(name: str) -> tuple[str, ...]:
    """The names of an organisation, bare and written out: its own, and those in brackets, of its other plates."""
    inside = [part for found in _BRACKETED.findall(name) for part in _SEPARATORS.split(found)]
    names = (name, *(part for part in inside if ends_owner(part)))
    return tuple(dict.fromkeys(form(each) for each in names for form in (canonical, _bare)))


@lru_cache(maxsize=_NAMES)
def same_organisation(one: str, other: str) -> bool:
    """Whether two names mean the same organisation.

    By alias, by a second name in brackets, by a place name in front, by a short form (文旅局), or but for misread
    characters.

    >>> same_organisation("市人社局", "市人力资源和社会保障局"), same_organisation("市财政局", "市税务局")
    (True, False)
    >>> same_organisation("市自然资源和规划局（市林业局）", "市林业局")
    True
    """
    return any(_same_name(a, b) for a in _names(one) for b in _names(other))


def _same_name(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    words = vocabulary("organisations")
    a, b = sorted((one, other), key=lambda name: (len(name), name))
    if a == b or _is_short_form(a, b):
        return True
    if len(a) >= words["suffix_length"] and b.endswith(a):
        return True
    if len(a) < words["suffix_length"]:
        return False
    # Without the place name that only the longer one may carry (菏泽鲁西新区管委会, misread 鲁西南新区管委会).
    bare = b[words["place_length"] :] if len(b) > len(a) else b
    return max(fuzz.ratio(a, b), fuzz.ratio(a, bare)) >= float(words["misread_similarity"])


def _is_short_form(short: str, name: str) -> bool:
    """Whether a short name is made of characters of the other in their order, the first and the last among them."""
    rules = vocabulary("organisations")["short_form"]
    if not (rules["shortest"] <= len(short) <= rules["longest"] and len(short) < len(name)):
        return False
    if short[0] != name[0] or short[-1] != name[-1] or not short.endswith(tuple(rules["endings"])):
        return False
    rest = iter(name)
    return not short.endswith(tuple(rules["not_endings"])) and all(sign in rest for sign in short)


def shared_owners(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of names, each used once, that mean the same organisation."""
    left = list(other)
    pairs: list[tuple[str, str]] = []
    # The same name first, so that none is spent on one that is merely like it.
    for is_same in (_same_canonical, same_organisation):
        paired = {name for name, _ in pairs}
        for name in one:
            if name in paired:
                continue
            for each in left:
                if is_same(name, each):
                    left.remove(each)
                    pairs.append((name, each))
                    break
    return pairs


def _same_canonical(one: str, other: str) -> bool:
    return canonical(one) == canonical(other)


def rarities(owners: Sequence[Sequence[str]]) -> dict[str, float]:
    """The bits that sharing an owner is worth, by its canonical name: log2 of one over its share of the targets."""
    seen = Counter(name for names in owners for name in sorted({canonical(owner) for owner in names}))
    return {name: log2(len(owners) / count) for name, count in seen.items()}
