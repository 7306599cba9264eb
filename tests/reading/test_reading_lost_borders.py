"""Text whose borders are lost, and prose that restates its targets: what is told, and what is said to be uncertain."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile import DocumentError
from reconcile.model import CompletionReport
from reconcile.reading import read_outcome

HEADINGS = "××县2022年重点任务完成情况\n序号 目标任务 完成情况 责任单位 是否完成\n"


def read(folder: Path, text: str) -> CompletionReport:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return read_outcome(path)


def kinds(report: CompletionReport) -> dict[str, tuple[str, ...]]:
    return {each.kind: each.records for each in report.documents[0].diagnostics}


def told(report: CompletionReport) -> list[tuple[str, str, str, str, list[str]]]:
    return [
        (
            outcome.id,
            outcome.text.text,
            outcome.responses[0].narrative.text,
            outcome.claim,
            [owner.name for owner in outcome.owners],
        )
        for outcome in report.outcomes
    ]


def test_a_number_on_a_lower_line_belongs_to_the_lines_around_it(tmp_path: Path) -> None:
    text = HEADINGS + (
        "新建高标准农田5万 建成高标准农田5.2万亩， 县农业\n1 是\n亩 超额完成0.2万亩 农村局\n"
        "县城污水处理厂二 主体工程完成80%，设备 县住建局\n2 否\n期建成投用 采购招标已完成\n"
        "培育规上工业企业 新增规上工业企业13户， 县工信局\n3 是\n12户 其中高新技术企业5户\n"
    )
    assert told(read(tmp_path, text)) == [
        ("1", "新建高标准农田5万亩", "建成高标准农田5.2万亩，超额完成0.2万亩", "done", ["县农业农村局"]),
        ("2", "县城污水处理厂二期建成投用", "主体工程完成80%，设备采购招标已完成", "not_done", ["县住建局"]),
        ("3", "培育规上工业企业12户", "新增规上工业企业13户，其中高新技术企业5户", "done", ["县工信局"]),
    ]


def test_headings_may_be_broken_over_two_lines(tmp_path: Path) -> None:
    text = "序号 实事内容\n责任单位 完成情况 是否完成\n" + (
        "1 新建公园3座 市城管局 建成3座 是\n2 新建学校5所 市教育局 建成4所 否\n3 新建医院1所 市卫健委 建成1所 是\n"
    )
    assert [each[1:4] for each in told(read(tmp_path, text))] == [
        ("新建公园3座", "建成3座", "done"),
        ("新建学校5所", "建成4所", "not_done"),
        ("新建医院1所", "建成1所", "done"),
    ]


def test_rows_that_may_be_parted_elsewhere_are_named(tmp_path: Path) -> None:
    text = "序号目标任务推进情况责任单位是否完成\n" + (
        "1改造农村危房320户已改造农村危房332户县住建局是\n"
        "2建成县城第二水厂取水工程完成，厂区主体完成60%县水务局否\n"
        "3举办大型招聘会10场举办大型招聘会14场县人社局是\n"
    )
    report = read(tmp_path, text)
    assert kinds(report)["unsure-cells"] == ("2",)
    assert [each[3:] for each in told(report)] == [
        ("done", ["县住建局"]),
        ("not_done", ["县水务局"]),
        ("done", ["县人社局"]),
    ]


def test_a_claim_is_not_cut_out_of_its_negation(tmp_path: Path) -> None:
    text = "序号实事项目完成情况完成状态责任单位\n" + (
        "1新建城市驿站20座建成城市驿站22座已完成市城管局\n"
        "2改造城区积水点18处改造15处未完成市住建局\n"
        "3新增公交车200辆新增公交车200辆已完成市交通局\n"
    )
    assert [each[2:4] for each in told(read(tmp_path, text))] == [
        ("建成城市驿站22座", "done"),
        ("改造15处", "not_done"),
        ("新增公交车200辆", "done"),
    ]


def test_a_plan_for_later_stays_with_the_report_before_it(tmp_path: Path) -> None:
    text = (
        "计划建成县医院感染楼，实际主体已封顶，计划明年6月投用。\n"
        "计划新建幼儿园3所，实际建成3所。\n计划改造食堂12个，实际改造12个。\n"
    )
    assert [each[1:3] for each in told(read(tmp_path, text))] == [
        ("计划建成县医院感染楼，", "实际主体已封顶，计划明年6月投用。"),
        ("计划新建幼儿园3所，", "实际建成3所。"),
        ("计划改造食堂12个，", "实际改造12个。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全年新增城镇就业3600人，完成高标准农田建设5万亩。\n计划明年新建学校3所，力争完成投资20亿元。\n"
        "全年新建农村公路80公里，群众满意度达到目标。\n下一步，计划培训3000人次，实际工作中要注重实效。\n",
        "We planted 400 trees. Our aim is to plant more next year. We opened two libraries.\n"
        "Targets were set for 2023. Officers will report in May. It was a good year for housing.\n",
    ],
    ids=["chinese", "english"],
)
def test_prose_that_restates_no_target_is_not_made_into_records(tmp_path: Path, text: str) -> None:
    with pytest.raises(DocumentError):
        read(tmp_path, text)


def test_no_character_of_restated_targets_is_lost(tmp_path: Path) -> None:
    text = (
        "就业。计划新增就业4200人，实际新增4536人。\n新开工改造小区120个。这项工作由市住建局牵头负责，已开工122个。\n"
        "“建成公厕30座”未完成。目前建成19座。\n特此公告。\n"
    )
    report = read(tmp_path, text)
    accounting = report.documents[0].accounting
    assert accounting.total == len("".join(text.split()))
    assert accounting.residue == 0
    assert [owner.name for owner in report.outcomes[1].owners] == ["市住建局"]


WIDE = "××县2023年民生实事完成情况\n\n  序号        项目内容          完成情况           责任单位    是否完成\n"


def test_cells_that_go_on_below_without_columns_are_put_together(tmp_path: Path) -> None:
    text = WIDE + (
        "1   新建公办幼儿园6所，   6所幼儿园全部建成投用，新增   县教育局   已完成\n新增学位1260个   学位1350个\n"
        "2   改造农村公路120公里   完成路基118公里、路面96公里   县交通运输局   未完成\n"
        "3   为2万名农村妇女免   全年共筛查20136人，查出病   县卫生健康局   已完成\n"
        "费开展“两癌”筛查   变86人，均已转诊\n"
    )
    report = read(tmp_path, text)
    assert [each[:4] for each in told(report)] == [
        ("1", "新建公办幼儿园6所，新增学位1260个", "6所幼儿园全部建成投用，新增学位1350个", "done"),
        ("2", "改造农村公路120公里", "完成路基118公里、路面96公里", "not_done"),
        ("3", "为2万名农村妇女免费开展“两癌”筛查", "全年共筛查20136人，查出病变86人，均已转诊", "done"),
    ]
    assert "torn-off" not in kinds(report)


def test_a_line_below_a_row_that_finds_no_place_is_told(tmp_path: Path) -> None:
    rows = [f"{n}   新建农村公路{n}0公里   建成农村公路{n}1公里   县交通局   已完成\n" for n in range(1, 9)]
    rows.insert(4, "另改造桥梁7座，其中危桥3座\n")
    report = read(tmp_path, WIDE + "".join(rows))
    assert [each[0] for each in told(report)] == [str(n) for n in range(1, 9)]
    torn = [each for each in report.documents[0].diagnostics if each.kind == "torn-off"]
    assert [each.citation.text for each in torn if each.citation] == ["另改造桥梁7座，其中危桥3座"]


def test_headings_of_parts_and_marks_of_pages_are_not_torn_off(tmp_path: Path) -> None:
    row = "{}   新建农村公路{}0公里   建成农村公路{}1公里   县交通局   已完成\n"
    rows = [row.format(n, n, n) for n in range(1, 9)]
    rows[4:4] = ["— 3 —\n", "二、交通运输\n", "民生保障\n"]
    assert "torn-off" not in kinds(read(tmp_path, WIDE + "".join(rows)))


def test_a_plan_of_which_nothing_is_reported_is_kept_as_prose(tmp_path: Path) -> None:
    text = (
        "××县2023年民生实事完成情况\n\n"
        "教育方面，计划新建幼儿园3所，实际建成3所；计划改造食堂12个，预算200万元。\n\n"
        "卫生方面，计划体检6.5万人，实际体检6.7万人；计划建成感染楼并投用，计划购置设备20台，实际购置23台。\n\n"
        "交通方面，计划改造公路80公里，实际改造86公里。\n"
    )
    report = read(tmp_path, text)
    assert [each[2] for each in told(report)] == [
        "实际建成3所；",
        "实际体检6.7万人；",
        "实际购置23台。",
        "实际改造86公里。",
    ]
    assert report.documents[0].accounting.total == len("".join(text.split()))
