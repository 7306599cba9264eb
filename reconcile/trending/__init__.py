"""Follows each target of one plan through several reports: what was promised and reported each time, and what changed.

Files become periods (``periods``), rows of neighbouring periods are matched into tracks (``following``), numbers of one
measure into series (``measures``), and what differs between two periods is stated (``comparing``). Nothing is called a
fall that the words do not show to be one (``falls``).
"""

from __future__ import annotations

from reconcile.trending.running import trend
from reconcile.trending.values import Trend

__all__ = ["Trend", "trend"]
