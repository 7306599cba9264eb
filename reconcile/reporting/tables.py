"""The result as rows of plain values, for everything that is a table: data frames and CSV.

One function a view gives its rows; each row is a mapping whose keys are the columns, in order. Ids are strings as
printed, lists are joined ("、" for names, a blank for ids), values are numbers in base scale, None is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reconcile.model import Citation, Decided, Item, JudgedGoal, Match, Outcome, Owner, Reconciliation
from reconcile.reporting.attention import worst_first
from reconcile.reporting.lives import lives, promises_of
from reconcile.reporting.summary import claim_of

Cell = str | int | float | None
Row = dict[str, Cell]


def item_rows(reconciliation: Reconciliation) -> Iterator[Row]:
    """A row for each target, in plan order.

    ``target`` (id), ``text``, ``leaders``, ``owners``, ``status``, ``kind``, ``weight`` (bits), ``confidence`` (0…1),
    ``margin`` (bits), ``outcomes`` (ids), ``claim``, ``evidence`` (empty without an outcome), ``goals`` (count),
    ``drift`` (count), ``errors``, ``warnings``, ``infos`` (counts of findings that were not waived), ``waived``
    (count), then what reviewers decided on the match: ``decided`` (confirm, reject, choose), ``decided_by``,
    ``decided_on`` (date), ``decided_note``, and ``notes``: what they noted on the item, a line each.
    """
    return map(_item_row, reconciliation.items)


def _item_row(item: Item) -> Row:
    severities = [finding.severity for finding in item.findings if finding.waived is None]
    return {
        "target": item.target.id,
        "text": item.target.text.text,
        "leaders": "、".join(item.target.leaders),
        "owners": _names(item.target.owners),
        "status": item.match.status,
        "kind": item.match.kind,
        "weight": weight(item.match),
        "confidence": round(item.match.confidence, 3),
        "margin": round(item.match.margin, 3),
        "outcomes": " ".join(item.match.outcomes),
        "claim": claim_of(item.outcomes) if item.outcomes else None,
        "evidence": item.evidence if item.outcomes else None,
        "goals": len(item.goals),
        "drift": len(item.drift),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "infos": severities.count("info"),
        "waived": len(item.findings) - len(severities),
        **_decided_cells(item.match.decided),
        "notes": _noted(item),
    }


def _decided_cells(decided: Decided | None) -> Row:
    return {
        "decided": decided.action if decided else None,
        "decided_by": decided.by if decided else None,
        "decided_on": decided.date if decided else None,
        "decided_note": decided.note if decided else None,
    }


def _noted(item: Item) -> str:
    """What reviewers noted on an item, a line each."""
    return _joined(f"{note.date} {note.by}: {' '.join(note.note.split())}" for note in item.notes)


def goal_rows(reconciliation: Reconciliation) -> Iterator[Row]:
    """A row for each goal, in plan order.

    ``target`` (id), ``goal`` (from 1), ``origin``, ``measure``, ``comparator``, ``value``, ``value_high`` (ranges),
    ``unit``, ``achieved``, ``achieved_unit``, ``basis``, ``outcome`` (id), ``verdict``, ``ratio``, then where the
    goal and the achievement stand: ``goal_at``, ``achieved_at`` (path:line:column), ``goal_words``, ``achieved_words``;
    last ``last_year`` (in ``last_year_unit``), what was reached the year before, and where: ``last_year_at``.
    """
    return ({"target": item.target.id, **_goal_cells(judged)} for item in reconciliation.items for judged in item.goals)


def _goal_cells(judged: JudgedGoal) -> Row:
    goal, achievement, last_year = judged.goal, judged.achievement, judged.last_year
    return {
        "goal": goal.k,
        "origin": goal.origin,
        "measure": goal.measure,
        "comparator": goal.comparator,
        "value": plain_number(goal.value),
        "value_high": plain_number(goal.value_high),
        "unit": goal.unit,
        "achieved": plain_number(achievement.value) if achievement else None,
        "achieved_unit": achievement.unit if achievement else None,
        "basis": achievement.basis if achievement else None,
        "outcome": achievement.outcome if achievement else None,
        "verdict": judged.verdict,
        "ratio": None if judged.ratio is None else round(judged.ratio, 3),
        "goal_at": place(goal.citation),
        "achieved_at": place(achievement.citation) if achievement else None,
        "goal_words": goal.citation.text,
        "achieved_words": achievement.citation.text if achievement else None,
        "last_year": plain_number(last_year.value) if last_year else None,
        "last_year_unit": last_year.unit if last_year else None,
        "last_year_at": place(last_year.citation) if last_year else None,
    }


NO_GOAL: Row = dict.fromkeys(
    (
        *("goal", "origin", "measure", "comparator", "value", "value_high", "unit", "achieved", "achieved_unit"),
        *("basis", "outcome", "verdict", "ratio", "goal_at", "achieved_at", "goal_words", "achieved_words"),
        *("last_year", "last_year_unit", "last_year_at"),
    )
)


def finding_rows(reconciliation: Reconciliation) -> Iterator[Row]:
    """A row for each finding, those of targets in plan order, then those of none.

    ``rule``, ``severity``, ``confidence``, ``target``, ``outcome`` (ids), ``message_en``, ``message_zh``, ``at``
    (path:line:column of the first citation), ``words`` (its characters), ``fingerprint``, ``waived`` (the reason),
    ``waived_by``, then what a reviewer decided on it: ``decided`` (accept, waive), ``decided_by``, ``decided_on``
    (date), ``decided_note``.
    """
    return (
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "confidence": finding.confidence,
            "target": finding.target,
            "outcome": finding.outcome,
            "message_en": finding.message.en,
            "message_zh": finding.message.zh,
            "at": place(finding.citations[0]) if finding.citations else None,
            "words": finding.citations[0].text if finding.citations else None,
            "fingerprint": finding.fingerprint,
            "waived": finding.waived.reason if finding.waived else None,
            "waived_by": finding.waived.by if finding.waived else None,
            **_decided_cells(finding.decided),
        }
        for finding in reconciliation.all_findings
    )


def commitment_rows(reconciliation: Reconciliation) -> list[Row]:
    """A row for each promise of the work report and target that came from it; one for each promise or target alone.

    ``promise`` (its place in the work report from 1; 0 where the target came from none), ``text``, ``section``,
    ``status`` (what the plan made of it: kept, edited, split, dropped, untraced, plan_only), ``target``, ``outcomes``
    (ids), ``covered`` (the status of the target's match, or no_target), ``claim``, ``verdict`` (the worst on the goals
    that carry it; no_goal and none where there are no verdicts), ``numbers`` (count) and ``at`` (path:line:column).
    """
    return [
        {
            "promise": life.place,
            "text": life.commitment.passage.text if life.commitment else None,
            "section": life.commitment.section if life.commitment else None,
            "status": life.origin,
            "target": life.item.target.id if life.item else None,
            "outcomes": " ".join(life.item.match.outcomes) if life.item else None,
            "covered": life.covered,
            "claim": claim_of(life.item.outcomes) if life.item and life.item.outcomes else None,
            "verdict": life.end,
            "numbers": len(life.commitment.numbers) if life.commitment else 0,
            "at": place(life.commitment.citation) if life.commitment else None,
        }
        for life in lives(reconciliation)
    ]


def decision_rows(reconciliation: Reconciliation) -> list[Row]:
    """A row for each decision of a reviewer, in plan order.

    ``kind`` (match, finding, note), ``action``, ``target``, ``outcomes`` (ids), ``rule``, ``outcome`` (of a finding),
    ``by``, ``date``, ``note``, ``status`` (applied, void, conflict, superseded), ``reason_en``, ``reason_zh`` (why it
    was not applied), ``fingerprint``.
    """
    return [
        {
            "kind": judged.decision.kind,
            "action": judged.decision.action,
            "target": judged.decision.target,
            "outcomes": " ".join(judged.decision.outcomes),
            "rule": judged.decision.rule or None,
            "outcome": judged.decision.outcome,
            "by": judged.decision.by,
            "date": judged.decision.date,
            "note": judged.decision.note,
            "status": judged.status,
            "reason_en": judged.reason.en or None,
            "reason_zh": judged.reason.zh or None,
            "fingerprint": judged.decision.fingerprint or None,
        }
        for judged in reconciliation.decisions
    ]


def match_rows(reconciliation: Reconciliation) -> Iterator[Row]:
    """A row for each pair of a target and an outcome that answers it, and one for each target without.

    ``target``, ``outcome`` (ids), ``status``, ``kind``, ``weight`` (bits) and its parts ``text``, ``owners``,
    ``quantities``, ``order``, then ``confidence`` (0…1), ``margin`` (bits), ``runner_up`` (id), ``runner_up_weight``.
    """
    return (
        {"target": item.match.target, "outcome": outcome, **_match_cells(item.match)}
        for item in reconciliation.items
        for outcome in item.match.outcomes or (None,)
    )


def _match_cells(match: Match) -> Row:
    parts = weight_parts(match)
    return {
        "status": match.status,
        "kind": match.kind,
        "weight": _total(parts),
        **parts,
        "confidence": round(match.confidence, 3),
        "margin": round(match.margin, 3),
        "runner_up": match.runner_up.outcome if match.runner_up else None,
        "runner_up_weight": round(match.runner_up.weight, 3) if match.runner_up else None,
    }


def weight_parts(match: Match) -> dict[str, float]:
    """The parts of a match's weight, rounded as they are shown."""
    parts = match.parts
    named = {"text": parts.text, "owners": parts.owners, "quantities": parts.quantities, "order": parts.order}
    return {name: round(bits, 3) for name, bits in named.items()}


def weight(match: Match) -> float:
    """The weight of a match as the sum of the parts that are shown, so that it can be checked by adding up."""
    return _total(weight_parts(match))


def _total(parts: dict[str, float]) -> float:
    return round(sum(parts.values()), 3)


def tidy_rows(reconciliation: Reconciliation) -> Iterator[Row]:
    """A row for each goal, and one for each target without goals: the table of the CSV report.

    The columns of the target and its outcome come first (``target``, ``text``, ``leaders``, ``owners``, ``status``,
    ``confidence``, ``outcomes``, ``restated``, ``claim``, ``claim_text``, ``narrative``, ``evidence``, ``rules``,
    ``severity`` (the worst), ``target_at``), then those of ``goal_rows``, then ``waived``: the rules whose findings
    were waived, which ``rules`` and ``severity`` leave out, and ``promises``: the words of the work report that the
    target came from, with ``promise_status``, what the plan made of each. Last what reviewers decided: ``decided``,
    ``decided_by``, ``decided_on``, ``decided_note`` on the match, ``notes``, ``accepted``: the rules whose findings
    they found right, and ``decisions_applied``, ``decisions_void``, ``decisions_conflict``: counts for the target.
    """
    made_of = promises_of(reconciliation)
    decisions = Counter((judged.decision.target, judged.status) for judged in reconciliation.decisions)
    for item in reconciliation.items:
        promises = made_of.get(item.target.id, [])
        shared = _shared_cells(item) | {
            "promises": _joined(each.citation.text for each in promises),
            "promise_status": " ".join(dict.fromkeys(each.status for each in promises)),
        }
        last: Row = {
            "waived": " ".join(dict.fromkeys(f.rule for f in item.findings if f.waived is not None)),
            **_decided_cells(item.match.decided),
            "notes": _noted(item),
            "accepted": " ".join(
                dict.fromkeys(f.rule for f in item.findings if f.decided is not None and f.decided.action == "accept")
            ),
            **{f"decisions_{status}": decisions[item.target.id, status] for status in ("applied", "void", "conflict")},
        }
        yield from [shared | _goal_cells(judged) | last for judged in item.goals] or [shared | NO_GOAL | last]


def _shared_cells(item: Item) -> Row:
    findings = worst_first([finding for finding in item.findings if finding.waived is None])
    return {
        "target": item.target.id,
        "text": item.target.text.text,
        "leaders": "、".join(item.target.leaders),
        "owners": _names(item.target.owners),
        "status": item.match.status,
        "confidence": round(item.match.confidence, 3),
        "outcomes": " ".join(item.match.outcomes),
        "restated": _joined(outcome.text.text for outcome in item.outcomes),
        "claim": claim_of(item.outcomes) if item.outcomes else None,
        "claim_text": _joined(dict.fromkeys(outcome.claim_text for outcome in item.outcomes)),
        "narrative": _joined(narratives(item.outcomes)),
        "evidence": item.evidence if item.outcomes else None,
        "rules": " ".join(dict.fromkeys(finding.rule for finding in findings)),
        "severity": findings[0].severity if findings else None,
        "target_at": place(item.target.text.cite()),
    }


def narratives(outcomes: Iterable[Outcome]) -> list[str]:
    """What the responses of some outcomes say, in reading order, without the blank ones."""
    said = [response.narrative.text for outcome in outcomes for response in outcome.responses]
    return [text for text in said if text.strip()]


def place(citation: Citation) -> str:
    r"""Where a citation stands, as path:line:column, or with its page or cell where lines do not exist.

    >>> place(Citation("data\\plan.txt", 7, 3, "1500张")), place(Citation("a.xlsx", 4, 3, "1500张", "Sheet1!C7"))
    ('data/plan.txt:7:3', 'a.xlsx:Sheet1!C7')
    """
    path = forward_slashes(citation.path)
    if citation.place:
        return f"{path}:{citation.place}"
    return ":".join(str(part) for part in (path, citation.line or "", citation.column) if part)


def forward_slashes(path: str) -> str:
    """A path as every report writes it."""
    return path.replace("\\", "/")


def plain_number(value: Decimal | None) -> int | float | None:
    """A Decimal as an int where it is whole, else as a float of three decimals.

    >>> plain_number(Decimal("18006000000.0")), plain_number(Decimal("12.6")), plain_number(None)
    (18006000000, 12.6, None)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 3)


def _names(owners: Iterable[Owner]) -> str:
    return "、".join(owner.name for owner in owners)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
