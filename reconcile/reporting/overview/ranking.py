"""Which pair is worst, and which cannot be ranked: shares of few goals, or before the end of the term, prove little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reconcile.reporting.overview.intervals import wilson
from reconcile.reporting.overview.values import Group, PairFigures, Tally
from reconcile.resources import vocabulary

Standing = Literal["ranked", "under_way", "few"]
STANDINGS: tuple[Standing, ...] = ("ranked", "under_way", "few")


def fewest_goals() -> int:
    """The least number of decided goals with which something is ranked."""
    return int(vocabulary("overview")["ranking"]["fewest_goals"])


def standing(tally: Tally) -> Standing:
    """Whether the share of goals that fell short can be ranked beside others.

    >>> standing(Tally(met=40, short=2)), standing(Tally(met=3)), standing(Tally(met=40, behind=60))
    ('ranked', 'few', 'under_way')
    """
    weighed = tally.decided + tally.not_due
    if weighed < fewest_goals():
        return "few"
    if tally.not_due > vocabulary("overview")["ranking"]["most_not_due"] * weighed:
        return "under_way"
    return "ranked" if tally.decided >= fewest_goals() else "few"


def shortfall_counts(tally: Tally) -> tuple[int, int]:
    """The goals that fell short and those they are a part of; under way, those behind of all with a number."""
    if standing(tally) == "under_way":
        return tally.short + tally.behind, tally.decided + tally.not_due
    return tally.short, tally.decided


def worst_first(tally: Tally) -> tuple[int, float, float]:
    """A key that puts the ranked before the others, and the worst of each first.

    The worst is the one whose share of goals short is surely large: by the lower end of its interval, so that a large
    share of few goals does not come before a somewhat smaller one of many.
    """
    part, whole = shortfall_counts(tally)
    low, _ = wilson(part, whole)
    return STANDINGS.index(standing(tally)), -low if whole else 0.0, -part / whole if whole else 0.0


def pairs_worst_first(pairs: Sequence[PairFigures]) -> list[PairFigures]:
    """The pairs, the worst first; of two alike the one with more targets in error, then in the manifest's order."""
    return sorted(pairs, key=lambda pair: (*worst_first(pair.tally), -pair.tally.in_error / max(pair.tally.targets, 1)))


def groups_worst_first(groups: Sequence[Group]) -> list[Group]:
    """Fields or owners, the worst first; of two alike the one with more targets."""
    return sorted(groups, key=lambda group: (*worst_first(group.tally), -group.tally.targets))
