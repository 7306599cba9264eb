"""Answers that are told by a difference: how far from the task (低于年度目标1.2个百分点), from so much to so much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from reconcile.assessment.measures import contained
from reconcile.assessment.told import Asked, Told
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.assessment.words import words_of
from reconcile.model import Achievement, Candidate, JudgedGoal, Message
from reconcile.quantities import convert
from reconcile.resources import vocabulary

Reference = Literal["task", "other"]

_HUNDRED = Decimal(100)
_COMPARING = ("achievements.distance.above", "achievements.distance.below", "achievements.distance.compared")
# Words of comparison stand close in front of their number.
_TAIL = 24


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Reference, int], ...]:
    """Words that end in front of a number and make it a distance: from what, and whether above (1) or below (-1)."""
    words = vocabulary("achievements")["distance"]
    reach = f"[^，,。；;、0-9完]{{0,{int(words['reach'])}}}?"
    filler = f"(?:{_any(words['filler'])}){{0,3}}"
    tables: tuple[tuple[Reference, str], ...] = (("task", "tasks"), ("other", "others"))
    found: list[tuple[re.Pattern[str], Reference, int]] = []
    for reference, table in tables:
        for verbs, how, sign in (("above", "more", 1), ("below", "less", -1)):
            verb = f"(?:{_any(words[verbs])}){reach}(?:{_any(words[table])}){filler}$"
            compared = f"(?:{_any(words['compared'])}){reach}(?:{_any(words[table])}){filler}(?:{_any(words[how])})"
            found.append((re.compile(f"(?:{verb}|{compared}{filler}$)"), reference, sign))
    return tuple(found)


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def distance(before: str) -> tuple[Reference, int] | None:
    """What a number is told as a distance from, and on which side, by the words in front of it; None where it is none.

    >>> distance("增速低于年度目标"), distance("高于全省平均"), distance("超额完成目标任务")
    (('task', -1), ('other', 1), None)
    """
    found = _found(before.rstrip()[-_TAIL:])
    return found and found[:2]


def distance_words(before: str) -> str:
    """The words in front of a number that make it a distance, "" where it is none.

    >>> distance_words("固定资产投资增速高于全省平均")
    '高于全省平均'
    """
    found = _found(before.rstrip()[-_TAIL:])
    return found[2] if found else ""


@lru_cache(maxsize=1024)
def _found(tail: str) -> tuple[Reference, int, str] | None:
    """From what and on which side the number behind these words is told as a distance, and the words that say so."""
    if words_of(*_COMPARING).pattern.search(tail) is None:
        return None
    return next(((what, sign, found[0]) for one, what, sign in _patterns() if (found := one.search(tail))), None)


def distance_answer(
    asked: Asked, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by how far from the task the answer says that it is: 低于年度目标1.2个百分点."""
    goal = asked.goal
    if goal.comparator in ("full", "rank", "range"):
        return None
    for entry in told:
        found = distance(entry.before)
        if found is None or found[0] != "task" or not _is_about(asked, entry):
            continue
        points = entry.quantity.unit == "个百分点" and goal.unit == "%"
        far = entry.quantity.value if points else convert(entry.quantity.value, entry.quantity.unit, goal.unit)
        if far is None:
            continue
        value = goal.value + found[1] * far
        reason = Message(
            en=f"worked out from the distance to the goal: “{entry.clause.strip()}”",
            zh=f"按与目标的差距推算：“{entry.clause.strip()}”",
        )
        return _judged(asked, value, entry, entry, share, reason, candidates)
    return None


def rise_answer(
    asked: Asked, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal of a rise or of new ones, judged by two levels: 由52.3%提高到53.6% is 1.3 points."""
    goal, words = asked.goal, vocabulary("achievements")["rises"]
    adds = any(word in asked.clause for word in vocabulary("achievements")["basis"]["new"])
    if goal.basis != "growth" and not adds:
        return None
    for first, last in pairwise(told):
        if first.sentence != last.sentence or first.quantity.unit != last.quantity.unit or not _is_about(asked, last):
            continue
        between = first.narrative.text[first.quantity.span[1] : last.quantity.span[0]]
        ahead = first.before[-int(vocabulary("achievements")["from_to"]["reach"]) :]
        if not any(word in ahead for word in words["from"]) or not between.rstrip().endswith(tuple(words["to"])):
            continue
        value = _gained(asked, first.quantity.value, last.quantity.value, first.quantity.unit)
        if value is None:
            continue
        reason = Message(
            en=f"worked out: from {first.quantity.text} to {last.quantity.text}",
            zh=f"按由{first.quantity.text}到{last.quantity.text}推算",
        )
        return _judged(asked, value, first, last, share, reason, candidates)
    return None


def _gained(asked: Asked, low: Decimal, high: Decimal, unit: str) -> Decimal | None:
    """The difference of two levels in the goal's unit, positive where it went the way that was promised."""
    goal = asked.goal
    sign = -1 if asked.falls else 1
    if goal.basis == "growth":
        if goal.unit == "个百分点":
            return sign * (high - low) if unit == "%" else None
        if goal.unit != "%" or unit == "%" or low <= 0:
            return None
        return round(sign * _HUNDRED * (high - low) / low, int(vocabulary("achievements")["rises"]["digits"]))
    return convert(high - low, unit, goal.unit)


def _is_about(asked: Asked, entry: Told) -> bool:
    return contained(asked.goal.measure, entry.sentence) >= float(vocabulary("achievements")["of_plan"]["about"])


def _judged(
    asked: Asked,
    value: Decimal,
    first: Told,
    last: Told,
    share: float | None,
    reason: Message,
    candidates: tuple[Candidate, ...],
) -> JudgedGoal:
    goal = asked.goal
    cited = first.narrative.cite(first.quantity.span[0], last.quantity.span[1])
    reached = Achievement(value, goal.unit, "implied", first.outcome, cited)
    verdict = in_time(goal, value, compare(goal, value), share)
    return JudgedGoal(goal, reached, verdict, ratio(goal, value), reason, candidates)
