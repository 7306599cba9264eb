"""The ladder of project stages: which of its words a clause holds, and whether they name what is over or to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reconcile.assessment.words import words_of
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary

# Work that is under way is the preliminary stage itself (正在开展前期工作), but no stage beyond it.
PENDING_RANK = 2

_QUOTED = re.compile(r"[“「《][^”」》]{0,60}[”」》]")


@dataclass(frozen=True, slots=True)
class StageWord:
    """A word that names a stage, and the stage's name and place on the ladder."""

    word: str
    name: str
    rank: int


@cache
def stage_words(kind: str) -> tuple[StageWord, ...]:
    """The stage words of one kind (``asks`` or ``reaches``), longest first."""
    stages = vocabulary("stages")
    found = [
        StageWord(word, stage["name"], stage["rank"])
        for stage in [*stages["stage"], *stages["founding"]]
        for word in stage[kind]
    ]
    return tuple(sorted(found, key=lambda entry: (-len(entry.word), -entry.rank, entry.word)))


@cache
def stage_named(name: str) -> StageWord:
    """The stage of this name, as a word of its own."""
    stages = vocabulary("stages")
    return next(
        StageWord(name, name, stage["rank"])
        for stage in [*stages["stage"], *stages["founding"]]
        if stage["name"] == name
    )


def stage_words_in(text: str, kind: str) -> Sequence[StageWord]:
    """The stage words of one kind that a text holds, longest first: mostly none."""
    if _any_stage(kind).search(text) is None:
        return ()
    return [entry for entry in stage_words(kind) if entry.word in text]


@cache
def _any_stage(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(entry.word for entry in stage_words(kind)))


def stages_reached(
    clause: str, foretold: bool = False, among: Sequence[StageWord] | None = None
) -> list[tuple[StageWord, int]]:
    """The stages that a clause says were reached, and where; each character is read once, longest words first.

    ``foretold`` is whether an earlier clause's forecast reaches over this one; ``among`` are the words that the whole
    text holds where these are known.

    >>> [(stage.name, place) for stage, place in stages_reached("主体已封顶并加快推进竣工")]
    [('主体完工', 3)]
    """
    found: list[tuple[StageWord, int]] = []
    held = stage_words_in(clause, "reaches") if among is None else [entry for entry in among if entry.word in clause]
    rest = without_names(clause) if held else ""
    for entry in held:
        if entry.word in rest:
            place = rest.find(entry.word)
            rest = rest.replace(entry.word, "\0" * len(entry.word))
            if entry.rank <= PENDING_RANK or not (foretold or is_pending(clause[:place], entry.name)):
                found.append((entry, place))
    return found


def without_names(clause: str) -> str:
    """A clause with quoted names and words in which a stage word means nothing blanked out, its length kept."""
    text = _QUOTED.sub(lambda found: "\0" * len(found[0]), clause)
    if words_of("stages.inside.words").pattern.search(text) is None:
        return text
    inside = vocabulary("stages")["inside"]
    for word in inside["words"]:
        if word in text and not any(word in phrase and phrase in text for phrase in inside["but"]):
            text = text.replace(word, "\0" * len(word))
    return text


def is_pending(before: str, stage: str = "") -> bool:
    """Whether the words before a stage make it one that is to come or under way, and not one that is over.

    >>> is_pending("正在加快"), is_pending("按计划"), is_pending("拟建项目已"), is_pending("正在进行", "在建")
    (True, False, False, False)
    """
    if words_of("stages.pending.words").pattern.search(before) is None:
        return False
    words = vocabulary("stages")["pending"]
    for harmless in words["harmless"]:
        before = before.replace(harmless, "\0")
    ahead = [word for word in words["words"] if stage != words["work"] or word not in words["going_on"]]
    last = max((before.rfind(word) for word in ahead), default=-1)
    return last >= 0 and not any(word in before[last:] for word in words["over"])
