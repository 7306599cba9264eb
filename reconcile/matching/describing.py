"""The matches themselves, once it is known which outcome answers which target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reconcile.matching.coverage import unanswered
from reconcile.matching.pins import PinnedPlaces
from reconcile.model import Match, MatchKind, MatchParts, Message, Outcome, RunnerUp, Target
from reconcile.resources import vocabulary


def all_matches(
    targets: Sequence[Target],
    outcomes: Sequence[Outcome],
    chosen: Mapping[int, int],
    further: Mapping[int, Sequence[int]],
    merged: Mapping[int, int],
    pinned: PinnedPlaces,
    describe: Callable[[int, int], Match],
) -> tuple[Match, ...]:
    """One match for each target, in the order of ``targets``.

    ``chosen`` is the assignment one to one, ``further`` gives the other rows of targets that several answer, ``merged``
    the row of another target that answers a target as well; ``describe`` gives the match of one target and its row.
    """
    further = {**further, **{target: found[1:] for target, found in pinned.chosen.items()}}
    answered = {**chosen, **merged, **pinned.first}
    shared = {*merged.values(), *(outcome for outcome, count in pinned.taken.items() if count > 1)}
    missing = unanswered([outcome.id for outcome in outcomes], answered, len(targets))
    matches = []
    for position, target in enumerate(targets):
        if position not in answered:
            status, reason = missing[position]
            matches.append(Match(target=target.id, outcomes=(), status=status, kind="none", reason=reason))
            continue
        match = describe(position, answered[position])
        if position in pinned.chosen:
            match = replace(match, status="matched", confidence=1.0, reason=Message("", ""))
        rows = (answered[position], *further.get(position, ()))
        kind: MatchKind = "split" if len(rows) > 1 else "merged" if not shared.isdisjoint(rows) else "one"
        if kind != "one":
            match = replace(match, outcomes=tuple(outcomes[o].id for o in rows), kind=kind)
        matches.append(match)
    return tuple(matches)


def described(
    target: str, outcome: str, parts: MatchParts, likeness: float, confidence: float, runner_up: RunnerUp | None
) -> Match:
    """The match of one pair; ``likeness`` 0…1 is that of the texts."""
    sure = confidence >= float(vocabulary("matching")["confidence"])
    return Match(
        target=target,
        outcomes=(outcome,),
        status="matched" if sure else "review",
        reason=Message("", "") if sure else _why_review(likeness, parts),
        kind="one",
        parts=parts,
        confidence=confidence,
        margin=round(parts.total - runner_up.weight if runner_up else parts.total, 3),
        runner_up=runner_up,
    )


def _why_review(likeness: float, parts: MatchParts) -> Message:
    """Why a match is left for review: too little of its own evidence, or a rival that fits the words nearly as well."""
    percent = f"{100 * likeness:.0f}%"
    if parts.total - parts.order < parts.order:
        return Message(
            en=f"the texts are only {percent} alike; the row was placed by the rows around it",
            zh=f"文字相似度仅{percent}，主要依前后行的次序放置",
        )
    return Message(
        en=f"the texts are {percent} alike, and another row or target fits the words nearly as well",
        zh=f"文字相似度{percent}，另有文字相近的行或目标",
    )
