"""Which decisions stand: the same one counts once, a reviewer's later one before the earlier, and two that differ fail.

All of it takes time in proportion to the number of decisions, and none of it depends on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reconcile.model import Decision, JudgedDecision, Message

_POSITIVE = ("confirm", "choose")
_NAMED = 3


def merge(*given: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions of several files together, each once, in an order that does not depend on the files'.

    >>> one, other = Decision("note", "张三", "2024-03-01", "a", "1"), Decision("note", "李四", "2024-03-01", "b", "1")
    >>> merge([other, one], [one]) == merge([one], [other]) == (one, other)
    True
    """
    return tuple(sorted({decision for decisions in given for decision in decisions}, key=in_order))


def in_order(decision: Decision) -> tuple[object, ...]:
    """What decisions are ordered by: what they are on, then the day, then whose they are."""
    on = (decision.kind, decision.target or "", decision.fingerprint)
    said = (decision.date, decision.by, decision.action, decision.outcomes, decision.note)
    return (*on, *said, decision.rule, decision.outcome or "", decision.target_words, decision.outcome_words)


def is_positive(decision: Decision) -> bool:
    """Whether it says which outcomes answer a target, rather than which do not."""
    return decision.action in _POSITIVE


def superseded(decisions: Sequence[Decision]) -> dict[Decision, JudgedDecision]:
    """Those that the same reviewer took back on a later day, with the day.

    On a match a later choice replaces an earlier one, and a choice and a rejection replace each other where they speak
    of one outcome; rejections of different outcomes stand together. On a finding, and among notes, the latest stands.
    """
    latest: dict[tuple[str, ...], str] = {}
    for decision in decisions:
        for thing in _settled_by(decision):
            latest[thing] = max(latest.get(thing, ""), decision.date)
    gone = {}
    for decision in decisions:
        day = _replaced_on(decision, latest)
        if day > decision.date:
            gone[decision] = JudgedDecision(decision, "superseded", _later(decision.by, day))
    return gone


def _settled_by(decision: Decision) -> list[tuple[str, ...]]:
    """What a decision says something on, as its reviewer's earlier decisions may have."""
    by, target = decision.by, decision.target or ""
    if decision.kind != "match":
        return [(decision.kind, by, decision.fingerprint or target)]
    if decision.action == "reject":
        return [("rejected", by, target, outcome) for outcome in decision.outcomes]
    return [("choice", by, target), *(("chosen", by, target, outcome) for outcome in decision.outcomes)]


def _replaced_on(decision: Decision, latest: Mapping[tuple[str, ...], str]) -> str:
    """The last day on which its reviewer said otherwise, or the same again; "" where never."""
    by, target = decision.by, decision.target or ""
    if decision.kind != "match":
        return latest[decision.kind, by, decision.fingerprint or target]
    if decision.action == "reject":
        # All its outcomes rejected again, or one of them chosen.
        again = min(latest["rejected", by, target, outcome] for outcome in decision.outcomes)
        return max([again, *(latest.get(("chosen", by, target, outcome), "") for outcome in decision.outcomes)])
    rejected = (latest.get(("rejected", by, target, outcome), "") for outcome in decision.outcomes)
    return max([latest["choice", by, target], *rejected])


def match_conflicts(decisions: Sequence[Decision]) -> dict[Decision, JudgedDecision]:
    """Those on matches that others contradict: on one target, or on an outcome given to several targets.

    On one target: choices of other outcomes, or a choice and a rejection of one outcome. One outcome answers several
    targets where each was chosen for it, where each was merely confirmed, or where one reviewer said so of all; a
    choice by one reviewer and the confirmation of another for another target contradict each other.
    """
    by_target: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_target[decision.target or ""].append(decision)
    found: dict[Decision, JudgedDecision] = {}
    for group in by_target.values():
        found |= _on_one_target(group)
    by_outcome: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if is_positive(decision) and decision not in found:
            for outcome in decision.outcomes:
                by_outcome[outcome].append(decision)
    for group in by_outcome.values():
        found |= _over_one_outcome(group)
    return found


def _on_one_target(group: Sequence[Decision]) -> dict[Decision, JudgedDecision]:
    choices = [decision for decision in group if is_positive(decision)]
    rejections = [decision for decision in group if not is_positive(decision)]
    found = set(choices) if len({frozenset(choice.outcomes) for choice in choices}) > 1 else set()
    chosen = {outcome for choice in choices for outcome in choice.outcomes}
    rejected = {outcome for rejection in rejections for outcome in rejection.outcomes}
    found |= {choice for choice in choices if not rejected.isdisjoint(choice.outcomes)}
    found |= {rejection for rejection in rejections if not chosen.isdisjoint(rejection.outcomes)}
    return conflicts([decision for decision in group if decision in found])


def _over_one_outcome(group: Sequence[Decision]) -> dict[Decision, JudgedDecision]:
    targets = {decision.target for decision in group}
    choosing = {decision.target for decision in group if decision.action == "choose"}
    if not choosing or choosing == targets:
        return {}
    spoke_of: dict[str, set[str | None]] = defaultdict(set)
    for decision in group:
        spoke_of[decision.by].add(decision.target)
    if any(spoken == targets for spoken in spoke_of.values()):
        return {}
    return conflicts(group)


def conflicts(group: Sequence[Decision]) -> dict[Decision, JudgedDecision]:
    """Decisions that contradict each other, each with what the others say, the first few of them."""
    found = {}
    first = group[: _NAMED + 1]
    for decision in group:
        others = [other for other in first if other is not decision][:_NAMED]
        reason = _contradicted(decision, others, more=len(group) - 1 - len(others))
        found[decision] = JudgedDecision(decision, "conflict", reason)
    return found


def _later(by: str, day: str) -> Message:
    return Message(en=f"{by} decided anew on {day}", zh=f"{by}已于{day}另作决定")


_EN = {"confirm": "confirmed", "reject": "rejected", "choose": "chose", "accept": "accepted", "waive": "waived"}
_ZH = {"confirm": "确认对应", "reject": "否定对应", "choose": "改为对应", "accept": "认定属实", "waive": "予以豁免"}


def _contradicted(decision: Decision, others: Sequence[Decision], more: int) -> Message:
    en = "; ".join(f"{other.by} {_done_en(decision, other)} on {other.date}" for other in others)
    zh = "；".join(f"{other.by}于{other.date}{_done_zh(decision, other)}" for other in others)
    return Message(
        en=f"not followed, because {en}" + (f", and {more} more" if more else ""),
        zh=f"未采用：{zh}" + (f"，另有{more}项" if more else ""),
    )


def _done_en(decision: Decision, other: Decision) -> str:
    if other.kind != "match":
        return f"{_EN[other.action]} it"
    elsewhere = f" for target {other.target}" if other.target != decision.target else ""
    rows = f"row {', '.join(other.outcomes)}" if other.outcomes else "no row"
    return f"{_EN[other.action]} {rows}{elsewhere}"


def _done_zh(decision: Decision, other: Decision) -> str:
    if other.kind != "match":
        return _ZH[other.action]
    elsewhere = f"为责任目标{other.target}" if other.target != decision.target else ""
    rows = f"第{'、'.join(other.outcomes)}行" if other.outcomes else "：无对应行"
    return f"{elsewhere}{_ZH[other.action]}{rows}"
