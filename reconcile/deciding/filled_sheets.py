"""The sheets of a filled-in workbook that decisions stand in: found by their headings, wherever their columns are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reconcile.errors import DecisionError
from reconcile.reading.rows import column_letters
from reconcile.reporting.translations import catalogue
from reconcile.reporting.workbook.cells import plain_text


class _Columns(NamedTuple):
    """The columns of one kind of sheet, by the names of their wordings ``column.NAME``.

    A sheet is of the kind where ``enough`` of ``signs`` stand in its row of headings; ``besides`` are read too.
    """

    signs: tuple[str, ...]
    enough: int
    besides: tuple[str, ...] = ()


# Two signs of three: a sheet on which one heading was lost is told from one that was never decided in.
_KINDS: Mapping[str, _Columns] = {
    "items": _Columns(
        ("target", "review_match", "target_words"),
        2,
        ("chosen", "review_reason", "note", "by", "on", "outcome_words"),
    ),
    "findings": _Columns(
        ("target", "review_finding", "fingerprint"),
        2,
        ("review_reason", "by", "on", "rule", "outcome"),
    ),
    "unmatched": _Columns(("outcome", "row_words"), 2),
    "decisions": _Columns(
        ("decision_target", "action"),
        2,
        ("decision_note", "by", "on", "rule", "outcome", "fingerprint", "target_words", "outcome_words"),
    ),
}
_REVIEWED = frozenset({"review_match", "review_finding", "chosen", "review_reason", "note", "by", "on"})
_NEEDED = _REVIEWED | {"target"}
# Longer texts need not be looked at: they are no heading.
_LONGEST_HEADING = 60
Cells = Mapping[int, Mapping[int, str]]


class FilledRow(NamedTuple):
    """One row below the headings of a sheet: ``kind`` says of which sheet, ``columns`` where each column stands."""

    kind: str
    workbook: str
    sheet: str
    number: int
    columns: Mapping[str, int]
    cells: Mapping[int, str]

    def text(self, key: str) -> str:
        """What stands in a column, "" where nothing does or there is no such column."""
        return plain_text(self.cells.get(self.columns.get(key, 0), "").strip())

    def wrong(self, key: str, problem: str, remedy: str) -> DecisionError:
        """What to raise about the cell of this row in a column."""
        place = f"{column_letters(self.columns[key])}{self.number}" if key in self.columns else f"{self.number}"
        return DecisionError(problem, document=f"{self.workbook}:{self.sheet}!{place}", remedy=remedy)


def filled_rows(workbook: str, sheet: str, cells: Cells) -> Iterator[FilledRow]:
    """The rows of a sheet that decisions, or the rows to choose from, may stand in; none of a sheet of another kind.

    Raises ``DecisionError`` where two columns that a reviewer fills in bear one heading, or one of them has lost its.
    """
    kind, columns = "", dict[str, int]()
    for number in sorted(cells):
        headings = {place: folded(text) for place, text in cells[number].items() if len(text) <= _LONGEST_HEADING}
        found = next((name for name in _KINDS if _is_headed(name, headings)), "")
        if found:
            kind, columns = found, _columns(found, headings, workbook, sheet, number)
        elif kind:
            yield FilledRow(kind, workbook, sheet, number, columns, cells[number])


def folded(text: str) -> str:
    """A heading or word without spaces and differences of width and case.

    >>> folded(" 复核：对应 "), folded("Choose another")
    ('复核:对应', 'chooseanother')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def wordings(key: str) -> frozenset[str]:
    """The wordings of one key in both languages, folded."""
    return frozenset(folded(str(catalogue(lang)[key])) for lang in ("zh", "en"))


def is_wording(text: str, key: str) -> bool:
    """Whether a cell holds the wording of ``key`` in one of the languages.

    >>> is_wording("复核人", "column.by"), is_wording("reviewer ", "column.by"), is_wording("张三", "column.by")
    (True, True, False)
    """
    return len(text) <= _LONGEST_HEADING and folded(text) in wordings(key)


def _is_headed(kind: str, headings: Mapping[int, str]) -> bool:
    known = _KINDS[kind]
    return sum(any(text in wordings(f"column.{key}") for text in headings.values()) for key in known.signs) >= (
        known.enough
    )


def _columns(kind: str, headings: Mapping[int, str], workbook: str, sheet: str, number: int) -> dict[str, int]:
    """Where each column of a sheet stands; of two with one heading the first, but not where a reviewer fills it in."""
    columns: dict[str, int] = {}
    for key in (*_KINDS[kind].signs, *_KINDS[kind].besides):
        places = sorted(place for place, text in headings.items() if text in wordings(f"column.{key}"))
        if len(places) > 1 and key in _REVIEWED:
            second = f"{column_letters(places[1])}{number}"
            raise DecisionError(
                "a column with this heading stands before already",
                document=f"{workbook}:{sheet}!{second}",
                remedy="delete or rename one of the two",
            )
        if places:
            columns[key] = places[0]
        elif key in _NEEDED and kind in ("items", "findings"):
            # Without its heading, what was filled in below it would be lost in silence.
            heading = " / ".join(f"'{catalogue(lang)[f'column.{key}']}'" for lang in ("zh", "en"))
            raise DecisionError(
                f"no column bears the heading {heading}",
                document=f"{workbook}:{sheet}!{number}",
                remedy="give the column its heading back, or insert one with it",
            )
    return columns
