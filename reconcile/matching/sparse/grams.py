"""The character n-grams of many texts at once, as sparse matrices of rows and grams."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reconcile.resources import vocabulary
from reconcile.variants import simplified

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Three characters and a row must fit into 63 bits.
_MOST_CHARACTERS = (1 << 14) - 2


@dataclass(frozen=True, slots=True)
class GramTable:
    """Which grams that both sides have stand in which target (``targets``: a row each) and outcome, and their weights.

    The masses are the summed weights of all grams of a text, those that only one side has among them.
    """

    targets: Any
    outcomes: Any
    weights: NDArray[Any]
    target_mass: NDArray[Any]
    outcome_mass: NDArray[Any]


def gram_table(targets: Sequence[str], outcomes: Sequence[str]) -> GramTable:
    """The distinct 2- and 3-grams of the normalised texts, weighed by their rarity as ``matching.text`` does.

    >>> table = gram_table(["绿色建筑", "绿色工厂"], ["绿色建筑"])
    >>> table.targets.shape, int(table.outcomes.sum())
    ((2, 5), 5)
    """
    import numpy as np
    from scipy import sparse

    texts = len(targets) + len(outcomes)
    gram, row = _postings([*targets, *outcomes])
    starts = np.flatnonzero(np.diff(gram, prepend=-1))
    seen = np.diff(starts, append=len(gram))
    count = max(texts, int(vocabulary("matching")["text"]["least_texts"]))
    weights = np.log(count / seen) + 0.2
    mass = np.bincount(row, np.repeat(weights, seen), minlength=texts)
    # A gram of one side only is never shared; the rows of a gram are in order, so its first and last tell.
    ends = starts + seen - 1
    both = (row[starts] < len(targets)) & (row[ends] >= len(targets)) if len(starts) else np.zeros(0, bool)
    kept = np.repeat(both, seen)
    places = np.concatenate(([0], np.cumsum(seen[both])))
    shape = (texts, int(both.sum()))
    table = sparse.csc_array((np.ones(places[-1], np.float32), row[kept], places), shape=shape).tocsr()
    return GramTable(
        targets=table[: len(targets)],
        outcomes=table[len(targets) :],
        weights=weights[both],
        target_mass=mass[: len(targets)],
        outcome_mass=mass[len(targets) :],
    )


def _postings(texts: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Each (gram, row) once, by gram and then row."""
    import numpy as np

    code, row = _characters(texts)
    base = int(code.max(initial=0)) + 1
    bits = max(len(texts) - 1, 1).bit_length()
    length = np.bincount(row, minlength=len(texts))
    pairs = row[1:] == row[:-1]
    triples = row[2:] == row[:-2]
    packed = np.concatenate(
        (
            ((code[:-1] * base + code[1:]) << bits | row[1:])[pairs],
            (((code[:-2] * base + code[1:-1]) * base + code[2:]) << bits | row[2:])[triples],
            (code << bits | row)[length[row] == 1],
        )
    )
    packed.sort()
    packed = packed[np.diff(packed, prepend=-1) != 0]
    return packed >> bits, packed & ((1 << bits) - 1)


def _characters(texts: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The letters and digits of all texts, normalised, as numbers from 1 on, and the row of each."""
    import numpy as np

    joined = "\n".join(text.replace("\n", " ") for text in texts)
    folded = unicodedata.normalize("NFKC", simplified(joined)).lower()
    signs = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    distinct, counts = np.unique(signs, return_counts=True)
    letters = np.array([chr(sign).isalnum() for sign in distinct.tolist()], bool)
    distinct, counts = distinct[letters], counts[letters]
    # The rarest characters of a text in very many share one number: there is no room for more.
    common = np.sort(distinct[np.argsort(-counts, kind="stable")[:_MOST_CHARACTERS]])
    numbers = np.zeros(int(signs.max(initial=0)) + 1, np.int64)
    numbers[distinct] = len(common) + 1
    numbers[common] = np.arange(1, len(common) + 1)
    code = numbers[signs]
    row = np.cumsum(signs == ord("\n"))
    return code[code > 0], row[code > 0]
