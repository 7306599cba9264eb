from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from reconcile.auditing import Rule, load_rules, rules_sha256, run_examples
from reconcile.auditing.checking import check_rules
from reconcile.errors import RuleError

NAMED_IN_THE_CONTRACT = {
    "claimed-without-evidence",
    "shortfall",
    "claim-contradicted",
    "forecast-only",
    "stale-period",
    "goal-dropped",
    "goal-altered",
    "target-dropped",
    "target-uncovered",
    "duplicate-outcome",
    "arithmetic",
    "unit-mismatch",
    "scope-mismatch",
    "basis-mismatch",
    "owner-changed",
    "overachieved",
    "behind-schedule",
    "under-claimed",
    "evidence-reused",
    "commitment-dropped",
    "commitment-altered",
    "below-last-year",
    "reading-damaged",
}


@cache
def rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rules()}


def test_the_rules_that_the_contract_names_are_there() -> None:
    assert set(rules()) >= NAMED_IN_THE_CONTRACT


def test_the_sql_of_every_rule_that_ships_is_allowed() -> None:
    check_rules(list(rules().values()))


@pytest.mark.parametrize("id", sorted(NAMED_IN_THE_CONTRACT | {"figures-conflict", "goal-unanswered", "overdue"}))
def test_examples(id: str) -> None:
    assert run_examples(rules()[id]) == []


def test_every_rule_has_its_examples_run() -> None:
    assert set(rules()) == NAMED_IN_THE_CONTRACT | {"figures-conflict", "goal-unanswered", "overdue"}


@pytest.mark.parametrize("id", sorted(NAMED_IN_THE_CONTRACT | {"figures-conflict", "goal-unanswered", "overdue"}))
@pytest.mark.parametrize("always", [True, False])
def test_a_rule_that_always_or_never_fires_fails_its_examples(id: str, always: bool) -> None:
    sql = f"SELECT * FROM ({rules()[id].sql}) WHERE false"
    if always:
        sql += " UNION ALL BY NAME SELECT '1' AS target_id, '1' AS outcome_id, [0::BIGINT] AS citations"
    assert run_examples(replace(rules()[id], sql=sql))


def conditions() -> list[tuple[str, int]]:
    """Every line of a rule's SQL that holds one whole condition."""
    lines = [(rule.id, n, line) for rule in load_rules() for n, line in enumerate(rule.sql.splitlines())]
    whole = [(id, n, re.match(r"\s*(?:AND|OR|WHERE|HAVING) (.+)$", line)) for id, n, line in lines]
    return [(id, n) for id, n, found in whole if found and found[1].count("(") <= found[1].count(")")]


@pytest.mark.slow
@pytest.mark.parametrize(("id", "line"), conditions())
def test_no_condition_can_be_left_out_unnoticed(id: str, line: int) -> None:
    lines = rules()[id].sql.splitlines()
    found = re.match(r"(\s*)(AND|OR|WHERE|HAVING) (.+)$", lines[line])
    assert found
    closing = ")" * (found[3].count(")") - found[3].count("("))
    lines[line] = f"{found[1]}{found[2]} {'false' if found[2] == 'OR' else 'true'}{closing}"
    try:
        problems = run_examples(replace(rules()[id], sql="\n".join(lines)))
    except RuleError:
        return
    assert problems, f"the examples of {id} do not need line {line + 1} of its SQL"


def test_the_hash_of_the_rules_pins_what_they_find_and_not_where_they_lie() -> None:
    pack = load_rules()
    assert rules_sha256(pack) == rules_sha256([replace(rule, path="elsewhere") for rule in pack])
    assert rules_sha256(pack) != rules_sha256([replace(pack[0], severity="info"), *pack[1:]])
    assert rules_sha256(pack) != rules_sha256([replace(pack[0], sql=pack[0].sql + " LIMIT 1"), *pack[1:]])
    assert rules_sha256(pack) != rules_sha256(pack[1:])
