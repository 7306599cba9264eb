"""Which numbers of a narrative report a result of the work that a target without goals asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reconcile.assessment.measures import contained, likeness
from reconcile.assessment.told import Told
from reconcile.assessment.words import first_in, without_any, words_of
from reconcile.matching.text import normalise
from reconcile.model import Quantity
from reconcile.resources import vocabulary


def first_result(target: str, promised: Sequence[Quantity], told: Sequence[Told]) -> Told | None:
    """The first number that reports a result of what ``target`` asks for, or None.

    ``promised`` are the target's own numbers: repeating one of them is no result. One result must be about the target;
    several are what the answer reports.
    """
    repeated = {(quantity.value, quantity.unit) for quantity in promised}
    runs: _Runs | None = None
    results: list[Told] = []
    for place, entry in enumerate(told):
        if (entry.quantity.value, entry.quantity.unit) in repeated:
            continue
        if _is_result(entry, told[place + 1] if place + 1 < len(told) else None):
            runs = runs or _runs(target)
            if _is_about(target, runs, entry):
                return entry
            results.append(entry)
    return results[0] if len(results) >= int(vocabulary("evidence")["results"]["several"]) else None


def _is_result(told: Told, behind: Told | None) -> bool:
    """Whether a number was brought about by the work, and counts no mere object of it."""
    words = vocabulary("evidence")["results"]
    quantity = told.quantity
    if quantity.basis == "expected" or words_of("evidence.results.ahead").pattern.search(told.before):
        return False
    # 全部 and 100% finish something: that makes an event, not a figure.
    if quantity.comparator == "full" or (quantity.unit == "%" and quantity.value == 100):
        return False
    if quantity.unit in words["kinds"] or quantity.measure.endswith(tuple(words["kind_nouns"])) or _is_object(told):
        return False
    return _is_brought_about(told) or _is_compared(told, behind)


def _is_compared(told: Told, behind: Told | None) -> bool:
    """Whether the number is held against the year before, by itself or by the one behind it (39微克，同比下降7.1%)."""
    compared = words_of("evidence.results.compared").pattern
    if told.quantity.basis == "growth":
        return compared.search(told.before) is not None
    if behind is None or behind.sentence != told.sentence:
        return False
    return compared.match(behind.before.lstrip()) is not None


def _is_object(told: Told) -> bool:
    """Whether what is counted is the set worked on (针对90家企业), or only describes another thing (27条道路的设计)."""
    words = vocabulary("evidence")["results"]
    # The set is named right in front of the number, or the clause opens with it.
    near = told.before.rpartition("、")[2]
    if words_of("evidence.results.objects").pattern.search(near[-int(words["reach"]) :]):
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
    if words_of("evidence.results.verbs").pattern.match(measure) or measure.endswith(tuple(words["outputs"])):
        return True
    return _verb(told.before) or _verb(behind)


def _verb(text: str) -> bool:
    verbs = words_of("evidence.results.verbs").pattern
    if verbs.search(text) is None:
        return False
    return verbs.search(without_any(text, words_of("evidence.results.nouns"))) is not None


class _Runs(NamedTuple):
    """The runs of characters by which a target is known again: pairs that few targets have, and longer ones."""

    pairs: Sequence[str]
    longer: Sequence[str]


def _runs(target: str) -> _Runs:
    length = int(vocabulary("evidence")["results"]["shared_characters"])
    pairs = [run for run in _of_length(_telling(target), 2) if "\0" not in run]
    return _Runs(pairs, _of_length(normalise(target), length))


def _of_length(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(len(text) - length + 1)]


def _is_about(target: str, runs: _Runs, told: Told) -> bool:
    """Whether the number's own words, or those of its sentence, speak of what the target (of ``runs``) speaks of."""
    works = words_of("evidence.results.works").pattern.search(target)
    if works and words_of("evidence.results.progress").pattern.search(told.clause):
        return True
    measure, about = told.quantity.measure, float(vocabulary("evidence")["results"]["about"])
    alike = likeness(measure, target)
    if alike >= about or (alike and contained(measure, target) >= about):
        return True
    if first_in(normalise(told.sentence), runs.longer) or _holds(told.clause, runs.pairs):
        return True
    # 达到年度减排目标值: the sentence itself holds its figures against what was to be reached.
    settles = words_of("evidence.results.settles").pattern.search(told.sentence)
    return settles is not None and _holds(told.sentence, runs.pairs)


def _holds(text: str, pairs: Sequence[str]) -> bool:
    """Whether a text holds one of the pairs outside the words that many targets use."""
    return first_in(normalise(text), pairs) != "" and first_in(_telling(text), pairs) != ""


def _telling(text: str) -> str:
    """A text with the words that many targets use blanked out."""
    plain = normalise(text)
    for word in vocabulary("evidence")["results"]["common"]:
        if word in plain:
            plain = plain.replace(word, "\0")
    return plain
