"""The answer to a question in SQL: as a table for the terminal, CSV, JSON (``reconcile-query/1``) or Markdown.

Rows are written as they come, a million of them in the memory of a few.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

from reconcile.reporting.columns import padded, width, wrap
from reconcile.reporting.plain_text import one_line, spreadsheet_text, table_text

SCHEMA = "reconcile-query/1"
# What the terminal shows of an answer: so many rows, and a column no wider before rows become blocks.
ROWS_SHOWN = 100
_WIDEST = 48
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns with their types in SQL, and rows that can be taken once; ``notice`` says what they leave out."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    notice: str = ""


def render_answer(answer: Answer, format: str) -> Iterator[str]:
    """The answer as csv, json or markdown text, piece by piece."""
    if format == "json":
        return _as_json(answer)
    return _as_csv(answer) if format == "csv" else _as_markdown(answer)


def render_answer_terminal(answer: Answer, columns: int) -> Iterator[str]:
    """The first ``ROWS_SHOWN`` rows as a table no wider than ``columns``, or where it would be, as a block each."""
    cells = [[one_line(cell_text(value)) for value in row] for row in islice(answer.rows, ROWS_SHOWN)]
    names = [one_line(name) for name in answer.columns]
    widths = [max(map(width, column)) for column in zip(names, *cells, strict=True)]
    if all(each <= _WIDEST for each in widths) and sum(widths) + len(_GAP) * (len(widths) - 1) <= columns:
        numeric = list(map(_is_number, answer.types))
        yield _table_line(names, widths, numeric)
        yield _GAP.join("─" * each for each in widths) + "\n"
        for row in cells:
            yield _table_line(row, widths, numeric)
        return
    label = max(map(width, names))
    for number, row in enumerate(cells, start=1):
        yield f"─── {number}\n"
        for name, cell in zip(names, row, strict=True):
            for at, line in enumerate(wrap(cell, max(20, columns - label - len(_GAP)))):
                yield f"{padded('' if at else name, label)}{_GAP}{line}".rstrip() + "\n"


def cell_text(value: Any) -> str:
    """A value as the text of a cell: NULL is empty, whole numbers have no decimals, lists and structs are JSON.

    >>> cell_text(None), cell_text(1500.0), cell_text(0.25), cell_text(True), cell_text(["a", {"k": 1}])
    ('', '1500', '0.25', 'true', '["a", {"k": 1}]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    plain = json_value(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def json_value(value: Any) -> Any:
    """A value as JSON has it; what it has no word for is text.

    A Decimal is a number where that keeps all its digits, a date is ISO text, bytes are hexadecimal.

    >>> json_value(float("nan")), json_value(Decimal("12.50")), json_value({"on": date(2023, 12, 31)}), json_value(b"a")
    ('NaN', 12.5, {'on': '2023-12-31'}, '61')
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    if isinstance(value, Decimal):
        number = int(value) if value == value.to_integral_value() else float(value)
        return number if Decimal(str(number)) == value else str(value)
    if isinstance(value, (list, tuple)):
        return [json_value(each) for each in value]
    if isinstance(value, dict):
        return {cell_text(key): json_value(each) for key, each in value.items()}
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, (bytes, bytearray, memoryview)) else str(value)


def _as_json(answer: Answer) -> Iterator[str]:
    columns = [{"name": name, "type": kind} for name, kind in zip(answer.columns, answer.types, strict=True)]
    head = {"schema": SCHEMA, "notice": answer.notice or None, "columns": columns}
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "rows": ['
    comma = ""
    for row in answer.rows:
        values = dict(zip(answer.columns, map(json_value, row), strict=True))
        yield f"{comma}\n    {json.dumps(values, ensure_ascii=False)}"
        comma = ","
    yield ("\n  ]" if comma else "]") + "\n}\n"


def _as_csv(answer: Answer) -> Iterator[str]:
    yield _csv_line(answer.columns)
    for row in answer.rows:
        yield _csv_line([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> str:
    text = cell_text(value)
    return text if isinstance(value, (int, float, Decimal)) else spreadsheet_text(text)


def _csv_line(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue()


def _as_markdown(answer: Answer) -> Iterator[str]:
    yield _markdown_line(answer.columns)
    yield "|" + "".join(" ---: |" if _is_number(kind) else " --- |" for kind in answer.types) + "\n"
    for row in answer.rows:
        yield _markdown_line(map(cell_text, row))


def _markdown_line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(table_text, cells)) + " |\n"


def _table_line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = (
        " " * (wide - width(cell)) + cell if number else padded(cell, wide)
        for cell, wide, number in zip(cells, widths, numeric, strict=True)
    )
    return _GAP.join(parts).rstrip() + "\n"


def _is_number(kind: str) -> bool:
    return kind.endswith("INT") or kind in ("INTEGER", "DOUBLE", "FLOAT") or kind.startswith("DECIMAL")
