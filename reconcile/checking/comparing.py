"""Holds the findings of a pair against the waivers and against what the baseline accepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.checking.baseline import AcceptedPair, relative_path
from reconcile.checking.records import Record
from reconcile.checking.values import (
    BaselineInput,
    CheckedFinding,
    CheckedInput,
    CheckedPair,
    CheckedWaiver,
    FindingState,
    WaiverState,
)
from reconcile.model import Waiver
from reconcile.pairs.files import InputFile

if TYPE_CHECKING:
    from reconcile.config.values import WaiverEntry


def renamed_pairs(files: Mapping[str, Sequence[InputFile]], baseline: Mapping[str, AcceptedPair]) -> Mapping[str, str]:
    """The pairs that the baseline knows under another name, which no pair bears now: new name → old name.

    ``files`` are those of each pair. A pair is known by what its completion report holds, where that fits one only.
    """
    left = {
        name: {known.sha256 for known in pair.inputs if known.role == "outcome"}
        for name, pair in baseline.items()
        if name not in files
    }
    found: dict[str, str] = {}
    for name, of_pair in files.items():
        if name in baseline:
            continue
        hashes = {file.sha256 for file in of_pair if file.role == "outcome"}
        fitting = [old for old, known in left.items() if hashes & known]
        if len(fitting) == 1:
            found[name] = fitting[0]
    taken = Counter(found.values())
    return {name: old for name, old in found.items() if taken[old] == 1}


def holding(entries: Iterable[WaiverEntry], today: str | None) -> dict[str, WaiverEntry]:
    """The waivers that hold on a day (ISO date), by fingerprint: each up to and including the day it expires on."""
    return {
        entry.fingerprint: entry
        for entry in entries
        if not entry.expires or (today is not None and today <= entry.expires)
    }


def compared(
    name: str,
    record: Record,
    files: Sequence[InputFile],
    accepted: AcceptedPair,
    waivers: Mapping[str, WaiverEntry],
    folder: Path,
) -> CheckedPair:
    """A pair with the state of each input and finding, and what of the accepted findings no longer stands."""

    def judged(findings: tuple[CheckedFinding, ...]) -> tuple[CheckedFinding, ...]:
        return tuple(_judged(checked, accepted, waivers) for checked in findings)

    pair = CheckedPair(
        name=name,
        status="read",
        as_of=record.as_of,
        lang=record.lang,
        inputs=input_states(files, accepted, folder),
        gone=gone_inputs(files, accepted, folder),
        items=tuple(replace(item, findings=judged(item.findings)) for item in record.items),
        findings=judged(record.findings),
        notices=record.notices,
    )
    standing = {checked.finding.fingerprint for checked in pair.all_findings}
    fixed = (finding for finding in accepted.findings.values() if finding.fingerprint not in standing)
    return replace(pair, fixed=tuple(sorted(fixed, key=lambda finding: (finding.rule, finding.fingerprint))))


def _judged(checked: CheckedFinding, accepted: AcceptedPair, waivers: Mapping[str, WaiverEntry]) -> CheckedFinding:
    finding = checked.finding
    entry = waivers.get(finding.fingerprint)
    if entry:
        finding = replace(finding, waived=Waiver(entry.reason, entry.by))
    state: FindingState = (
        "waived" if finding.waived else "unchanged" if finding.fingerprint in accepted.findings else "new"
    )
    return CheckedFinding(finding, state)


def input_states(files: Sequence[InputFile], accepted: AcceptedPair, folder: Path) -> tuple[CheckedInput, ...]:
    """The files of a pair, each held against the baseline: one that was only renamed is the same."""
    hashes = {known.sha256 for known in accepted.inputs}
    paths = {known.path for known in accepted.inputs}
    return tuple(
        CheckedInput(
            file.role,
            file.path,
            file.sha256,
            "same" if file.sha256 in hashes else "changed" if relative_path(file.path, folder) in paths else "new",
        )
        for file in files
    )


def gone_inputs(files: Sequence[InputFile], accepted: AcceptedPair, folder: Path) -> tuple[BaselineInput, ...]:
    """What the baseline was made with and is no longer there, neither under its name nor under another."""
    hashes = {file.sha256 for file in files}
    paths = {relative_path(file.path, folder) for file in files}
    return tuple(known for known in accepted.inputs if known.sha256 not in hashes and known.path not in paths)


def waiver_states(
    entries: Sequence[WaiverEntry], held: Mapping[str, WaiverEntry], pairs: Sequence[CheckedPair]
) -> tuple[CheckedWaiver, ...]:
    """Every waiver of the configuration and what it did, in the order of the file."""
    wanted = {entry.fingerprint for entry in entries}
    places: dict[str, list[str]] = {}
    rules: dict[str, str] = {}
    for pair in pairs:
        for checked in pair.all_findings:
            fingerprint = checked.finding.fingerprint
            if fingerprint in wanted:
                places.setdefault(fingerprint, []).append(pair.name)
                rules[fingerprint] = checked.finding.rule

    def state(entry: WaiverEntry) -> WaiverState:
        if entry.fingerprint not in places:
            return "unused"
        return "held" if entry.fingerprint in held else "expired"

    return tuple(
        CheckedWaiver(
            fingerprint=entry.fingerprint,
            reason=entry.reason,
            by=entry.by,
            expires=entry.expires,
            state=state(entry),
            rule=rules.get(entry.fingerprint, ""),
            pairs=tuple(places.get(entry.fingerprint, ())),
        )
        for entry in entries
    )
