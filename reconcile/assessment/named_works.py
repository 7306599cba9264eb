"""Works that a target names one by one, and the one of them that a narrative says is still in hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reconcile.assessment.clauses import clauses
from reconcile.assessment.ladder import StageWord, stage_named, stages_reached
from reconcile.assessment.stage_counts import standing_of
from reconcile.assessment.undoing import Clause
from reconcile.assessment.words import compiled, words_of
from reconcile.resources import vocabulary

_DIGITS = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")


class Unfinished(NamedTuple):
    """The clause that tells of the work in hand, and the stage that it names; None where it names none."""

    clause: Clause
    stage: StageWord | None


def unfinished_work(target: str, asked_rank: int, asked_at: int, read: Sequence[Clause]) -> Unfinished | None:
    """The clause by which one of the works that a target names has not reached the stage asked for, else None.

    ``asked_at`` is where the target asks for the stage. Two of the works at least must be told of by name, each in
    clauses of its own; what is said of all together (两条道路均已完工) finishes each.
    """
    names = works_named(target, asked_at)
    spoken = [[name for name in names if name in clause.text] for clause in read]
    if len({name for found in spoken for name in found}) < 2:
        return None
    whole = words_of("stages.named.whole").pattern
    told: dict[str, list[Clause]] = {name: [] for name in names}
    speaking: list[str] = []
    for clause, found in zip(read, spoken, strict=True):
        if _is_finished(clause, asked_rank) and whole.search(clause.text):
            return None
        # A clause that names none of them goes on about the last.
        speaking = found or speaking
        for name in speaking:
            told[name].append(clause)
    for name in names:
        own = [clause for clause, found in zip(read, spoken, strict=True) if found == [name]]
        if not own or any(_is_finished(clause, asked_rank) for clause in told[name]):
            continue
        if any(other in own[0].text and other not in target for other in vocabulary("stages")["denied"]["others"]):
            continue
        standing = standing_of(own[0], own[0].text, asked_rank)
        # Work under way has begun.
        below = standing and (standing[0].rank or standing[1] == "undone" or asked_rank >= stage_named("竣工").rank)
        if standing and below and standing[1] != "reached":
            return Unfinished(own[0], standing[0] if standing[0].rank else None)
    return None


def _is_finished(clause: Clause, asked_rank: int) -> bool:
    if clause.undone:
        return False
    if words_of("stages.named.finished").pattern.search(clause.text):
        return not clause.foretold and words_of("stages.pending.words").pattern.search(clause.text) is None
    return any(stage.rank >= asked_rank for stage, _ in stages_reached(clause.text, clause.foretold))


def works_named(target: str, place: int) -> list[str]:
    """The names of the works that the clause of a target around ``place`` lists; none where they are not told apart.

    >>> works_named("东平路、西安路改造工程建成通车", 11)
    ['东平路', '西安路']
    >>> works_named("建成城东、城西、城南3座污水处理厂", 0)
    ['城东', '城西', '城南']
    """
    words = vocabulary("stages")["named"]
    start, end = next((span for span in clauses(target) if span[0] <= place < span[1]), (0, 0))
    before, behind = target[start:place], target[place:end]
    parts = compiled(words["separators"]).split(before if _lists(before) else behind)
    if len(parts) < 2:
        return []
    first = parts[0]
    while opening := next((verb for verb in words["verbs"] if first.startswith(verb)), ""):
        first = first[len(opening) :]
    last = parts[-1]
    number = _DIGITS.search(last)
    kind = first[-1:]
    if number:
        last = last[: number.start()]
    elif kind and kind in last:
        last = last.partition(kind)[0] + kind
    names = [name.strip() for name in (first, *parts[1:-1], last)]
    longest = int(words["longest"])
    told_apart = all(2 <= len(name) <= longest and not _DIGITS.search(name) for name in names)
    inside = any(one != other and one in other for one in names for other in names)
    # 滨江路、临江路沿线建成3处驿站: the works are not the roads.
    numbers = _NUMBER.findall(target, start, end)
    counted = not numbers or str(len(names)) in numbers
    return names if counted and told_apart and not inside and len(set(names)) == len(names) else []


def _lists(text: str) -> bool:
    return compiled(vocabulary("stages")["named"]["separators"]).search(text) is not None
