"""From tables of many rows to matches: the steps of ``matching.linking``, on arrays of candidate pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reconcile.matching.describing import all_matches
from reconcile.matching.order import Places, predicted_places
from reconcile.matching.pins import PinnedPlaces
from reconcile.matching.sparse.assignment import assigned
from reconcile.matching.sparse.describing import confidences, links
from reconcile.matching.sparse.parts import Side, attached
from reconcile.matching.sparse.weighing import PairTable, Tables, candidates, gather_tables, weigh, with_more
from reconcile.model import Match, Outcome, Target
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

Positions = tuple["NDArray[Any]", "NDArray[Any]"]


def match_sparsely(targets: Sequence[Target], outcomes: Sequence[Outcome], pinned: PinnedPlaces) -> tuple[Match, ...]:
    """One match for each target, in the order of ``targets``; what ``pinned`` settles is not looked for.

    Only pairs that share rare grams, owners or figures are weighed, and those that the order proposes.
    """
    tables = gather_tables(targets, outcomes)
    own = weigh(tables, *_with(candidates(tables), [*pinned.pairs, *_identical(tables)]))
    weighed = _open(own, pinned)
    alone = assigned(weighed.target, weighed.outcome, _gains(weighed))
    sure = alone[confidences(tables, weighed, alone) >= float(vocabulary("matching")["confidence"])]
    anchors = {**_pairs(weighed, sure), **{outcome: target for target, outcome in pinned.first.items()}}
    places = predicted_places([outcome.id for outcome in outcomes], anchors)
    whole = _ordered(with_more(tables, own, _pointed_at(places, len(targets))), places)
    weighed = _open(whole, pinned)
    best = assigned(weighed.target, weighed.outcome, _gains(weighed))
    chosen = {target: outcome for outcome, target in _pairs(weighed, best).items()}
    further, merged = _splits_and_merges(tables, weighed, chosen)
    described = links(tables, weighed, {**chosen, **merged}, targets, outcomes)
    if pinned.first:
        # The runner-up of a pinned target is looked for among all outcomes, as if it had not been pinned.
        described |= links(tables, _not_rejected(whole, pinned), pinned.first, targets, outcomes)
    return all_matches(targets, outcomes, chosen, further, merged, pinned, lambda target, _: described[target])


def _pairs(table: PairTable, some: NDArray[Any]) -> dict[int, int]:
    """The pairs at some positions of the table, as outcome → target."""
    return dict(zip(table.outcome[some].tolist(), table.target[some].tolist(), strict=True))


def _with(pairs: Positions, more: Sequence[tuple[int, int]]) -> Positions:
    import numpy as np

    added = np.array(more, np.int64).reshape(-1, 2)
    return np.concatenate((pairs[0], added[:, 0])), np.concatenate((pairs[1], added[:, 1]))


def _identical(tables: Tables) -> list[tuple[int, int]]:
    """The first target of each text with its first outcome, the second with the second and so on.

    What stands in more rows than may be looked up has no rare gram that would propose it.
    """
    rows: dict[str, list[int]] = {}
    for outcome in range(len(tables.outcome_texts) - 1, -1, -1):
        rows.setdefault(tables.outcome_texts[outcome], []).append(outcome)
    pairs = []
    for target, text in enumerate(tables.target_texts):
        if text and rows.get(text):
            pairs.append((target, rows[text].pop()))
    return pairs


def _open(table: PairTable, pinned: PinnedPlaces) -> PairTable:
    """The pairs that are still to be decided on."""
    import numpy as np

    if not pinned.chosen and not pinned.rejected:
        return table
    settled = np.isin(table.target, list(pinned.chosen)) | np.isin(table.outcome, list(pinned.taken))
    return _not_rejected(table.only(~settled), pinned)


def _not_rejected(table: PairTable, pinned: PinnedPlaces) -> PairTable:
    import numpy as np

    if not pinned.rejected:
        return table
    pairs = zip(table.target.tolist(), table.outcome.tolist(), strict=True)
    return table.only(np.array([pair not in pinned.rejected for pair in pairs], bool))


def _gains(table: PairTable) -> NDArray[Any]:
    """What choosing each pair gains: its weight above the least one, and what leans to it or away from it.

    Where both neighbours point, the row may be garbled: little counts against it.
    """
    import numpy as np

    weights = vocabulary("matching")
    placed = table.order >= weights["order"]["both"]
    lean = np.where(placed, np.maximum(table.lean, -weights["order"]["against"]), table.lean)
    return np.where(table.total > weights["leaning"]["least"], table.total - weights["link"] + lean, 0.0)


def _pointed_at(places: Places, targets: int) -> list[tuple[int, int]]:
    """The pairs that the order proposes."""
    return [
        (place, outcome)
        for outcome, pair in enumerate(places)
        for place in pair
        if place is not None and 0 <= place < targets
    ]


def _ordered(table: PairTable, places: Places) -> PairTable:
    """The pairs with what the order says of each (``matching.order``)."""
    import numpy as np

    weights = vocabulary("matching")["order"]
    if not places:
        return table
    pointed = np.array([[np.inf if place is None else place for place in pair] for pair in places])
    distance = np.abs(pointed[table.outcome] - table.target[:, None])
    nearest = distance.min(axis=1)
    one = np.where(nearest < np.inf, np.maximum(0.0, weights["one"] - weights["fade"] * nearest), 0.0)
    return replace(table, order=np.where((distance == 0).all(axis=1), weights["both"], one))


def _splits_and_merges(
    tables: Tables, weighed: PairTable, chosen: Mapping[int, int]
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """What is left over and belongs to a match: (target → further outcomes, target → another target's outcome)."""
    grams = tables.grams
    ours = Side(grams.targets, grams.target_mass, grams.targets @ grams.weights)
    theirs = Side(grams.outcomes, grams.outcome_mass, grams.outcomes @ grams.weights)
    # A row of another place or project is no further part, however much of its text stands in the target.
    likely = weighed.only(_gains(weighed) > 0)
    pairs = (likely.outcome, likely.target, likely.shared)
    rows = attached(theirs, ours, grams.weights, pairs, chosen)
    splits: dict[int, list[int]] = {}
    for outcome, target in rows.items():
        splits.setdefault(target, []).append(outcome)
    taken = {outcome: target for target, outcome in chosen.items()}
    pairs = (weighed.target, weighed.outcome, weighed.shared)
    return splits, attached(ours, theirs, grams.weights, pairs, taken)
