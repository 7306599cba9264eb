"""Fact rows of goals, the numbers taken for their answers, and the numbers that were weighed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.assessment.clauses import clauses, containing, sentences
from reconcile.auditing.citing import Register, register_all
from reconcile.auditing.tables import Cell, Columns
from reconcile.model import Citation, Item, JudgedGoal, Passage, Quantity


def goal_columns(items: Sequence[Item], register: Register) -> Columns:
    """The rows of the table ``goals``, one a goal."""
    judged = [(item, one) for item in items for one in item.goals]
    goals = [one.goal for _, one in judged]
    answers = [one.achievement for _, one in judged]
    offered = [_quantity_of(one) for _, one in judged]
    before = [one.last_year for _, one in judged]
    said = [_words_of_answer(item, one) for item, one in judged]
    columns: dict[str, Sequence[Cell]] = {
        name: [getattr(goal, name) for goal in goals]
        for name in ("k", "origin", "measure", "comparator", "direction", "basis", "unit", "dimension")
    }
    return columns | {
        "target_id": [item.target.id for item, _ in judged],
        "outcome_id": [_outcome_of(item, one) for item, one in judged],
        "value": [float(goal.value) for goal in goals],
        "value_high": [None if goal.value_high is None else float(goal.value_high) for goal in goals],
        "goal_text": [
            _printed(goal.citation.text, goal.value, goal.unit, worked_out=goal.origin == "outcome") for goal in goals
        ],
        "clause": [_clause_of_goal(item, one) for item, one in judged],
        "verdict": [one.verdict for _, one in judged],
        "achieved": [float(answer.value) if answer else None for answer in answers],
        "achieved_unit": [answer.unit if answer else "" for answer in answers],
        "achieved_dimension": [quantity.dimension if quantity else "" for quantity in offered],
        "achieved_measure": [quantity.measure if quantity else "" for quantity in offered],
        "achieved_basis": [answer.basis if answer else "" for answer in answers],
        "achieved_text": [
            _printed(a.citation.text, a.value, a.unit, worked_out=a.basis == "implied") if a else "" for a in answers
        ],
        "achieved_clause": [clause for clause, _ in said],
        "achieved_sentence": [sentence for _, sentence in said],
        "reason_en": [one.reason.en for _, one in judged],
        "reason_zh": [one.reason.zh for _, one in judged],
        "last_year": [float(year.value) if year else None for year in before],
        "last_year_text": [year.citation.text if year else "" for year in before],
        "last_year_clause": [year.clause if year else "" for year in before],
        "last_year_part": [year.part if year else False for year in before],
        "cite": register_all(register, (goal.citation for goal in goals)),
        "achieved_cite": register_all(register, (answer.citation if answer else None for answer in answers)),
        "last_year_cite": register_all(register, (year.citation if year else None for year in before)),
    }


def _clause_of_goal(item: Item, judged: JudgedGoal) -> str:
    promised = [item.target.text, *(outcome.text for outcome in item.outcomes)]
    return words_around(judged.goal.citation, promised + _narratives(item))[0]


def _words_of_answer(item: Item, judged: JudgedGoal) -> tuple[str, str]:
    answer = judged.achievement
    return words_around(answer.citation, _narratives(item)) if answer else ("", "")


def _narratives(item: Item) -> list[Passage]:
    return [response.narrative for outcome in item.outcomes for response in outcome.responses]


def candidate_columns(items: Sequence[Item], register: Register) -> Columns:
    """The rows of the table ``candidates``, one a number weighed for a goal."""
    weighed = [
        (item.target.id, judged.goal.k, rank, candidate)
        for item in items
        for judged in item.goals
        for rank, candidate in enumerate(judged.candidates, start=1)
    ]
    candidates = [candidate for *_, candidate in weighed]
    columns: dict[str, Sequence[Cell]] = {
        name: [getattr(candidate.quantity, name) for candidate in candidates]
        for name in ("unit", "dimension", "measure", "basis", "text")
    }
    return columns | {
        "target_id": [target for target, *_ in weighed],
        "outcome_id": [candidate.outcome for candidate in candidates],
        "k": [k for _, k, *_ in weighed],
        "n": [rank for _, _, rank, _ in weighed],
        "value": [float(candidate.quantity.value) for candidate in candidates],
        "score": [candidate.score for candidate in candidates],
        "refused": [candidate.refused for candidate in candidates],
        "cite": register_all(register, (candidate.citation for candidate in candidates)),
    }


def _printed(words: str, value: Decimal, unit: str, *, worked_out: bool) -> str:
    """An amount as a message quotes it: as printed, with the unit of its column, or as worked out from other words.

    >>> _printed("7.3", Decimal("7.3"), "公里", worked_out=False)
    '7.3公里'
    >>> _printed("甲路、乙路", Decimal(2), "条", worked_out=True)
    '2条'
    """
    if worked_out:
        return f"{value.normalize():f}{unit}"
    return words if any(sign.isalpha() or sign in "%％‰" for sign in words) else f"{value.normalize():f}{unit}"


def words_around(citation: Citation, passages: list[Passage]) -> tuple[str, str]:
    """The clause that cited words stand in, and their sentence up to and with them; both "" where they are not found.

    >>> beds = Passage("聚焦照护需求，新增床位4433张，均已启用。", "out.txt", 7, 20)
    >>> words_around(beds.cite(11, 16), [beds])
    ('新增床位4433张', '聚焦照护需求，新增床位4433张')
    """
    for passage in passages:
        start = passage.text.find(citation.text) if citation.text else -1
        while start >= 0:
            end = start + len(citation.text)
            if passage.cite(start, end) == citation:
                # No clause reaches beyond its sentence.
                opening, closing = containing(sentences(passage.text), start)
                sentence = passage.text[opening:closing]
                first, last = containing(clauses(sentence), start - opening)
                return sentence[first:last], passage.text[opening:end]
            start = passage.text.find(citation.text, start + 1)
    return "", ""


def _quantity_of(judged: JudgedGoal) -> Quantity | None:
    """The quantity that the answer was read from; none where it is implied by words."""
    answer = judged.achievement
    if answer is None:
        return None
    return next((c.quantity for c in judged.candidates if c.citation == answer.citation), None)


def _outcome_of(item: Item, judged: JudgedGoal) -> str | None:
    if judged.achievement:
        return judged.achievement.outcome
    return item.outcomes[0].id if item.outcomes else None
