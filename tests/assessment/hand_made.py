"""Targets and answers made by hand, and the cases that files beside this one hold."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reconcile.assessment import assess
from reconcile.matching import match_own_rows
from reconcile.model import Item, Outcome, Owner, Passage, Response, Target


def cases(name: str) -> list[dict[str, Any]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return list(tomllib.loads(text)["case"])


def assessed(
    target: str,
    *narratives: str,
    as_of: str = "2023-12-31",
    restated: str | None = None,
    plan_owners: Sequence[str] = (),
    owners: Sequence[str] = (),
) -> Item:
    """The item of one target whose row holds one response for each narrative, claimed as done."""
    planned = Target("1", Passage(target, "plan.txt", 1, 1), owners=tuple(Owner(name) for name in plan_owners))
    named = tuple(Owner(name) for name in owners)
    responses = tuple(
        Response("", named, Passage(narrative, "outcome.txt", line, 1), "done", "是")
        for line, narrative in enumerate(narratives, start=1)
    )
    text = Passage(target if restated is None else restated, "outcome.txt", 90, 1)
    return assess([planned], [Outcome("1", text, responses, "done", "是", "年底")], match_own_rows([planned]), as_of)[0]


def share_right(wrong: Sequence[str], total: int) -> float:
    return 1 - len(wrong) / total
