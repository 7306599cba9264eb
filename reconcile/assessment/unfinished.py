"""What is not done: still to come or under way, only planned, or no further than a stage before the one asked for."""

from __future__ import annotations

import re
from functools import cache

from reconcile.assessment.told import Asked, Told, is_adjusted, is_finished, verbs_around, without
from reconcile.resources import vocabulary


def is_pending(told: Told) -> bool:
    """Whether the work on what is counted is still to come or under way (正在, 下一步, 力争)."""
    words = vocabulary("achievements")["stage"]
    before = without(told.before, words["not_pending"])
    undone = any(word in told.own_words for word in (*words["undone"], *words["going_on"]))
    return undone or any(word in before or word in told.behind for word in words["pending"])


def is_planned(told: Told) -> bool:
    """Whether the number is what was to be done (计划建设12处, 省下达任务3.2万人) and is not said to be done."""
    words = vocabulary("achievements")["decoys"]["planned"]
    before = without(told.before, words["harmless"])
    task = before.rstrip().endswith(tuple(words["tasks"]))
    # 完成年度目标任务589亿元的37%: what the per cent is of.
    if task and re.match(r"\s*的\s*[0-9]", told.narrative.text[told.quantity.span[1] :]):
        return True
    if is_adjusted(told):
        return True
    return (task or any(word in before for word in words["words"])) and not is_finished(told)


def is_beyond(asked: Asked, told: Told) -> bool:
    """Whether the number is striven for over years to come (力争5年内总规模达到100亿元)."""
    words = vocabulary("achievements")
    years = _pattern(words["basis"]["years_ahead"])
    start = told.quantity.span[0]
    ahead = told.narrative.text[max(told.narrative.text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]
    found = years.search(ahead)
    if found is None or years.search(asked.target):
        return False
    return any(word in ahead[: found.start()] for word in words["stage"]["striven_for"])


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)


def is_earlier_stage(asked: Asked, told: Told) -> bool:
    """Whether the number counts what was begun or applied for, where the goal asks for a result."""
    words = vocabulary("achievements")["stage"]
    promised, reported = verbs_around(asked.own_words, asked.clause), verbs_around(told.own_words, told.clause)
    built = any(word in promised for word in words["built"])
    if built and any(word in reported for word in words["nearly_built"]):
        return True
    if _is_past(reported):
        return False
    if _goes_on(asked, told):
        return True
    if _is_early_step(reported) and not _is_early_step(promised):
        return True
    excused = words["work"] if any(verb in promised for verb in words["work_verbs"]) else ()
    return any(word in reported and word not in promised and word not in excused for word in words["words"])


def _is_past(words_around: str) -> bool:
    """Whether the words say that a first stage is behind; a test by a lower level (通过市级评审) is none."""
    words = vocabulary("achievements")["stage"]
    plain = without(words_around, words["not_past"])
    return any(word in plain for word in words["past"]) and not _is_early_step(words_around)


def _is_early_step(words_around: str) -> bool:
    """Whether what is said to be finished is only a first step: 已完成招标."""
    steps = vocabulary("achievements")["stage"]["early_steps"]
    return any(f"{done}{step}" in words_around for step in steps for done in ("完成", "完成了", "通过"))


def _goes_on(asked: Asked, told: Told) -> bool:
    """Whether the clause behind the number's says that the work on it goes on, and gives no number of its own."""
    words = vocabulary("achievements")["stage"]
    if not any(verb in asked.before for verb in (*words["built"], *words["made"])):
        return False
    if any(verb in told.clause for verb in vocabulary("achievements")["finished"] if len(verb) > 1):
        return False
    text = told.narrative.text
    behind = text[told.quantity.span[1] + len(told.after) :].lstrip("，, ")
    clause = re.split(r"[，,。；;\n]", behind, maxsplit=1)[0]
    return clause.startswith(tuple(words["following"])) and not re.search(r"[0-9]", clause)
