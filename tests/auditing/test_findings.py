"""Where findings stand, how sure they are, and what they are recognised by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reconcile import model as m
from reconcile.auditing import Rule, load_rules, run_rules
from reconcile.errors import RuleError
from tests.auditing.builder import PLAN, REPORT, cite, item, moved, outcome, passage, reconciliation, target, write_rule


def probe(folder: Path, sql: str, message: str = "seen", **keys: str) -> list[Rule]:
    write_rule(folder, sql=sql, message=message, **keys)
    return [rule for rule in load_rules([folder]) if rule.id == "probe"]


def short_item(id: str = "1", *, status: m.MatchStatus | None = None) -> m.Item:
    promised = target(id, "营业收入增长20%左右")
    answer = outcome(id, "营业收入增长20%左右", "全年营收同比增长12.6%", line=10 * int(id))
    goal = m.Goal(1, "营业收入增长", "approx", Decimal(20), "%", cite("20%左右", promised.text), basis="growth")
    reached = m.Achievement(Decimal("12.6"), "%", "growth", id, cite("12.6%", answer.responses[0].narrative))
    return item(
        promised, answer, status=status, goals=[m.JudgedGoal(goal, reached, "short", 0.63)], evidence="quantified"
    )


def test_a_shortfall_is_told_with_both_figures_and_cites_them() -> None:
    found = run_rules(reconciliation(short_item()), load_rules()).items[0].findings
    assert [finding.rule for finding in found] == ["shortfall"]
    finding = found[0]
    assert finding.message.zh == "自报“是”，但“营业收入增长”为“12.6%”，未达到目标“20%左右”。"
    assert finding.message.en == "Self-assessed “是”, but “营业收入增长” reached “12.6%” against the goal “20%左右”."
    assert [citation.text for citation in finding.citations] == ["20%左右", "12.6%"]
    assert [citation.path for citation in finding.citations] == ["plan.txt", "outcome.txt"]
    assert (finding.target, finding.outcome, finding.severity, finding.confidence) == ("1", "1", "error", "high")


def test_an_item_in_review_keeps_its_findings_at_low_confidence() -> None:
    found = run_rules(reconciliation(short_item(status="review")), load_rules()).all_findings
    assert [(finding.rule, finding.confidence) for finding in found] == [("shortfall", "low")]


def test_a_match_that_a_changed_figure_made_doubtful_still_tells_of_it() -> None:
    promised, answer = target("1", "新建学校10所"), outcome("1", "新建学校8所", "有序推进")
    goal = m.Goal(1, "学校", "eq", Decimal(10), "所", cite("10所", promised.text))
    altered = m.Drift(
        "goal-altered", "1", goal.citation, cite("8所", answer.text), m.Message("altered", "改动"), goal=1
    )
    judged = m.JudgedGoal(goal, None, "unreported")
    given = reconciliation(item(promised, answer, status="review", goals=[judged], drift=[altered]))
    found = [(f.rule, f.confidence) for f in run_rules(given, load_rules()).all_findings]
    assert ("goal-altered", "low") in found


@pytest.mark.parametrize(("record", "expected"), [("1", "medium"), ("2", "high")])
def test_a_row_put_together_from_torn_cells_is_at_most_of_medium_confidence(record: str, expected: str) -> None:
    torn = m.Diagnostic("merged-cells", m.Message("reassembled", "已拼合"), passage("是", 10).cite(), (record,))
    found = run_rules(reconciliation(short_item(), diagnostics=[torn]), load_rules()).all_findings
    assert [finding.confidence for finding in found if finding.rule == "shortfall"] == [expected]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # The promise of a table that is its own plan is lost; that of a plan of its own is not.
        (REPORT, ["reading-damaged"]),
        (PLAN, ["reading-damaged", "shortfall"]),
    ],
)
def test_nothing_is_held_against_a_promise_that_is_not_known(path: str, expected: list[str]) -> None:
    short = short_item()
    planned = replace(short, target=replace(short.target, text=replace(short.target.text, path=path)))
    garbled = m.Diagnostic("target-holds-narrative", m.Message("holds the narrative", "填错"), None, ("1",))
    given = reconciliation(planned, diagnostics=[garbled], self_planned=path == REPORT)
    assert sorted(f.rule for f in run_rules(given, load_rules()).all_findings) == expected


def test_a_rule_of_low_confidence_stays_low(tmp_path: Path) -> None:
    rules = probe(tmp_path, "SELECT target_id, outcome_id, [cite] AS citations FROM items", confidence="low")
    assert [f.confidence for f in run_rules(reconciliation(short_item()), rules).all_findings] == ["low"]


def test_findings_stand_on_their_items_in_plan_order_and_by_severity(tmp_path: Path) -> None:
    sql = "SELECT target_id, outcome_id, [cite] AS citations FROM items ORDER BY position DESC"
    write_rule(tmp_path, "c-info", sql=sql, severity="info")
    write_rule(tmp_path, "b-warning", sql=sql, severity="warning")
    write_rule(tmp_path, "a-info", sql=sql, severity="info")
    write_rule(tmp_path, "d-error", sql=sql, severity="error")
    pack = [rule for rule in load_rules([tmp_path]) if Path(rule.path).parent == tmp_path]
    result = run_rules(reconciliation(short_item("2"), short_item("1")), pack)
    expected = ["d-error", "b-warning", "a-info", "c-info"]
    assert [[f.rule for f in one.findings] for one in result.items] == [expected, expected]
    assert [f.target for f in result.all_findings] == ["2"] * 4 + ["1"] * 4


def test_what_belongs_to_no_item_stands_at_the_top() -> None:
    stray = outcome("7", "推进事业单位改革", "已完成", line=70)
    twin = outcome("8", "推进事业单位改革", "已完成", line=80)
    result = run_rules(reconciliation(short_item(), unmatched=[stray, twin]), load_rules())
    assert [(f.rule, f.target, f.outcome) for f in result.findings] == [
        ("duplicate-outcome", None, "7"),
        ("duplicate-outcome", None, "8"),
    ]
    assert [f.rule for f in result.items[0].findings] == ["shortfall"]


def test_a_finding_names_the_outcome_wherever_there_is_one(tmp_path: Path) -> None:
    rules = probe(tmp_path, "SELECT target_id, NULL AS outcome_id, [cite] AS citations FROM targets")
    result = run_rules(reconciliation(short_item(), item(target("2", "新增床位"))), rules)
    assert [(f.target, f.outcome) for f in result.all_findings] == [("1", "1"), ("2", None)]


def test_a_finding_on_an_outcome_stands_on_the_item_that_it_answers(tmp_path: Path) -> None:
    rules = probe(tmp_path, "SELECT NULL AS target_id, outcome_id, [cite] AS citations FROM outcomes")
    found = run_rules(reconciliation(short_item()), rules).items[0].findings
    assert [(f.target, f.outcome) for f in found] == [("1", "1")]


def test_the_same_row_twice_is_one_finding(tmp_path: Path) -> None:
    sql = "SELECT target_id, outcome_id, [cite] AS citations FROM items, range(3)"
    assert len(run_rules(reconciliation(short_item()), probe(tmp_path, sql)).all_findings) == 1


@pytest.mark.parametrize("id", ["'99'", "'outcome.txt'"])
def test_an_id_that_the_documents_do_not_hold_is_an_error_of_the_rule(tmp_path: Path, id: str) -> None:
    rules = probe(tmp_path, f"SELECT {id} AS target_id, outcome_id, [cite] AS citations FROM items")
    with pytest.raises(RuleError, match="do not hold"):
        run_rules(reconciliation(short_item()), rules)


@pytest.mark.parametrize("cited", ["[99999::BIGINT]", "[-1::BIGINT]"])
def test_a_citation_that_no_row_carries_is_an_error_of_the_rule(tmp_path: Path, cited: str) -> None:
    rules = probe(tmp_path, f"SELECT target_id, outcome_id, {cited} AS citations FROM items")
    with pytest.raises(RuleError, match="citation"):
        run_rules(reconciliation(short_item()), rules)


def test_a_row_without_citations_cites_its_target(tmp_path: Path) -> None:
    rules = probe(tmp_path, "SELECT target_id, outcome_id, [NULL::BIGINT] AS citations FROM items")
    found = run_rules(reconciliation(short_item()), rules).all_findings
    assert [c.text for c in found[0].citations] == ["营业收入增长20%左右"]


def test_numbers_in_messages_have_no_needless_digits(tmp_path: Path) -> None:
    sql = (
        "SELECT target_id, outcome_id, [cite] AS citations, 2.5::DOUBLE AS half, 3.0::DOUBLE AS whole, 1/3 AS third, "
        "NULL::VARCHAR AS nothing FROM items"
    )
    rules = probe(tmp_path, sql, message="{half} {whole} {third} [{nothing}]")
    assert run_rules(reconciliation(short_item()), rules).all_findings[0].message.en == "2.5 3 0.333 []"


def fingerprints(result: m.Reconciliation) -> list[str]:
    return [finding.fingerprint for finding in result.all_findings]


def test_a_document_laid_out_anew_gives_the_same_fingerprints() -> None:
    given = reconciliation(short_item("1"), short_item("2"))
    first = run_rules(given, load_rules())
    down = run_rules(moved(given, 40), load_rules())
    assert fingerprints(first) == fingerprints(down)
    assert len(set(fingerprints(first))) == len(first.all_findings)
    assert all(len(one) == 64 for one in fingerprints(first))


def test_spaces_and_wide_digits_do_not_change_a_fingerprint_and_words_do() -> None:
    def renamed(text: str) -> m.Reconciliation:
        one = short_item()
        return reconciliation(replace(one, target=replace(one.target, text=passage(text, 1, "plan.txt"))))

    same = fingerprints(run_rules(renamed("营业收入增长20%左右"), load_rules()))
    assert fingerprints(run_rules(renamed("营业收入 增长２０%左右"), load_rules())) == same
    assert fingerprints(run_rules(renamed("主营收入增长20%左右"), load_rules())) != same


def test_a_table_that_prints_a_row_twice_has_findings_that_can_be_told_apart() -> None:
    text = "推进事业单位改革"
    twins = [
        item(target(id, text, path="outcome.txt"), outcome(id, text, "有序推进", line=10 * int(id)))
        for id in ("1", "2")
    ]
    result = run_rules(reconciliation(*twins, self_planned=True), load_rules())
    found = [f for f in result.all_findings if f.rule == "duplicate-outcome"]
    assert [f.outcome for f in found] == ["1", "2"]
    assert found[0].fingerprint != found[1].fingerprint


def test_the_reconciliation_given_is_left_as_it_was() -> None:
    given = reconciliation(short_item())
    result = run_rules(given, load_rules())
    assert given.items[0].findings == ()
    assert replace(result, items=tuple(replace(one, findings=()) for one in result.items)) == given


def test_nothing_to_look_at_gives_nothing() -> None:
    assert run_rules(reconciliation(), load_rules()).all_findings == ()
