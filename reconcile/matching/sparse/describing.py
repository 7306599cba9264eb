"""Confidence, runner-up and parts of assigned pairs among very many, in arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reconcile.matching.describing import described
from reconcile.matching.sparse.weighing import PairTable, Tables
from reconcile.matching.text import dice
from reconcile.model import Match, MatchParts, Outcome, RunnerUp, Target
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


def confidences(tables: Tables, table: PairTable, some: NDArray[Any]) -> NDArray[Any]:
    """The confidence 0…1 of the pairs at some positions of the table, as ``matching.linking`` defines it."""
    import numpy as np

    if not len(some):
        return np.zeros(0)
    limits = vocabulary("matching")["text"]
    grams = tables.grams
    difference = grams.target_mass[table.target] + grams.outcome_mass[table.outcome] - 2 * table.shared
    head_start = np.where(difference[some] < 1e-6, float(limits["identical"]), 0.0)
    lead = np.full(len(some), np.inf)
    for side in (table.target, table.outcome):
        # Which of the pairs each row is in; a row that answers two targets is looked at once for each.
        order = np.argsort(side, kind="stable")
        first, last = (np.searchsorted(side[order], side[some], where) for where in ("left", "right"))
        counts = last - first
        pair = np.repeat(np.arange(len(some)), counts)
        rival = order[
            np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        ]
        gap = difference[rival] - difference[some][pair]
        ahead = gap / float(limits["rival_scale"]) + table.quantities[some][pair] - table.quantities[rival]
        ahead += np.where(gap > 1e-6, head_start[pair], 0.0)
        np.minimum.at(lead, pair, np.where(rival == some[pair], np.inf, ahead))
    odds = np.exp2(table.own[some])
    alone: NDArray[Any] = (odds / (1.0 + odds) / (1.0 + np.exp2(-lead))).round(3)
    return alone


def links(
    tables: Tables,
    table: PairTable,
    answered: Mapping[int, int],
    targets: Sequence[Target],
    outcomes: Sequence[Outcome],
) -> dict[int, Match]:
    """The match of each target of ``answered`` with its outcome, whose pair is in the table."""
    import numpy as np

    wanted = np.full(len(targets), -1)
    wanted[list(answered)] = list(answered.values())
    some = np.flatnonzero(table.outcome == wanted[table.target])
    total = table.total
    rivals = np.flatnonzero(table.outcome != wanted[table.target])
    rivals = rivals[np.lexsort((table.outcome[rivals], -total[rivals], table.target[rivals]))]
    rivals = rivals[np.unique(table.target[rivals], return_index=True)[1]]
    runner_up = {
        target: RunnerUp(outcomes[outcome].id, round(weight, 3))
        for target, outcome, weight in zip(
            table.target[rivals].tolist(), table.outcome[rivals].tolist(), total[rivals].tolist(), strict=True
        )
    }
    grams = tables.grams
    columns = (
        table.target[some],
        table.outcome[some],
        table.text[some],
        table.owners[some],
        table.quantities[some],
        table.order[some],
        table.shared[some],
        grams.target_mass[table.target[some]],
        grams.outcome_mass[table.outcome[some]],
        confidences(tables, table, some),
    )
    return {
        target: described(
            targets[target].id,
            outcomes[outcome].id,
            MatchParts(text, owners, quantities, order),
            dice(shared, ours, theirs),
            confidence,
            runner_up.get(target),
        )
        for target, outcome, text, owners, quantities, order, shared, ours, theirs, confidence in zip(
            *(column.tolist() for column in columns), strict=True
        )
    }
