"""The life of every promise: where the work report makes it, the targets it became, what answers them, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reconcile.model import Commitment, Item, JudgedGoal, Language, PromisedNumber, Reconciliation, Verdict
from reconcile.reporting.figures import goal_amount
from reconcile.reporting.translations import Translate

Origin = Literal["kept", "edited", "split", "dropped", "untraced", "plan_only"]
Covered = Literal["matched", "review", "uncovered", "dropped", "no_target"]
End = Literal[Verdict, "no_goal", "none"]

ORIGINS: tuple[Origin, ...] = ("kept", "edited", "split", "dropped", "untraced", "plan_only")
COVERED: tuple[Covered, ...] = ("matched", "review", "uncovered", "dropped", "no_target")
# The worst first: a promise with several goals ends as badly as the worst of them.
ENDS: tuple[End, ...] = (
    *("short", "behind", "incomparable", "no_number", "on_pace", "met", "exceeded", "no_goal", "unreported", "none"),
)


@dataclass(frozen=True, slots=True)
class Life:
    """One way of one promise: its place among the commitments from 1, and one target that came from it.

    ``commitment`` is None for a target that the plan has of itself, ``item`` for a promise that became no target.
    """

    place: int
    commitment: Commitment | None
    item: Item | None

    @property
    def origin(self) -> Origin:
        """What the plan made of the promise."""
        if self.commitment is None:
            return "plan_only"
        return self.commitment.status or "untraced"

    @property
    def covered(self) -> Covered:
        """Whether the completion report answers the target."""
        if self.item is None:
            return "no_target"
        return self.item.match.status

    @property
    def end(self) -> End:
        """The worst verdict on the goals that carry the promise."""
        if self.item is None:
            return "none"
        if not self.item.outcomes:
            return "unreported"
        verdicts = {judged.verdict for judged in self._goals()}
        return next((end for end in ENDS if end in verdicts), "no_goal")

    def _goals(self) -> Sequence[JudgedGoal]:
        """The target's goals that carry numbers of the promise, or all of them."""
        item = self.item
        if item is None:
            return ()
        numbers = self.commitment.numbers if self.commitment else ()
        carried = {goal.citation for number in numbers for _, goal in number.carriers}
        return [judged for judged in item.goals if judged.goal.citation in carried] or item.goals


def lives(reconciliation: Reconciliation) -> tuple[Life, ...]:
    """The life of every promise in the order of the work report, then the targets that came from none.

    Without a work report there are none.
    """
    if not any(document.role == "report" for document in reconciliation.inputs):
        return ()
    items = {item.target.id: item for item in reconciliation.items}
    found: list[Life] = []
    for place, commitment in enumerate(reconciliation.commitments, start=1):
        found += [Life(place, commitment, items.get(target)) for target in commitment.targets] or [
            Life(place, commitment, None)
        ]
    named = {target for commitment in reconciliation.commitments for target in commitment.targets}
    found += [Life(0, None, item) for target, item in items.items() if target not in named]
    return tuple(found)


def flows(found: Sequence[Life]) -> Counter[tuple[Origin, Covered, End]]:
    """How many go which way, from what the plan made of them to how they ended."""
    return Counter((life.origin, life.covered, life.end) for life in found)


def promises_of(reconciliation: Reconciliation) -> dict[str, list[Commitment]]:
    """For each target the promises that it came from, in the order of the work report."""
    found: dict[str, list[Commitment]] = {}
    for commitment in reconciliation.commitments:
        for target in commitment.targets:
            found.setdefault(target, []).append(commitment)
    return found


def origins(reconciliation: Reconciliation) -> dict[Origin, int]:
    """How many promises were kept, edited, split, dropped or not traced, and how many targets came from none."""
    found = lives(reconciliation)
    counts = Counter[Origin]((commitment.status or "untraced") for commitment in reconciliation.commitments if found)
    counts["plan_only"] = sum(life.commitment is None for life in found)
    return {origin: counts[origin] for origin in ORIGINS}


def ways_of(found: Sequence[Life]) -> dict[Origin, dict[End, int]]:
    """How many of each origin ended how; origins of which there are none are left out."""
    return {
        origin: {end: sum(life.origin == origin and life.end == end for life in found) for end in ENDS}
        for origin in ORIGINS
        if any(life.origin == origin for life in found)
    }


def summed_up(reconciliation: Reconciliation, t: Translate) -> str:
    """What the plan made of the promises, in one sentence."""
    promises = t("count.promises", n=len(reconciliation.commitments))
    return t("promises.flow_says", promises=promises, **origins(reconciliation))


def end_name(end: End, t: Translate) -> str:
    """What an end is called: a verdict, or why there is none."""
    return t(f"end.{end}") if end in ("no_goal", "none") else t(f"verdict.{end}")


def arithmetic(number: PromisedNumber, lang: Language) -> str:
    """How a number is made up of the plan's: the sum of its parts, or the targets it counts; "" where it is one."""
    whole = goal_amount(number.goal, lang)
    if len(number.carriers) > 1:
        return f"{whole} = {' + '.join(f'{goal_amount(goal, lang)} ({target})' for target, goal in number.carriers)}"
    return f"{whole} = {' + '.join(number.counted)}" if number.counted else ""
