"""What the rules must and must not find on the published documents; counts and scores are in tests/test_truth.py."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reconcile import model as m
from reconcile.engine import reconcile
from tests.truth import ROOT


@cache
def year() -> m.Reconciliation:
    folder = ROOT / "data" / "heze-2023"
    return reconcile(folder / "plan.txt", [folder / "outcome-044-085.txt", folder / "outcome-140-199.txt"])


@cache
def half_year() -> m.Reconciliation:
    return reconcile(ROOT / "data" / "heze-2020" / "h1-progress.txt")


def of(result: m.Reconciliation, rule: str) -> list[m.Finding]:
    return [finding for finding in result.all_findings if finding.rule == rule]


def test_the_goal_that_was_dropped_and_missed() -> None:
    found = [f for f in year().all_findings if f.outcome == "58" and f.severity == "error"]
    assert [f.rule for f in found] == ["goal-dropped", "shortfall"]
    assert found[0].citations[0].text == "20%左右"
    assert [c.text for c in found[1].citations] == ["20%左右", "12.6%"]


def test_the_road_that_was_to_be_begun_and_became_another_project() -> None:
    found = [f for f in of(year(), "claim-contradicted") if f.outcome == "162"]
    assert [(f.confidence, f.citations[0].text) for f in found] == [("low", "已改为城建项目")]
    assert "claimed-without-evidence" not in {f.rule for f in year().all_findings if f.outcome == "162"}


def test_two_rows_for_one_stretch_of_road_are_each_named() -> None:
    assert [f.outcome for f in of(year(), "duplicate-outcome")] == ["161", "163"]


def test_one_sentence_for_four_roads_and_one_figure_for_two_targets() -> None:
    assert {f.outcome for f in of(year(), "evidence-reused")} == {"50", "141", "164", "165", "166", "167"}


def test_a_number_that_was_counted_from_names_is_not_quoted_as_printed() -> None:
    found = {f.target: f.message for f in of(year(), "shortfall")}
    assert found["164"].zh == "自报“是”，但“城市道路”为“2条”，未达到目标“10 条”。"
    assert found["165"].zh == "自报“是”，但“道路”按答复推算为2条，未达到目标“6 条”。"
    assert "“道路” reached 2条, as the answer tells, against the goal" in found["165"].en


def test_what_lags_is_told_with_the_share_of_the_time_and_of_the_goal() -> None:
    found = {f.target: f.message for f in of(half_year(), "behind-schedule")}
    assert list(found) == ["6", "22", "42"]
    assert found["42"].zh == (
        "截至2020-06-30，“国家高新技术企业”为“15家”（完成37.5%），目标为“40家以上”（期限年底），落后于时间进度（已过50%），自报“是”。"
    )
    assert "stood on 2020-06-30 at “2.8%” against" in found["6"].en
    assert "behind the time that is gone (50%), self-assessed" in found["22"].en
    # 2.8 of 4% is more than half: a rate is not held to the time that is gone.
    assert "not yet at the goal (a rate or level does not grow with the year), self-assessed" in found["6"].en
    assert "进度" not in found["6"].zh.replace("不按进度折算", "")


def test_before_the_deadline_an_empty_answer_is_not_blamed_for_the_end_that_is_still_ahead() -> None:
    found = {f.target: f.message.zh for f in of(half_year(), "claimed-without-evidence")}
    assert found["8"] == "自报“是”，但答复除重复目标外没有实际内容。"
    assert found["40"] == "自报“是”，但答复中没有表明“创立立岸研发创新中心”已经实现的内容。"


def test_two_forecasts_of_one_row_are_one_finding() -> None:
    found = {f.outcome: f for f in of(year(), "forecast-only")}
    assert len(of(year(), "forecast-only")) == len(found)
    assert "“预计能够完成省下达的年度任务”“预计可超额完成省下达任务时序进度要求”" in found["51"].message.zh
    assert len(found["51"].citations) == 2


def test_beds_at_three_times_the_goal() -> None:
    found = [f for f in of(year(), "overachieved") if f.outcome == "141"]
    assert [f.message.zh for f in found] == ["“护理型养老床位”完成“4433张”，是目标“1500 张”的2.96倍。"]


def test_no_figures_of_these_documents_contradict_each_other() -> None:
    assert of(year(), "arithmetic") == []
    assert of(half_year(), "arithmetic") == []


def test_owners_of_torn_rows_prove_nothing() -> None:
    torn = {f.outcome for f in of(year(), "reading-damaged")}
    assert torn
    assert not torn & {f.outcome for f in of(year(), "owner-changed")}


def test_rows_damaged_in_the_half_year_table_are_named() -> None:
    assert [f.outcome for f in of(half_year(), "reading-damaged")] == ["55", "57"]


def test_rows_are_named_by_their_printed_number_and_not_like_lines_of_a_file() -> None:
    torn, cut = of(year(), "reading-damaged")[0], of(half_year(), "reading-damaged")[-1]
    assert torn.message.zh.startswith("请对照原件核实：序号47–50：")
    assert cut.message.zh.startswith("请对照原件核实：序号57不完整：")
    assert "与序号163重述" in of(year(), "duplicate-outcome")[0].message.zh


def test_nothing_is_told_of_pages_that_are_missing_but_that_they_are() -> None:
    uncovered = [item for item in year().items if item.match.status == "uncovered"]
    assert len(uncovered) == 98
    assert {f.rule for item in uncovered for f in item.findings} == {"target-uncovered"}
    assert of(year(), "target-dropped") == []


def test_every_finding_cites_words_that_stand_where_it_says() -> None:
    for result in (year(), half_year()):
        for finding in result.all_findings:
            assert finding.citations
            for citation in finding.citations:
                lines = (ROOT / citation.path).read_text(encoding="utf-8").splitlines()
                start = citation.column - 1
                first = citation.text.split("\n")[0][:4]
                assert lines[citation.line - 1][start : start + len(first)] == first, finding


def test_the_same_input_gives_the_same_findings() -> None:
    folder = ROOT / "data" / "heze-2020"
    assert reconcile(folder / "h1-progress.txt").all_findings == half_year().all_findings


@pytest.mark.parametrize(
    ("file", "printed", "tampered", "row"),
    [
        ("heze-2023/outcome-044-085.txt", "安置公费师范生336名", "安置公费师范生436名", "45"),
        ("heze-2023/outcome-044-085.txt", "其中高层次人才引进646名", "其中高层次人才引进6460名", "45"),
        ("heze-2023/outcome-140-199.txt", "增速43.04%", "增速34.04%", "188"),
        ("heze-2023/outcome-140-199.txt", "较年初增加192.51亿元", "较年初增加129.51亿元", "188"),
        ("heze-2023/outcome-140-199.txt", "已服务5061人", "已服务4061人", "144"),
        ("heze-2023/outcome-140-199.txt", "支农支小业务占比91.89%", "支农支小业务占比191.89%", "147"),
        ("heze-2020/h1-progress.txt", "完成年度任务的68%", "完成年度任务的86%", "34"),
        ("heze-2020/h1-progress.txt", "其余19个正在加快建设", "其余17个正在加快建设", "22"),
    ],
)
def test_a_figure_that_was_tampered_with_no_longer_adds_up(
    tmp_path: Path, file: str, printed: str, tampered: str, row: str
) -> None:
    text = (ROOT / "data" / file).read_text(encoding="utf-8")
    assert printed in text
    changed = tmp_path / "outcome.txt"
    changed.write_text(text.replace(printed, tampered), encoding="utf-8")
    plan = ROOT / "data" / "heze-2023" / "plan.txt"
    result = reconcile(plan, [changed]) if "2023" in file else reconcile(changed)
    assert [finding.outcome for finding in of(result, "arithmetic")] == [row]
