"""Fact rows of goals, the numbers taken for their answers, and the numbers that were weighed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reconcile.assessment.clauses import clauses, containing, sentences
from reconcile.auditing.citing import Register, register_words
from reconcile.auditing.tables import Cell
from reconcile.model import Citation, Item, JudgedGoal, Passage, Quantity, Reconciliation


def goal_rows(reconciliation: Reconciliation, register: Register) -> Iterator[tuple[Cell, ...]]:
    """One row a goal, in the columns of the table ``goals``."""
    for item in reconciliation.items:
        promised = [item.target.text, *(outcome.text for outcome in item.outcomes)]
        narratives = [response.narrative for outcome in item.outcomes for response in outcome.responses]
        for judged in item.goals:
            goal, answer = judged.goal, judged.achievement
            quantity = _quantity_of(judged)
            clause, _ = words_around(goal.citation, [*promised, *narratives])
            before = judged.last_year
            said, sentence = words_around(answer.citation, narratives) if answer else ("", "")
            yield (
                item.target.id,
                _outcome_of(item, judged),
                goal.k,
                goal.origin,
                goal.measure,
                goal.comparator,
                goal.direction,
                goal.basis,
                float(goal.value),
                None if goal.value_high is None else float(goal.value_high),
                goal.unit,
                goal.dimension,
                _printed(goal.citation.text, goal.value, goal.unit, worked_out=goal.origin == "outcome"),
                clause,
                judged.verdict,
                float(answer.value) if answer else None,
                answer.unit if answer else "",
                quantity.dimension if quantity else "",
                quantity.measure if quantity else "",
                answer.basis if answer else "",
                _printed(answer.citation.text, answer.value, answer.unit, worked_out=answer.basis == "implied")
                if answer
                else "",
                said,
                sentence,
                judged.reason.en,
                judged.reason.zh,
                float(before.value) if before else None,
                before.citation.text if before else "",
                before.clause if before else "",
                before.part if before else False,
                register_words(register, goal.citation),
                register_words(register, answer.citation if answer else None),
                register_words(register, before.citation if before else None),
            )


def candidate_rows(reconciliation: Reconciliation, register: Register) -> Iterator[tuple[Cell, ...]]:
    """One row a number weighed for a goal, in the columns of the table ``candidates``."""
    for item in reconciliation.items:
        for judged in item.goals:
            for rank, candidate in enumerate(judged.candidates, start=1):
                quantity = candidate.quantity
                yield (
                    item.target.id,
                    candidate.outcome,
                    judged.goal.k,
                    rank,
                    float(quantity.value),
                    quantity.unit,
                    quantity.dimension,
                    quantity.measure,
                    quantity.basis,
                    quantity.text,
                    candidate.score,
                    candidate.refused,
                    register_words(register, candidate.citation),
                )


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
                first, last = containing(clauses(passage.text), start)
                opening, _ = containing(sentences(passage.text), start)
                return passage.text[first:last], passage.text[opening:end]
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
