"""Which of several columns of targets hold what is promised, and which only name what it is promised of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reconcile.reading.cells import holds_numbers
from reconcile.reading.layout import Line, Table
from reconcile.reading.roles import Column, plain_heading
from reconcile.resources import vocabulary

_SAMPLE = 300
_NUMBER_BEFORE = re.compile(r"^[(（]?\d{1,2}(?:[.、)）]\s?|\s)(?!\d)")
# A promise is one where it tells its row from the others: so many of the filled cells differ at least.
_MOSTLY = 0.7
# A name is at most half as long as what is promised; names of groups come again in most of the rows.
_MUCH = 2
_FEW = 0.1
_REPEATED = 0.6
_LEAST_REPEATED = 4


def names_apart(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns with those of names (项目名称) kept beside the target, where another column holds its promise.

    A name stays part of the target where what stands beside it says nothing by itself: a number, a few signs, or the
    same words in most rows.
    """
    named = [i for i, column in enumerate(columns) if _may_name(column)]
    named += [i for i in _told_by_cells(table, columns) if i not in named]
    promised = [
        i
        for i, column in enumerate(columns)
        if column.role == "target" and i not in named and _says_enough(_sample(table, i))
    ]
    out = list(columns)
    for index in named if promised else ():
        out[index] = Column(columns[index].heading, "name")
    return out


def _may_name(column: Column) -> bool:
    """Whether a column of targets has a heading of names, or is what stands above labels that name the target."""
    if column.role != "target":
        return False
    return column.source == "layout" or (column.source == "heading" and _is_name(column.heading))


def _is_name(heading: str) -> bool:
    return plain_heading(heading).split("(")[0] in _names()


def _told_by_cells(table: Table, columns: Sequence[Column]) -> list[int]:
    """Columns of targets that name what others promise, by what they hold: words without figures.

    They are much shorter than those beside them, or the same over many rows in which those beside them differ. A merged
    cell stands in each of its rows, and the number before a name (1 增收) is none of its figures.
    """
    texts = {
        i: [_NUMBER_BEFORE.sub("", cell) for cell in _spread(table, i) if cell]
        for i, column in enumerate(columns)
        if (column.role, column.source) == ("target", "heading")
        and _says_enough(_sample(table, i), least=1, differ=0.0)
    }
    found = []
    for index, cells in texts.items():
        beside = [other for own, other in texts.items() if own != index and _says_enough(other)]
        figures = sum(any(map(str.isdecimal, cell)) for cell in cells)
        if not beside or figures > _FEW * len(cells):
            continue
        shorter = _middle(cells) * _MUCH <= max(map(_middle, beside)) and not _is_measure(columns[index].heading)
        repeated = len(cells) >= _LEAST_REPEATED and len(set(cells)) <= _REPEATED * len(cells)
        if shorter or repeated:
            found.append(index)
    return found


def _middle(cells: Sequence[str]) -> int:
    lengths = sorted(map(len, cells))
    return lengths[len(lengths) // 2]


def _is_measure(heading: str) -> bool:
    plain = plain_heading(heading)
    return any(word in plain for word in map(plain_heading, vocabulary("headers")["name"]["measures"]))


@cache
def _names() -> frozenset[str]:
    return frozenset(map(plain_heading, vocabulary("headers")["name"]["words"]))


def _says_enough(cells: Sequence[str], least: int = 0, differ: float = _MOSTLY) -> bool:
    """Whether the cells of a column can be read without the one beside them."""
    filled = [cell for cell in cells if cell]
    if not filled or holds_numbers(filled):
        return False
    shortest = least or int(vocabulary("headers")["name"]["shortest_promise"])
    letters = sorted(sum(map(str.isalpha, cell)) for cell in filled)
    return letters[(len(letters) - 1) // 2] >= shortest and len(set(filled)) >= differ * len(filled)


def _spread(table: Table, index: int) -> list[str]:
    """The cells of a column, each merged one in all its rows."""
    return [_whole_cell(line, line.first + index) for line in table.lines[:_SAMPLE]]


def _whole_cell(line: Line, index: int) -> str:
    origin = (line.row.merged or {}).get(index)
    return line.row.cell(index) or (origin.text if origin else "")


def _sample(table: Table, index: int) -> list[str]:
    return [line.row.cell(line.first + index) for line in table.lines[:_SAMPLE]]
