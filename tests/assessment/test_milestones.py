"""The stage asked for, the stage reached, what undoes it and how many stand where, on hand-written cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessment.hand_made import assessed, cases, share_right

CASES = cases("milestone_cases.toml")
FLOOR = 0.95


def is_right(case: dict[str, Any]) -> bool:
    milestone = assessed(case["target"], case["narrative"]).milestone
    undone = milestone.undone.text if milestone.undone else ""
    counts = [[int(count.value), count.standing] for count in milestone.counts]
    return (
        (milestone.asked, milestone.reached) == (case["asked"], case["reached"])
        and bool(undone) == bool(case["undone"])
        and case["undone"] in undone
        and counts == case.get("counts", [])
    )


def test_nearly_all_kinds_of_wording_are_read_rightly(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [case["kind"] for case in CASES if not is_right(case)]
    share = share_right(wrong, len(CASES))
    with capsys.disabled():
        print(f"\nmilestone cases by kind: {share:.3f} of {len(CASES)} right")
    assert share >= FLOOR, wrong


def test_a_count_is_cited_with_the_words_of_its_stage() -> None:
    milestone = assessed("新建道路10条", "已建成道路2条,7条正在完善土地报批手续").milestone
    assert [(count.citation.text, count.stage) for count in milestone.counts] == [
        ("已建成道路2条", "竣工"),
        ("7条正在完善土地报批手续", "前期"),
    ]


def test_named_works_are_counted() -> None:
    milestone = assessed("改造道路6条", "已完成南一路、南二路改造,东一路下穿工程和西二路平交工程暂缓实施").milestone
    found = [(int(count.value), count.unit, count.standing) for count in milestone.counts]
    assert found == [(2, "条", "reached"), (2, "条", "undone")]


def test_all_that_is_at_or_beyond_the_stage_asked_for_counts() -> None:
    judged = assessed("开工建设学校10所", "6所已竣工,4所正在施工").goals[0]
    assert (judged.verdict, judged.achievement and int(judged.achievement.value)) == ("met", 10)
    assert "6所 + 4所" in judged.reason.zh


def test_what_is_not_yet_there_does_not_count() -> None:
    judged = assessed("建成学校10所", "6所已竣工,4所正在施工").goals[0]
    assert (judged.verdict, judged.achievement and int(judged.achievement.value)) == ("short", 6)
