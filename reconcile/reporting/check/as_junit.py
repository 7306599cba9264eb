"""A check as JUnit XML: a suite for each pair, a case for each target; only what is new fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.as_junit import Case, Suite, junit_xml, unjudged
from reconcile.reporting.failing import FailOn
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.checking.values import CheckedFinding, CheckedPair, CheckResult, FindingState
    from reconcile.model import Finding, Language


def render_check_junit(result: CheckResult, lang: Language, fail_on: FailOn = "error") -> str:
    """New findings of the severities that ``fail_on`` names are failures; a pair that cannot be judged is an error."""
    t = translator(lang)
    return junit_xml([_suite(pair, t) for pair in result.pairs], lang, fail_on)


def _suite(pair: CheckedPair, t: Translate) -> Suite:
    cases = [
        Case(
            item.id,
            item.text,
            _in_state(item.findings, "new"),
            _in_state(item.findings, "unchanged"),
            _in_state(item.findings, "waived"),
            unjudged(item.status, t),
        )
        for item in pair.items
    ]
    found = pair.findings
    states = (_in_state(found, "new"), _in_state(found, "unchanged"), _in_state(found, "waived"))
    cases.append(Case(None, "", *states, error=pair.error))
    return Suite(pair.name, tuple(cases), tuple((file.role, file.path) for file in pair.inputs))


def _in_state(findings: Iterable[CheckedFinding], state: FindingState) -> tuple[Finding, ...]:
    return tuple(checked.finding for checked in findings if checked.state == state)
