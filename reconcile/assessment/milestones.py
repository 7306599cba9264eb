"""The stage that a target asks for, and the stage that the narrative reaches, on the ladder of project stages."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.clauses import clauses
from reconcile.assessment.ladder import StageWord, stage_named, stage_words_in, stages_reached, without_names
from reconcile.assessment.stage_counts import read_stage_counts
from reconcile.assessment.told import Told
from reconcile.assessment.undoing import read_clauses
from reconcile.assessment.words import words_of
from reconcile.model import Citation, Goal, Milestone, Passage
from reconcile.resources import vocabulary


def read_milestone(
    target: Passage, goals: Sequence[Goal], narratives: Sequence[tuple[Passage, Sequence[Told]]]
) -> Milestone:
    """What stage the target asks for, what stage the narratives reach, and how many stand where.

    ``narratives`` are the answers with their quantities. Stages behind words of what is pending (正在, 拟, 下一步) are
    not reached; clauses with an undoing word (尚未, 暂缓, 已改为) reach none and are cited in ``undone``.
    """
    asked, asked_at = _asked(target)
    reached: StageWord | None = None
    at: tuple[Passage, int] | None = None
    undone: Citation | None = None
    for narrative, _ in narratives:
        told_of = stage_words_in(narrative.text, "reaches")
        for clause in read_clauses(narrative.text, target.text):
            if clause.undone:
                undone = undone or narrative.cite(clause.start, clause.end)
                continue
            for entry, place in stages_reached(clause.text, clause.foretold, told_of):
                if reached is None or entry.rank > reached.rank:
                    reached, at = entry, (narrative, clause.start + place)
    rank = asked.rank if asked else 0
    return Milestone(
        asked=asked.name if asked else "",
        asked_rank=rank,
        asked_citation=asked_at,
        reached=reached.name if reached else "",
        reached_rank=reached.rank if reached else 0,
        reached_citation=at[0].cite(at[1], at[1] + len(reached.word)) if reached and at else None,
        undone=undone,
        counts=tuple(
            count for narrative, told in narratives for count in read_stage_counts(target, goals, rank, narrative, told)
        ),
    )


def _asked(target: Passage) -> tuple[StageWord | None, Citation | None]:
    """The highest stage that the target's words ask for, outside what it names only in passing."""
    text = target.text
    best: StageWord | None = None
    cited: Citation | None = None
    asks = stage_words_in(text, "asks")
    if not asks and words_of("stages.completion.verbs").pattern.search(text) is None:
        return None, None
    for start, end in clauses(text):
        clause = without_names(text[start:end])
        candidates = [(entry, clause.find(entry.word)) for entry in asks if entry.word in clause]
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
    finished = stage_named("竣工")
    for verb in completion["verbs"]:
        place = clause.find(verb)
        if place >= 0 and clause.strip().endswith(tuple(completion["ends"])):
            return StageWord(verb, finished.name, finished.rank), place
    return None
