"""The best one-to-one assignment over very many candidate pairs held in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assigned(target: NDArray[Any], outcome: NDArray[Any], gain: NDArray[Any]) -> NDArray[Any]:
    """The positions of the pairs that the assignment with the greatest total gain holds, in order.

    Pairs without a serious rival are settled first, as ``matching.assignment`` does; the rest falls into connected
    components. They are solved exactly (Jonker and Volgenant, 1987, for sparse matrices), but for those of very many
    rows, whose pairs are taken by the greatest gain first.

    >>> import numpy as np
    >>> assigned(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 4.0, 4.5])).tolist()
    [1, 2]
    """
    import numpy as np

    left = np.flatnonzero(gain > 0)
    chosen = []
    while len(left):
        found = left[_unrivalled(target[left], outcome[left], gain[left])]
        if not len(found):
            break
        chosen.append(found)
        taken = np.isin(target[left], target[found]) | np.isin(outcome[left], outcome[found])
        left = left[~taken]
    if len(left):
        large = _in_large_component(target[left], outcome[left])
        chosen.append(_greedy(target, outcome, gain, left[large]))
        chosen.append(_exact(target, outcome, gain, left[~large]))
    return np.sort(np.concatenate(chosen)) if chosen else left


def _unrivalled(target: NDArray[Any], outcome: NDArray[Any], gain: NDArray[Any]) -> NDArray[Any]:
    """The positions of pairs whose gain is no less than the best other gains of both their sides together."""
    import numpy as np

    sure = np.flatnonzero(gain >= _best_other(target, gain) + _best_other(outcome, gain))
    # Of pairs that are equally good the first is taken.
    sure = sure[np.unique(target[sure], return_index=True)[1]]
    return np.sort(sure[np.unique(outcome[sure], return_index=True)[1]])


def _best_other(side: NDArray[Any], gain: NDArray[Any]) -> NDArray[Any]:
    """The greatest gain of another pair with the same row on one side, 0 where there is none."""
    import numpy as np

    order = np.lexsort((-gain, side))
    ranked, gains = side[order], gain[order]
    first = np.flatnonzero(np.diff(ranked, prepend=-1))
    sizes = np.diff(first, append=len(ranked))
    second = np.where(sizes > 1, gains[np.minimum(first + 1, len(gains) - 1)], 0.0)
    other = np.repeat(gains[first], sizes)
    other[first] = second
    result = np.empty(len(gain))
    result[order] = other
    return result


def _in_large_component(target: NDArray[Any], outcome: NDArray[Any]) -> NDArray[Any]:
    import numpy as np
    from scipy import sparse

    rows = int(target.max()) + 1
    nodes = rows + int(outcome.max()) + 1
    graph = sparse.coo_array((np.ones(len(target), np.int8), (target, rows + outcome)), shape=(nodes, nodes))
    _, component = sparse.csgraph.connected_components(graph, directed=False)
    sizes = np.bincount(component)
    large: NDArray[Any] = sizes[component[target]] > int(vocabulary("matching")["large"]["exact"])
    return large


def _greedy(target: NDArray[Any], outcome: NDArray[Any], gain: NDArray[Any], left: NDArray[Any]) -> NDArray[Any]:
    """The pairs that stay where each takes its two rows in order of gain."""
    import numpy as np

    free_targets, free_outcomes = set(target[left].tolist()), set(outcome[left].tolist())
    chosen = []
    for pair in left[np.lexsort((left, -gain[left]))].tolist():
        if target[pair] in free_targets and outcome[pair] in free_outcomes:
            free_targets.remove(target[pair])
            free_outcomes.remove(outcome[pair])
            chosen.append(pair)
    return np.array(chosen, np.int64)


def _exact(target: NDArray[Any], outcome: NDArray[Any], gain: NDArray[Any], left: NDArray[Any]) -> NDArray[Any]:
    """The pairs of the best assignment; each target may also take a place of its own, which gains nothing."""
    import numpy as np
    from scipy import sparse

    if not len(left):
        return left
    rows, row = np.unique(target[left], return_inverse=True)
    columns, column = np.unique(outcome[left], return_inverse=True)
    alone = np.arange(len(rows))
    # The solver wants every entry above 0.
    cost = np.concatenate((gain[left].max() + 1.0 - gain[left], np.full(len(rows), gain[left].max() + 1.0)))
    places = (np.concatenate((row, alone)), np.concatenate((column, len(columns) + alone)))
    matrix = sparse.coo_array((cost, places), shape=(len(rows), len(columns) + len(rows))).tocsr()
    matched_rows, matched = sparse.csgraph.min_weight_full_bipartite_matching(matrix)
    wanted = np.full(len(rows), -1)
    wanted[matched_rows] = matched
    result: NDArray[Any] = left[wanted[row] == column]
    return result
