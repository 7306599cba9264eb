"""Lines inside a table that are no records: the headings of its parts (一 | 经济发展) and its totals (合计 | 4项)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from functools import cache

from reconcile.reading.ids import is_id
from reconcile.reading.layout import Line, Table
from reconcile.reading.roles import Column
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_CHINESE_NUMBER = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|第[一二三四五六七八九十]{1,3}[部章篇节]分?"
)
_ROMAN_OR_LETTER = re.compile(r"[(（]?(?:[IVX]{1,5}|[A-H])[)）]?[.、]?")
_LONGEST_REMARK = 4
_MARKS = re.compile(r"[\s()（）:：,，.。、\-—]+")


def set_apart(table: Table, columns: Sequence[Column]) -> tuple[list[Line], list[Line]]:
    """The lines of a table that are records, and those that head a part of it or sum it up.

    The heading of a part holds nothing but its number and its name, and its number is of another kind than most, or
    the numbers after it begin with it (2 over 2.1).
    """
    lines, width = table.lines, len(columns)
    of_id = next((index for index, column in enumerate(columns) if column.role == "id"), None)
    of_target = [index for index, column in enumerate(columns) if column.role == "target"]
    named = {of_id, *of_target}
    ids = ["" if of_id is None else line.row.cell(line.first + of_id) for line in lines]
    kinds = Counter(_kind(each) for each in ids if each)
    usual = kinds.most_common(1)[0][0] if kinds else ""
    records: list[Line] = []
    asides: list[Line] = []
    for line, own, below in zip(lines, ids, [*ids[1:], ""], strict=False):
        cells = line.row.cells[line.first : line.first + width]
        filled = {index: cell for index, cell in enumerate(cells) if cell}
        first = next(iter(filled), None)
        is_set_apart = (
            (named.issuperset(filled) and _heads_a_part(own, usual, below))
            or any(_is_total(cell) for index, cell in filled.items() if index == first or index in of_target)
            or (of_id is not None and _tallies(filled, named))
            or _stands_alone(filled, of_id)
            or _is_remark(filled)
        )
        (asides if is_set_apart else records).append(line)
    return records, asides


def _stands_alone(filled: Mapping[int, str], of_id: int | None) -> bool:
    """Whether the only cell of a line counts what is above it, or stands where ids do and is none."""
    if len(filled) != 1:
        return False
    ((index, cell),) = filled.items()
    return _begins_total(cell) or (index == of_id and not is_id(cell))


def _is_remark(filled: Mapping[int, str]) -> bool:
    """Whether a line holds nothing but a remark on the table, or who made it (制表：… | 审核：…)."""
    return 0 < len(filled) <= _LONGEST_REMARK and all(cell.startswith(_openers()) for cell in filled.values())


@cache
def _openers() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["remark"]["openers"])


def _tallies(filled: Mapping[int, str], named: Container[int | None]) -> bool:
    """Whether a line that bears no number only counts records (Measures meeting target | 3 of 7)."""
    if len(filled) != 2:
        return False
    words = [cell for index, cell in filled.items() if index in named]
    counts = [cell for index, cell in filled.items() if index not in named]
    is_named = len(words) == 1 and not any(map(str.isdecimal, words[0]))
    return is_named and _tally().fullmatch(counts[0]) is not None


@cache
def _tally() -> re.Pattern[str]:
    between = "|".join(map(re.escape, vocabulary("headers")["total"]["between"]))
    return re.compile(rf"\d{{1,6}}\s?(?:{between})\s?\d{{1,6}}")


def _heads_a_part(own: str, usual: str, below: str) -> bool:
    """Whether an id is of another kind than the ``usual`` figures, or the id ``below`` goes on from it."""
    if not own:
        return False
    kind = _kind(own)
    if kind != "number":
        return kind != usual and usual == "number"
    return re.match(re.escape(own.rstrip(".、")) + r"[.\-—–]\d", below) is not None


def _kind(record_id: str) -> str:
    """What an id is made of: a Chinese number, a Roman one or a letter, else (figures) a number."""
    if _CHINESE_NUMBER.fullmatch(record_id):
        return "Chinese"
    return "letter" if _ROMAN_OR_LETTER.fullmatch(record_id) else "number"


def _is_total(cell: str) -> bool:
    """Whether a cell says that its line sums others up: a word for it, with or without a count (合计4项)."""
    return len(cell) <= _longest() and _totals().fullmatch(_MARKS.sub("", simplified(cell)).lower()) is not None


@cache
def _totals() -> re.Pattern[str]:
    table = vocabulary("headers")["total"]
    words = "|".join(re.escape(_MARKS.sub("", word).lower()) for word in sorted(table["words"], key=len, reverse=True))
    counters = "|".join(map(re.escape, table["counters"]))
    return re.compile(rf"(?:{words})(?:\d{{1,6}}(?:{counters})?)?")


def _begins_total(cell: str) -> bool:
    """Whether a short cell that stands alone counts what is above it (合計7案，解除列管4案)."""
    return len(cell) <= _longest() and _counted_totals().match(simplified(cell).lower()) is not None


@cache
def _counted_totals() -> re.Pattern[str]:
    words = "|".join(re.escape(word.lower()) for word in vocabulary("headers")["total"]["words"])
    return re.compile(rf"(?:{words})[:：\s]{{0,2}}\d")


def _longest() -> int:
    return int(vocabulary("headers")["total"]["longest"])
