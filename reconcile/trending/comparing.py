"""What differs between the stands of one target: numbers, claims, goals and wording, each with words of both documents.

Only stands of comparable periods are held against each other, and only where every link between them is sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reconcile.matching.text import normalise
from reconcile.model import Citation, Comparator, Goal
from reconcile.quantities import convert, extract_quantities
from reconcile.trending.falls import fall
from reconcile.trending.measures import Entry, Measured, same_value, units_agree
from reconcile.trending.periods import comparable
from reconcile.trending.values import Period, Stand, Statement, StatementKind

# Both ask for at least the number: a verdict makes no difference between them.
_AT_LEAST: tuple[Comparator, ...] = ("eq", "ge")


def compare(stands: Sequence[Stand], measures: Sequence[Measured], periods: Sequence[Period]) -> Iterator[Statement]:
    """The statements on one target; ``stands`` are those of the periods that have it, in order."""
    for measure in measures:
        yield from _falls(measure, stands, periods)
    yield from _flips(stands, periods)
    for earlier, later in pairwise(stands):
        if not _are_linked(stands, earlier.period, later.period):
            yield _said("for-review", earlier, later)
            continue
        if comparable(periods[earlier.period], periods[later.period]):
            yield from _goal_changes(earlier, later, measures)
        else:
            yield _said("other-year", earlier, later)
        ours, theirs = normalise(earlier.text.text), normalise(later.text.text)
        if ours and theirs and ours != theirs:
            yield _said("reworded", earlier, later)


def _said(kind: StatementKind, earlier: Stand, later: Stand) -> Statement:
    link = later.link
    cited = tuple(citation for citation in (earlier.text.cite(), later.text.cite()) if citation.text)
    reason = link.reason if link and kind == "for-review" and link.reason.en else None
    return Statement(
        kind, earlier.period, later.period, cited, before=earlier.text.text, after=later.text.text, reason=reason
    )


def _are_linked(stands: Sequence[Stand], earlier: int, later: int) -> bool:
    """Whether every link from one period to another is sure."""
    between = [stand.link for stand in stands if earlier < stand.period <= later]
    return all(link is not None and link.status == "matched" for link in between)


def _falls(measure: Measured, stands: Sequence[Stand], periods: Sequence[Period]) -> Iterator[Statement]:
    """Each number that is lower than the last one printed before it, in the order of the periods."""
    printed = [entry for entry in measure.entries if entry.told]
    for earlier, later in pairwise(printed):
        before, after = periods[earlier.period], periods[later.period]
        if not comparable(before, after) or not _are_linked(stands, earlier.period, later.period):
            continue
        kind = fall(earlier, later, before, after)
        if kind:
            yield Statement(
                kind,
                earlier.period,
                later.period,
                (_cited(earlier), _cited(later)),
                measure=_name(later),
                before=_cited(earlier).text,
                after=_cited(later).text,
                lower_is_better=later.judged is not None and later.judged.goal.direction == "lower",
            )


def _cited(entry: Entry) -> Citation:
    told = entry.told
    if told is None:
        raise ValueError("the entry has no number")
    return told.narrative.cite(*told.quantity.span)


def _name(entry: Entry) -> str:
    if entry.judged and entry.judged.goal.measure:
        return entry.judged.goal.measure
    return entry.told.quantity.measure if entry.told else ""


def _flips(stands: Sequence[Stand], periods: Sequence[Period]) -> Iterator[Statement]:
    """Each target that was claimed done and later in the same year is said not to be; silence is no answer."""
    claimed = [stand for stand in stands if stand.outcome and stand.outcome.claim != "silent"]
    for earlier, later in pairwise(claimed):
        if earlier.outcome is None or later.outcome is None:
            continue
        if (earlier.outcome.claim, later.outcome.claim) != ("done", "not_done"):
            continue
        sure = _are_linked(stands, earlier.period, later.period)
        if sure and comparable(periods[earlier.period], periods[later.period]):
            yield Statement(
                "claim-flipped",
                earlier.period,
                later.period,
                (earlier.text.cite(), later.text.cite()),
                before=earlier.outcome.claim_text,
                after=later.outcome.claim_text,
            )


def _goal_changes(earlier: Stand, later: Stand, measures: Sequence[Measured]) -> Iterator[Statement]:
    """What became of each goal number on the way from one restatement to the next."""
    if not earlier.text.text or not later.text.text:
        return
    for measure in measures:
        by_period = {entry.period: entry.judged.goal for entry in measure.entries if entry.judged}
        one, other = by_period.get(earlier.period), by_period.get(later.period)
        if one and other and one.origin == "target":
            kind = _goal_change(one, other)
            if kind:
                yield _of_goals(kind, earlier, later, one, other)
        elif one and not other and one.origin == "target" and not _stands_in(one, later.text.text):
            yield _of_goals("goal-dropped", earlier, later, one, None)
        elif other and not one and other.origin == "target" and not _stands_in(other, earlier.text.text):
            yield _of_goals("goal-added", earlier, later, None, other)


def _goal_change(one: Goal, other: Goal) -> StatementKind | None:
    if same_value(one, other):
        alike = one.comparator == other.comparator or {one.comparator, other.comparator} <= set(_AT_LEAST)
        return None if alike else "goal-altered"
    converted = convert(other.value, other.unit, one.unit)
    value = other.value if converted is None else converted
    if value == one.value:
        return "goal-altered"
    return "goal-lowered" if value < one.value else "goal-raised"


def _stands_in(goal: Goal, text: str) -> bool:
    """Whether a goal's number stands in a text, be it as another goal's or as that of a thing."""
    for quantity in extract_quantities(text):
        value = convert(quantity.value, quantity.unit, goal.unit)
        if units_agree(quantity.unit, goal.unit) and (quantity.value if value is None else value) == goal.value:
            return True
    return False


def _of_goals(kind: StatementKind, earlier: Stand, later: Stand, one: Goal | None, other: Goal | None) -> Statement:
    """One statement on a goal number; where it is gone, or was not there, the whole restatement is cited."""
    known = other or one
    return Statement(
        kind,
        earlier.period,
        later.period,
        (one.citation if one else earlier.text.cite(), other.citation if other else later.text.cite()),
        measure=known.measure if known else "",
        before=one.citation.text if one else "",
        after=other.citation.text if other else "",
        lower_is_better=known is not None and known.direction == "lower",
    )
