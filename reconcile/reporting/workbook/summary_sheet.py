"""The first sheet: what was held against what, the numbers that matter, the claims against the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reconcile.reporting.headline import headlines, opening, title_of, titles
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import CLAIMS, GRADES, SEVERITIES, VERDICTS, Summary, summarise
from reconcile.reporting.workbook.cells import cell_text, day
from reconcile.reporting.workbook.row_heights import set_row_height, set_title_height
from reconcile.reporting.workbook.table import Book, print_set_up

if TYPE_CHECKING:
    from reconcile.model import Reconciliation

# One line of the sheet: values with the names of their formats.
_Line = list[tuple[Any, str]]
_WRAPPED = frozenset({"label", "heading"})
_WIDTHS = (34, 18, 14, 14, 14, 14, 14, 14, 14, 14)


def add_summary(book: Book, reconciliation: Reconciliation) -> None:
    """Add the sheet, with the cells for the reviewer's name and date."""
    sheet = book.file.add_worksheet(book.t("workbook.summary"))
    summary = summarise(reconciliation)
    lines = [
        *_heading(book, reconciliation, summary),
        *_reviewer(book),
        *_numbers(book, summary),
        *_claims(book, summary),
        *_rules(book, reconciliation),
        *_made_by(book, reconciliation),
    ]
    for row, line in enumerate(lines):
        for column, (value, style) in enumerate(line):
            _write(book, sheet, row, column, value, style)
        if any(style == "title" for _, style in line):
            set_title_height(sheet, row)
        wrapped = zip(line, _WIDTHS, strict=False)
        set_row_height(
            sheet, row, ((str(value), wide) for (value, style), wide in wrapped if style in _WRAPPED and value)
        )
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    print_set_up(book, sheet)


def _write(book: Book, sheet: Any, row: int, column: int, value: Any, style: str) -> None:
    looks = book.formats[style]
    if value is None:
        sheet.write_blank(row, column, None, looks)
    elif isinstance(value, str):
        sheet.write_string(row, column, cell_text(value), looks)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, looks)
    else:
        sheet.write_datetime(row, column, value, looks)


def _heading(book: Book, reconciliation: Reconciliation, summary: Summary) -> Iterator[_Line]:
    t = book.t
    plan, reports = titles(reconciliation)
    yield [(t("page.title"), "title")]
    if plan:
        yield [(t("role.plan"), "label"), (title_of(plan), "plain")]
    for report in reports:
        yield [(t("role.outcome"), "label"), (title_of(report), "plain")]
    if reconciliation.as_of:
        yield [(t("column.as_of"), "label"), (day(reconciliation.as_of), "date")]
    yield [(opening(summary, t), "plain")]
    yield from ([(notice.in_language(book.lang), "plain")] for notice in reconciliation.notices)
    yield []


def _reviewer(book: Book) -> Iterator[_Line]:
    """Name and date once for all decisions of the workbook that bear none of their own."""
    yield [(book.t("review.default_by"), "label"), (None, "review")]
    yield [(book.t("review.default_on"), "label"), (None, "review_date")]
    yield [(book.t("review.how"), "plain")]
    yield []


def _numbers(book: Book, summary: Summary) -> Iterator[_Line]:
    t = book.t
    yield [(t(key), "heading") for key in ("figures.heading", "workbook.part", "workbook.whole", "workbook.share")]
    for line in headlines(summary, t):
        share = line.part / line.whole if line.whole else None
        yield [
            (line.name, "label"),
            (line.part, "count"),
            (line.whole, "count"),
            (share, "share"),
            (line.note, "plain"),
        ]
    for severity in SEVERITIES:
        yield [(t(f"severity.{severity}"), "label"), (summary.findings[severity], "count")]
    yield [(t("workbook.waived"), "label"), (summary.waived, "count")]
    yield [(t("workbook.unmatched"), "label"), (summary.unmatched_outcomes, "count")]
    yield []


def _claims(book: Book, summary: Summary) -> Iterator[_Line]:
    """The claims against what was found, by goals and by targets."""
    n, goals = summary.answered, summary.answered_goals
    verdicts, grades = summary.verdicts_by_claim, summary.evidence_by_claim
    yield from _crossed(book, book.t("claims.by_verdict", n=goals), "verdict", VERDICTS, verdicts)
    yield from _crossed(book, book.t("claims.by_evidence", n=n), "evidence", GRADES, grades)


def _crossed(
    book: Book, name: str, family: str, words: tuple[str, ...], counts: Mapping[Any, Mapping[Any, int]]
) -> Iterator[_Line]:
    yield [(name, "heading"), *((book.t(f"{family}.{word}"), "heading") for word in words)]
    for claim in CLAIMS:
        yield [(book.t(f"claim.{claim}"), "label"), *((counts[claim][word], "count") for word in words)]
    yield []


def _rules(book: Book, reconciliation: Reconciliation) -> Iterator[_Line]:
    """How often each rule fired, the worst severity first; waived findings do not count."""
    fired = Counter((f.severity, f.rule) for f in reconciliation.all_findings if f.waived is None)
    if not fired:
        return
    yield [(book.t(key), "heading") for key in ("column.rule_name", "column.severity", "workbook.findings")]
    for (severity, rule), count in sorted(
        fired.items(), key=lambda entry: (SEVERITIES.index(entry[0][0]), -entry[1], entry[0][1])
    ):
        yield [
            (rule_name(rule, book.lang), "label"),
            (book.t(f"severity.{severity}"), f"severity.{severity}"),
            (count, "count"),
        ]
    yield []


def _made_by(book: Book, reconciliation: Reconciliation) -> Iterator[_Line]:
    t, tool = book.t, reconciliation.tool
    if reconciliation.decisions:
        yield [(t("decisions.heading"), "heading"), (None, "heading")]
        counts = summarise(reconciliation).decisions
        yield from ([(t(f"decision_status.{word}"), "label"), (n, "count")] for word, n in counts.items())
        yield []
    yield [(t("method.program"), "label"), (f"{tool.name} {tool.version}", "plain")]
    hashes = {"rules": tool.rules_sha256, "config": tool.config_sha256, "decisions": tool.decisions_sha256}
    yield from ([(t(f"method.{key}"), "label"), (value, "plain")] for key, value in hashes.items() if value)
