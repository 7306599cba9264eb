"""Claims that the row's own words deny are told of, and rows that only look like them are not."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reconcile.assessment import assess
from reconcile.auditing import Rule, load_rules, run_rules
from reconcile.matching import match_own_rows
from tests.auditing.builder import outcome, reconciliation, target

ROWS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "denied.toml").read_text(encoding="utf-8"))["row"]
TO_RAISE = [row for row in ROWS if "raises" in row]
# Of the denials a few are known to pass unnoticed; this share of them must be told of.
FLOOR = 0.9


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(load_rules())


def raised(row: dict[str, Any]) -> set[str]:
    planned = target("1", row["target"])
    answer = outcome("1", row["target"], row["narrative"], claim=row.get("claim", "done"))
    as_of = row.get("as_of", "2023-12-31")
    items = assess([planned], [answer], match_own_rows([planned]), as_of)
    return {finding.rule for finding in run_rules(reconciliation(*items, as_of=as_of), rules()).all_findings}


def test_nearly_all_denials_are_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    missed = [row["kind"] for row in TO_RAISE if not raised(row) & set(row["raises"])]
    share = 1 - len(missed) / len(TO_RAISE)
    with capsys.disabled():
        print(f"\nclaims denied by their own row: {share:.3f} of {len(TO_RAISE)} told of")
    assert share >= FLOOR, missed


@pytest.mark.parametrize("row", [row for row in ROWS if "silent" in row], ids=lambda row: row["kind"])
def test_no_row_is_accused_that_only_looks_like_one(row: dict[str, Any]) -> None:
    assert raised(row) & set(row["silent"]) == set()
