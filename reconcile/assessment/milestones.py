"""The stage that a target asks for, and the stage that the narrative reaches, on the ladder of project stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reconcile.assessment.clauses import clauses
from reconcile.assessment.undoing import read_clauses
from reconcile.model import Citation, Milestone, Passage
from reconcile.resources import vocabulary

_QUOTED = re.compile(r"[“「《][^”」》]{0,60}[”」》]")


@dataclass(frozen=True, slots=True)
class StageWord:
    """A word that names a stage, and the stage's name and place on the ladder."""

    word: str
    name: str
    rank: int


@cache
def _words(kind: str) -> tuple[StageWord, ...]:
    """The stage words of one kind (``asks`` or ``reaches``), longest first."""
    stages = vocabulary("stages")
    found = [
        StageWord(word, stage["name"], stage["rank"])
        for stage in [*stages["stage"], *stages["founding"]]
        for word in stage[kind]
    ]
    return tuple(sorted(found, key=lambda entry: (-len(entry.word), -entry.rank, entry.word)))


def read_milestone(target: Passage, narratives: Sequence[Passage]) -> Milestone:
    """What stage the target asks for and what stage the narratives reach.

    Clauses that speak of what is pending (正在, 拟, 下一步) reach at most the stage before the one they name; clauses
    with an undoing word (尚未, 暂缓, 已改为) reach none and are cited in ``undone``.
    """
    asked, asked_at = _asked(target)
    reached: StageWord | None = None
    reached_at: Citation | None = None
    undone: Citation | None = None
    for narrative in narratives:
        for clause in read_clauses(narrative.text, target.text):
            if clause.undone:
                undone = undone or narrative.cite(clause.start, clause.end)
                continue
            for entry, place in stages_in(clause.text):
                if entry.rank > PENDING_RANK and (clause.foretold or is_pending(clause.text[:place])):
                    continue
                if reached is None or entry.rank > reached.rank:
                    reached = entry
                    reached_at = narrative.cite(clause.start + place, clause.start + place + len(entry.word))
    return Milestone(
        asked=asked.name if asked else "",
        asked_rank=asked.rank if asked else 0,
        asked_citation=asked_at,
        reached=reached.name if reached else "",
        reached_rank=reached.rank if reached else 0,
        reached_citation=reached_at,
        undone=undone,
    )


# Work that is under way is the preliminary stage itself (正在开展前期工作), but no stage beyond it.
PENDING_RANK = 2


def _asked(target: Passage) -> tuple[StageWord | None, Citation | None]:
    """The highest stage that the target's words ask for, outside what it names only in passing."""
    text = target.text
    best: StageWord | None = None
    cited: Citation | None = None
    for start, end in clauses(text):
        clause = _stripped(text[start:end])
        candidates = [(entry, clause.find(entry.word)) for entry in _words("asks") if entry.word in clause]
        completion = _completion(clause)
        if completion is not None:
            candidates.append(completion)
        for entry, place in candidates:
            if best is None or entry.rank > best.rank:
                best, cited = entry, target.cite(start + place, start + place + len(entry.word))
    return best, cited


def _completion(clause: str) -> tuple[StageWord, int] | None:
    """完成…建设, 完成…任务: a completion asked for with words between its halves."""
    completion = vocabulary("stages")["completion"]
    for verb in completion["verbs"]:
        place = clause.find(verb)
        if place >= 0 and clause.strip().endswith(tuple(completion["ends"])):
            return StageWord(verb, "竣工", 7), place
    return None


def _stripped(clause: str) -> str:
    """A clause with quoted names and words in which a stage word means nothing blanked out, its length kept."""
    text = _QUOTED.sub(lambda found: "\0" * len(found[0]), clause)
    for word in vocabulary("stages")["inside"]["words"]:
        text = text.replace(word, "\0" * len(word))
    return text


def stages_in(clause: str) -> list[tuple[StageWord, int]]:
    """The stages that a clause names, each character read once, longest words first."""
    found = []
    rest = _stripped(clause)
    for entry in _words("reaches"):
        place = rest.find(entry.word)
        if place >= 0:
            found.append((entry, place))
            rest = rest.replace(entry.word, "\0" * len(entry.word))
    return found


def is_pending(before: str) -> bool:
    """Whether the words before a stage make it one that is to come or under way, and not one that is over.

    >>> is_pending("正在加快"), is_pending("按计划"), is_pending("拟建项目已")
    (True, False, False)
    """
    words = vocabulary("stages")["pending"]
    for harmless in words["harmless"]:
        before = before.replace(harmless, "\0")
    last = max((before.rfind(word) for word in words["words"]), default=-1)
    return last >= 0 and not any(word in before[last:] for word in words["over"])
