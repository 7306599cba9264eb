"""Which clauses of the report each target was made of, by the rare words they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.matching.text import TextIndex, build_index, shared_masses
from reconcile.model import Target
from reconcile.resources import vocabulary
from reconcile.tracing.promises import Number, Sentence, words_of

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """The grams of all targets and sentences and what each weighs; ``clauses`` holds those of (sentence, clause)."""

    index: TextIndex
    targets: tuple[frozenset[int], ...]
    clauses: dict[Place, frozenset[int]]

    def inside(self, some: frozenset[int], target: int) -> float:
        """The share 0…1 of the weight of grams that one target holds."""
        whole = self.index.mass(some)
        return self.index.mass(some & self.targets[target]) / whole if whole else 0.0

    def held(self, text: str, among: Sequence[int] | None = None) -> float:
        """The greatest share 0…1 of the words of a text that one target holds (default: of all targets)."""
        own = self.index.known(text)
        return max(
            (self.inside(own, target) for target in (range(len(self.targets)) if among is None else among)), default=0.0
        )

    def standing(self, target: int, text: str) -> float:
        """The share 0…1 of a target's words that stand in a text."""
        return self.index.mass(self.targets[target] & self.index.known(text)) / self.index.target_mass[target]


def read_words(targets: Sequence[Target], numbers: Sequence[Sequence[Number]], sentences: Sequence[Sentence]) -> Words:
    """The grams of both sides; ``numbers`` are those of each target's text."""
    texts = [words_of(target.text.text, own) for target, own in zip(targets, numbers, strict=True)]
    index = build_index(texts, [words_of(each.passage.text, each.numbers) for each in sentences])
    clauses = {
        (s, c): index.known(words_of(sentence.passage.text, sentence.numbers, span))
        for s, sentence in enumerate(sentences)
        for c, span in enumerate(sentence.clauses)
    }
    return Words(index, tuple(map(frozenset, index.targets)), clauses)


def link_clauses(words: Words, sentences: Sequence[Sentence]) -> dict[Place, frozenset[int]]:
    """For every clause that became part of a target, the targets, as (sentence, clause) → positions of targets."""
    linked: dict[Place, set[int]] = defaultdict(set)
    for target, chosen in enumerate(_sources(words)):
        for sentence in chosen:
            for clause in _clauses_of(words, target, sentence, len(sentences[sentence].clauses)):
                linked[sentence, clause].add(target)
    return {place: frozenset(targets) for place, targets in linked.items()}


def _sources(words: Words) -> list[list[int]]:
    """For each target the sentences that it was made of: the one that holds most of it, and those that add to that."""
    limits = vocabulary("tracing")["link"]
    held: list[list[tuple[float, int]]] = [[] for _ in words.targets]
    for sentence, shared in enumerate(shared_masses(words.index)):
        for target, mass in shared.items():
            held[target].append((-mass / words.index.target_mass[target], sentence))
    sentence_grams = [frozenset(each) for each in words.index.outcomes]
    result = []
    for target, candidates in enumerate(held):
        chosen: list[int] = []
        missing = words.targets[target]
        for share, sentence in sorted(candidates)[:5]:
            new = words.index.mass(missing & sentence_grams[sentence]) / words.index.target_mass[target]
            if -share < float(limits["sentence"]) or new < float(limits["further"]):
                continue
            chosen.append(sentence)
            missing -= sentence_grams[sentence]
        result.append(chosen)
    return result


def _clauses_of(words: Words, target: int, sentence: int, count: int) -> list[int]:
    """The clauses of a sentence that stand in a target: those it holds most of, and the one it shares most with."""
    least = float(vocabulary("tracing")["link"]["clause"])
    shared = [words.index.mass(words.clauses[sentence, c] & words.targets[target]) for c in range(count)]
    best = max(range(count), key=lambda c: (shared[c], -c), default=None)
    return [c for c in range(count) if c == best or words.inside(words.clauses[sentence, c], target) >= least]
