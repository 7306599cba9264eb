from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from heze_sample import sample
from hostile_sample import hostile

from reconcile import model as m
from reconcile.reporting import render


def problems(reconciliation: m.Reconciliation, lang: m.Language = "en") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(reconciliation, "gitlab", lang))
    return found


@pytest.mark.parametrize("make", [sample, hostile])
def test_every_problem_has_what_gitlab_asks_for(make: Any) -> None:
    found = problems(make())
    assert len(found) == sum(finding.waived is None for finding in make().all_findings)
    for problem in found:
        assert set(problem) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert problem["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert problem["location"]["lines"]["begin"] >= 1
        assert "\n" not in problem["description"]
    assert len({problem["fingerprint"] for problem in found}) == len(found)


def test_findings_on_the_same_words_are_told_apart_and_stay_the_same() -> None:
    finding = replace(sample().all_findings[0], waived=None)
    twice = replace(sample(), items=(), findings=(finding, finding))
    first, second = problems(twice)
    assert first["fingerprint"] != second["fingerprint"]
    assert problems(twice, "zh")[0]["fingerprint"] == first["fingerprint"]
    moved = tuple(replace(citation, line=citation.line + 7) for citation in finding.citations)
    (again,) = problems(replace(sample(), items=(), findings=(replace(finding, citations=moved),)))
    assert again["fingerprint"] == first["fingerprint"]


def test_a_cell_is_named_where_there_are_no_lines() -> None:
    cell = m.Citation("表.xlsx", 7, 1, "1500张", "Sheet1!C7")
    finding = replace(sample().all_findings[0], citations=(cell,), waived=None)
    (problem,) = problems(replace(sample(), items=(), findings=(finding,)))
    assert problem["location"] == {"path": "表.xlsx", "lines": {"begin": 1}}
    assert problem["description"].endswith("(Sheet1!C7)")
