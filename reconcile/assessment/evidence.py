"""Grades what a narrative offers for its target: quantified > milestone > activity > intention > none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from reconcile.assessment.clauses import clauses, containing
from reconcile.assessment.ladder import stage_named
from reconcile.assessment.results import first_result
from reconcile.assessment.told import Told
from reconcile.assessment.undoing import Clause, read_clauses
from reconcile.assessment.words import without_any, words_of
from reconcile.matching.text import normalise
from reconcile.model import Citation, EvidenceGrade, JudgedGoal, Milestone, Passage, Quantity
from reconcile.quantities import compatible
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
    milestone: Milestone | None = None,
) -> tuple[EvidenceGrade, Citation | None]:
    """The grade of one response and the words it rests on: the best that it offers for its target.

    A target with goals is quantified only by a number comparable to one of them; a target without goals by a result
    in numbers that is about it and does not only repeat one of its own (``promised``). Otherwise the narrative's own
    words decide, clause by clause, or that the stage asked for was reached (``milestone``).
    """
    offers: list[tuple[EvidenceGrade, Citation | None]] = [
        offer for judged in goals if (offer := _offer_for_goal(judged, narrative))
    ]
    text = narrative.text
    quantified = any(grade == "quantified" for grade, _ in offers)
    if not quantified and normalise(text) and not _restates(target.text, text) and not _is_bare(text):
        number = None if goals else first_result(target.text, promised, told)
        if number:
            offers.append(("quantified", narrative.cite(*number.quantity.span)))
        else:
            offers.append(_grade_by_words(narrative, target.text, told))
            reached = _stage_reached(milestone, narrative) if milestone and not goals else None
            if reached:
                offers.append(("milestone", reached))
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


def _stage_reached(milestone: Milestone, narrative: Passage) -> Citation | None:
    """The words of a narrative by which the stage asked for was reached, in a clause that speaks of nothing to come."""
    cited, rank = milestone.reached_citation, milestone.asked_rank
    if cited is None or not stage_named("开工").rank <= rank <= milestone.reached_rank or not _within(narrative, cited):
        return None
    return None if _is_ahead(_clause_of(narrative, cited), -1) else cited


def _begun() -> Sequence[str]:
    words: Sequence[str] = vocabulary("achievements")["stage"]["work"]
    return words


def _clause_of(narrative: Passage, citation: Citation) -> str:
    place = narrative.text.find(citation.text)
    start, end = containing(clauses(narrative.text), place)
    return narrative.text[start:end]


def _grade_by_words(narrative: Passage, target: str, told: Sequence[Told]) -> tuple[EvidenceGrade, Citation | None]:
    """The best grade that a clause earns; clauses that name no act (因规划调整) earn one only where no other does."""
    grade: EvidenceGrade = "none"
    shown: Clause | None = None
    for clause in read_clauses(narrative.text, target):
        earned = _clause_grade(clause, told, grade)
        if shown is None or GRADES.index(earned) > GRADES.index(grade):
            grade, shown = earned, clause
        if grade == "milestone":
            # Words alone can earn no better.
            break
    cited = narrative.cite(shown.start, shown.end) if shown else None
    return ("activity" if grade == "none" else grade), cited


def _clause_grade(clause: Clause, told: Sequence[Told], so_far: EvidenceGrade) -> EvidenceGrade:
    """The grade of one clause; ``none`` too where it cannot be better than the best one ``so_far``."""
    text = without_any(clause.text, words_of("stages.inside.words"))
    event = _event(clause, text, told)
    if event < 0 and so_far == "activity":
        return "none"
    if clause.undone or clause.foretold or _is_ahead(text, event):
        return "intention"
    if event >= 0:
        return "milestone"
    return "activity" if words_of("evidence.activities").pattern.search(text) else "none"


def _event(clause: Clause, text: str, told: Sequence[Told]) -> int:
    """Where the text of a clause tells of a finished event that anyone can check; -1 where it tells of none.

    完成 of an amount of money or of a share is progress, and no end.
    """
    telling = words_of("evidence.milestones", "evidence.finished").pattern
    if telling.search(text) is None or words_of("evidence.vague").pattern.search(text):
        return -1
    numbers = [entry.quantity for entry in told if clause.start <= entry.quantity.span[0] < clause.end]
    amount = max(
        (text.find(q.text) for q in numbers if q.unit == "元" or (q.unit == "%" and q.value < 100)), default=-1
    )
    words = vocabulary("evidence")
    finished = [word for word in words["finished"] if amount <= text.find(word)]
    return max((text.find(word) + len(word) for word in (*words["milestones"], *finished) if word in text), default=-1)


def _is_ahead(clause: str, event: int) -> bool:
    """Whether a clause speaks of what is to come or under way; what is over stays so (已印发方案并正在实施)."""
    if event >= 0 and words_of("evidence.over").pattern.search(clause, 0, event):
        clause = clause[:event]
    plain = _TITLE.sub("", clause) if "《" in clause else clause
    plain = without_any(plain, words_of("evidence.not_ahead"))
    return words_of("evidence.intentions").pattern.search(plain) is not None


def _within(narrative: Passage, citation: Citation) -> bool:
    """Whether a citation stands in a narrative."""
    first = narrative.cite()
    if citation.path != first.path or citation.line != first.line:
        return any(line == citation.line for _, line, _ in narrative.pieces)
    return first.column <= citation.column < first.column + len(narrative.text)


def _restates(target: str, narrative: str) -> bool:
    if any(word in narrative and word not in target for word in vocabulary("evidence")["restated_as_done"]):
        return False
    line = float(vocabulary("evidence")["restated_similarity"])
    return _similarity()(normalise(target), normalise(narrative), score_cutoff=line) >= line


@cache
def _similarity() -> Callable[..., float]:
    """The similarity (0 to 100) of two texts, loaded when the first are compared."""
    from rapidfuzz import fuzz

    return fuzz.ratio


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
