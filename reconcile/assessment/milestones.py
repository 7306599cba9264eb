"""The stage that a target asks for, and the stage that the narrative reaches, on the ladder of project stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconcile.assessment.clauses import clauses
from reconcile.assessment.denials import comes_later, denied_verb, names_later, verb_of
from reconcile.assessment.events import Event, event_asked, event_reached
from reconcile.assessment.ladder import StageWord, stage_named, stage_words_in, stages_reached, without_names
from reconcile.assessment.named_works import unfinished_work
from reconcile.assessment.stage_counts import read_stage_counts
from reconcile.assessment.told import Told
from reconcile.assessment.undoing import Clause, read_clauses
from reconcile.assessment.words import words_of
from reconcile.model import Citation, Goal, Milestone, Passage
from reconcile.resources import vocabulary
from reconcile.variants import simplified


class _Asked(NamedTuple):
    """The stage that a target asks for, and where; ``event`` where it is of no work."""

    stage: StageWord
    place: int
    event: Event | None = None


class _Reached(NamedTuple):
    """The stage that the narratives reach, with its words, and the words by which the event has not happened."""

    stage: StageWord | None = None
    citation: Citation | None = None
    undone: Citation | None = None
    later: Citation | None = None


_Narratives = Sequence[tuple[Passage, Sequence[Told]]]


def read_milestone(
    target: Passage, goals: Sequence[Goal], narratives: _Narratives, year: int | None = None, over: bool = True
) -> Milestone:
    """What stage the target asks for, what stage the narratives reach, and how many stand where.

    ``narratives`` are the answers with their quantities, ``year`` the one that the report speaks for, and ``over`` is
    whether the time for the target is over. Stages behind words of what is pending (正在, 拟, 下一步) are not reached;
    clauses with an undoing word (尚未, 暂缓, 已改为) reach none and are cited in ``undone``. Of several works that the
    target names only the stage of the last one counts as reached.
    """
    asked = _asked(target)
    rank = asked.stage.rank if asked else 0
    counts = tuple(
        count for narrative, told in narratives for count in read_stage_counts(target, goals, rank, narrative, told)
    )
    asked, reached = _denied(target, goals, narratives, asked, _reached(target, narratives, asked), year if over else 0)
    return Milestone(
        asked=asked.stage.name if asked else "",
        asked_rank=asked.stage.rank if asked else 0,
        asked_citation=target.cite(asked.place, asked.place + len(asked.stage.word)) if asked else None,
        reached=reached.stage.name if reached.stage else "",
        reached_rank=reached.stage.rank if reached.stage else 0,
        reached_citation=reached.citation,
        undone=reached.undone,
        later=reached.later,
        counts=counts,
    )


def _reached(target: Passage, narratives: _Narratives, asked: _Asked | None) -> _Reached:
    """The highest stage that a clause of the narratives reaches, and the first clause that undoes something."""
    best = _Reached()
    for narrative, _ in narratives:
        told_of = stage_words_in(simplified(narrative.text), "reaches")
        for clause in read_clauses(narrative.text, target.text):
            if clause.undone:
                best = best._replace(undone=best.undone or narrative.cite(clause.start, clause.end))
                continue
            for entry, place in _stages(clause, asked, target.text, told_of):
                if best.stage is None or entry.rank > best.stage.rank:
                    at = clause.start + place
                    best = best._replace(stage=entry, citation=narrative.cite(at, at + len(entry.word)))
    return best


def _stages(
    clause: Clause, asked: _Asked | None, target: str, told_of: Sequence[StageWord]
) -> Iterator[tuple[StageWord, int]]:
    """The stages that a clause reaches: those of the event asked for, else those of works.

    All of the papers or of the preparations done (征地拆迁已全部完成) ends nothing, unless the target asks for them.
    """
    if asked and asked.event:
        yield from event_reached(asked.event, clause)
        return
    words = vocabulary("stages")["counted"]
    for entry, place in stages_reached(clause.text, clause.foretold, told_of):
        if entry.word in words["of_all"]:
            around = clause.text[max(0, place - int(words["near_all"])) : place + len(entry.word) + int(words["near"])]
            if any(word in around and word not in target for word in words["papers"]):
                first = stage_named(words["papers_are"])
                entry = StageWord(entry.word, first.name, first.rank)
        yield entry, place


def _denied(
    target: Passage,
    goals: Sequence[Goal],
    narratives: _Narratives,
    asked: _Asked | None,
    reached: _Reached,
    year: int | None,
) -> tuple[_Asked | None, _Reached]:
    """What is asked for and reached, where the narratives say of just that that it has not come about, or will later.

    ``year`` is the one that the report speaks for, 0 before the time is over.
    """
    plain = simplified(target.text)
    for narrative, told in narratives:
        read = read_clauses(narrative.text, target.text)
        if asked is None:
            denied = denied_verb(plain, read, counted=bool(goals))
            if denied:
                asked = _Asked(denied.verb, denied.place)
                reached = _Reached(undone=narrative.cite(denied.clause.start, denied.clause.end))
        elif not asked.event:
            unfinished = unfinished_work(plain, asked.stage.rank, asked.place, read)
            if unfinished:
                cited = narrative.cite(unfinished.clause.start, unfinished.clause.end)
                reached = _Reached(unfinished.stage, cited if unfinished.stage else None, cited, reached.later)
        open_still = year != 0 and reached.later is None
        later = comes_later(plain, read, year) if open_still and names_later(narrative.text, year) else None
        if later is None:
            continue
        if asked is None and not goals:
            # Only a target that names what is put off asks for it (due to open in May 2025).
            verb = verb_of(plain, later)
            asked = _Asked(*verb) if verb else None
        if _only_promised(goals, later, told) or (asked and not goals):
            reached = reached._replace(later=narrative.cite(later.start, later.end))
    return asked, reached


def _only_promised(goals: Sequence[Goal], clause: Clause, told: Sequence[Told]) -> bool:
    """Whether a clause holds no number but a goal's own; another is that of the next year's task."""
    promised = {(goal.value, goal.unit) for goal in goals}
    numbers = [entry.quantity for entry in told if clause.start <= entry.quantity.span[0] < clause.end]
    return bool(goals) and all((number.value, number.unit) in promised for number in numbers)


def _asked(target: Passage) -> _Asked | None:
    """The highest stage that the target's words ask for, outside what it names only in passing."""
    text = simplified(target.text)
    best: _Asked | None = None
    asks = stage_words_in(text, "asks")
    works = asks or words_of("stages.completion.verbs").pattern.search(text) is not None
    for start, end in clauses(text) if works else ():
        clause = without_names(text[start:end])
        completion = _completion(clause)
        candidates = [completion] if completion is not None else []
        for entry in asks:
            if entry.word in clause:
                candidates.append((entry, clause.find(entry.word)))
                # What is asked of a part (主体完工) is not asked of the whole.
                clause = clause.replace(entry.word, "\0" * len(entry.word))
        for entry, place in candidates:
            if best is None or entry.rank > best.stage.rank:
                best = _Asked(entry, start + place)
    if best:
        return best
    found = event_asked(text)
    return _Asked(StageWord(found[1], found[0].name, found[0].rank), found[2], found[0]) if found else None


def _completion(clause: str) -> tuple[StageWord, int] | None:
    """完成…建设, 完成…任务: a completion asked for with words between its halves."""
    completion = vocabulary("stages")["completion"]
    finished = stage_named("竣工")
    for verb in completion["verbs"]:
        place = clause.find(verb)
        if place >= 0 and clause.strip().endswith(tuple(completion["ends"])):
            return StageWord(verb, finished.name, finished.rank), place
    return None
