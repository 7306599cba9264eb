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


def best_assignment(pairs: Mapping[Pair, float]) -> dict[int, int]:
    """The one-to-one assignment with the greatest total weight, as target → outcome.

    ``pairs`` maps (target, outcome) to a positive gain; a pair that is not in it is never assigned, and any target
    or outcome may stay alone. Each connected component is solved by itself, so the cost follows the largest one
    (Jonker and Volgenant, 1987).

    >>> best_assignment({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.5})
    {0: 1, 1: 0}
    """
    chosen: dict[int, int] = {}
    for component in _components(pairs):
        if len(component) == 1:
            chosen[component[0][0]] = component[0][1]
            continue
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
        for position, target in enumerate(targets):
            place = int(assigned[position])
            if place >= 0 and (target, outcomes[place]) in pairs:
                chosen[target] = outcomes[place]
    return dict(sorted(chosen.items()))
