"""What the overview across places is made of: plain counts, a value for each pair, rule, field of work and owner.

A *pair* is a plan with its completion report. Every share is kept as two counts, so that its denominator can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field

from reconcile.model import Message, Severity, Tool


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some targets and of their goals.

    ``matched``, ``review``, ``uncovered``, ``dropped`` count targets by the status of their match. ``answered`` are
    the targets that a row answers, ``claimed_done`` those of them that are claimed done, ``quantified`` those of
    these whose evidence is a comparable number, ``milestone`` those whose evidence is a finished event. ``in_error``
    are the targets with an error that was not waived.

    ``goals`` are all goals: ``met`` (exceeded among them) and ``short`` are decided by a comparable number, ``on_pace``
    and ``behind`` are not due yet, ``open`` has no comparable number; the rest, on which nothing was reported, is what
    is left.
    """

    targets: int = 0
    matched: int = 0
    review: int = 0
    uncovered: int = 0
    dropped: int = 0
    answered: int = 0
    claimed_done: int = 0
    quantified: int = 0
    milestone: int = 0
    in_error: int = 0
    goals: int = 0
    met: int = 0
    short: int = 0
    on_pace: int = 0
    behind: int = 0
    open: int = 0

    @property
    def carried(self) -> int:
        """The targets claimed done whose evidence is a comparable number or a finished event."""
        return self.quantified + self.milestone

    @property
    def not_carried(self) -> int:
        """The targets claimed done whose evidence is activity, intention or nothing."""
        return self.claimed_done - self.carried

    @property
    def decided(self) -> int:
        """The goals whose time has run out and that have a comparable number."""
        return self.met + self.short

    @property
    def not_due(self) -> int:
        """The goals with a comparable number whose time has not run out."""
        return self.on_pace + self.behind


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies.

    >>> total([Tally(targets=3, met=1), Tally(targets=4, short=2)]).decided
    3
    """
    sums = [sum(column) for column in zip(*map(astuple, tallies), strict=True)]
    return Tally(*sums)


@dataclass(frozen=True, slots=True)
class PairFigures:
    """One pair that was reconciled.

    ``report`` is the path of its HTML report relative to the overview, or None where there is none. ``as_of`` is an
    ISO date or None. ``findings`` counts those that were not waived, by severity, ``waived`` those that were.
    """

    name: str
    report: str | None
    as_of: str | None
    tally: Tally
    findings: Mapping[Severity, int]
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A pair that could not be reconciled: the error as one line, which names the document and what to try."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Example:
    """One of the pairs in which something stands out: ``part`` of its ``whole`` targets.

    ``query`` is the filter of the pair's report that shows these targets, as its address holds it.
    """

    pair: str
    part: int
    whole: int
    query: str


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """The findings of one rule that were not waived: how many, on how many targets, in how many pairs.

    ``severity`` is the worst that any of them has.
    """

    rule: str
    severity: Severity
    findings: int
    targets: int
    pairs: int
    worst: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The targets of one field of work, or of one class of owners, over all pairs.

    ``names`` are the names as printed that were taken together, the most frequent first, cut to a few; ``names_count``
    says how many there are.
    """

    label: Message
    pairs: int
    tally: Tally
    names: tuple[str, ...] = ()
    names_count: int = 0
    worst: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class PairDocument:
    """One document of a pair: its role, its path as the manifest has it, the hash of its bytes, the records read."""

    pair: str
    role: str
    path: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the overview says.

    ``pairs`` and ``failures`` stand in the order of the manifest. ``owners`` are those with the most targets,
    ``owners_count`` says how many there are in all. ``queries`` holds, for ``pairs``, ``rules``, ``fields`` and
    ``owners``, the SQL that gives the figures of that table from the batch's own.
    """

    pairs: tuple[PairFigures, ...]
    failures: tuple[Failure, ...]
    rules: tuple[RuleFigures, ...]
    fields: tuple[Group, ...]
    owners: tuple[Group, ...]
    owners_count: int
    documents: tuple[PairDocument, ...]
    tool: Tool
    queries: Mapping[str, str] = field(default_factory=dict)
