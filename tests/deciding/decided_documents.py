"""A small plan with its report, and decisions on what a run makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reconcile import Decision, Reconciliation
from reconcile.model import DecisionAction, Item, Outcome
from reconcile.reporting.decision_json import SCHEMA, decision_json

PLAN = (
    "序号\t责任目标内容\t责任单位\n"
    "1\t新建学校10所\t市教育局\n"
    "2\t新建城区道路20条\t市住建局\n"
    "3\t新建乡镇道路20条\t市住建局\n"
    "4\t招聘教师300名\t市教育局\n"
)
REPORT = (
    "序号\t责任目标内容\t责任单位\t完成情况\t是否完成\n"
    "1\t新建学校10所\t市教育局\t新建学校8所\t是\n"
    "2\t新建道路20条\t市住建局\t新建道路20条\t是\n"
    "3\t招聘教师300名\t市教育局\t招聘教师310名\t是\n"
    "4\t治理河道5条\t市水利局\t治理河道5条\t是\n"
)


def written(folder: Path, plan: str = PLAN, report: str = REPORT) -> tuple[Path, Path]:
    """The two documents in a folder."""
    paths = folder / "plan.txt", folder / "outcome.txt"
    paths[0].write_text(plan, encoding="utf-8")
    paths[1].write_text(report, encoding="utf-8")
    return paths


def item_of(result: Reconciliation, target: str) -> Item:
    return next(item for item in result.items if item.target.id == target)


def rows_of(result: Reconciliation) -> dict[str, Outcome]:
    rows = [*result.unmatched_outcomes, *(outcome for item in result.items for outcome in item.outcomes)]
    return {outcome.id: outcome for outcome in rows}


def on_match(
    result: Reconciliation,
    action: DecisionAction,
    target: str,
    outcomes: Iterable[str],
    by: str = "张三",
    date: str = "2024-03-01",
    note: str = "",
) -> Decision:
    """A decision on a match with the words that the result has."""
    rows, named = rows_of(result), tuple(outcomes)
    return Decision(
        action,
        by,
        date,
        note,
        target,
        named,
        target_words=item_of(result, target).target.words,
        outcome_words=tuple((id, rows[id].words) for id in sorted(named)),
    )


def on_finding(
    result: Reconciliation,
    action: DecisionAction,
    rule: str,
    target: str,
    by: str = "张三",
    date: str = "2024-03-01",
    note: str = "口径不同",
) -> Decision:
    """A decision on the first finding of a rule on a target."""
    finding = next(each for each in item_of(result, target).findings if each.rule == rule)
    return Decision(action, by, date, note, target, fingerprint=finding.fingerprint, rule=rule, outcome=finding.outcome)


def file_of(folder: Path, decisions: Iterable[Decision], name: str = "decisions.json") -> Path:
    """A file with these decisions."""
    path = folder / name
    content: dict[str, Any] = {"schema": SCHEMA, "decisions": [decision_json(decision) for decision in decisions]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
