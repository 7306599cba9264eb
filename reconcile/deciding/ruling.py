"""What decisions come to for the documents of one run, before anything is matched."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.deciding.settling import in_order, is_positive, match_conflicts, merge, superseded
from reconcile.matching import Pins
from reconcile.model import Decided, Decision, JudgedDecision, Match, Message, Outcome, ReviewNote, Target
from reconcile.reporting.decision_json import decision_json


@dataclass(frozen=True, slots=True)
class Ruling:
    """Decisions held against the targets and outcomes that were read.

    ``pins`` are what they do to the matching, ``marks`` and ``notes`` (the oldest first) what is shown with a target;
    ``judged`` are those that were judged, ``on_findings`` those that wait for the findings. ``sha256`` pins them all.
    """

    pins: Pins
    marks: Mapping[str, Decided]
    notes: Mapping[str, tuple[ReviewNote, ...]]
    judged: tuple[JudgedDecision, ...]
    on_findings: tuple[Decision, ...]
    sha256: str


def rule_on(given: Iterable[Decision], targets: Sequence[Target], outcomes: Sequence[Outcome]) -> Ruling:
    """What decisions come to for these targets and outcomes.

    In this order: those that a reviewer took back are ``superseded``; those whose words have changed or are gone are
    ``void``; of the rest those that contradict each other are in ``conflict``. What is left is applied.
    """
    merged = merge(given)
    judged = superseded(merged)
    standing = [decision for decision in merged if decision not in judged]
    judged |= _void([decision for decision in standing if decision.kind != "finding"], targets, outcomes)
    judged |= match_conflicts([each for each in standing if each.kind == "match" and each not in judged])
    applied = [each for each in standing if each.kind != "finding" and each not in judged]
    judged |= {decision: JudgedDecision(decision, "applied") for decision in applied}
    on_matches = [decision for decision in applied if decision.kind == "match"]
    return Ruling(
        pins=_pins(on_matches),
        marks=_marks(on_matches),
        notes=_notes([decision for decision in applied if decision.kind == "note"]),
        judged=tuple(judged.values()),
        on_findings=tuple(decision for decision in standing if decision.kind == "finding"),
        sha256=_sha256(merged),
    )


def held_to(matches: Iterable[Match], ruling: Ruling) -> tuple[Match, ...]:
    """The matches with the marks of the decisions that they rest on."""
    return tuple(
        match if (mark := ruling.marks.get(match.target)) is None else _marked(match, mark) for match in matches
    )


def _marked(match: Match, mark: Decided) -> Match:
    if match.outcomes or mark.action == "reject":
        return replace(match, decided=mark)
    reason = Message(
        en=f"{mark.by} decided on {mark.date} that no row answers it",
        zh=f"{mark.by}于{mark.date}认定没有对应的完成情况行",
    )
    return replace(match, decided=mark, reason=reason)


def _void(
    decisions: Iterable[Decision], targets: Sequence[Target], outcomes: Sequence[Outcome]
) -> dict[Decision, JudgedDecision]:
    """Those on matches, and notes, whose words are not those that were decided on."""
    planned = {target.id: target for target in targets}
    rows = {outcome.id: outcome for outcome in outcomes}
    found = {}
    for decision in decisions:
        reason = _why_void(decision, planned, rows)
        if reason is not None:
            found[decision] = JudgedDecision(decision, "void", reason)
    return found


def _why_void(decision: Decision, planned: Mapping[str, Target], rows: Mapping[str, Outcome]) -> Message | None:
    target = planned.get(decision.target or "")
    if target is None:
        return Message(en=f"there is no target {decision.target} any more", zh=f"已无责任目标{decision.target}")
    if target.words != decision.target_words:
        return Message(en=f"the words of target {target.id} have changed", zh=f"责任目标{target.id}的文字已有改动")
    for id, words in decision.outcome_words:
        if id not in rows:
            return Message(en=f"there is no row {id} any more", zh=f"已无完成情况第{id}行")
        if rows[id].words != words:
            return Message(en=f"the words of row {id} have changed", zh=f"完成情况第{id}行的文字已有改动")
    return None


def _pins(applied: Sequence[Decision]) -> Pins:
    return Pins(
        chosen={decision.target or "": decision.outcomes for decision in applied if is_positive(decision)},
        rejected=frozenset(
            (decision.target or "", outcome)
            for decision in applied
            if not is_positive(decision)
            for outcome in decision.outcomes
        ),
    )


def _marks(applied: Iterable[Decision]) -> dict[str, Decided]:
    """The latest choice on each target, or where there is none the latest rejection."""
    latest: dict[str, Decision] = {}
    for decision in applied:
        target = decision.target or ""
        if target not in latest or _weighs(decision) >= _weighs(latest[target]):
            latest[target] = decision
    return {target: mark_of(decision) for target, decision in latest.items()}


def _weighs(decision: Decision) -> tuple[object, ...]:
    return (is_positive(decision), decision.date, in_order(decision))


def mark_of(decision: Decision) -> Decided:
    """The mark that an applied decision leaves."""
    return Decided(decision.action, decision.by, decision.date, decision.note)


def _notes(applied: Iterable[Decision]) -> dict[str, tuple[ReviewNote, ...]]:
    notes: dict[str, list[ReviewNote]] = defaultdict(list)
    for decision in applied:
        notes[decision.target or ""].append(ReviewNote(decision.by, decision.date, decision.note))
    return {target: tuple(found) for target, found in notes.items()}


def _sha256(merged: Sequence[Decision]) -> str:
    text = json.dumps([decision_json(decision) for decision in merged], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
