"""Lines inside a table that are no records: the headings of its parts (一 | 经济发展) and its totals (合计 | 4项)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
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
    lines = table.lines
    of_id = next((index for index, column in enumerate(columns) if column.role == "id"), None)
    of_target = [index for index, column in enumerate(columns) if column.role == "target"]
    ids = ["" if of_id is None else line.row.cell(line.first + of_id) for line in lines]
    kinds = Counter(_kind(each) for each in ids if each)
    usual = kinds.most_common(1)[0][0] if kinds else ""
    records: list[Line] = []
    asides: list[Line] = []
    for position, line in enumerate(lines):
        filled = [index for index in range(len(columns)) if line.row.cell(line.first + index)]
        below = ids[position + 1] if position + 1 < len(ids) else ""
        is_part = {of_id, *of_target}.issuperset(filled) and _heads_a_part(ids[position], usual, below)
        is_total = any(_is_total(line.row.cell(line.first + index)) for index in (*filled[:1], *of_target))
        tallies = of_id is not None and _tallies(line, filled, [of_id, *of_target])
        alone = line.row.cell(line.first + filled[0]) if len(filled) == 1 else ""
        stands_alone = bool(alone) and (_begins_total(alone) or (filled[0] == of_id and not is_id(alone)))
        is_set_apart = is_part or is_total or tallies or stands_alone or _is_remark(line, filled)
        (asides if is_set_apart else records).append(line)
    return records, asides


def _is_remark(line: Line, filled: Sequence[int]) -> bool:
    """Whether a line holds nothing but a remark on the table, or who made it (制表：… | 审核：…)."""
    return 0 < len(filled) <= _LONGEST_REMARK and all(
        line.row.cell(line.first + index).startswith(_openers()) for index in filled
    )


@cache
def _openers() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["remark"]["openers"])


def _tallies(line: Line, filled: Sequence[int], named: Sequence[int]) -> bool:
    """Whether a line that bears no number only counts records (Measures meeting target | 3 of 7)."""
    words = [line.row.cell(line.first + index) for index in filled if index in named]
    counts = [line.row.cell(line.first + index) for index in filled if index not in named]
    is_named = len(words) == 1 and not any(map(str.isdecimal, words[0]))
    return is_named and len(counts) == 1 and _tally().fullmatch(counts[0]) is not None


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
