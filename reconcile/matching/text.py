"""Similarity of Chinese (and any other) text as rarity-weighted character n-grams.

Chinese is written without spaces, so text is compared by its character 2- and 3-grams; a gram that few texts
contain weighs more (inverse document frequency), so that 加快建设 counts little and 天骄生物 much.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from operator import add

from reconcile.resources import vocabulary
from reconcile.variants import simplified

# To the pattern the underscore is a letter too.
_OTHERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Letters, digits and Han characters only, full-width forms folded, traditional ones simplified, lower case.

    >>> normalise("新增 “Ａ类”床位１５００张！")
    '新增a类床位1500张'
    """
    return _OTHERS.sub("", unicodedata.normalize("NFKC", simplified(text)).lower())


def grams(text: str) -> tuple[str, ...]:
    """The distinct 2- and 3-grams of normalised text, in order of appearance; a single character is its own gram.

    >>> grams("绿色建筑")
    ('绿色', '色建', '建筑', '绿色建', '色建筑')
    """
    if len(text) < 2:
        return (text,) if text else ()
    pairs = list(map(add, text, text[1:]))
    return tuple(dict.fromkeys(chain(pairs, map(add, pairs, text[2:]))))


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The grams of targets and outcomes and what each weighs (natural log of its rarity).

    ``common`` are the grams that stand on both sides.
    """

    targets: tuple[tuple[str, ...], ...]
    outcomes: tuple[tuple[str, ...], ...]
    common: frozenset[str]
    weights: dict[str, float]
    target_mass: tuple[float, ...]
    outcome_mass: tuple[float, ...]

    def mass(self, some: Iterable[str]) -> float:
        """The summed weight of grams."""
        return math.fsum(map(self.weights.__getitem__, some))

    def masses(self, texts: Iterable[Iterable[str]]) -> tuple[float, ...]:
        """The summed weight of the grams of each text."""
        return tuple(map(self.mass, texts))


def build_index(targets: Sequence[str], outcomes: Sequence[str]) -> TextIndex:
    """The index over the texts of both sides."""
    target_grams = tuple(grams(normalise(text)) for text in targets)
    outcome_grams = tuple(grams(normalise(text)) for text in outcomes)
    frequency = Counter(chain.from_iterable(target_grams + outcome_grams))
    # A handful of texts says little about which grams are rare: they count as if drawn from a larger document.
    count = max(len(target_grams) + len(outcome_grams), int(vocabulary("matching")["text"]["least_texts"]))
    # The constant keeps grams that every text contains from weighing nothing: two equal texts must still be equal.
    rarity = {seen: math.log(count / seen) + 0.2 for seen in set(frequency.values())}
    weights = {gram: rarity[seen] for gram, seen in frequency.items()}
    common = frozenset(chain.from_iterable(target_grams)).intersection(chain.from_iterable(outcome_grams))
    index = TextIndex(target_grams, outcome_grams, common, weights, (), ())
    return replace(index, target_mass=index.masses(target_grams), outcome_mass=index.masses(outcome_grams))


def shared_masses(index: TextIndex) -> list[dict[int, float]]:
    """For each outcome, the gram weight it shares with each target that shares any: ``result[outcome][target]``."""
    holders: dict[str, list[int]] = {gram: [] for gram in index.common}
    for position, text in enumerate(index.targets):
        for gram in index.common.intersection(text):
            holders[gram].append(position)
    result = []
    for text in index.outcomes:
        shared: dict[int, float] = defaultdict(float)
        for gram in text:
            if gram in holders:
                weight = index.weights[gram]
                for position in holders[gram]:
                    shared[position] += weight
        result.append(dict(sorted(shared.items())))
    return result


def dice(shared: float, one: float, other: float) -> float:
    """Dice similarity 0…1 of two masses and what they share."""
    return 2 * shared / (one + other) if one + other else 0.0
