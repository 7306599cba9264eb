"""The sparse candidate index: which targets each outcome may answer, by rare grams, owners and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHUNK = 4096


def token_table(targets: Sequence[Sequence[str]], outcomes: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """Two matrices: which tokens (names, figures) that targets have stand in which target, and in which outcome."""
    import numpy as np
    from scipy import sparse

    number = {token: place for place, token in enumerate(sorted({t for row in targets for t in row}))}
    tables = []
    for rows in (targets, outcomes):
        found = [sorted({number[token] for token in row if token in number}) for row in rows]
        ends = np.cumsum([0, *map(len, found)])
        places = np.array([place for row in found for place in row], np.int32)
        tables.append(
            sparse.csr_array((np.ones(len(places), np.float32), places, ends), shape=(len(found), len(number)))
        )
    return tables[0], tables[1]


def proposed(tables: Sequence[tuple[Any, Any]], weights: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The candidate pairs, as positions of targets and of outcomes, by outcome and then target.

    ``tables`` holds for each kind of evidence the matrices of targets and of outcomes over the same columns, and
    ``weights`` what each column weighs. An outcome asks with its rarest columns, so many that they lead to no more
    than a fixed number of targets; of those found, the best are kept.
    """
    import numpy as np
    from scipy import sparse

    limits = vocabulary("matching")["large"]
    targets = sparse.hstack([pair[0] for pair in tables], format="csr")
    outcomes = sparse.hstack([pair[1] for pair in tables], format="csr")
    weight = np.concatenate(weights).astype(np.float32)
    asked = _rarest(outcomes, np.bincount(targets.indices, minlength=targets.shape[1]), int(limits["looked_up"]))
    asked.data = weight[asked.indices]
    index = targets.T.tocsr()
    parts = [
        _best(asked[start : start + _CHUNK] @ index, start, int(limits["kept"]), float(limits["near"]))
        for start in range(0, outcomes.shape[0], _CHUNK)
    ]
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs = np.concatenate(parts)
    return pairs % targets.shape[0], pairs // targets.shape[0]


def _rarest(rows: Any, seen: NDArray[Any], most: int) -> Any:
    """The matrix with only the rarest columns of each row: as many as lead to no more than ``most`` rows."""
    import numpy as np
    from scipy import sparse

    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, seen[rows.indices], row))
    row, column = row[order], rows.indices[order]
    total = np.cumsum(seen[column])
    before = np.concatenate(([0], total))[rows.indptr[:-1]]
    kept = total - before[row] <= most
    ends = np.concatenate(([0], np.cumsum(np.bincount(row[kept], minlength=rows.shape[0]))))
    return sparse.csr_array((np.ones(int(kept.sum()), np.float32), column[kept], ends), shape=rows.shape)


def _best(found: Any, start: int, most: int, near: float) -> NDArray[Any]:
    """The best columns of each row, packed as outcome × targets + target, in order."""
    import numpy as np

    width = found.shape[1]
    count = np.diff(found.indptr)
    row = np.repeat(np.arange(found.shape[0]), count)
    top = np.zeros(found.shape[0], np.float32)
    filled = np.flatnonzero(count)
    if not len(filled):
        return np.zeros(0, np.int64)
    top[filled] = np.maximum.reduceat(found.data, found.indptr[:-1][filled])
    close = found.data >= near * top[row]
    row, column, score = row[close], found.indices[close].astype(np.int64), found.data[close]
    order = np.lexsort((column, -score, row))
    row, column = row[order], column[order]
    first = np.searchsorted(row, row)
    kept = np.arange(len(row)) - first < most
    return np.sort((row[kept] + start) * width + column[kept])
