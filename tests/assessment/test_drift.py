"""What changed between the planned and the restated target, and what only looks changed."""

from __future__ import annotations

from reconcile.assessment import assess
from reconcile.matching import match_outcomes
from reconcile.model import Drift, Outcome, Owner, Passage, Response, Target


def drift(
    planned: str, restated: str, plan_owners: tuple[Owner, ...] = (), owners: tuple[str, ...] = (), torn: bool = False
) -> tuple[Drift, ...]:
    target = Target("1", Passage(planned, "plan.txt", 1, 1), owners=plan_owners)
    named = tuple(Owner(name) for name in owners)
    response = Response("", named, Passage("已完成", "outcome.txt", 1, 40), "done", "是")
    outcome = Outcome("9", Passage(restated, "outcome.txt", 1, 1), (response,), "done", "是")
    matches = match_outcomes([target], [outcome])
    return assess([target], [outcome], matches, "2023-12-31", frozenset({"9"} if torn else ()))[0].drift


def test_noise_of_print_is_no_drift() -> None:
    assert drift("新增“如康家园” 50 个，提升服务", "新增“如康家园”50个,提升服务") == ()


def test_a_goal_left_out_is_dropped() -> None:
    found = drift("培育领航企业20家，力争营业收入增长20%左右", "培育领航企业20家")
    dropped = [d for d in found if d.kind == "goal-dropped"]
    assert [d.planned.text for d in dropped if d.planned] == ["20%左右"]


def test_a_goal_rewritten_is_altered_and_quoted_with_its_measure() -> None:
    owner = (Owner("市工业和信息化局"),)
    planned, restated = "夯实基础，农村百兆固定网络端口突破180万个", "夯实基础，农村千兆固定网络端口183.5万个"
    found = drift(planned, restated, owner, ("市工信局",))
    altered = [d for d in found if d.kind == "goal-altered"]
    assert [d.restated.text for d in altered if d.restated] == ["农村千兆固定网络端口183.5万个"]


def test_an_owner_that_is_gone_is_named() -> None:
    found = drift("新建公园12个", "新建公园12个", (Owner("市城管局"), Owner("市财政局")), ("市城市管理局",))
    assert [d.kind for d in found] == ["owner"]
    assert "市财政局" in found[0].message.zh


def test_supporting_owners_need_not_be_repeated() -> None:
    owners = (Owner("市城管局", "lead"), Owner("市财政局", "support"))
    assert drift("新建公园12个", "新建公园12个", owners, ("市城管局",)) == ()


def test_nothing_is_said_of_owners_that_the_reading_put_together() -> None:
    assert drift("新建公园12个", "新建公园12个", (Owner("市城管局"),), ("市财政局",), torn=True) == ()
