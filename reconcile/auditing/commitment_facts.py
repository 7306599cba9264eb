"""Fact rows of the work report's promises and of what the plan made of their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.auditing.citing import Register, register_words
from reconcile.auditing.tables import Cell
from reconcile.model import Citation, Goal, Reconciliation
from reconcile.quantities import convert


def commitment_rows(reconciliation: Reconciliation, register: Register) -> Iterator[tuple[Cell, ...]]:
    """One row a promise, in the columns of the table ``commitments``."""
    for position, commitment in enumerate(reconciliation.commitments, start=1):
        yield (
            commitment.targets[0] if commitment.targets else None,
            position,
            commitment.passage.text,
            commitment.section,
            commitment.targets,
            len(commitment.numbers),
            commitment.nearest,
            register_words(register, commitment.citation),
        )


def promised_number_rows(reconciliation: Reconciliation, register: Register) -> Iterator[tuple[Cell, ...]]:
    """One row a number and what carries it, in the columns of the table ``promised_numbers``."""
    for position, commitment in enumerate(reconciliation.commitments, start=1):
        for number in commitment.numbers:
            goal, (words, *planned_words) = number.goal, number.quoted
            carriers: list[tuple[str | None, Goal | None]] = [*number.carriers]
            quoted: list[Citation | None] = [*planned_words]
            for (target, planned), cited in zip(carriers or [(None, None)], quoted or [None], strict=True):
                yield (
                    target,
                    position,
                    goal.k,
                    len(number.carriers),
                    goal.measure,
                    goal.comparator,
                    float(goal.value),
                    None if goal.value_high is None else float(goal.value_high),
                    goal.unit,
                    words.text,
                    planned.measure if planned else "",
                    planned.comparator if planned else "",
                    _in_unit(planned, goal.unit) if planned else None,
                    float(planned.value_high) if planned and planned.value_high is not None else None,
                    cited.text if cited else "",
                    *number.altered,
                    register_words(register, words),
                    register_words(register, cited),
                )


def _in_unit(planned: Goal, unit: str) -> float:
    """The plan's value in the unit of the promise, where it converts."""
    value = convert(planned.value, planned.unit, unit)
    return float(planned.value if value is None else value)
