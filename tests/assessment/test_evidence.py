"""The grade of what an answer offers, on hand-written cases of many kinds of wording."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessment.hand_made import assessed, cases, share_right

CASES = cases("evidence_cases.toml")
FLOOR = 0.95


def is_right(case: dict[str, Any]) -> bool:
    return assessed(case["target"], case["narrative"]).evidence in case["grade"].split("|")


def test_nearly_all_kinds_of_wording_are_graded_rightly(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [case["kind"] for case in CASES if not is_right(case)]
    share = share_right(wrong, len(CASES))
    with capsys.disabled():
        print(f"\nevidence cases by kind: {share:.3f} of {len(CASES)} right")
    assert share >= FLOOR, wrong


def test_the_item_takes_the_best_of_its_responses() -> None:
    item = assessed("新增养老床位1500张", "多次召开会议", "正在建设养老院", "全年新增养老床位1620张")
    assert [response.evidence for response in item.responses] == ["activity", "intention", "quantified"]
    assert item.evidence == "quantified"


def test_the_words_that_a_grade_rests_on_are_cited() -> None:
    item = assessed("健全医疗服务体系", "加强宣传。印发《医共体实施意见》。下一步将扩大覆盖")
    cited = item.responses[0].citation
    assert cited is not None
    assert cited.text == "印发《医共体实施意见》"
