"""Layouts and headings of other places than the five documents come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.model import Citation, Document, Note, Outcome, Plan
from reconcile.reading import read_outcome

ReadPlan = Callable[..., Plan]
ReadOutcomes = Callable[..., tuple[Document, tuple[Outcome, ...]]]


def told(document: Document) -> list[str]:
    return [diagnostic.kind for diagnostic in document.diagnostics]


def test_markdown_with_lead_and_support_columns(outcomes_of: ReadOutcomes) -> None:
    document, (first, second) = outcomes_of("""# 某县2024年前三季度重点工作进展情况表

| 序号 | 重点工作 | 牵头单位 | 配合单位 | 进展情况 | 完成率 | 下步计划 |
|:--|---|---|---|---|--:|---|
| 1 | 新增养老床位500张 | 县民政局 | 县财政局、县卫健局 | 已建成420张 | 84% | 继续推进 |
| 2 | 改造老旧小区20个 | 县住建局 | | 未完成。已开工15个 | 75% | |

注：数据截至9月底。
""")
    assert document.as_of == "2024-09-30"
    assert [(o.name, o.role) for o in first.owners] == [
        ("县民政局", "lead"),
        ("县财政局", "support"),
        ("县卫健局", "support"),
    ]
    assert [(note.role, note.passage.text) for note in first.notes] == [("ratio", "84%"), ("other", "继续推进")]
    assert (first.claim, second.claim, second.claim_text) == ("silent", "not_done", "未完成")
    assert told(document) == ["no-claim-column"]


def test_english_csv_with_quoted_cells(outcomes_of: ReadOutcomes) -> None:
    text = "No.,Target,Lead agency,Result,Status\n"
    text += '1,"Build 500 homes, all affordable",Housing Dept,"312 built\nby June",Behind\n'
    text += '2,"The ""big"" park",Parks; Works,Opened,Met\n'
    document, (first, second) = outcomes_of(text, "scorecard.csv")
    assert first.text.text == "Build 500 homes, all affordable"
    assert first.responses[0].narrative.text == "312 built\nby June"
    assert first.responses[0].narrative.cite(10, 17).line == 3
    assert (first.claim, second.claim) == ("not_done", "done")
    assert second.text.text == 'The "big" park'
    assert (second.text.cite(4).line, second.text.cite(4).column, second.text.cite(5).column) == (4, 8, 10)
    assert [owner.name for owner in second.owners] == ["Parks", "Works"]
    assert document.accounting.separator == 4 * 3 + 2 * 2 + 2 + 2


def test_comma_separated_text_that_is_not_called_csv(plan_of: ReadPlan) -> None:
    plan = plan_of("某市任务清单\n序号,目标任务,责任单位\n1,新增床位500张,市民政局\n")
    assert [(t.id, t.text.text, t.text.column) for t in plan.targets] == [("1", "新增床位500张", 3)]


def test_records_without_ids_are_numbered(plan_of: ReadPlan) -> None:
    plan = plan_of("目标任务\t责任单位\n新增床位500张\t市民政局\n修路10公里\t市交通局\n\t市公路局\n")
    assert [target.id for target in plan.targets] == ["@1", "@2"]
    assert [owner.name for owner in plan.targets[1].owners] == ["市交通局", "市公路局"]


def test_a_row_whose_id_is_blank_is_not_told_as_missing(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        "序号\t目标任务\t完成情况\t是否完成\n1\t甲事\t做完了\t是\n\t乙事\t做完了\t是\n3\t丙事\t做完了\t是\n"
    )
    assert [each.id for each in outcomes] == ["1", "@2", "3"]
    assert "missing-ids" not in told(document)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("市政府共确定5项重点工作，其中民生实事2项。", ["fewer-than-announced"]),
        ("The plan sets out 12 strategic targets.", ["fewer-than-announced"]),
        ("共梳理出2项任务。", []),
        ("全市完成投资300亿元，开工项目20个。", []),
    ],
)
def test_items_announced_are_counted(plan_of: ReadPlan, words: str, missing: list[str]) -> None:
    plan = plan_of(f"{words}\n\n序号\t目标任务\t责任单位\n1\t甲事\t甲局\n2\t乙事\t乙局\n")
    assert told(plan.document) == missing


def test_items_announced_are_counted_over_all_files(tmp_path: Path) -> None:
    files = []
    for number in ("1", "2"):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(f"共2项任务\n\n序号\t目标任务\t完成情况\n{number}\t甲事\t做完了\n", encoding="utf-8")
    assert "fewer-than-announced" not in [kind for each in read_outcome(files).documents for kind in told(each)]
    assert "fewer-than-announced" in told(read_outcome(files[0]).documents[0])


def test_repeated_ids_are_told_apart(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\n1\t甲事\n2\t乙事\n2\t丙事\n5\t丁事\n4\t戊事\n")
    assert [target.id for target in plan.targets] == ["1", "2", "2@2", "5", "4"]
    assert told(plan.document) == ["missing-ids", "repeated-id", "id-order"]
    assert plan.document.diagnostics[1].records == ("2",)


def test_header_on_two_levels(outcomes_of: ReadOutcomes) -> None:
    _, (first, second) = outcomes_of(
        "序号\t目标任务\t责任单位\t\t完成情况\n\t\t牵头单位\t配合单位\t\n1\t新增床位\t民政局\t财政局\t完成520张\n2\t修路\t交通局\t\t完成9公里\n"
    )
    assert [(owner.name, owner.role) for owner in first.owners] == [("民政局", "lead"), ("财政局", "support")]
    assert second.responses[0].narrative.text == "完成9公里"


def test_header_broken_over_lines(outcomes_of: ReadOutcomes) -> None:
    _, (row,) = outcomes_of(
        "序号\t责任\t目标\t完成\t责任\n\t领导\t任务\t情况\t单位\n1\t张三\t新增床位\t完成520张\t民政局\n"
    )
    assert (row.text.text, row.responses[0].leader) == ("新增床位", "张三")
    assert [owner.name for owner in row.owners] == ["民政局"]


def test_three_tables_side_by_side_filled_row_by_row(plan_of: ReadPlan) -> None:
    head = "\t".join(["序号", "责任目标内容", "责任单位"] * 3)
    plan = plan_of(f"{head}\n1\t甲事\t甲局\t2\t乙事\t乙局\t3\t丙事\t丙局\n4\t丁事\t甲局\t5\t戊事\t乙局\t\t\t\n")
    assert [target.id for target in plan.targets] == ["1", "2", "3", "4", "5"]


def test_side_by_side_pages_are_read_one_after_the_other(plan_of: ReadPlan) -> None:
    head = "\t".join(["序号", "责任目标内容", "责任单位"] * 2)
    plan = plan_of(
        f"{head}\n1\t甲事\t甲局\t3\t丙事\t丙局\n2\t乙事\t甲局\t4\t丁事\t乙局\n\n{head}\n5\t戊事\t甲局\t6\t己事\t乙局\n"
    )
    assert [target.id for target in plan.targets] == ["1", "2", "3", "4", "5", "6"]
    assert plan.document.accounting.header == 2 * 2 * 12


def test_rows_and_cells_broken_over_lines(plan_of: ReadPlan) -> None:
    plan = plan_of(
        "序号\t市政府领导\t责任目标内容\t责任单位\n"
        "1\t张 伦\t依法接受市人大监督,自觉\n接受市政协监督\t市政府办公室\n市信访局\n"
        "2\t张伦\t增长5%\t市财政局\n— 2 —\n3\t张伦\t增长6%\t市财政局\n"
    )
    first, second, _ = plan.targets
    assert first.text.text == "依法接受市人大监督,自觉接受市政协监督"
    assert first.text.cite(13, 16).line == 3
    assert [owner.name for owner in first.owners] == ["市政府办公室", "市信访局"]
    assert [owner.name for owner in second.owners] == ["市财政局"]
    assert plan.document.accounting.prose == 3


def test_section_headings_inside_a_table_are_prose(plan_of: ReadPlan) -> None:
    plan = plan_of(
        "序号\t目标任务\t责任单位\n一、工业\t\t\n1\t甲事\t甲局\n\t（二）农业\t\n2\t乙事\t乙局\n合计见附表\t\t\n"
    )
    assert [target.text.text for target in plan.targets] == ["甲事", "乙事"]


@pytest.mark.parametrize(
    "line",
    [
        "一\t经济发展\t\t",
        "（二）\t民生事业\t\t",
        "二、\t民生事业",
        "II\t民生事业\t\t",
        "合计\t2项\t\t",
        "\t小计\t\t",
        "小计：2项\t\t\t",
        "9\t合计\t\t全部完成",
        "Total\t2\t\t",
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_headings_of_parts_and_totals_are_no_targets(outcomes_of: ReadOutcomes, line: str, place: int) -> None:
    lines = ["序号\t目标任务\t责任单位\t完成情况", "1\t甲事\t甲局\t做完了", "2\t乙事\t乙局\t做完了"]
    document, outcomes = outcomes_of("2023年度情况\n" + "\n".join([*lines[:place], line, *lines[place:]]))
    assert [(each.id, each.text.text) for each in outcomes] == [("1", "甲事"), ("2", "乙事")]
    assert told(document) == ["no-claim-column"]


def test_the_heading_of_a_part_on_one_side_of_two_tables(plan_of: ReadPlan) -> None:
    head = "\t".join(["序号", "目标任务", "责任单位"] * 2)
    plan = plan_of(f"{head}\n一\t工业\t\t3\t丙事\t丙局\n1\t甲事\t甲局\t二\t农业\t\n2\t乙事\t乙局\t4\t丁事\t丁局\n")
    assert [target.text.text for target in plan.targets] == ["甲事", "乙事", "丙事", "丁事"]


def test_a_number_over_those_that_go_on_from_it_heads_a_part(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n1\t工业\t\n1.1\t甲事\t甲局\n1.2\t乙事\t\n2\t丙事\t丙局\n")
    assert [target.id for target in plan.targets] == ["1.1", "1.2", "2"]


def test_a_table_numbered_in_chinese_holds_targets(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n一\t甲事\t\n二\t乙事\t乙局\n三\t丙事\t\n")
    assert [target.id for target in plan.targets] == ["一", "二", "三"]


def test_a_target_that_goes_on_in_a_row_without_id(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n1\t新增床位\t甲局\n\t五百张\t\n2\t乙事\t乙局\n")
    assert [target.text.text for target in plan.targets] == ["新增床位五百张", "乙事"]
    assert plan.targets[0].text.cite(4).line == 3


def test_unknown_headings_are_told_by_their_content_or_kept(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        "序号\t目标任务\t神秘列\t主抓\t资金来源\t完成情况\n1\t新增床位\t是\t民政局\t债券\t新增500张\n2\t修路\t是\t交通局\t自筹\t修了10公里\n3\t修桥\t否\t交通局\t\t修了一座\n"
    )
    assert [each.claim for each in outcomes] == ["done", "done", "not_done"]
    assert [each.owners[0].name for each in outcomes] == ["民政局", "交通局", "交通局"]
    assert [(note.role, note.heading, note.passage.text) for note in outcomes[0].notes] == [
        ("unknown", "资金来源", "债券")
    ]
    assert told(document) == ["unknown-column"] * 3 + ["no-day"]
    assert "按“责任单位”列读取" in document.diagnostics[1].message.zh


def test_a_column_called_unit_that_holds_organisations_is_owners(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        "序号\t目标任务\t完成情况\t单位\n1\t新增床位\t新增500张\t市民政局\n2\t修路\t修了9公里\t市交通局\n"
    )
    assert [each.owners[0].name for each in outcomes] == ["市民政局", "市交通局"]


def test_a_unit_of_measurement_is_a_note(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        "指标名称\t单位\t目标值\t实际完成\t完成率\n新增就业\t万人\t6.5\t6.8\t104%\n投资\t亿元\t100\t90\t90%\n"
    )
    assert [(note.role, note.passage.text) for note in outcomes[0].notes] == [
        ("goal", "6.5"),
        ("unit", "万人"),
        ("ratio", "104%"),
    ]
    assert outcomes[0].text.text == "新增就业"
    assert outcomes[0].notes[0].passage.column == 9


def test_a_ratio_is_a_note_of_every_row(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        "2023年度情况\n序号\t目标任务\t完成情况\t完成率\n1\t甲事\t\t100%\n2\t乙事\t推进中\t45%\n3\t丙事\t做了\t\n"
    )
    assert [[(note.role, note.heading, note.passage.text) for note in each.notes] for each in outcomes] == [
        [("ratio", "完成率", "100%")],
        [("ratio", "完成率", "45%")],
        [],
    ]
    assert outcomes[0].responses[0].narrative.text == ""
    assert outcomes[0].notes[0].passage.cite() == Citation(document.path, 3, 7, "100%")


def test_a_report_of_nothing_but_ratios_is_read(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of("序号\t目标任务\t完成率\n1\t新增床位500张\t104%\n2\t修路10公里\t84%\n")
    assert [each.notes[0].passage.text for each in outcomes] == ["104%", "84%"]
    assert [(each.claim, each.responses[0].narrative.text) for each in outcomes] == [("silent", "")] * 2


@pytest.mark.parametrize("heading", ["序时进度", "完成率"])
def test_status_words_under_a_heading_of_ratios_are_claims(outcomes_of: ReadOutcomes, heading: str) -> None:
    document, outcomes = outcomes_of(
        f"2023年度情况\n序号\t目标任务\t完成情况\t{heading}\n"
        "1\t甲事\t做完了\t已完成\n2\t乙事\t做了一半\t欠进度\n3\t丙事\t做了\t\n4\t丁事\t做了一半\t达到序时进度\n"
    )
    assert [(each.claim, each.claim_text) for each in outcomes] == [
        ("done", "已完成"),
        ("not_done", "欠进度"),
        ("silent", ""),
        ("silent", "达到序时进度"),
    ]
    assert told(document) == []


def test_percentages_under_a_heading_of_claims_are_ratios(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of("序号\t目标任务\t完成情况\t完成状态\n1\t甲事\t做完了\t100%\n2\t乙事\t做了一半\t51.5%\n")
    assert [(each.claim_text, each.notes[0].role, each.notes[0].passage.text) for each in outcomes] == [
        ("", "ratio", "100%"),
        ("", "ratio", "51.5%"),
    ]


def test_a_column_of_claims_beside_one_of_pace_words(outcomes_of: ReadOutcomes) -> None:
    _, (row,) = outcomes_of("序号\t目标任务\t完成情况\t序时进度\t是否完成\n1\t甲事\t做完了\t超序时进度\t是\n")
    assert (row.claim, row.claim_text) == ("done", "是")
    assert [(note.role, note.passage.text) for note in row.notes] == [("other", "超序时进度")]


def cells(notes: tuple[Note, ...]) -> list[tuple[str, str, int, int]]:
    return [(note.role, note.passage.text, note.passage.line, note.passage.column) for note in notes]


def test_goals_and_units_in_columns_of_their_own(plan_of: ReadPlan, outcomes_of: ReadOutcomes) -> None:
    plan = plan_of("指标任务\t计划完成数\t单位\n新增就业\t6.5\t万人\n能耗下降\t≥3%\t\n平台\t建成\t个\n")
    assert [cells(target.notes) for target in plan.targets] == [
        [("goal", "6.5", 2, 6), ("unit", "万人", 2, 10)],
        [("goal", "≥3%", 3, 6)],
        [("unit", "个", 4, 7)],
    ]
    assert [target.text.text for target in plan.targets] == ["新增就业", "能耗下降", "平台 建成"]
    _, (row,) = outcomes_of("指标任务\t计划完成数\t单位\t累计完成数\n新增就业\t6.5\t万人\t7.3\n")
    assert cells(row.notes) == [("goal", "6.5", 2, 6), ("unit", "万人", 2, 10)]
    assert (row.responses[0].narrative.text, row.responses[0].narrative.column) == ("7.3", 13)


def test_goals_and_units_in_english(outcomes_of: ReadOutcomes) -> None:
    _, (row,) = outcomes_of("Indicator,Target value,Unit,Actual\nNew homes,500,homes,520\n", "scorecard.csv")
    assert cells(row.notes) == [("goal", "500", 2, 11), ("unit", "homes", 2, 15)]
    assert (row.text.text, row.responses[0].narrative.text) == ("New homes", "520")


def test_the_heading_of_a_goal_may_name_its_unit(plan_of: ReadPlan) -> None:
    (target,) = plan_of("序号\t指标\t目标值（万人）\n1\t新增就业\t6.5\n").targets
    assert [(note.role, note.heading, note.passage.text) for note in target.notes] == [
        ("goal", "目标值（万人）", "6.5")
    ]


def test_goals_beside_an_unknown_heading_belong_to_its_words(plan_of: ReadPlan) -> None:
    (target, _) = plan_of("考核要素\t目标值\t单位\n新增就业\t6.5\t万人\n投资\t100\t亿元\n").targets
    assert target.text.text == "新增就业"
    assert cells(target.notes) == [("goal", "6.5", 2, 6), ("unit", "万人", 2, 10)]


def test_a_number_in_the_only_column_of_targets_is_no_goal_of_its_own(plan_of: ReadPlan) -> None:
    (target,) = plan_of("序号\t目标任务\t责任单位\n1\t500\t甲局\n").targets
    assert (target.text.text, target.notes) == ("500", ())
    (target,) = plan_of("序号\t目标任务\t目标值\n1\t\t500\n").targets
    assert (target.text.text, target.notes) == ("500", ())


def test_cells_beyond_the_last_heading_are_residue(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n1\t甲事\t甲局\t多出来的\n2\t乙事\t乙局\n")
    assert [passage.text for passage in plan.document.residues] == ["多出来的"]
    assert told(plan.document) == ["residue"]
    assert plan.document.diagnostics[0].citation == plan.document.residues[0].cite()


def test_a_table_without_targets_beside_one_with_targets_is_residue(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n1\t甲事\t甲局\n\n序号\t责任单位\t联系人\n1\t甲局\t张三\n")
    assert [target.text.text for target in plan.targets] == ["甲事"]
    assert [passage.text for passage in plan.document.residues] == ["1", "甲局", "张三"]


def test_two_tables_with_different_headings_are_both_read(plan_of: ReadPlan) -> None:
    plan = plan_of(
        "序号\t目标任务\t责任单位\n1\t甲事\t甲局\n\n编号\t工作任务\t分管领导\t责任部门\n2\t乙事\t李四\t乙局\n"
    )
    assert [(t.id, t.leaders, t.owners[0].name) for t in plan.targets] == [("1", (), "甲局"), ("2", ("李四",), "乙局")]


def test_targets_without_words_are_told(plan_of: ReadPlan) -> None:
    plan = plan_of("序号\t目标任务\t责任单位\n1\t甲事\t甲局\n2\t\t乙局\n")
    assert plan.document.diagnostics[0].kind == "empty-target"
    assert plan.document.diagnostics[0].records == ("2",)


def test_done_without_a_word_is_told(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        "2023年度情况\n序号\t目标任务\t完成情况\t是否完成\n1\t甲事\t\t是\n2\t乙事\t\t\n3\t丙事\t做完了\t是\n"
    )
    assert [diagnostic.records for diagnostic in document.diagnostics] == [("1",)]
    assert document.diagnostics[0].kind == "empty-narrative"
    assert [each.claim for each in outcomes] == ["done", "silent", "done"]


@pytest.mark.parametrize("name", ["plan.txt", "plan.tsv", "plan.md"])
def test_a_table_of_pipes_without_outer_pipes(plan_of: ReadPlan, name: str) -> None:
    plan = plan_of("序号 | 目标任务 | 责任单位\n--- | --- | ---\n1 | 建成“a\\|b”平台 | 甲局\n", name)
    assert plan.targets[0].text.text == "建成“a\\|b”平台"
    assert plan.document.accounting.separator == 9 + 3 * 2


def test_quoted_cells_in_tab_separated_rows(plan_of: ReadPlan) -> None:
    plan = plan_of('序号\t目标任务\t责任单位\n1\t"甲事, 乙事"\t甲局\n2\t"丙"事\t乙局\n')
    assert [target.text.text for target in plan.targets] == ["甲事, 乙事", '"丙"事']
    assert plan.document.accounting.separator == 2
