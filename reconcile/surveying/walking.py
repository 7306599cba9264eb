"""The files of a folder that may be documents: bounded in depth and number, and never outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reconcile.surveying.values import LeftOut

DEEPEST = 6
MOST_FILES = 500
MOST_ENTRIES = 50_000
_ENDINGS = frozenset(
    (".txt", ".md", ".markdown", ".csv", ".tsv", ".json", ".html", ".htm", ".docx", ".xlsx", ".xlsm", ".xls", ".pdf")
)
# Folders of other programs, by their name or by a file in them.
_FOREIGN = frozenset(("__pycache__", "node_modules"))
_FOREIGN_MARK = "pyvenv.cfg"


class Walk(NamedTuple):
    """The paths to read, relative to the folder, in order, and what was passed over."""

    paths: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def walk(root: Path, deepest: int = DEEPEST, most: int = MOST_FILES, most_entries: int = MOST_ENTRIES) -> Walk:
    """The files under ``root`` whose ending is that of a document.

    Links are not followed, so that nothing outside of the folder is read; hidden files and folders, and those of other
    programs, are passed over. ``deepest`` bounds how many folders lie above a file, ``most`` how many files are read,
    ``most_entries`` how many are looked at; what is beyond is told.
    """
    paths: list[str] = []
    left_out: list[LeftOut] = []
    for seen, (path, problem) in enumerate(_entries(root, "", deepest), 1):
        if seen > most_entries or len(paths) == most:
            left_out.append(LeftOut(path, f"and all after it: only {most} files are read by init"))
            break
        if problem:
            left_out.append(LeftOut(path, problem))
        else:
            paths.append(path)
    return Walk(tuple(paths), tuple(left_out))


def _entries(root: Path, folder: str, deeper: int) -> Iterator[tuple[str, str]]:
    """Each path with "", or with why it is passed over; files of a folder before its folders, by name."""
    try:
        with os.scandir(root / folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"the folder cannot be read: {error.strerror}"
        return
    folders = []
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.name.startswith(".") or entry.name in _FOREIGN:
            continue
        if entry.is_symlink():
            if Path(entry.name).suffix.lower() in _ENDINGS:
                yield path, "a link, which is not followed"
        elif entry.is_dir():
            folders.append(path)
        elif Path(entry.name).suffix.lower() in _ENDINGS and entry.is_file():
            yield path, "" if _is_writable_name(path) else "its name is no Unicode"
    for path in folders:
        if deeper == 0:
            yield path, "a folder deeper than init looks"
        elif not (root / path / _FOREIGN_MARK).exists():
            yield from _entries(root, path, deeper - 1)


def _is_writable_name(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)
