"""From weights to matches: candidates, anchors, the global assignment, then splits and merges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from reconcile.matching.assignment import Pair, best_assignment
from reconcile.matching.describing import all_matches, described
from reconcile.matching.leftovers import attach_leftovers
from reconcile.matching.order import Places, order_weight, predicted_places
from reconcile.matching.pins import NO_PINS, PinnedPlaces, Pins, place_pins
from reconcile.matching.weighing import (
    Evidence,
    difference,
    gather,
    lean,
    owner_weight,
    quantity_weight,
    similarity,
    text_weight,
)
from reconcile.model import Match, MatchKind, MatchParts, Message, Outcome, RunnerUp, Target
from reconcile.resources import vocabulary


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Every candidate pair (target, outcome) with its parts, and the confidence that it stands on its own evidence."""

    parts: dict[Pair, MatchParts]
    by_target: dict[int, list[int]]
    by_outcome: dict[int, list[int]]


def match_outcomes(targets: Sequence[Target], outcomes: Sequence[Outcome], pins: Pins = NO_PINS) -> tuple[Match, ...]:
    """One match for each target, in the order of ``targets``.

    Matches are ``matched`` where the row's own words, owners and numbers suffice, ``review`` where only the order
    or elimination placed it or a rival is close; targets without a row are ``uncovered`` or ``dropped``. What ``pins``
    settles is not looked for: it is ``matched`` with confidence 1. Deterministic. Documents of ordinary size are
    weighed pair by pair, tables of many rows through a sparse index, at a cost that grows about linearly.
    """
    pinned = place_pins(pins, targets, outcomes)
    if len(targets) * len(outcomes) < int(vocabulary("matching")["large"]["pairs"]):
        return _densely(targets, outcomes, pinned)
    # Loaded only here: ordinary documents need no sparse matrices.
    from reconcile.matching.sparse.linking import match_sparsely

    return match_sparsely(targets, outcomes, pinned)


def _densely(targets: Sequence[Target], outcomes: Sequence[Outcome], pinned: PinnedPlaces) -> tuple[Match, ...]:
    """The matches, every pair with words in common weighed."""
    evidence = gather(targets, outcomes)
    parts = {pair: _own_parts(evidence, *pair) for pair in chain(_candidates(evidence), pinned.pairs)}
    weighed = _index(_open(parts, pinned))
    alone = best_assignment(_gains(evidence, weighed.parts))
    line = float(vocabulary("matching")["confidence"])
    anchors = {o: t for t, o in alone.items() if _confidence(evidence, weighed, t, o) >= line}
    anchors |= {o: t for t, o in pinned.first.items()}
    places = predicted_places([outcome.id for outcome in outcomes], anchors)
    parts = _with_order(evidence, parts, places, len(targets))
    weighed = _index(_open(parts, pinned))
    gains = _gains(evidence, weighed.parts)
    chosen = best_assignment(gains)
    further, merged = _splits_and_merges(evidence, weighed, gains, chosen, len(targets))
    # The runner-up of a pinned target is looked for among all outcomes, as if it had not been pinned.
    rest = {pair: part for pair, part in parts.items() if pair not in pinned.rejected} if pinned.chosen else {}
    whole = _index(rest)

    def describe(target: int, outcome: int) -> Match:
        return _describe(evidence, whole if target in pinned.chosen else weighed, targets, outcomes, target, outcome)

    return all_matches(targets, outcomes, chosen, further, merged, pinned, describe)


def _open(parts: dict[Pair, MatchParts], pinned: PinnedPlaces) -> dict[Pair, MatchParts]:
    """The pairs that are still to be decided on."""
    if not pinned.chosen and not pinned.rejected:
        return parts
    return {pair: part for pair, part in parts.items() if pinned.allows(pair)}


_GARBLED = Message(
    en="the target's cell holds the narrative: what was promised is not known",
    zh="目标内容一栏填的是完成情况，原定目标不明",
)
_NO_ROW = Message(en="no row answers it", zh="没有对应的完成情况行")


def match_own_rows(
    targets: Sequence[Target], garbled: frozenset[str] = frozenset(), pins: Pins = NO_PINS
) -> tuple[Match, ...]:
    """The matches of a document whose rows restate their own targets: each target is answered by its own row.

    ``garbled`` are the ids of rows whose target is not what was promised, as the reading tells; they are for review.
    ``pins`` may say otherwise; a row that it gives to another target answers its own too, as the document has it. A
    target whose own row was rejected is ``uncovered``.
    """
    parts = MatchParts(text=text_weight(1.0))
    sure = Match("", (), "matched", "one", parts, confidence=1.0, margin=parts.total)
    doubtful = replace(sure, status="review", confidence=0.0, reason=_GARBLED)
    lent = {row for target, rows in pins.chosen.items() for row in rows if row != target}

    def match(target: str) -> Match:
        rows = pins.chosen.get(target, () if (target, target) in pins.rejected else (target,))
        if not rows:
            return Match(target, (), "uncovered", "none", reason=_NO_ROW)
        kind: MatchKind = "split" if len(rows) > 1 else "merged" if not lent.isdisjoint(rows) else "one"
        if target not in rows:
            return Match(target, rows, "matched", kind, confidence=1.0)
        known = doubtful if target in garbled and target not in pins.chosen else sure
        return replace(known, target=target, outcomes=rows, kind=kind)

    return tuple(match(target.id) for target in targets)


def _candidates(evidence: Evidence) -> list[Pair]:
    """The pairs worth weighing: those whose texts are at all alike."""
    least = float(vocabulary("matching")["text"]["candidate"])
    masses = evidence.index.target_mass
    return sorted(
        (target, outcome)
        for outcome, shared in enumerate(evidence.shared)
        for mass in [evidence.index.outcome_mass[outcome]]
        for target, common in shared.items()
        # Their dice similarity: what is shared is never nothing.
        if 2 * common / (masses[target] + mass) >= least
    )


def _own_parts(evidence: Evidence, target: int, outcome: int) -> MatchParts:
    return MatchParts(
        text=text_weight(similarity(evidence, target, outcome)),
        owners=owner_weight(evidence, target, outcome),
        quantities=quantity_weight(evidence, target, outcome),
    )


def _with_order(
    evidence: Evidence, parts: Mapping[Pair, MatchParts], places: Places, targets: int
) -> dict[Pair, MatchParts]:
    """The parts with the order's added, and the pairs that the order alone proposes."""
    proposed = {
        (place, outcome)
        for outcome, pair in enumerate(places)
        for place in pair
        if place is not None and 0 <= place < targets
    }
    result = {}
    for target, outcome in sorted(parts.keys() | proposed):
        own = parts.get((target, outcome)) or _own_parts(evidence, target, outcome)
        order = order_weight(target, places[outcome])
        result[target, outcome] = MatchParts(own.text, own.owners, own.quantities, order) if order else own
    return result


def _gains(evidence: Evidence, parts: Mapping[Pair, MatchParts]) -> dict[Pair, float]:
    """What choosing each pair gains: its weight above the least one, and what leans to it or away from it.

    Where both neighbours point, the row may be garbled: little counts against it.
    """
    weights = vocabulary("matching")
    link, least = float(weights["link"]), float(weights["leaning"]["least"])
    both, against = float(weights["order"]["both"]), float(weights["order"]["against"])
    gains = {}
    for pair, part in parts.items():
        total = part.total
        if total > least:
            leaning = lean(evidence, *pair)
            gain = total - link + (max(leaning, -against) if part.order >= both else leaning)
            if gain > 0:
                gains[pair] = gain
    return gains


def _index(parts: dict[Pair, MatchParts]) -> _Weighed:
    by_target: dict[int, list[int]] = defaultdict(list)
    by_outcome: dict[int, list[int]] = defaultdict(list)
    for target, outcome in parts:
        by_target[target].append(outcome)
        by_outcome[outcome].append(target)
    return _Weighed(parts, by_target, by_outcome)


def _confidence(evidence: Evidence, weighed: _Weighed, target: int, outcome: int) -> float:
    """0…1: that the pair is no chance, by its own evidence, times that it and no rival is meant, by the words.

    The order places a row but does not make it certain, so it does not count. Owners do not count against a rival:
    siblings share them. A rival's odds fall with the rare words that it fails to explain.
    """
    own = weighed.parts[target, outcome]
    odds: float = 2.0 ** (own.total - own.order)
    limits = vocabulary("matching")["text"]
    scale = float(limits["rival_scale"])
    distance = difference(evidence, target, outcome)
    # The same words to the letter: a rival would have to be misprinted into just this text.
    head_start = float(limits["identical"]) if distance < 1e-9 else 0.0

    def rivals(pairs: Sequence[Pair]) -> float:
        rest = [
            (gap, weighed.parts[pair].quantities)
            for pair in pairs
            if pair != (target, outcome)
            for gap in [difference(evidence, *pair) - distance]
        ]
        lead = [
            gap / scale + own.quantities - quantities + (head_start if gap > 0 else 0.0) for gap, quantities in rest
        ]
        return float(1.0 / (1.0 + 2.0 ** -min(lead))) if lead else 1.0

    for_outcome = rivals([(other, outcome) for other in weighed.by_outcome[outcome]])
    for_target = rivals([(target, other) for other in weighed.by_target[target]])
    return round(odds / (1.0 + odds) * min(for_outcome, for_target), 3)


def _describe(
    evidence: Evidence,
    weighed: _Weighed,
    targets: Sequence[Target],
    outcomes: Sequence[Outcome],
    target: int,
    outcome: int,
) -> Match:
    """The match of one assigned pair with its runner-up among the outcomes."""
    parts = weighed.parts.get((target, outcome)) or _own_parts(evidence, target, outcome)
    confidence = _confidence(evidence, weighed, target, outcome) if (target, outcome) in weighed.parts else 0.0
    others = [(-weighed.parts[target, other].total, other) for other in weighed.by_target[target] if other != outcome]
    weight, rival = min(others, default=(0.0, None))
    runner_up = None if rival is None else RunnerUp(outcomes[rival].id, -weight)
    likeness = similarity(evidence, target, outcome)
    return described(targets[target].id, outcomes[outcome].id, parts, likeness, confidence, runner_up)


def _splits_and_merges(
    evidence: Evidence, weighed: _Weighed, gains: Mapping[Pair, float], chosen: Mapping[int, int], targets: int
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """What is left over and belongs to a match: (target → further outcomes, target → another target's outcome)."""
    index, taken = evidence.index, {outcome: target for target, outcome in chosen.items()}
    # A row of another place or project is no further part, however much of its text stands in the target.
    likely = _index({pair: weighed.parts[pair] for pair in gains})
    rows = attach_leftovers(
        index,
        [outcome for outcome in range(len(index.outcomes)) if outcome not in taken],
        index.outcomes,
        index.targets,
        likely.by_outcome,
        {target: index.outcomes[outcome] for target, outcome in chosen.items()},
    )
    splits: dict[int, list[int]] = defaultdict(list)
    for outcome, target in rows.items():
        splits[target].append(outcome)
    merged = attach_leftovers(
        index,
        [target for target in range(targets) if target not in chosen],
        index.targets,
        index.outcomes,
        weighed.by_target,
        {outcome: index.targets[target] for outcome, target in taken.items()},
    )
    return dict(splits), merged
