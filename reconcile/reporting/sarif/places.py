"""Where words stand, as SARIF says it: addresses relative to the root of the sources, regions, logical places."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from reconcile.model import Citation
from reconcile.reporting.tables import forward_slashes

Json = dict[str, Any]

BASE = "%SRCROOT%"
_DRIVE = re.compile(r"[A-Za-z]:/")
_SAFE = "/!$&'()*+,;=@"


def artifact_location(path: str, index: int | None = None) -> Json:
    """The address of a file, percent-encoded; a relative one is relative to the root of the sources.

    >>> artifact_location("数据/计划 1.txt")
    {'uri': '%E6%95%B0%E6%8D%AE/%E8%AE%A1%E5%88%92%201.txt', 'uriBaseId': '%SRCROOT%'}
    >>> artifact_location("/srv/plan.txt", 2)
    {'uri': 'file:///srv/plan.txt', 'index': 2}
    """
    slashed = forward_slashes(path)
    drive = _DRIVE.match(slashed)
    location: Json
    if slashed.startswith("/") or drive:
        location = {"uri": "file://" + ("/" + slashed[:2] if drive else "") + _quoted(slashed[2 if drive else 0 :])}
    else:
        location = {"uri": _quoted(str(PurePosixPath(slashed))), "uriBaseId": BASE}
    return location if index is None else {**location, "index": index}


def _quoted(path: str) -> str:
    # Names that the file system gave and UTF-8 cannot hold keep their bytes.
    return quote(os.fsencode(path) if _has_surrogates(path) else path, safe=_SAFE)


def _has_surrogates(path: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in path)


def physical_location(citation: Citation, indexes: Mapping[str, int], lines: Sequence[str] | None) -> Json:
    """A location with the region of the words cited; without lines the page or cell is a logical location.

    ``indexes`` gives the number of each file in the log, ``lines`` are those of the document where they are at hand.
    """
    place: Json = {"artifactLocation": artifact_location(citation.path, indexes.get(citation.path))}
    if not citation.place and citation.line > 0:
        place["region"] = region(citation, lines)
    location: Json = {"physicalLocation": place}
    if citation.place:
        location["logicalLocations"] = [{"name": citation.place, "fullyQualifiedName": _qualified(citation)}]
    return location


def _qualified(citation: Citation) -> str:
    return f"{forward_slashes(citation.path)}#{citation.place}"


def region(citation: Citation, lines: Sequence[str] | None) -> Json:
    """Start and end of the words, in lines and code points from 1, the end exclusive, and the words as a snippet.

    Words put together from a cell that was wrapped over lines end, as a region, where their first line ends.

    >>> region(Citation("a.txt", 7, 3, "新增𠮷1500张"), None)["endColumn"]
    11
    >>> region(Citation("a.txt", 1, 3, "新增床位"), ["| 新增", "| 床位"])["endColumn"]
    5
    """
    if citation.column < 1:
        return {"startLine": citation.line}
    words = citation.text
    if lines is not None:
        there = lines[citation.line - 1][citation.column - 1 :] if citation.line <= len(lines) else ""
        words = words[: _alike(words, there)]
    *_, last = words.split("\n")
    more = words.count("\n")
    found: Json = {
        "startLine": citation.line,
        "startColumn": citation.column,
        "endLine": citation.line + more,
        "endColumn": len(last) + (1 if more else citation.column),
    }
    return {**found, "snippet": {"text": words}} if words else found


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
