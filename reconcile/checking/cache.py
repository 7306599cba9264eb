"""Keeps what reconciliations gave, so that a pair of which nothing changed is not reconciled anew.

An entry is a file of two lines: what it is (format, key, and the hash of the second line) and a record. The key
hashes all that decides a record: the contents of the inputs and of the decisions, the program, the rules, and the
settings. An entry that does not say what it should is not believed: the pair is reconciled anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from reconcile.checking.records import Record, read_record
from reconcile.errors import OutputError
from reconcile.pairs.program import result_key
from reconcile.reporting.files import write_whole

FOLDER = ".reconcile-cache"
_FORMAT = "reconcile-cache/1"

Miss = Literal["none", "other", "damaged"]


def entry_key(parts: Sequence[str]) -> str:
    """The key of an entry, from all that decides a record but the program."""
    return result_key([_FORMAT, *parts])


def entry_path(folder: Path, config: str, pair: str) -> Path:
    """The file of a pair's entry: one for each pair, so that the folder does not grow with every change."""
    name = hashlib.sha256(f"{Path(config).name}\n{pair}".encode("utf-8", "surrogatepass")).hexdigest()
    return folder / f"{name[:32]}.json"


def read_entry(path: Path, key: str) -> Record | Miss:
    """The record of an entry, or why there is none: no file, one of another key, or a damaged one."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return "none"
    except OSError:
        return "damaged"
    head, _, body = raw.partition(b"\n")
    try:
        said = json.loads(head)
    except (ValueError, RecursionError):
        return "damaged"
    if not isinstance(said, dict) or said.get("cache") != _FORMAT or said.get("key") != key:
        return "other" if isinstance(said, dict) and "key" in said else "damaged"
    if said.get("sha256") != hashlib.sha256(body).hexdigest():
        return "damaged"
    return read_record(body.decode())


def write_entry(path: Path, key: str, record: str) -> bool:
    """Put a record into its entry, whole or not at all; False where the folder cannot be written to."""
    body = record.encode()
    head = {"cache": _FORMAT, "key": key, "sha256": hashlib.sha256(body).hexdigest()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignored = path.parent / ".gitignore"
        if not ignored.exists():
            write_whole(ignored, "*\n")
        write_whole(path, json.dumps(head).encode() + b"\n" + body)
    except (OSError, OutputError):
        return False
    return True
