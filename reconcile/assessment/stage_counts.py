"""How many of what was promised stand at which stage: 2条已建成，7条正在完善土地报批手续，1条暂缓."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reconcile.assessment.ladder import StageWord, is_pending, stage_named, stages_reached
from reconcile.assessment.named import list_members
from reconcile.assessment.told import Told
from reconcile.assessment.undoing import Clause, read_clauses
from reconcile.assessment.verdicts import compare, in_time, ratio
from reconcile.assessment.words import words_of
from reconcile.model import Achievement, Goal, JudgedGoal, Message, Milestone, Passage, StageCount, Standing
from reconcile.quantities import compatible, dimension_of
from reconcile.resources import vocabulary

_PART = re.compile(r"[^、:：]+")


def read_stage_counts(
    target: Passage, goals: Sequence[Goal], asked_rank: int, narrative: Passage, told: Sequence[Told]
) -> tuple[StageCount, ...]:
    """The counts that one narrative gives for the stages of what the target promises a number of.

    ``told`` are the narrative's quantities. Counted are numbers in the unit of the target's only goal of that kind,
    and lists of things named alike (甲工程和乙工程暂缓实施) where words undo them; each part of a list is read alone.
    ``asked_rank`` is the stage that the target asks for, 0 where it names none: then completion is what it asks.
    """
    goal = _counted_goal(goals)
    if goal is None or words_of("stages.counted.works").pattern.search(target.text) is None:
        return ()
    wanted = asked_rank or stage_named("竣工").rank
    found: list[StageCount] = []
    read = read_clauses(narrative.text, target.text)
    for place, clause in enumerate(read):
        behind = read[place + 1] if place + 1 < len(read) else None
        found += _counts_of_clause(goal, wanted, narrative, clause, behind, told)
    return tuple(found)


def judge_by_stages(judged: JudgedGoal, milestone: Milestone, share: float | None) -> JudgedGoal:
    """A goal that one count leaves short, judged by all counts at or beyond the stage that the target asks for.

    6所已竣工，4所正在施工 reaches 开工建设学校10所. Only where the target itself names a stage; ``share`` is the
    part of the time that is gone.
    """
    goal, answer = judged.goal, judged.achievement
    of_which = tuple(vocabulary("achievements")["decoys"]["part"]["words"])
    reached = [
        one
        for one in milestone.counts
        if one.standing == "reached" and one.unit == goal.unit and not one.citation.text.lstrip().startswith(of_which)
    ]
    if not milestone.asked_rank or len(reached) < 2 or answer is None or judged.verdict not in ("short", "behind"):
        return judged
    total = sum((one.value for one in reached), Decimal(0))
    if total <= answer.value or answer.unit != goal.unit:
        return judged
    listed = " + ".join(f"{one.value:f}{one.unit}" for one in reached)
    return replace(
        judged,
        achievement=Achievement(total, goal.unit, "implied", answer.outcome, reached[0].citation),
        verdict=in_time(goal, total, compare(goal, total), share),
        ratio=ratio(goal, total),
        reason=Message(
            en=f"{listed} are at or beyond “{milestone.asked}”", zh=f"{listed}均已达到或超过“{milestone.asked}”阶段"
        ),
    )


def _counted_goal(goals: Sequence[Goal]) -> Goal | None:
    counted = [goal for goal in goals if dimension_of(goal.unit) == "counter" and goal.comparator != "full"]
    return counted[0] if len(counted) == 1 else None


def _counts_of_clause(
    goal: Goal, wanted: int, narrative: Passage, clause: Clause, behind: Clause | None, told: Sequence[Told]
) -> list[StageCount]:
    found = []
    here = _numbers_in(clause, told)
    for part in _PART.finditer(clause.text) if here else ():
        start, end = clause.start + part.start(), clause.start + part.end()
        numbers = [
            entry for entry in here if start <= entry.quantity.span[0] < end and entry.quantity.comparator != "full"
        ]
        alike = [
            entry.quantity for entry in numbers if compatible(entry.quantity.unit, goal.unit) in ("same", "counter")
        ]
        if len(numbers) == 1 and len(alike) == 1:
            standing = standing_of(clause, part[0], wanted)
            if standing is None and end == clause.end and behind and not _numbers_in(behind, told):
                standing, end = standing_of(behind, behind.text, wanted), behind.end
            if standing:
                found.append(_count(alike[0].value, goal.unit, standing, narrative, start, end))
    named = [] if here else list_members(clause.text, "、和")
    standing = standing_of(clause, clause.text, wanted) if len(named) > 1 else None
    # What was put off is told of whatever it is; what was done only where it is what the goal counts.
    if standing and (standing[1] == "undone" or named[0][-1] == goal.measure[-1:]):
        found.append(_count(Decimal(len(named)), goal.unit, standing, narrative, clause.start, clause.end))
    return found


def _numbers_in(clause: Clause, told: Sequence[Told]) -> list[Told]:
    return [entry for entry in told if clause.start <= entry.quantity.span[0] < clause.end]


def standing_of(clause: Clause, part: str, wanted: int) -> tuple[StageWord, Standing] | None:
    """The stage that a part of a clause names for what it counts, and how that stands to the stage asked for."""
    words = vocabulary("stages")["counted"]
    if clause.undone and clause.undone in part:
        return StageWord("", "", 0), "undone"
    if any(word in part for word in vocabulary("achievements")["stage"]["nearly_built"]):
        stage = stage_named("主体完工")
        return stage, "reached" if stage.rank >= wanted else "under_way"
    reached = max((stage for stage, _ in stages_reached(part, clause.foretold)), key=lambda s: s.rank, default=None)
    done = max((part.find(word) for word in words["done"]), default=-1)
    if reached is None and done >= 0 and not is_pending(part):
        # 规划支路2条已完成 completes roads, 施工图设计已完成 a paper.
        papers = any(word in part[max(0, done - int(words["near"])) :] for word in words["papers"])
        reached = stage_named("前期" if papers else "竣工")
    if reached is None:
        under_way = any(word in part for word in words["under_way"])
        return (StageWord("", "", 0), "under_way") if under_way else None
    return reached, "reached" if reached.rank >= wanted else "under_way"


def _count(
    value: Decimal, unit: str, standing: tuple[StageWord, Standing], narrative: Passage, start: int, end: int
) -> StageCount:
    stage, stands = standing
    return StageCount(value, unit, stands, stage.name, stage.rank, narrative.cite(start, end))
