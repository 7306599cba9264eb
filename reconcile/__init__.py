"""Holds a government's plan against its completion report.

    from reconcile import reconcile, read_plan, read_outcome, read_report, extract_quantities, match_frames

Everything is loaded when it is first asked for, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from reconcile.version import VERSION as __version__

# What type checkers take for true, without the time that importing typing takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reconcile.batching.running import batch
    from reconcile.deciding.files import read_decisions
    from reconcile.engine import reconcile
    from reconcile.errors import ConfigError, DecisionError, DocumentError, OutputError, ReconcileError, RuleError
    from reconcile.matching import match_frames
    from reconcile.model import Decision, Quantity, Reconciliation
    from reconcile.quantities import extract_quantities
    from reconcile.reading import read_outcome, read_plan, read_progress, read_report
    from reconcile.trending import trend

__all__ = [
    "ConfigError",
    "Decision",
    "DecisionError",
    "DocumentError",
    "OutputError",
    "Quantity",
    "ReconcileError",
    "Reconciliation",
    "RuleError",
    "__version__",
    "batch",
    "extract_quantities",
    "match_frames",
    "read_decisions",
    "read_outcome",
    "read_plan",
    "read_progress",
    "read_report",
    "reconcile",
    "trend",
]

_HOMES = {
    "ConfigError": "errors",
    "Decision": "model",
    "DecisionError": "errors",
    "DocumentError": "errors",
    "OutputError": "errors",
    "Quantity": "model",
    "ReconcileError": "errors",
    "Reconciliation": "model",
    "RuleError": "errors",
    "batch": "batching.running",
    "extract_quantities": "quantities",
    "match_frames": "matching",
    "read_decisions": "deciding.files",
    "read_outcome": "reading",
    "read_plan": "reading",
    "read_progress": "reading",
    "read_report": "reading",
    "reconcile": "engine",
    "trend": "trending",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
