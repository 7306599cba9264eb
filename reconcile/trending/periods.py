"""Files → the periods that they report on, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reconcile.assessment import assess
from reconcile.errors import DocumentError, ReconcileError
from reconcile.matching import match_own_rows
from reconcile.model import CompletionReport, Document, Match, Plan, Target
from reconcile.reading import read_outcome, read_plan
from reconcile.reading.titles import years_in
from reconcile.trending.falls import begins_later
from reconcile.trending.values import Notice, Period, Stand


@dataclass(frozen=True, slots=True)
class Table:
    """A period with its rows, not yet linked; ``doubtful`` are the ids of rows that do not say what was promised."""

    period: Period
    stands: tuple[Stand, ...]
    doubtful: frozenset[str]


def read_periods(files: Sequence[str | Path]) -> tuple[tuple[Table, ...], tuple[Notice, ...]]:
    """The tables of the files, the plan first, then the reports by the day they speak for; and what to say of that.

    Files whose titles give the same day and issuer are one report. Where a report does not tell its day, all of them
    stay in the order given. Raises ``ReconcileError`` for fewer than two files, a file given twice, a file that is no
    report, and files that are all one report.
    """
    if len(files) < 2:
        raise ReconcileError(
            "a trend needs at least two files",
            remedy="give the reports of two or more periods, or the plan and its reports",
        )
    plan = _plan(files[0])
    reports = [read_outcome(path) for path in files[1 if plan else 0 :]]
    _refuse_repeated([*([plan.document] if plan else []), *(report.documents[0] for report in reports)])
    joined, ordered = _in_order(_joined(reports))
    if not plan and len(joined) < 2:
        day = joined[0].documents[0].as_of
        raise ReconcileError(
            f"all files are one report: their titles give the same issuer and the same day, {day}",
            document=", ".join(document.path for document in joined[0].documents),
            remedy="give the report of another period as well",
        )
    tables = [_report_table(report, place) for place, report in enumerate(joined, start=1 if plan else 0)]
    if plan:
        tables.insert(0, _plan_table(plan, tables[0].period.year))
    periods = [table.period for table in tables]
    return tuple(tables), _notices(periods, ordered)


def _plan(path: str | Path) -> Plan | None:
    """The plan that the first file is, or None where it is a report (or what reading it as one will complain about)."""
    try:
        plan = read_plan(path)
    except DocumentError:
        return None
    told = any(note.role == "ratio" for target in plan.targets for note in target.notes)
    return None if told else plan


def _refuse_repeated(documents: Sequence[Document]) -> None:
    seen: dict[str, str] = {}
    for document in documents:
        if document.sha256 in seen:
            raise DocumentError(
                f"this file holds the same bytes as {seen[document.sha256]}, which was given before it",
                document=document.path,
                remedy="name each file once",
            )
        seen[document.sha256] = document.path


def _joined(reports: Sequence[CompletionReport]) -> list[CompletionReport]:
    """The reports, those of several files read as one, each at the place of its first file."""
    groups: dict[tuple[str, ...], list[Document]] = {}
    for position, report in enumerate(reports):
        document = report.documents[0]
        key = (document.as_of, document.issuer) if document.as_of else (str(position),)
        groups.setdefault(key, []).append(document)
    single = {report.documents[0].path: report for report in reports}
    return [
        single[documents[0].path] if len(documents) == 1 else read_outcome([document.path for document in documents])
        for documents in groups.values()
    ]


def _in_order(reports: Sequence[CompletionReport]) -> tuple[list[CompletionReport], bool]:
    """The reports by their days, and whether every one tells its day; as given where one does not."""
    days = [report.documents[0].as_of for report in reports]
    if not all(days):
        return list(reports), False
    return sorted(reports, key=lambda report: report.documents[0].as_of or ""), True


def _report_table(report: CompletionReport, place: int) -> Table:
    as_of = report.documents[0].as_of
    year = int(as_of[:4]) if as_of else None
    targets = [Target(o.id, o.text, (), o.owners, o.deadline, o.notes) for o in report.outcomes]
    garbled = _named(report, "target-holds-narrative")
    items = assess(targets, report.outcomes, match_own_rows(targets, garbled), as_of)
    stands = tuple(
        Stand(place, outcome.id, outcome.text, outcome.owners, outcome, item.goals)
        for outcome, item in zip(report.outcomes, items, strict=True)
    )
    return Table(Period(report.documents, "outcome", as_of, year, len(stands)), stands, garbled | _blank(report))


def _plan_table(plan: Plan, year: int | None) -> Table:
    """The plan as the first period; one whose title names no year is taken for that of the first report."""
    unanswered = [Match(target.id, (), "uncovered", "none") for target in plan.targets]
    items = assess(plan.targets, (), unanswered, None)
    stands = tuple(
        Stand(0, target.id, target.text, target.owners, None, item.goals)
        for target, item in zip(plan.targets, items, strict=True)
    )
    own = max(years_in(plan.document.title), default=year)
    return Table(Period((plan.document,), "plan", None, own, len(stands)), stands, frozenset())


def _named(report: CompletionReport, kind: str) -> frozenset[str]:
    """The ids of the rows that a kind of diagnostic names."""
    notes = [note for document in report.documents for note in document.diagnostics if note.kind == kind]
    return frozenset(record for note in notes for record in note.records)


def _blank(report: CompletionReport) -> frozenset[str]:
    return frozenset(outcome.id for outcome in report.outcomes if not outcome.text.text)


def comparable(earlier: Period, later: Period) -> bool:
    """Whether two periods are of one year's targets, the later one further on in it: only then is there progress."""
    if earlier.year is None or earlier.year != later.year:
        return False
    return earlier.role == "plan" or (earlier.as_of or "") < (later.as_of or "")


def _notices(periods: Sequence[Period], ordered: bool) -> tuple[Notice, ...]:
    """What is to be said of the order and of the years."""
    reports = [period for period in periods if period.role == "outcome"]
    notices = []
    if len(reports) > 1:
        days = tuple(period.as_of or period.documents[0].path for period in reports)
        notices.append(Notice("by-day" if ordered else "as-given", days))
    untold = tuple(period.documents[0].path for period in reports if period.as_of is None)
    if untold:
        notices.append(Notice("no-day", untold))
    parts = tuple(period.documents[0].path for period in reports if begins_later(period.documents[0].title))
    if parts:
        notices.append(Notice("later-part", parts))
    told = [period.as_of for period in reports if period.as_of]
    twice = tuple(sorted({day for day in told if told.count(day) > 1}))
    if twice:
        notices.append(Notice("same-day", twice))
    years = tuple(str(year) for year in sorted({period.year for period in reports if period.year}))
    if len(years) > 1:
        notices.append(Notice("other-years", years))
    first = periods[0]
    if first.role == "plan" and first.year and years and str(first.year) not in years:
        notices.append(Notice("plan-of-other-year", (str(first.year), *years)))
    issuers = tuple(dict.fromkeys(d.issuer for period in periods for d in period.documents if d.issuer))
    if len(issuers) > 1:
        notices.append(Notice("other-issuers", issuers))
    return tuple(notices)
