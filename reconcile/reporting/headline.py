"""What every report for people says first: the titles, one sentence, and a few numbers with their denominators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reconcile.model import Document, Reconciliation
from reconcile.reporting.summary import Summary
from reconcile.reporting.tables import forward_slashes
from reconcile.reporting.translations import Translate


@dataclass(frozen=True, slots=True)
class Headline:
    """One number, what it is a part of, what it counts, and a note on the rest."""

    part: int
    whole: int
    name: str
    note: str


def headlines(summary: Summary, t: Translate) -> tuple[Headline, ...]:
    """The numbers that matter, each a part; those that are parts of nothing are left out, but for the first."""
    return tuple(line for place, line in enumerate(_lines(summary, t)) if line.whole or place == 0)


def _lines(summary: Summary, t: Translate) -> tuple[Headline, ...]:
    statuses, findings = summary.statuses, summary.findings
    rows = {claim: sum(row.values()) for claim, row in summary.evidence_by_claim.items()}
    return (
        Headline(
            summary.answered,
            summary.targets,
            t("figures.answered"),
            t(
                "figures.answered_note",
                review=statuses["review"],
                uncovered=statuses["uncovered"],
                dropped=statuses["dropped"],
            ),
        ),
        Headline(
            summary.claimed_done,
            summary.answered,
            t("figures.claimed"),
            t("figures.claimed_note", not_done=rows["not_done"], silent=rows["silent"]),
        ),
        Headline(
            summary.claimed_done_carried,
            summary.claimed_done,
            t("figures.carried"),
            t("figures.carried_note", rest=summary.claimed_done - summary.claimed_done_carried),
        ),
        Headline(
            summary.held,
            summary.answered_goals,
            t("figures.held"),
            " · ".join(_not_held(summary, t)),
        ),
        Headline(
            summary.claimed_done_in_doubt,
            summary.claimed_done,
            t("figures.doubt"),
            t("figures.doubt_note", errors=findings["error"], warnings=findings["warning"]),
        ),
    )


def _not_held(summary: Summary, t: Translate) -> Iterator[str]:
    """What the goals that are not met come to: of those whose time has not run out only where there are any."""
    counts = summary.verdicts
    if counts["on_pace"] or counts["behind"]:
        yield t("figures.on_pace", n=counts["on_pace"])
        yield t("figures.behind", n=counts["behind"])
    yield t("figures.short", n=counts["short"])
    yield t("figures.open", n=counts["no_number"] + counts["incomparable"])


def opening(summary: Summary, t: Translate) -> str:
    """One or two sentences on how much was answered and claimed."""
    if not summary.answered:
        return t("heading.none_answered", n=summary.targets)
    answered = t("heading.answered", n=summary.answered, targets=summary.targets)
    if not summary.claimed_done:
        claimed = t("heading.none_claimed")
    elif not summary.claimed_done_in_doubt:
        claimed = t("heading.none_in_doubt", n=summary.claimed_done)
    else:
        claimed = t("heading.claimed", n=summary.claimed_done, doubt=summary.claimed_done_in_doubt)
    return answered + t("page.gap") + claimed


def title_of(document: Document) -> str:
    """A document's title, or the name of its file where it has none."""
    return document.title or PurePosixPath(forward_slashes(document.path)).name


def titles(reconciliation: Reconciliation) -> tuple[Document | None, Sequence[Document]]:
    """The plan (or the one document that is its own plan) and the files of the completion report held against it."""
    reports = [document for document in reconciliation.inputs if document.role == "outcome"]
    plan = next((document for document in reconciliation.inputs if document.role == "plan"), None)
    return (plan, reports) if plan else (next(iter(reconciliation.inputs), None), ())


def reading_note(document: Document, t: Translate, share: str) -> str:
    """How much of a document was read, in words; ``share`` is that of the residue."""
    read = t("documents.prose") if document.role == "report" else t("documents.records", n=document.records)
    counts = document.accounting
    if not counts.total:
        return read
    if counts.residue:
        rest = t("documents.residue", n=counts.residue, total=counts.total, share=share)
    else:
        rest = t("documents.whole", n=counts.total)
    return read + t("page.stop") + rest
