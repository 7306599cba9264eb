"""A report in prose: each of its clauses that says what was done may answer a target, and matching tells which does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.cuts import Cut, cut, made_row, prose_row
from reconcile.reading.layouts.marks import mark_of
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_END = re.compile(r"[。！？；;!?]+[”’」』）)]*|\.(?=\s+[A-Z]|\s*$)")
_FIGURE = re.compile(r"\d")
_LEAST_SENTENCES = 3
_SHORTEST = 6
_HEADING = 40
COLUMNS = (Column("", "target", "layout"), Column("", "outcome", "layout"))


def sentences_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout of a report in prose, None where hardly a sentence says what was done.

    What stands under a heading that announces work is a promise and no outcome.
    """
    layout = Layout([], [], [], [], [], [])
    lines: list[Line] = []
    announced = False
    for row in rows:
        if row.kind != "line":
            layout.prose.append(row)
            continue
        text = row.cells[0]
        if _is_heading(text) and (_announces(text) or _reviews(text)):
            announced = _announces(text)
        for part in _clauses(row):
            if announced or not _tells(part.text):
                layout.prose.append(prose_row(part))
            else:
                lines.append(Line(made_row([[], [part]]), 0))
    if len(lines) < _LEAST_SENTENCES:
        return None
    layout.tables.append(Table(COLUMNS, lines[0].row, lines))
    return layout


def _clauses(row: Row) -> Iterator[Cut]:
    """The sentences of a line; one that tells several figures is cut where the next one is told."""
    text = row.cells[0]
    start = 0
    for found in (*_END.finditer(text), None):
        end = found.end() if found else len(text)
        begin = start
        for comma in re.finditer("[，,]", text[start:end]):
            place = start + comma.end()
            if (
                _FIGURE.search(text, begin, place)
                and text.startswith(_verbs(), place)
                and _FIGURE.search(text, place, end)
            ):
                yield cut(row, begin, place)
                begin = place
        part = cut(row, begin, end)
        if part.text:
            yield part
        start = end


def _tells(text: str) -> bool:
    """Whether a clause says what was done: with a figure, or with a word for a thing that is there now."""
    plain = simplified(text)
    if len(text) < _SHORTEST or (len(text) <= _HEADING and mark_of(text) is not None and text[-1].isalnum()):
        return False
    return bool(_FIGURE.search(plain)) or any(word in plain for word in vocabulary("layouts")["sentences"]["done"])


def _is_heading(text: str) -> bool:
    return len(text) <= _HEADING and text[-1] not in "。；;：:，,"


def _announces(heading: str) -> bool:
    """Whether a heading announces what will be done, rather than looking back."""
    plain = simplified(heading).lower()
    words = vocabulary("prose")["forward"]["words"]
    return any(word.lower() in plain for word in words) and not _reviews(heading)


def _reviews(heading: str) -> bool:
    plain = simplified(heading).lower()
    return any(word.lower() in plain for word in vocabulary("prose")["review"]["words"])


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["sentences"]["verbs"])
