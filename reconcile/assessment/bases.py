"""Whether a number is of another basis or another time than was asked for: a stock, a rise, a quarter, another year."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.goals import is_growth, is_rate
from reconcile.assessment.told import Asked, Told, is_part, words_ahead
from reconcile.assessment.words import compiled, ending_of, first_in, first_of, not_asked, without_any, words_of
from reconcile.resources import vocabulary


def other_basis(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The words by which a number is of another basis than was asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    goal, quantity = asked.goal, told.quantity
    if quantity.unit in words["rate_units"]:
        return (quantity.measure or quantity.text) if (goal.basis == "growth") != is_growth(quantity) else ""
    if goal.basis == "cumulative" and first_in(told.before, words["of_the_year"]):
        return first_in(told.before, words["of_the_year"])
    per_head = words_of("achievements.basis.per_head")
    ours, theirs = first_of(asked.before, per_head), first_of(told.before, per_head)
    if bool(ours) != bool(theirs):
        return ours or theirs
    if first_in(asked.clause, words["net"]) and not first_in(told.own_words, words["net"]):
        gross = first_in(told.own_words, words["gross"])
        if gross:
            return gross
    if goal.basis in ("cumulative", "stock") or is_rate(goal):
        return _increment(asked, told)
    new = words_of("achievements.basis.new").pattern.search(asked.clause)
    if new or first_in(asked.clause, words["adding"]):
        long = _since_long(asked, told)
        if long:
            return long
    before = without_any(told.before, words_of("achievements.basis.since_this_year"))
    since = not_asked(before, words_of("achievements.basis.since_years"), asked.target)
    if since or not new:
        return since or _increment(asked, told) or _in_stock(asked, told)
    return _not_new(told) or _far_more(asked, told) or _level_beside_rise(told, all_told)


def _since_long(asked: Asked, told: Told) -> str:
    """The words by which the sentence counts from a year before (自2019年启动以来，累计; Since 2020/21,), else ""."""
    found = compiled(vocabulary("achievements")["basis"]["since_a_year"]).search(words_ahead(told))
    return "" if found is None or (found["year"] or found[0][-4:]) in asked.target else found[0]


def another_year(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The year that a number is of, where that is gone or a number of the year asked for stands beside it, else ""."""
    before = _year_before(asked, told)
    if before:
        return before
    year = compiled(vocabulary("achievements")["basis"]["of_a_year"])
    theirs = year.match(told.before.lstrip())
    if theirs is None:
        return ""
    alike = [t for t in all_told if t.quantity.unit == told.quantity.unit]
    told_of = {found[1] for t in alike if (found := year.match(t.before.lstrip()))}
    # Where the target names none, the last one told is the one that is reported on.
    asked_for = set(year.findall(asked.target)) or {max(told_of)}
    return theirs[0] if theirs[1] not in asked_for and asked_for & told_of else ""


def _year_before(asked: Asked, told: Told) -> str:
    """The year that a number is said to be of, where that lies before the year the report speaks for, else "".

    2022年启动的 and 2022年度计划 only name what is meant.
    """
    words = vocabulary("achievements")["basis"]
    if not asked.year:
        return ""
    found = compiled(words["of_the_year_before"]).search(words_ahead(told))
    if found is None and words_of("achievements.basis.of_the_year").pattern.search(told.narrative.text):
        last = compiled(words["of_last_year"]).search(words_ahead(told))
        return "" if last is None else last["year"]
    if found is None or found["year"] >= asked.year or found["year"] in asked.target:
        return ""
    now = first_in(told.clause, (*words["of_the_year"], *words["since_this_year"], asked.year))
    return "" if now else found["year"] + "年"


def _far_more(asked: Asked, told: Told) -> str:
    """The word by which the sentence counts from the beginning, where the number is many times what was to be added."""
    words = vocabulary("achievements")["basis"]
    if told.quantity.value < asked.goal.value * int(words["so_many_times"]) or first_in(told.before, words["new"]):
        return ""
    if first_in(told.sentence, (*words["since_this_year"], *words["of_the_year"])):
        return ""
    found = compiled(words["in_total"]).search(words_ahead(told))
    return found[0] if found else ""


def one_quarter(asked: Asked, told: Told, all_told: Sequence[Told]) -> str:
    """The quarter that alone a number is of, where the year's amount was asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    quarter = first_of(told.clause, words_of("achievements.basis.quarter"))
    if not quarter:
        return ""
    ours = (*words["to_the_end"], *words["whole_year"])
    if first_in(told.clause, ours) or first_in(asked.target, words["quarter"]) or is_rate(asked.goal):
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
    reached = ending_of(told.ahead.rstrip(), words["reached"])
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
    return not_asked(told.ahead, words_of("achievements.basis.existing"), asked.clause)


def _not_new(told: Told) -> str:
    """The words by which a number is no amount of the period, where what is new was asked for, else ""."""
    words = vocabulary("achievements")
    existing = first_of(told.before, words_of("achievements.basis.existing"))
    # 已有33所学校开工，其中21所已建成: what was done to them, and no stock.
    verb = words_of("achievements.verbs.words").pattern.search(told.behind)
    acted = verb and (existing == words["basis"]["had"] or (is_part(told) and not existing))
    if not acted and (existing or told.quantity.basis == "stock"):
        return existing or told.before.strip() or told.quantity.text
    # 由668家增加到1041家
    starts = first_in(told.before, words["rises"]["from"])
    raised = ending_of(told.ahead.rstrip(), words["basis"]["raised_to"])
    if starts and raised:
        return raised
    in_all = first_of(told.own_words, words_of("achievements.basis.in_all"))
    this_year = words_of("achievements.basis.since_this_year", "achievements.basis.of_the_year")
    return "" if this_year.pattern.search(told.sentence) else in_all


def _increment(asked: Asked, told: Told) -> str:
    """The words by which a number says by how much something rose where the goal says to what (提高到), else ""."""
    raised_to = words_of("achievements.basis.raised_to").pattern.search(asked.clause)
    return ending_of(told.before.rstrip(), words_of("achievements.basis.raised_by").listed) if raised_to else ""


def total_cost(asked: Asked, told: Told) -> str:
    """The name of what works are to cost in all, where what was invested in the period is asked for, else ""."""
    words = vocabulary("achievements")["basis"]
    if not first_in(asked.goal.measure, words["invested"]) or first_in(asked.clause, words["total_cost"]):
        return ""
    return ending_of(told.quantity.measure, words["total_cost"])
