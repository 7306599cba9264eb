"""Rules of error severity stay silent on rows that only look like what they look for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reconcile import model as m
from reconcile.assessment import assess
from reconcile.auditing import Rule, load_rules, run_rules
from reconcile.matching import match_outcomes, match_own_rows
from tests.auditing.builder import outcome, reconciliation, target

ROWS = tomllib.loads((Path(__file__).parent / "innocent.toml").read_text(encoding="utf-8"))["row"]


@cache
def rules() -> tuple[Rule, ...]:
    return load_rules()


def documents(row: dict[str, Any]) -> tuple[list[m.Target], list[m.Outcome]]:
    """Targets and outcomes of a row; an empty line of a report leaves its number out."""
    plan: Sequence[str] = row.get("plan") or [row["target"]]
    report: Sequence[str] = row.get("report") or [row.get("restated", row["target"])]
    narrative = row.get("narrative", "已完成年度任务")
    claim: m.ClaimKind = row.get("claim", "done")
    targets = [target(str(n), text) for n, text in enumerate(plan, start=1)]
    outcomes = [outcome(str(n), text, narrative, claim=claim) for n, text in enumerate(report, start=1) if text]
    return targets, outcomes


def found(row: dict[str, Any]) -> list[m.Finding]:
    targets, outcomes = documents(row)
    matches = match_outcomes(targets, outcomes) if "plan" in row else match_own_rows(targets)
    as_of = row.get("as_of", "2023-12-31")
    items = assess(targets, outcomes, matches, as_of)
    answered = {id for match in matches for id in match.outcomes}
    left = [one for one in outcomes if one.id not in answered]
    return list(run_rules(reconciliation(*items, as_of=as_of, unmatched=left), rules()).all_findings)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['rule']}: {row['why']}" for row in ROWS])
def test_the_rule_is_silent(row: dict[str, Any]) -> None:
    assert [finding.message.zh for finding in found(row) if finding.rule == row["rule"]] == []


def test_every_rule_of_error_severity_has_innocent_rows() -> None:
    severe = {rule.id for rule in rules() if rule.severity == "error"}
    few = {rule for rule in severe if sum(row["rule"] == rule for row in ROWS) < 5}
    assert few == set()
