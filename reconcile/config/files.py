"""Parses the file that holds a project's settings, and says where in it something is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconcile.config.finding import PROJECT_NAME, file_bytes
from reconcile.errors import ConfigError

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


def parse_file(path: Path) -> tuple[Source, dict[str, Any]]:
    """A file's text and what it holds, whole."""
    import tomllib

    name, raw = path.as_posix(), file_bytes(path)
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
    return Source(name, text, _TABLE if path.name == PROJECT_NAME else ()), content


def table_at(content: Any, table: Sequence[str]) -> Any:
    """What stands under a dotted name, None where nothing does."""
    for name in table:
        content = content.get(name) if isinstance(content, dict) else None
    return content
