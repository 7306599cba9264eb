"""What drifted between a planned and a restated target on hand-written cases, half of them mere noise of print."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.assessment.rewording import is_noise, reword
from reconcile.matching.text import normalise
from tests.assessment.hand_made import assessed, cases, share_right

CASES = cases("drift_cases.toml")
FLOOR = 0.95


def kinds_of(case: dict[str, Any]) -> list[str]:
    item = assessed(
        case["planned"],
        case.get("narrative", "正在推进"),
        restated=case["restated"],
        plan_owners=case.get("plan_owners", ()),
        owners=case.get("owners", ()),
    )
    return sorted({drift.kind for drift in item.drift})


def is_right(case: dict[str, Any]) -> bool:
    kinds = kinds_of(case)
    return len(kinds) == len(case["drift"]) and all(
        kind in wanted.split("|") for kind, wanted in zip(kinds, case["drift"], strict=True)
    )


def test_nearly_all_kinds_of_drift_are_told_from_noise(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [case["kind"] for case in CASES if not is_right(case)]
    share = share_right(wrong, len(CASES))
    with capsys.disabled():
        print(f"\ndrift cases by kind: {share:.3f} of {len(CASES)} right")
    assert share >= FLOOR, wrong


def test_no_noise_of_print_is_called_an_altered_goal() -> None:
    accused = [case["kind"] for case in CASES if not case["drift"] and kinds_of(case)]
    assert accused == []


def test_a_goal_rewritten_to_what_was_reached_is_said_to_be() -> None:
    item = assessed("新增泊位5000个", "全年新增泊位3126个", restated="新增泊位3126个")
    assert [drift.message.zh for drift in item.drift] == [
        "计划为“泊位5000个”，完成情况中重述为“泊位3126个”，要求降低，数字与所报完成数相同"
    ]


def test_numbers_stay_whole_with_their_units() -> None:
    parts = [(part.change, part.words) for part in reword("培育企业 20 家,收入增长20%左右", "培育企业30家")]
    assert ("deleted", "20 家,收入增长20%左右") in parts
    assert ("inserted", "30家") in parts


def test_an_item_carries_its_rewording_only_where_words_changed() -> None:
    assert assessed("新增床位 50 张", "已完成", restated="新增床位50张").rewording == ()
    changed = assessed("新增床位50张", "已完成", restated="新增护理床位50张").rewording
    assert [(part.change, part.words) for part in changed] == [
        ("same", "新增"),
        ("inserted", "护理"),
        ("same", "床位50张"),
    ]


words = st.text(alphabet="新增改建千百兆网络道路12个条%，、的 万", max_size=30)


@given(planned=words, restated=words)
@settings(max_examples=200, deadline=None)
def test_both_texts_can_be_put_together_again(planned: str, restated: str) -> None:
    parts = reword(planned, restated)
    assert "".join(part.words for part in parts if part.change != "inserted") == planned
    again = "".join(part.words for part in parts if part.change != "deleted")
    assert normalise(again) == normalise(restated) or any(sign.isdigit() for sign in planned)
    assert is_noise(planned, planned)
