"""What a SARIF log is made from, whoever found it: the files that were read, and the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from reconcile.model import Citation, Finding, Language, Message, Role, Severity, Waiver

if TYPE_CHECKING:
    from reconcile.auditing import Rule

BaselineState = Literal["", "new", "unchanged", "absent"]
FileRole = Literal["analysisTarget", "added", "modified", "unmodified", "deleted", "userSpecifiedConfiguration"]


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file; ``text`` is what was decoded from it (lines parted by a line feed), None where it is not at hand."""

    path: str
    role: Role | None
    sha256: str = ""
    encoding: str = ""
    roles: tuple[FileRole, ...] = ("analysisTarget",)
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One finding as it is reported; ``path`` is the file it is shown at where it cites no words.

    ``confidence`` is "" and ``citations`` is empty where only a baseline tells of it.
    """

    rule: str
    severity: Severity
    message: Message
    fingerprint: str
    path: str
    citations: tuple[Citation, ...] = ()
    confidence: str = ""
    target: str | None = None
    outcome: str | None = None
    waived: Waiver | None = None
    state: BaselineState = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """Something about the run itself; ``settings`` where it is about the configuration."""

    severity: Severity
    message: Message
    settings: bool = False


class Told(NamedTuple):
    """Everything that a log tells. ``hashes`` are pins of the rules and settings, by name."""

    rules: Sequence[Rule]
    artifacts: Sequence[Artifact]
    results: Sequence[Result]
    notifications: Sequence[Notification]
    lang: Language
    hashes: Sequence[tuple[str, str]] = ()
    successful: bool = True


def result_of(finding: Finding, path: str, state: BaselineState = "", pair: str = "") -> Result:
    """A finding as a result of the log."""
    return Result(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        fingerprint=finding.fingerprint,
        path=path,
        citations=finding.citations,
        confidence=finding.confidence,
        target=finding.target,
        outcome=finding.outcome,
        waived=finding.waived,
        state=state,
        pair=pair,
    )
