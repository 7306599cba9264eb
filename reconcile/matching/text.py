"""Similarity of Chinese (and any other) text as rarity-weighted character n-grams.

Chinese is written without spaces, so text is compared by its character 2- and 3-grams; a gram that few texts
contain weighs more (inverse document frequency), so that 加快建设 counts little and 天骄生物 much.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconcile.resources import vocabulary
from reconcile.variants import simplified


def normalise(text: str) -> str:
    """Letters, digits and Han characters only, full-width forms folded, traditional ones simplified, lower case.

    >>> normalise("新增 “Ａ类”床位１５００张！")
    '新增a类床位1500张'
    """
    folded = unicodedata.normalize("NFKC", simplified(text)).lower()
    return "".join(character for character in folded if character.isalnum())


def grams(text: str) -> tuple[str, ...]:
    """The distinct 2- and 3-grams of normalised text, in order of appearance; a single character is its own gram.

    >>> grams("绿色建筑")
    ('绿色', '色建', '建筑', '绿色建', '色建筑')
    """
    if len(text) < 2:
        return (text,) if text else ()
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    triples = [text[i : i + 3] for i in range(len(text) - 2)]
    return tuple(dict.fromkeys(pairs + triples))


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The grams of targets and outcomes and what each weighs (natural log of its rarity)."""

    targets: tuple[tuple[str, ...], ...]
    outcomes: tuple[tuple[str, ...], ...]
    weights: dict[str, float]
    target_mass: tuple[float, ...]
    outcome_mass: tuple[float, ...]

    def mass(self, some: Iterable[str]) -> float:
        """The summed weight of grams."""
        return math.fsum(self.weights[gram] for gram in some)


def build_index(targets: Sequence[str], outcomes: Sequence[str]) -> TextIndex:
    """The index over the texts of both sides."""
    target_grams = tuple(grams(normalise(text)) for text in targets)
    outcome_grams = tuple(grams(normalise(text)) for text in outcomes)
    frequency = Counter(gram for side in (target_grams, outcome_grams) for text in side for gram in text)
    # A handful of texts says little about which grams are rare: they count as if drawn from a larger document.
    count = max(len(target_grams) + len(outcome_grams), int(vocabulary("matching")["text"]["least_texts"]))
    # The constant keeps grams that every text contains from weighing nothing: two equal texts must still be equal.
    weights = {gram: math.log(count / seen) + 0.2 for gram, seen in frequency.items()}
    index = TextIndex(target_grams, outcome_grams, weights, (), ())
    return TextIndex(
        target_grams,
        outcome_grams,
        weights,
        tuple(index.mass(text) for text in target_grams),
        tuple(index.mass(text) for text in outcome_grams),
    )


def shared_masses(index: TextIndex) -> list[dict[int, float]]:
    """For each outcome, the gram weight it shares with each target that shares any: ``result[outcome][target]``."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(index.targets):
        for gram in text:
            holders[gram].append(position)
    result = []
    for text in index.outcomes:
        shared: dict[int, float] = defaultdict(float)
        for gram in text:
            weight = index.weights[gram]
            for position in holders.get(gram, ()):
                shared[position] += weight
        result.append(dict(sorted(shared.items())))
    return result


def dice(shared: float, one: float, other: float) -> float:
    """Dice similarity 0…1 of two masses and what they share."""
    return 2 * shared / (one + other) if one + other else 0.0
