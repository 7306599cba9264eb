"""Numbers that stand in columns of their own, from a file to the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile import Reconciliation, reconcile

TITLE = "# 某市2023年度重点工作完成情况\n\n"


def judge(tmp_path: Path, *rows: str) -> Reconciliation:
    table = tmp_path / "report.tsv"
    table.write_text(TITLE + "\n".join(rows) + "\n", encoding="utf-8")
    return reconcile(table)


def test_promised_and_reached_with_a_unit_column(tmp_path: Path) -> None:
    result = judge(
        tmp_path,
        "序号\t指标任务\t计划完成数\t单位\t累计完成数\t责任单位",
        "1\t高标准农田建设\t10\t万亩\t7.3\t市农业农村局",
        "2\t农村公路\t200\t公里\t216\t市交通运输局",
    )
    judged = [item.goals[0] for item in result.items]
    assert [(float(j.goal.value), j.goal.unit, j.verdict) for j in judged] == [
        (100000.0, "亩", "short"),
        (200.0, "公里", "exceeded"),
    ]
    assert [j.achievement.citation.text for j in judged if j.achievement] == ["7.3", "216"]


def test_the_unit_stands_in_the_name_of_the_indicator(tmp_path: Path) -> None:
    result = judge(
        tmp_path,
        "序号\t指标任务\t年度目标值\t实际完成数\t责任单位",
        "1\t新增就业（万人）\t6.5\t6.8\t市人社局",
        "2\t城镇调查失业率（%）\t5.5\t5.2\t市人社局",
    )
    assert [item.goals[0].verdict for item in result.items] == ["exceeded", "exceeded"]


@pytest.mark.parametrize(("share", "verdict"), [("100%", "met"), ("108%", "exceeded"), ("73%", "short")])
def test_a_per_cent_of_plan_alone_answers_a_target_without_numbers(tmp_path: Path, share: str, verdict: str) -> None:
    result = judge(tmp_path, "序号\t工作任务\t完成情况\t完成率\t责任单位", f"1\t优化营商环境\t\t{share}\t市政府办公室")
    judged = result.items[0].goals[0]
    assert (judged.goal.origin, judged.verdict) == ("outcome", verdict)
    assert "claimed-without-evidence" not in {finding.rule for finding in result.all_findings}


def test_the_unit_stands_in_the_headings_alone(tmp_path: Path) -> None:
    result = judge(
        tmp_path,
        "序号\t项目名称\t年度目标值(万元)\t实际完成数(万元)\t责任单位",
        "1\t东湖大桥工程投资\t12000\t13500\t市交通局",
        "2\t西山水厂工程投资\t8000\t6500\t市水务局",
    )
    judged = [item.goals[0] for item in result.items]
    assert [(float(j.goal.value), j.goal.unit, j.verdict) for j in judged] == [
        (120000000.0, "元", "exceeded"),
        (80000000.0, "元", "short"),
    ]
