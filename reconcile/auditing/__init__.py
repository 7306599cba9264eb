"""Holds the audit rules against a reconciliation: one SELECT a rule, over documented fact tables."""

from __future__ import annotations

from reconcile.auditing.examples import run_examples
from reconcile.auditing.loading import load_rules
from reconcile.auditing.rule import Rule, rules_sha256
from reconcile.auditing.running import run_rules

__all__ = ["Rule", "load_rules", "rules_sha256", "run_examples", "run_rules"]
