"""Reads files of decisions: JSON with the schema ``reconcile-decisions/1``, or a workbook that was filled in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from reconcile.deciding.json_lines import line_of
from reconcile.deciding.records import Broken, read_record, shown
from reconcile.errors import DecisionError, nearest
from reconcile.model import Decision
from reconcile.reading.limits import MEGABYTE, MOST_STRUCTURED_BYTES
from reconcile.reporting.decision_json import SCHEMA

_KEYS = ("schema", "inputs", "decisions")
_INPUT = ("role", "path", "sha256")
_GUIDE = "see docs/decisions.md"
# What spreadsheet programs save as besides .xlsx.
_OTHER_SHEETS = frozenset({".xls", ".xlsm", ".xlsb", ".et", ".ett", ".ods", ".fods", ".numbers", ".csv", ".tsv"})


class _Repeated(dict[str, Any]):
    """An object two members of which have the ``name``."""

    def __init__(self, members: dict[str, Any], name: str) -> None:
        super().__init__(members)
        self.name = name


class _BrokenAt(Protocol):
    """Says what is wrong with the value at a place, and what to try."""

    def __call__(self, problem: str, at: Sequence[str | int], remedy: str = ...) -> DecisionError: ...


def read_decisions(path: str | Path) -> tuple[Decision, ...]:
    """The decisions that one file holds, in its order: a workbook by its ending ``.xlsx``, else JSON.

    Raises ``DecisionError`` with the file, the line and a remedy for a file that cannot be read, is no JSON, is not of
    the schema ``reconcile-decisions/1``, or holds a key that is not known or a value that is not understood.
    """
    place = Path(path)
    if place.suffix.lower() == ".xlsx":
        from reconcile.deciding.workbook import read_workbook_decisions

        return read_workbook_decisions(place)
    name = place.as_posix()
    if place.suffix.lower() in _OTHER_SHEETS and place.is_file():
        problem = f"decisions are read from .json and .xlsx, not from {place.suffix.lower()}"
        raise DecisionError(problem, document=name, remedy="save the workbook that was filled in as .xlsx")
    text = _text(place, name)
    content = _parsed(text, name)

    def broken(problem: str, at: Sequence[str | int], remedy: str = _GUIDE) -> DecisionError:
        return DecisionError(problem, document=name, line=line_of(text, at), remedy=remedy)

    def complain(number: int) -> Broken:
        return lambda problem, key, remedy: broken(problem, ("decisions", number, *([key] if key else [])), remedy)

    entries = _entries(content, broken)
    return tuple(read_record(entry, complain(number)) for number, entry in enumerate(entries))


def _text(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_STRUCTURED_BYTES + 1)
    except (OSError, ValueError) as error:
        # A path with a NUL character is no value.
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "give the file that the report page exported, or the workbook that was filled in"
        raise DecisionError(f"cannot be read: {reason}", document=name, remedy=remedy) from error
    if len(raw) > MOST_STRUCTURED_BYTES:
        limit = MOST_STRUCTURED_BYTES // MEGABYTE
        raise DecisionError(f"the file is larger than {limit} MB", document=name, remedy="give it in several files")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DecisionError("the file is not UTF-8", document=name, line=line, remedy="save it as UTF-8") from error


def _parsed(text: str, name: str) -> object:
    try:
        # No number is meant anywhere: one of thousands of digits is refused as any other is.
        return json.loads(text, object_pairs_hook=_object, parse_int=float)
    except RecursionError as error:
        raise DecisionError("its values are nested too deep", document=name, remedy=_GUIDE) from error
    except json.JSONDecodeError as error:
        problem = f"the file is no JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
        raise DecisionError(problem, document=name, line=error.lineno, remedy=_GUIDE) from error


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) == len(members):
        return found
    times = Counter(name for name, _ in members)
    return _Repeated(found, next(name for name in times if times[name] > 1))


def _entries(content: object, broken: _BrokenAt) -> list[dict[str, object]]:
    """The entries of a file, each an object whose keys stand once; the rest of the file is what it must be."""
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise broken(f"this is no file of decisions: it must be an object with 'schema' {SCHEMA!r}", ("schema",))
    _known(_single(content, (), broken), _KEYS, (), broken)
    for number, given in enumerate(_list(content.get("inputs", []), "inputs", broken)):
        described = _single(given, ("inputs", number), broken)
        _known(described, _INPUT, ("inputs", number), broken)
        for key, value in described.items():
            if not isinstance(value, str):
                raise broken(f"{key!r} must be a text", ("inputs", number, key), _GUIDE)
    if "decisions" not in content:
        raise broken("there is no list 'decisions'", ())
    entries = _list(content["decisions"], "decisions", broken)
    for number, entry in enumerate(entries):
        found = _single(entry, ("decisions", number), broken)
        if isinstance(found.get("outcome_words"), dict):
            _single(found["outcome_words"], ("decisions", number, "outcome_words"), broken)
    return entries


def _single(value: object, place: tuple[str | int, ...], broken: _BrokenAt) -> dict[str, object]:
    """An object whose keys stand once."""
    if not isinstance(value, dict):
        raise broken('an object is expected here, such as {"kind": "note", …}', place)
    if isinstance(value, _Repeated):
        raise broken(f"the key {shown(value.name)} stands twice", (*place, value.name), "leave one of them out")
    return value


def _known(value: Mapping[str, object], keys: Sequence[str], place: tuple[str | int, ...], broken: _BrokenAt) -> None:
    for key in value:
        if key not in keys:
            raise broken(f"there is no key {shown(key)} here", (*place, key), nearest(key, keys))


def _list(value: object, key: str, broken: _BrokenAt) -> list[Any]:
    if not isinstance(value, list):
        raise broken(f"{key!r} must be a list", (key,))
    return value
