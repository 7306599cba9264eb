"""What a narrative tells in numbers: each quantity with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from reconcile.assessment.clauses import Span, clauses, containing, sentences
from reconcile.assessment.goals import defines_a_thing
from reconcile.assessment.measures import likeness
from reconcile.assessment.words import compiled, without_any, words_of
from reconcile.model import Goal, Passage, Quantity
from reconcile.quantities import compatible, convert
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary
from reconcile.variants import simplified

# Marks between two numbers that belong to different clauses.
_APART = re.compile("[，,。；;]")


@dataclass(frozen=True, slots=True)
class Told:
    """One quantity of a narrative with the words around it.

    ``before`` and ``after`` are the rest of its clause, ``ahead`` and ``behind`` only those words of them that no other
    number of the clause claims, ``threshold`` the amount that defines what is counted (过亿元
    in 过亿元项目44个), or None.
    """

    quantity: Quantity
    narrative: Passage
    outcome: str
    position: int
    before: str
    after: str
    clause: str
    sentence: str
    threshold: Quantity | None = None
    ahead: str = ""
    behind: str = ""

    @property
    def own_words(self) -> str:
        """The words of the clause that belong to this number alone, a space in the number's place."""
        return f"{self.ahead} {self.behind}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One goal with the words around it: its clause, the whole target, and the amount that defines what it counts.

    ``before`` are the words of its clause in front of its number, ``own_words`` those that no other number claims.
    ``siblings`` counts the target's other goals in a unit that may stand for this one's, ``twins`` those of them that
    also count much the same; ``falls`` says that a fall is
    what was promised (能耗下降3%). ``level`` is the word for the whole place that the plan speaks for (全省), ""
    where that is unknown; ``year`` is the year that the report speaks for, "" where that is not plain.
    """

    goal: Goal
    clause: str
    target: str
    threshold: Quantity | None = None
    siblings: int = 0
    twins: int = 0
    falls: bool = False
    before: str = ""
    own_words: str = ""
    level: str = ""
    year: str = ""


def told_quantities(outcome: str, narrative: Passage, quantities: Sequence[Quantity]) -> tuple[Told, ...]:
    """The quantities of one narrative that count something, each with its clause and its sentence.

    Amounts that only define a thing (过亿元项目) are no answers; they become the threshold of the number behind them.
    """
    text = simplified(narrative.text)
    told: list[Told] = []
    for position, quantity in enumerate(quantities):
        if defines_a_thing(text, quantity):
            continue
        start, end = containing(clauses(text), quantity.span[0])
        ahead, behind = _own_words(text, quantities, position, (start, end))
        told.append(
            Told(
                quantity=quantity,
                narrative=narrative,
                outcome=outcome,
                position=position,
                before=text[start : quantity.span[0]],
                after=text[quantity.span[1] : max(end, quantity.span[1])],
                clause=text[start:end],
                sentence=_words(text, sentences(text), quantity.span[0]),
                threshold=threshold_of(text, quantities, position),
                ahead=ahead,
                behind=behind,
            )
        )
    return tuple(told)


def _own_words(text: str, quantities: Sequence[Quantity], position: int, clause: Span) -> tuple[str, str]:
    """The words of a clause around one of its numbers that no other number claims.

    A number behind claims what stands in front of it (竣工3套 in 新建5套竣工3套), unless it is what the first one
    counts (124个新建项目已开工122个: 新建项目), and so does one before.
    """
    quantity = quantities[position]
    start, end = clause
    if position and quantities[position - 1].span[1] > start:
        start = _claimed_until(text, quantities[position - 1], quantity)
    rest = ""
    for following in quantities[position + 1 :]:
        # 全部开工 behind a number speaks of it.
        if following.comparator != "full":
            if following.span[0] < end:
                rest = _behind_brackets(text[quantity.span[1] : end], following.span[0] - quantity.span[1])
                end = _claimed_until(text, quantity, following)
            break
    return text[start : quantity.span[0]], text[quantity.span[1] : max(end, quantity.span[1])] + rest


def _behind_brackets(words: str, place: int) -> str:
    """The words behind brackets that hold ``place``: 40项工作(含19项实事)进展顺利; "" where it stands in none."""
    opened = max(words.rfind(mark, 0, place) for mark in "(（")
    closed = min((at for mark in ")）" if (at := words.find(mark, place)) >= 0), default=-1)
    return words[closed + 1 :] if opened >= 0 and closed >= 0 and not set(words[opened:place]) & set(")）") else ""


def _claimed_until(text: str, first: Quantity, second: Quantity) -> int:
    """Where, between two numbers of a clause, the words of the first one end and those of the second begin."""
    opened = text.rfind("(", first.span[1], second.span[0])
    opened = max(opened, text.rfind("（", first.span[1], second.span[0]))
    if opened >= 0:
        return opened + 1
    noun, noun_end = first.measure_span
    if noun < first.span[1]:
        return first.span[1]
    joint = text.find("、", noun_end, second.span[0])
    return min(joint if joint >= 0 else noun_end, second.span[0])


def verbs_around(own_words: str, clause: str) -> str:
    """The words that say what was done to a number: its own where they hold a verb, else those of its clause."""
    return own_words if _verbs().search(own_words) else clause


@cache
def _verbs() -> re.Pattern[str]:
    words = vocabulary("achievements")
    stages = [*words["stage"]["words"], *words["stage"]["past"]]
    return re.compile(alternation([*words["verbs"]["words"], *stages, *words["finished"][1:]]))


def asked_goals(
    target: Passage, goals: Sequence[Goal], quantities: Sequence[Quantity], level: str = "", year: str = ""
) -> tuple[Asked, ...]:
    """The goals of one target with the words around them; ``quantities`` are those of the target's text.

    ``level`` is the word for the whole place that the plan speaks for, "" where that is unknown, ``year`` the year
    that the report speaks for, "" where that is not plain.
    """
    text = simplified(target.text)
    asked = []
    for goal in goals:
        printed = goal.citation.text
        place = next(i for i, q in enumerate(quantities) if q.text == printed and target.cite(*q.span) == goal.citation)
        start, end = containing(clauses(text), quantities[place].span[0])
        asked.append(
            Asked(
                goal=goal,
                clause=text[start:end],
                target=text,
                threshold=threshold_of(text, quantities, place),
                siblings=sum(compatible(goal.unit, other.unit) != "no" for other in goals) - 1,
                twins=sum(_are_twins(goal, other) for other in goals if other.k != goal.k),
                falls=quantities[place].sign < 0,
                before=text[start : quantities[place].span[0]],
                own_words=" ".join(_own_words(text, quantities, place, (start, end))),
                level=level,
                year=year,
            )
        )
    return tuple(asked)


def _are_twins(goal: Goal, other: Goal) -> bool:
    """Whether one number could be taken for the answer to either of two goals."""
    fits = compatible(goal.unit, other.unit)
    alike = likeness(goal.measure, other.measure) >= float(vocabulary("achievements")["side_by_side"]["alike"])
    return fits == "same" or (fits != "no" and alike)


def threshold_of(text: str, quantities: Sequence[Quantity], position: int) -> Quantity | None:
    """The amount in front of a count, in the same clause, that defines what is counted."""
    if position == 0:
        return None
    before, end = quantities[position - 1], quantities[position].span[0]
    far = end - before.span[1] > int(vocabulary("goals")["threshold_reach"])
    if far or _APART.search(text, before.span[1], end):
        return None
    return before if defines_a_thing(text, before) else None


def _words(text: str, spans: tuple[Span, ...], place: int) -> str:
    start, end = containing(spans, place)
    return text[start:end]


def is_finished(told: Told) -> bool:
    """Whether the clause says that it was done; 计划完成 says the opposite."""
    finished = words_of("achievements.finished").pattern
    if finished.search(told.after):
        return True
    before = without_any(told.before, words_of("achievements.decoys.planned.harmless"))
    plan = words_of("achievements.decoys.planned.words").pattern.search(before)
    return finished.search(before, 0, plan.start() if plan else len(before)) is not None


def is_of_plan(told: Told) -> bool:
    """Whether a per cent says how much of the plan was done, whatever else its basis says (1-6月…完成率76.7%)."""
    quantity = told.quantity
    if quantity.basis == "of_plan" or quantity.unit != "%":
        return quantity.basis == "of_plan"
    rates = tuple(vocabulary("achievements")["of_plan"]["rates"])
    if is_progress(told):
        return True
    plan = vocabulary("basis")["of_plan"]["words"]
    return quantity.measure.endswith(rates) or (quantity.basis == "part" and any(word in told.ahead for word in plan))


def is_progress(told: Told) -> bool:
    """Whether a per cent stands right behind the word for how far the task is: 当前进度95%, 总体进度达到92%."""
    if not tells_progress(told):
        return False
    return words_of("achievements.of_plan.other_progress").pattern.search(told.clause) is None


def tells_progress(told: Told) -> bool:
    """Whether a per cent says how far something is, be it the works of a building: 形象进度达到66%."""
    if told.quantity.unit != "%":
        return False
    return compiled(vocabulary("achievements")["of_plan"]["progress"]).search(told.ahead) is not None


def words_ahead(told: Told) -> str:
    """The words of its sentence in front of a number; a line ends a sentence, an exclamation does not."""
    text, start = told.narrative.text, told.quantity.span[0]
    return text[max(text.rfind(stop, 0, start) for stop in "。；;\n") + 1 : start]


def is_adjusted(told: Told) -> bool:
    """Whether the number is what the task was changed to (任务调减至38座)."""
    words = vocabulary("achievements")["adjusted"]
    adjusted = words_of("achievements.adjusted.words").pattern.search(told.ahead)
    return adjusted is not None and told.ahead.rstrip().endswith(tuple(words["to"]))


def names_the_task(told: Told) -> bool:
    """Whether the words in front of the number make it the task itself (全年任务为282个村)."""
    words = vocabulary("achievements")["decoys"]["planned"]
    before = without_any(told.before, words_of("achievements.decoys.planned.harmless")).rstrip()
    return is_adjusted(told) or before.endswith(tuple(words["tasks"]))


def is_the_task_of(amount: Told, share: Told) -> bool:
    """Whether an amount is the task that the per cent behind it is of: 年度8万人任务的110%, 任务数25亿元的120%."""
    if amount.narrative is not share.narrative or amount.quantity.unit == "%":
        return False
    between = amount.narrative.text[amount.quantity.span[1] : share.quantity.span[0]].strip()
    tasks = vocabulary("achievements")["decoys"]["planned"]["named"]
    if not between.endswith("的"):
        return False
    return between[:-1] in tasks or (between == "的" and amount.ahead.rstrip().endswith(tuple(tasks)))


def makes_its_per_cent(goal: Goal, told: Told, all_told: Sequence[Told]) -> bool:
    """Whether a per cent of plan behind a number in its sentence is just the number's share of the goal."""
    if goal.value <= 0 or goal.unit == "%":
        return False
    shares = [
        other.quantity.value
        for other in all_told
        if other.position > told.position
        and other.sentence == told.sentence
        and other.narrative is told.narrative
        and is_of_plan(other)
    ]
    if not shares:
        return False
    value = convert(told.quantity.value, told.quantity.unit, goal.unit)
    if value is None and compatible(goal.unit, told.quantity.unit) != "no":
        value = told.quantity.value
    if value is None:
        return False
    near = Decimal(str(vocabulary("achievements")["checks"]["points"]))
    return any(abs(share - 100 * value / goal.value) <= max(near, _half_a_digit(share)) for share in shares)


def _half_a_digit(printed: Decimal) -> Decimal:
    """Half of the last digit that a figure is printed with: 242% may be 242.4%."""
    exponent = printed.as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)


def is_part(told: Told) -> bool:
    """Whether the number is said to be a part of one before it (其中)."""
    return words_of("achievements.decoys.part.words").pattern.search(told.before) is not None
