"""The assignment of outcomes to targets that has the best total, one to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]


def _components(pairs: Mapping[Pair, float]) -> list[list[Pair]]:
    """The pairs (target, outcome) grouped so that no two groups share a target or an outcome."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for target, outcome in pairs:
        parent[root(("target", target))] = root(("outcome", outcome))
    groups: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in sorted(pairs):
        groups[root(("target", pair[0]))].append(pair)
    return [groups[key] for key in sorted(groups, key=lambda key: groups[key][0])]


def _settled(pairs: Mapping[Pair, float]) -> dict[int, int]:
    """The pairs that some best assignment must hold: none of their two sides can gain as much elsewhere.

    Where a pair's gain is at least the sum of the best other gains of its target and of its outcome, exchanging those
    two for the pair never loses. Settling one pair frees others, so it is repeated until nothing changes.
    """
    settled: dict[int, int] = {}
    left = dict(pairs)
    while True:
        by_target: dict[int, list[float]] = defaultdict(list)
        by_outcome: dict[int, list[float]] = defaultdict(list)
        for (target, outcome), gain in left.items():
            by_target[target].append(gain)
            by_outcome[outcome].append(gain)
        second = [{key: sorted(gains)[-2:] for key, gains in side.items()} for side in (by_target, by_outcome)]

        def best_other(side: int, key: int, gain: float, tops: list[dict[int, list[float]]] = second) -> float:
            gains = tops[side][key]
            if gain < gains[-1]:
                return gains[-1]
            return gains[0] if len(gains) == 2 else 0.0

        found: dict[int, int] = {}
        for (target, outcome), gain in sorted(left.items()):
            if target in found or outcome in found.values():
                continue
            if gain >= best_other(0, target, gain) + best_other(1, outcome, gain):
                found[target] = outcome
        if not found:
            return settled
        settled |= found
        taken = set(found.values())
        left = {pair: gain for pair, gain in left.items() if pair[0] not in found and pair[1] not in taken}


def best_assignment(pairs: Mapping[Pair, float]) -> dict[int, int]:
    """The one-to-one assignment with the greatest total weight, as target → outcome.

    ``pairs`` maps (target, outcome) to a positive gain; a pair that is not in it is never assigned, and any target
    or outcome may stay alone. Pairs without a serious rival are settled first; each connected component of the rest
    is solved by itself (Jonker and Volgenant, 1987), so the cost follows the largest of them.

    >>> best_assignment({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.5})
    {0: 1, 1: 0}
    """
    chosen = _settled(pairs)
    taken = set(chosen.values())
    rest = {pair: gain for pair, gain in pairs.items() if pair[0] not in chosen and pair[1] not in taken}
    for component in _components(rest):
        chosen |= _solved(component, rest)
    return dict(sorted(chosen.items()))


def _solved(component: list[Pair], pairs: Mapping[Pair, float]) -> dict[int, int]:
    """The best assignment inside one component, by the dense solver."""
    import lap
    import numpy as np

    targets = sorted({target for target, _ in component})
    outcomes = sorted({outcome for _, outcome in component})
    row = {target: position for position, target in enumerate(targets)}
    column = {outcome: position for position, outcome in enumerate(outcomes)}
    cost = np.zeros((len(targets), len(outcomes)))
    for target, outcome in component:
        cost[row[target], column[outcome]] = -pairs[target, outcome]
    _, assigned, _ = lap.lapjv(cost, extend_cost=True)
    places = {target: int(assigned[position]) for position, target in enumerate(targets)}
    return {
        target: outcomes[place] for target, place in places.items() if place >= 0 and (target, outcomes[place]) in pairs
    }
