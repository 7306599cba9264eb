"""Promises of invented reports of other places, in other numberings, followed into invented plans."""

from __future__ import annotations

import pytest

from reconcile.model import Commitment, Finding, Reconciliation
from tests.tracing.conftest import Traced

REPORT = """江城市政府工作报告

2024年1月10日

第一部分 2024年主要目标

全市生产总值增长6.5%以上，粮食总产稳定在120万吨以上，全社会研发投入增长12%左右。

第二部分 2024年重点任务

1. 做强实体经济。
(1) 新增规模以上企业300家，净增高新技术企业150家。
(2) 钢铁、纺织、建材产业分别完成技改投资40亿元、25亿元、15亿元以上。
(3) 加快滨江大道、环湖路等3条快速路建设，开工建设第二水厂。

2. 建设宜居城市。
(1) 改造老旧小区60个，新建口袋公园30处。
(2) 建成区级儿童医院2家，奋力书写江城发展新篇章。

第三部分 十大民生实事

① 新建公办幼儿园12所，新增学位4000个。
② 为全市6万名老年人开展免费体检。
③ 建设县乡两级托育服务中心18个。
"""

PLAN = """
全市生产总值增长6.5%左右
粮食总产稳定在120万吨以上
全社会研发投入增长12%左右
新增规模以上工业企业120家
新增规模以上服务业企业110家
新增限额以上商贸企业70家
净增高新技术企业150家
钢铁产业完成技改投资40亿元以上
纺织产业完成技改投资25亿元以上
建材产业完成技改投资15亿元以上
加快滨江大道快速路建设
加快环湖路快速路建设
加快机场东线快速路建设
开工建设第二水厂
改造老旧小区60个
新建公办幼儿园12所，新增学位3600个
为全市6万名老年人开展免费体检
建设乡级托育服务中心18个
办好江城马拉松赛
"""


@pytest.fixture
def result(traced: Traced) -> Reconciliation:
    return traced(PLAN, REPORT)


def promise(result: Reconciliation, words: str) -> Commitment:
    found = [each for each in result.commitments if words in each.citation.text]
    assert len(found) == 1, (words, [each.citation.text for each in found])
    return found[0]


def of(result: Reconciliation, rule: str) -> list[Finding]:
    return [finding for finding in result.all_findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("words", "targets", "status"),
    [
        ("粮食总产", "2", "kept"),
        ("研发投入", "3", "kept"),
        ("生产总值", "1", "edited"),
        ("新增规模以上企业300家", "4 5 6", "split"),
        ("净增高新技术企业150家", "7", "kept"),
        ("40亿元", "8", "kept"),
        ("25亿元", "9", "kept"),
        ("15亿元", "10", "kept"),
        ("3条快速路", "11 12 13", "split"),
        ("第二水厂", "14", "kept"),
        ("老旧小区", "15", "kept"),
        ("公办幼儿园12所", "16", "edited"),
        ("免费体检", "17", "kept"),
        ("托育服务中心", "18", "edited"),
        ("口袋公园", "", "dropped"),
        ("儿童医院", "", "dropped"),
    ],
)
def test_each_promise_is_found_again(result: Reconciliation, words: str, targets: str, status: str) -> None:
    found = promise(result, words)
    assert (" ".join(found.targets), found.status) == (targets, status)


def test_parts_that_add_up_are_shown(result: Reconciliation) -> None:
    (number,) = promise(result, "300家").numbers
    assert [(target, int(part.value)) for target, part in number.carriers] == [("4", 120), ("5", 110), ("6", 70)]
    assert number.goal.value == 300


def test_what_is_listed_target_by_target_is_counted(result: Reconciliation) -> None:
    (number,) = promise(result, "3条快速路").numbers
    assert number.counted == ("11", "12", "13")


def test_a_target_of_the_plan_alone_came_from_no_promise(result: Reconciliation) -> None:
    named = {target for each in result.commitments for target in each.targets}
    assert [item.target.id for item in result.items if item.target.id not in named] == ["19"]


def test_only_numbers_that_the_plan_is_silent_on_were_dropped(result: Reconciliation) -> None:
    said = [finding.message.zh for finding in of(result, "commitment-dropped")]
    assert len(said) == 2
    assert "新建口袋公园30处" in said[0]
    assert "儿童医院2家" in said[1]


def test_a_changed_number_measure_or_bound_is_told_of(result: Reconciliation) -> None:
    altered = {
        finding.target: [cite.text for cite in finding.citations] for finding in of(result, "commitment-altered")
    }
    assert set(altered) == {"1", "16", "18"}
    assert altered["16"] == ["学位4000个", "学位3600个"]
    assert altered["1"] == ["生产总值增长6.5%以上", "生产总值增长6.5%左右"]


def test_a_promise_without_a_number_is_never_accused(result: Reconciliation) -> None:
    said = " ".join(finding.message.zh for finding in result.all_findings)
    assert "书写" not in said


def test_every_promise_is_cited_where_it_stands(result: Reconciliation) -> None:
    lines = REPORT.splitlines()
    for each in result.commitments:
        cited = each.citation
        assert lines[cited.line - 1][cited.column - 1 :].startswith(cited.text)


def test_a_promise_that_may_stand_in_other_words_is_not_traced_and_not_accused(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n新增托育服务中心30处。推进义务教育优质均衡。\n"
    result = traced("完善托育服务中心体系\n推进义务教育优质均衡", report)
    doubtful = promise(result, "30处")
    assert doubtful.status != "dropped"
    assert of(result, "commitment-dropped") == []


def test_nothing_is_dropped_from_a_plan_that_lacks_rows(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n新建体育馆3座。扩建市民文化中心。\n"
    plan = "扩建市民文化中心\n启用城北体育公园"
    assert promise(traced(plan, report), "体育馆").status == "dropped"
    result = traced(plan, report, step=3)
    assert promise(result, "体育馆").status == ""
    assert of(result, "commitment-dropped") == []


def test_several_sentences_become_one_target(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n扩建市民文化中心。启用城北体育公园。\n"
    result = traced("扩建市民文化中心，启用城北体育公园", report)
    assert [each.targets for each in result.commitments] == [("1",), ("1",)]


def test_reordered_words_and_other_counters_are_no_change(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n新增城镇就业5万人以上。新登记市场主体3万户。\n"
    result = traced("实现城镇新增就业5万人以上\n新登记市场主体3万家", report)
    assert of(result, "commitment-altered") == []
    assert [each.targets for each in result.commitments] == [("1",), ("2",)]


def test_converted_units_are_no_change(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n完成植树造林1.5万亩。\n"
    result = traced("完成植树造林1000公顷", report)
    assert of(result, "commitment-altered") == []
    assert result.commitments[0].targets == ("1",)


def test_a_plan_that_shares_nothing_with_the_report(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n新建体育馆3座。\n"
    result = traced("压减行政审批事项20项", report)
    assert [(each.targets, each.status) for each in result.commitments] == [((), "")]
    assert of(result, "commitment-dropped") == []
    assert any("0项见于工作报告" in notice.zh for notice in result.notices)


def test_sentences_longer_than_any_target_and_empty_clauses(traced: Traced) -> None:
    report = "政府工作报告\n一、重点工作\n" + "持续改善，，" * 200 + "新建体育馆3座。\n"
    result = traced("新建体育馆3座", report)
    assert promise(result, "体育馆").targets == ("1",)
