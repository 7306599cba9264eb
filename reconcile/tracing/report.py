"""A whole work report held beside a plan: its promises traced, last year's figures beside the goals, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reconcile.model import Commitment, Document, Item, Message, WorkReport
from reconcile.tracing.commitments import trace_commitments
from reconcile.tracing.last_year import with_last_year

# What the reading says of a plan that lacks some of its rows.
_LACKING = ("missing-ids", "fewer-than-announced")


class TracedReport(NamedTuple):
    """The items with last year's figures, the promises, and what the reader must know of both."""

    items: tuple[Item, ...]
    commitments: tuple[Commitment, ...]
    notices: tuple[Message, ...] = ()


def trace_report(
    items: Sequence[Item], work_report: WorkReport, plan: Document | None, thresholds: Mapping[str, float]
) -> TracedReport:
    """The promises of a work report traced into the targets of ``items``, and last year's figures beside their goals.

    ``plan`` is the document that holds the targets, None where only a completion report restates them: then, and where
    rows of the plan are missing, no promise is called dropped. Where fewer of the targets came from the report than
    ``audit.report_fits`` asks for, it is the report of another plan: nothing is traced, and a notice says so.
    """
    lacking = plan is None or any(diagnostic.kind in _LACKING for diagnostic in plan.diagnostics)
    targets = [item.target for item in items]
    commitments = trace_commitments(targets, work_report.commitments, thresholds, whole=not lacking)
    traced = len({target for commitment in commitments for target in commitment.targets})
    if traced < thresholds["audit.report_fits"] * len(targets):
        return TracedReport(tuple(items), work_report.commitments, (_another(traced, len(targets)),))
    return TracedReport(with_last_year(items, commitments, work_report.actuals, thresholds), commitments)


def _another(traced: int, targets: int) -> Message:
    return Message(
        en=f"only {traced} of {targets} targets stand in the work report: it is not the one that this plan was cut "
        "from, and its promises were not traced",
        zh=f"{targets}项目标中只有{traced}项见于工作报告：该报告不是本计划所依据的报告，其承诺未予追溯",
    )
