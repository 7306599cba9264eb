"""What decisions do to the result of a run: findings are accepted or waived, items noted on, and all of it listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reconcile.deciding.ruling import Ruling, mark_of
from reconcile.deciding.settling import conflicts, in_order
from reconcile.model import Decision, Finding, Item, JudgedDecision, Message, Reconciliation, Waiver

_KINDS = ("match", "finding", "note")


def with_decisions(result: Reconciliation, ruling: Ruling) -> Reconciliation:
    """A reconciliation with the decisions of a ruling on its findings and items, and with the list of all of them.

    An accepted finding stays as it is, marked; a waived one is marked and waived, with the note as the reason. The list
    is in plan order, what is on no target last.
    """
    judged = _on_findings(ruling.on_findings, {finding.fingerprint: finding for finding in result.all_findings})
    applied = {decision.fingerprint: decision for decision, each in judged.items() if each.status == "applied"}

    def marked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        if not any(finding.fingerprint in applied for finding in findings):
            return findings
        return tuple(_marked(finding, applied.get(finding.fingerprint)) for finding in findings)

    def marked_item(item: Item) -> Item:
        findings, notes = marked(item.findings), ruling.notes.get(item.target.id, ())
        return item if findings is item.findings and not notes else replace(item, findings=findings, notes=notes)

    positions = {item.target.id: position for position, item in enumerate(result.items)}

    def place(each: JudgedDecision) -> tuple[object, ...]:
        target, kind = each.decision.target or "", _KINDS.index(each.decision.kind)
        return positions.get(target, len(positions)), kind, in_order(each.decision)

    return replace(
        result,
        tool=replace(result.tool, decisions_sha256=ruling.sha256),
        items=tuple(marked_item(item) for item in result.items),
        findings=marked(result.findings),
        decisions=tuple(sorted((*ruling.judged, *judged.values()), key=place)),
    )


def _on_findings(decisions: Sequence[Decision], found: dict[str, Finding]) -> dict[Decision, JudgedDecision]:
    """Each decision on a finding with what became of it; among those that agree the latest comes last."""
    judged: dict[Decision, JudgedDecision] = {}
    by_finding: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        finding = found.get(decision.fingerprint)
        if finding is None or finding.rule != decision.rule:
            judged[decision] = JudgedDecision(decision, "void", _GONE)
        else:
            by_finding[decision.fingerprint].append(decision)
    for group in by_finding.values():
        agreed = len({decision.action for decision in group}) == 1
        judged |= {each: JudgedDecision(each, "applied") for each in group} if agreed else conflicts(group)
    return judged


_GONE = Message(
    en="there is no such finding any more: the words that it rested on, or what they come to, have changed",
    zh="已无此项审计发现：其所依据的文字或判断结果已有改动",
)


def _marked(finding: Finding, decision: Decision | None) -> Finding:
    if decision is None:
        return finding
    waived = Waiver(decision.note, decision.by) if decision.action == "waive" else finding.waived
    return replace(finding, decided=mark_of(decision), waived=waived)
