"""Puts a SARIF log together: one run, its rules, files, results and notes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from reconcile.model import Citation, Language, Message
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.sarif.places import BASE, artifact_location, physical_location
from reconcile.reporting.sarif.rule_descriptors import LEVELS, descriptors
from reconcile.reporting.sarif.values import Artifact, Notification, Result, Told
from reconcile.reporting.showing import shown_first
from reconcile.reporting.translations import translator
from reconcile.version import NAME, VERSION

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = f"{NAME}/v1"
# The one that code scanning goes by; with it an alert outlives a document that was laid out anew. It ends with a number
# that counts findings on the same words.
_HOST_FINGERPRINT = "primaryLocationLineHash"
# How many of the encoder's pieces, mostly single words, are put together.
_PIECES = 10_000
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def render_log(told: Told) -> Iterator[str]:
    """The log as JSON text, piece by piece."""
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1, allow_nan=False).iterencode(sarif_log(told))
    while some := list(islice(pieces, _PIECES)):
        yield "".join(some)
    yield "\n"


def sarif_log(told: Told) -> Json:
    """The log as plain dictionaries and lists.

    Columns are code points, so a character outside the basic plane counts one. Every result says whether it is
    suppressed: waived findings are, by somebody outside the documents, with the reason.
    """
    rules = descriptors(told.rules, (result.rule for result in told.results), told.lang)
    files = _Files(told.artifacts)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for result in told.results:
        seen[result.fingerprint] += 1
        results.append(_result(result, numbers[result.rule], seen[result.fingerprint], files, told.lang))
    run: Json = {
        "tool": {"driver": _driver(told, rules)},
        "invocations": [_invocation(told)],
        "language": _LANGUAGES[told.lang],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder that the program was run in"}}},
        "artifacts": [_artifact(artifact, number) for number, artifact in enumerate(told.artifacts)],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(told: Told, rules: list[Json]) -> Json:
    driver: Json = {"name": NAME, "version": VERSION, "language": _LANGUAGES[told.lang], "rules": rules}
    return {**driver, "properties": dict(told.hashes)} if told.hashes else driver


def _invocation(told: Told) -> Json:
    found: Json = {"executionSuccessful": told.successful}
    for key, settings in (("toolExecutionNotifications", False), ("toolConfigurationNotifications", True)):
        notes = [_notification(note, told.lang) for note in told.notifications if note.settings is settings]
        if notes:
            found[key] = notes
    return found


def _notification(note: Notification, lang: Language) -> Json:
    return {"level": LEVELS[note.severity], "message": _text(note.message.in_language(lang))}


def _text(said: str) -> Json:
    """A plain message; what would be read as a link in one is broken up."""
    return {"text": one_line(said).replace("](", "\\](")}


def _artifact(artifact: Artifact, number: int) -> Json:
    found: Json = {"location": artifact_location(artifact.path, number), "roles": list(artifact.roles)}
    if artifact.encoding:
        found["encoding"] = artifact.encoding
    if artifact.sha256:
        found["hashes"] = {"sha-256": artifact.sha256}
    return {**found, "properties": {"role": artifact.role}} if artifact.role else found


class _Files:
    """The files of a log, looked up by path: number, role, lines."""

    def __init__(self, artifacts: Sequence[Artifact]) -> None:
        self.indexes: Mapping[str, int] = {artifact.path: number for number, artifact in enumerate(artifacts)}
        self._by_path = {artifact.path: artifact for artifact in artifacts}
        self._lines: dict[str, list[str] | None] = {}

    def role(self, path: str) -> str:
        found = self._by_path.get(path)
        return (found.role if found else None) or ""

    def in_report(self, path: str) -> bool:
        return self.role(path) == "outcome"

    def lines(self, path: str) -> list[str] | None:
        if path not in self._lines:
            found = self._by_path.get(path)
            self._lines[path] = None if found is None or found.text is None else found.text.split("\n")
        return self._lines[path]

    def location(self, citation: Citation) -> Json:
        return physical_location(citation, self.indexes, self.lines(citation.path))


def _result(result: Result, rule: int, occurrence: int, files: _Files, lang: Language) -> Json:
    first, others = shown_first(result.citations, files.in_report)
    bare = {"physicalLocation": {"artifactLocation": artifact_location(result.path, files.indexes.get(result.path))}}
    found: Json = {
        "ruleId": result.rule,
        "ruleIndex": rule,
        "level": LEVELS[result.severity],
        "message": _text(result.message.in_language(lang)),
        "locations": [files.location(first) if first else bare],
    }
    if others:
        found["relatedLocations"] = [_related(citation, id, files, lang) for id, citation in enumerate(others, 1)]
    found["partialFingerprints"] = {
        FINGERPRINT: result.fingerprint,
        _HOST_FINGERPRINT: f"{result.fingerprint}:{occurrence}",
    }
    if result.state:
        found["baselineState"] = result.state
    found["suppressions"] = _suppressions(result)
    found["properties"] = _properties(result)
    return found


def _related(citation: Citation, id: int, files: _Files, lang: Language) -> Json:
    t = translator(lang)
    role = files.role(citation.path)
    whose = f"{t(f'role.{role}')}{t('page.colon')}" if role else ""
    return {"id": id, **files.location(citation), "message": _text(whose + citation.text)}


def _suppressions(result: Result) -> list[Json]:
    if result.waived is None:
        return []
    by = {"by": one_line(result.waived.by)}
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": one_line(result.waived.reason),
            "properties": by,
        }
    ]


def _properties(result: Result) -> Json:
    """What readers of this program's results know to look for; the message stands here in both languages."""
    told: Message = result.message
    found: Json = {
        "pair": result.pair,
        "target": result.target,
        "outcome": result.outcome,
        "confidence": result.confidence,
    }
    return {**{key: value for key, value in found.items() if value}, "message": {"en": told.en, "zh": told.zh}}
