"""Documents as they were published → targets, outcomes and commitments, each word with the place it stands at.

The flow: bytes (``source``) → rows of cells (``content``: ``decode`` and ``tables`` for text, ``formats`` for all
else) → tables (``layout``) → columns (``roles``, ``fields``) → records (``merged``, ``records``); prose goes through
``prose``. Whatever was repaired, lost or doubted on the way is a diagnostic of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reconcile.model import CompletionReport
from reconcile.reading.content import Content, read_content
from reconcile.reading.ids import missing_ids
from reconcile.reading.prose import read_report
from reconcile.reading.reports import Opened, read_outcomes, read_plan, read_progress
from reconcile.reading.words import NO_WORDS, Words

__all__ = [
    "Content",
    "Words",
    "missing_ids",
    "read_content",
    "read_outcome",
    "read_plan",
    "read_progress",
    "read_report",
]


def read_outcome(paths: Opened | Sequence[Opened], words: Words = NO_WORDS, prose: bool = False) -> CompletionReport:
    """Read a completion report from one file, or from several that together are one report, in the order given.

    ``words`` are the project's own headings and claim words, which count before those of the vocabularies.
    With ``prose`` a file without any table gives one outcome for each clause that says what was done.

    Raises ``DocumentError`` where a file cannot be read, holds no table, no column of targets, or nothing of what was
    done (a plan given as an outcome).
    """
    return read_outcomes([paths] if isinstance(paths, (str, Path, Content)) else list(paths), words, prose)
