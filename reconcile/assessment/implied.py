"""Answers that are not printed as the goal's own number: per cent of plan, 全部建成, 已服务5061人/5061人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from reconcile.assessment.clauses import clauses, sentences
from reconcile.assessment.measures import closeness, contained
from reconcile.assessment.refusals import refusal
from reconcile.assessment.told import Asked, Told, is_of_plan, is_part, names_the_task
from reconcile.assessment.unfinished import first_step
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.assessment.words import first_in, without, without_any, words_of
from reconcile.model import Achievement, Candidate, Goal, JudgedGoal, Message, Passage, Verdict
from reconcile.quantities import compatible, convert, dimension_of, extract_quantities
from reconcile.resources import vocabulary

_HUNDRED = Decimal(100)


def plan_share_answer(
    goal: Goal, goals: int, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by a per cent of plan (完成年度任务的68%): at 100 or more it is met, at less it is short.

    Only where the target has one goal, or the number's clause speaks of this goal's measure; never by a per cent of
    a total that reaches beyond the year (占总投资的43%).
    """
    if goal.unit == "%":
        return None
    words = vocabulary("achievements")["of_plan"]
    of_plan = [entry for entry in told if is_of_plan(entry)]
    # 公厕、中转站分别完成年度任务的104%和87.5%: that of the goal's own measure comes first.
    for entry in sorted(of_plan, key=lambda one: -closeness(goal.measure, one.quantity.measure)):
        quantity = entry.quantity
        if any(word in quantity.measure and word not in goal.measure for word in words["other_rates"]):
            continue
        if any(word in entry.clause for word in words["total_words"]):
            continue
        if first_in(entry.ahead, [word for word in words["papers"] if word not in goal.measure]):
            continue
        # How far the main works of one thing are is no share of so many things.
        if any(word in entry.clause for word in vocabulary("achievements")["stage"]["nearly_built"]):
            continue
        if _is_of_a_part(goal, entry, told):
            continue
        if goals > 1 and contained(goal.measure, entry.sentence) < float(words["about"]):
            continue
        reached = Achievement(quantity.value, "%", "of_plan", entry.outcome, entry.narrative.cite(*quantity.span))
        verdict: Verdict
        if quantity.value >= _HUNDRED:
            verdict = "exceeded" if quantity.value > _HUNDRED else "met"
        elif share is None or share >= 1:
            verdict = "short"
        else:
            verdict = "on_pace" if quantity.value >= _HUNDRED * Decimal(str(share)) else "behind"
        reason = Message(
            en=f"only the per cent of plan is reported: “{quantity.text}”",
            zh=f"只报告了完成计划的百分比：“{quantity.text}”",
        )
        return JudgedGoal(goal, reached, verdict, round(float(quantity.value / _HUNDRED), 3), reason, candidates)
    return None


def _is_of_a_part(goal: Goal, entry: Told, told: Sequence[Told]) -> bool:
    """Whether a per cent says how far the works of a number in its own clause are: 一期(400套)完成工程量的95%."""
    works = [word for word in vocabulary("achievements")["of_plan"]["works"] if word.endswith("工程量")]
    return first_in(entry.ahead, works) != "" and any(
        other.clause == entry.clause and other.position < entry.position and other.quantity.unit == goal.unit
        for other in told
        if other.narrative is entry.narrative
    )


def implied_answer(
    asked: Asked, narratives: Sequence[tuple[str, Passage]], candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by words that say all of it was done: 全部建成, 服务率100%, 已完成 5061人/5061人.

    The words must stand in a clause that speaks of the goal's measure, with no number of its own that says otherwise.
    """
    goal, words = asked.goal, vocabulary("achievements")["implied"]
    for outcome, narrative in narratives:
        for start, end in clauses(narrative.text):
            clause = narrative.text[start:end]
            if words_of("achievements.implied.whole").pattern.search(clause) is None and not _is_the_one(goal, clause):
                continue
            plain = without_any(clause, words_of("achievements.implied.harmless"))
            if words_of("achievements.implied.done").pattern.search(plain) is None:
                continue
            if words_of("achievements.implied.undone").pattern.search(plain):
                continue
            if first_step(asked.clause, clause):
                continue
            own = contained(asked.own_words, clause)
            if contained(goal.measure, clause) < float(words["about"]) and own < float(words["own_about"]):
                continue
            if not is_whole_rate(goal) and _other_numbers(clause):
                continue
            reached = Achievement(goal.value, goal.unit, "implied", outcome, narrative.cite(start, end))
            reason = Message(
                en=f"implied by “{clause.strip()}”",
                zh=f"由“{clause.strip()}”推知",
            )
            return JudgedGoal(goal, reached, "met", None, reason, candidates)
    return None


def _is_the_one(goal: Goal, clause: str) -> bool:
    """Whether a clause is about the one thing that was asked for (建成综合养老服务中心1处)."""
    one = goal.value == 1 and goal.comparator in ("eq", "ge") and dimension_of(goal.unit) == "counter"
    return one and contained(goal.measure, clause) >= float(vocabulary("achievements")["implied"]["one_about"])


def is_whole_rate(goal: Goal) -> bool:
    """Whether the goal is all of something: full coverage, or a rate of 100%."""
    return goal.comparator == "full" or (goal.unit == "%" and goal.value == _HUNDRED and goal.basis != "growth")


def counted_share_answer(
    goal: Goal, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """A goal of all or of a share, judged by how many of how many: 186个行政村中181个 is 97.3%.

    A share of less than all is told so only where the sentence says what it is a share of. Both numbers stand in one
    sentence, in the same unit, the second no larger than the first, and words between them that say the one is of the
    other.
    """
    words = vocabulary("achievements")["counted_share"]
    whole_rate = is_whole_rate(goal)
    if not whole_rate and (goal.unit != "%" or goal.basis == "growth" or goal.comparator == "range"):
        return None
    of_what = goal.measure
    if not whole_rate:
        for rate in words["rates"]:
            of_what = of_what.removesuffix(rate)
        of_what = of_what[-int(words["reach"]) :]
    for whole, part in pairwise(told):
        if whole.sentence != part.sentence or whole.quantity.unit != part.quantity.unit:
            continue
        if whole.quantity.unit == "%" or not 0 < part.quantity.value <= whole.quantity.value:
            continue
        between = whole.narrative.text[whole.quantity.span[1] : part.quantity.span[0]]
        if not any(word in between for word in words["between"]):
            continue
        # All of them, said in so many numbers (86件已化解86件), needs no more words to be about the goal.
        about = contained(of_what, whole.sentence) >= float(vocabulary("achievements")["of_plan"]["about"])
        if not about and part.quantity.value != whole.quantity.value:
            continue
        if not whole_rate and (len(of_what) < 2 or of_what[-2:] not in whole.sentence):
            continue
        value = round(_HUNDRED * part.quantity.value / whole.quantity.value, int(words["digits"]))
        cited = whole.narrative.cite(whole.quantity.span[0], part.quantity.span[1])
        reached = Achievement(value.normalize() if value % 10 else value, "%", "implied", whole.outcome, cited)
        reason = Message(
            en=f"{part.quantity.text} of {whole.quantity.text}",
            zh=f"{whole.quantity.text}中的{part.quantity.text}",
        )
        verdict = in_time(goal, value, compare(goal, value), share)
        return JudgedGoal(goal, reached, verdict, None, reason, candidates)
    return None


def parts_answer(
    asked: Asked, answer: Candidate, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by the sum of numbers listed side by side, where the best one alone would fall short.

    新建5所、改扩建7所 answers 新建改扩建学校12所. Summed are numbers of one sentence in one unit that count the same
    thing, none of which is a part of another.
    """
    if answer.quantity.unit in vocabulary("achievements")["basis"]["rate_units"] or asked.twins:
        return None
    side_by_side = [entry for entry in told if _listed_with(asked, answer, entry, told)]
    if len(side_by_side) < 2:
        return None
    goal, narrative = asked.goal, side_by_side[0].narrative
    value = sum((entry.quantity.value for entry in side_by_side), Decimal(0))
    start, end = side_by_side[0].quantity.span[0], side_by_side[-1].quantity.span[1]
    reached = Achievement(value, answer.quantity.unit, "implied", answer.outcome, narrative.cite(start, end))
    listed = " + ".join(entry.quantity.text for entry in side_by_side)
    reason = Message(en=f"the sum of {listed}", zh=f"{listed}之和")
    verdict = in_time(goal, value, compare(goal, value), share)
    return JudgedGoal(goal, reached, verdict, ratio(goal, value), reason, candidates)


def _listed_with(asked: Asked, answer: Candidate, entry: Told, told: Sequence[Told]) -> bool:
    """Whether a number is listed with the answer and counts the same thing."""
    best = next((t for t in told if t.narrative.cite(*t.quantity.span) == answer.citation), None)
    if best is None or entry.sentence != best.sentence or entry.narrative != best.narrative:
        return False
    if entry.quantity.unit != answer.quantity.unit or is_part(entry) or refusal(asked, entry, told)[0]:
        return False
    verbs = vocabulary("achievements")["side_by_side"]["other_verbs"]
    if first_in(asked.before, verbs) and any(verb in entry.own_words and verb not in asked.target for verb in verbs):
        return False
    if entry.ahead.rstrip().endswith(tuple(vocabulary("achievements")["checks"]["totals"])):
        return False
    # A month and the months up to it overlap.
    if entry.quantity.basis != best.quantity.basis:
        return False
    if entry is not best and not _as_much_about(asked.goal, entry, best):
        return False
    own, first = entry.quantity.measure, best.quantity.measure
    heads = vocabulary("achievements")["measure"]["heads"]
    alike = float(vocabulary("achievements")["side_by_side"]["alike"])
    if (
        not without(own, verbs)
        or re.fullmatch(vocabulary("achievements")["measure"]["part_only"], own)
        or (own in asked.target and own not in heads)
        or own == first
        or closeness(own, first) >= alike
    ):
        return True
    listed = float(vocabulary("achievements")["side_by_side"]["listed"])
    if "、" in asked.goal.measure and contained(own, asked.clause) >= listed:
        return True
    # 市级8个、省级5个 for 市级以上: the levels named are all asked for.
    words = vocabulary("achievements")["scope"]
    return any(
        own in group and any(level + above in asked.target for level in group for above in words["and_above"])
        for group in words["contrasts"]
    )


def _as_much_about(goal: Goal, entry: Told, best: Told) -> bool:
    """Whether a number's clause says as much of the goal as the answer's (31个项目改造 does not beside 11个竣工)."""
    verbs = [word for word in vocabulary("achievements")["verbs"]["words"] if word in goal.measure]
    return all(verb in entry.clause for verb in verbs if verb in best.clause)


def _other_numbers(clause: str) -> bool:
    """Whether a clause holds numbers besides words for the whole."""
    return any(quantity.comparator != "full" for quantity in extract_quantities(clause))


def whole_task_answer(
    asked: Asked, told: Sequence[Told], share: float | None, candidates: tuple[Candidate, ...]
) -> JudgedGoal | None:
    """The goal judged by the task as the answer names it, where all of that is said to be done.

    调整为70座，已全部完成; 全年任务为282个村，已全部建成.
    """
    words, goal = vocabulary("achievements")["implied"], asked.goal
    for entry in told:
        if not names_the_task(entry) or compatible(goal.unit, entry.quantity.unit) == "no":
            continue
        text = entry.narrative.text
        start = entry.quantity.span[1]
        end = next((stop for _, stop in sentences(text) if stop >= start), len(text))
        behind = text[start:end]
        done = any(word in behind for word in words["whole"]) and any(word in behind for word in words["done"])
        if not done or any(word in behind for word in words["undone"]) or _other_numbers(behind):
            continue
        value = convert(entry.quantity.value, entry.quantity.unit, goal.unit) or entry.quantity.value
        reached = Achievement(
            value, goal.unit, "implied", entry.outcome, entry.narrative.cite(entry.quantity.span[0], end)
        )
        reason = Message(
            en=f"the answer names {entry.quantity.text} as the task, and says that all of it is done",
            zh=f"答复称任务为{entry.quantity.text}，并已全部完成",
        )
        verdict = in_time(goal, value, compare(goal, value), share)
        return JudgedGoal(goal, reached, verdict, ratio(goal, value), reason, candidates)
    return None
