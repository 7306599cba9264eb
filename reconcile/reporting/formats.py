"""Which format a file is written in: the one asked for, or that of its ending."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from reconcile.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

# The names of formats, each with the endings of its files, the usual one first.
Formats = Mapping[str, tuple[str, ...]]


def chosen_format(path: str | Path, override: str | None, formats: Formats, what: str) -> str:
    """The name of the one of ``formats`` in which ``path`` is written; ``override`` wins over its ending.

    ``what`` is to be written ("a check"). Raises ``OutputError``, naming what is known, where neither says a format.

    >>> chosen_format("check.MD", None, {"json": (".json",), "markdown": (".md",)}, "a check")
    'markdown'
    """
    name = named_format(path, formats) if override is None else override
    if name in formats:
        return name
    known = "use " + ", ".join(f"{name} ({endings[0]})" for name, endings in formats.items())
    if override is not None:
        raise OutputError(f"{what} is not written as {override!r}", document=str(path), remedy=known)
    ending = PurePath(path).suffix.lower()
    problem = (
        f"{what} is not written with the ending {ending!r}" if ending else "without an ending the format is not known"
    )
    raise OutputError(problem, document=str(path), remedy=f"{known}, or name it with --format")


def named_format(path: str | Path, formats: Formats) -> str:
    """The format that the ending of ``path`` names, the longest ending first; "" where it names none.

    >>> known = {"json": (".json",), "gitlab": (".gitlab.json",)}
    >>> named_format("audit.gitlab.json", known), named_format(".json", known)
    ('gitlab', '')
    """
    name = PurePath(path).name.lower()
    endings = [(ending, format) for format, listed in formats.items() for ending in listed]
    endings.sort(key=lambda named: -len(named[0]))
    return next((format for ending, format in endings if name.endswith(ending) and name != ending), "")
