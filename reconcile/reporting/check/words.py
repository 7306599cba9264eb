"""What is said of a check, in words: each pair in one line, what is new worst first, waivers, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from reconcile.model import Confidence
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import SEVERITIES
from reconcile.reporting.tables import place
from reconcile.reporting.translations import Translate

if TYPE_CHECKING:
    from reconcile.checking.values import AcceptedFinding, CheckedPair, CheckedWaiver, CheckResult
    from reconcile.model import Finding, Language


def pair_words(pair: CheckedPair, t: Translate) -> str:
    """What a check found in one pair, in one line."""
    if pair.status == "failed":
        return t("check.failed")
    parts = [new_words(pair.in_state("new"), t)]
    if accepted := pair.in_state("unchanged"):
        parts.append(t("check.accepted", n=len(accepted)))
    if waived := pair.in_state("waived"):
        parts.append(t("check.waived", n=len(waived)))
    if pair.fixed:
        parts.append(t("check.fixed", n=len(pair.fixed)))
    return t("check.comma").join(parts)


def new_words(findings: tuple[Finding, ...], t: Translate) -> str:
    """How many findings are new, by severity.

    >>> from reconcile.reporting.translations import translator
    >>> new_words((), translator("en"))
    'nothing new'
    """
    if not findings:
        return t("check.none")
    found = [finding.severity for finding in findings]
    counts = (f"{t(f'severity.{severity}')} {found.count(severity)}" for severity in SEVERITIES if severity in found)
    return t("check.new", n=len(findings), severities=t("check.comma").join(counts))


def input_words(pair: CheckedPair, t: Translate) -> Iterator[str]:
    """A sentence for each input that the baseline does not know as it is, and for each that is no longer there."""
    for file in pair.inputs:
        if file.state == "new":
            yield t("check.input_new", role=t(f"role.{file.role}"), path=file.path)
        elif file.state == "changed":
            yield t("check.input_changed", role=t(f"role.{file.role}"), path=file.path)
    for known in pair.gone:
        yield t("check.input_gone", role=t(f"role.{known.role}"), path=known.path)


def new_worst_first(result: CheckResult) -> tuple[tuple[CheckedPair, Finding], ...]:
    """The findings that fail a check, each with its pair: by severity, then confidence, then as they stand."""
    return tuple(sorted(result.new_findings(), key=_rank))


def _rank(found: tuple[CheckedPair, Finding]) -> tuple[int, int]:
    _, finding = found
    return SEVERITIES.index(finding.severity), get_args(Confidence).index(finding.confidence)


def whose(target: str | None, outcome: str | None, t: Translate) -> str:
    """The target that a finding is on, or the row, as a heading names it."""
    if target is not None:
        return t("item.target", id=one_line(target))
    return t("check.row", id=one_line(outcome)) if outcome is not None else t("attention.no_item")


def finding_words(finding: Finding, lang: Language, t: Translate) -> str:
    """What a finding says, with the name of its rule."""
    return f"{rule_name(finding.rule, lang)}{t('page.colon')}{one_line(finding.message.in_language(lang))}"


def finding_place(finding: Finding) -> str:
    """Where the first words stand that a finding cites, "" where it cites none."""
    return one_line(place(finding.citations[0])) if finding.citations else ""


def accepted_words(finding: AcceptedFinding, lang: Language, t: Translate) -> str:
    """What an accepted finding said, as the baseline keeps it."""
    words = f"{rule_name(finding.rule, lang)}{t('page.colon')}{one_line(finding.message)}"
    return f"{whose(finding.target, finding.outcome, t)}  {words}"


def expired_words(waiver: CheckedWaiver, lang: Language, t: Translate) -> str:
    """That a waiver no longer holds, and what it said."""
    rule, pairs = rule_name(waiver.rule, lang), ", ".join(waiver.pairs)
    return t("check.expired", rule=rule, pairs=pairs, by=waiver.by, date=waiver.expires, reason=waiver.reason)


def notices(result: CheckResult, t: Translate) -> Iterator[str]:
    """What the reader must know of the baseline and the waivers before any single finding."""
    lang: Language = result.lang
    if not result.has_baseline:
        yield t("check.no_baseline", path=result.baseline)
    if result.left_over:
        yield t("check.left_over", pairs=", ".join(result.left_over))
    for pair in result.pairs:
        if pair.formerly:
            yield one_line(t("check.renamed", old=pair.formerly, new=pair.name))
    for waiver in result.waivers:
        if waiver.state == "expired":
            yield one_line(expired_words(waiver, lang, t))
    unused = [waiver for waiver in result.waivers if waiver.state == "unused"]
    # A pair that was not read may hold their findings.
    if unused and all(pair.status == "read" for pair in result.pairs):
        named = (f"{waiver.fingerprint[:12]}… ({waiver.by}{t('page.colon')}{waiver.reason})" for waiver in unused)
        yield one_line(t("project.unused", n=len(unused), waivers=t("project.and").join(named)))


def ending(result: CheckResult, t: Translate) -> str:
    """How the whole check ended, in one sentence."""
    new = tuple(finding for _, finding in result.new_findings())
    fixed = sum(len(pair.fixed) for pair in result.pairs)
    failed = sum(pair.status == "failed" for pair in result.pairs)
    parts = [t("check.pairs", n=len(result.pairs)), new_words(new, t)]
    if fixed:
        parts.append(t("check.fixed", n=fixed))
    if failed:
        parts.append(t("check.pairs_failed", n=failed))
    return t("check.comma").join(parts)
