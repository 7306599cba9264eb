"""A process that runs the rules many times gets from each run what it would get from that run alone."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import model as m
from reconcile.auditing import kept, load_rules, run_rules
from reconcile.errors import RuleError
from reconcile.resources import standard_thresholds
from tests.auditing.builder import item, outcome, reconciliation, target, write_rule

RULES = load_rules()
# Clauses that are offered twice, where they meet in one run.
TEXTS = ("新建改建农村公路三百二十公里并全部通车", "建设高标准农田二十万亩并完成验收工作", "开工建设市民中心")
SAID = ("全市共铺设沥青路面三百二十五公里，沿线绿化同步完成", "正在开展项目前期工作", "")
STRICT, LENIENT = standard_thresholds(), dict.fromkeys(standard_thresholds(), 1e6)

row = st.tuples(st.sampled_from(TEXTS), st.sampled_from(SAID), st.sampled_from(["matched", "review"]))
pair = st.tuples(st.lists(row, max_size=4), st.sampled_from([STRICT, LENIENT]))


def pair_of(rows: Sequence[tuple[str, str, m.MatchStatus]]) -> m.Reconciliation:
    items = [
        item(target(str(n), text), outcome(str(n), text, said, line=10 * n), status=status)
        for n, (text, said, status) in enumerate(rows, start=1)
    ]
    return reconciliation(*items)


def run_alone(pair: m.Reconciliation, thresholds: dict[str, float]) -> m.Reconciliation:
    """The result in a database that no run has used."""
    with mock.patch.object(kept, "_idle", []):
        return run_rules(pair, RULES, thresholds)


@settings(max_examples=8, deadline=None)
@given(st.lists(pair, min_size=2, max_size=4))
def test_no_row_of_one_pair_is_seen_by_the_next(
    pairs: list[tuple[list[tuple[str, str, m.MatchStatus]], dict[str, float]]],
) -> None:
    given = [(pair_of(rows), dict(thresholds)) for rows, thresholds in pairs]
    alone = [run_alone(*one) for one in given]
    assert [run_rules(pair, RULES, thresholds) for pair, thresholds in given] == alone


def test_a_clause_that_two_pairs_share_is_reused_in_neither() -> None:
    one = pair_of([(TEXTS[0], SAID[0], "matched")])
    both = pair_of([(TEXTS[0], SAID[0], "matched")] * 2)
    for _ in range(3):
        assert "evidence-reused" not in [finding.rule for finding in run_rules(one, RULES).all_findings]
        assert "evidence-reused" in [finding.rule for finding in run_rules(both, RULES).all_findings]


def test_a_long_pair_between_short_ones_loses_and_leaves_no_row() -> None:
    pairs = [pair_of([(TEXTS[n % 3], SAID[n % 3], "matched") for n in range(rows)]) for rows in (2, 300, 3, 0, 299)]
    alone = [run_alone(pair, STRICT) for pair in pairs]
    assert [run_rules(pair, RULES) for pair in pairs] == alone
    assert len(alone[1].all_findings) > len(alone[0].all_findings)


def test_a_rule_that_fails_is_told_with_its_line_and_harms_no_later_run(tmp_path: Path) -> None:
    write_rule(tmp_path, sql="SELECT *, [CAST(target_text AS BIGINT)] AS citations\nFROM items")
    broken = [replace(rule, confined=False) for rule in load_rules([tmp_path]) if rule.id == "probe"]
    pair = pair_of([(TEXTS[0], SAID[0], "matched")])
    expected = run_rules(pair, RULES)
    for _ in range(2):
        with pytest.raises(RuleError, match="the rule's SQL is broken"):
            run_rules(pair, broken)
        assert run_rules(pair, RULES) == expected


def test_runs_of_several_threads_do_not_meet() -> None:
    pairs = [pair_of([(text, said, "matched")] * n) for text in TEXTS for said in SAID for n in (1, 2)]
    expected = [run_rules(pair, RULES) for pair in pairs]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda pair: run_rules(pair, RULES), pairs)) == expected
