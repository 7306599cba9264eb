"""Follows every promise of the work report into the plan, and sets last year's figures beside this year's goals."""

from __future__ import annotations

from reconcile.tracing.commitments import trace_commitments
from reconcile.tracing.report import TracedReport, trace_report

__all__ = ["TracedReport", "trace_commitments", "trace_report"]
