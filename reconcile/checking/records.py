"""What a check keeps of one reconciliation, as JSON text: what the cache stores, and what every check is made from.

A pair that was just reconciled and one taken from the cache go the same way, so that they cannot differ. Lists in
place of objects, and paths by number, keep an entry small and quick to read: a hundred pairs are read in a second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reconcile.checking.values import Answer, CheckedFinding, CheckedItem
from reconcile.model import (
    Citation,
    Decided,
    Finding,
    Item,
    Language,
    Message,
    Reconciliation,
    Waiver,
)
from reconcile.reporting.decided import decision_words, unsettled
from reconcile.reporting.translations import translator

_DECISIONS = 5


@dataclass(frozen=True, slots=True)
class Record:
    """One reconciliation as far as a check needs it; every finding is ``new`` until it is held against a baseline.

    ``sha256`` are the hashes of the documents as they were read.
    """

    sha256: tuple[str, ...]
    as_of: str | None
    lang: Language
    items: tuple[CheckedItem, ...]
    findings: tuple[CheckedFinding, ...]
    notices: tuple[Message, ...]


def record_text(result: Reconciliation) -> str:
    """A reconciliation as the text of a record."""
    paths: dict[str, int] = {}
    record = {
        "sha256": [document.sha256 for document in result.inputs],
        "as_of": result.as_of,
        "lang": result.lang,
        "items": [_item(item, paths) for item in result.items],
        "findings": [_finding(finding, paths) for finding in result.findings],
        "notices": [[notice.en, notice.zh] for notice in (*result.notices, *_not_followed(result))],
        "paths": list(paths),
    }
    # Escaped, so that half a surrogate pair from a damaged document is kept as it is.
    return json.dumps(record, separators=(",", ":"))


def _not_followed(result: Reconciliation) -> list[Message]:
    """A notice for each decision that is void or in conflict, the first few of them: a check lists no decisions."""
    found = unsettled(result)
    said = [
        Message(en=decision_words(judged, translator("en"), "en"), zh=decision_words(judged, translator("zh"), "zh"))
        for judged in found[:_DECISIONS]
    ]
    more = len(found) - len(said)
    if more:
        said.append(Message(en=f"{more} more decisions were not followed", zh=f"另有{more}项复核决定未采用"))
    return said


def read_record(text: str) -> Record:
    """A record from its text, which must be one of ``record_text``."""
    record = json.loads(text)
    paths: list[str] = record["paths"]
    return Record(
        sha256=tuple(record["sha256"]),
        as_of=record["as_of"],
        lang=record["lang"],
        items=tuple(_item_of(item, paths) for item in record["items"]),
        findings=tuple(_finding_of(finding, paths) for finding in record["findings"]),
        notices=tuple(Message(*notice) for notice in record["notices"]),
    )


def _item(item: Item, paths: dict[str, int]) -> list[Any]:
    return [
        item.target.id,
        _citation(item.target.text.cite(), paths),
        item.match.status,
        round(item.match.confidence, 3),
        [[outcome.id, _citation(outcome.text.cite(), paths)] for outcome in item.outcomes],
        [_finding(finding, paths) for finding in item.findings],
    ]


def _item_of(values: list[Any], paths: list[str]) -> CheckedItem:
    id, citation, status, confidence, answers, findings = values
    return CheckedItem(
        id=id,
        citation=_citation_of(citation, paths),
        status=status,
        confidence=confidence,
        answers=tuple(Answer(outcome, _citation_of(cite, paths)) for outcome, cite in answers),
        findings=tuple(_finding_of(finding, paths) for finding in findings),
    )


def _finding(finding: Finding, paths: dict[str, int]) -> list[Any]:
    waived, decided = finding.waived, finding.decided
    return [
        finding.rule,
        finding.severity,
        finding.confidence,
        [finding.message.en, finding.message.zh],
        [_citation(citation, paths) for citation in finding.citations],
        finding.fingerprint,
        finding.target,
        finding.outcome,
        waived and [waived.reason, waived.by],
        decided and [decided.action, decided.by, decided.date, decided.note],
    ]


def _finding_of(values: list[Any], paths: list[str]) -> CheckedFinding:
    rule, severity, confidence, message, citations, fingerprint, target, outcome, waived, decided = values
    finding = Finding(
        rule=rule,
        severity=severity,
        confidence=confidence,
        message=Message(*message),
        citations=tuple(_citation_of(citation, paths) for citation in citations),
        fingerprint=fingerprint,
        target=target,
        outcome=outcome,
        waived=waived and Waiver(*waived),
        decided=decided and Decided(*decided),
    )
    return CheckedFinding(finding, "new")


def _citation(citation: Citation, paths: dict[str, int]) -> list[Any]:
    path = paths.setdefault(citation.path, len(paths))
    return [path, citation.line, citation.column, citation.text, citation.place]


def _citation_of(values: list[Any], paths: list[str]) -> Citation:
    path, line, column, text, place = values
    return Citation(paths[path], line, column, text, place)
