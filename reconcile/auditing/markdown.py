"""Markdown tables for the pages that are made from the rules."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""A table; what would end a cell is escaped.

    >>> print(table(("name", "value"), [("a|b", "1")]))
    | name | value |
    | --- | --- |
    | a\|b | 1 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
