"""The columns that a reviewer fills in, and the words of their drop-down lists: written here, read by ``deciding``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reconcile.reporting.workbook.table import Column

if TYPE_CHECKING:
    from reconcile.model import DecisionAction, Outcome
    from reconcile.reporting.translations import Translate

MATCH_ACTIONS: tuple[DecisionAction, ...] = ("confirm", "reject", "choose")
FINDING_ACTIONS: tuple[DecisionAction, ...] = ("accept", "waive")


def match_review(t: Translate) -> tuple[Column, ...]:
    """What a reviewer fills in beside a target."""
    return (
        Column("review_match", "review", 14, choices=tuple(t(f"action.{word}") for word in MATCH_ACTIONS)),
        Column("chosen", "review", 14),
        Column("review_reason", "review", 24),
        Column("note", "review", 24),
        *_signed(),
    )


def finding_review(t: Translate) -> tuple[Column, ...]:
    """What a reviewer fills in beside a finding."""
    return (
        Column("review_finding", "review", 12, choices=tuple(t(f"action.{word}") for word in FINDING_ACTIONS)),
        Column("review_reason", "review", 24),
        *_signed(),
    )


def _signed() -> tuple[Column, ...]:
    return Column("by", "review", 12), Column("on", "review_date", 14)


def pinned(outcomes: Sequence[Outcome]) -> str:
    """The hashes of the words of outcomes by id, as a cell holds them."""
    return json.dumps({outcome.id: outcome.words for outcome in outcomes}, ensure_ascii=False)
