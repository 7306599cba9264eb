"""Follows every promise of the work report into the plan, and sets last year's figures beside this year's goals."""

from __future__ import annotations

from reconcile.tracing.commitments import trace_commitments
from reconcile.tracing.last_year import with_last_year

__all__ = ["trace_commitments", "with_last_year"]
