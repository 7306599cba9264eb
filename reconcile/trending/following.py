"""Rows of one period → the rows of later periods that go on the same target, one to one.

The matching of plans and reports is used as it is: the rows of the earlier periods, each as last restated, stand for
the plan. What it leaves without a partner is told with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reconcile.matching import match_outcomes
from reconcile.model import Match, Outcome, Target
from reconcile.resources import vocabulary
from reconcile.trending.measures import holds_goals
from reconcile.trending.periods import Table, comparable
from reconcile.trending.values import Link, LinkStatus, Stand, Statement


@dataclass(frozen=True, slots=True)
class Thread:
    """A target while it is followed: its stand in each period so far, and what the linking has to say."""

    stands: tuple[Stand | None, ...]
    statements: tuple[Statement, ...] = ()

    @property
    def last(self) -> Stand:
        """The target as last restated."""
        return next(stand for stand in reversed(self.stands) if stand)


def follow(tables: Sequence[Table]) -> tuple[Thread, ...]:
    """The threads through all periods, in the order of the last one."""
    threads = tuple(Thread((stand,)) for stand in tables[0].stands)
    for place in range(1, len(tables)):
        threads = _go_on(threads, tables, place)
    return threads


def _go_on(threads: Sequence[Thread], tables: Sequence[Table], place: int) -> tuple[Thread, ...]:
    """The threads with the stands of one more period, in its order."""
    rows = {stand.id: stand for stand in tables[place].stands}
    targets = [Target(str(n), thread.last.text, (), thread.last.owners) for n, thread in enumerate(threads)]
    found = match_outcomes(targets, [_outcome(stand) for stand in tables[place].stands])
    matches = [_without_stranger(m, t, tables, place) for m, t in zip(found, threads, strict=True)]
    keepers, promising = _keepers(matches), _by_promise(tables[place].stands)
    longer = []
    for n, (thread, match) in enumerate(zip(threads, matches, strict=True)):
        if match.outcomes and keepers[match.outcomes[0]] == n:
            stand = rows[match.outcomes[0]]
            doubtful = stand.id in tables[place].doubtful or thread.last.id in tables[thread.last.period].doubtful
            linked = replace(stand, link=_link(match, thread.last.period, doubtful))
            longer.append(Thread((*thread.stands, linked), thread.statements))
        else:
            said = _without_partner(thread, match, tables, place, promising)
            longer.append(Thread((*thread.stands, None), (*thread.statements, said)))
    by_row = {thread.stands[-1].id: thread for thread in longer if thread.stands[-1]}
    wholes = {row: thread for thread, match in zip(threads, matches, strict=True) for row in match.outcomes[1:]}
    return _ordered(longer, [by_row.get(id) or _new(stand, wholes.get(id), place) for id, stand in rows.items()])


def _outcome(stand: Stand) -> Outcome:
    if stand.outcome is None:
        raise ValueError("a plan stands only in front of the reports")
    return stand.outcome


def _without_stranger(match: Match, thread: Thread, tables: Sequence[Table], place: int) -> Match:
    """The match, undone where the tables are not of one plan and the row's own words and owners say too little."""
    if not match.outcomes or comparable(tables[thread.last.period].period, tables[place].period):
        return match
    own = match.parts.total - match.parts.order
    if match.status == "matched" or own >= float(vocabulary("trend")["other_plan"]["least"]):
        return match
    return replace(match, outcomes=(), status="uncovered", kind="none")


def _keepers(matches: Sequence[Match]) -> Mapping[str, int]:
    """For each row the thread that it goes on: of several that share it, the one whose words fit best."""
    best: dict[str, tuple[float, int]] = {}
    for n, match in enumerate(matches):
        if match.outcomes:
            row, own = match.outcomes[0], match.parts.total - match.parts.order
            if row not in best or own > best[row][0]:
                best[row] = (own, n)
    return {row: n for row, (_, n) in best.items()}


def _link(match: Match, since: int, doubtful: bool) -> Link:
    status: LinkStatus = "matched" if match.status == "matched" and not doubtful else "review"
    return Link(since, status, match.weight, match.confidence, match.reason)


def _by_promise(stands: Sequence[Stand]) -> Mapping[Decimal, list[Stand]]:
    """The rows that promise a number, by the number."""
    promising: dict[Decimal, list[Stand]] = {}
    for stand in stands:
        for value in {judged.goal.value for judged in stand.goals}:
            promising.setdefault(value, []).append(stand)
    return promising


def _without_partner(
    thread: Thread, match: Match, tables: Sequence[Table], place: int, promising: Mapping[Decimal, list[Stand]]
) -> Statement:
    """What is said of a target that no row of its own goes on: where else it stands, or why it is gone."""
    last = thread.last
    own = last.text.cite()
    if not comparable(tables[last.period].period, tables[place].period):
        return Statement("not-continued", last.period, place, (own,), row=last.id)
    if match.outcomes:
        holders = [stand for stand in tables[place].stands if stand.id == match.outcomes[0]]
    else:
        likely = promising.get(last.goals[0].goal.value, []) if last.goals else []
        holders = [stand for stand in likely if holds_goals(stand, last)]
    if len(holders) == 1:
        return Statement("merged-into", last.period, place, (own, holders[0].text.cite()), row=holders[0].id)
    return Statement("not-continued", last.period, place, (own,), row=last.id, reason=match.reason)


def _new(stand: Stand, whole: Thread | None, place: int) -> Thread:
    """The thread of a row that goes on no earlier target; ``whole`` is that of which it answers a further part."""
    if whole is None:
        said = Statement("new", place - 1, place, (stand.text.cite(),), row=stand.id)
    else:
        cited = (whole.last.text.cite(), stand.text.cite())
        said = Statement("split-from", whole.last.period, place, cited, row=whole.last.id)
    return Thread((*[None] * place, stand), (said,))


def _ordered(before: Sequence[Thread], now: Sequence[Thread]) -> tuple[Thread, ...]:
    """The threads in the order of the newest period, each that is missing there behind its neighbour before."""
    behind: dict[int, list[Thread]] = {}
    neighbour = 0
    for thread in before:
        if thread.stands[-1]:
            neighbour = id(thread)
        else:
            behind.setdefault(neighbour, []).append(thread)
    ordered = behind.get(0, [])
    for thread in now:
        ordered.append(thread)
        ordered += behind.get(id(thread), ())
    return tuple(ordered)
