"""Readings of files → a plan, a completion report, or one document that is both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reconcile.errors import DocumentError
from reconcile.model import CompletionReport, Diagnostic, Document, Outcome, Plan, Role
from reconcile.reading import diagnostics as said
from reconcile.reading.checks import check_announced, check_outcomes, check_targets, numbering
from reconcile.reading.claims import known_claim
from reconcile.reading.content import Content
from reconcile.reading.documents import Reading, document_of, read_table_document
from reconcile.reading.ids import unique_ids
from reconcile.reading.layouts.found import PROSE
from reconcile.reading.memory import collection_paused
from reconcile.reading.records import build_outcome, build_target
from reconcile.reading.roles import known_words
from reconcile.reading.titles import years_in
from reconcile.reading.words import NO_WORDS, Words, using

# A document by its path (- for standard input), or one that was opened already.
Opened = str | Path | Content


@collection_paused()
def read_plan(path: Opened, words: Words = NO_WORDS) -> Plan:
    """Read a plan: one target a record, with its leaders, owners and deadline. ``words`` are the project's own.

    Raises ``DocumentError`` where the file cannot be read, holds no table, no column of targets, or says what was done
    (a completion report given as the plan).
    """
    with using(words):
        return _read_plan(path)


def _read_plan(path: Opened) -> Plan:
    reading = read_table_document(path, as_plan=True)
    _refuse_completion_report(reading)
    ids, _ = unique_ids(draft.printed_id for draft in reading.drafts)
    targets = tuple(
        build_target(draft, record_id, reading.path) for draft, record_id in zip(reading.drafts, ids, strict=True)
    )
    notes = check_announced([reading])[0] + numbering([(reading, ids)])[0] + check_targets(targets)
    return Plan(document_of(reading, "plan", notes), targets)


@collection_paused()
def read_outcomes(paths: Sequence[Opened], words: Words = NO_WORDS, prose: bool = False) -> CompletionReport:
    """Read the files that together are one completion report, in the order given; none may be given twice.

    With ``prose`` a file without any table gives one outcome for each clause that says what was done; such an outcome
    restates no target. The document of such a file has the diagnostic ``prose-searched``.
    """
    if not paths:
        raise DocumentError("no completion report was given", remedy="name at least one file")
    with using(words):
        readings = [_read_outcome_file(path, prose) for path in paths]
        _refuse_repeated(readings)
        documents, outcomes = _combine(readings)
    return CompletionReport(documents, outcomes)


@collection_paused()
def read_progress(path: Opened, words: Words = NO_WORDS) -> tuple[Plan, CompletionReport]:
    """Read one document whose rows restate their own targets, as the plan and as the report on it.

    Targets and outcomes bear the same ids, row by row. Both sides hold the same ``Document``, of the role "outcome".
    """
    with using(words):
        reading = _read_outcome_file(path)
        documents, outcomes = _combine([reading])
    targets = tuple(
        build_target(draft, outcome.id, reading.path) for draft, outcome in zip(reading.drafts, outcomes, strict=True)
    )
    return Plan(documents[0], targets), CompletionReport(documents, outcomes)


def _refuse_completion_report(reading: Reading) -> None:
    """Refuse a plan whose columns say what was done, unless they are still empty or speak of an earlier year."""
    year = max(years_in(reading.heading.title), default=0)
    reported = [
        column.heading
        for index, column in enumerate(reading.columns)
        if column.source in ("heading", "own")
        and column.role in ("outcome", "claim")
        and max(years_in(column.heading), default=year) >= year
        and _is_reported(reading, index, column.role)
    ]
    if reported:
        raise DocumentError(
            f"this is a completion report, not a plan: it says what was done (columns {', '.join(reported)})",
            document=reading.path,
            line=reading.header.line,
            remedy="give the plan first and the completion report after it, or this file alone if it is its own plan",
        )


def _is_reported(reading: Reading, index: int, role: str) -> bool:
    """Whether a column holds anything; one of claims, whether half of it are words of self-assessment."""
    cells = [entry.line.row.cell(entry.line.first + index) for draft in reading.drafts for entry in draft.lines]
    filled = [cell for cell in cells if cell]
    return bool(filled) and (role == "outcome" or 2 * sum(map(known_claim, filled)) >= len(filled))


def _read_outcome_file(path: Opened, prose: bool = False) -> Reading:
    reading = read_table_document(path, as_plan=False, prose=prose)
    has_ratio = any(role == "ratio" for _, role, _ in reading.fields.notes)
    if not (reading.fields.narrative or reading.fields.claim or has_ratio):
        seen = ", ".join(column.heading for column in reading.columns if column.heading)
        raise DocumentError(
            f"this looks like a plan, not a completion report: its columns are {seen}; expected one that says what was "
            f"done, such as {', '.join(known_words('outcome', 3))}, or {', '.join(known_words('claim', 1))}",
            document=reading.path,
            line=reading.header.line,
            remedy="give the plan first and the completion report after it",
        )
    return reading


def _refuse_repeated(readings: Sequence[Reading]) -> None:
    """Refuse two files of the same bytes: every row of the second would be called a duplicate of the first."""
    seen: dict[str, str] = {}
    for reading in readings:
        digest = reading.content.sha256
        if digest in seen:
            raise DocumentError(
                f"this file holds the same bytes as {seen[digest]}, which was given before it",
                document=reading.path,
                remedy="name each file of the completion report once",
            )
        seen[digest] = reading.path


def _combine(readings: Sequence[Reading]) -> tuple[tuple[Document, ...], tuple[Outcome, ...]]:
    """The documents and outcomes of several files, ids told apart and gaps found across all of them."""
    ids, _ = unique_ids(draft.printed_id for reading in readings for draft in reading.drafts)
    numbered: list[tuple[Reading, list[str]]] = []
    outcomes: list[Outcome] = []
    spans: list[tuple[int, int]] = []
    for reading in readings:
        own = ids[len(outcomes) : len(outcomes) + len(reading.drafts)]
        numbered.append((reading, own))
        spans.append((len(outcomes), len(outcomes) + len(own)))
        outcomes.extend(
            build_outcome(draft, record_id, reading.path) for draft, record_id in zip(reading.drafts, own, strict=True)
        )
    documents = []
    fewer = check_announced(readings)
    for (reading, own), few, notes, (first, last) in zip(numbered, fewer, numbering(numbered), spans, strict=True):
        is_prose = reading.found is not None and reading.found.name == PROSE
        checked: list[Diagnostic] = (
            [] if is_prose else [*few, *notes, *check_outcomes(reading, own, outcomes[first:last])]
        )
        if not any(each.heading.as_of for each in readings):
            checked.append(said.no_day())
        documents.append(document_of(reading, _OUTCOME, checked))
    return tuple(documents), tuple(outcomes)


_OUTCOME: Role = "outcome"
