"""Grades what a narrative offers for its target: quantified > milestone > activity > intention > none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.assessment.clauses import clauses, containing
from reconcile.assessment.results import first_result
from reconcile.assessment.told import Told, first_in, without
from reconcile.assessment.undoing import Clause, read_clauses
from reconcile.matching.text import normalise
from reconcile.model import Citation, EvidenceGrade, JudgedGoal, Passage, Quantity
from reconcile.quantities import compatible
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary

GRADES: tuple[EvidenceGrade, ...] = ("none", "intention", "activity", "milestone", "quantified")

# What a paper is called says nothing of what is still to come (起草《三年计划》).
_TITLE = re.compile(r"《[^》]{0,80}》")
# Verdicts that rest on a number comparable to the goal.
_COMPARABLE = ("exceeded", "met", "short", "on_pace", "behind")


def best(grades: Sequence[EvidenceGrade]) -> EvidenceGrade:
    """The best of several grades; ``none`` of no grades.

    >>> best(["activity", "milestone"])
    'milestone'
    """
    return max(grades, key=GRADES.index, default="none")


def grade_response(
    target: Passage,
    promised: Sequence[Quantity],
    narrative: Passage,
    told: Sequence[Told],
    goals: Sequence[JudgedGoal],
) -> tuple[EvidenceGrade, Citation | None]:
    """The grade of one response and the words it rests on: the best that it offers for its target.

    A target with goals is quantified only by a number comparable to one of them; a target without goals by a result
    in numbers that is about it and does not only repeat one of its own (``promised``). Otherwise the narrative's own
    words decide, clause by clause.
    """
    offers: list[tuple[EvidenceGrade, Citation | None]] = [
        offer for judged in goals if (offer := _offer_for_goal(judged, narrative))
    ]
    text = narrative.text
    if normalise(text) and not _restates(target.text, text) and not _is_bare(text):
        number = None if goals else first_result(target.text, promised, told)
        if number:
            offers.append(("quantified", narrative.cite(*number.quantity.span)))
        else:
            offers.append(_grade_by_words(narrative, target.text, told))
    return max(offers, key=lambda offer: GRADES.index(offer[0]), default=("none", None))


def _offer_for_goal(judged: JudgedGoal, narrative: Passage) -> tuple[EvidenceGrade, Citation | None] | None:
    """What the number that was taken for a goal's answer is worth, where it stands in this narrative.

    Words that imply all of it, or a list that was counted, hold no number: they tell of a finished event. A count of
    what was begun shows how far the goal is, though it does not reach it.
    """
    answer = judged.achievement
    if answer is None or not _within(narrative, answer.citation):
        return None
    if judged.verdict == "incomparable":
        begun = any(word in _clause_of(narrative, answer.citation) for word in _begun())
        same = compatible(answer.unit, judged.goal.unit) != "no"
        return ("quantified", answer.citation) if begun and same else None
    if judged.verdict not in _COMPARABLE:
        return None
    if answer.basis == "expected":
        return "intention", answer.citation
    implied = answer.basis == "implied" and judged.goal.comparator != "full"
    if implied and not any(sign.isdigit() for sign in answer.citation.text):
        return "milestone", answer.citation
    return "quantified", answer.citation


def _begun() -> Sequence[str]:
    words: Sequence[str] = vocabulary("achievements")["stage"]["work"]
    return words


def _clause_of(narrative: Passage, citation: Citation) -> str:
    place = narrative.text.find(citation.text)
    start, end = containing(clauses(narrative.text), place)
    return narrative.text[start:end]


def _grade_by_words(narrative: Passage, target: str, told: Sequence[Told]) -> tuple[EvidenceGrade, Citation | None]:
    """The best grade that a clause earns; clauses that name no act (因规划调整) earn one only where no other does."""
    found: dict[EvidenceGrade, Citation] = {}
    idle: Citation | None = None
    for clause in read_clauses(narrative.text, target):
        numbers = [entry.quantity for entry in told if clause.start <= entry.quantity.span[0] < clause.end]
        grade = _clause_grade(clause, numbers)
        if grade == "none":
            idle = idle or narrative.cite(clause.start, clause.end)
        else:
            found.setdefault(grade, narrative.cite(clause.start, clause.end))
    if not found:
        return "activity", idle
    grade = best(list(found))
    return grade, found[grade]


def _clause_grade(clause: Clause, numbers: Sequence[Quantity]) -> EvidenceGrade:
    words = vocabulary("evidence")
    text = without(clause.text, vocabulary("stages")["inside"]["words"])
    event = _event(text, numbers)
    if clause.undone or clause.foretold or _is_ahead(text, event):
        return "intention"
    if event >= 0:
        return "milestone"
    return "activity" if first_in(text, words["activities"]) else "none"


def _event(clause: str, numbers: Sequence[Quantity]) -> int:
    """Where a clause tells of a finished event that anyone can check; -1 where it tells of none.

    完成 of an amount of money or of a share is progress, and no end.
    """
    words = vocabulary("evidence")
    if _telling().search(clause) is None or first_in(clause, words["vague"]):
        return -1
    amounts = [clause.find(q.text) for q in numbers if q.unit == "元" or (q.unit == "%" and q.value < 100)]
    finished = [
        word for word in words["finished"] if not any(amount > clause.find(word) for amount in amounts if amount >= 0)
    ]
    telling = [*words["milestones"], *finished]
    return max((clause.find(word) + len(word) for word in telling if word in clause), default=-1)


@cache
def _telling() -> re.Pattern[str]:
    """Any word of a finished event: most clauses hold none."""
    words = vocabulary("evidence")
    return re.compile(alternation([*words["milestones"], *words["finished"]]))


def _is_ahead(clause: str, event: int) -> bool:
    """Whether a clause speaks of what is to come or under way; what is over stays so (已印发方案并正在实施)."""
    words = vocabulary("evidence")
    over = event >= 0 and first_in(clause[:event], words["over"])
    plain = without(_TITLE.sub("", clause[:event] if over else clause), words["not_ahead"])
    return bool(first_in(plain, words["intentions"]))


def _within(narrative: Passage, citation: Citation) -> bool:
    """Whether a citation stands in a narrative."""
    first = narrative.cite()
    if citation.path != first.path or citation.line != first.line:
        return any(line == citation.line for _, line, _ in narrative.pieces)
    return first.column <= citation.column < first.column + len(narrative.text)


def _restates(target: str, narrative: str) -> bool:
    from rapidfuzz import fuzz

    line = float(vocabulary("evidence")["restated_similarity"])
    return fuzz.ratio(normalise(target), normalise(narrative), score_cutoff=line) >= line


@cache
def _bare() -> frozenset[str]:
    return frozenset(normalise(word) for word in vocabulary("evidence")["bare_status"])


def _is_bare(text: str) -> bool:
    """Whether the whole answer says only that all goes by plan (改革试点工作均按照相关方案进度要求推进)."""
    plain = normalise(text)
    if plain in _bare():
        return True
    limit = int(vocabulary("evidence")["bare_length"])
    return len(plain) <= limit and any(plain.endswith(word) for word in _bare() if len(word) > 2)
