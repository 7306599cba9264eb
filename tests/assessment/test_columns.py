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


VALUES_PLAN = "序号\t项目名称\t目标值\t单位"
VALUES_REPORT = "序号\t项目名称\t目标值\t单位\t完成值\t完成情况\t是否完成"


def judge_pair(tmp_path: Path, plan: list[str], report: list[str]) -> Reconciliation:
    planned, told = tmp_path / "plan.tsv", tmp_path / "report.tsv"
    planned.write_text("# 某市2023年度重点工作清单\n\n" + "\n".join(plan) + "\n", encoding="utf-8")
    told.write_text(TITLE + "\n".join(report) + "\n", encoding="utf-8")
    return reconcile(planned, told)


@pytest.mark.parametrize(
    ("goal", "unit", "value", "prose", "verdict"),
    [
        ("40", "座", "42", "新建18座、改建24座", "exceeded"),
        ("1500", "户", "1500", "改造任务全部完成，其中城镇620户、农村880户", "met"),
        ("1500", "户", "1500", "年度任务已完成", "met"),
        ("40", "座", "38座", "新建18座、改建20座，总投资1200万元", "short"),
        ("3", "万人", "3.1", "城区2.0万人，农村1.1万人", "exceeded"),
    ],
)
def test_the_number_in_its_own_column_answers_and_the_words_beside_it_do_not(
    tmp_path: Path, goal: str, unit: str, value: str, prose: str, verdict: str
) -> None:
    row = f"1\t城市公共服务提升\t{goal}\t{unit}"
    result = judge_pair(
        tmp_path,
        [VALUES_PLAN, row, "2\t新增停车位\t500\t个"],
        [VALUES_REPORT, f"{row}\t{value}\t{prose}\t是", "2\t新增停车位\t500\t个\t510\t建成并投入使用\t是"],
    )
    judged = result.items[0].goals[0]
    reached = judged.achievement
    assert judged.verdict == verdict
    assert reached is not None
    assert (reached.citation.text, reached.citation.line) == (value, 4)
    assert result.items[0].outcomes[0].responses[0].narrative.text == prose
    assert [(each.evidence, each.citation) for each in result.items[0].responses] == [("quantified", reached.citation)]
    assert {finding.rule for finding in result.all_findings if finding.severity == "error"} <= {"shortfall"}
    assert ("shortfall" in {finding.rule for finding in result.items[0].findings}) == (verdict == "short")


@pytest.mark.parametrize(("goal", "verdict"), [("棚户区改造", "met"), ("建成安置住房", "short")])
def test_work_begun_answers_a_goal_that_names_no_later_stage(tmp_path: Path, goal: str, verdict: str) -> None:
    row = f"1\t{goal}\t2000\t套"
    result = judge_pair(
        tmp_path,
        [VALUES_PLAN, row, "2\t新增停车位\t500\t个"],
        [
            VALUES_REPORT,
            f"{row}\t2000\t{goal.removeprefix('建成')}开工2000套，基本建成800套\t是",
            "2\t新增停车位\t500\t个\t510\t建成并投入使用\t是",
        ],
    )
    assert result.items[0].goals[0].verdict == verdict


def test_a_number_of_another_basis_by_its_own_words_answers_nothing(tmp_path: Path) -> None:
    result = judge_pair(
        tmp_path,
        [VALUES_PLAN, "1\t新增城市绿道\t25\t公里", "2\t新增停车位\t500\t个"],
        [
            VALUES_REPORT,
            "1\t新增城市绿道\t25\t公里\t183\t全市累计建成城市绿道183公里\t是",
            "2\t新增停车位\t500\t个\t510\t建成并投入使用\t是",
        ],
    )
    assert [item.goals[0].verdict for item in result.items] == ["incomparable", "exceeded"]


@pytest.mark.parametrize("heading", ["Progress", "Commentary"])
def test_an_english_number_is_never_added_to_the_commentary(tmp_path: Path, heading: str) -> None:
    rows = {
        "Resurface 40 miles of road": ("31 miles", "31 miles resurfaced, with a further 12 miles programmed for May."),
        "Install 120 electric vehicle charge points": ("96", "96 installed. The remaining 24 are expected by June."),
        "Recycle at least 52% of household waste": ("49.3%", "The rate was 49.3%. The county average was 47%."),
        "Deliver 250 affordable homes": ("263", "263 completions against 241 last year. A further 90 are in hand."),
    }
    plan, report = tmp_path / "plan.tsv", tmp_path / "report.tsv"
    plan.write_text("Ref\tTarget\n" + "".join(f"K{n}\t{t}\n" for n, t in enumerate(rows)), encoding="utf-8")
    lines = [f"K{n}\t{t}\t{value}\tGreen\t{words}\n" for n, (t, (value, words)) in enumerate(rows.items())]
    report.write_text(f"Ref\tTarget\tActual\tRAG status\t{heading}\n" + "".join(lines), encoding="utf-8")
    judged = [item.goals[0] for item in reconcile(plan, report).items]
    assert [(j.achievement and j.achievement.citation.text, j.verdict) for j in judged] == [
        ("31 miles", "short"),
        ("96", "short"),
        ("49.3%", "short"),
        ("263", "exceeded"),
    ]


def test_a_lowered_number_in_the_goal_column_is_told_and_its_ratio_answers_nothing(tmp_path: Path) -> None:
    heading = "序号\t项目名称\t目标值\t单位\t完成值\t完成率\t完成情况\t是否完成"
    result = judge_pair(
        tmp_path,
        [VALUES_PLAN, "1\t棚户区改造\t2000\t套", "2\t新增停车位\t500\t个"],
        [
            heading,
            "1\t棚户区改造\t1500\t套\t1560\t104%\t棚户区改造开工1560套\t是",
            "2\t新增停车位\t500\t个\t510\t102%\t建成并投入使用\t是",
        ],
    )
    lowered, kept = result.items
    assert [(d.kind, d.planned and d.planned.text, d.restated and d.restated.text) for d in lowered.drift] == [
        ("goal-altered", "2000", "1500")
    ]
    assert (lowered.goals[0].verdict, kept.drift, kept.goals[0].verdict) == ("short", (), "exceeded")
    assert "goal-altered" in {finding.rule for finding in lowered.findings}
