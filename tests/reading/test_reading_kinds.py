"""Kinds of layouts that real pages have: forms under parts, deep numbers, page marks, furniture of web pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.model import Document, Outcome, Plan
from reconcile.reading import read_outcome

Outcomes = Callable[..., tuple[Document, tuple[Outcome, ...]]]


def told(outcomes: tuple[Outcome, ...]) -> list[tuple[str, str, str]]:
    return [(each.id, each.text.text, each.responses[0].narrative.text) for each in outcomes]


def owners(outcomes: tuple[Outcome, ...]) -> list[list[str]]:
    return [[owner.name for owner in each.owners] for each in outcomes]


def test_forms_that_begin_with_their_number_stand_under_parts(outcomes_of: Outcomes) -> None:
    form = "序号：{}\n工作任务：{}\n责任单位：{}\n完成情况：{}\n完成状态：{}\n备注：\n"
    text = "\n".join(
        [
            "某区2023年度重点工作任务完成情况\n",
            "（一）产业发展\n",
            form.format(1, "规上工业增加值增长8%", "区工信局、区发改局", "增长6.2%", "未完成"),
            form.format(2, "引进项目30个", "区投促局", "引进项目33个", "完成"),
            "（二）城市建设与民生\n",
            form.format(3, "建成人才公寓600套", "区住建局", "主体封顶，正在装修", "未完成"),
            "某区人民政府办公室  2023年12月5日印发",
        ]
    )
    document, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "规上工业增加值增长8%", "增长6.2%"),
        ("2", "引进项目30个", "引进项目33个"),
        ("3", "建成人才公寓600套", "主体封顶，正在装修"),
    ]
    assert owners(outcomes) == [["区工信局", "区发改局"], ["区投促局"], ["区住建局"]]
    assert [each.claim for each in outcomes] == ["not_done", "done", "not_done"]
    assert document.accounting.residue == 0


def test_a_page_mark_between_a_target_and_its_labels_parts_nothing(outcomes_of: Outcomes) -> None:
    text = (
        "关于2023年民生实事落实情况的通报\n"
        "（一）建设农村公路80公里。\n责任单位：县交通局\n完成情况：已完成83公里。\n"
        "（二）新增学位1500个。\n责任单位：县教育局\n完成情况：新增学位1650个。\n"
        "（三）完成供水管网改造26公里。\n— 1 —\n责任单位：县水务集团\n完成情况：正在施工，累计完成17公里。\n"
        "（四）新增停车位1200个。\n责任单位：县城管局\n完成情况：新增停车位\n— 2 —\n1236个。\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("一", "建设农村公路80公里。", "已完成83公里。"),
        ("二", "新增学位1500个。", "新增学位1650个。"),
        ("三", "完成供水管网改造26公里。", "正在施工，累计完成17公里。"),
        ("四", "新增停车位1200个。", "新增停车位1236个。"),
    ]
    assert owners(outcomes) == [["县交通局"], ["县教育局"], ["县水务集团"], ["县城管局"]]


def test_numbers_of_two_levels_number_the_targets_of_each_part(plan_of: Callable[..., Plan]) -> None:
    text = (
        "# Annual Performance Plan 2024-25\n\nApproved 22 February 2024\n\n"
        "## 1. Roads and transport\n\n"
        "**1.1** Resurface 45 miles of classified roads.  \nLead: Highways  \nDeadline: March 2025\n\n"
        "**1.2** Fill reported potholes within 5 working days.  \nLead: Highways  \nDeadline: Ongoing\n\n"
        "## 2. Children\n\n"
        "**2.1** Create 120 specialist places.  \nLead: Education, Property  \nDeadline: August 2025\n\n"
        "---\nContact: policy@example.org\n"
    )
    plan = plan_of(text, "plan.md")
    assert [(each.id, each.text.text) for each in plan.targets] == [
        ("1.1", "Resurface 45 miles of classified roads."),
        ("1.2", "Fill reported potholes within 5 working days."),
        ("2.1", "Create 120 specialist places."),
    ]
    assert [[owner.name for owner in each.owners] for each in plan.targets] == [
        ["Highways"],
        ["Highways"],
        ["Education", "Property"],
    ]


def test_a_report_that_repeats_its_target_begins_with_the_next_sentence(outcomes_of: Outcomes) -> None:
    text = (
        "关于2021年市政府为民办实事落实情况的公告\n\n"
        "    1.新建、改扩建公办幼儿园10所。10所幼儿园已全部完成建设并投入使用，新增学位2970个。\n"
        "    2.完成城区雨污分流改造60公里。全年完成改造63.4公里，超额完成年度任务。\n"
        "    3.建设残疾人“阳光家园”6个。已建成4个，另外2个正在装修。\n"
        "    4.发放创业担保贷款3亿元。累计发放创业担保贷款3.87亿元，完成率129%。\n"
        "    5.推进城区集中供热扩面，新增供热面积200万平方米。新增供热面积216万平方米，已完成。\n\n"
        "    特此公告。\n                    某市人民政府\n                    2021年12月29日\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "新建、改扩建公办幼儿园10所。", "10所幼儿园已全部完成建设并投入使用，新增学位2970个。"),
        ("2", "完成城区雨污分流改造60公里。", "全年完成改造63.4公里，超额完成年度任务。"),
        ("3", "建设残疾人“阳光家园”6个。", "已建成4个，另外2个正在装修。"),
        ("4", "发放创业担保贷款3亿元。", "累计发放创业担保贷款3.87亿元，完成率129%。"),
        ("5", "推进城区集中供热扩面，新增供热面积200万平方米。", "新增供热面积216万平方米，已完成。"),
    ]


def test_columns_run_together_with_a_deadline_between_the_texts(outcomes_of: Outcomes) -> None:
    text = (
        "某市2022年目标完成情况表\n序号责任目标内容完成时限完成情况是否完成责任单位\n"
        "1培育引进高层次人才80名年底引进高层次人才83名是市委组织部\n"
        "2新建孵化器2家年底新建2家，在孵企业46户是市科技局\n"
        "3研发投入强度达到2.1%年底研发投入强度预计2.0%否市科技局、市统计局\n"
        "4新增三级医院1家12月底市三院通过三级医院评审是市卫健委\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "培育引进高层次人才80名", "引进高层次人才83名"),
        ("2", "新建孵化器2家", "新建2家，在孵企业46户"),
        ("3", "研发投入强度达到2.1%", "研发投入强度预计2.0%"),
        ("4", "新增三级医院1家", "市三院通过三级医院评审"),
    ]
    assert owners(outcomes) == [["市委组织部"], ["市科技局"], ["市科技局", "市统计局"], ["市卫健委"]]
    assert [each.claim for each in outcomes] == ["done", "done", "not_done", "done"]
    assert [each.responses[0].deadline for each in outcomes] == ["年底", "年底", "年底", "12月底"]


def test_what_a_web_page_puts_below_its_text_is_no_part_of_the_last_row(outcomes_of: Outcomes) -> None:
    cells = ["序号", "责任目标", "完成情况", "责任单位", "1", "新建基站2000个", "建成2055个", "市工信局"]
    cells += ["2", "新建道路5公里", "建成3公里", "市交通局", "3", "新建公园2处", "建成1处", "市城管局、市林业局"]
    below = ["扫一扫在手机打开当前页", "【打印本页】  【关闭窗口】", "上一篇：某通知"]
    _, outcomes = outcomes_of("\n\n".join(["2023年完成情况", *cells, *below]))
    assert owners(outcomes) == [["市工信局"], ["市交通局"], ["市城管局", "市林业局"]]


def test_aligned_rows_end_where_a_blank_line_stands(outcomes_of: Outcomes) -> None:
    text = (
        "某市2022年重点民生实事完成情况\n\n"
        "序号   项目内容                 完成情况                     是否完成   责任单位\n\n"
        "1  新增城镇就业1.2万人      全市城镇新增就业\n"
        "                            1.31万人                      是   市人力资源\n"
        "                                                                社会保障局\n"
        "2  新建改造农村公路300      完成318公里，超额\n"
        "   公里                     完成                           是   市交通运输局\n"
        "3  新增养老床位800张        新增养老床位826张              是   市民政局\n\n"
        "                               一 3 一\n\n"
        "4  建成菜市场5家            建成5家                        是   市商务局\n\n"
        "                     （市政府督查室）\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "新增城镇就业1.2万人", "全市城镇新增就业1.31万人"),
        ("2", "新建改造农村公路300公里", "完成318公里，超额完成"),
        ("3", "新增养老床位800张", "新增养老床位826张"),
        ("4", "建成菜市场5家", "建成5家"),
    ]
    assert owners(outcomes) == [["市人力资源社会保障局"], ["市交通运输局"], ["市民政局"], ["市商务局"]]


@pytest.mark.parametrize("end", ["<br>", "<br/>", "<BR />"])
def test_a_line_end_of_markdown_parts_names(outcomes_of: Outcomes, end: str) -> None:
    text = (
        "| 序号 | 目标任务 | 完成情况 | 责任单位 |\n|---|---|---|---|\n"
        f"| 1 | 新建道路5公里 | 新建6公里 | 市财政局{end}市科技局 |\n"
    )
    _, outcomes = outcomes_of(text, "outcome.md")
    assert owners(outcomes) == [["市财政局", "市科技局"]]


def test_records_in_the_envelope_of_an_interface_are_found(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    rows = [
        {"编号": "A-01", "目标任务": "新建厂房20万平方米", "落实情况": "新建23万平方米", "附件": []},
        {"编号": "B-01", "目标任务": "整改率100%", "落实情况": "整改率100%", "附件": []},
    ]
    answer = {"code": 200, "msg": "success", "data": {"title": "2023年重点任务落实情况", "total": 2, "rows": rows}}
    path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    report = read_outcome(path)
    assert told(report.outcomes) == [
        ("A-01", "新建厂房20万平方米", "新建23万平方米"),
        ("B-01", "整改率100%", "整改率100%"),
    ]
    assert report.documents[0].accounting.residue == 0
