"""Which numbers of a narrative report a result of the work that a target without goals asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.assessment.measures import contained, likeness
from reconcile.assessment.told import Told
from reconcile.assessment.words import first_in, without
from reconcile.matching.text import normalise
from reconcile.model import Quantity
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


def first_result(target: str, promised: Sequence[Quantity], told: Sequence[Told]) -> Told | None:
    """The first number that reports a result of what ``target`` asks for, or None.

    ``promised`` are the target's own numbers: repeating one of them is no result. One result must be about the target;
    several are what the answer reports.
    """
    repeated = {(quantity.value, quantity.unit) for quantity in promised}
    results = [
        entry
        for place, entry in enumerate(told)
        if (entry.quantity.value, entry.quantity.unit) not in repeated and _is_result(entry, told[place + 1 :])
    ]
    about = next((entry for entry in results if _is_about(target, entry)), None)
    if about or len(results) < int(vocabulary("evidence")["results"]["several"]):
        return about
    return results[0]


def _is_result(told: Told, behind: Sequence[Told]) -> bool:
    """Whether a number was brought about by the work, and counts no mere object of it."""
    words = vocabulary("evidence")["results"]
    quantity = told.quantity
    if quantity.basis == "expected" or first_in(told.before, words["ahead"]):
        return False
    # 全部 and 100% finish something: that makes an event, not a figure.
    if quantity.comparator == "full" or (quantity.unit == "%" and quantity.value == 100):
        return False
    if quantity.unit in words["kinds"] or quantity.measure.endswith(tuple(words["kind_nouns"])) or _is_object(told):
        return False
    return _is_brought_about(told) or _is_compared(told, behind)


def _is_compared(told: Told, behind: Sequence[Told]) -> bool:
    """Whether the number is held against the year before, by itself or by the one behind it (39微克，同比下降7.1%)."""
    words = vocabulary("evidence")["results"]["compared"]
    if told.quantity.basis == "growth":
        return any(word in told.before for word in words)
    follows = behind[0] if behind and behind[0].sentence == told.sentence else None
    return follows is not None and follows.before.lstrip().startswith(tuple(words))


def _is_object(told: Told) -> bool:
    """Whether what is counted is the set worked on (针对90家企业), or only describes another thing (27条道路的设计)."""
    words = vocabulary("evidence")["results"]
    # The set is named right in front of the number, or the clause opens with it.
    near = told.before.rpartition("、")[2]
    if any(word in near[-int(words["reach"]) :] for word in words["objects"]):
        return True
    if told.before.lstrip().startswith(tuple(words["opening"])) and not _verb(near):
        return True
    end = max(0, told.quantity.measure_span[1] - told.quantity.span[1])
    return told.after[end:].startswith(tuple(words["describing"]))


def _is_brought_about(told: Told) -> bool:
    """Whether a verb of result stands before the number or right behind what it counts."""
    words = vocabulary("evidence")["results"]
    end = max(0, told.quantity.measure_span[1] - told.quantity.span[1])
    behind = told.after[end : end + int(words["reach"])]
    measure = told.quantity.measure
    if measure.endswith(tuple(words["outputs"])) or measure.startswith(tuple(words["verbs"])):
        return True
    return _verb(told.before) or _verb(behind)


def _verb(text: str) -> bool:
    words = vocabulary("evidence")["results"]
    return bool(_verbs().search(text)) and bool(_verbs().search(without(text, words["nouns"])))


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(vocabulary("evidence")["results"]["verbs"]))


def _is_about(target: str, told: Told) -> bool:
    """Whether the number's own words, or those of its sentence, speak of what the target speaks of."""
    words = vocabulary("evidence")["results"]
    if any(work in target for work in words["works"]) and any(word in told.clause for word in words["progress"]):
        return True
    measure = told.quantity.measure
    if max(likeness(measure, target), contained(measure, target)) >= float(words["about"]):
        return True
    # 达到年度减排目标值: the sentence itself holds its figures against what was to be reached.
    if any(word in told.sentence for word in words["settles"]) and _share(target, told.sentence, 2):
        return True
    return _share(target, told.clause, 2) or _share(target, told.sentence, int(words["shared_characters"]))


def _share(target: str, text: str, length: int) -> bool:
    """Whether some run of this many characters stands in both; runs of two are no word that many targets use."""
    ours, theirs = (_telling(target), _telling(text)) if length == 2 else (normalise(target), normalise(text))
    return any(
        ours[start : start + length] in theirs and "\0" not in ours[start : start + length]
        for start in range(len(ours) - length + 1)
    )


def _telling(text: str) -> str:
    plain = normalise(text)
    for word in vocabulary("evidence")["results"]["common"]:
        plain = plain.replace(word, "\0")
    return plain
