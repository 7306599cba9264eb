"""How each column of a document got its role, as text, and what to write where it was wrong."""

from __future__ import annotations

from reconcile.reading.explaining import Explained, ExplainedColumn
from reconcile.reading.roles import ROLES
from reconcile.reporting.as_json import json_lines
from reconcile.reporting.plain_text import table_text

_LAYOUTS = {
    "table": "an ordinary table",
    "spaces": "cells parted by spaces",
    "stacked": "one cell a line",
    "labels": "items with labelled parts",
    "paragraphs": "numbered paragraphs, a target with what was done in each",
    "transposed": "a table whose headings stand in its first column",
    "headless": "a table without known headings, its columns told by what they hold",
    "run-together": "cells run together without borders",
}
_LOOKS = {
    "id": "are ids",
    "target": "are texts",
    "outcome": "are texts",
    "claim": "are claim words",
    "ratio": "are percentages",
    "owner": "name organisations",
    "deadline": "name a time",
}
_LONGEST = 24


def explain_columns(explained: Explained) -> str:
    """The layout with its confidence, then each column: heading, role, how it was found, and its first cell."""
    sure = "" if explained.layout == "table" else f", confidence {explained.confidence:.0%}"
    lines = [f"{explained.path}: read as {_LAYOUTS[explained.layout]}{sure}"]
    doubtful: list[ExplainedColumn] = []
    for number, table in enumerate(explained.tables, 1):
        name = f"table {number}" if len(explained.tables) > 1 else "columns"
        lines.append("")
        lines.append(f"{name}, line {table.line}, {table.rows} rows:")
        lines.append("| | heading | role | how it was found | first cell |")
        lines.append("|---|---|---|---|---|")
        for place, column in enumerate(table.columns, 1):
            cells = (column.heading, column.role or "(note)", _found(column), _short(column.example))
            lines.append(f"| {place} | " + " | ".join(map(table_text, cells)) + " |")
            if column.source in ("content", "") and column.heading and column not in doubtful:
                doubtful.append(column)
    lines.append("")
    lines.extend(_remedy(doubtful))
    return "\n".join(lines) + "\n"


def render_columns_json(explained: Explained) -> str:
    """The same as JSON, schema ``reconcile-columns/1``.

    ``source`` says how a role was found: ``own`` (named by the project), ``heading``, ``layout``, ``content``, or "";
    ``share`` is the share of cells that look like it, null where none was asked; a role of "" is kept as a note.
    """
    tables = [
        {"line": table.line, "rows": table.rows, "columns": [column._asdict() for column in table.columns]}
        for table in explained.tables
    ]
    head = {"path": explained.path, "layout": explained.layout, "confidence": round(explained.confidence, 3)}
    return json_lines({"schema": "reconcile-columns/1", **head, "tables": tables})


def _found(column: ExplainedColumn) -> str:
    if column.source == "own":
        return "named by --map or reconcile.toml"
    if column.source == "heading":
        return "the heading is known"
    if column.source == "layout":
        return "no heading; told by the layout"
    if not column.role:
        return "the heading is not known; the cells are kept as notes"
    looks = _LOOKS.get(column.role)
    if looks is None or column.share is None:
        return "told by what the cells hold"
    return f"told by what the cells hold: {column.share:.0%} {looks}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _remedy(doubtful: list[ExplainedColumn]) -> list[str]:
    """What to write for another role: on the command line for one run, in the configuration for good."""
    if not doubtful:
        return ["Every role follows from a known heading or the layout. For another role: --map 'HEADING=ROLE'"]
    heading = doubtful[0].heading
    role = doubtful[0].role or "target"
    return [
        f"Where a role is wrong, for one run: --map '{heading}={role}' (roles: {', '.join(ROLES)})",
        "for good, in reconcile.toml:",
        "  [headers]",
        f'  {role} = ["{heading}"]',
    ]
