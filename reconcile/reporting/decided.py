"""Reviewers' decisions in words: the marks they leave, how many were applied, and which were not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.plain_text import one_line
from reconcile.reporting.rule_names import rule_name

if TYPE_CHECKING:
    from reconcile.model import Decided, Finding, Item, JudgedDecision, Language, Reconciliation, ReviewNote
    from reconcile.reporting.summary import Summary
    from reconcile.reporting.translations import Translate


def unsettled(reconciliation: Reconciliation) -> tuple[JudgedDecision, ...]:
    """The decisions that somebody must look at again: the void and the conflicting, in plan order."""
    return tuple(judged for judged in reconciliation.decisions if judged.status in ("void", "conflict"))


def decision_counts(summary: Summary, t: Translate) -> str:
    """How many decisions were applied, are void, in conflict or superseded; "" where none were given."""
    if not any(summary.decisions.values()):
        return ""
    return t("decisions.counts", **summary.decisions)


def decision_words(judged: JudgedDecision, t: Translate, lang: Language) -> str:
    """One decision with what became of it and why, as one line."""
    decision = judged.decision
    words = [t("item.target", id=decision.target)] if decision.target else []
    words.append(t(f"action.{decision.action}"))
    if decision.kind == "finding":
        words.append(rule_name(decision.rule, lang))
    elif decision.kind == "match":
        words.append(t("decisions.rows", ids=" ".join(decision.outcomes)) if decision.outcomes else t("decisions.none"))
    status, reason = t(f"decision_status.{judged.status}"), judged.reason.in_language(lang)
    by, date = decision.by, decision.date
    return one_line(t("decisions.one", status=status, what=" ".join(words), by=by, date=date, reason=reason))


def mark_words(decided: Decided, t: Translate) -> str:
    """By whom and when a match or finding was decided on, and the note to it, as one line."""
    return _signed(t(f"decided.{decided.action}", by=decided.by, date=decided.date), decided.note, t)


def waiver_words(finding: Finding, t: Translate) -> str:
    """Who waived a finding and why, as one line: a reviewer, with the day, or else the project's configuration."""
    if finding.decided and finding.decided.action == "waive":
        return mark_words(finding.decided, t)
    if finding.waived is None:
        return ""
    return one_line(t("item.waived", by=finding.waived.by, reason=finding.waived.reason))


def note_words(note: ReviewNote, t: Translate) -> str:
    """A note on an item, with by whom and when, as one line."""
    return _signed(t("decided.note", by=note.by, date=note.date), note.note, t)


def item_marks(item: Item, t: Translate) -> list[str]:
    """What reviewers decided on the match of an item, and noted on it, a line each."""
    marks = [mark_words(item.match.decided, t)] if item.match.decided else []
    return marks + [note_words(note, t) for note in item.notes]


def _signed(mark: str, note: str, t: Translate) -> str:
    return one_line(f"{mark}{t('page.colon')}{note}" if note else mark)
