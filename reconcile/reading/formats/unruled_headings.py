"""Lines of headings on a page without rules, and the stretches that a line of print falls into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reconcile.reading.formats.printed import Char, joined
from reconcile.reading.headers import known_enough
from reconcile.reading.ids import is_id
from reconcile.reading.roles import exact_role, heading_limit, heading_role
from reconcile.reading.rows import ink

_LEAST_COLUMNS = 3
_MOST_LINES = 3
_MOST_STRETCHES = 60
# Headings are parted by a gap of so many letters; tried in this order.
_GAPS = (1.2, 0.6)
# A heading goes on in the next line where that is no farther below than so many letters.
_NEAR = 1.2
_BRACKET = re.compile("[(（]")


class Stretch(NamedTuple):
    """Letters of one line without a wide gap between them: from where to where, and their text."""

    left: float
    right: float
    text: str


class Headings(NamedTuple):
    """Headings over columns: their rows as printed, the stretch that each column's takes, and how many lines they fill.

    There are two rows where a heading spans several columns; ``ids`` are the columns of ids.
    """

    rows: list[list[str]]
    places: list[Stretch]
    height: int
    ids: tuple[int, ...]


def stretches(line: Sequence[Char], gap: float) -> list[Stretch]:
    """The stretches of a line, parted where nothing is printed for ``gap`` letters."""
    parts: list[list[Char]] = []
    for char in line:
        if char["text"].isspace():
            continue
        if parts and char["x0"] - parts[-1][-1]["x1"] <= gap * max(char["size"], 1.0):
            parts[-1].append(char)
        else:
            parts.append([char])
    return [Stretch(float(part[0]["x0"]), max(float(char["x1"]) for char in part), joined(part)) for part in parts]


def headings_at(lines: Sequence[Sequence[Char]], position: int) -> Headings | None:
    """The headings that begin at a line, over up to three lines, None where none are known."""
    for gap in _GAPS:
        taken: list[list[Stretch]] = []
        best: tuple[float, Headings] | None = None
        for index in range(position, min(position + _MOST_LINES, len(lines))):
            line = lines[index]
            parts = stretches(line, gap)
            if len(parts) > _MOST_STRETCHES or max(len(part.text) for part in parts) > 2 * heading_limit():
                break
            if any(is_id(part.text) for part in parts) or (taken and _far_below(lines[index - 1], line)):
                break
            taken.append(parts)
            found = _headings(taken)
            if found is None:
                continue
            below = _headings(taken[1:])
            if below is not None and below[0] > found[0]:
                break  # the first line is none of the headings
            bracketed = best is not None and all(part.text.startswith(("(", "（")) for part in parts)
            if best is None or found[0] > best[0] or bracketed:
                best = found
        if best is not None:
            return best[1]
    return None


def _far_below(above: Sequence[Char], line: Sequence[Char]) -> bool:
    size = max(float(line[0]["size"]), 1.0)
    return float(min(char["top"] for char in line)) - float(max(char["bottom"] for char in above)) > _NEAR * size


def _headings(lines: Sequence[Sequence[Stretch]]) -> tuple[float, Headings] | None:
    """The headings that stand in some lines and how well they are known (0…1), None where that is too little."""
    if not lines:
        return None
    parts = [part for line in lines for part in line]
    over = [part for part in parts if _columns_below(part, lines) > 1]
    groups: list[list[Stretch]] = []
    for part in sorted((part for part in parts if part not in over), key=lambda part: part.left):
        if groups and part.left < max(each.right for each in groups[-1]):
            groups[-1].append(part)
        else:
            groups.append([part])
    if len(groups) < _LEAST_COLUMNS:
        return None
    order = {part: place for place, part in enumerate(parts)}
    texts = [_together([part.text for part in sorted(group, key=order.__getitem__)]) for group in groups]
    places = [
        Stretch(min(part.left for part in group), max(part.right for part in group), text)
        for group, text in zip(groups, texts, strict=True)
    ]
    full = [_above(place, over) + place.text for place in places]
    roles = [heading_role(place.text) or heading_role(whole) for place, whole in zip(places, full, strict=True)]
    first = lines[0][0].text
    if len(lines) > 1 and len(lines[0]) == 1 and not any(t.startswith(first) and exact_role(t) for t in texts):
        return None  # a title above the headings
    if not known_enough(roles, full):
        return None
    ids = tuple(index for index, role in enumerate(roles) if role == "id")
    rows = _rows(places, over)
    if sum(ink("".join(row)) for row in rows) != sum(ink(part.text) for part in parts):
        return None  # more headings stand above each other than two rows hold
    known = sum(map(bool, roles)) + sum(bool(exact_role(_BRACKET.split(text)[0])) for text in full)
    return known / len(roles) / 2, Headings(rows, places, len(lines), ids)


def _columns_below(part: Stretch, lines: Sequence[Sequence[Stretch]]) -> int:
    """How many stretches of another line a stretch spans."""
    spanned = (
        sum(other.left < part.right and part.left < other.right for other in line) for line in lines if part not in line
    )
    return max(spanned, default=0)


def _together(texts: Sequence[str]) -> str:
    return ("" if any(not text.isascii() for text in texts) else " ").join(texts)


def _above(place: Stretch, over: Sequence[Stretch]) -> str:
    return next((part.text for part in over if part.left < place.right and place.left < part.right), "")


def _rows(places: Sequence[Stretch], over: Sequence[Stretch]) -> list[list[str]]:
    """The headings as one row, or as two where some span others: the upper one over the first that it spans."""
    own = [place.text for place in places]
    if not over:
        return [own]
    upper, told = [], set()
    for place in places:
        above = _above(place, over)
        upper.append("" if above in told else above or place.text)
        told.add(above)
    return [
        [text if not _above(place, over) else up for up, text, place in zip(upper, own, places, strict=True)],
        [text if _above(place, over) else "" for text, place in zip(own, places, strict=True)],
    ]
