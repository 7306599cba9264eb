"""Rows whose borders were lost, so that headings and cells run together (1新建公路45公里已建成48公里是县交通局)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from reconcile.reading.cells import is_owner
from reconcile.reading.claims import known_claim
from reconcile.reading.headers import known_enough
from reconcile.reading.layout import Layout, lay_out
from reconcile.reading.layouts.cuts import Cut, cut, made_row
from reconcile.reading.roles import Column, ColumnRole, exact_role
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary

_LEAST_COLUMNS = 3
_LONGEST_HEADING = 12
_LONGEST_OWNERS = 40
_LONGEST_CLAIM = 10
_SHORTEST_TEXT = 4
# How much of a target a narrative repeats at its beginning to be told by it.
_REPEATED = 3
_MOST_REPEATED = 12
# So many rows that cannot be cut may stand between two that can.
_LARGEST_GAP = 3
_FIRST_NUMBER = re.compile(r"[1-9]\d{0,2}(?!\d)")
# A target that ends with an amount may be followed by a verb that reports.
_AMOUNT = re.compile(r"\d[^\W\d]{1,3}\Z")
_ORDER: tuple[ColumnRole, ...] = ("id", "target", "deadline", "outcome", "claim", "owner")


def run_together_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a text whose cells run together, None where no line of headings does.

    Only the order of most such tables is read: id, target, outcome, then claim and owner where they have columns; a
    deadline may stand between the texts.
    """
    columns: tuple[Column, ...] = ()
    out: list[Row] = []
    number = 0
    for row in rows:
        text = row.cells[0]
        if row.kind != "line":
            return None
        found = _headings(row)
        if found is not None:
            parts, columns = found
            out.append(made_row([[part] for part in parts]))
            continue
        cells = None
        for following in _following(text, number):
            opening = str(following)
            if cells is None and columns and text.startswith(opening):
                cells = _cells(row, len(opening), columns)
                number = following if cells else number
        out.append(made_row(cells) if cells else row)
    return lay_out(out) if number else None


def _following(text: str, number: int) -> list[int]:
    """The numbers that a row may bear after the one numbered ``number``; the first row, 0, whatever it begins with."""
    if number:
        return list(range(number + 1, number + _LARGEST_GAP + 1))
    digits = _FIRST_NUMBER.match(text)
    return [int(digits.group())] if digits else []


def _headings(row: Row) -> tuple[list[Cut], tuple[Column, ...]] | None:
    """A line that is made of known headings alone, one after the other."""
    text = row.cells[0]
    if len(text) > _LONGEST_HEADING * len(_ORDER) or exact_role(text[:2]) != "id":
        return None
    edges = _headings_from(text, 0, -1)
    if edges is None or len(edges) < _LEAST_COLUMNS:
        return None
    parts = [cut(row, start, end) for start, end in pairwise([0, *edges])]
    columns = tuple(Column(part.text, exact_role(part.text)) for part in parts)
    known = known_enough([column.role for column in columns], [part.text for part in parts])
    return (parts, columns) if known else None


def _headings_from(text: str, start: int, last: int) -> list[int] | None:
    """Where the headings of a line end that come in the usual order, as many as there can be; None where others are."""
    if start == len(text):
        return []
    best: list[int] | None = None
    for end in range(start + 2, min(len(text), start + _LONGEST_HEADING) + 1):
        role = exact_role(text[start:end])
        if role in _ORDER[last + 1 :]:
            rest = _headings_from(text, end, _ORDER.index(role))
            if rest is not None and (best is None or len(rest) + 1 > len(best)):
                best = [end, *rest]
    return best


def _cells(row: Row, start: int, columns: Sequence[Column]) -> list[list[Cut]] | None:
    """The cells of a line: its end is told by owners and claims, what is before them by how narratives begin."""
    text = row.cells[0]
    roles = [column.role for column in columns]
    for end_of_claim, end_of_text in _tails(text, start, roles):
        first, middle = _parted(text[start:end_of_text], roles)
        if middle:
            bounds = {
                "id": (0, start),
                "target": (start, start + first),
                "deadline": (start + first, start + middle),
                "outcome": (start + middle, end_of_text),
                "claim": (end_of_text, end_of_claim),
                "owner": (end_of_claim, len(text)),
            }
            parts = [cut(row, *bounds[role]) for role in roles]
            return [[part] if part.text else [] for part in parts]
    return None


def _parted(text: str, roles: Sequence[ColumnRole]) -> tuple[int, int]:
    """Where the target of a line ends, and where its narrative begins after a deadline, if any; 0 for nowhere."""
    if "outcome" not in roles:
        return len(text), len(text)
    if "deadline" not in roles:
        middle = _narrative_from(text)
        return middle, middle
    # Of 12月底 and 月底 at the same end the longer one is the deadline.
    for place in range(_SHORTEST_TEXT, len(text) - _SHORTEST_TEXT):
        found = _deadline().match(text, place)
        if found and len(text) - found.end() >= _SHORTEST_TEXT:
            return place, found.end()
    return 0, 0


@cache
def _deadline() -> re.Pattern[str]:
    words = sorted(vocabulary("responsible")["content"]["deadlines"], key=len, reverse=True)
    return re.compile(
        rf"(?:20\d\d年)?(?:\d{{1,2}}月(?:底|末|\d{{1,2}}日)?前?|(?:{'|'.join(map(re.escape, words))})前?)"
    )


def _tails(text: str, start: int, roles: Sequence[ColumnRole]) -> Iterator[tuple[int, int]]:
    """Where the claim may end and begin, with owners after it; the longest owners come first."""
    ends = [len(text)]
    if "owner" in roles:
        low = max(start, len(text) - _LONGEST_OWNERS)
        ends = [place for place in range(low, len(text) - 2) if _names_owners(text[place:])]
    for end in ends:
        if "claim" not in roles:
            yield end, end
            continue
        for begin in range(max(start, end - _LONGEST_CLAIM), end):
            if known_claim(text[begin:end]):
                yield end, begin


def _names_owners(text: str) -> bool:
    levels = tuple(vocabulary("organisations")["levels"])
    return text.startswith((*levels, vocabulary("organisations")["every"])) and is_owner(text)


def _narrative_from(text: str) -> int:
    """Where a narrative begins after its target: at a word that reports, or where the target's words come again."""
    best = (0.0, 0)
    for place in range(_SHORTEST_TEXT, len(text) - 1):
        if not text[place - 1].isalnum() or text[place].isdecimal():
            continue
        opened = next((len(word) for word in _openers() if text.startswith(word, place)), 0)
        after = place + opened
        verb = next((len(word) for word in _verbs() if text.startswith(word, after)), 0)
        held = _held(text, place, after + verb) if verb else 0
        score = opened + 2.0 * max(_repeated(text, place), _repeated(text, after), held)
        if verb and _AMOUNT.search(text, max(0, place - _MOST_REPEATED), place):
            score = max(score, 0.5)
        if score > best[0]:
            best = (score, place)
    return best[1]


def _repeated(text: str, place: int) -> int:
    """How many characters from a place on are those that the text begins with; 0 for a few."""
    most = min(place, len(text) - place, _MOST_REPEATED)
    return next((length for length in range(most, _REPEATED - 1, -1) if text.startswith(text[:length], place)), 0)


def _held(text: str, place: int, start: int) -> int:
    """How many characters from ``start`` on stand somewhere before ``place``; 0 for a few."""
    most = min(len(text) - start, _MOST_REPEATED)
    return next(
        (length for length in range(most, _REPEATED - 1, -1) if text.find(text[start : start + length], 0, place) >= 0),
        0,
    )


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["sentences"]["verbs"])


@cache
def _openers() -> tuple[str, ...]:
    """Words that begin a report of what was done, longest first; of one character only 已 stands for itself."""
    words = vocabulary("layouts")["narrative"]["openers"]
    return tuple(sorted((word for word in words if len(word) > 1 or word == "已"), key=lambda word: (-len(word), word)))
