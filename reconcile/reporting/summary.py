"""The counts of a reconciliation: one function that every report uses, so that no two of them can disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, get_args

from reconcile.model import (
    ClaimKind,
    DecisionStatus,
    EvidenceGrade,
    Item,
    MatchStatus,
    Outcome,
    Reconciliation,
    Severity,
    Verdict,
)
from reconcile.resources import vocabulary

_Word = TypeVar("_Word", bound=str)

CLAIMS: tuple[ClaimKind, ...] = get_args(ClaimKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
GRADES: tuple[EvidenceGrade, ...] = get_args(EvidenceGrade)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
STATUSES: tuple[MatchStatus, ...] = get_args(MatchStatus)
DECIDED: tuple[DecisionStatus, ...] = get_args(DecisionStatus)

HELD: frozenset[Verdict] = frozenset({"exceeded", "met"})
CARRIED: frozenset[EvidenceGrade] = frozenset({"quantified", "milestone"})


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reconciliation comes to, in numbers. Every mapping holds all its words, those of count 0 too.

    ``outcomes`` and ``claims`` count the rows of the completion report, each once; ``statuses`` and ``evidence``
    count targets, ``evidence`` only those that a row answers; ``verdicts`` counts goals. ``findings`` leaves out the
    waived, which ``waived`` counts. The cross tables give goals, or answered targets, by the claim made for them.
    ``decisions`` counts those of reviewers by what became of them.
    """

    targets: int
    outcomes: int
    statuses: dict[MatchStatus, int]
    findings: dict[Severity, int]
    waived: int
    claims: dict[ClaimKind, int]
    verdicts: dict[Verdict, int]
    evidence: dict[EvidenceGrade, int]
    unmatched_outcomes: int
    verdicts_by_claim: dict[ClaimKind, dict[Verdict, int]]
    evidence_by_claim: dict[ClaimKind, dict[EvidenceGrade, int]]
    claimed_done_in_doubt: int
    decisions: dict[DecisionStatus, int]

    @property
    def goals(self) -> int:
        """All goals."""
        return sum(self.verdicts.values())

    @property
    def answered(self) -> int:
        """The targets that a row answers, surely or in review."""
        return sum(self.evidence.values())

    @property
    def answered_goals(self) -> int:
        """The goals of answered targets."""
        return sum(sum(row.values()) for row in self.verdicts_by_claim.values())

    @property
    def claimed_done(self) -> int:
        """The answered targets that are claimed done."""
        return sum(self.evidence_by_claim["done"].values())

    @property
    def claimed_done_carried(self) -> int:
        """Those of them whose evidence is a comparable number or a finished event."""
        return sum(count for grade, count in self.evidence_by_claim["done"].items() if grade in CARRIED)

    @property
    def held(self) -> int:
        """The goals that are met or exceeded."""
        return sum(count for verdict, count in self.verdicts.items() if verdict in HELD)


def claim_of(outcomes: Iterable[Outcome]) -> ClaimKind:
    """The one claim that several rows make together: not done where one says so, else done where one says so.

    >>> claim_of([])
    'silent'
    """
    claims = {outcome.claim for outcome in outcomes}
    if "not_done" in claims:
        return "not_done"
    return "done" if "done" in claims else "silent"


def in_doubt(item: Item) -> bool:
    """Whether the item carries an error or a warning that was not waived and speaks against its claim.

    What is about our reading, or about what was promised, does not.
    """
    beside = vocabulary("auditing")["beside_the_claim"]["rules"]
    return any(
        finding.severity != "info" and finding.waived is None and finding.rule not in beside
        for finding in item.findings
    )


def summarise(reconciliation: Reconciliation) -> Summary:
    """Count a reconciliation."""
    items = reconciliation.items
    answered = [item for item in items if item.outcomes]
    by_claim = _by_claim(answered)
    rows = {outcome.id: outcome for item in answered for outcome in item.outcomes}
    rows |= {outcome.id: outcome for outcome in reconciliation.unmatched_outcomes}
    findings = reconciliation.all_findings
    return Summary(
        targets=len(items),
        outcomes=len(rows),
        statuses=_count(STATUSES, (item.match.status for item in items)),
        findings=_count(SEVERITIES, (finding.severity for finding in findings if finding.waived is None)),
        waived=sum(finding.waived is not None for finding in findings),
        claims=_count(CLAIMS, (row.claim for row in rows.values())),
        verdicts=_count(VERDICTS, (judged.verdict for item in items for judged in item.goals)),
        evidence=_count(GRADES, (item.evidence for item in answered)),
        unmatched_outcomes=len(reconciliation.unmatched_outcomes),
        verdicts_by_claim={
            claim: _count(VERDICTS, (judged.verdict for item in group for judged in item.goals))
            for claim, group in by_claim.items()
        },
        evidence_by_claim={
            claim: _count(GRADES, (item.evidence for item in group)) for claim, group in by_claim.items()
        },
        claimed_done_in_doubt=sum(in_doubt(item) for item in by_claim["done"]),
        decisions=_count(DECIDED, (judged.status for judged in reconciliation.decisions)),
    )


def _by_claim(items: Iterable[Item]) -> dict[ClaimKind, list[Item]]:
    groups: dict[ClaimKind, list[Item]] = {claim: [] for claim in CLAIMS}
    for item in items:
        groups[claim_of(item.outcomes)].append(item)
    return groups


def _count(words: tuple[_Word, ...], found: Iterable[_Word]) -> dict[_Word, int]:
    counts = Counter(found)
    return {word: counts[word] for word in words}
