"""The workbook (.xlsx): the result in sheets to filter, a list of problems to send, columns to decide in."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reconcile.reporting.headline import title_of, titles
from reconcile.reporting.lives import lives
from reconcile.reporting.plain_text import one_line, shortened
from reconcile.reporting.translations import translator
from reconcile.reporting.workbook.decisions_sheet import add_decisions
from reconcile.reporting.workbook.documents_sheet import add_documents
from reconcile.reporting.workbook.findings_sheet import add_findings
from reconcile.reporting.workbook.goals_sheet import add_goals
from reconcile.reporting.workbook.items_sheet import add_items
from reconcile.reporting.workbook.problem_list import Problem, add_problem_list, problems_of
from reconcile.reporting.workbook.promises_sheet import add_promises
from reconcile.reporting.workbook.row_heights import growing_rows
from reconcile.reporting.workbook.summary_sheet import add_summary
from reconcile.reporting.workbook.table import Book
from reconcile.reporting.workbook.unmatched_sheet import add_unmatched

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from reconcile.model import Language, Reconciliation
    from reconcile.telling import OnPart

# The same input gives the same bytes: no workbook bears the time it was made.
_CREATED = datetime(2000, 1, 1)
_LONGEST_PROPERTY = 200
# With more targets than this the rows of the sheets go to the disk as they are written, and equal texts are not shared.
_ON_DISK_FROM = 5_000
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "number": {"num_format": "#,##0.0##"},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
    "weight": {"num_format": "0.000"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "plain": {},
    "label": {"bold": True, "text_wrap": True},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "bottom": 1},
    "review": {"text_wrap": True, "num_format": "@", "bg_color": "#FFF9E0", "border": 1, "border_color": "#C8C0A0"},
    "review_date": {"num_format": "yyyy-mm-dd", "bg_color": "#FFF9E0", "border": 1, "border_color": "#C8C0A0"},
    "review_heading": {"bold": True, "text_wrap": True, "bg_color": "#FFE699", "bottom": 1},
    "link": {"font_color": "#0563C1", "underline": 1},
    "severity.error": {"bold": True, "font_color": "#9C0006"},
    "severity.warning": {"bold": True, "font_color": "#7F4F00"},
    "severity.info": {},
}


def render_xlsx(reconciliation: Reconciliation, lang: Language, page: str = "", on_part: OnPart = None) -> bytes:
    """The workbook as bytes; ``page`` is the file name of an HTML report beside it, to which its targets link.

    Raises ``OutputError`` where a sheet would need more rows than one can have.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="reconcile-") as folder:
        many = len(reconciliation.items) > _ON_DISK_FROM
        options = {"constant_memory": True, "tmpdir": folder} if many else {"in_memory": True}
        _write_sheets(Workbook(stream, options), reconciliation, lang, page, on_part)
    return growing_rows(stream)


def _write_sheets(file: Workbook, reconciliation: Reconciliation, lang: Language, page: str, on_part: OnPart) -> None:
    t = translator(lang)
    plan, _ = titles(reconciliation)
    subject = shortened(one_line(title_of(plan)), _LONGEST_PROPERTY) if plan else ""
    file.set_properties({"title": t("page.title"), "subject": subject, "created": _CREATED})
    looks = {name: file.add_format({"valign": "top", **values}) for name, values in _FORMATS.items()}
    problems = problems_of(reconciliation)
    book = Book(file, looks, t, lang, _rows(reconciliation, problems), on_part)
    add_summary(book, reconciliation)
    add_problem_list(book, reconciliation, problems)
    add_items(book, reconciliation, page)
    add_goals(book, reconciliation)
    add_findings(book, reconciliation, page)
    add_unmatched(book, reconciliation)
    add_promises(book, reconciliation)
    add_decisions(book, reconciliation)
    add_documents(book, reconciliation)
    file.close()


def _rows(reconciliation: Reconciliation, problems: Sequence[Problem]) -> int:
    """How many rows the tables have together."""
    tables: Sequence[Sequence[object]] = (
        *(problems, reconciliation.items, reconciliation.all_findings, reconciliation.unmatched_outcomes),
        *(lives(reconciliation), reconciliation.decisions),
        *(item.goals for item in reconciliation.items),
    )
    return sum(map(len, tables))
