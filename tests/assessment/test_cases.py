"""Goals, achievements and verdicts on hand-written cases, each of a kind."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reconcile.assessment import assess
from reconcile.matching import match_own_rows
from reconcile.model import Item, Outcome, Passage, Response, Target

FOLDER = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for name in ("cases.toml", "cases_kinds.toml")
    for case in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
]


def judge(target: str, narrative: str, as_of: str = "2023-12-31", deadline: str = "年底") -> Item:
    planned = Target("1", Passage(target, "plan.txt", 1, 1))
    response = Response("", (), Passage(narrative, "outcome.txt", 1, 1), "done", "是")
    outcome = Outcome("1", Passage(target, "outcome.txt", 2, 1), (response,), "done", "是", deadline)
    return assess([planned], [outcome], match_own_rows([planned]), as_of)[0]


@pytest.mark.parametrize("case", CASES, ids=[case["kind"] for case in CASES])
def test_the_verdict_is_what_an_auditor_would_say(case: dict[str, Any]) -> None:
    item = judge(case["target"], case["narrative"], case.get("as_of", "2023-12-31"))
    assert [judged.verdict for judged in item.goals] == case["verdicts"]
    achieved = ["" if j.achievement is None else float(j.achievement.value) for j in item.goals]
    assert achieved == [value if value == "" else float(value) for value in case["achieved"]]


@pytest.mark.parametrize("case", CASES, ids=[case["kind"] for case in CASES])
def test_every_achievement_cites_the_words_that_hold_it(case: dict[str, Any]) -> None:
    item = judge(case["target"], case["narrative"], case.get("as_of", "2023-12-31"))
    for judged in item.goals:
        source = case["target"] if judged.goal.origin == "target" else case["narrative"]
        assert judged.goal.citation.text in source
        if judged.achievement:
            cited = judged.achievement.citation
            assert case["narrative"][cited.column - 1 : cited.column - 1 + len(cited.text)] == cited.text
