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


DRAWN = """某县2022年度目标完成情况

┌────┬──────────────┬──────────────────┬────────┬──────────┐
│序号│  目标任务    │    完成情况      │是否完成│ 责任单位 │
├────┼──────────────┼──────────────────┼────────┼──────────┤
│ 1  │新建农村公路  │完成93公里        │  是    │县交通局  │
│    │90公里        │                  │        │          │
├────┼──────────────┼──────────────────┼────────┼──────────┤
│    │              │完成2710户，其余  │        │县农业局  │
│ 2  │改造户厕3000户│正在施工          │  否    │县财政局  │
├────┼──────────────┼──────────────────┼────────┼──────────┤
│ 3  │新增就业6000人│新增6180人        │  是    │县人社局  │
└────┴──────────────┴──────────────────┴────────┴──────────┘
"""


def test_a_table_drawn_with_signs_has_a_row_between_two_lines(outcomes_of: Outcomes) -> None:
    for text in (DRAWN, DRAWN.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|"))):
        document, outcomes = outcomes_of(text)
        assert told(outcomes) == [
            ("1", "新建农村公路90公里", "完成93公里"),
            ("2", "改造户厕3000户", "完成2710户，其余正在施工"),
            ("3", "新增就业6000人", "新增6180人"),
        ]
        assert owners(outcomes) == [["县交通局"], ["县农业局", "县财政局"], ["县人社局"]]
        assert document.accounting.residue == 0


def test_a_table_drawn_with_one_line_below_its_headings_has_a_row_a_line(outcomes_of: Outcomes) -> None:
    text = (
        "+----+----------------------+---------------------+----------+\n"
        "| No | Target               | Progress            | Lead     |\n"
        "+----+----------------------+---------------------+----------+\n"
        "| 1  | Resurface 45 miles   | 39 miles resurfaced | Highways |\n"
        "| 2  | Open three libraries | All three opened    | Culture  |\n"
        "+----+----------------------+---------------------+----------+\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "Resurface 45 miles", "39 miles resurfaced"),
        ("2", "Open three libraries", "All three opened"),
    ]
    assert owners(outcomes) == [["Highways"], ["Culture"]]


def test_words_behind_owners_in_brackets_are_what_was_done(outcomes_of: Outcomes) -> None:
    text = (
        "某县2023年政府工作报告任务完成情况\n"
        "1. 新建农村公路90公里（责任单位：县交通局）——完成93公里，完成率103%。\n"
        "2. 改造户厕3000户（责任单位：县农业局）——完成2710户，完成率90%。\n"
        "3. 新增就业6000人（责任单位：县人社局）——新增6180人，完成率103%。\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "新建农村公路90公里", "完成93公里，完成率103%。"),
        ("2", "改造户厕3000户", "完成2710户，完成率90%。"),
        ("3", "新增就业6000人", "新增6180人，完成率103%。"),
    ]
    assert owners(outcomes) == [["县交通局"], ["县农业局"], ["县人社局"]]


@pytest.mark.parametrize("number", ["目标{}：", "任务{}、", "【第{}件】", "Target {}: "])
def test_items_that_are_numbered_in_words(outcomes_of: Outcomes, number: str) -> None:
    items = [("新建停车位2000个", "新建2150个", "区城管局"), ("新建学校2所", "建成1所，另1所正在施工", "区教育局")]
    items.append(("改造老旧小区12个", "改造12个", "区住建局"))
    lines = ["某区2022年工作目标完成情况", ""]
    for count, (target, outcome, owner) in enumerate(items, 1):
        lines += [f"{number.format(count)}{target}", f"完成情况：{outcome}", f"责任单位：{owner}"]
    _, outcomes = outcomes_of("\n".join(lines))
    assert told(outcomes) == [(str(count), item[0], item[1]) for count, item in enumerate(items, 1)]
    assert owners(outcomes) == [[item[2]] for item in items]


CARDS = [("001", "市交通局", "新建农村公路90公里", "完成93公里"), ("002", "市教育局", "新建学校2所", "建成1所")]


def test_a_card_for_each_item_may_hold_several_labels_in_a_row(tmp_path: Path) -> None:
    cards = "".join(
        f"<table><tr><th>项目编号</th><td>{number}</td><th>责任单位</th><td>{owner}</td></tr>"
        f"<tr><th>目标任务</th><td colspan=3>{target}</td></tr>"
        f"<tr><th>完成情况</th><td colspan=3>{outcome}</td></tr></table>"
        for number, owner, target, outcome in CARDS
    )
    path = tmp_path / "cards.html"
    path.write_text(f"<html><meta charset='utf-8'><body><h1>2023年完成情况</h1>{cards}</body></html>", encoding="utf-8")
    outcomes = read_outcome(path).outcomes
    assert told(outcomes) == [(number, target, outcome) for number, _, target, outcome in CARDS]
    assert owners(outcomes) == [[owner] for _, owner, _, _ in CARDS]


def test_a_list_of_terms_in_a_page_names_the_parts_of_an_item(tmp_path: Path) -> None:
    cards = "".join(
        f"<h3>{number}. {target}</h3><dl><dt>责任单位</dt><dd>{owner}</dd><dt>完成情况</dt><dd>{outcome}</dd></dl>"
        for number, (_, owner, target, outcome) in enumerate(CARDS, 1)
    )
    path = tmp_path / "terms.html"
    path.write_text(f"<html><meta charset='utf-8'><body><h1>2023年完成情况</h1>{cards}</body></html>", encoding="utf-8")
    outcomes = read_outcome(path).outcomes
    assert told(outcomes) == [(str(number), card[2], card[3]) for number, card in enumerate(CARDS, 1)]
    assert owners(outcomes) == [[card[1]] for card in CARDS]


def test_numbers_under_a_heading_of_targets_are_ids(outcomes_of: Outcomes) -> None:
    _, outcomes = outcomes_of("项目\t内容\t完成情况\n一\t新增就业6000人\t新增6180人\n二\t新建公园5处\t建成4处\n")
    assert told(outcomes) == [("一", "新增就业6000人", "新增6180人"), ("二", "新建公园5处", "建成4处")]


def test_points_that_begin_with_a_number_and_a_verb_of_being(outcomes_of: Outcomes) -> None:
    text = (
        "某县2022年民生实事办理结果\n\n一是新建农村公路90公里。已完成93公里。（县交通局）\n"
        "二是改造户厕3000户。已完成2710户，剩余正在施工。（县农业局）\n三是新增就业6000人。已新增6180人。（县人社局）\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("一", "新建农村公路90公里。", "已完成93公里。"),
        ("二", "改造户厕3000户。", "已完成2710户，剩余正在施工。"),
        ("三", "新增就业6000人。", "已新增6180人。"),
    ]
    assert owners(outcomes) == [["县交通局"], ["县农业局"], ["县人社局"]]


def test_a_colon_between_a_target_and_what_was_done(outcomes_of: Outcomes) -> None:
    text = (
        "某市2023年目标完成情况\n1. 新建农村公路90公里：完成93公里，超额完成。\n"
        "2. 改造危桥12座：完成10座，其余2座正在施工。\n3. 新建学校2所：建成1所，另1所主体封顶。\n"
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes) == [
        ("1", "新建农村公路90公里", "完成93公里，超额完成。"),
        ("2", "改造危桥12座", "完成10座，其余2座正在施工。"),
        ("3", "新建学校2所", "建成1所，另1所主体封顶。"),
    ]


def test_an_evaluation_in_brackets_is_the_claim(outcomes_of: Outcomes) -> None:
    item = "【第{}件】{}\n【责任单位】{}\n【完成情况】{}\n【评价】{}\n"
    text = "某市2023年民生实事完成情况\n\n" + "\n".join(
        [
            item.format(1, "新建农村公路90公里", "市交通局", "完成93公里。", "完成"),
            item.format(2, "改造危桥12座", "市交通局", "完成10座。", "未完成"),
            item.format(3, "新增就业6000人", "市人社局", "新增6180人。", "完成"),
        ]
    )
    _, outcomes = outcomes_of(text)
    assert told(outcomes)[1] == ("2", "改造危桥12座", "完成10座。")
    assert [each.claim for each in outcomes] == ["done", "not_done", "done"]
