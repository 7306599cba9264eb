"""Which numbers of a target are goals, and which way is better for each."""

from __future__ import annotations

import pytest

from reconcile.assessment.goals import read_goals
from reconcile.model import Goal, Passage
from reconcile.quantities import extract_quantities
from reconcile.resources import standard_thresholds


def goals(target: str) -> tuple[Goal, ...]:
    return read_goals(Passage(target, "plan.txt", 1, 1), extract_quantities(target), standard_thresholds())


@pytest.mark.parametrize(
    "target",
    [
        "城镇登记失业率4.2%",
        "生产安全事故死亡人数28人",
        "PM2.5平均浓度42微克/立方米",
        "万元地区生产总值用水量60立方米",
        "重污染天数8天",
        "居民消费价格涨幅3%左右",
        "城镇调查失业率（%） 5.5%",
        "平均办理时限压缩至5个工作日",
    ],
)
def test_less_is_better_of_a_bad_thing(target: str) -> None:
    assert goals(target)[0].direction == "lower"


@pytest.mark.parametrize(
    "target",
    [
        "新建零碳园区3个",
        "完成超低排放改造12家",
        "实施污染防治项目20个",
        "办理法律援助案件2000件",
        "全社会研发经费投入强度达到2.6%",
        "单位地区生产总值能耗下降3%",
        "处置不良贷款20亿元",
        "新建碳汇林5万亩",
    ],
)
def test_more_is_better_of_what_only_bears_its_name(target: str) -> None:
    assert goals(target)[0].direction == "higher"


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("引进亿元以上省外项目资金480亿元", [48000000000]),
        ("新开工工业项目120个，其中投资1亿元以上70个", [120, 70]),
        ("10千伏及以下配电网改造完成投资5900万元", [59000000]),
        ("95% of applications decided within 8 weeks", [95]),
        ("新增公交车、出租车各300辆以上", [300, 300]),
        ("新增国家级、省级企业各3家、40家", [3, 40]),
    ],
)
def test_what_only_defines_the_things_counted_is_no_goal(target: str, values: list[int]) -> None:
    assert [int(goal.value) for goal in goals(target)] == values
