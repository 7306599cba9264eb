"""Weighs one number of a narrative as the answer to one goal: what speaks for it, part by part.

The parts add up to the candidate's score: ``unit``, ``measure``, ``basis``, ``words`` (decoys, the goal's own verb),
``checks`` (figures beside it that agree) and ``place``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from reconcile.assessment.goals import is_growth
from reconcile.assessment.measures import closeness, contained, likeness, plain_measure
from reconcile.assessment.refusals import refusal
from reconcile.assessment.told import (
    Asked,
    Told,
    is_finished,
    is_part,
    makes_its_per_cent,
    names_the_task,
    tells_progress,
)
from reconcile.assessment.words import compiled, first_in, without, words_of
from reconcile.model import Candidate, Goal, Quantity
from reconcile.quantities import compatible, dimension_of
from reconcile.resources import vocabulary

# Verbs in English that say what was done and not what is counted.
_PAST = re.compile("[a-z]+ed")


def weigh(asked: Asked, told: Told, all_told: Sequence[Told]) -> Candidate:
    """One number as a candidate for one goal, with the parts of its score and why it cannot answer, if so.

    ``all_told`` are the numbers of all narratives, this one among them.
    """
    goal, told = asked.goal, _in_its_unit(asked.goal, _per_person(asked, told))
    quantity = _as_asked(asked, told)
    parts = {
        "unit": _unit_part(goal, told.quantity),
        "measure": _same_kind(asked, told, _measure_part(goal, told, all_told)),
        "basis": _basis_part(goal, told.quantity),
        "words": _decoy_part(goal, told) + _verb_part(asked, told) + _echo_part(goal, told),
        "checks": _check_part(goal, told, all_told),
        "place": -0.01 * told.position,
    }
    refused, refused_by = refusal(asked, told, all_told)
    return Candidate(
        quantity=quantity,
        citation=told.narrative.cite(*told.quantity.span),
        outcome=told.outcome,
        score=round(sum(parts.values()), 3),
        parts=tuple([(name, round(value, 3)) for name, value in parts.items()]),
        refused=refused,
        refused_by=refused_by,
    )


def _per_person(asked: Asked, told: Told) -> Told:
    """The number without what it is taken over where the goal says that in words: 780元/人月 for 每人每月760元."""
    head, over, _ = told.quantity.unit.partition("/")
    if not over or head != asked.goal.unit:
        return told
    if words_of("achievements.per_person").pattern.search(asked.before) is None:
        return told
    return replace(told, quantity=replace(told.quantity, unit=head))


def _in_its_unit(goal: Goal, told: Told) -> Told:
    """The number without its counter where the goal is printed without one: 减少贫困人口1000万以上."""
    words = vocabulary("achievements")
    if goal.unit:
        return _counting_people(goal, told)
    counts = not goal.measure.isascii() and goal.value >= int(words["unit"]["bare_from"])
    if not counts or dimension_of(told.quantity.unit) != "counter":
        return told
    if likeness(goal.measure, told.quantity.measure) < float(words["offered"]):
        return told
    return replace(told, quantity=replace(told.quantity, unit="", dimension=""))


def _counting_people(goal: Goal, told: Told) -> Told:
    """The number with the goal's counter where it counts people or households without one (4.04万下岗人员)."""
    words, quantity = vocabulary("achievements"), told.quantity
    if quantity.unit or quantity.value < int(words["unit"]["uncounted_from"]) or quantity.measure.isascii():
        return told
    if goal.unit not in words["unit"]["people"] and quantity.measure[-1:] != goal.unit:
        return told
    if likeness(goal.measure, quantity.measure) < float(words["offered"]):
        return told
    return replace(told, quantity=replace(quantity, unit=goal.unit, dimension=goal.dimension))


def _as_asked(asked: Asked, told: Told) -> Quantity:
    """The quantity with its value negative where it grew and was to fall, or fell and was to grow."""
    quantity = told.quantity
    if asked.goal.basis != "growth" or not is_growth(quantity) or (quantity.sign < 0) == asked.falls:
        return quantity
    # 改善 may be said of a fall; only a plain word for a rise turns a number against the promise of one.
    worse = vocabulary("achievements")["rises"]["worse"]
    if asked.falls and not any(word in told.before for word in worse):
        return quantity
    return replace(quantity, value=-quantity.value, sign=1)


def _unit_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["unit"]
    if goal.unit in weights["people"] and quantity.unit in weights["people"]:
        return float(weights["same"])
    return float(weights.get(compatible(goal.unit, quantity.unit), 0.0))


def _measure_part(goal: Goal, told: Told, all_told: Sequence[Told]) -> float:
    """How well the measures agree; words around a number speak for it where its own measure says no other thing."""
    weights = vocabulary("achievements")["measure"]
    own = _said_measure(goal, told, all_told)
    best = likeness(goal.measure, own)
    if best > 0 or len(own) <= int(weights["vague"]) or own.endswith(tuple(weights["anything"])):
        for most, words in ((float(weights["clause"]), told.clause), (float(weights["sentence"]), told.sentence)):
            if best < most:
                best = max(best, most * contained(goal.measure, words))
    score = float(weights["weight"]) * best + float(weights["exact"]) * closeness(goal.measure, own)
    if not own:
        return max(score, float(weights[_stands_alone(told, all_told)]))
    return score - float(weights["other"]) if best < float(weights["other_below"]) and _is_other(goal, told) else score


def _same_kind(asked: Asked, told: Told, likeness_part: float) -> float:
    """The part for the measure, and no less than what speaks for a number that names the goal's thing otherwise.

    A goal that only says 投资 asks for that of the works its target names (水利工程完成投资); things named one by one
    and counted (甲路、乙街2条道路) answer a goal of things alike (2条断头路).
    """
    weights, goal, own = vocabulary("achievements")["measure"], asked.goal, told.quantity.measure
    if compatible(goal.unit, told.quantity.unit) not in ("same", "convertible"):
        return likeness_part
    bare = plain_measure(goal.measure)
    if bare in weights["heads"] and own.endswith(bare) and contained(own.removesuffix(bare), asked.target) > 0:
        return max(likeness_part, float(weights["weight"]) * float(weights["clause"]))
    alone = not asked.twins or told.quantity.value == goal.value
    if alone and set(own) & set(goal.measure) and _names_its_members(told):
        return max(likeness_part, float(weights["weight"]) * float(weights["sentence"]))
    return likeness_part


def _names_its_members(told: Told) -> bool:
    """Whether just as many things as the number says are named in front of it."""
    words = vocabulary("achievements")["measure"]["named"]
    members = told.ahead.strip().split(words["joint"])
    named = all(1 < len(member) <= int(words["longest"]) for member in members)
    return named and int(words["least"]) <= len(members) == told.quantity.value


def _words_of(measure: str) -> set[str]:
    """The longer words of a measure in Latin letters, without the ending of a plural."""
    return {word.removesuffix("s") for word in measure.lower().split() if len(word) > 3}


def _said_measure(goal: Goal, told: Told, all_told: Sequence[Told]) -> str:
    """What a number says that it counts; "" where that is nothing but a word for a change, or the goal's last noun."""
    words = vocabulary("achievements")["measure"]
    own = told.quantity.measure
    if own in vocabulary("goals")["growth_words"] or own.endswith(tuple(words["of_the_task"])):
        return ""
    # 合计215套 counts what its parts count; 西区新建61套 is one of them.
    if _is_called_total(told) and _is_total(told, all_told):
        return ""
    if compiled(words["part_only"]).fullmatch(own):
        return ""
    # 竣工交付使用7台, decided within an average of 52 days: what was done says nothing of what is counted.
    done = compiled(words["stage_only"]).fullmatch(told.ahead.strip("、 ，,")) or _PAST.fullmatch(own)
    if done and likeness(goal.measure, own) < float(words["other_below"]):
        return ""
    if own in words["of_dimension"] and compatible(goal.unit, told.quantity.unit) in ("same", "convertible"):
        return ""
    if goal.measure in vocabulary("achievements")["of_plan"]["works"] and tells_progress(told):
        return ""
    if goal.comparator == told.quantity.comparator == "rank":
        return without(own, (*words["standing"], *vocabulary("goals")["growth_words"]))
    same = compatible(goal.unit, told.quantity.unit) in ("same", "convertible")
    return "" if same and own in words["heads"] and goal.measure.endswith(own) else own


def _is_other(goal: Goal, told: Told) -> bool:
    """Whether what a number counts has a name of its own that ends otherwise than the goal's (孵化载体 for 企业).

    People are people, whatever they are called.
    """
    words = vocabulary("achievements")
    own = told.quantity.measure
    if own.isascii():
        return not told.quantity.dimension and not _words_of(own) & _words_of(goal.measure)
    if own.endswith(tuple(words["measure"]["anything"])):
        return False
    vague = len(own) <= int(words["measure"]["vague"]) and own not in words["measure"]["heads"]
    return not vague and told.quantity.unit not in words["unit"]["people"] and own[-1:] != goal.measure[-1:]


def _stands_alone(told: Told, all_told: Sequence[Told]) -> str:
    """``alone`` for the only number of its unit, or the only one said to be done (已完成24个), else ``bare``."""
    done = vocabulary("achievements")["finished"][1:]
    rivals = [t for t in all_told if compatible(t.quantity.unit, told.quantity.unit) != "no"]
    finished = [t for t in rivals if any(word in t.ahead for word in done)]
    return "alone" if len(rivals) == 1 or finished == [told] else "bare"


def _check_part(goal: Goal, told: Told, all_told: Sequence[Told]) -> float:
    """What the figures around the number say for it.

    A per cent of plan in its sentence that is just this number's share of the goal; or numbers of other states (在建,
    未开工) that make up the goal together with it.
    """
    weights = vocabulary("achievements")["checks"]
    if makes_its_per_cent(goal, told, all_told) or _follows_its_task(goal, told, all_told):
        return float(weights["per_cent"])
    states = [
        t.quantity.value
        for t in all_told
        if t.narrative is told.narrative
        and t.sentence == told.sentence
        and t.quantity.unit == told.quantity.unit
        and t.quantity.value < goal.value
    ]
    if len(states) > 1 and sum(states) == goal.value and states[0] == told.quantity.value:
        return float(weights["states"])
    if not _is_total(told, all_told):
        return 0.0
    return float(weights["called_total" if _is_called_total(told) else "total"])


def _is_called_total(told: Told) -> bool:
    return told.ahead.rstrip().endswith(tuple(vocabulary("achievements")["checks"]["totals"]))


def _follows_its_task(goal: Goal, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the sentence names the goal's own number as the task before it (任务14万亩，目前已完成13.39万亩)."""
    return any(
        other.quantity.value == goal.value
        and other.position < told.position
        and other.sentence == told.sentence
        and names_the_task(other)
        for other in all_told
        if other.narrative is told.narrative
    )


def _is_total(told: Told, all_told: Sequence[Told]) -> bool:
    """Whether the numbers of its unit before it in the sentence, two or more, add up to the number."""
    parts = [
        t.quantity.value
        for t in all_told
        if t.narrative is told.narrative
        and t.sentence == told.sentence
        and t.quantity.unit == told.quantity.unit
        and t.position < told.position
    ]
    return len(parts) > 1 and sum(parts) == told.quantity.value


def _basis_part(goal: Goal, quantity: Quantity) -> float:
    weights = vocabulary("achievements")["basis"]
    if goal.basis != "period" and (goal.basis == quantity.basis or (goal.basis == "growth" and is_growth(quantity))):
        return float(weights["same"]) + min(0.0, float(weights.get(quantity.basis, 0.0)))
    return float(weights.get(quantity.basis, 0.0))


def _decoy_part(goal: Goal, told: Told) -> float:
    """What words in front of the number cost it; a part that is asked for by name is no decoy."""
    month = vocabulary("achievements")["one_month"]
    cost = float(month["cost"]) if compiled(month["pattern"]).search(told.ahead) else 0.0
    if words_of(*_decoys()).pattern.search(told.before) is None:
        return cost
    for name, decoy in vocabulary("achievements")["decoys"].items():
        if not first_in(told.before, decoy["words"]):
            continue
        if name == "part" and (is_finished(told) or closeness(goal.measure, told.quantity.measure) >= decoy["asked"]):
            continue
        if name == "earlier" and (goal.basis == "growth" or told.before.rstrip().endswith(tuple(decoy["rises"]))):
            continue
        cost += float(decoy["cost"])
    return cost


@cache
def _decoys() -> tuple[str, ...]:
    """The lists of the words that mark a number as a decoy."""
    return tuple(f"achievements.decoys.{name}.words" for name in vocabulary("achievements")["decoys"])


def _verb_part(asked: Asked, told: Told) -> float:
    """The goal's own verb in the number's clause; over a list of parts it stands in the sentence."""
    verbs = vocabulary("achievements")["verbs"]
    words = told.sentence if is_part(told) else told.clause
    agree = float(verbs["agree"]) if _verbs_in(asked.clause) & _verbs_in(words) else 0.0
    # Of several goals for one thing (新开工12项、基本建成18项) each is answered under its own verb.
    if not asked.siblings:
        return agree
    nouns = asked.goal.measure + told.quantity.measure
    ours = {verb for verb in _verbs_in(asked.own_words) if verb not in nouns}
    theirs = {verb for verb in _verbs_in(told.own_words) if verb not in nouns}
    if not ours or not theirs:
        return agree
    return agree + float(verbs["own"] if ours & theirs else verbs["other"])


@lru_cache(maxsize=1024)
def _verbs_in(text: str) -> frozenset[str]:
    """The verbs of what was done that a text holds."""
    verbs = words_of("achievements.verbs.words")
    return frozenset(verb for verb in verbs.listed if verb in text) if verbs.pattern.search(text) else frozenset()


def _echo_part(goal: Goal, told: Told) -> float:
    """The goal's own number in a clause that says it was finished (纳入计划的153个项目已全部完工)."""
    echoed = told.quantity.value == goal.value and is_finished(told)
    return float(vocabulary("achievements")["echo"]) if echoed else 0.0
