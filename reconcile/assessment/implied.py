"""Answers that are not printed as the goal's own number: per cent of plan, 全部建成, 已服务5061人/5061人."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.assessment.achievements import Told
from reconcile.assessment.clauses import clauses
from reconcile.assessment.measures import contained
from reconcile.model import Achievement, Candidate, Goal, JudgedGoal, Message, Passage, Verdict
from reconcile.quantities import extract_quantities
from reconcile.resources import vocabulary

_HUNDRED = Decimal(100)


def plan_share_answer(
    goal: Goal, goals: int, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by a per cent of plan (完成年度任务的68%): at 100 or more it is met, at less it is short.

    Only where the target has one goal, or the number's clause speaks of this goal's measure; never by a per cent of
    a total that reaches beyond the year (占总投资的43%).
    """
    if goal.unit == "%":
        return None
    words = vocabulary("achievements")["of_plan"]
    for entry in told:
        quantity = entry.quantity
        if quantity.basis != "of_plan" or quantity.unit != "%":
            continue
        if any(word in entry.clause for word in words["total_words"]):
            continue
        if goals > 1 and contained(goal.measure, entry.sentence) < float(words["about"]):
            continue
        reached = Achievement(quantity.value, "%", "of_plan", entry.outcome, entry.narrative.cite(*quantity.span))
        verdict: Verdict
        if quantity.value >= _HUNDRED:
            verdict = "exceeded" if quantity.value > _HUNDRED else "met"
        elif share is None or share >= 1:
            verdict = "short"
        else:
            verdict = "on_pace" if quantity.value >= _HUNDRED * Decimal(str(share)) else "behind"
        reason = Message(
            en=f"only the per cent of plan is reported: “{quantity.text}”",
            zh=f"只报告了完成计划的百分比：“{quantity.text}”",
        )
        return JudgedGoal(goal, reached, verdict, round(float(quantity.value / _HUNDRED), 3), reason, candidates)
    return None


def implied_answer(
    goal: Goal, narratives: Sequence[tuple[str, Passage]], candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by words that say all of it was done: 全部建成, 服务率100%, 已完成 5061人/5061人.

    The words must stand in a clause that speaks of the goal's measure, with no number of its own that says otherwise.
    """
    words = vocabulary("achievements")["implied"]
    for outcome, narrative in narratives:
        for start, end in clauses(narrative.text):
            clause = narrative.text[start:end]
            if not any(word in clause for word in words["whole"]):
                continue
            if not any(word in clause for word in words["done"]) or any(word in clause for word in words["undone"]):
                continue
            if contained(goal.measure, clause) < float(words["about"]):
                continue
            if goal.comparator != "full" and extract_quantities(clause) and _other_numbers(clause):
                continue
            reached = Achievement(goal.value, goal.unit, "implied", outcome, narrative.cite(start, end))
            reason = Message(
                en=f"implied by “{clause.strip()}”",
                zh=f"由“{clause.strip()}”推知",
            )
            return JudgedGoal(goal, reached, "met", None, reason, candidates)
    return None


def _other_numbers(clause: str) -> bool:
    """Whether a clause holds numbers besides words for the whole."""
    return any(quantity.comparator != "full" for quantity in extract_quantities(clause))
