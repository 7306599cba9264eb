"""The overview across places: one HTML page over many pairs of a plan and its completion report."""

from reconcile.reporting.overview.as_html import render_overview
from reconcile.reporting.overview.values import (
    Example,
    Failure,
    Group,
    Overview,
    PairDocument,
    PairFigures,
    RuleFigures,
    Tally,
)

__all__ = [
    "Example",
    "Failure",
    "Group",
    "Overview",
    "PairDocument",
    "PairFigures",
    "RuleFigures",
    "Tally",
    "render_overview",
]
