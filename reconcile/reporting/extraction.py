"""What was read from one document, as a table, with its diagnostics: look here first when a match looks odd."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from reconcile.errors import DocumentError
from reconcile.model import Document, Outcome, Passage, Target
from reconcile.reading import Content, read_content, read_outcome, read_plan, read_report
from reconcile.reading.words import NO_WORDS, Words
from reconcile.reporting.plain_text import spreadsheet_text, table_text

COLUMNS = ("id", "line", "target", "leaders", "owners", "deadline", "narrative", "claim", "claim_text")


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of one document, each as text by the names of ``COLUMNS``, and the document they come from."""

    document: Document
    rows: tuple[tuple[str, ...], ...]


def read_records(path: str | Path, words: Words = NO_WORDS) -> Records:
    """Read one document as what it is: a completion table, a plan, or the prose of a work report.

    A response is a row; a commitment of a work report is a row with its section as id. Raises ``DocumentError`` with
    the reason of the plan reading where no reading fits.
    """
    content = read_content(path)
    reasons = []
    for read in (_outcome_records, _plan_records, _prose_records, _sentence_records):
        try:
            return read(content, words)
        except DocumentError as error:
            reasons.append(error)
    raise reasons[1]


def _outcome_records(content: Content, words: Words) -> Records:
    report = read_outcome(content, words)
    return Records(report.documents[0], tuple(row for outcome in report.outcomes for row in _outcome_rows(outcome)))


def _plan_records(content: Content, words: Words) -> Records:
    plan = read_plan(content, words)
    return Records(plan.document, tuple(_target_row(target) for target in plan.targets))


def _prose_records(content: Content, words: Words) -> Records:
    del words  # prose has no columns
    prose = read_report(content)
    blank = ("",) * (len(COLUMNS) - 3)
    rows = tuple((c.section, _line(c.passage), c.passage.text, *blank) for c in prose.commitments)
    return Records(prose.document, rows)


def _sentence_records(content: Content, words: Words) -> Records:
    report = read_outcome(content, words, prose=True)
    return Records(report.documents[0], tuple(row for outcome in report.outcomes for row in _outcome_rows(outcome)))


def _line(passage: Passage) -> str:
    """The line of a passage, or its page or cell where lines do not exist."""
    return passage.place or str(passage.line)


def _target_row(target: Target) -> tuple[str, ...]:
    owners = "、".join(owner.name for owner in target.owners)
    return (
        target.id,
        _line(target.text),
        target.text.text,
        "、".join(target.leaders),
        owners,
        target.deadline,
        "",
        "",
        "",
    )


def _outcome_rows(outcome: Outcome) -> list[tuple[str, ...]]:
    return [
        (
            outcome.id,
            _line(response.narrative if response.narrative.line else outcome.text),
            outcome.text.text if index == 0 else "",
            response.leader,
            "、".join(owner.name for owner in response.owners),
            response.deadline or outcome.deadline,
            response.narrative.text,
            response.claim,
            response.claim_text,
        )
        for index, response in enumerate(outcome.responses)
    ]


def render_records(records: Records, format: str) -> str:
    """The records as csv, json or markdown text."""
    if format == "json":
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in records.rows]
        diagnostics = [
            {"kind": d.kind, "message": {"en": d.message.en, "zh": d.message.zh}, "records": list(d.records)}
            for d in records.document.diagnostics
        ]
        document = {"path": records.document.path, "encoding": records.document.encoding, "records": rows}
        return json.dumps(document | {"diagnostics": diagnostics}, ensure_ascii=False, indent=2) + "\n"
    if format == "csv":
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([spreadsheet_text(cell) for cell in row] for row in records.rows)
        return stream.getvalue()
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(table_text(cell) for cell in row) + " |" for row in records.rows]
    return "\n".join(lines) + "\n"


def render_diagnostics(records: Records) -> str:
    """One line for the whole document, then one for each diagnostic, with the line it concerns."""
    document, counts = records.document, records.document.accounting
    residue = f"{100 * counts.residue / counts.total:.2f}%" if counts.total else "0%"
    lines = [
        f"{document.path}: {len(records.rows)} rows read, {document.encoding}, {counts.total} characters, "
        f"{residue} not understood"
    ]
    for diagnostic in document.diagnostics:
        citation = diagnostic.citation
        place = f"{document.path}:{citation.place or citation.line}" if citation else document.path
        lines.append(f"{place}: {diagnostic.kind}: {diagnostic.message.en}")
    return "\n".join(lines) + "\n"
