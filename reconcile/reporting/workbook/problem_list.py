"""The problem list by owner, ready to be sent: one row for each problem and owner, with columns to reply in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import basename
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reporting.attention import concerns, worst_first
from reconcile.reporting.headline import title_of, titles
from reconcile.reporting.plain_text import one_line, shortened
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import claim_of
from reconcile.reporting.tables import forward_slashes, place
from reconcile.reporting.workbook.table import Book, Column, Record, add_table
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from reconcile.model import Citation, Finding, Item, Outcome, Reconciliation, Response

# As narrow as their words allow: what is printed on one page across stays legible.
_COLUMNS = (
    Column("number", "count", 6),
    Column("owner", width=16),
    Column("target", width=10),
    Column("text", width=28),
    Column("claimed_as", width=10),
    Column("problem", width=40),
    Column("evidence_at", width=32),
    Column("graded", width=10),
    Column("reply", "review", 20),
    Column("rectification", "review", 20),
    Column("due", "review_date", 12),
    Column("person", "review", 10),
)
# Excel refuses a longer page heading.
_LONGEST_HEADING = 60


class Problem(NamedTuple):
    """One finding as it is put to one owner; ``owner`` is "" where the documents name none."""

    owner: str
    item: Item | None
    finding: Finding


def add_problem_list(book: Book, reconciliation: Reconciliation, problems: Sequence[Problem]) -> None:
    """Add the sheet, with the plan's title at the head of each printed page."""
    records = _records(book, problems, _short_names(reconciliation))
    sheet = add_table(book, "problems", _COLUMNS, records)
    # The lines between its cells are printed too.
    sheet.hide_gridlines(0)
    plan, _ = titles(reconciliation)
    name = shortened(one_line(title_of(plan)), _LONGEST_HEADING) if plan else ""
    sheet.set_header(f"&L{name.replace('&', '&&')}&R{book.t('workbook.problems')}")


def problems_of(reconciliation: Reconciliation) -> list[Problem]:
    """Errors and warnings that were not waived, by owner as first named in the plan, then worst first.

    What is about the reading of the documents is no owner's problem.
    """
    ours = set(vocabulary("auditing")["about_the_reading"]["rules"])
    rows = {outcome.id: outcome for outcome in reconciliation.unmatched_outcomes}
    found = [
        Problem(owner, concern.item, finding)
        for concern in concerns(reconciliation)
        for finding in concern.findings
        if finding.rule not in ours
        for owner in (
            _answerable(concern.item, finding) if concern.item else _reporting(rows.get(finding.outcome or ""))
        )
    ]
    order = _owners_in_order(reconciliation)
    rank = {id(finding): n for n, finding in enumerate(worst_first([problem.finding for problem in found]))}
    last = len(order)
    return sorted(found, key=lambda problem: (order.get(problem.owner, last), problem.owner, rank[id(problem.finding)]))


def _owners_in_order(reconciliation: Reconciliation) -> dict[str, int]:
    """The place of each owner: as first met in the plan, then in the outcomes."""
    planned = [owner.name for item in reconciliation.items for owner in item.target.owners]
    rows = [row for item in reconciliation.items for row in item.outcomes] + list(reconciliation.unmatched_outcomes)
    reporting = [owner.name for row in rows for owner in row.owners]
    return {name: n for n, name in enumerate(dict.fromkeys(planned + reporting))}


def _answerable(item: Item, finding: Finding) -> Sequence[str]:
    """Who is to answer: of several responses to one row the owners of those cited, else the plan's, else the row's."""
    responses = [response for outcome in item.outcomes for response in outcome.responses]
    cited = [response for response in responses if any(_within(each, response) for each in finding.citations)]
    owners = [owner for response in cited for owner in response.owners] if len(responses) > len(cited) > 0 else []
    owners = owners or list(item.target.owners) or [owner for response in responses for owner in response.owners]
    return tuple(dict.fromkeys(owner.name for owner in owners)) or ("",)


def _reporting(outcome: Outcome | None) -> Sequence[str]:
    """Who reported a row that answers no target."""
    return tuple(dict.fromkeys(owner.name for owner in outcome.owners)) if outcome and outcome.owners else ("",)


def _within(citation: Citation, response: Response) -> bool:
    """Whether the words cited stand in the narrative of a response."""
    told = response.narrative
    here = {(told.line, told.place), *((line, told.place) for _, line, _ in told.pieces)}
    return (
        citation.path == told.path
        and (citation.line, citation.place) in here
        and bool(citation.text.strip())
        and citation.text in told.text
    )


def _short_names(reconciliation: Reconciliation) -> dict[str, str]:
    """Documents by the names of their files, where no two have one: whom the list is sent to has no use for folders."""
    paths = [document.path for document in reconciliation.inputs]
    names = {path: basename(forward_slashes(path)) for path in paths}
    return names if len(set(names.values())) == len(names) else {}


def _records(book: Book, problems: Sequence[Problem], names: Mapping[str, str]) -> Iterator[Record]:
    t, lang = book.t, book.lang
    for number, (owner, item, finding) in enumerate(problems, start=1):
        says = finding.message.in_language(lang)
        sure = "" if finding.confidence == "high" else f"\n({t(f'confidence.{finding.confidence}')})"
        yield {
            "number": number,
            "owner": owner or t("workbook.no_owner"),
            "target": item.target.id if item else None,
            "text": item.target.text.text if item else None,
            "claimed_as": _claim(book, item),
            "problem": f"{rule_name(finding.rule, lang)}{t('page.colon')}{says}",
            "evidence_at": "\n".join(
                t("workbook.quoted", words=c.text, at=place(replace(c, path=names.get(c.path, c.path))))
                for c in finding.citations
            ),
            "graded": t(f"severity.{finding.severity}") + sure,
        }


def _claim(book: Book, item: Item | None) -> str | None:
    """The claim as printed, or in our words where none was."""
    if item is None or not item.outcomes:
        return None
    printed = "\n".join(dict.fromkeys(outcome.claim_text for outcome in item.outcomes if outcome.claim_text))
    return printed or book.t(f"claim.{claim_of(item.outcomes)}")
