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
from itertools import chain, count
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


def grams(text: str) -> Iterable[str]:
    """The 2- and 3-grams of normalised text, as often as they stand in it; a single character is its own gram.

    >>> list(grams("绿色建筑"))
    ['绿色', '色建', '建筑', '绿色建', '色建筑']
    """
    signs = list(text)
    if len(signs) < 2:
        return signs
    pairs = list(map(add, signs, signs[1:]))
    return chain(pairs, map(add, pairs, signs[2:]))


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The distinct grams of targets and outcomes, each by its number, and what it weighs (natural log of its rarity).

    ``numbers`` gives the number of a gram, ``weights`` are in the order of the numbers. ``common`` are the grams that
    stand on both sides. What is looked up and added up is numbers: with the grams themselves it takes twice as long.
    """

    numbers: dict[str, int]
    targets: tuple[tuple[int, ...], ...]
    outcomes: tuple[tuple[int, ...], ...]
    common: frozenset[int]
    weights: list[float]
    target_mass: tuple[float, ...]
    outcome_mass: tuple[float, ...]

    def known(self, text: str) -> frozenset[int]:
        """The grams of a text that stand in any of the targets and outcomes."""
        return frozenset(self.numbers[gram] for gram in grams(normalise(text)) if gram in self.numbers)

    def mass(self, some: Iterable[int]) -> float:
        """The summed weight of grams."""
        return math.fsum(map(self.weights.__getitem__, some))

    def masses(self, texts: Iterable[Iterable[int]]) -> tuple[float, ...]:
        """The summed weight of the grams of each text."""
        return tuple(map(self.mass, texts))


def build_index(targets: Sequence[str], outcomes: Sequence[str]) -> TextIndex:
    """The index over the texts of both sides."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    number = numbers.__getitem__
    # Many a row has the words of its target to the letter.
    texts = dict.fromkeys(chain(targets, outcomes))
    found = {text: tuple(dict.fromkeys(map(number, grams(normalise(text))))) for text in texts}
    target_grams, outcome_grams = (tuple(map(found.__getitem__, side)) for side in (targets, outcomes))
    frequency = Counter(chain.from_iterable(target_grams + outcome_grams))
    # A handful of texts says little about which grams are rare: they count as if drawn from a larger document.
    size = max(len(targets) + len(outcomes), int(vocabulary("matching")["text"]["least_texts"]))
    # The constant keeps grams that every text contains from weighing nothing: two equal texts must still be equal.
    rarity = {seen: math.log(size / seen) + 0.2 for seen in set(frequency.values())}
    weights = [rarity[frequency[gram]] for gram in range(len(numbers))]
    common = frozenset(chain.from_iterable(target_grams)).intersection(chain.from_iterable(outcome_grams))
    index = TextIndex(dict(numbers), target_grams, outcome_grams, common, weights, (), ())
    return replace(index, target_mass=index.masses(target_grams), outcome_mass=index.masses(outcome_grams))


def shared_masses(index: TextIndex) -> list[dict[int, float]]:
    """For each outcome, the gram weight it shares with each target that shares any: ``result[outcome][target]``."""
    holders: list[list[int]] = [[] for _ in index.weights]
    for position, text in enumerate(index.targets):
        for gram in text:
            holders[gram].append(position)
    result, weights = [], index.weights
    for text in index.outcomes:
        shared: dict[int, float] = defaultdict(float)
        for gram in text:
            weight = weights[gram]
            for position in holders[gram]:
                shared[position] += weight
        result.append(shared)
    return result


def dice(shared: float, one: float, other: float) -> float:
    """Dice similarity 0…1 of two masses and what they share."""
    return 2 * shared / (one + other) if one + other else 0.0
