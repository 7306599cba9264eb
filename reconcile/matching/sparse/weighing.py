"""The evidence of candidate pairs in arrays, in bits, as ``matching.weighing`` has it for single pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields
from math import log
from typing import TYPE_CHECKING, Any, TypeVar

from reconcile.matching.leaning import leaning, leaning_beside_words
from reconcile.matching.organisations import canonical, rarities
from reconcile.matching.places import Named, compared, known_places, places_of
from reconcile.matching.sparse.candidates import proposed, token_table
from reconcile.matching.sparse.figures import figures
from reconcile.matching.sparse.grams import GramTable, gram_table
from reconcile.matching.weighing import owners_weight
from reconcile.model import Outcome, Target
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tokens = list[tuple[str, ...]]
Value = TypeVar("Value", bound=Hashable)
_CHUNK = 1 << 15


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is compared of both sides, a row each: grams of the text without its figures, owners, figures, places.

    ``figures`` are two matrices, which figure that targets have stands in which target and in which outcome.
    """

    grams: GramTable
    target_owners: Tokens
    outcome_owners: Tokens
    owner_bits: dict[str, float]
    target_figures: Tokens
    outcome_figures: Tokens
    figures: tuple[Any, Any]
    target_places: list[Named]
    outcome_places: list[Named]
    target_texts: list[str]
    outcome_texts: list[str]


@dataclass(frozen=True, slots=True)
class PairTable:
    """Candidate pairs by target and then outcome, an entry each: positions, gram weight shared, and parts in bits.

    ``lean`` is what counts beside the weight (``matching.leaning``).
    """

    target: NDArray[Any]
    outcome: NDArray[Any]
    shared: NDArray[Any]
    text: NDArray[Any]
    owners: NDArray[Any]
    quantities: NDArray[Any]
    order: NDArray[Any]
    lean: NDArray[Any]

    @property
    def own(self) -> NDArray[Any]:
        """The weight of each pair without what the order says."""
        own: NDArray[Any] = self.text + self.owners + self.quantities
        return own

    @property
    def total(self) -> NDArray[Any]:
        """The weight of each pair."""
        total: NDArray[Any] = (self.own + self.order).round(3)
        return total

    def only(self, kept: NDArray[Any]) -> PairTable:
        """The pairs at some positions, or where a mask is true."""
        return PairTable(
            self.target[kept],
            self.outcome[kept],
            self.shared[kept],
            self.text[kept],
            self.owners[kept],
            self.quantities[kept],
            self.order[kept],
            self.lean[kept],
        )


def gather_tables(targets: Sequence[Target], outcomes: Sequence[Outcome]) -> Tables:
    """The evidence of both sides, ready to be asked for candidates and weighed."""
    ours = [figures(target.text.text) for target in targets]
    theirs = [figures(outcome.text.text) for outcome in outcomes]
    target_owners = [tuple(owner.name for owner in target.owners) for target in targets]
    outcome_owners = [tuple(owner.name for owner in outcome.owners) for outcome in outcomes]
    target_figures, outcome_figures = [found for _, found in ours], [found for _, found in theirs]
    target_texts, outcome_texts = [target.text.text for target in targets], [outcome.text.text for outcome in outcomes]
    known = known_places([*target_owners, *outcome_owners])
    # Many rows are about the same places: each such set is held once.
    held: dict[Named, Named] = {}

    def places(texts: list[str], owners: Tokens) -> list[Named]:
        found = (places_of(*row, known) for row in zip(texts, owners, strict=True))
        return [held.setdefault(named, named) for named in found]

    return Tables(
        grams=gram_table([text for text, _ in ours], [text for text, _ in theirs]),
        target_owners=target_owners,
        outcome_owners=outcome_owners,
        owner_bits=rarities(target_owners),
        target_figures=target_figures,
        outcome_figures=outcome_figures,
        figures=token_table(target_figures, outcome_figures),
        target_places=places(target_texts, target_owners),
        outcome_places=places(outcome_texts, outcome_owners),
        target_texts=target_texts,
        outcome_texts=outcome_texts,
    )


def candidates(tables: Tables) -> tuple[NDArray[Any], NDArray[Any]]:
    """The pairs worth weighing, as positions of targets and of outcomes."""
    owners = _canonical(tables.target_owners), _canonical(tables.outcome_owners)
    kinds = [
        (tables.grams.targets, tables.grams.outcomes),
        token_table(*owners),
        tables.figures,
    ]
    weights = [tables.grams.weights, _rarity(owners[0]), _rarity(tables.target_figures)]
    # An owner or a figure counts as the grams of a word of as many characters would.
    return proposed(kinds, [weights[0], 3 * weights[1], 2 * weights[2]])


def _canonical(owners: Tokens) -> Tokens:
    return [tuple(dict.fromkeys(map(canonical, names))) for names in owners]


def _rarity(tokens: Tokens) -> NDArray[Any]:
    """The natural log of the rarity of each distinct token, in order of the tokens."""
    import numpy as np

    seen = Counter(token for row in tokens for token in set(row))
    return np.array([log(len(tokens) / seen[token]) for token in sorted(seen)])


def weigh(tables: Tables, target: NDArray[Any], outcome: NDArray[Any]) -> PairTable:
    """The parts of pairs, each pair once, without the order's."""
    import numpy as np

    packed = np.unique(target.astype(np.int64) * (len(tables.outcome_owners) + 1) + outcome)
    target, outcome = packed // (len(tables.outcome_owners) + 1), packed % (len(tables.outcome_owners) + 1)
    grams = tables.grams
    shared = _shared(grams, target, outcome)
    masses = grams.target_mass[target] + grams.outcome_mass[outcome]
    likeness = np.divide(2 * shared, masses, out=np.zeros(len(shared)), where=masses > 0)
    weights = vocabulary("matching")["text"]
    figures_shared = _figures_shared(tables, target, outcome)
    text = np.maximum(weights["least"], weights["slope"] * (likeness - weights["neutral"])).round(3)
    return PairTable(
        target,
        outcome,
        shared,
        text,
        _owners(tables, target, outcome),
        _quantities(tables, target, outcome, figures_shared),
        np.zeros(len(shared)),
        _lean(tables, target, outcome, shared) + _lean_beside_words(tables, target, outcome, figures_shared),
    )


def with_more(tables: Tables, table: PairTable, more: Sequence[tuple[int, int]]) -> PairTable:
    """The table with further pairs weighed as well, those that it does not hold yet."""
    import numpy as np

    width = len(tables.outcome_owners) + 1
    held = table.target * width + table.outcome
    added = np.array([target * width + outcome for target, outcome in more], np.int64)
    added = added[~np.isin(added, held)]
    new = weigh(tables, added // width, added % width)
    order = np.argsort(np.concatenate((held, new.target * width + new.outcome)), kind="stable")
    columns = (
        np.concatenate((getattr(table, each.name), getattr(new, each.name)))[order] for each in fields(PairTable)
    )
    return PairTable(*columns)


def _shared(grams: GramTable, target: NDArray[Any], outcome: NDArray[Any]) -> NDArray[Any]:
    """The gram weight that the texts of each pair share."""
    import numpy as np

    parts = [
        grams.targets[target[start : start + _CHUNK]].multiply(grams.outcomes[outcome[start : start + _CHUNK]])
        @ grams.weights
        for start in range(0, len(target), _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _lean(tables: Tables, target: NDArray[Any], outcome: NDArray[Any], shared: NDArray[Any]) -> NDArray[Any]:
    """What the words say for each pair beside its weight."""
    import numpy as np
    from rapidfuzz import fuzz, process

    grams = tables.grams
    ratio = np.zeros(len(target))
    for start in range(0, len(target), _CHUNK):
        some = slice(start, start + _CHUNK)
        ratio[some] = process.cpdist(
            [tables.target_texts[row] for row in target[some].tolist()],
            [tables.outcome_texts[row] for row in outcome[some].tolist()],
            scorer=fuzz.ratio,
            dtype=np.float64,
        )
    known = (grams.targets @ grams.weights)[target], (grams.outcomes @ grams.weights)[outcome]
    bits: NDArray[Any] = leaning(shared, (grams.target_mass[target], grams.outcome_mass[outcome]), known, ratio / 100)
    return bits


def _lean_beside_words(
    tables: Tables, target: NDArray[Any], outcome: NDArray[Any], figures_shared: NDArray[Any]
) -> NDArray[Any]:
    """What owners, figures and places say for each pair beside its weight."""
    import numpy as np

    unnamed = np.array([not owners for owners in tables.target_owners], bool)[target]
    unnamed |= np.array([not owners for owners in tables.outcome_owners], bool)[outcome]
    gained = np.array([len(row) for row in tables.outcome_figures], np.int64)[outcome] - figures_shared
    place = _places(tables, target, outcome)
    bits: NDArray[Any] = leaning_beside_words(unnamed, gained, (place > 0, place < 0))
    return bits


def _places(tables: Tables, target: NDArray[Any], outcome: NDArray[Any]) -> NDArray[Any]:
    """What the places of each pair say (``matching.places``): each two sets of places are compared once."""
    import numpy as np

    ours, our_sets = _numbered(tables.target_places)
    theirs, their_sets = _numbered(tables.outcome_places)
    distinct, position = np.unique(ours[target] * len(their_sets) + theirs[outcome], return_inverse=True)
    width = max(1, len(their_sets))
    said = [compared(our_sets[each // width], their_sets[each % width]) for each in distinct.tolist()]
    return np.array(said)[position] if said else np.zeros(0)


def _owners(tables: Tables, target: NDArray[Any], outcome: NDArray[Any]) -> NDArray[Any]:
    """The bits of the owners of each pair: each two lists of names are compared once."""
    import numpy as np

    ours, our_lists = _numbered(tables.target_owners)
    theirs, their_lists = _numbered(tables.outcome_owners)
    combined = ours[target] * len(their_lists) + theirs[outcome]
    distinct, place = np.unique(combined, return_inverse=True)
    bits = [
        owners_weight(our_lists[each // len(their_lists)], their_lists[each % len(their_lists)], tables.owner_bits)
        for each in distinct.tolist()
    ]
    return np.array(bits)[place] if bits else np.zeros(0)


def _numbered(rows: Sequence[Value]) -> tuple[NDArray[Any], list[Value]]:
    """The number of each row's value, and the distinct values in the order of these numbers."""
    import numpy as np

    number: dict[Value, int] = {}
    places = np.array([number.setdefault(row, len(number)) for row in rows], np.int64)
    return places, list(number)


def _figures_shared(tables: Tables, target: NDArray[Any], outcome: NDArray[Any]) -> NDArray[Any]:
    """How many figures both texts of each pair have."""
    import numpy as np

    ours, theirs = tables.figures
    both = np.zeros(len(target))
    for start in range(0, len(target), _CHUNK):
        some = slice(start, start + _CHUNK)
        both[some] = ours[target[some]].multiply(theirs[outcome[some]]).sum(axis=1)
    return both


def _quantities(tables: Tables, target: NDArray[Any], outcome: NDArray[Any], both: NDArray[Any]) -> NDArray[Any]:
    """The bits of the figures that both texts of each pair have."""
    import numpy as np

    weights = vocabulary("matching")["quantities"]
    given = np.array([bool(row) for row in tables.target_figures], bool)[target]
    given &= np.array([bool(row) for row in tables.outcome_figures], bool)[outcome]
    bits = np.where(both > 0, np.minimum(weights["most"], weights["shared"] * both), weights["none_shared"])
    return np.where(given, bits, 0.0)
