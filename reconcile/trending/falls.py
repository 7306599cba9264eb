"""Whether a number is lower than the one reported before, and whether it could have been.

An amount that counts from the first of January on can only grow within the year; a rate, a share or a stock may fall.
Everything that does not show to be the one or the other is left alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from reconcile.assessment.goals import is_rate
from reconcile.assessment.measures import plain_measure
from reconcile.assessment.told import Told, is_part
from reconcile.matching.text import normalise
from reconcile.model import Quantity
from reconcile.quantities import convert
from reconcile.resources import vocabulary
from reconcile.trending.measures import Entry
from reconcile.trending.values import Period

Fall = Literal["", "went-backwards", "fell"]
_Kind = Literal["", "amount", "sum", "of_plan", "level"]

_NUMERAL = re.compile(r"[0-9]{1,18}(?:\.([0-9]{1,9}))?")
_LAST_MONTH = re.compile(r"(?:(?<![0-9])1月?份?[-—–~～至到]{1,2}|截[至止][^0-9，。]{0,6})(1[0-2]|[1-9])月")
_ONE_MONTH = re.compile(r"(?<![0-9\-—–~～至到])(?:1[0-2]|[1-9])月(?!底|末|前|[0-9]{1,2}日)")
_LATER_MONTHS = re.compile(r"(?<![0-9])(?:1[0-2]|[2-9])月?[-—–~～至到]{1,2}(?:1[0-2]|[1-9])月")
_FIRST_MONTHS = re.compile(r"前(1[01]|[2-9])个月")
_DECEMBER = 12
_MINUS = ("-", "－", "−")


def fall(earlier: Entry, later: Entry, before: Period, after: Period) -> Fall:
    """What the later of two numbers of one measure in comparable periods is called; "" where nothing is to be said."""
    one, other = earlier.told, later.told
    if one is None or other is None:
        return ""
    kind = _kind(earlier, one)
    if not kind or kind != _kind(later, other) or not _count_the_same(earlier, later):
        return ""
    if kind == "amount":
        start, end = _reach(one, before), _reach(other, after)
        if start is None or end is None or end < start:
            return ""
    if not _is_lower(one.quantity, other.quantity):
        return ""
    if kind == "level":
        return "fell" if one.quantity.sign > 0 or _is_of_falling(later) else ""
    return "went-backwards" if _are_framed_alike(earlier, later) else ""


def _is_of_falling(entry: Entry) -> bool:
    """Whether a fall is what the goal counts (能耗下降3%); else 下降2.1% is a growth below zero."""
    measure = entry.judged.goal.measure if entry.judged else ""
    return any(word in measure for word in vocabulary("trend")["levels"]["falling"])


def _are_framed_alike(earlier: Entry, later: Entry) -> bool:
    """Whether the words in front of both numbers say the same of them, or no more than the target does.

    引进 and 柔性引进, 实施 and 竣工 may count one thing and yet count different amounts of it.
    """
    one, other = (_frame(each.told) if each.told else "" for each in (earlier, later))
    if one == other:
        return True
    return (one in other or other in one) and one in normalise(earlier.target) and other in normalise(later.target)


def _frame(told: Told) -> str:
    """The words in front of a number in its clause, less its measure, its figures, and words of time and fulfilment."""
    words = vocabulary("trend")
    frame = normalise(told.before.removesuffix(told.quantity.measure))
    frame = "".join(character for character in frame if not character.isdigit())
    harmless = [*words["harmless"]["words"], *words["sub_period"]["whole"], *words["reach"]]
    for word in sorted(harmless, key=lambda word: (-len(word), word)):
        frame = frame.replace(word, "")
    return frame


def _kind(entry: Entry, told: Told) -> _Kind:
    """Of which kind a number is, as far as its words show it."""
    quantity, words = told.quantity, vocabulary("trend")
    if quantity.basis in ("implied", "expected") or _is_decoy(told):
        return ""
    if quantity.basis == "of_plan":
        return "of_plan"
    goal = entry.judged.goal if entry.judged else None
    rate = goal is not None and (is_rate(goal) or goal.direction == "lower")
    if quantity.basis in ("growth", "share", "stock") or quantity.unit in ("%", "‰", "个百分点") or rate:
        return "level"
    if any(word in told.before for word in (*vocabulary("basis")["stock"]["words"], *words["levels"]["words"])):
        return "level"
    if any(word in told.before + quantity.measure for word in words["remaining"]["words"]):
        return ""
    if any(word in quantity.measure for word in vocabulary("goals")["level_words"]):
        return "level"
    if goal is None and not any(verb in told.before for verb in words["done"]["words"]):
        return ""
    return "sum" if quantity.basis == "cumulative" else "amount"


def _is_decoy(told: Told) -> bool:
    """Whether the words around a number make it a plan, a part, last year's, negative, or one for each of several."""
    words = vocabulary("achievements")
    decoys = [word for name in ("planned", "earlier", "threshold") for word in words["decoys"][name]["words"]]
    # A minus stands in front of the figures that are shown, and would be lost.
    unfit = told.after.startswith("的") or told.before.rstrip().endswith(_MINUS)
    return unfit or is_part(told) or any(word in told.before for word in (*decoys, *words["each"]))


def _count_the_same(earlier: Entry, later: Entry) -> bool:
    """Whether the numbers name one measure in the same words, less what the goal's own measure leaves out or adds.

    夏粮总产 and 秋粮总产 both answer 粮食总产, and neither is the other.
    """
    one, other = (plain_measure(each.told.quantity.measure) if each.told else "" for each in (earlier, later))
    if one == other:
        return True
    goals = [plain_measure(each.judged.goal.measure) for each in (earlier, later) if each.judged]
    return bool(goals) and all(not name or any(goal.endswith(name) for goal in goals) for name in (one, other))


def _reach(told: Told, period: Period) -> int | None:
    """The month up to which an amount counts from January on; None where it may begin or end elsewhere."""
    words = vocabulary("trend")
    sentence = told.narrative.text[: told.quantity.span[0]]
    ahead = re.split("[。；;！？!?\n]", sentence)[-1]
    named = [month for word, month in words["reach"].items() if word in told.before]
    named += [int(found) for pattern in (_LAST_MONTH, _FIRST_MONTHS) for found in pattern.findall(told.before)]
    if named:
        return int(max(named))
    if told.quantity.basis == "part":
        return None
    whole = any(word in told.before for word in words["sub_period"]["whole"])
    title = period.documents[0].title
    if begins_later(told.before if whole else ahead + title):
        return None
    return int(period.as_of[5:7]) if period.as_of else _DECEMBER


def begins_later(text: str) -> bool:
    """Whether a text speaks of a part of the year that does not begin with January, or of one batch of several."""
    words = vocabulary("trend")
    for word in words["reach"]:
        text = text.replace(word, "")
    named = any(word in text for word in words["sub_period"]["words"])
    text = _LAST_MONTH.sub("", text)
    return named or _is_batch(text) or bool(_ONE_MONTH.search(text) or _LATER_MONTHS.search(text))


def _is_batch(text: str) -> bool:
    """Whether a number is that of one batch of several (第二批)."""
    words = vocabulary("trend")["sub_period"]
    parts = text.split(words["ordinal"])[1:]
    return any(batch in part[1:5] for part in parts for batch in words["batches"])


def _is_lower(one: Quantity, other: Quantity) -> bool:
    """Whether the second number is lower by more than rounding and rough wording can make it."""
    converted = convert(other.value, other.unit, one.unit)
    if converted is None:
        value, step = other.value, _step(other)
    else:
        value, step = converted, _step(other) * (converted / other.value if other.value else Decimal(1))
    lost = one.value - value
    rough = one.approximate or other.approximate or "approx" in (one.comparator, other.comparator)
    least = one.value * Decimal(str(vocabulary("trend")["falls"]["rough"])) if rough else Decimal(0)
    return lost > least and lost >= max(_step(one), step)


def _step(quantity: Quantity) -> Decimal:
    """What one in the last printed digit is worth, in base scale.

    >>> from reconcile.quantities import extract_quantities
    >>> [f"{_step(extract_quantities(text)[0]):f}" for text in ("3.1万人", "31250人")]
    ['1000', '1']
    """
    found = _NUMERAL.search(quantity.text.replace(",", ""))
    if found is None or not (printed := Decimal(found.group())):
        return Decimal(0)
    return (quantity.value / printed * Decimal(10) ** -len(found[1] or "")).normalize()
