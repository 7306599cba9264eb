"""What each column of a table holds: the roles of its headings, corrected by what stands under them."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.reading.cells import holds_claims, holds_numbers, holds_shares, is_claim, is_long_text, is_number
from reconcile.reading.layout import Table
from reconcile.reading.periods import within_another
from reconcile.reading.promises import names_apart
from reconcile.reading.roles import Column, ColumnRole, heading_role, infer_role, is_own_heading, is_remarks_heading
from reconcile.reading.titles import years_in
from reconcile.resources import vocabulary

_SAMPLE = 300
# Of the cells that tell what was done, so many differ at least.
_OWN_WORDS = 0.7
# A status word beside words on what was done has no more letters.
_LONGEST_STATUS = 6


def resolve_columns(table: Table) -> tuple[Column, ...]:
    """The columns with their roles corrected by what they hold: unknown headings, and headings that mean two things.

    完成成效 may stand over claims or narratives, 单位 over units of measurement or over responsible units, 序时进度
    over percentages or status words.
    """
    columns = _finest(_whole_periods(_without_past_years(_with_own_headings(table.columns))))
    columns = _of_records(table, _told_in_remarks(table, _shares_and_claims(table, columns)))
    roles = {column.role for column in columns}
    missing: set[ColumnRole] = {"id", "claim", "owner", "deadline"}
    missing -= roles
    if roles & {"lead", "support"}:
        missing.discard("owner")
    _name_ids(table, columns, missing)
    only_outcome = sum(column.role == "outcome" for column in columns) == 1
    for index, column in enumerate(columns):
        if column.source == "own" or (column.role == "outcome" and only_outcome):
            continue
        if column.role in ("", "outcome", "unit") or (column.role == "claim" and "outcome" not in roles):
            cells = _sample(table, index)
            if column.role == "claim":
                inferred: ColumnRole = "outcome" if is_long_text(cells) and not holds_claims(cells) else ""
            else:
                first = index == 0 and column.role == ""
                inferred = infer_role(
                    _numbering(table) if first else cells, missing if index == 0 else missing - {"id"}
                )
                if not inferred and column.role == "outcome" and "claim" in missing and _tells_status(table, index):
                    inferred = "claim"
            if inferred and (column.role != "unit" or inferred == "owner"):
                columns[index] = Column(column.heading, inferred, "content")
                missing.discard(inferred)
    if "target" not in roles:
        long = [i for i, c in enumerate(columns) if not c.role and is_long_text(_sample(table, i))]
        if len(long) == 1:
            columns[long[0]] = Column(columns[long[0]].heading, "target", "content")
    return tuple(names_apart(table, _with_named_goals(table, columns)))


def _tells_status(table: Table, index: int) -> bool:
    """Whether a column right of words on what was done holds a few short words, most of them of self-assessment."""
    filled = [cell for cell in _sample(table, index) if cell]
    short = all(len(cell) <= _LONGEST_STATUS and cell.isalpha() and not cell.isascii() for cell in filled)
    told = index > 0 and heading_role(table.columns[index - 1].heading) == "outcome"
    return (
        told
        and short
        and is_long_text(_sample(table, index - 1))
        and len(set(filled)) < len(filled)
        and sum(map(is_claim, filled)) * 2 >= len(filled)
    )


def _name_ids(table: Table, columns: list[Column], missing: set[ColumnRole]) -> None:
    """Make the first column one of ids, where it is one of several of targets and holds nothing but numbers of rows."""
    targets = [index for index, column in enumerate(columns) if column.role == "target" and column.source != "own"]
    if "id" in missing and len(targets) > 1 and targets[0] == 0 and infer_role(_numbering(table), {"id"}) == "id":
        columns[0] = Column(columns[0].heading, "id", "content")
        missing.discard("id")


def _of_records(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns, where several hold ids, with a first one that numbers parts of the table made a note.

    The ids of records tell more of them apart than those of the parts do.
    """
    out = list(columns)
    numbered = [index for index, column in enumerate(columns) if column.role == "id"]
    if len(numbered) > 1:
        apart = [len({cell for cell in _sample(table, index) if cell}) for index in numbered]
        if apart[0] * 2 <= max(apart):
            out[numbered[0]] = Column(columns[numbered[0]].heading, "other", "content")
    return out


def _with_own_headings(columns: Sequence[Column]) -> list[Column]:
    return [column._replace(source="own") if is_own_heading(column.heading) else column for column in columns]


def _with_named_goals(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns, where those of targets hold numbers alone, with the first unknown one of words made a target's."""
    promised = [index for index, column in enumerate(columns) if column.role == "target"]
    out = list(columns)
    if promised and all(holds_numbers(_sample(table, index)) for index in promised):
        for index, column in enumerate(columns):
            cells = _sample(table, index)
            if not column.role and any(cells) and not any(map(is_number, cells)):
                out[index] = Column(column.heading, "target", "content")
                break
    return out


def _shares_and_claims(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns with those of ratios that hold status words, and those of claims that hold percentages, told apart.

    A second column of claims is kept as a note.
    """
    claimed = any(column.role == "claim" and not holds_shares(_sample(table, i)) for i, column in enumerate(columns))
    out: list[Column] = []
    for index, column in enumerate(columns):
        role = column.role
        if column.source == "own":
            pass
        elif role == "ratio" and holds_claims(_sample(table, index)):
            role, claimed = "other" if claimed else "claim", True
        elif role == "claim" and holds_shares(_sample(table, index)):
            role = "ratio"
        out.append(column if role == column.role else Column(column.heading, role, "content"))
    return out


def _told_in_remarks(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns with one of remarks, or of an unknown heading, made the outcome's, where there is no other.

    It holds sentences beside status words. A column of outcomes that holds nothing but status words beside it is one of
    claims. Of several unknown headings the one over the longest texts right of the targets is meant.
    """
    out = list(columns)
    told = [index for index, column in enumerate(columns) if column.role == "outcome"]
    target = next((index for index, column in enumerate(columns) if column.role == "target"), None)
    if target is None or len(told) > 1:
        return out
    remarks = [i for i, c in enumerate(columns) if is_remarks_heading(c.heading) and is_long_text(_sample(table, i))]
    candidates = [*remarks[-1:], *sorted(_reporting(table, columns, target), key=lambda each: _ink(table, each))]
    claimed = any(column.role == "claim" for column in columns)
    if not candidates:
        return out
    if told and not claimed and columns[told[0]].source == "heading" and holds_claims(_sample(table, told[0])):
        out[told[0]] = Column(columns[told[0]].heading, "claim", "content")
        told, claimed = [], True
    claimed = claimed or any(not c.role and holds_claims(_sample(table, i)) for i, c in enumerate(columns))
    if not told and claimed:
        out[candidates[-1]] = Column(columns[candidates[-1]].heading, "outcome", "content")
    return out


def _reporting(table: Table, columns: Sequence[Column], target: int) -> list[int]:
    """The columns of unknown headings right of the targets that hold sentences, each its own."""
    found = []
    for index, column in enumerate(columns[target + 1 :], target + 1):
        filled = [cell for cell in _sample(table, index) if cell]
        if not column.heading or column.role or not is_long_text(filled):
            continue
        told = infer_role(filled, {"id", "claim", "owner", "deadline"})
        if not told and len(set(filled)) >= _OWN_WORDS * len(filled):
            found.append(index)
    return found


def _ink(table: Table, index: int) -> int:
    return sum(map(len, _sample(table, index)))


def _without_past_years(columns: Sequence[Column]) -> list[Column]:
    """The columns with those kept as notes that say what was done in an earlier year than the others speak of."""
    latest = max((year for c in columns if c.role in ("target", "outcome") for year in years_in(c.heading)), default=0)
    return [
        Column(column.heading, "other")
        if (column.role, column.source) == ("outcome", "heading")
        and max(years_in(column.heading), default=latest) < latest
        else column
        for column in columns
    ]


def _whole_periods(columns: Sequence[Column]) -> list[Column]:
    """The columns with those kept as notes whose period is a part of that of another one of their role.

    What was done by June is told again by what was done in the year; the quarters of a year tell of different things.
    """
    out = list(columns)
    for role in ("target", "outcome"):
        own = [i for i, column in enumerate(columns) if (column.role, column.source) == (role, "heading")]
        for place in within_another([columns[index].heading for index in own]):
            out[own[place]] = Column(
                columns[own[place]].heading, "other", "narrower" if role == "outcome" else "heading"
            )
    return out


def _finest(columns: Sequence[Column]) -> list[Column]:
    """The columns with those of targets kept as notes that name a coarser level than another one (一级指标)."""
    words = vocabulary("headers")["levels"]["words"]
    levels = [
        next((number for number, word in enumerate(words, 1) if column.heading.startswith(word)), 0)
        if (column.role, column.source) == ("target", "heading")
        else 0
        for column in columns
    ]
    return [
        Column(column.heading, "other") if 0 < level < max(levels) else column
        for column, level in zip(columns, levels, strict=True)
    ]


def _sample(table: Table, index: int) -> list[str]:
    return [line.row.cell(line.first + index) for line in table.lines[:_SAMPLE]]


def _numbering(table: Table) -> list[str]:
    """The first cells of the lines that say anything besides: headings of parts stand alone."""
    return [
        line.row.cell(line.first)
        for line in table.lines[:_SAMPLE]
        if any(line.row.cells[line.first + 1 : line.first + len(table.columns)])
    ]
