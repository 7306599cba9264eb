"""A check as GitLab's code quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.as_gitlab import Problem, gitlab_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.checking.values import CheckResult
    from reconcile.model import Language


def render_check_gitlab(result: CheckResult, lang: Language) -> str:
    """What is new. What was accepted or waived is no problem: GitLab would go on showing it in every merge request."""
    return gitlab_json(_problems(result), lang)


def _problems(result: CheckResult) -> Iterator[Problem]:
    for pair in result.pairs:
        outcomes = [each.path for each in pair.inputs if each.role == "outcome"]
        for finding in pair.in_state("new"):
            yield Problem(finding, pair.name, outcomes[0] if outcomes else result.config, frozenset(outcomes))
