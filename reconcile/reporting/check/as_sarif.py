"""A check as a SARIF log: one run for all pairs, each result with its state against the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import ReconcileError
from reconcile.model import Language, Message
from reconcile.reporting.check.words import notices
from reconcile.reporting.sarif.log import render_log
from reconcile.reporting.sarif.values import Artifact, BaselineState, FileRole, Notification, Result, Told, result_of
from reconcile.reporting.translations import translator

if TYPE_CHECKING:
    from reconcile.checking.values import AcceptedFinding, CheckedPair, CheckResult, FindingState, InputState

_FILES: Mapping[InputState, FileRole] = {"new": "added", "changed": "modified", "same": "unmodified"}
# What somebody waived is known, whether or not the baseline holds it.
_STATES: Mapping[FindingState, BaselineState] = {"new": "new", "unchanged": "unchanged", "waived": "unchanged"}


def render_check_sarif(result: CheckResult, lang: Language) -> Iterator[str]:
    """The log of a check; paths are as seen from the working directory, to which the log's addresses are relative.

    Findings that stand are ``new`` or ``unchanged``, those that were accepted and stand no longer are ``absent``.
    Pairs that could not be judged and waivers that waive nothing are notifications, and the former mark the run as not
    successful.
    """
    pins = {"rules_sha256": result.rules_sha256, "config_sha256": result.config_sha256, "today": result.today}
    return render_log(
        Told(
            rules=result.rules,
            artifacts=_artifacts(result),
            results=[told for pair in result.pairs for told in _results(pair, result)],
            notifications=[*_failures(result), *_waivers(result)],
            lang=lang,
            hashes=[(name, value) for name, value in pins.items() if value],
            successful=all(pair.status == "read" for pair in result.pairs),
        )
    )


def _artifacts(result: CheckResult) -> list[Artifact]:
    """Every file once, with the text of those whose lines are cited."""
    cited = {
        citation.path
        for pair in result.pairs
        for checked in pair.all_findings
        for citation in checked.finding.citations
        if not citation.place
    }
    found: dict[str, Artifact] = {}
    for pair in result.pairs:
        for each in pair.inputs:
            roles: tuple[FileRole, ...] = ("analysisTarget", _FILES[each.state])
            text = _text(each.path, each.sha256) if each.path in cited and each.path not in found else None
            found.setdefault(each.path, Artifact(each.path, each.role, each.sha256, "", roles, text))
        for gone in pair.gone:
            path = (Path(result.config).parent / gone.path).as_posix()
            found.setdefault(path, Artifact(path, gone.role, gone.sha256, "", ("deleted",)))
    found.setdefault(result.config, Artifact(result.config, None, roles=("userSpecifiedConfiguration",)))
    return list(found.values())


def _text(path: str, sha256: str) -> str | None:
    """The text of a file as it was read, None where it is none or has changed since."""
    from reconcile.reading.content import read_content

    try:
        content = read_content(path)
    except ReconcileError:
        return None
    return content.cited_text() if content.format == "text" and content.sha256 == sha256 else None


def _results(pair: CheckedPair, result: CheckResult) -> Iterator[Result]:
    path = next((each.path for each in pair.inputs if each.role == "outcome"), result.config)
    for checked in pair.all_findings:
        yield result_of(checked.finding, path, _STATES[checked.state], pair.name)
    for accepted in pair.fixed:
        yield _absent(accepted, path, pair.name)


def _absent(accepted: AcceptedFinding, path: str, pair: str) -> Result:
    return Result(
        rule=accepted.rule,
        severity=accepted.severity,
        message=Message(accepted.message, accepted.message),
        fingerprint=accepted.fingerprint,
        path=path,
        target=accepted.target,
        outcome=accepted.outcome,
        state="absent",
        pair=pair,
    )


def _failures(result: CheckResult) -> Iterator[Notification]:
    for pair in result.pairs:
        if pair.error:
            said = f"{pair.name}: {pair.error}"
            yield Notification("error", Message(said, said))
        for notice in pair.notices:
            yield Notification("info", Message(f"{pair.name}: {notice.en}", f"{pair.name}：{notice.zh}"))


def _waivers(result: CheckResult) -> Iterator[Notification]:
    """What is to be said of the baseline and the waivers."""
    for en, zh in zip(notices(result, translator("en")), notices(result, translator("zh")), strict=True):
        yield Notification("warning", Message(en, zh), settings=True)
