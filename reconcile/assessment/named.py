"""Answers that are counted by name: the members of a list that were finished, and who won a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from reconcile.assessment.clauses import clauses
from reconcile.assessment.measures import contained
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import Achievement, Candidate, Goal, JudgedGoal, Message, Passage
from reconcile.quantities import dimension_of, extract_quantities
from reconcile.resources import vocabulary


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
            members = list_members(clause)
            if len(members) < 2 or not any(word in clause for word in words["finished"]):
                continue
            if extract_quantities(clause):
                continue
            if not any(member in context for member in members) and not _are_done(goal, clause, members):
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


def _are_done(goal: Goal, clause: str, members: Sequence[str]) -> bool:
    """Whether things named like what is counted (甲路、乙路 for 断头路) are said to be done behind their list."""
    words = vocabulary("achievements")
    behind = clause.rpartition(members[-1])[2].strip()
    undone = any(word in clause for word in (*words["implied"]["undone"], *words["stage"]["pending"]))
    said = behind.startswith(tuple(words["listed"]["done_by"])) and any(w in behind for w in words["implied"]["done"])
    return goal.measure[-1:] == members[0][-1] and said and not undone


def list_members(clause: str, separators: str = "、") -> list[str]:
    """The members of the list that a clause holds, named alike: each ends with the same character as the first.

    >>> list_members("已完成高平路、胜利路提升改造")
    ['高平路', '胜利路']
    """
    words = vocabulary("achievements")["listed"]
    if not any(separator in clause for separator in separators):
        return []
    parts = re.split(f"[{separators}]", clause)
    if any(word in clause for word in words["open_ended"]):
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


def winners_answer(
    goal: Goal,
    narratives: Sequence[tuple[str, Passage]],
    share: float | None,
    candidates: tuple[Candidate, ...],
) -> JudgedGoal | None:
    """The goal judged by who is named as having won its title, counted: 甲镇、乙镇入选省级示范乡镇.

    Counted are whole lists of names in front of a verb of winning, in clauses that speak of the goal's measure and hold
    no number of their own.
    """
    if goal.comparator not in ("eq", "ge", "range") or dimension_of(goal.unit) != "counter":
        return None
    for outcome, narrative in narratives:
        if _winning().search(narrative.text) is None:
            continue
        won = [
            (start, end, names)
            for start, end in clauses(narrative.text)
            if (names := winners(narrative.text[start:end], goal.measure))
        ]
        if not won:
            continue
        named = list(dict.fromkeys(name for _, _, names in won for name in names))
        value = Decimal(len(named))
        reached = Achievement(value, goal.unit, "implied", outcome, narrative.cite(won[0][0], won[-1][1]))
        listed = "、".join(named)
        reason = Message(en=f"counted from the names “{listed}”", zh=f"按所列名称逐个计数：“{listed}”")
        verdict = in_time(goal, value, compare(goal, value), share)
        return JudgedGoal(goal, reached, verdict, ratio(goal, value), reason, candidates)
    return None


def winners(clause: str, measure: str) -> list[str]:
    """The names that a clause says have won what ``measure`` counts.

    >>> winners("石桥镇、双河镇入选省级示范乡镇", "省级示范乡镇")
    ['石桥镇', '双河镇']
    >>> winners("石桥镇等入选省级示范乡镇", "省级示范乡镇"), winners("石桥镇正在申报省级示范乡镇", "省级示范乡镇")
    ([], [])
    """
    words = vocabulary("achievements")["winners"]
    verb = _winning().search(clause)
    if verb is None or any(word in clause for word in words["undecided"]):
        return []
    subject, prize = clause[: verb.start()].strip(), clause[verb.end() :]
    if any(word in subject for word in vocabulary("achievements")["listed"]["open_ended"]):
        return []
    if contained(measure, prize) < float(words["about"]) or extract_quantities(clause):
        return []
    names = [_without_opening(name.strip()) for name in _joint().split(subject)]
    longest = int(vocabulary("achievements")["listed"]["longest"])
    if not all(2 <= len(name) <= longest for name in names):
        return []
    alike = len(names) > 1 and len({name[-1] for name in names}) == 1
    return names if alike or all(name.endswith(tuple(words["name_ends"])) for name in names) else []


@cache
def _winning() -> re.Pattern[str]:
    verbs = sorted(vocabulary("achievements")["winners"]["verbs"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, verbs)))


@cache
def _joint() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, vocabulary("achievements")["winners"]["joints"])))


def _without_opening(name: str) -> str:
    openings = vocabulary("achievements")["winners"]["openings"]
    while opening := next((word for word in openings if name.startswith(word)), ""):
        name = name[len(opening) :]
    return name
