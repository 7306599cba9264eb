"""Numbers that stand beside the result: visits and meetings on the way to it, and those whom the works benefit."""

from __future__ import annotations

from reconcile.assessment.measures import likeness
from reconcile.assessment.told import Asked, Told
from reconcile.assessment.words import first_in, first_of, without, words_of
from reconcile.quantities import compatible
from reconcile.resources import vocabulary


def beside_words(asked: Asked, told: Told) -> str:
    """The words by which a number counts no result of the kind that was asked for, else ""."""
    return _efforts(asked, told) or _benefits(asked, told)


def _efforts(asked: Asked, told: Told) -> str:
    """The words for visits, talks and checks (走访企业320家), where those were not asked for themselves."""
    effort = first_of(told.own_words, words_of("achievements.beside.efforts"))
    if not effort or _asks_for_efforts(asked):
        return ""
    # 检查并新认定18家: the goal's own verb stands behind.
    verbs = without(asked.before.replace(asked.goal.measure, ""), vocabulary("achievements")["repeated"]["nouns"])
    behind = told.own_words.partition(effort)[2]
    if first_in(behind, [verbs[i : i + 2] for i in range(len(verbs) - 1)]):
        return ""
    if words_of("achievements.verbs.words").pattern.search(behind):
        return ""
    return effort if _is_object_of(effort, told) else ""


def _is_object_of(effort: str, told: Told) -> bool:
    """Whether nothing but the counted thing stands between the word and the number (座谈会征集意见230条 does not)."""
    words, measure = vocabulary("achievements")["beside"], told.quantity.measure
    _, found, between = told.ahead.rpartition(effort)
    if not found:
        behind = told.after[max(0, told.quantity.measure_span[1] - told.quantity.span[1]) :]
        between = behind.partition(effort)[0]
    between = "" if between in measure else between.replace(measure, "")
    rest = without("".join(between.split()), (*words["efforts"], *words["filling"]))
    return len(rest) < int(words["other_verb"])


def _asks_for_efforts(asked: Asked) -> bool:
    """Whether the goal asks for work of such a kind: 走访企业200家, 服务企业500家, 食品安全抽检1000批次."""
    if words_of("achievements.beside.efforts").pattern.search(asked.clause):
        return True
    works, measure = words_of("achievements.beside.asked"), asked.goal.measure
    return measure.endswith(works.listed) or bool(first_of(asked.own_words.replace(measure, ""), works))


def _benefits(asked: Asked, told: Told) -> str:
    """The word by which a number counts whom the works benefit (惠及居民2600户), and not the works.

    In the goal's own counter only where that counts neither people nor households, and the thing is another one.
    """
    words, goal, quantity = vocabulary("achievements")["beside"], asked.goal, told.quantity
    if compatible(goal.unit, quantity.unit) not in ("counter", "same") or not goal.unit:
        return ""
    if quantity.unit == goal.unit:
        people = (*words["households"], *vocabulary("achievements")["unit"]["people"])
        if goal.unit in people or not quantity.measure or likeness(goal.measure, quantity.measure):
            return ""
    if first_in(asked.clause, (*words["benefits"], *words["serving"])):
        return ""
    benefit = first_of(told.ahead, words_of("achievements.beside.benefits"))
    serves = quantity.unit in words["households"] and first_of(told.ahead, words_of("achievements.beside.serving"))
    return benefit or serves or ""
