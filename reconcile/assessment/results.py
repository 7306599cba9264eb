"""Which numbers of a narrative report a result of the work that a target without goals asks for."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.measures import contained, likeness
from reconcile.assessment.told import Told, without
from reconcile.matching.text import normalise
from reconcile.model import Quantity
from reconcile.resources import vocabulary


def first_result(target: str, promised: Sequence[Quantity], told: Sequence[Told]) -> Told | None:
    """The first number that reports a result of what ``target`` asks for, or None.

    ``promised`` are the target's own numbers: repeating one of them is no result.
    """
    repeated = {(quantity.value, quantity.unit) for quantity in promised}
    return next(
        (
            entry
            for entry in told
            if (entry.quantity.value, entry.quantity.unit) not in repeated and _is_result(target, entry)
        ),
        None,
    )


def _is_result(target: str, told: Told) -> bool:
    """Whether a number was brought about by the work, counts no mere object of it, and is about the target."""
    words = vocabulary("evidence")["results"]
    quantity = told.quantity
    if quantity.basis == "expected" or any(word in told.before for word in words["ahead"]):
        return False
    # 全部 and 100% finish something: that makes an event, not a figure.
    if quantity.comparator == "full" or (quantity.unit == "%" and quantity.value == 100):
        return False
    if quantity.unit in words["kinds"] or _is_object(told) or not _is_brought_about(told):
        return False
    return _is_about(target, told)


def _is_object(told: Told) -> bool:
    """Whether what is counted is the set worked on (针对90家企业), or only describes another thing (27条道路的设计)."""
    words = vocabulary("evidence")["results"]
    # The set is named right in front of the number, or the clause opens with it.
    near = told.before.rpartition("、")[2]
    if any(word in near[-int(words["reach"]) :] for word in words["objects"]):
        return True
    if told.before.lstrip().startswith(tuple(words["opening"])) and not _verb(near):
        return True
    end = told.quantity.measure_span[1] - told.quantity.span[1]
    return end > 0 and told.after[end:].startswith(tuple(words["describing"]))


def _is_brought_about(told: Told) -> bool:
    """Whether a verb of result stands before the number or right behind what it counts."""
    words = vocabulary("evidence")["results"]
    end = max(0, told.quantity.measure_span[1] - told.quantity.span[1])
    behind = told.after[end : end + int(words["reach"])]
    return _verb(told.before + told.quantity.measure) or _verb(behind)


def _verb(text: str) -> bool:
    words = vocabulary("evidence")["results"]
    plain = without(text, words["nouns"])
    return any(verb in plain for verb in words["verbs"])


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
