"""What ``reconcile explain`` says of one item: the numbers weighed, why one was chosen and the others were not."""

from __future__ import annotations

import pytest

from reconcile.assessment import assess
from reconcile.matching import match_own_rows
from reconcile.model import Item, Language, Outcome, Passage, Response, Target
from reconcile.reporting.explanation import explain_item


def item(target: str, narrative: str, as_of: str = "2023-12-31", deadline: str = "年底") -> Item:
    planned = Target("1", Passage(target, "plan.txt", 1, 1))
    response = Response("", (), Passage(narrative, "outcome.txt", 1, 1), "done", "是")
    outcome = Outcome("1", Passage(target, "outcome.txt", 2, 1), (response,), "done", "是", deadline)
    return assess([planned], [outcome], match_own_rows([planned]), as_of)[0]


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("zh", "采用：领先次优“11.5%”（产值增长）"),
        ("en", "chosen: ahead of the runner-up “11.5%” (产值增长)"),
    ],
)
def test_the_choice_is_explained_against_the_runner_up(lang: Language, why: str) -> None:
    told = explain_item(item("营业收入增长20%左右", "营业收入、产值同比分别增长12.6%、11.5%"), lang)
    chosen = next(line for line in told.splitlines() if why in line)
    assert ("指标 +" if lang == "zh" else "measure +") in chosen


@pytest.mark.parametrize(
    ("target", "narrative", "kind", "words"),
    [
        ("建成污水处理厂2座", "2座污水处理厂主体完工", "属较早阶段", "主体完工"),
        ("新增省级科技企业孵化器2家", "新增市级科技企业孵化器4家", "范围或类别不同", "市级 ≠ 省级"),
        ("新增5G基站800个", "全市5G基站总数达到6200个", "口径不同", "总数"),
        ("完成造林2万亩", "完成造林投资300万元", "计量单位不同", "元 ≠ 亩"),
        ("办好20件民生大事", "20件民生大事，已完成3件", "是工作对象的总数，不是结果", "已完成3件"),
        ("新建幼儿园6所", "正在新建幼儿园6所", "尚在进行或未完成", "正在"),
    ],
)
def test_a_refused_number_names_the_words_that_refuse_it(target: str, narrative: str, kind: str, words: str) -> None:
    assert f"不采用: {kind} “{words}”" in explain_item(item(target, narrative), "zh")


def test_before_the_deadline_the_share_of_the_time_is_told() -> None:
    told = explain_item(item("建设高标准农田20万亩", "已建成12万亩", "2023-06-30"), "zh", "2023-06-30")
    assert "到2023-06-30，期限“年底”前的时间已过50.0%" in told


def test_the_convention_of_the_verdict_is_told() -> None:
    assert "“左右”的好侧0.5个百分点以内为达到" in explain_item(item("投资增长10%左右", "投资增长10.2%"), "zh")
    assert "a ceiling is never exceeded" in explain_item(item("失业率控制在4%以内", "失业率3.1%"), "en")


def test_without_an_answer_it_says_what_was_lacking() -> None:
    told = explain_item(item("新增护理型床位300张", "召开推进会3次"), "zh")
    assert "没有报告可比的数字" in told
    assert "不采用: 是走访、会议或受益对象的数，不是结果 “推进会”" in told
    assert "不足4.20分" in explain_item(item("新增护理型床位300张", "更换灯具3次"), "zh")
