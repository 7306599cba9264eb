"""Whether a number is of another basis or another time than was asked for: a stock, a rise, a quarter, another year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.told import Asked, Told, is_part
from reconcile.assessment.words import first_in, without
from reconcile.resources import vocabulary


def other_basis(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
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
        return since or _increment(asked, told) or _in_stock(asked, told)
    return _not_new(told) or _far_more(asked, told) or _level_beside_rise(told, all_told)


def _since_long(asked: Asked, told: Told) -> str:
    """The words by which the sentence counts from a year before (自2019年启动以来，累计; Since 2020/21,), else ""."""
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = re.search(vocabulary("achievements")["basis"]["since_a_year"], ahead)
    return "" if found is None or (found["year"] or found[0][-4:]) in asked.target else found[0]


def another_year(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
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


def one_quarter(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
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


def _in_stock(asked: Asked, told: Told) -> str:
    """The word by which a number many times the goal is all there is (社会组织总数达到820家), else ""."""
    words = vocabulary("achievements")["basis"]
    if told.quantity.value < asked.goal.value * int(words["so_many_times"]):
        return ""
    return first_in(told.ahead, [word for word in words["existing"] if word not in asked.clause])


def _not_new(told: Told) -> str:
    """The words by which a number is no amount of the period, where what is new was asked for, else ""."""
    words = vocabulary("achievements")
    existing = first_in(told.before, words["basis"]["existing"])
    # 已有33所学校开工，其中21所已建成: what was done to them, and no stock.
    verb = first_in(told.behind, words["verbs"]["words"])
    acted = verb and (existing == words["basis"]["had"] or (is_part(told) and not existing))
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


def total_cost(asked: Asked, told: Told) -> str:
    """The name of what works are to cost in all, where what was invested in the period is asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    asks = first_in(asked.goal.measure, words["invested"]) and not first_in(asked.clause, words["total_cost"])
    return next((word for word in words["total_cost"] if asks and told.quantity.measure.endswith(word)), "")
