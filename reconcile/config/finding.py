"""Finds the file that holds the settings for a folder. Every run does so: nothing is loaded here that costs time."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.errors import ConfigError

FILE_NAME = "reconcile.toml"
PROJECT_NAME = "pyproject.toml"
# Every way to begin the table [tool.reconcile]; most projects' files need not be parsed to see that they have none.
_MAY_HAVE_TABLE = re.compile(rb"""tool["']?\s*(?:\.\s*["']?reconcile|\]|=)""")


def find_config(folder: Path | None = None) -> Path | None:
    """The file that holds for a folder (default: the working directory), looked for there and then upwards.

    In each folder ``reconcile.toml`` comes first, then a ``pyproject.toml`` that has the table ``[tool.reconcile]``.
    None where there is neither. Raises ``ConfigError`` for a file that may hold settings and cannot be read.
    """
    try:
        start = (folder or Path.cwd()).absolute()
    except OSError:
        # The working directory has been removed; documents may still be named by full paths.
        return None
    for place in (start, *start.parents):
        for name in (FILE_NAME, PROJECT_NAME):
            path = Path(name) if place == start and folder is None else place / name
            if _is_file(path) and (name == FILE_NAME or _has_table(path)):
                return path
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _has_table(path: Path) -> bool:
    if not _MAY_HAVE_TABLE.search(file_bytes(path)):
        return False
    from reconcile.config.files import parse_file, table_at

    source, content = parse_file(path)
    return isinstance(table_at(content, source.table), dict)


def file_bytes(path: Path) -> bytes:
    """What a file holds; raises ``ConfigError`` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = f"give a file such as {FILE_NAME}"
        raise ConfigError(f"cannot be read: {error.strerror}", document=path.as_posix(), remedy=remedy) from error
