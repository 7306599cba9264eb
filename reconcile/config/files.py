"""Finds and parses the file that holds a project's settings, and says where in it something is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconcile.errors import ConfigError

FILE_NAME = "reconcile.toml"
_PROJECT = "pyproject.toml"
_TABLE = ("tool", "reconcile")
GUIDE = "see docs/configuration.md"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that settings were read from: its path as given, its text, and the table that they stand in."""

    path: str = ""
    text: str = ""
    table: tuple[str, ...] = ()

    def broken(self, problem: str, place: Sequence[str | int] = (), remedy: str = GUIDE) -> ConfigError:
        """The error for what stands at ``place``, with its line."""
        from reconcile.config.toml_lines import line_of

        return ConfigError(problem, document=self.path, line=line_of(self.text, (*self.table, *place)), remedy=remedy)


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
        for name in (FILE_NAME, _PROJECT):
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
    # Most projects' files do not so much as mention the name, and parsing them takes time.
    if b"reconcile" not in _bytes(path):
        return False
    source, content = parse_file(path)
    return isinstance(table_at(content, source.table), dict)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = f"give a file such as {FILE_NAME}"
        raise ConfigError(f"cannot be read: {error.strerror}", document=path.as_posix(), remedy=remedy) from error


def parse_file(path: Path) -> tuple[Source, dict[str, Any]]:
    """A file's text and what it holds, whole."""
    import tomllib

    name, raw = path.as_posix(), _bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("the file is not UTF-8", document=name, line=line, remedy="save it as UTF-8") from error
    try:
        content = tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError("the file is no TOML that can be read: it is nested too deep", document=name) from error
    except ValueError as error:
        at = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        problem = str(error)[: at.start()] + f" at column {at[2]}" if at else str(error)
        line = int(at[1]) if at else text.count("\n") + 1
        raise ConfigError(f"the file is no TOML: {problem}", document=name, line=line, remedy=GUIDE) from error
    return Source(name, text, _TABLE if path.name == _PROJECT else ()), content


def table_at(content: Any, table: Sequence[str]) -> Any:
    """What stands under a dotted name, None where nothing does."""
    for name in table:
        content = content.get(name) if isinstance(content, dict) else None
    return content
