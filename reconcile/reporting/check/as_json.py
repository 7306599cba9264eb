"""The JSON of a check, schema ``reconcile-check/1``, which ``reconcile-check-1.schema.json`` describes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from reconcile.reporting.as_json import json_lines
from reconcile.reporting.json_values import Json, finding_json, message_json
from reconcile.reporting.summary import SEVERITIES
from reconcile.version import NAME, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.checking.values import CheckedFinding, CheckedPair, CheckResult
    from reconcile.model import Finding

SCHEMA = "reconcile-check/1"


def render_check_json(result: CheckResult) -> str:
    """The check as JSON text, a line for each pair, waiver and finding. Findings come in the order of their pairs."""
    pairs = result.pairs
    return json_lines(
        {
            "schema": SCHEMA,
            "tool": {
                "name": NAME,
                "version": VERSION,
                "rules_sha256": result.rules_sha256,
                "config_sha256": result.config_sha256,
            },
            "config": result.config,
            "baseline": {"path": result.baseline, "present": result.has_baseline, "left_over": list(result.left_over)},
            "today": result.today,
            "lang": result.lang,
            "summary": _summary(pairs),
            "pairs": [_pair(pair) for pair in pairs],
            "waivers": [asdict(waiver) | {"pairs": list(waiver.pairs)} for waiver in result.waivers],
            "findings": [_finding(pair, checked) for pair in pairs for checked in pair.all_findings],
            "fixed": [{"pair": pair.name, **asdict(finding)} for pair in pairs for finding in pair.fixed],
        }
    )


def _summary(pairs: Iterable[CheckedPair]) -> Json:
    pairs = list(pairs)
    return {
        "pairs": len(pairs),
        "failed": sum(pair.status == "failed" for pair in pairs),
        "targets": sum(len(pair.items) for pair in pairs),
        "new": _by_severity(finding for pair in pairs for finding in pair.in_state("new")),
        "unchanged": _by_severity(finding for pair in pairs for finding in pair.in_state("unchanged")),
        "waived": _by_severity(finding for pair in pairs for finding in pair.in_state("waived")),
        "fixed": sum(len(pair.fixed) for pair in pairs),
    }


def _by_severity(findings: Iterable[Finding]) -> Json:
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def _pair(pair: CheckedPair) -> Json:
    statuses = Counter(item.status for item in pair.items)
    return {
        "name": pair.name,
        "formerly": pair.formerly or None,
        "status": pair.status,
        "error": pair.error or None,
        "as_of": pair.as_of,
        "lang": pair.lang,
        "inputs": [asdict(file) for file in pair.inputs],
        "gone": [asdict(known) for known in pair.gone],
        "summary": _summary([pair])
        | {status: statuses[status] for status in ("matched", "review", "uncovered", "dropped")},
        "notices": [message_json(notice) for notice in pair.notices],
    }


def _finding(pair: CheckedPair, checked: CheckedFinding) -> Json:
    return {"pair": pair.name, "state": checked.state} | finding_json(checked.finding)
