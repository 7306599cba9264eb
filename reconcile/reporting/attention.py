"""What needs attention, worst first: one order for every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.model import Confidence, Finding, Item, Reconciliation, Severity

_SEVERITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_CONFIDENCE: dict[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Concern:
    """What is wrong with one target (or, without an item, with the run): its errors and warnings, worst first."""

    item: Item | None
    findings: tuple[Finding, ...]


def worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, then by confidence, otherwise as they were."""
    return tuple(sorted(findings, key=lambda finding: (_SEVERITY[finding.severity], _CONFIDENCE[finding.confidence])))


def concerns(reconciliation: Reconciliation) -> tuple[Concern, ...]:
    """The targets with errors or warnings that were not waived, worst first.

    The worst finding decides, then its confidence, then how many there are, then the order of the plan. Findings
    that belong to no target follow those of the same rank, one concern each.
    """
    found = [Concern(item, _open(item.findings)) for item in reconciliation.items]
    found += [Concern(None, _open([finding])) for finding in reconciliation.findings]
    return tuple(sorted((concern for concern in found if concern.findings), key=_rank))


def waived_findings(reconciliation: Reconciliation) -> tuple[Finding, ...]:
    """The findings that were waived, in plan order, those of no target last."""
    return tuple(finding for finding in reconciliation.all_findings if finding.waived is not None)


def _open(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return worst_first([f for f in findings if f.severity != "info" and f.waived is None])


def _rank(concern: Concern) -> tuple[int, int, int]:
    worst = concern.findings[0]
    return _SEVERITY[worst.severity], _CONFIDENCE[worst.confidence], -len(concern.findings)


def asides(reconciliation: Reconciliation) -> dict[str, tuple[Finding, ...]]:
    """The findings of severity info that were not waived, by rule in alphabetical order, each in plan order."""
    by_rule: dict[str, tuple[Finding, ...]] = {}
    for finding in reconciliation.all_findings:
        if finding.severity == "info" and finding.waived is None:
            by_rule[finding.rule] = (*by_rule.get(finding.rule, ()), finding)
    return dict(sorted(by_rule.items()))
