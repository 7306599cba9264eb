"""Which figure of the year before may be held beside a goal, and which may not."""

from __future__ import annotations

import pytest

from reconcile.model import LastYear, Reconciliation
from tests.tracing.conftest import Traced


def report(goal: str, review: str, heading: str = "（一）发展成效。") -> str:
    return f"政府工作报告\n一、2023年工作回顾\n{heading}{review}\n二、2024年重点工作\n{goal}。\n"


def last_year(result: Reconciliation, target: int = 0, goal: int = 0) -> LastYear | None:
    return result.items[target].goals[goal].last_year


def is_below(result: Reconciliation) -> bool:
    return any(finding.rule == "below-last-year" for finding in result.all_findings)


@pytest.mark.parametrize(
    ("goal", "review"),
    [
        ("新建公办幼儿园12所", "全年新建公办幼儿园15所。"),
        ("新增城镇就业4万人以上", "城镇新增就业达到5.2万人。"),
        ("完成造林800公顷", "完成造林1.5万亩。"),
        ("规模以上工业增加值增长6%左右", "规模以上工业增加值增长8.2%。"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率为3.1%。"),
        ("新改建农村公路300公里", "新建农村公路420公里。"),
        ("新增省级以上孵化器3家", "新增省级孵化器5家。"),
        ("发放“安居贷”3亿元", "发放“安居贷”4.6亿元。"),
        ("培育制造业领航企业20—30家", "新认定制造业领航企业41家。"),
    ],
)
def test_goals_below_last_year(traced: Traced, goal: str, review: str) -> None:
    result = traced(goal, report(goal, review))
    assert last_year(result)
    assert is_below(result)
    (finding,) = [each for each in result.items[0].findings if each.rule == "below-last-year"]
    assert len(finding.citations) == 2
    assert finding.citations[1].path.endswith("report.txt")


@pytest.mark.parametrize(
    ("goal", "review"),
    [
        ("新建公办幼儿园12所", "新建公办幼儿园12所。"),
        ("新建公办幼儿园20所", "新建公办幼儿园15所。"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率为5.1%。"),
    ],
)
def test_goals_not_below_last_year(traced: Traced, goal: str, review: str) -> None:
    result = traced(goal, report(goal, review))
    assert last_year(result)
    assert not is_below(result)


@pytest.mark.parametrize(
    ("goal", "review", "why"),
    [
        ("新签约过亿元项目100个", "新落地过亿元项目160个。", "signed is not landed"),
        ("新签约过亿元项目100个", "新签约过10亿元项目160个。", "another threshold"),
        ("改造提升高标准农田10万亩", "新建高标准农田30万亩。", "renewed is not new"),
        ("新建城市道路8条", "新建、改造城市道路20条。", "a total is not its part"),
        ("社会消费品零售总额增长5%", "社会消费品零售总额达到900亿元。", "a level is not a growth"),
        ("新建5G基站800个", "5G基站累计达到3000个。", "a stock is not what was added"),
        ("新增农村供水管网50公里", "新增城市供水管网90公里。", "another place"),
        ("招聘教师300名", "招聘医生500名。", "another measure"),
        ("居民人均可支配收入增长5%", "城镇、农村居民人均可支配收入分别增长7%和8%。", "two parts that differ"),
        ("每个县区打造示范片区2个", "打造示范片区27个。", "for each is no total"),
        ("实现营业收入增长10%", "食品加工业营业收入增长20%。", "of whom is not told"),
        ("新增停车位5000个", "新增充电桩9000个。", "another thing of the same unit"),
    ],
)
def test_what_is_not_the_same_is_not_compared(traced: Traced, goal: str, review: str, why: str) -> None:
    assert last_year(traced(goal, report(goal, review))) is None, why


def test_a_figure_of_one_district_is_not_held_beside_the_whole(traced: Traced) -> None:
    result = traced(
        "新签约过亿元项目30个",
        report("新签约过亿元项目30个", "新签约过亿元项目91个。", heading="二是高新区建设全面提速。"),
    )
    assert last_year(result) is None


def test_a_goal_of_one_district_is_not_held_beside_the_whole(traced: Traced) -> None:
    result = traced(
        "完成固定资产投资200亿元",
        report("完成固定资产投资200亿元", "完成固定资产投资2000亿元。"),
        owners="江北县人民政府",
    )
    assert last_year(result) is None


def test_two_figures_that_differ_give_none(traced: Traced) -> None:
    result = traced(
        "新建公办幼儿园12所", report("新建公办幼儿园12所", "新建公办幼儿园15所。后来核定，新建公办幼儿园14所。")
    )
    assert last_year(result) is None


def test_without_a_section_that_looks_back_there_is_no_last_year(traced: Traced) -> None:
    result = traced("新建公办幼儿园12所", "政府工作报告\n一、重点工作\n新建公办幼儿园12所。\n")
    assert last_year(result) is None
    assert not is_below(result)


def test_the_value_is_in_the_unit_of_the_goal(traced: Traced) -> None:
    found = last_year(traced("完成造林800公顷", report("完成造林800公顷", "完成造林1.5万亩。")))
    assert found
    assert (float(found.value), found.unit) == (1000.0, "公顷")
