"""Rows whose merged cells were torn apart: which line belongs to which row, and whose narrative it is."""

from __future__ import annotations

from collections.abc import Callable

from reconcile.model import Document, Outcome

ReadOutcomes = Callable[..., tuple[Document, tuple[Outcome, ...]]]
HEAD = "| 序号 | 领导 | 责任目标内容 | 完成情况 | 是否完成 | 责任单位 |\n|---|---|---|---|---|---|\n"


def shape(outcomes: tuple[Outcome, ...]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (
            outcome.id,
            outcome.text.text,
            [(r.leader, r.narrative.text, " ".join(o.name for o in r.owners)) for r in outcome.responses],
        )
        for outcome in outcomes
    ]


def test_a_leading_line_goes_to_the_row_whose_words_it_shares(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 提升群众体育水平 | 举办足球联赛 | 是 | 体育局 |\n"
        + "| | | | 淘汰落后产能12家 | 是 | 发改委 |\n"
        + "| 2 | 乙 | 严控高耗能项目，淘汰落后产能 | 核查项目 | 是 | 工信局 |\n"
    )
    assert shape(outcomes) == [
        ("1", "提升群众体育水平", [("甲", "举办足球联赛", "体育局")]),
        ("2", "严控高耗能项目，淘汰落后产能", [("", "淘汰落后产能12家", "发改委"), ("乙", "核查项目", "工信局")]),
    ]


def test_a_line_that_shares_nothing_stays_with_the_row_before(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进住房消费 | 发放消费券 | 是 | 商务局 |\n"
        + "| | | | 举办房产交易会 | 是 | 住建局 |\n"
        + "| 2 | 乙 | 节能减排 | 能耗下降2% | 是 | 发改委 |\n"
    )
    assert [len(outcome.responses) for outcome in outcomes] == [2, 1]
    assert [(d.kind, d.records) for d in document.diagnostics] == [("merged-cells", ("1",)), ("no-day", ())]


def test_a_line_with_a_leader_is_never_moved(outcomes_of: ReadOutcomes) -> None:
    document, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进住房消费 | 发放消费券 | 是 | 商务局 |\n"
        + "| | 丙 | | 淘汰落后产能12家 | 是 | 发改委 |\n"
        + "| 2 | 乙 | 淘汰落后产能 | 核查项目 | 否 | 工信局 |\n"
    )
    assert [len(outcome.responses) for outcome in outcomes] == [2, 1]
    assert document.diagnostics[0].kind == "joined-lines"


def test_a_row_without_a_target_takes_the_one_on_the_line_before_it(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进住房消费 | 发放消费券 | 是 | 商务局 |\n"
        + "| | | 淘汰落后产能 | | 是 | 发改委 |\n"
        + "| 2 | 乙 | | 淘汰12家 | 是 | 工信局 |\n"
    )
    assert shape(outcomes)[1] == ("2", "淘汰落后产能", [("乙", "淘汰12家", "发改委 工信局")])


def test_a_restated_target_without_id_is_a_row_of_its_own(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进住房消费 | 发放消费券 | 是 | 商务局 |\n"
        + "| | 丙 | 淘汰落后产能 | 淘汰12家 | 否 | 发改委 |\n"
        + "| 3 | 乙 | 修路 | 修了9公里 | 是 | 交通局 |\n"
    )
    assert [(outcome.id, outcome.claim) for outcome in outcomes] == [("1", "done"), ("@2", "not_done"), ("3", "done")]


def test_a_narrative_cut_by_a_page_break_goes_on(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进消费 | 发放消费券，举办 | 是 | 商务局 |\n"
        + "| | | | 展会12场 | | |\n"
        + "| 2 | 乙 | 修路 | 修完 | 是 | 交通局 |\n"
    )
    narrative = outcomes[0].responses[0].narrative
    assert narrative.text == "发放消费券，举办展会12场"
    assert narrative.cite(10, 12).line == 4
    assert len(outcomes[0].responses) == 1


def test_one_no_among_the_responses_makes_the_row_not_done(outcomes_of: ReadOutcomes) -> None:
    _, outcomes = outcomes_of(
        HEAD
        + "| 1 | 甲 | 促进消费 | 发放消费券 | 是 | 商务局 |\n"
        + "| | 乙 | | 展会未办 | 否 | 住建局 |\n"
        + "| 2 | 乙 | 修路 | 修完 | | 交通局 |\n"
    )
    assert [(outcome.claim, outcome.claim_text) for outcome in outcomes] == [("not_done", "是、否"), ("silent", "")]
