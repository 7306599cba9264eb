"""Numbers that stand in columns of their own: the promised one, the reached one, the unit, the per cent of plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reconcile.assessment.goals import direction_of, tolerance
from reconcile.assessment.told import Asked, Told
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.model import Achievement, Goal, JudgedGoal, Message, Note, Outcome, Passage, Quantity, Target
from reconcile.quantities import extract_quantities, quantities_of

_HUNDRED = Decimal(100)


def unit_of(notes: Sequence[Note]) -> str:
    """The unit that a row's own column gives, or the heading that holds it; "" where there is none."""
    return next((note.passage.text.strip() or note.heading for note in notes if note.role == "unit"), "")


def column_goals(target: Target, k: int, thresholds: Mapping[str, float], level: str = "") -> tuple[Asked, ...]:
    """The goals that a row holds in a column of numbers (计划完成数), counted from ``k``; the text is their measure.

    ``level`` is the word for the whole place that the plan speaks for, "" where that is unknown.
    """
    text = target.text.text
    asked: list[Asked] = []
    for note in target.notes:
        for quantity in goal_quantities(note, target.notes, text):
            goal = Goal(
                k=k + len(asked),
                measure=text,
                comparator=quantity.comparator,
                value=quantity.value,
                value_high=quantity.value_high,
                unit=quantity.unit,
                dimension=quantity.dimension,
                direction=direction_of(replace(quantity, measure=text), text),
                citation=note.passage.cite(*quantity.span),
                tolerance=tolerance(quantity.comparator, quantity.value, quantity.unit, thresholds),
            )
            asked.append(Asked(goal=goal, clause=text, target=text, level=level))
    return tuple(asked)


def goal_quantities(note: Note, notes: Sequence[Note], text: str) -> list[Quantity]:
    """The promised numbers of a note, in the unit that its row gives; none of a note of another kind."""
    return _with_unit(note.passage.text, (unit_of(notes), note.heading, text)) if note.role == "goal" else []


def _with_unit(number: str, hints: Sequence[str]) -> list[Quantity]:
    """The quantities of a cell of numbers, in the first unit that its row or heading gives (新增就业（万人）)."""
    found: list[Quantity] = []
    for hint in hints:
        found = extract_quantities(number, hint) if hint else []
        if any(quantity.unit for quantity in found):
            break
    return found


def is_bare(narrative: Passage) -> bool:
    """Whether a narrative has no words, so that the unit of its number stands elsewhere in its row."""
    return not any(map(str.isalpha, narrative.text))


def narrative_quantities(narrative: Passage, outcome: Outcome, target: Target) -> list[Quantity]:
    """The quantities of a narrative; a cell that is nothing but a number has the unit that its row gives."""
    if not is_bare(narrative):
        return list(quantities_of(narrative.text))
    return _with_unit(narrative.text, (unit_of(outcome.notes), unit_of(target.notes), target.text.text))


def told_values(outcome: Outcome, target: Target) -> tuple[Told, ...]:
    """The amounts that a row holds in columns of their own beside its words (完成值), each in its row's unit."""
    return tuple(
        _alone(quantity, note, outcome.id)
        for note in outcome.notes
        if note.role == "value"
        for quantity in _value_quantities(note, outcome, target)[:1]
    )


def _value_quantities(note: Note, outcome: Outcome, target: Target) -> list[Quantity]:
    if not is_bare(note.passage):
        return extract_quantities(note.passage.text)
    hints = (note.heading, unit_of(outcome.notes), unit_of(target.notes), target.text.text)
    return _with_unit(note.passage.text, hints)


def told_ratios(outcome: Outcome) -> tuple[Told, ...]:
    """The per cents of plan that a row holds in a column of their own (占年任务之比, 完成率)."""
    return tuple(
        _alone(replace(quantity, unit="%", basis="of_plan", measure=note.heading), note, outcome.id)
        for note in outcome.notes
        if note.role == "ratio"
        for quantity in extract_quantities(note.passage.text, "%")
    )


def _alone(quantity: Quantity, note: Note, outcome: str) -> Told:
    """The number of a note, with no words around it."""
    return Told(
        quantity=quantity,
        narrative=note.passage,
        outcome=outcome,
        position=0,
        before="",
        after="",
        clause=note.passage.text,
        sentence=note.passage.text,
    )


def ratio_goals(ratios: Sequence[Told], share: float | None) -> tuple[JudgedGoal, ...]:
    """For a target without a number of its own: its plan, of which the row's column says how much was done."""
    judged = []
    for k, told in enumerate(ratios, start=1):
        cited = told.narrative.cite(*told.quantity.span)
        goal = Goal(
            k=k,
            measure=told.quantity.measure,
            comparator="ge",
            value=_HUNDRED,
            unit="%",
            citation=cited,
            origin="outcome",
        )
        value = told.quantity.value
        achievement = Achievement(value, "%", "of_plan", told.outcome, cited)
        reached = compare(goal, value)
        # A per cent of plan grows over the year as the amount behind it does.
        verdict = in_time(replace(goal, unit="", measure=""), value, reached, share)
        reason = Message(
            en=f"the column “{told.quantity.measure}” says {told.quantity.text}",
            zh=f"“{told.quantity.measure}”一栏为{told.quantity.text}",
        )
        judged.append(JudgedGoal(goal, achievement, verdict, ratio(goal, value), reason))
    return tuple(judged)
