"""JSON records → rows: a list of objects is a table whose headings are their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from reconcile.errors import DocumentError
from reconcile.reading.formats.grid import CellBudget, cell_row, line_rows
from reconcile.reading.limits import MOST_LEVELS
from reconcile.reading.rows import Place, Row

# Objects of so many members are records; those of fewer, as an owner with its role, are parts of a cell.
_LEAST_FIELDS = 3
_LEAST_KEYED = 2
_HALVES = re.compile("[\ud800-\udfff]")


class _Object(NamedTuple):
    """An object with all its members, those of a repeated name included."""

    members: list[tuple[str, object]]


def read_json(text: str, name: str) -> list[Row]:
    """The rows of a JSON document: an object or list of objects, wherever in it they stand, or one object a line.

    Numbers are kept as printed. Raises ``DocumentError`` with the line where it is no JSON.
    """
    rows: list[Row] = []
    budget = CellBudget(name)
    _add(_parsed(text, name), "", rows, budget, 0, name)
    return rows


def _parsed(text: str, name: str) -> object:
    try:
        return _load(text)
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            try:
                return [_load(line) for line in lines]
            except (ValueError, RecursionError):
                pass
        line = getattr(error, "lineno", 0)
        reason = getattr(error, "msg", str(error))
        raise DocumentError(
            f"this is no JSON: {reason}", document=name, line=line, remedy="mend it, or save the table as CSV"
        ) from error


def _load(text: str) -> object:
    as_printed = str
    return json.loads(
        text, object_pairs_hook=_Object, parse_int=as_printed, parse_float=as_printed, parse_constant=as_printed
    )


def _too_deep(name: str) -> DocumentError:
    return DocumentError(
        f"its values are nested more than {MOST_LEVELS} deep", document=name, remedy="give a list of flat records"
    )


def _add(value: object, key: str, rows: list[Row], budget: CellBudget, level: int, name: str) -> None:
    """The rows of a value: a table for a list of objects or lists, prose for words beside it."""
    if level > MOST_LEVELS:
        raise _too_deep(name)
    if isinstance(value, _Object):
        scalars = [member for member in value.members if not isinstance(member[1], (_Object, list))]
        if level == 0 and len(scalars) > 1 and not _holds_table(value, level):
            _add_table([value], rows, budget, name)
            return
        if _is_keyed(value):
            records: list[object] = [
                _Object([("", own), *each.members]) for own, each in value.members if isinstance(each, _Object)
            ]
            _add_table(records, rows, budget, name)
            return
        for inner_key, inner in value.members:
            _add(inner, inner_key, rows, budget, level + 1, name)
    elif isinstance(value, list) and _is_table(value):
        _add_table(_spread(value, 0, name), rows, budget, name)
    elif isinstance(value, list):
        for inner in value:
            _add(inner, key, rows, budget, level + 1, name)
    else:
        line = rows[-1].line + 1 if rows else 1
        rows.extend(line_rows(_text(value, name), line, Place(key)))


def _is_keyed(value: _Object) -> bool:
    """Whether an object holds records by their ids: objects of the same members, no lists of records in them."""
    records = [each for _, each in value.members if isinstance(each, _Object)]
    if (
        len(records) < _LEAST_KEYED
        or len(records) < len(value.members)
        or any(_holds_table(each, 0) for each in records)
    ):
        return False
    first = {key for key, _ in records[0].members}
    return len(first) >= _LEAST_FIELDS and all({key for key, _ in each.members} & first for each in records)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, (_Object, list)) for each in value)


def _holds_table(value: _Object, level: int) -> bool:
    """Whether an object holds a list of records, itself or in objects inside it."""
    return any(
        _is_table(each) or (isinstance(each, _Object) and level < MOST_LEVELS and _holds_table(each, level + 1))
        for _, each in value.members
    )


def _spread(records: list[object], level: int, name: str) -> list[object]:
    """The records of a list; where each holds records of its own, those, with what theirs say of them all in front."""
    if level > MOST_LEVELS:
        raise _too_deep(name)
    inner = {key for record in records if isinstance(record, _Object) for key, each in record.members if _lists(each)}
    if len(inner) != 1 or not all(isinstance(record, _Object) for record in records):
        return records
    (key,) = inner
    out: list[object] = []
    for record in records:
        assert isinstance(record, _Object)
        shared = [member for member in record.members if member[0] != key]
        nested = [each for own, each in record.members if own == key and isinstance(each, list)]
        parts = [part for each in nested for part in each]
        known = {own for part in parts if isinstance(part, _Object) for own, _ in part.members}
        if known & {own for own, _ in shared}:
            return records
        out.extend(
            _Object([*shared, *part.members]) for part in _spread(parts, level + 1, name) if isinstance(part, _Object)
        )
        if not parts:
            out.append(_Object(shared))
    return out


def _lists(value: object) -> bool:
    """Whether a member holds records of several fields, not the parts of a cell."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, _Object) and len(each.members) >= _LEAST_FIELDS for each in value)
    )


def _add_table(records: list[object], rows: list[Row], budget: CellBudget, name: str) -> None:
    table = 1 + next((row.table for row in reversed(rows) if row.table), 0)
    if all(isinstance(record, list) for record in records):
        headings = [""] * max(len(record) for record in records if isinstance(record, list))
        budget.take(sum(len(record) for record in records if isinstance(record, list)))
        lines = [[_text(cell, name) for cell in record] for record in records if isinstance(record, list)]
    else:
        flat = [dict(_members(record, name)) for record in records]
        headings = list(dict.fromkeys(key for record in flat for key in record))
        budget.take(len(headings) * len(flat))
        lines = [headings, *([record.get(key, "") for key in headings] for record in flat)]
    names = tuple(f" {heading}" if heading else "" for heading in headings)
    numbered = len(records) == len(lines)
    for number, cells in enumerate(lines):
        where = f"第{number + numbered}条" if number or numbered else "键"
        row = cell_row(cells, rows[-1].line + 1 if rows else 1, table, Place(where, "", "names", names=names))
        if any(row.cells):
            rows.append(row)


def _members(record: object, name: str, prefix: str = "", level: int = 0) -> Iterator[tuple[str, str]]:
    """The members of a record as headings and cells; those of an object inside it bear its name in front."""
    if level > MOST_LEVELS:
        raise _too_deep(name)
    seen: dict[str, int] = {}
    for key, value in record.members if isinstance(record, _Object) else (("", record),):
        seen[key] = seen.get(key, 0) + 1
        heading = prefix + _HALVES.sub("\ufffd", key) + (f" {seen[key]}" if seen[key] > 1 else "")
        if isinstance(value, _Object):
            yield from _members(value, name, f"{heading}.", level + 1)
        else:
            yield heading, _text(value, name)


def _text(value: object, name: str, level: int = 0) -> str:
    """A value as a cell: the members of a list parted by 、, those of objects as name：value."""
    if level > MOST_LEVELS:
        raise _too_deep(name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "、".join(text for each in value if (text := _text(each, name, level + 1)))
    if isinstance(value, _Object):
        return "；".join(f"{key}：{text}" for key, each in value.members if (text := _text(each, name, level + 1)))
    # Half of a surrogate pair is no character and cannot be written anywhere.
    return _HALVES.sub("\ufffd", str(value))
