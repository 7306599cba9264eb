"""What each kind of evidence says for or against one target and one outcome, in bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reconcile.matching.leaning import leaning, leaning_beside_words
from reconcile.matching.organisations import canonical, rarities, shared_owners
from reconcile.matching.places import Named, compared, known_places, places_of
from reconcile.matching.text import TextIndex, build_index, dice, shared_masses
from reconcile.model import Outcome, Target
from reconcile.quantities import quantities_of
from reconcile.resources import vocabulary

Number = tuple[Decimal, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is compared: texts as gram masses, owners, and the numbers that both texts promise."""

    index: TextIndex
    shared: list[dict[int, float]]
    target_owners: tuple[tuple[str, ...], ...]
    outcome_owners: tuple[tuple[str, ...], ...]
    owner_bits: dict[str, float]
    target_numbers: tuple[frozenset[Number], ...]
    outcome_numbers: tuple[frozenset[Number], ...]
    target_texts: tuple[str, ...]
    outcome_texts: tuple[str, ...]
    target_known: tuple[float, ...]
    outcome_known: tuple[float, ...]
    target_places: tuple[Named, ...]
    outcome_places: tuple[Named, ...]


def _numbers(text: str) -> frozenset[Number]:
    return frozenset((q.value, q.value_high, q.unit) for q in quantities_of(text))


def _without_numbers(text: str) -> str:
    """A text without the digits of its quantities: a number that was changed is weighed apart from the words.

    >>> _without_numbers("新建学校10所，加快建设国道106")
    '新建学校所，加快建设国道106'
    """
    kept, last = [], 0
    for quantity in quantities_of(text):
        start, end = quantity.span
        kept += [text[last:start], "".join(sign for sign in text[start:end] if not sign.isdigit())]
        last = end
    return "".join(kept) + text[last:]


def gather(targets: Sequence[Target], outcomes: Sequence[Outcome]) -> Evidence:
    """The evidence between all targets and all outcomes, ready to be weighed pair by pair."""
    index = build_index(
        [_without_numbers(t.text.text) for t in targets], [_without_numbers(o.text.text) for o in outcomes]
    )
    target_owners = tuple(tuple(owner.name for owner in t.owners) for t in targets)
    outcome_owners = tuple(tuple(owner.name for owner in o.owners) for o in outcomes)
    places = known_places([*target_owners, *outcome_owners])
    return Evidence(
        index=index,
        shared=shared_masses(index),
        target_owners=target_owners,
        outcome_owners=outcome_owners,
        owner_bits=rarities(target_owners),
        target_numbers=tuple(_numbers(t.text.text) for t in targets),
        outcome_numbers=tuple(_numbers(o.text.text) for o in outcomes),
        target_texts=tuple(t.text.text for t in targets),
        outcome_texts=tuple(o.text.text for o in outcomes),
        target_known=index.masses(map(index.common.intersection, index.targets)),
        outcome_known=index.masses(map(index.common.intersection, index.outcomes)),
        target_places=tuple(
            places_of(t.text.text, names, places) for t, names in zip(targets, target_owners, strict=True)
        ),
        outcome_places=tuple(
            places_of(o.text.text, names, places) for o, names in zip(outcomes, outcome_owners, strict=True)
        ),
    )


def similarity(evidence: Evidence, target: int, outcome: int) -> float:
    """Dice similarity 0…1 of the target's text and the restated one."""
    shared = evidence.shared[outcome].get(target, 0.0)
    return dice(shared, evidence.index.target_mass[target], evidence.index.outcome_mass[outcome])


def difference(evidence: Evidence, target: int, outcome: int) -> float:
    """The gram weight that stands in one of the two texts only."""
    shared = evidence.shared[outcome].get(target, 0.0)
    return evidence.index.target_mass[target] + evidence.index.outcome_mass[outcome] - 2 * shared


def lean(evidence: Evidence, target: int, outcome: int) -> float:
    """Bits for or against choosing the pair beside its weight (``matching.leaning``)."""
    from rapidfuzz import fuzz

    unnamed = not evidence.target_owners[target] or not evidence.outcome_owners[outcome]
    gained = evidence.outcome_numbers[outcome] - evidence.target_numbers[target]
    place = compared(evidence.target_places[target], evidence.outcome_places[outcome])
    words = leaning(
        evidence.shared[outcome].get(target, 0.0),
        (evidence.index.target_mass[target], evidence.index.outcome_mass[outcome]),
        (evidence.target_known[target], evidence.outcome_known[outcome]),
        fuzz.ratio(evidence.target_texts[target], evidence.outcome_texts[outcome]) / 100,
    )
    places = (float(place > 0), float(place < 0))
    return words + leaning_beside_words(float(unnamed), float(len(gained)), places)


def text_weight(likeness: float) -> float:
    """Bits for a text similarity 0…1.

    >>> text_weight(1.0), text_weight(0.45), text_weight(0.0)
    (8.8, 0.0, -6.0)
    """
    weights = vocabulary("matching")["text"]
    return round(max(float(weights["least"]), float(weights["slope"]) * (likeness - float(weights["neutral"]))), 3)


def owner_weight(evidence: Evidence, target: int, outcome: int) -> float:
    """Bits for the owners that both name: the rarer an owner, the more; nothing where one side names none."""
    return owners_weight(evidence.target_owners[target], evidence.outcome_owners[outcome], evidence.owner_bits)


def owners_weight(ours: Sequence[str], theirs: Sequence[str], rarity: Mapping[str, float]) -> float:
    """The same for two lists of names; ``rarity`` gives the bits of each canonical name."""
    if not ours or not theirs:
        return 0.0
    weights = vocabulary("matching")["owners"]
    pairs = shared_owners(ours, theirs)
    if not pairs:
        return float(weights["none_shared"])
    bits = sum(min(float(weights["rarest"]), rarity[canonical(name)]) for name, _ in pairs)
    agreement = len(pairs) / (len(ours) + len(theirs) - len(pairs))
    return round(min(float(weights["most"]), bits * (1 + agreement) / 2), 3)


def quantity_weight(evidence: Evidence, target: int, outcome: int) -> float:
    """Bits for the numbers that both texts promise; nothing where one side promises none."""
    ours, theirs = evidence.target_numbers[target], evidence.outcome_numbers[outcome]
    if not ours or not theirs:
        return 0.0
    weights = vocabulary("matching")["quantities"]
    both = len(ours & theirs)
    return min(float(weights["most"]), float(weights["shared"]) * both) if both else float(weights["none_shared"])
