"""Why a quantity cannot be the answer to a goal, however alike the two look.

Each check is one kind of reason, named by one word; the words that tell the kinds apart are vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from reconcile.assessment.differences import distance, distance_words
from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.level import speaks_for_all
from reconcile.assessment.told import (
    Asked,
    Told,
    first_in,
    is_finished,
    is_part,
    makes_its_per_cent,
    without,
)
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
from reconcile.model import Quantity
from reconcile.quantities import compatible
from reconcile.resources import vocabulary

Refusal = Literal[
    "", "of_plan", "unit", "basis", "scope", "stage", "each", "from", "distance", "pending", "planned", "whole"
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
    yield "from", _from_words(told)
    yield (
        "each",
        first_in(told.before, [word for word in vocabulary("achievements")["each"] if word not in asked.clause]),
    )
    yield "basis", years_ahead(asked, told) or _total_cost(asked, told)
    yield "stage", at_work(asked, told)
    yield "pending", pending_words(told)
    yield "planned", planned_words(told)
    yield (
        "basis",
        _another_year(asked, told, all_told)
        or _one_quarter(asked, told, all_told)
        or _other_basis(asked, told, all_told),
    )
    yield "scope", _other_scope(asked, told, all_told)
    yield "pending", scheduled_words(asked, told)
    yield "stage", earlier_stage(asked, told) or _unfinished_parts(told, all_told) or half_built(asked, told)
    yield "pending", only_repeated(asked, told)
    yield "whole", _whole(asked, told, all_told)


def _other_unit(asked: Asked, quantity: Quantity) -> str:
    """The two units where they cannot be compared, else ""."""
    words = vocabulary("achievements")["unit"]
    goal = asked.goal
    fits = compatible(goal.unit, quantity.unit)
    # People are not households, firms or beds, though all are counted.
    people = fits == "counter" and (goal.unit in words["people"]) != (quantity.unit in words["people"])
    whole = quantity.comparator == "full" and goal.comparator != "full"
    return (
        f"{quantity.unit or quantity.text} ≠ {goal.unit or goal.citation.text}"
        if fits == "no" or people or whole
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
    compared = next((word for word in words["compared_with"] if ahead.endswith(word)), "")
    if compared or not first_in(told.after, words["to"]):
        return compared
    return first_in(told.before[-int(words["reach"]) :], words["from"])


def _total_cost(asked: Asked, told: Told) -> str:
    """The name of what works are to cost in all, where what was invested in the period is asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    asks = first_in(asked.goal.measure, words["invested"]) and not first_in(asked.clause, words["total_cost"])
    return next((word for word in words["total_cost"] if asks and told.quantity.measure.endswith(word)), "")


def _other_basis(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words by which a number is of another basis than was asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    goal, quantity = asked.goal, told.quantity
    if quantity.unit in words["rate_units"]:
        return (quantity.measure or quantity.text) if (goal.basis == "growth") != is_growth(quantity) else ""
    if goal.basis == "cumulative" and first_in(told.before, words["of_the_year"]):
        return first_in(told.before, words["of_the_year"])
    ours, theirs = first_in(asked.before, words["per_head"]), first_in(told.before, words["per_head"])
    if bool(ours) != bool(theirs):
        return ours or theirs
    if first_in(asked.clause, words["net"]) and not first_in(told.own_words, words["net"]):
        gross = first_in(told.own_words, words["gross"])
        if gross:
            return gross
    if goal.basis in ("cumulative", "stock") or is_rate(goal):
        return _increment(asked, told)
    before = without(told.before, words["since_this_year"])
    if first_in(asked.clause, (*words["new"], *words["adding"])) and _since_long(asked, told):
        return _since_long(asked, told)
    since = first_in(before, [word for word in words["since_years"] if word not in asked.target])
    if since or not first_in(asked.clause, words["new"]):
        return since or _increment(asked, told)
    return _not_new(told) or _far_more(asked, told) or _level_beside_rise(told, all_told)


def _since_long(asked: Asked, told: Told) -> str:
    """The words by which the sentence counts from a year before (自2019年启动以来，累计; Since 2020/21,), else ""."""
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = re.search(vocabulary("achievements")["basis"]["since_a_year"], ahead)
    return "" if found is None or (found["year"] or found[0][-4:]) in asked.target else found[0]


def _another_year(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The year that a number is of, where a number of the year that is asked for stands beside it, else ""."""
    year = vocabulary("achievements")["basis"]["of_a_year"]
    theirs = re.match(year, told.before.lstrip())
    if theirs is None:
        return ""
    alike = [t for t in all_told if t.quantity.unit == told.quantity.unit]
    told_of = {found[1] for t in alike if (found := re.match(year, t.before.lstrip()))}
    # Where the target names none, the last one told is the one that is reported on.
    asked_for = set(re.findall(year, asked.target)) or {max(told_of)}
    return theirs[0] if theirs[1] not in asked_for and asked_for & told_of else ""


def _far_more(asked: Asked, told: Told) -> str:
    """The word by which the sentence counts from the beginning, where the number is many times what was to be added."""
    words = vocabulary("achievements")["basis"]
    if told.quantity.value < asked.goal.value * int(words["so_many_times"]) or first_in(told.before, words["new"]):
        return ""
    if first_in(told.sentence, (*words["since_this_year"], *words["of_the_year"])):
        return ""
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = re.search(words["in_total"], ahead)
    return found[0] if found else ""


def _one_quarter(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The quarter that alone a number is of, where the year's amount was asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    quarter = first_in(told.clause, words["quarter"])
    ours = (*words["to_the_end"], *words["whole_year"])
    if not quarter or first_in(told.clause, ours) or first_in(asked.target, words["quarter"]) or is_rate(asked.goal):
        return ""
    beside = [t for t in all_told if t is not told and t.quantity.unit == told.quantity.unit]
    year = any(first_in(t.clause, words["whole_year"]) and not first_in(t.clause, words["quarter"]) for t in beside)
    if quarter in words["first_quarter"]:
        return quarter if year or any(first_in(t.clause, words["quarter"]) not in ("", quarter) for t in beside) else ""
    # What one quarter reached by itself is reached.
    return quarter if year or told.quantity.value < asked.goal.value else ""


def _level_beside_rise(told: Told, all_told: Sequence[Told]) -> str:
    """The word by which a number is a level of which the sentence also tells the rise (达到1268家，较上年净增136家)."""
    words = vocabulary("achievements")["basis"]
    reached = next((word for word in words["reached"] if told.ahead.rstrip().endswith(word)), "")
    if not reached or first_in(told.ahead, words["new"]):
        return ""
    beside = [t for t in all_told if t is not told and t.sentence == told.sentence and t.narrative is told.narrative]
    risen = any(first_in(t.ahead, words["risen"]) and t.quantity.unit == told.quantity.unit for t in beside)
    return reached if risen else ""


def _not_new(told: Told) -> str:
    """The words by which a number is no amount of the period, where what is new was asked for, else ""."""
    words = vocabulary("achievements")
    existing = first_in(told.before, words["basis"]["existing"])
    # 已有33所学校开工，其中21所已建成: what was done to them, and no stock.
    acted = first_in(told.behind, words["verbs"]["words"]) and (existing == "已有" or (is_part(told) and not existing))
    if not acted and (existing or told.quantity.basis == "stock"):
        return existing or told.before.strip() or told.quantity.text
    # 由668家增加到1041家
    starts = first_in(told.before, words["rises"]["from"])
    raised = next((word for word in words["basis"]["raised_to"] if told.ahead.rstrip().endswith(word)), "")
    if starts and raised:
        return raised
    this_year = first_in(told.sentence, (*words["basis"]["since_this_year"], *words["basis"]["of_the_year"]))
    return "" if this_year else first_in(told.own_words, words["basis"]["in_all"])


def _increment(asked: Asked, told: Told) -> str:
    """The words by which a number says by how much something rose where the goal says to what (提高到), else ""."""
    words = vocabulary("achievements")["basis"]
    raised_to = first_in(asked.clause, words["raised_to"])
    return next((word for word in words["raised_by"] if raised_to and told.before.rstrip().endswith(word)), "")


def _other_scope(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words by which a number speaks of another place, class or threshold than the goal does, else ""."""
    words = vocabulary("achievements")["scope"]
    elsewhere = first_in(told.before, [word for word in words["words"] if word not in asked.target])
    own = makes_its_per_cent(asked.goal, told, all_told) or speaks_for_all(asked, told, all_told)
    if elsewhere and not own:
        return elsewhere
    rest = first_in(told.ahead, words["rest"])
    if not rest and asked.goal.unit == "%":
        rest = first_in(told.ahead, [word for word in words["parts"] if word not in asked.target])
    if rest:
        return rest
    if asked.threshold is not None and told.threshold is not None and asked.threshold.value != told.threshold.value:
        return f"{told.threshold.text} ≠ {asked.threshold.text}"
    return _contrast(asked, told) or _other_grade(asked, told) or _one_place(asked, told)


def _other_grade(asked: Asked, told: Told) -> str:
    """The two grades where the goal names one and the number another (3A级 ≠ 4A级), else ""."""
    grades = vocabulary("achievements")["scope"]["grades"]
    wanted, offered = re.findall(grades, asked.goal.measure), re.findall(grades, told.quantity.measure)
    return f"{offered[0]} ≠ {wanted[0]}" if wanted and offered and not set(wanted) & set(offered) else ""


def _contrast(asked: Asked, told: Told) -> str:
    """The two words of one kind, of which the goal has one and the number another (市级 ≠ 省级), else ""."""
    words = vocabulary("achievements")["scope"]
    ours = asked.goal.measure + asked.clause
    theirs = without(told.quantity.measure + told.before + _own_words(told.after), words["harmless"])
    for group in words["contrasts"]:
        wanted = _named(group, ours)
        if any(f"{word}{above}" in ours for word in wanted.values() for above in words["and_above"]):
            continue
        offered = _named(group, theirs)
        if wanted and offered and not wanted.keys() & offered.keys():
            return f"{next(iter(offered.values()))} ≠ {next(iter(wanted.values()))}"
    return ""


def _named(group: Sequence[str], text: str) -> dict[str, str]:
    """The members of a group of contrasts that a text names, with the word it has for them (a member may be a|b)."""
    return {member: word for member in group if (word := first_in(text, member.split("|")))}


def _own_words(after: str) -> str:
    """The words behind a number that may speak of it: those before the next number or the next part of a list."""
    return re.split(r"[0-9、和及]", after, maxsplit=1)[0]


def _one_place(asked: Asked, told: Told) -> str:
    """The one district that a clause is about where the goal speaks of the whole city, else ""."""
    words = vocabulary("achievements")["scope"]
    if not first_in(asked.target, words["whole_place"]):
        return ""
    subject = told.before.strip()[: int(words["place_length"])]
    return next(
        (
            subject[:length]
            for length in range(2, len(subject) + 1)
            if subject[length - 1] in words["place_ends"]
            and subject[:length] not in words["no_places"]
            and not subject[:length].endswith(tuple(words["no_place_ends"]))
        ),
        "",
    )


def _divided_by(told: Told, all_told: Sequence[Told]) -> str:
    """The next number where it says how many of this set are done (20件民生大事，已完成3件), else ""."""
    done = vocabulary("achievements")["finished"]
    if first_in(told.ahead, done):
        return ""
    return next(
        (
            f"{other.ahead.strip()}{other.quantity.text}"
            for other in all_told
            if other.narrative is told.narrative
            and other.position == told.position + 1
            and other.sentence == told.sentence
            and other.quantity.value < told.quantity.value
            and compatible(other.quantity.unit, told.quantity.unit) == "same"
            and first_in(other.ahead, done)
        ),
        "",
    )


def _unfinished_parts(told: Told, all_told: Sequence[Told]) -> str:
    """The words by which every part of the number is still being built, else "".

    合计920套，其中一期(400套)完成总工程量的95%；二期(520套)完成总工程量的70%.
    """
    words = [word for word in vocabulary("achievements")["of_plan"]["works"] if word.endswith("工程量")]
    behind = [t for t in all_told if t.narrative is told.narrative and t.position > told.position]
    parts = [t for t in behind if t.quantity.unit == told.quantity.unit]
    works = [t for t in behind if t.quantity.unit == "%" and t.quantity.value < 100 and first_in(t.ahead, words)]
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
    so_many_of = re.search(words["so_many_of"], told.before) if asked.goal.unit == told.quantity.unit else None
    if so_many_of:
        return so_many_of[0]
    if re.match(words["opens"], told.before) and told.quantity.measure_span[0] >= told.quantity.span[1]:
        divided = _divided_by(told, all_told)
        if divided and divided in told.clause:
            return divided
    if told.after.rstrip().endswith("中") and _divided_by(told, all_told):
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
            if is_part(other)
            and is_finished(other)
            and other.sentence == told.sentence
            and other.position > told.position
            and compatible(other.quantity.unit, asked.goal.unit) != "no"
        ),
        "",
    )
