"""The files of a rule pack and what a pack may use; nothing in a pack is trusted, its files neither."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from reconcile.errors import RuleError
from reconcile.resources import vocabulary


@dataclass(frozen=True, slots=True)
class Limits:
    """What the packs of one run may use; the figures and their units stand in ``rules/vocabulary/packs.toml``."""

    files: int
    file_bytes: int
    address_bytes: int
    database_bytes: int
    processor_seconds: int
    seconds: float
    rows: int
    answer_bytes: int


def pack_limits() -> Limits:
    """The limits of ``rules/vocabulary/packs.toml``."""
    return Limits(**vocabulary("packs")["limits"])


def pack_files(folder: Path, *, limits: Limits | None = None) -> list[tuple[str, str]]:
    """The ``.toml`` files of a folder as (path, text), by name.

    With ``limits``, for a pack that is not the program's own, a file must be a regular one that lies in the folder,
    and their number and sizes are bounded. Raises ``RuleError`` for a folder or file that cannot be used.
    """
    if not folder.is_dir():
        raise RuleError("the rule pack is no folder", document=folder.as_posix(), remedy="give a folder of .toml files")
    try:
        paths = sorted(folder.glob("*.toml"))
    except OSError as error:
        raise RuleError(f"the rule pack cannot be read: {error.strerror}", document=folder.as_posix()) from error
    if not paths:
        raise RuleError(
            "the rule pack holds no rule",
            document=folder.as_posix(),
            remedy="see docs/writing-rules.md on how to write one",
        )
    if limits and len(paths) > limits.files:
        raise RuleError(
            f"the rule pack holds {len(paths)} files, more than {limits.files}",
            document=folder.as_posix(),
            remedy="give the rules that are meant in a folder of their own",
        )
    return [(path.as_posix(), _text(path, limits)) for path in paths]


def _text(path: Path, limits: Limits | None) -> str:
    try:
        content = _content(path, limits) if limits else path.read_bytes()
    except (OSError, RuntimeError) as error:
        # A link that leads to itself is a RuntimeError to some versions of Python.
        _unreadable(path, getattr(error, "strerror", None) or str(error), "give a file that can be read")
    try:
        # As text files are read everywhere: any end of line is one.
        return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        _unreadable(path, str(error), "save it as UTF-8")


def _content(path: Path, limits: Limits) -> bytes:
    """The bytes of a file that may be a trap: a pipe that never ends, a link to somewhere else, or far too large."""
    if not path.resolve().is_relative_to(path.parent.resolve()):
        _unreadable(path, "it is a link to a file outside the pack", "copy the file into the pack")
    # A pipe that nobody writes to would hold up whoever opens it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            _unreadable(path, "it is no regular file", "keep only files in a pack")
        content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        _unreadable(path, f"it is larger than {limits.file_bytes:,} bytes", "a rule is a page of text; split the file")
    return content


def _unreadable(path: Path, problem: str, remedy: str) -> NoReturn:
    raise RuleError(f"the rule cannot be read: {problem}", document=path.as_posix(), remedy=remedy)
