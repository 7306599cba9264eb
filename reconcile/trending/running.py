"""The whole trend: read → link → measure → compare, as one function from files to a Trend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from reconcile.model import Language
from reconcile.trending.comparing import compare
from reconcile.trending.following import Thread, follow
from reconcile.trending.measures import measured
from reconcile.trending.periods import Table, read_periods
from reconcile.trending.values import Period, Statement, StatementKind, Track, Trend

_ORDER: tuple[StatementKind, ...] = get_args(StatementKind)


def trend(files: Sequence[str | Path], *, lang: Language | None = None) -> Trend:
    """Follow each target of a plan through several reports.

    ``files`` are two or more completion tables, ordered by the days that their titles name (as given where one names
    none); files of the same day and issuer are one report. The first may be the plan. ``lang`` is the language of the
    outputs, by default that of the targets.

    Amounts are held against each other within one year only, and nothing is said of a row whose match is for review.
    Raises ``ReconcileError`` (or a subclass) with the document and a remedy where a file cannot be used.
    """
    tables, notices = read_periods(files)
    periods = tuple(table.period for table in tables)
    tracks = tuple(_track(thread, periods) for thread in follow(tables))
    return Trend(periods, tracks, notices, lang or _language(tables))


def _track(thread: Thread, periods: Sequence[Period]) -> Track:
    stands = [stand for stand in thread.stands if stand]
    measures = measured(stands)
    statements = (*thread.statements, *compare(stands, measures, periods))
    return Track(thread.stands, tuple(each.series() for each in measures), tuple(sorted(statements, key=_rank)))


def _rank(statement: Statement) -> tuple[int, int, int]:
    return _ORDER.index(statement.kind), statement.earlier, statement.later


def _language(tables: Sequence[Table]) -> Language:
    """Chinese where most letters of the targets are Chinese characters, else English."""
    letters = [letter for table in tables for stand in table.stands for letter in stand.text.text if letter.isalpha()]
    return "zh" if 2 * sum("\u4e00" <= letter <= "\u9fff" for letter in letters) >= len(letters) else "en"
