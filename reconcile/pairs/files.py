"""The files of each pair: what the paths and globs of a configuration or manifest stand for."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import ConfigError, DocumentError
from reconcile.model import Role

if TYPE_CHECKING:
    from reconcile.config.files import Source
    from reconcile.config.values import Pair

_MAGIC = re.compile(r"[*?\[]")
_NUMBER = re.compile(r"(\d+)")
_AT_ONCE = 1 << 20

Problem = Callable[[str, str], ConfigError]


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of a pair: its path as seen from the working directory, and the SHA-256 of what it holds."""

    role: Role
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PairFiles:
    """The files of a pair: at most one plan, the outcomes in order, at most one work report.

    And those of reviewers' decisions, each path with the SHA-256 of what it holds.
    """

    files: tuple[InputFile, ...]
    decisions: tuple[tuple[str, str], ...] = ()

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The paths of the files of one role."""
        return tuple(file.path for file in self.files if file.role == role)


def folder_of(path: str) -> str:
    """The folder that the paths in a file are relative to, as seen from the working directory; "" for that itself.

    It is told relative to the working directory where that can be, so that reports name files as reviewers see them.
    """
    folder = Path(path).parent
    try:
        path = os.path.relpath(folder)
    except (OSError, ValueError):
        path = str(folder)
    return "" if path == os.curdir else Path(path).as_posix()


def pair_files(source: Source, number: int, pair: Pair, folder: str) -> PairFiles:
    """The files of the pair that has this number (from 0) in ``source``, hashed; paths are relative to ``folder``.

    A path that is a file stands for itself, whatever signs are in it; any other is a glob (``**`` for folders of any
    depth), and its files are sorted, numbers in their names by value. What the pair names as its plan, report or
    decisions is no outcome. Raises ``ConfigError`` with the line for a glob that matches nothing or, for a plan or
    report, several files, ``DocumentError`` for a file that cannot be read.
    """

    def problem(key: str) -> Problem:
        return lambda words, remedy: broken(key, f"the {key} of {pair.name!r} {words}", remedy)

    def broken(key: str, words: str, remedy: str) -> ConfigError:
        return source.broken(words, ("pair", number, key), remedy)

    plan = _one(pair.plan, folder, problem("plan"))
    report = _one((pair.report,) if pair.report else (), folder, problem("report"))
    decisions = _all(pair.decisions, folder, problem("decisions"))
    outcomes = _outcomes(pair, folder, {*plan, *report, *decisions}, problem("outcome"))
    if not plan and len(outcomes) > 1:
        raise broken(
            "outcome",
            f"{pair.name!r} has no plan and {len(outcomes)} outcomes ({_listed(outcomes)})",
            "name the plan, or give each file a pair of its own",
        )
    roles: tuple[tuple[Role, Sequence[str]], ...] = (("plan", plan), ("outcome", outcomes), ("report", report))
    return PairFiles(
        tuple(InputFile(role, path, _sha256(path)) for role, paths in roles for path in paths),
        tuple((path, _sha256(path)) for path in decisions),
    )


def deciding_files(found: PairFiles, shown: Callable[[str], str] = str) -> list[str]:
    """All of a pair's files that decide its result, each as one text; ``shown`` names a path as the result does."""
    return [
        *(f"{file.role}:{file.sha256}:{shown(file.path)}" for file in found.files),
        *(f"decisions:{sha256}:{shown(path)}" for path, sha256 in found.decisions),
    ]


def _outcomes(pair: Pair, folder: str, taken: Iterable[str], problem: Problem) -> list[str]:
    found = [path for path in _all(pair.outcome, folder, problem) if path not in taken]
    if not found:
        raise problem("matches no file but its plan and report", "name the files that report on the plan")
    return found


def _all(patterns: Sequence[str], folder: str, problem: Problem) -> list[str]:
    """The files that several paths and globs stand for, each of which must stand for one."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matched = _matched(pattern, folder)
        if not matched:
            raise problem(f"matches no file: {pattern}", _nothing(folder))
        found.update(dict.fromkeys(matched))
    return list(found)


def _one(patterns: Sequence[str], folder: str, problem: Problem) -> list[str]:
    """The one file that is meant, none where nothing is."""
    found = dict.fromkeys(path for pattern in patterns for path in _matched(pattern, folder))
    if patterns and not found:
        raise problem(f"matches no file: {', '.join(patterns)}", _nothing(folder))
    if len(found) > 1:
        raise problem(f"matches {len(found)} files ({_listed(list(found))})", "name one of them")
    return list(found)


def _nothing(folder: str) -> str:
    where = folder or "the folder that they are named in"
    return f"paths are relative to {where}; check the spelling"


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (", …" if len(paths) > 3 else "")


def _matched(pattern: str, folder: str) -> list[str]:
    """The files that a path or glob stands for, with forward slashes, sorted."""
    if not _MAGIC.search(pattern) or Path(folder, pattern).is_file():
        names = [pattern]
    else:
        # Path.glob takes no pattern that is absolute.
        names = glob(pattern, root_dir=folder or None, recursive=True)  # noqa: PTH207
    matched = [path for name in names if (path := Path(folder, name)).is_file()]
    return sorted({os.path.normpath(path).replace(os.sep, "/") for path in matched}, key=_natural)


def _natural(path: str) -> list[tuple[bool, int, str]]:
    """The order of names in which part 2 comes before part 10."""
    parts = [part for part in _NUMBER.split(path) if part]
    return [(not part.isdigit(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as stream:
            while chunk := stream.read(_AT_ONCE):
                digest.update(chunk)
    except OSError as error:
        raise DocumentError(
            f"cannot be read: {error.strerror}", document=path, remedy="check its permissions"
        ) from error
    return digest.hexdigest()
