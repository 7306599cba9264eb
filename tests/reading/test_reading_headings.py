"""Headings over two and three levels, and several tables under headings of their own, in each format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from format_writers import WRITERS, Merge, Part, TablePart

from reconcile.model import CompletionReport, Document, Outcome
from reconcile.reading import read_outcome, read_plan

GRIDS = ["docx", "html", "pdf", "xlsx"]

THREE_LEVELS = [
    ["序号", "工作任务", "2022年推进情况", "", "", "", "责任分工", "", "备注"],
    ["", "", "完成情况", "", "完成状态", "完成比例（%）", "牵头单位", "配合单位", ""],
    ["", "", "1—6月", "全年", "", "", "", "", ""],
    ["1", "新增城镇就业9500人", "新增5021人", "新增9812人", "完成", "103.3", "市人社局", "市商务局", "超额"],
    ["2", "新建棚圈1200座", "", "新建1136座", "滞后", "94.7", "市农牧局", "", ""],
]
THREE_MERGES = [
    *(Merge(0, column, 2, column) for column in (0, 1, 8)),
    Merge(0, 2, 0, 5),
    Merge(1, 2, 1, 3),
    Merge(1, 4, 2, 4),
    Merge(1, 5, 2, 5),
    Merge(0, 6, 0, 7),
    Merge(1, 6, 2, 6),
    Merge(1, 7, 2, 7),
]


def written(folder: Path, format: str, *parts: Part) -> CompletionReport:
    path = folder / f"outcome.{format}"
    path.write_bytes(WRITERS[format](parts))
    return read_outcome(path)


def narratives(outcomes: tuple[Outcome, ...]) -> list[tuple[str, str, str]]:
    return [(each.id, each.text.text, each.responses[0].narrative.text) for each in outcomes]


@pytest.mark.parametrize("format", GRIDS)
def test_headings_over_three_levels(tmp_path: Path, format: str) -> None:
    report = written(tmp_path, format, "2022年重点工作推进情况统计表", TablePart(THREE_LEVELS, THREE_MERGES))
    assert narratives(report.outcomes) == [
        ("1", "新增城镇就业9500人", "新增9812人"),
        ("2", "新建棚圈1200座", "新建1136座"),
    ]
    assert [each.claim for each in report.outcomes] == ["done", "not_done"]
    assert [[(owner.name, owner.role) for owner in each.owners] for each in report.outcomes] == [
        [("市人社局", "lead"), ("市商务局", "support")],
        [("市农牧局", "lead")],
    ]
    notes = {(note.role, note.passage.text) for note in report.outcomes[0].notes}
    # What was reached by June is within the year, and stays beside it.
    assert {("ratio", "103.3"), ("other", "新增5021人"), ("other", "超额")} <= notes
    assert report.documents[0].accounting.residue == 0


@pytest.mark.parametrize("sign", ["\t", "|"])
def test_headings_over_three_levels_in_text(
    outcomes_of: Callable[..., tuple[Document, tuple[Outcome, ...]]], sign: str
) -> None:
    rows = [sign.join(row) if sign == "\t" else f"| {' | '.join(row)} |" for row in THREE_LEVELS]
    document, outcomes = outcomes_of("\n".join(["2022年重点工作推进情况统计表", "", *rows]))
    assert narratives(outcomes) == [
        ("1", "新增城镇就业9500人", "新增9812人"),
        ("2", "新建棚圈1200座", "新建1136座"),
    ]
    assert document.accounting.residue == 0


@pytest.mark.parametrize("format", GRIDS)
def test_merged_headings_over_two_levels(tmp_path: Path, format: str) -> None:
    rows = [
        ["序号", "指标名称", "目标", "", "完成情况", "", "责任单位"],
        ["", "", "上半年", "全年", "上半年", "全年", ""],
        ["1", "城镇新增就业（人）", "2000", "4000", "2011", "4120", "县人社局"],
        ["2", "新建口袋公园（处）", "2", "5", "2", "4", "县城管局"],
    ]
    merges = [*(Merge(0, column, 1, column) for column in (0, 1, 6)), Merge(0, 2, 0, 3), Merge(0, 4, 0, 5)]
    report = written(tmp_path, format, "2023年目标完成情况", TablePart(rows, merges))
    assert [each.text.text for each in report.outcomes] == ["城镇新增就业（人）", "新建口袋公园（处）"]
    goals = [[n.passage.text for n in each.notes if n.role == "goal"] for each in report.outcomes]
    # The goal of the year; that of its first half is no goal of the year.
    assert goals == [["4000"], ["5"]]
    assert [each.responses[0].narrative.text for each in report.outcomes] == ["4120", "4"]


def test_reports_of_quarters_that_follow_one_another_stay_together(
    outcomes_of: Callable[..., tuple[Document, tuple[Outcome, ...]]],
) -> None:
    rows = [
        "序号\t目标任务\t一季度完成情况\t二季度完成情况\t责任单位",
        "1\t新建道路5公里\t新建2公里\t新建3公里\t市交通局",
    ]
    _, outcomes = outcomes_of("\n".join(rows))
    assert "新建2公里" in outcomes[0].responses[0].narrative.text
    assert "新建3公里" in outcomes[0].responses[0].narrative.text


def test_a_row_that_counts_the_columns_is_no_record(
    outcomes_of: Callable[..., tuple[Document, tuple[Outcome, ...]]],
) -> None:
    for counted in ("甲\t乙\t1\t2", "1\t2\t3\t4", "A\tB\tC\tD", "(1)\t(2)\t(3)\t(4)"):
        text = f"序号\t目标任务\t完成情况\t责任单位\n{counted}\n1\t新建道路5公里\t新建6公里\t市交通局"
        document, outcomes = outcomes_of(text)
        assert narratives(outcomes) == [("1", "新建道路5公里", "新建6公里")], counted
        assert document.accounting.residue == 0


@pytest.mark.parametrize("format", [*GRIDS, "json"])
def test_tables_of_different_headings_in_one_file(tmp_path: Path, format: str) -> None:
    first = [
        ["序号", "考核指标", "实际完成情况", "是否完成", "责任部门"],
        ["1", "社会消费品零售总额增长9%", "增长9.8%", "完成", "区商务局"],
        ["2", "固定资产投资增长12%", "增长8.3%", "未完成", "区发改局"],
    ]
    second = [
        ["序号", "责任单位", "实事项目", "进展情况", "状态"],
        ["1", "区教育局", "新改扩建中小学3所", "2所投用", "推进中"],
        ["2", "区住建局", "加装电梯50部", "加装54部", "完成"],
    ]
    third = [
        ["序号", "工作任务", "落实情况", "牵头单位", "配合单位", "备注"],
        ["1", "打通断头路5条", "打通5条", "区城建中心", "区住建局", "提前"],
    ]
    report = written(
        tmp_path,
        format,
        "2021年度目标管理考核情况",
        "一、经济指标",
        TablePart(first, []),
        "二、民生实事",
        TablePart(second, []),
        "三、城市建设",
        TablePart(third, []),
    )
    assert narratives(report.outcomes) == [
        ("1", "社会消费品零售总额增长9%", "增长9.8%"),
        ("2", "固定资产投资增长12%", "增长8.3%"),
        ("1@2", "新改扩建中小学3所", "2所投用"),
        ("2@2", "加装电梯50部", "加装54部"),
        ("1@3", "打通断头路5条", "打通5条"),
    ]
    assert [[owner.name for owner in each.owners] for each in report.outcomes] == [
        ["区商务局"],
        ["区发改局"],
        ["区教育局"],
        ["区住建局"],
        ["区城建中心", "区住建局"],
    ]
    assert report.documents[0].accounting.residue == 0


@pytest.mark.parametrize("format", GRIDS)
def test_a_form_above_the_headings_is_none_of_them(tmp_path: Path, format: str) -> None:
    rows = [
        ["项目名称", "农村劳动力技能提升", "", "主管部门", "某县人力资源和社会保障局", ""],
        ["预算资金（万元）", "300", "", "全年执行", "286.5", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "完成状态"],
        ["产出指标", "数量指标", "培训农村实用人才人数（人）", "≥1200", "1246", "完成"],
        ["", "质量指标", "培训合格率", "≥95%", "97.8%", "完成"],
        ["效益指标", "社会效益", "培训后就业率", "≥65%", "58%", "未完成"],
        ["总分", "", "", "", "", "96"],
    ]
    report = written(tmp_path, format, "2022年度项目支出绩效自评表", TablePart(rows, [Merge(3, 0, 4, 0)]))
    assert [(each.text.text, each.responses[0].narrative.text, each.claim) for each in report.outcomes] == [
        ("培训农村实用人才人数（人）", "1246", "done"),
        ("培训合格率", "97.8%", "done"),
        ("培训后就业率", "58%", "not_done"),
    ]
    goals = [[note.passage.text for note in each.notes if note.role == "goal"] for each in report.outcomes]
    assert goals == [["≥1200"], ["≥95%"], ["≥65%"]]


def test_counties_below_each_other_each_with_its_own_numbers(
    outcomes_of: Callable[..., tuple[Document, tuple[Outcome, ...]]],
) -> None:
    head = "序号\t任务\t完成情况\t责任单位"
    text = (
        f"甲县\n{head}\n1\t修路90公里\t完成93公里\t交通局\n2\t改厕3000户\t完成2710户\t农业局\n小计\t2项\t\t\n"
        f"乙县\n{head}\n1\t修路70公里\t完成70公里\t交通局\n2\t改厕1800户\t完成1800户\t农业局\n小计\t2项\t\t\n"
    )
    document, outcomes = outcomes_of(text)
    assert narratives(outcomes) == [
        ("1", "修路90公里", "完成93公里"),
        ("2", "改厕3000户", "完成2710户"),
        ("1@2", "修路70公里", "完成70公里"),
        ("2@2", "改厕1800户", "完成1800户"),
    ]
    assert document.accounting.residue == 0


def test_of_two_columns_of_numbers_the_one_that_tells_rows_apart_holds_the_ids(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "序号\t工作板块\t编号\t责任目标\t责任单位\n"
        "一\t经济发展\t1\t新增市场主体3万户\t市市场监管局\n"
        "\t\t2\t建设5G基站1200个\t市工信局\n"
        "\t\t3\t新建充电桩2000个\t市发展改革委\n"
        "二\t民生保障\t4\t新建公办幼儿园6所\t市教育局\n",
        encoding="utf-8",
    )
    assert [target.id for target in read_plan(path).targets] == ["1", "2", "3", "4"]
