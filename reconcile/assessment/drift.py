"""How the restated target differs from the planned one: goals dropped or altered, owners dropped, words changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.assessment.clauses import clauses, containing
from reconcile.assessment.measures import likeness
from reconcile.assessment.rewording import is_noise, reword
from reconcile.matching.organisations import same_organisation
from reconcile.matching.text import normalise
from reconcile.model import Change, Citation, Drift, Goal, Message, Outcome, Quantity, Rewording, Target
from reconcile.quantities import compatible, convert
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


def read_drift(
    target: Target,
    goals: Sequence[Goal],
    outcomes: Sequence[Outcome],
    restated: Sequence[Sequence[Quantity]],
    torn: frozenset[str] = frozenset(),
) -> tuple[Drift, ...]:
    """The drift between a target and the outcomes that restate it.

    ``restated`` holds, for each outcome, the quantities of its restated target. A goal that stands in any of them
    has not drifted. ``torn`` are the ids of outcomes whose owners the reading had to put together: nothing is said of
    those. The noise of print is none (see ``rewording.is_noise``); where a goal drifted, no more is said of the words.
    """
    of_owners = () if any(outcome.id in torn for outcome in outcomes) else _owner_drift(target, outcomes)
    if all(normalise(target.text.text) == normalise(outcome.text.text) for outcome in outcomes):
        return of_owners
    of_goals = tuple(drift for goal in goals if (drift := _goal_drift(target, goal, outcomes, restated)))
    alone = len(outcomes) == 1 and not of_goals and not is_noise(target.text.text, outcomes[0].text.text)
    of_text = (_text_drift(target, outcomes[0]),) if alone else ()
    return (*of_goals, *of_text, *of_owners)


def _goal_drift(
    target: Target, goal: Goal, outcomes: Sequence[Outcome], restated: Sequence[Sequence[Quantity]]
) -> Drift | None:
    if any(not outcome.text.text for outcome in outcomes):
        return None
    nearest: tuple[float, Outcome, Quantity] | None = None
    changed: tuple[Outcome, Quantity] | None = None
    for outcome, quantities in zip(outcomes, restated, strict=True):
        for quantity in quantities:
            value = convert(quantity.value, quantity.unit, goal.unit)
            same_unit = value is not None or compatible(quantity.unit, goal.unit) == "counter"
            if not same_unit:
                continue
            if (value if value is not None else quantity.value) == goal.value and _same_top(goal, quantity):
                if not _is_weaker(goal, quantity) and not _is_other_measure(target, goal, outcome, quantity):
                    return None
                changed = changed or (outcome, quantity)
                continue
            alike = likeness(goal.measure, quantity.measure)
            if alike >= _least() and (nearest is None or alike > nearest[0]):
                nearest = (alike, outcome, quantity)
    if changed is None and nearest is None:
        return _dropped(goal, outcomes[0])
    outcome, quantity = changed or (nearest[1], nearest[2])  # type: ignore[index]
    return _altered(target, goal, outcome, quantity)


def _dropped(goal: Goal, outcome: Outcome) -> Drift:
    promised = goal.citation.text
    return Drift(
        kind="goal-dropped",
        outcome=outcome.id,
        planned=goal.citation,
        restated=None,
        goal=goal.k,
        message=Message(
            en=f"the restated target leaves out “{goal.measure} {promised}”",
            zh=f"完成情况中重述的目标略去了“{goal.measure}{promised}”",
        ),
    )


def _altered(target: Target, goal: Goal, outcome: Outcome, quantity: Quantity) -> Drift:
    # The measure may be what was altered: it is quoted with its number, and so are the words in front of them.
    start = min(quantity.span[0], quantity.measure_span[0] if quantity.measure else quantity.span[0])
    end = max(quantity.span[1], quantity.measure_span[1])
    restated_words = outcome.text.text[start:end]
    how = _how(target, goal, outcome, quantity)
    return Drift(
        kind="goal-altered",
        outcome=outcome.id,
        planned=goal.citation,
        restated=outcome.text.cite(start, end),
        goal=goal.k,
        message=Message(
            en=f"the plan promises “{goal.measure} {goal.citation.text}”, the restated target says “{restated_words}”"
            + how.en,
            zh=f"计划为“{goal.measure}{goal.citation.text}”，完成情况中重述为“{restated_words}”" + how.zh,
        ),
    )


def _how(target: Target, goal: Goal, outcome: Outcome, quantity: Quantity) -> Message:
    """In which way a goal was altered: lowered or raised, and whether to the very figure that was reached."""
    value = convert(quantity.value, quantity.unit, goal.unit)
    value = quantity.value if value is None else value
    printed = normalise(quantity.text)
    told = value != goal.value and any(printed in normalise(r.narrative.text) for r in outcome.responses)
    if _is_other_measure(target, goal, outcome, quantity):
        way = Message(en=", which counts something else", zh="，指标不同")
    elif value == goal.value:
        way = Message(en=", which binds less", zh="，约束放松")
    elif (value < goal.value) == (goal.direction == "higher"):
        way = Message(en=", which is less", zh="，要求降低")
    else:
        way = Message(en=", which is more", zh="，要求提高")
    if told:
        return Message(en=way.en + " and the figure reported as reached", zh=way.zh + "，数字与所报完成数相同")
    return way


def _same_top(goal: Goal, quantity: Quantity) -> bool:
    return goal.value_high == quantity.value_high or goal.comparator != "range"


def _is_weaker(goal: Goal, quantity: Quantity) -> bool:
    words = vocabulary("wording")["comparators"]
    return goal.comparator in words["firm"] and quantity.comparator in words["loose"]


def _is_other_measure(target: Target, goal: Goal, outcome: Outcome, quantity: Quantity) -> bool:
    """Whether the clause of the restated figure has another word of one kind than the plan's (省级, 市级)."""
    first = _clause(target.text.text, goal.citation.column - target.text.cite().column)
    if _contrasting().search(first) is None:
        return False
    other = _clause(outcome.text.text, quantity.span[0])
    for group in vocabulary("wording")["contrasts"]:
        planned, restated = {w for w in group if w in first}, {w for w in group if w in other}
        if planned and restated and not planned & restated:
            return True
    return False


@cache
def _contrasting() -> re.Pattern[str]:
    """Any word that has others of its kind to tell it from: most clauses hold none."""
    return re.compile(alternation(word for group in vocabulary("wording")["contrasts"] for word in group))


def _clause(text: str, place: int) -> str:
    start, end = containing(clauses(text), place)
    return text[start:end]


def _least() -> float:
    return float(vocabulary("achievements")["measure"]["drift"])


def _text_drift(target: Target, outcome: Outcome) -> Drift:
    changes = reword(target.text.text, outcome.text.text)
    gone, come = _quoted(changes, "deleted"), _quoted(changes, "inserted")
    zh = "，".join([f"删去“{gone}”"] * bool(gone) + [f"写入“{come}”"] * bool(come))
    en = " and ".join([f"leaves out “{gone}”"] * bool(gone) + [f"puts in “{come}”"] * bool(come))
    return Drift(
        kind="text",
        outcome=outcome.id,
        planned=_cite(target.text.cite()),
        restated=_cite(outcome.text.cite()),
        message=Message(en=f"the restated target {en}", zh=f"重述目标时{zh}"),
    )


def _quoted(changes: Sequence[Rewording], change: Change) -> str:
    words = vocabulary("wording")
    longest = int(words["quoted_characters"])
    found = [one.words.strip(_ENDS) for one in changes if one.change == change]
    shown = [text if len(text) <= longest else text[:longest] + "…" for text in found if text]
    return "”“".join(shown[: int(words["quoted"])])


_ENDS = " ，,。；;、"


def _cite(citation: Citation) -> Citation | None:
    return citation if citation.text else None


def _owner_drift(target: Target, outcomes: Sequence[Outcome]) -> tuple[Drift, ...]:
    """One drift that names the owners of the plan whom no outcome names, one of those that only an outcome names.

    None where either side names nobody. Where the plan tells leads from supports, only the leads are held to be named:
    reports mostly name no others. Owners that came in by name are told of only where the plan's are all still there.
    """
    if len(outcomes) == 1 and all(response.owners == target.owners for response in outcomes[0].responses):
        return ()
    named = [owner.name for outcome in outcomes for owner in outcome.owners]
    planned = [owner.name for owner in target.owners]
    leads = [owner.name for owner in target.owners if owner.role == "lead"]
    if not named or not planned:
        return ()
    gone = _missing(leads or planned, named)
    if gone:
        listed, present = "、".join(gone), "、".join(named)
        message = Message(
            en=f"the plan names {listed}; the report names {present}",
            zh=f"计划责任单位{listed}未见于完成情况（所列为{present}）",
        )
        return (Drift("owner", outcomes[0].id, target.text.cite(), _cite(outcomes[0].text.cite()), message),)
    added = _missing(named, planned)
    if added:
        listed = "、".join(added)
        message = Message(en=f"the report adds {listed}", zh=f"完成情况增列责任单位{listed}")
        return (Drift("owner", outcomes[0].id, None, _cite(outcomes[0].text.cite()), message),)
    return ()


def _missing(names: Sequence[str], among: Sequence[str]) -> list[str]:
    return [
        name
        for name in dict.fromkeys(names)
        if name not in among and not any(same_organisation(name, other) for other in among)
    ]
