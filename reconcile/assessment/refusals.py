"""Why a quantity cannot be the answer to a goal, however alike the two look.

Each check is one kind of reason, named by one word; the words that tell the kinds apart are vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from reconcile.assessment.bases import another_year, one_quarter, other_basis, total_cost
from reconcile.assessment.beside import beside_words
from reconcile.assessment.differences import distance, distance_words
from reconcile.assessment.parts import is_begun_as_asked, part_words
from reconcile.assessment.scope import other_scope
from reconcile.assessment.told import Asked, Told, is_finished, is_part
from reconcile.assessment.unfinished import (
    at_work,
    earlier_stage,
    half_built,
    only_repeated,
    pending_words,
    planned_words,
    scheduled_words,
    years_ahead,
)
from reconcile.assessment.words import compiled, ending_of, first_in, not_asked, words_of
from reconcile.model import Quantity
from reconcile.quantities import compatible
from reconcile.resources import vocabulary

Refusal = Literal[
    "",
    "of_plan",
    "beside",
    "unit",
    "basis",
    "scope",
    "stage",
    "each",
    "from",
    "distance",
    "pending",
    "planned",
    "whole",
    "part",
]

# What is refused for one of these was still offered as a result, of another kind than was asked for.
OFFERED: tuple[Refusal, ...] = ("unit", "basis", "scope", "stage")


def refusal(asked: Asked, told: Told, all_told: Sequence[Told]) -> tuple[Refusal, str]:
    """Why a quantity cannot answer a goal, and the words that refuse it; two empty strings where it can."""
    for kind, words in _refusals(asked, told, all_told):
        if words:
            return kind, words
    return "", ""


def _refusals(asked: Asked, told: Told, all_told: Sequence[Told]) -> Iterator[tuple[Refusal, str]]:
    """Each kind of reason in turn with the words for it, "" where it does not apply; read only as far as needed."""
    quantity = told.quantity
    yield "distance", "" if distance(asked.before) else distance_words(told.before)
    yield "of_plan", quantity.measure or quantity.text if quantity.basis == "of_plan" and asked.goal.unit != "%" else ""
    other_unit = _other_unit(asked, quantity) or _other_counter(asked, told, all_told)
    if other_unit:
        yield "pending", pending_words(told)
        yield "unit", other_unit
    yield "beside", beside_words(asked, told)
    yield "from", _from_words(told)
    yield "each", not_asked(told.before, words_of("achievements.each"), asked.clause)
    yield "basis", years_ahead(asked, told) or total_cost(asked, told)
    yield "stage", at_work(asked, told)
    yield "pending", pending_words(told)
    yield "planned", planned_words(told)
    yield (
        "basis",
        another_year(asked, told, all_told) or one_quarter(asked, told, all_told) or other_basis(asked, told, all_told),
    )
    yield "scope", other_scope(asked, told, all_told)
    yield "pending", scheduled_words(asked, told)
    yield "stage", earlier_stage(asked, told) or _unfinished_parts(told, all_told) or half_built(asked, told)
    yield "pending", only_repeated(asked, told)
    yield "whole", _whole(asked, told, all_told)
    yield "part", part_words(asked, told, all_told)


def _other_unit(asked: Asked, quantity: Quantity) -> str:
    """The two units where they cannot be compared, else ""."""
    words = vocabulary("achievements")["unit"]
    goal = asked.goal
    fits = compatible(goal.unit, quantity.unit)
    # People are not households, firms or beds, though all are counted.
    people = fits == "counter" and (goal.unit in words["people"]) != (quantity.unit in words["people"])
    # One person may come several times; so many turns are no number of people.
    turns = quantity.unit in words["turns"] and goal.unit in words["people"] and goal.unit not in words["turns"]
    whole = quantity.comparator == "full" and goal.comparator != "full"
    return (
        f"{quantity.unit or quantity.text} ≠ {goal.unit or goal.citation.text}"
        if fits == "no" or people or turns or whole
        else ""
    )


def _other_counter(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The two counters where the clause goes on to count the same in the goal's own unit (共2处合计1721套), else ""."""
    if compatible(asked.goal.unit, told.quantity.unit) != "counter":
        return ""
    counted = any(
        other.narrative is told.narrative
        and other.position == told.position + 1
        and other.clause == told.clause
        and other.quantity.unit == asked.goal.unit
        and other.quantity.measure == told.quantity.measure
        for other in all_told
    )
    return f"{told.quantity.unit} ≠ {asked.goal.unit}" if counted else ""


def _from_words(told: Told) -> str:
    """The words by which the number is where something started from (由91.2%提高到95.8%), else ""."""
    words = vocabulary("achievements")["from_to"]
    ahead = told.before.rstrip()
    compared = ending_of(ahead, words["compared_with"])
    if compared or words_of("achievements.from_to.to").pattern.search(told.after) is None:
        return compared
    return first_in(told.before[-int(words["reach"]) :], words["from"])


def _divided_by(told: Told, all_told: Sequence[Told]) -> str:
    """The next number where it says how many of this set are done (20件民生大事，已完成3件), else ""."""
    done = words_of("achievements.finished").pattern
    if done.search(told.ahead):
        return ""
    return next(
        (
            f"{other.ahead.strip()}{other.quantity.text}"
            for other in all_told
            if other.position == told.position + 1
            and other.narrative is told.narrative
            and other.sentence == told.sentence
            and other.quantity.value < told.quantity.value
            and compatible(other.quantity.unit, told.quantity.unit) == "same"
            and done.search(other.ahead)
        ),
        "",
    )


def _unfinished_parts(told: Told, all_told: Sequence[Told]) -> str:
    """The words by which every part of the number is still being built, else "".

    合计920套，其中一期(400套)完成总工程量的95%；二期(520套)完成总工程量的70%.
    """
    words = [word for word in vocabulary("achievements")["of_plan"]["works"] if word.endswith("工程量")]
    behind = [t for t in all_told if t.position > told.position and t.narrative is told.narrative]
    works = [t for t in behind if t.quantity.unit == "%" and t.quantity.value < 100 and first_in(t.ahead, words)]
    if not works:
        return ""
    parts = [t for t in behind if t.quantity.unit == told.quantity.unit]
    # (400套)完成总工程量的95%: a part of its own.
    own = next((t for t in works if t.position == told.position + 1 and t.clause == told.clause), None)
    if own:
        return f"{own.ahead.strip()}{own.quantity.text}"
    if len(parts) < 2 or sum(t.quantity.value for t in parts) != told.quantity.value:
        return ""
    return works[0].ahead.strip() + works[0].quantity.text if len(works) == len(parts) else ""


def _whole(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words by which the number only repeats the goal as the set that something else is told of, else "".

    28个社区,其中9个已经完成; 20个重点项目完成投资79亿元.
    """
    words = vocabulary("achievements")["wholes"]
    if is_begun_as_asked(asked, told):
        return ""
    same = asked.goal.unit == told.quantity.unit
    so_many_of = compiled(words["so_many_of"]).search(told.before) if same else None
    if so_many_of:
        return so_many_of[0]
    if told.quantity.measure_span[0] >= told.quantity.span[1] and compiled(words["opens"]).match(told.before):
        divided = _divided_by(told, all_told)
        if divided and divided in told.clause:
            return divided
    if told.after.rstrip().endswith(tuple(words["set_ends"])) and _divided_by(told, all_told):
        return told.after.strip()
    if told.quantity.value != asked.goal.value:
        return ""
    divided = _divided_by(told, all_told)
    if divided:
        return divided
    predicate = first_in(told.after[: int(words["reach"])], words["other_predicates"])
    if predicate and not first_in(told.before, vocabulary("achievements")["finished"]):
        return predicate
    if is_finished(told):
        return ""
    return next(
        (
            f"{other.ahead.strip()}{other.quantity.text}"
            for other in all_told
            if other.position > told.position
            and other.sentence == told.sentence
            and is_part(other)
            and is_finished(other)
            and compatible(other.quantity.unit, asked.goal.unit) != "no"
        ),
        "",
    )
