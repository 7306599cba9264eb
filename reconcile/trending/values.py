"""The values of a trend: periods, and the tracks of targets through them. Frozen, without behaviour of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from reconcile.model import (
    Achievement,
    Citation,
    Document,
    Goal,
    JudgedGoal,
    Language,
    Message,
    Outcome,
    Owner,
    Passage,
    Verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas

LinkStatus = Literal["matched", "review"]
# What asks for an answer stands first.
StatementKind = Literal[
    "went-backwards",
    "claim-flipped",
    "goal-lowered",
    "goal-dropped",
    "goal-altered",
    "goal-raised",
    "goal-added",
    "fell",
    "for-review",
    "merged-into",
    "split-from",
    "not-continued",
    "new",
    "other-year",
    "reworded",
]
NoticeKind = Literal[
    "by-day", "as-given", "no-day", "later-part", "same-day", "other-years", "plan-of-other-year", "other-issuers"
]


@dataclass(frozen=True, slots=True)
class Period:
    """One report, or the plan in front of the reports.

    ``documents`` are its files, ``as_of`` the day (ISO date) that its title says it speaks for, or None; ``year`` the
    year whose targets it holds, None where nothing says so; ``rows`` counts its targets.
    """

    documents: tuple[Document, ...]
    role: Literal["plan", "outcome"]
    as_of: str | None
    year: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class Link:
    """How a row was found to go on the target of an earlier period (``since``, its place among the periods).

    ``weight`` (bits) and ``confidence`` (0…1) are those of the match, ``reason`` says why it is for review.
    """

    since: int
    status: LinkStatus
    weight: float
    confidence: float
    reason: Message


@dataclass(frozen=True, slots=True)
class Stand:
    """A target as one period has it: the row, the goals judged on its narrative, and the link to the row before.

    ``outcome`` is None in a plan, ``link`` where the target appears for the first time.
    """

    period: int
    id: str
    text: Passage
    owners: tuple[Owner, ...]
    outcome: Outcome | None
    goals: tuple[JudgedGoal, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One measure in one period: what was promised, what was reported, and the verdict that the row itself earns."""

    period: int
    promised: Goal | None = None
    reported: Achievement | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of a target through the periods that speak of it, in their order."""

    measure: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact about a target between two periods (their places among the periods).

    ``citations`` holds the words of the earlier document, then those of the later one, less what is not there;
    ``before`` and ``after`` the words compared, ``measure`` what they measure, ``row`` the id of another row that is
    spoken of, ``reason`` what the matching says, ``lower_is_better`` whether less of the measure is better.
    """

    kind: StatementKind
    earlier: int
    later: int
    citations: tuple[Citation, ...]
    measure: str = ""
    before: str = ""
    after: str = ""
    row: str = ""
    reason: Message | None = None
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One target through the periods: a stand or None for each period, its measures, and what is to be said."""

    stands: tuple[Stand | None, ...]
    series: tuple[Series, ...]
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Stand:
        """The target where it appears first."""
        return next(stand for stand in self.stands if stand)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader of the whole trend must know first; ``names`` are the files, days or years it speaks of."""

    kind: NoticeKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """Targets followed through several reports. All outputs are views of this value.

    ``tracks`` stand in the order of the last period, each target that is missing there behind its neighbour before.
    """

    periods: tuple[Period, ...]
    tracks: tuple[Track, ...]
    notices: tuple[Notice, ...]
    lang: Language

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in the order of the tracks."""
        return tuple(statement for track in self.tracks for statement in track.statements)

    @property
    def counts(self) -> dict[StatementKind, int]:
        """How many statements there are of each kind that there are, in the order of ``StatementKind``."""
        found = [statement.kind for statement in self.statements]
        return {kind: found.count(kind) for kind in get_args(StatementKind) if kind in found}

    def to_frame(self) -> pandas.DataFrame:
        """One tidy table as a pandas DataFrame: a row for each target, period and measure (``trend_tables``)."""
        from reconcile.reporting.trend.tables import trend_frame

        return trend_frame(self)

    def write(self, path: str | Path, lang: Language | None = None) -> None:
        """Write it to a file; the ending chooses json, csv or markdown. The file is written whole or not at all."""
        from reconcile.reporting.trend.files import write_trend

        write_trend(self, path, lang=lang)
