"""What a check gives, as values: each pair with its inputs, its targets and its findings, each with its state.

Paths are as seen from the working directory, with forward slashes; those of a baseline are relative to the
configuration's file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reconcile.model import Citation, Finding, Language, MatchStatus, Message, Role, Severity

if TYPE_CHECKING:
    from reconcile.auditing import Rule

FindingState = Literal["new", "unchanged", "waived"]
InputState = Literal["new", "changed", "same"]
PairStatus = Literal["read", "failed"]
WaiverState = Literal["held", "expired", "unused"]
FailOn = Literal["error", "warning", "never"]


@dataclass(frozen=True, slots=True)
class CheckedInput:
    """One file of a pair and whether the baseline knows it: by its content, or else by its path."""

    role: Role
    path: str
    sha256: str
    state: InputState = "new"


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding that stands now: ``new``, ``unchanged`` (accepted in the baseline), or ``waived``."""

    finding: Finding
    state: FindingState


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome that answers a target: its id as printed, and where it stands."""

    outcome: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One target, passed or not: its id as printed, where its words stand, what answers it, and what was found.

    ``confidence`` (0…1) is that of the match.
    """

    id: str
    citation: Citation
    status: MatchStatus
    confidence: float
    answers: tuple[Answer, ...] = ()
    findings: tuple[CheckedFinding, ...] = ()

    @property
    def text(self) -> str:
        """The words of the target, as printed."""
        return self.citation.text


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding as a baseline keeps it: what it is known by, and enough to say what it was about."""

    fingerprint: str
    rule: str
    severity: Severity
    message: str
    target: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class BaselineInput:
    """One input file as a baseline keeps it; ``path`` is relative to the configuration's file."""

    role: Role
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CheckedPair:
    """One pair of the configuration; ``formerly`` is its name in the baseline where it bore another there.

    A ``failed`` pair could not be judged: ``error`` is the one line that says why, ``exit_status`` 2 or (an error of
    ours) 70, and it has no items and no findings. ``inputs`` are the plan, the outcomes and the work report, as far as
    they were found; ``gone`` those that only the baseline knows. ``findings`` holds what belongs to no item, ``fixed``
    the accepted findings that no longer stand.
    """

    name: str
    status: PairStatus
    error: str = ""
    exit_status: int = 0
    as_of: str | None = None
    lang: Language = "zh"
    inputs: tuple[CheckedInput, ...] = ()
    gone: tuple[BaselineInput, ...] = ()
    items: tuple[CheckedItem, ...] = ()
    findings: tuple[CheckedFinding, ...] = ()
    fixed: tuple[AcceptedFinding, ...] = ()
    notices: tuple[Message, ...] = ()
    formerly: str = ""

    @property
    def all_findings(self) -> tuple[CheckedFinding, ...]:
        """Every finding: those of items in plan order, then those of none."""
        return tuple(checked for item in self.items for checked in item.findings) + self.findings

    def in_state(self, state: FindingState) -> tuple[Finding, ...]:
        """The findings of one state, in the order of ``all_findings``."""
        return tuple(checked.finding for checked in self.all_findings if checked.state == state)


@dataclass(frozen=True, slots=True)
class CheckedWaiver:
    """A waiver of the configuration, and the ``pairs`` that have its finding.

    ``held`` where it waives one, ``expired`` where one stands that it no longer waives, ``unused`` where none stands.
    """

    fingerprint: str
    reason: str
    by: str
    expires: str
    state: WaiverState
    rule: str = ""
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A whole check, pairs in the order of the configuration. All its reports are views of this value.

    ``config`` and ``baseline`` are the paths of the two files; ``has_baseline`` says whether the second is there.
    ``rules`` are those that ran, with the severities of the project. ``left_over`` names the pairs that only the
    baseline knows. ``today`` is the day (ISO date) that waivers were judged against.
    """

    config: str
    baseline: str
    has_baseline: bool
    pairs: tuple[CheckedPair, ...]
    waivers: tuple[CheckedWaiver, ...] = ()
    left_over: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    rules_sha256: str = ""
    config_sha256: str | None = None
    today: str | None = None
    lang: Language = "zh"

    def new_findings(self) -> Iterator[tuple[CheckedPair, Finding]]:
        """The findings that nobody has accepted or waived, each with its pair."""
        for pair in self.pairs:
            for finding in pair.in_state("new"):
                yield pair, finding


_FAILING: dict[FailOn, tuple[Severity, ...]] = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


def exit_status(result: CheckResult, fail_on: FailOn) -> int:
    """The exit status of a check: that of the worst failed pair, else 1 for a new finding that ``fail_on`` names."""
    failed = max((pair.exit_status for pair in result.pairs), default=2)
    return failed or int(any(finding.severity in _FAILING[fail_on] for _, finding in result.new_findings()))
