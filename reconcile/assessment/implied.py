"""Answers that are not printed as the goal's own number: per cent of plan, 全部建成, 已服务5061人/5061人."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.assessment.told import Told
from reconcile.assessment.clauses import clauses
from reconcile.assessment.measures import contained
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import Achievement, Candidate, Goal, JudgedGoal, Message, Passage, Verdict
from reconcile.quantities import dimension_of, extract_quantities
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


def listed_answer(
    goal: Goal,
    context: str,
    narratives: Sequence[tuple[str, Passage]],
    share: float | None,
    candidates: tuple[Candidate, ...],
) -> JudgedGoal | None:
    """The goal judged by the members of a list, counted: 已完成高平路、胜利路提升改造 for a goal of 6条.

    Counted are only lists of things named alike (甲路、乙路), one of which the target itself names, in a clause that
    says they were finished.
    """
    words = vocabulary("achievements")
    if goal.comparator not in ("eq", "ge", "range") or dimension_of(goal.unit) != "counter":
        return None
    for outcome, narrative in narratives:
        for start, end in clauses(narrative.text):
            clause = narrative.text[start:end]
            members = _members(clause)
            if len(members) < 2 or not any(word in clause for word in words["finished"]):
                continue
            if extract_quantities(clause) or not any(member in context for member in members):
                continue
            value = Decimal(len(members))
            reached = Achievement(value, goal.unit, "implied", outcome, narrative.cite(start, end))
            reason = Message(
                en=f"counted from the list “{clause.strip()}”",
                zh=f"按“{clause.strip()}”所列逐个计数",
            )
            verdict = in_time(goal, value, compare(goal, value), share)
            return JudgedGoal(goal, reached, verdict, ratio(goal, value), reason, candidates)
    return None


def _members(clause: str) -> list[str]:
    """The members of the list that a clause holds, named alike: each ends with the same character as the first.

    >>> _members("已完成高平路、胜利路提升改造")
    ['高平路', '胜利路']
    """
    words = vocabulary("achievements")["listed"]
    parts = clause.split(words["separator"])
    if len(parts) < 2 or any(word in clause for word in words["open_ended"]):
        return []
    first = parts[0]
    for verb in vocabulary("achievements")["finished"]:
        first = first.rpartition(verb)[2]
    if len(first) < 2:
        return []
    kind = first[-1]
    last, found, _ = parts[-1].partition(kind)
    members = [first, *parts[1:-1], last + found]
    alike = all(member.endswith(kind) and 2 <= len(member) <= int(words["longest"]) for member in members)
    return members if alike else []
