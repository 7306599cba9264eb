"""Judges every match: which number answers which goal, what the evidence is worth, and what drifted on the way."""

from __future__ import annotations

from reconcile.assessment.judging import assess

__all__ = ["assess"]
