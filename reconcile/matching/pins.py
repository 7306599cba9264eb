"""What is settled about matches before they are looked for: pairs that hold, and pairs that do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reconcile.matching.assignment import Pair
from reconcile.model import Outcome, Target


@dataclass(frozen=True, slots=True)
class Pins:
    """``chosen`` gives targets the outcomes that answer them and no others (none: no row does), by their ids.

    No other target takes a chosen outcome. ``rejected`` are pairs of a target and an outcome that do not belong
    together.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rejected: frozenset[tuple[str, str]] = frozenset()


NO_PINS = Pins()


@dataclass(frozen=True, slots=True)
class PinnedPlaces:
    """The same for the targets and outcomes of one matching, by their positions."""

    chosen: Mapping[int, tuple[int, ...]]
    taken: Mapping[int, int]
    rejected: frozenset[Pair]

    def allows(self, pair: Pair) -> bool:
        """Whether a target and an outcome may be found to belong together."""
        target, outcome = pair
        return target not in self.chosen and outcome not in self.taken and pair not in self.rejected

    @property
    def pairs(self) -> list[Pair]:
        """The pairs that hold."""
        return [(target, outcome) for target, outcomes in self.chosen.items() for outcome in outcomes]

    @property
    def first(self) -> dict[int, int]:
        """Each chosen target that a row answers, with the first of its rows."""
        return {target: outcomes[0] for target, outcomes in self.chosen.items() if outcomes}


def place_pins(pins: Pins, targets: Sequence[Target], outcomes: Sequence[Outcome]) -> PinnedPlaces:
    """The positions of what is pinned; outcomes that are not among these are left out.

    ``taken`` counts the targets that each chosen outcome answers.
    """
    if pins == NO_PINS:
        return PinnedPlaces({}, {}, frozenset())
    rows = {outcome.id: position for position, outcome in enumerate(outcomes)}
    places = {target.id: position for position, target in enumerate(targets)}
    chosen = {
        position: tuple(rows[id] for id in pins.chosen[target.id] if id in rows)
        for position, target in enumerate(targets)
        if target.id in pins.chosen
    }
    taken: dict[int, int] = {}
    for outcome in (outcome for found in chosen.values() for outcome in found):
        taken[outcome] = taken.get(outcome, 0) + 1
    rejected = frozenset(
        (places[target], rows[outcome]) for target, outcome in pins.rejected if target in places and outcome in rows
    )
    return PinnedPlaces(chosen, taken, rejected)
