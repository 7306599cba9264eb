"""Grades what a narrative offers for its target: quantified > milestone > activity > intention > none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from reconcile.assessment.clauses import clauses
from reconcile.assessment.measures import contained, likeness
from reconcile.assessment.told import Told
from reconcile.matching.text import normalise
from reconcile.model import Citation, EvidenceGrade, JudgedGoal, Passage, Quantity
from reconcile.resources import vocabulary

GRADES: tuple[EvidenceGrade, ...] = ("none", "intention", "activity", "milestone", "quantified")

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
    """The grade of one response and the words it rests on.

    A target with goals is quantified only by a number comparable to one of them; a target without goals by a result
    in numbers that is about it and does not only repeat one of its own (``promised``). Otherwise the narrative's own
    words decide, clause by clause.
    """
    text = narrative.text
    for judged in goals:
        answer = judged.achievement
        if answer and judged.verdict in _COMPARABLE and _within(narrative, answer.citation):
            if answer.basis == "expected":
                return "intention", answer.citation
            return "quantified", answer.citation
    if not normalise(text) or _restates(target.text, text) or _is_bare(text):
        return "none", None
    if not goals:
        repeated = {(quantity.value, quantity.unit) for quantity in promised}
        number = next(
            (
                entry
                for entry in told
                if (entry.quantity.value, entry.quantity.unit) not in repeated and _is_result(target.text, entry)
            ),
            None,
        )
        if number:
            return "quantified", narrative.cite(*number.quantity.span)
    return _grade_by_words(narrative)


def _grade_by_words(narrative: Passage) -> tuple[EvidenceGrade, Citation | None]:
    words = vocabulary("evidence")
    found: dict[EvidenceGrade, Citation] = {}
    for start, end in clauses(narrative.text):
        clause = narrative.text[start:end]
        pending = any(word in clause for word in words["intentions"])
        undone = any(word in clause for group in vocabulary("stages")["undoing"].values() for word in group)
        event = _tells_of_event(clause)
        grade: EvidenceGrade
        if event and not pending and not undone:
            grade = "milestone"
        elif pending or undone:
            grade = "intention"
        else:
            grade = "activity"
        found.setdefault(grade, narrative.cite(start, end))
    grade = best(list(found))
    return grade, found.get(grade)


def _tells_of_event(clause: str) -> bool:
    """Whether a clause tells of a finished event that anyone can check.

    完成 with a number behind it is left to the numbers: they count only where they are about the target.
    """
    words = vocabulary("evidence")
    if any(word in clause for word in words["vague"]):
        return False
    finished = any(word in clause for word in words["finished"]) and not any(sign.isdigit() for sign in clause)
    return finished or any(word in clause for word in words["milestones"])


def _within(narrative: Passage, citation: Citation) -> bool:
    """Whether a citation stands in a narrative."""
    first = narrative.cite()
    if citation.path != first.path or citation.line != first.line:
        return any(line == citation.line for _, line, _ in narrative.pieces)
    return first.column <= citation.column < first.column + len(narrative.text)


def _restates(target: str, narrative: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(normalise(target), normalise(narrative)) >= float(vocabulary("evidence")["restated_similarity"])


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


def _is_result(target: str, told: Told) -> bool:
    """Whether a number reports a result of the work that the target asks for."""
    words = vocabulary("evidence")
    quantity = told.quantity
    if quantity.basis == "expected" or not any(verb in told.clause for verb in words["result_verbs"]):
        return False
    if any(word in told.before for word in words["intentions"]):
        return False
    if any(work in target for work in words["works"]) and any(word in told.clause for word in words["progress"]):
        return True
    about = max(likeness(quantity.measure, target), contained(quantity.measure, target))
    return about >= float(words["about"]) or _shares_words(target, told.sentence, int(words["shared_characters"]))


def _shares_words(target: str, sentence: str, length: int) -> bool:
    """Whether some run of this many characters stands in both."""
    ours, theirs = normalise(target), normalise(sentence)
    return any(ours[start : start + length] in theirs for start in range(len(ours) - length + 1))
