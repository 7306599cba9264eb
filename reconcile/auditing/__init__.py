"""Holds the audit rules against a reconciliation: one SELECT a rule, over documented fact tables.

Everything is loaded when it is first asked for: the process that rule packs are confined to needs little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.auditing.loading import load_pack, load_rules
    from reconcile.auditing.rule import Rule, rules_sha256
    from reconcile.auditing.running import run_rules
    from reconcile.auditing.trying import run_examples, try_rules

__all__ = ["Rule", "load_pack", "load_rules", "rules_sha256", "run_examples", "run_rules", "try_rules"]

_HOMES = {
    "Rule": "rule",
    "load_pack": "loading",
    "load_rules": "loading",
    "rules_sha256": "rule",
    "run_examples": "trying",
    "run_rules": "running",
    "try_rules": "trying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
