"""Matching for people who already hold tables: DataFrames in, a DataFrame out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.matching.linking import match_outcomes
from reconcile.model import Outcome, Owner, Passage, Response, Target

if TYPE_CHECKING:
    import pandas


def match_frames(plan: pandas.DataFrame, outcome: pandas.DataFrame) -> pandas.DataFrame:
    """Which outcome answers which target.

    ``plan`` and ``outcome`` have the columns ``id``, ``text`` and, if known, ``owners`` (names separated by white
    space); a row a target or outcome. The result has the columns ``plan_id``, ``outcome_id``, ``weight`` (bits) and
    ``confidence`` (0…1), a row for each link, in plan order. Raises ``ValueError`` where a column is missing.

    >>> import pandas as pd
    >>> plan = pd.DataFrame({"id": ["1", "2"], "text": ["新增绿色工厂4个", "新招聘教师3000名"]})
    >>> outcome = pd.DataFrame({"id": ["9", "8"], "text": ["新招聘教师3000名", "新增省级绿色工厂4个"]})
    >>> match_frames(plan, outcome)[["plan_id", "outcome_id"]].values.tolist()
    [['1', '8'], ['2', '9']]
    """
    import pandas as pd

    for name, frame in (("plan", plan), ("outcome", outcome)):
        missing = [column for column in ("id", "text") if column not in frame.columns]
        if missing:
            raise ValueError(f"{name} lacks the column {missing[0]!r}; it has {', '.join(map(str, frame.columns))}")
    targets = [Target(id, Passage(text), owners=owners) for id, text, owners in zip(*_columns(plan), strict=True)]
    outcomes = [
        Outcome(id, Passage(text), responses=(Response("", owners, Passage(""), "silent"),), claim="silent")
        for id, text, owners in zip(*_columns(outcome), strict=True)
    ]
    rows = [
        (match.target, outcome_id, match.weight, match.confidence)
        for match in match_outcomes(targets, outcomes)
        for outcome_id in match.outcomes
    ]
    return pd.DataFrame(rows, columns=["plan_id", "outcome_id", "weight", "confidence"])


def _columns(frame: pandas.DataFrame) -> tuple[list[str], list[str], list[tuple[Owner, ...]]]:
    filled = frame.fillna("")
    owners = filled["owners"] if "owners" in filled.columns else [""] * len(filled)
    return (
        [str(value) for value in filled["id"]],
        [str(value) for value in filled["text"]],
        [tuple(Owner(name) for name in str(value).split()) for value in owners],
    )
