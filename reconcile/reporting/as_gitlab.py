"""GitLab's code quality report: a JSON list of problems, each at one line of one file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from reconcile.model import Finding, Language, Reconciliation, Severity
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.showing import shown_file, shown_first
from reconcile.reporting.tables import forward_slashes

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "info": "info"}


class Problem(NamedTuple):
    """A finding, the pair it was found in, and the file it is shown at where it cites no words."""

    finding: Finding
    pair: str
    path: str
    outcomes: frozenset[str]


def render_gitlab(reconciliation: Reconciliation, lang: Language) -> str:
    """The findings of one run that were not waived; GitLab holds them against those of the target branch itself."""
    documents = reconciliation.inputs
    outcomes = frozenset(document.path for document in documents if document.role == "outcome")
    found = [finding for finding in reconciliation.all_findings if finding.waived is None]
    return gitlab_json([Problem(finding, "", shown_file(documents), outcomes) for finding in found], lang)


def gitlab_json(problems: Iterable[Problem], lang: Language) -> str:
    """The problems as JSON text. Words without lines (pages, cells) are shown at the first line, with their place."""
    seen: Counter[str] = Counter()
    entries = []
    for problem in problems:
        known = f"{problem.pair}\n{problem.finding.fingerprint}"
        seen[known] += 1
        entries.append(_entry(problem, f"{known}\n{seen[known]}", lang))
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _entry(problem: Problem, known: str, lang: Language) -> dict[str, Any]:
    finding = problem.finding
    at, _ = shown_first(finding.citations, problem.outcomes.__contains__)
    where = f" ({at.place})" if at and at.place else ""
    return {
        "description": one_line(finding.message.in_language(lang)) + where,
        "check_name": finding.rule,
        # Two pairs may hold the same words, and GitLab shows but one problem of a fingerprint.
        "fingerprint": hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": forward_slashes(at.path if at else problem.path),
            "lines": {"begin": max(1, at.line) if at and not at.place else 1},
        },
    }
