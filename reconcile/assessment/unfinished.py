"""What is not done: still to come or under way, only planned, or no further than a stage before the one asked for."""

from __future__ import annotations

import re
from functools import cache

from reconcile.assessment.told import Asked, Told, is_adjusted, is_finished, verbs_around, words_ahead
from reconcile.assessment.words import (
    Words,
    compiled,
    ending_of,
    first_in,
    first_of,
    joined,
    without,
    without_any,
    words_of,
)
from reconcile.resources import vocabulary

_SHARE_OF = re.compile(r"\s*的\s*[0-9]")
_NUMBER = re.compile(r"\s*[0-9]")
_DIGIT = re.compile(r"[0-9]")
_MARKS = re.compile(r"[，,。；;\n]")


def pending_words(told: Told) -> str:
    """The words by which the work on what is counted is still to come or under way (正在, 下一步, 力争), else ""."""
    undone = first_of(told.own_words, words_of("achievements.stage.undone", "achievements.stage.going_on"))
    if undone:
        return undone
    pending = words_of("achievements.stage.pending")
    before = without_any(told.before, words_of("achievements.stage.not_pending"))
    return first_of(before, pending) or first_of(told.behind, pending)


def planned_words(told: Told) -> str:
    """The words by which the number is what was to be done (计划建设12处, 省下达任务3.2万人); "" where it was done."""
    words = vocabulary("achievements")["decoys"]["planned"]
    before = without_any(told.before, words_of("achievements.decoys.planned.harmless"))
    # 任务82个、1.85万户: the word holds for the list.
    listed = compiled(words["listed"]).sub("", before.rstrip())
    task = ending_of(listed, words["tasks"])
    # 完成年度目标任务589亿元的37%: what the per cent is of.
    if task and _SHARE_OF.match(told.narrative.text, told.quantity.span[1]):
        return task
    after = told.after.lstrip()
    named = next((word for word in words["named"] if after.startswith(f"{word}的")), "") if "的" in after else ""
    if named and _NUMBER.match(told.after.partition(f"{named}的")[2]):
        return named
    if is_adjusted(told):
        return told.ahead.strip()
    planned = task or first_of(before, words_of("achievements.decoys.planned.words"))
    # 计划改造的210个小区已全部开工 says how far those planned are.
    begun = before.rstrip().endswith("的") and first_in(told.after, vocabulary("achievements")["stage"]["begun"])
    return "" if planned and (is_finished(told) or begun) else planned


def scheduled_words(asked: Asked, told: Told) -> str:
    """The month in which the work on what is counted is to begin (5月份开工), else ""; not where that was asked for."""
    words = vocabulary("achievements")["stage"]
    found = compiled(words["scheduled"]).match(told.behind)
    if found is None or words_of("achievements.finished").pattern.search(told.clause):
        return ""
    return "" if first_in(asked.clause, words["begun"]) else found[0].strip()


def at_work(asked: Asked, told: Told) -> str:
    """The words by which the work is under way on as many as were asked for (400户改造正在施工), else ""."""
    enough = told.quantity.value >= asked.goal.value and told.quantity.unit == asked.goal.unit
    found = compiled(vocabulary("achievements")["stage"]["at_work"]).search(told.after) if enough else None
    return found[0].strip() if found else ""


def only_repeated(asked: Asked, told: Told) -> str:
    """What is said of the goal's own number where that is no end of the work (5所中心处于招标阶段), else "".

    A number that merely repeats the goal is a result only where nothing is said of it, or that it was done.
    """
    words = vocabulary("achievements")["repeated"]
    goal, quantity = asked.goal, told.quantity
    if quantity.value != goal.value or quantity.unit != goal.unit or goal.unit in words["not_units"]:
        return ""
    rate = compiled(words["rate"]).match(told.after)
    if rate:
        return rate[0]
    behind = told.behind[max(0, quantity.measure_span[1] - quantity.span[1]) :]
    said = without(behind, words["nouns"]).strip(" ，,。；;、：:()（）“”")
    if said not in words["alone"] and (len(said) < 2 or said.isascii() or said in asked.target):
        return ""
    if first_in(told.before, vocabulary("achievements")["finished"]):
        return ""
    if first_in(asked.clause, vocabulary("achievements")["stage"]["work_verbs"]):
        return ""
    ends = vocabulary("achievements")["implied"]["done"] + words["done"]
    harmless = vocabulary("achievements")["implied"]["harmless"]
    to_come = compiled(words["to_come"]).search(without(said, harmless))
    behind = without(told.behind, harmless)
    paper = compiled(words["prepared"]).search(behind) or compiled(words["step_first"]).search(behind)
    prepared = paper is not None and paper["what"] not in asked.target
    # 消除危房200户: 200户危房已全部消除
    verbs = without(asked.before, words["nouns"]).strip()
    # 28个项目开工: 28个项目已开工
    own = [verb for verb in vocabulary("achievements")["verbs"]["words"] if verb in asked.own_words]
    done = first_in(without(said, words["no_ends"]), (*ends, *words["all"])) or first_in(
        said, [*own, *(verbs[i : i + 2] for i in range(len(verbs) - 1))]
    )
    return said if to_come or prepared or not done else ""


def half_built(asked: Asked, told: Told) -> str:
    """The words by which as many as were asked for stand as a shell (主体已完工, 完成桩基), else ""."""
    enough = told.quantity.value >= asked.goal.value and told.quantity.unit == asked.goal.unit
    found = compiled(vocabulary("achievements")["stage"]["shell"]).search(told.behind) if enough else None
    return "" if found is None or found[0] in asked.target else found[0]


def years_ahead(asked: Asked, told: Told) -> str:
    """The words by which the number is striven for over years to come (力争5年内总规模达到100亿元), else ""."""
    years = compiled(vocabulary("achievements")["basis"]["years_ahead"])
    ahead = words_ahead(told)
    found = years.search(ahead)
    if found is None or years.search(asked.target):
        return ""
    striven = words_of("achievements.stage.striven_for").pattern.search(ahead, 0, found.start())
    return found[0] if striven else ""


def earlier_stage(asked: Asked, told: Told) -> str:
    """The words by which the number counts what was begun or applied for where a result was asked for, else ""."""
    words = vocabulary("achievements")["stage"]
    promised, reported = verbs_around(asked.own_words, asked.clause), verbs_around(told.own_words, told.clause)
    nearly = first_of(reported, words_of("achievements.stage.nearly_built"))
    if nearly and first_in(promised, words["built"]):
        return nearly
    if _is_past(reported):
        return ""
    step = _goes_on(asked, told) or ("" if _early_step(promised) else _early_step(reported))
    if step:
        return step
    plain = without_any(reported, words_of("achievements.stage.harmless"))
    if words_of("achievements.stage.words").pattern.search(plain) is None:
        return ""
    excused = words["work"] if first_in(promised, words["work_verbs"]) else ()
    excused = (*excused, *(words["brought_in"] if first_in(promised, words["bringing_in"]) else ()))
    return first_in(plain, [word for word in words["words"] if word not in promised and word not in excused])


def first_step(asked: str, clause: str) -> str:
    """The words by which what a clause says is done is no more than a step on the way (主体完工, 完成招标), else ""."""
    words = vocabulary("achievements")["stage"]
    steps = [word for word in (*words["nearly_built"], *words["words"]) if word not in asked]
    return first_in(clause, steps) or ("" if _early_step(asked) else _early_step(clause))


def _is_past(words_around: str) -> bool:
    """Whether the words say that a first stage is behind; a test by a lower level (通过市级评审) is none."""
    plain = without_any(words_around, words_of("achievements.stage.not_past"))
    past = words_of("achievements.stage.past").pattern.search(plain)
    return past is not None and not _early_step(words_around)


def _early_step(words_around: str) -> str:
    """The first step that is all that is said to be finished (已完成招标), else ""."""
    return first_of(words_around, _early_steps())


@cache
def _early_steps() -> Words:
    words = vocabulary("achievements")["stage"]
    return joined(f"{done}{step}" for step in words["early_steps"] for done in words["step_done"])


def _goes_on(asked: Asked, told: Told) -> str:
    """The words behind the number's clause by which the work on it goes on, without a number of its own, else ""."""
    words = vocabulary("achievements")["stage"]
    if words_of("achievements.stage.built", "achievements.stage.made").pattern.search(asked.before) is None:
        return ""
    if any(verb in told.clause for verb in vocabulary("achievements")["finished"] if len(verb) > 1):
        return ""
    if any(f"已{word}" in told.clause for word in vocabulary("achievements")["repeated"]["done"]):
        return ""
    text = told.narrative.text
    behind = text[told.quantity.span[1] + len(told.after) :].lstrip("，, ")
    if not behind.startswith(tuple(words["following"])):
        return ""
    clause = _MARKS.split(behind, maxsplit=1)[0]
    return "" if _DIGIT.search(clause) else clause
