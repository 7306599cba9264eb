"""Where rows moved: the order of the plan beside the order of the completion report, and what neither covers."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import Literal

from reconcile.model import Item, Language, Outcome, Reconciliation
from reconcile.reading.ids import missing_ids, number_of
from reconcile.reporting.pictures.drawing import (
    BAD,
    DOUBT,
    INK,
    PAPER,
    SOFT,
    STRONG,
    Drawing,
    Layer,
    Link,
    fitted,
    words,
)
from reconcile.reporting.pictures.values import ROWS_SHOWN, Cell, Picture, Table
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.translations import Translate, translator

State = Literal["answered", "uncovered", "dropped", "missing", "unmatched"]

_PLAN, _REPORT, _BAR = 132.0, 316.0, 8.0
_TOP, _DEEP = 22.0, 420.0
_LABEL, _NAMES = 13.0, 118.0
# More pairs than this are drawn as bundles between stretches of both orders.
_LINES_SHOWN, _STRETCHES = 400, 36
_FILLS: Mapping[State, str] = MappingProxyType(
    {"answered": SOFT, "uncovered": PAPER, "dropped": BAD, "missing": PAPER, "unmatched": DOUBT}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A target and a row that answers it, with their places from 0 on both sides.

    ``shift`` counts, among all pairs, how many places later the row stands than the target; ``moved`` says that it
    left the order of the plan, which as many other rows as possible keep.
    """

    target: str
    row: str
    planned: int
    reported: int
    review: bool
    shift: int = 0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbours of one state on one side: the places from 0 where they begin and end (exclusive), and their name."""

    state: State
    begin: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Place:
    state: State
    id: str
    # A gap stands for many numbers.
    length: int = 1


def moved_picture(reconciliation: Reconciliation, lang: Language) -> Picture | None:
    """The picture, its sentence, and a table of the rows that moved; None where there is no plan beside the report."""
    if not any(document.role == "plan" for document in reconciliation.inputs):
        return None
    t = translator(lang)
    planned = [_Place(_state(item), item.target.id) for item in reconciliation.items]
    reported = _reported(reconciliation)
    pairs = _pairs(reconciliation.items, reported)
    moved = [pair for pair in pairs if pair.moved]
    rows = [
        (
            Cell(pair.target, target=pair.target),
            Cell(pair.row),
            Cell(_shift(pair, t)),
            Cell(t(f"status.{'review' if pair.review else 'matched'}")),
        )
        for pair in moved[:ROWS_SHOWN]
    ]
    headings = (t("promises.target"), t("promises.outcome"), t("pictures.shift"), t("filter.status"))
    return Picture(
        "moved",
        t("pictures.moved"),
        _says(pairs, planned, reported, t),
        t("pictures.moved_read" if len(pairs) <= _LINES_SHOWN else "pictures.moved_read_bundled"),
        _drawing(pairs, _stretches(planned), _stretches(reported), t) if pairs else None,
        Table(headings, rows, len(moved)),
    )


def _state(item: Item) -> State:
    if item.outcomes:
        return "answered"
    return "dropped" if item.match.status == "dropped" else "uncovered"


def _reported(reconciliation: Reconciliation) -> list[_Place]:
    """The rows of the completion report in its order, the numbers that it leaves out where they would stand."""
    answered = [outcome for item in reconciliation.items for outcome in item.outcomes]
    rows = {outcome.id: outcome for outcome in (*answered, *reconciliation.unmatched_outcomes)}
    known = {outcome.id for outcome in answered}
    found: list[_Place] = []
    ordered = _in_order(tuple(rows.values()), reconciliation)
    gaps = {last + 1: (first, last) for first, last in missing_ids(ordered)}
    for outcome in ordered:
        gap = gaps.pop(number_of(outcome.id) or 0, None)
        if gap:
            name = f"{gap[0]}–{gap[1]}" if gap[1] > gap[0] else str(gap[0])
            # A misprinted number must not push all else into a corner.
            found.append(_Place("missing", name, min(gap[1] - gap[0] + 1, len(reconciliation.items) + len(rows))))
        found.append(_Place("answered" if outcome.id in known else "unmatched", outcome.id))
    return found


def _in_order(rows: Sequence[Outcome], reconciliation: Reconciliation) -> list[Outcome]:
    """Rows by their numbers, or as they are printed; one without a number follows the row printed before it."""
    documents = {document.path: place for place, document in enumerate(reconciliation.inputs)}
    printed = sorted(rows, key=lambda row: (documents.get(row.text.path, 0), row.text.line, row.text.column))
    numbers = [number_of(row.id) for row in printed]
    if 2 * sum(number is not None for number in numbers) < len(printed):
        return printed
    held = list(accumulate(numbers, lambda before, number: before if number is None else number, initial=0))[1:]
    places = sorted(range(len(printed)), key=lambda place: held[place] or 0)
    return [printed[place] for place in places]


def _pairs(items: Sequence[Item], reported: Sequence[_Place]) -> list[Pair]:
    """All pairs in plan order, those marked that keep no common order with the rest."""
    begins = accumulate((place.length for place in reported), initial=0)
    places = {place.id: begin for place, begin in zip(reported, begins, strict=False) if place.state == "answered"}
    found = [
        Pair(item.target.id, outcome.id, planned, places[outcome.id], item.match.status == "review")
        for planned, item in enumerate(items)
        for outcome in sorted(item.outcomes, key=lambda outcome: places[outcome.id])
    ]
    kept = in_common_order([pair.reported for pair in found])
    later = sorted(range(len(found)), key=lambda n: (found[n].reported, n))
    ranks = {n: rank for rank, n in enumerate(later)}
    return [replace(pair, shift=ranks[n] - n, moved=n not in kept) for n, pair in enumerate(found)]


def in_common_order(places: Sequence[int]) -> frozenset[int]:
    """The positions of a longest part of the places that never falls.

    >>> sorted(in_common_order([5, 1, 2, 2, 0, 9]))
    [1, 2, 3, 5]
    """
    # Patience sorting: the last of each length so far, and before each place the one that it follows.
    ends: list[int] = []
    values: list[int] = []
    before: list[int | None] = []
    for n, place in enumerate(places):
        length = bisect_right(values, place)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [n]
        values[length : length + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)


def _shift(pair: Pair, t: Translate) -> str:
    if not pair.shift:
        return t("pictures.shift_none")
    return t("pictures.shift_later" if pair.shift > 0 else "pictures.shift_earlier", n=abs(pair.shift))


def _says(pairs: Sequence[Pair], planned: Sequence[_Place], reported: Sequence[_Place], t: Translate) -> str:
    states = Counter(place.state for place in planned)
    moved = sum(pair.moved for pair in pairs)
    return t(
        "pictures.moved_says",
        targets=len(planned),
        answered=states["answered"],
        kept=len(pairs) - moved,
        moved=moved,
        uncovered=states["uncovered"],
        dropped=states["dropped"],
        unmatched=sum(place.state == "unmatched" for place in reported),
    )


def _stretches(places: Sequence[_Place]) -> list[Stretch]:
    found, begin = [], 0
    for state, run in groupby(places, key=lambda place: place.state):
        held = list(run)
        end = begin + sum(place.length for place in held)
        name = held[0].id if len(held) == 1 else f"{held[0].id}–{held[-1].id}"
        found.append(Stretch(state, begin, end, name))
        begin = end
    return found


def _drawing(pairs: Sequence[Pair], planned: Sequence[Stretch], reported: Sequence[Stretch], t: Translate) -> Drawing:
    step = min(_DEEP / max(planned[-1].end, reported[-1].end), _LABEL)
    deep = step * max(planned[-1].end, reported[-1].end)
    lines = _lines(pairs, step) if len(pairs) <= _LINES_SHOWN else _bundles(pairs, planned, reported, step)
    layers = [
        *lines,
        *_side(planned, step, _PLAN - _BAR, _PLAN - _BAR - 6, "right", t),
        *_side(reported, step, _REPORT, _REPORT + _BAR + 6, "left", t),
        words([{"x": _PLAN, "y": 9.0, "text": t("role.plan")}], align="right", fontWeight=600),
        words([{"x": _REPORT, "y": 9.0, "text": t("role.outcome")}], align="left", fontWeight=600),
    ]
    return Drawing(layers, _TOP + deep + 6, links=_links(pairs, step, t) if len(pairs) <= _LINES_SHOWN else ())


def _lines(pairs: Sequence[Pair], step: float) -> list[Layer]:
    rows = [
        {
            "x": _PLAN,
            "x2": _REPORT,
            "y": _TOP + step * (pair.planned + 0.5),
            "y2": _TOP + step * (pair.reported + 0.5),
            "stroke": STRONG if pair.moved else SOFT,
            "strokeWidth": 1.5 if pair.moved else 0.75,
            "strokeDash": [4, 3] if pair.review else [],
        }
        for pair in sorted(pairs, key=lambda pair: pair.moved)
    ]
    return [Layer("rule", rows)]


def _bundles(
    pairs: Sequence[Pair], planned: Sequence[Stretch], reported: Sequence[Stretch], step: float
) -> list[Layer]:
    """One line for all pairs that lead from one stretch of the plan to one of the report, as thick as they are many."""
    left, right = planned[-1].end / _STRETCHES, reported[-1].end / _STRETCHES
    counts = Counter((pair.moved, int(pair.planned / left), int(pair.reported / right)) for pair in pairs)
    most = max(counts.values())
    rows = [
        {
            "x": _PLAN,
            "x2": _REPORT,
            "y": _TOP + step * left * (begin + 0.5),
            "y2": _TOP + step * right * (end + 0.5),
            "stroke": STRONG if moved else SOFT,
            "strokeWidth": max(0.3, 9 * number / most),
        }
        for (moved, begin, end), number in sorted(counts.items())
    ]
    return [Layer("rule", rows, {"strokeOpacity": 0.5})]


def _side(
    stretches: Sequence[Stretch], step: float, x: float, label: float, align: str, t: Translate
) -> tuple[Layer, ...]:
    """One order as a bar: what is answered is filled, what is not covered is left open."""
    bars, names, free = [], [], 0.0
    for one in _coarser(stretches, step):
        y, y2 = _TOP + step * one.begin, _TOP + step * one.end
        bars.append({"x": x, "y": y, "height": max(y2 - y, 0.4), "fill": _FILLS[one.state]})
        middle = (y + y2) / 2
        if y2 - y >= _LABEL and middle >= free:
            name = fitted(one_line(_name(one, t)), _NAMES)
            names.append({"x": label, "y": middle, "text": name, "fill": INK if one.state == "answered" else SOFT})
            free = middle + _LABEL
    return Layer("rect", bars, {"width": _BAR, "stroke": SOFT, "strokeWidth": 0.5}), words(names, align=align)


def _coarser(stretches: Sequence[Stretch], step: float) -> Sequence[Stretch]:
    """Stretches that can be seen: where there are very many, those of less than half a pixel are left to the rest."""
    if len(stretches) <= _LINES_SHOWN:
        return stretches
    return [one for one in stretches if step * (one.end - one.begin) >= 0.5]


def _name(stretch: Stretch, t: Translate) -> str:
    if stretch.state == "answered":
        return stretch.name
    if stretch.state == "missing":
        return f"{stretch.name} {t('pictures.row_missing')}"
    said = t("pictures.row_unmatched") if stretch.state == "unmatched" else t(f"status.{stretch.state}")
    return f"{stretch.name} {said}"


def _links(pairs: Sequence[Pair], step: float, t: Translate) -> list[Link]:
    """Every target that a row answers, at its place in the plan; those whose row moved, at its place there too."""
    found = []
    for pair in pairs:
        title = f"{t('item.target', id=pair.target)} → {t('promises.row', id=pair.row)}"
        if pair.moved:
            title += t("pictures.comma") + _shift(pair, t)
            found.append(Link(pair.target, title, _REPORT, _TOP + step * pair.reported, _BAR, step))
        found.append(Link(pair.target, title, _PLAN - _BAR, _TOP + step * pair.planned, _BAR, step))
    return found
