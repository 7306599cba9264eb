"""What is not done: still to come or under way, only planned, or no further than a stage before the one asked for."""

from __future__ import annotations

import re
from functools import cache

from reconcile.assessment.told import Asked, Told, is_adjusted, is_finished, verbs_around
from reconcile.assessment.words import first_in, without
from reconcile.resources import vocabulary


def pending_words(told: Told) -> str:
    """The words by which the work on what is counted is still to come or under way (正在, 下一步, 力争), else ""."""
    words = vocabulary("achievements")["stage"]
    before = without(told.before, words["not_pending"])
    undone = first_in(told.own_words, (*words["undone"], *words["going_on"]))
    return undone or first_in(before, words["pending"]) or first_in(told.behind, words["pending"])


def planned_words(told: Told) -> str:
    """The words by which the number is what was to be done (计划建设12处, 省下达任务3.2万人); "" where it was done."""
    words = vocabulary("achievements")["decoys"]["planned"]
    before = without(told.before, words["harmless"])
    # 任务82个、1.85万户: the word holds for the list.
    listed = re.sub(words["listed"], "", before.rstrip())
    task = next((word for word in words["tasks"] if listed.endswith(word)), "")
    # 完成年度目标任务589亿元的37%: what the per cent is of.
    if task and re.match(r"\s*的\s*[0-9]", told.narrative.text[told.quantity.span[1] :]):
        return task
    named = next((word for word in words["named"] if told.after.lstrip().startswith(f"{word}的")), "")
    if named and re.match(r"\s*[0-9]", told.after.partition(f"{named}的")[2]):
        return named
    if is_adjusted(told):
        return told.ahead.strip()
    planned = task or first_in(before, words["words"])
    # 计划改造的210个小区已全部开工 says how far those planned are.
    begun = before.rstrip().endswith("的") and first_in(told.after, vocabulary("achievements")["stage"]["begun"])
    return "" if planned and (is_finished(told) or begun) else planned


def scheduled_words(asked: Asked, told: Told) -> str:
    """The month in which the work on what is counted is to begin (5月份开工), else ""; not where that was asked for."""
    words = vocabulary("achievements")["stage"]
    found = re.match(words["scheduled"], told.behind)
    if found is None or first_in(told.clause, vocabulary("achievements")["finished"]):
        return ""
    return "" if first_in(asked.clause, words["begun"]) else found[0].strip()


def at_work(asked: Asked, told: Told) -> str:
    """The words by which the work is under way on as many as were asked for (400户改造正在施工), else ""."""
    enough = told.quantity.value >= asked.goal.value and told.quantity.unit == asked.goal.unit
    found = re.search(vocabulary("achievements")["stage"]["at_work"], told.after) if enough else None
    return found[0].strip() if found else ""


def only_repeated(asked: Asked, told: Told) -> str:
    """What is said of the goal's own number where that is no end of the work (5所中心处于招标阶段), else "".

    A number that merely repeats the goal is a result only where nothing is said of it, or that it was done.
    """
    words = vocabulary("achievements")["repeated"]
    goal, quantity = asked.goal, told.quantity
    if quantity.value != goal.value or quantity.unit != goal.unit or goal.unit in words["not_units"]:
        return ""
    rate = re.match(words["rate"], told.after)
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
    to_come = re.search(words["to_come"], without(said, harmless))
    behind = without(told.behind, harmless)
    paper = re.search(words["prepared"], behind) or re.search(words["step_first"], behind)
    prepared = paper is not None and paper["what"] not in asked.target
    # 消除危房200户: 200户危房已全部消除
    verbs = without(asked.before, words["nouns"]).strip()
    done = first_in(without(said, words["no_ends"]), (*ends, *words["all"])) or first_in(
        said, [verbs[i : i + 2] for i in range(len(verbs) - 1)]
    )
    return said if to_come or prepared or not done else ""


def half_built(asked: Asked, told: Told) -> str:
    """The words by which as many as were asked for stand as a shell (主体已完工, 完成桩基), else ""."""
    enough = told.quantity.value >= asked.goal.value and told.quantity.unit == asked.goal.unit
    found = re.search(vocabulary("achievements")["stage"]["shell"], told.behind) if enough else None
    return "" if found is None or found[0] in asked.target else found[0]


def years_ahead(asked: Asked, told: Told) -> str:
    """The words by which the number is striven for over years to come (力争5年内总规模达到100亿元), else ""."""
    words = vocabulary("achievements")
    years = _pattern(words["basis"]["years_ahead"])
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = years.search(ahead)
    if found is None or years.search(asked.target):
        return ""
    return found[0] if first_in(ahead[: found.start()], words["stage"]["striven_for"]) else ""


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)


def earlier_stage(asked: Asked, told: Told) -> str:
    """The words by which the number counts what was begun or applied for where a result was asked for, else ""."""
    words = vocabulary("achievements")["stage"]
    promised, reported = verbs_around(asked.own_words, asked.clause), verbs_around(told.own_words, told.clause)
    nearly = first_in(reported, words["nearly_built"])
    if nearly and first_in(promised, words["built"]):
        return nearly
    if _is_past(reported):
        return ""
    step = _goes_on(asked, told) or ("" if _early_step(promised) else _early_step(reported))
    if step:
        return step
    excused = words["work"] if first_in(promised, words["work_verbs"]) else ()
    excused = (*excused, *(words["brought_in"] if first_in(promised, words["bringing_in"]) else ()))
    return first_in(
        without(reported, words["harmless"]),
        [word for word in words["words"] if word not in promised and word not in excused],
    )


def first_step(asked: str, clause: str) -> str:
    """The words by which what a clause says is done is no more than a step on the way (主体完工, 完成招标), else ""."""
    words = vocabulary("achievements")["stage"]
    steps = [word for word in (*words["nearly_built"], *words["words"]) if word not in asked]
    return first_in(clause, steps) or ("" if _early_step(asked) else _early_step(clause))


def _is_past(words_around: str) -> bool:
    """Whether the words say that a first stage is behind; a test by a lower level (通过市级评审) is none."""
    words = vocabulary("achievements")["stage"]
    plain = without(words_around, words["not_past"])
    return bool(first_in(plain, words["past"])) and not _early_step(words_around)


def _early_step(words_around: str) -> str:
    """The first step that is all that is said to be finished (已完成招标), else ""."""
    return first_in(words_around, _early_steps())


@cache
def _early_steps() -> tuple[str, ...]:
    words = vocabulary("achievements")["stage"]
    return tuple(f"{done}{step}" for step in words["early_steps"] for done in words["step_done"])


def _goes_on(asked: Asked, told: Told) -> str:
    """The words behind the number's clause by which the work on it goes on, without a number of its own, else ""."""
    words = vocabulary("achievements")["stage"]
    if not any(verb in asked.before for verb in (*words["built"], *words["made"])):
        return ""
    if any(verb in told.clause for verb in vocabulary("achievements")["finished"] if len(verb) > 1):
        return ""
    text = told.narrative.text
    behind = text[told.quantity.span[1] + len(told.after) :].lstrip("，, ")
    clause = re.split(r"[，,。；;\n]", behind, maxsplit=1)[0]
    return clause if clause.startswith(tuple(words["following"])) and not re.search(r"[0-9]", clause) else ""
