"""What pins a kept result beside its inputs: the program and its rules, as they are installed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reconcile.resources import resource_dir
from reconcile.version import VERSION


def result_key(parts: Sequence[str]) -> str:
    """The key of a result: a hash of ``parts``, which say all that decides it but the program, and of that."""
    digest = hashlib.sha256()
    for part in (VERSION, _program_sha256(), *parts):
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _program_sha256() -> str:
    """A hash of the code and the rules of this installation: a checkout that is worked on has one version for long."""
    digest = hashlib.sha256()
    package, rules = Path(__file__).resolve().parents[1], resource_dir("rules")
    for root, ending in ((package, "*.py"), (rules, "*.toml")):
        for path in sorted(root.rglob(ending)):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}:{len(data)}:".encode() + data)
    return digest.hexdigest()
