"""Finds the data that ships beside the code: ``rules/`` (audit rules, vocabularies) and ``reports/`` (templates).

They lie inside the package in a wheel, and beside it in a checkout or an editable install.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reconcile.errors import RuleError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder ``rules`` or ``reports``, wherever this installation keeps it."""
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise RuleError(f"the folder {name!r} that ships with the program is missing", remedy="install it again")


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One vocabulary of ``rules/vocabulary`` as parsed TOML, read once.

    Raises ``RuleError`` with the file where it is missing or broken. The mapping is shared: read it, do not change it.
    """
    # Loading the parser costs more than the smaller vocabularies; --help and --version need neither.
    import tomllib

    path = resource_dir("rules") / "vocabulary" / f"{name}.toml"
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise RuleError("the vocabulary is missing", document=str(path), remedy="install the program again") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(
            f"the vocabulary is broken: {error}", document=str(path), remedy="mend the line named"
        ) from error


def standard_thresholds() -> Mapping[str, float]:
    """The figures of ``rules/vocabulary/thresholds.toml`` by dotted name, which a project's configuration may change.

    >>> standard_thresholds()["audit.overachieved"]
    2.0
    """
    sections = vocabulary("thresholds").items()
    return {f"{section}.{name}": float(value) for section, figures in sections for name, value in figures.items()}
