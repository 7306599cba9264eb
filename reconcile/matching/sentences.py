"""Targets and the clauses of a report in prose: which clause, if any, answers which target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconcile.matching.pins import NO_PINS, PinnedPlaces, Pins, place_pins
from reconcile.matching.weighing import Evidence, gather, similarity
from reconcile.model import Match, MatchKind, MatchParts, Message, Outcome, RunnerUp, Target
from reconcile.resources import vocabulary


def match_sentences(targets: Sequence[Target], outcomes: Sequence[Outcome], pins: Pins = NO_PINS) -> tuple[Match, ...]:
    """One match for each target, in the order of ``targets``, with the clause that answers it or none.

    A clause answers a target where each is what the other is most alike, by their words without the figures, and no
    rival is nearly as alike. Prose leaves much out, so that a target without a clause is ``uncovered``, never dropped.
    What ``pins`` settles is not looked for: it is ``matched`` with confidence 1.
    """
    pinned = place_pins(pins, targets, outcomes)
    evidence = gather(targets, [replace(outcome, text=outcome.responses[0].narrative) for outcome in outcomes])
    likeness = _likenesses(evidence, pinned)
    by_target: dict[int, list[tuple[float, int]]] = {}
    by_outcome: dict[int, list[tuple[float, int]]] = {}
    for (target, outcome), alike in sorted(likeness.items()):
        by_target.setdefault(target, []).append((alike, outcome))
        by_outcome.setdefault(outcome, []).append((alike, target))
    return tuple(
        _held(target.id, clauses, similarity(evidence, position, clauses[0]), outcomes, pinned)
        if (clauses := pinned.chosen.get(position))
        else _match(target.id, position, by_target.get(position, []), by_outcome, outcomes)
        for position, target in enumerate(targets)
    )


def _likenesses(evidence: Evidence, pinned: PinnedPlaces) -> dict[tuple[int, int], float]:
    least = float(vocabulary("matching")["text"]["candidate"])
    return {
        (target, outcome): alike
        for outcome, shared in enumerate(evidence.shared)
        for target in shared
        if pinned.allows((target, outcome)) and (alike := similarity(evidence, target, outcome)) >= least
    }


def _held(
    target: str, clauses: Sequence[int], alike: float, outcomes: Sequence[Outcome], pinned: PinnedPlaces
) -> Match:
    """The match of a target that is pinned to clauses, the first of which is so much ``alike``."""
    parts = MatchParts(text=_weight(alike))
    shared = any(pinned.taken[clause] > 1 for clause in clauses)
    kind: MatchKind = "split" if len(clauses) > 1 else "merged" if shared else "one"
    found = tuple(outcomes[clause].id for clause in clauses)
    return Match(target, found, "matched", kind, parts, confidence=1.0, margin=parts.total)


def _match(
    target: str,
    position: int,
    found: Sequence[tuple[float, int]],
    by_outcome: dict[int, list[tuple[float, int]]],
    outcomes: Sequence[Outcome],
) -> Match:
    limits = vocabulary("matching")["sentences"]
    ranked = sorted(found, key=lambda each: (-each[0], each[1]))
    if not ranked or ranked[0][0] < float(limits["least"]):
        return Match(target, (), "uncovered", "none", reason=_NO_SENTENCE)
    alike, outcome = ranked[0]
    rival = max((other for other, rival in by_outcome[outcome] if rival != position), default=0.0)
    if rival >= alike:
        return Match(target, (), "uncovered", "none", reason=_NO_SENTENCE)
    parts = MatchParts(text=_weight(alike))
    runner_up = RunnerUp(outcomes[ranked[1][1]].id, _weight(ranked[1][0])) if len(ranked) > 1 else None
    odds: float = 2.0**parts.total
    lead = alike - max(rival, ranked[1][0] if len(ranked) > 1 else 0.0)
    confidence = round(odds / (1 + odds) * min(1.0, 0.5 + lead / (2 * float(limits["lead"]))), 3)
    sure = confidence >= float(vocabulary("matching")["confidence"])
    return Match(
        target,
        (outcomes[outcome].id,),
        "matched" if sure else "review",
        "one",
        parts,
        confidence,
        round(parts.total - runner_up.weight, 3) if runner_up else parts.total,
        runner_up,
        Message("", "") if sure else _alike(alike),
    )


def _weight(alike: float) -> float:
    """Bits for the likeness 0…1 of a target and a clause, which says what was done and does not restate the target."""
    limits = vocabulary("matching")["sentences"]
    return round(float(vocabulary("matching")["text"]["slope"]) * (alike - float(limits["neutral"])), 3)


_NO_SENTENCE = Message(
    en="no sentence of the report answers it clearly enough; a report in prose does not show what it leaves out",
    zh="报告正文中没有足够明确的语句与之对应；文字报告不能表明哪些目标未作报告",
)


def _alike(alike: float) -> Message:
    percent = f"{alike:.0%}"
    return Message(
        en=f"a sentence of a report in prose, {percent} alike: it may speak of something else",
        zh=f"取自文字报告中的一句，相似度{percent}，所述可能并非同一事项",
    )
