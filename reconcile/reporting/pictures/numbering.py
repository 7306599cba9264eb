"""Coverage of the completion report's own numbering: which row numbers are there, missing, and there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from reconcile.model import Language, Reconciliation
from reconcile.reading.ids import missing_ranges, number_of
from reconcile.reporting.pictures.drawing import BAD, INK, NOTE, PAPER, SOFT, WIDTH, Drawing, Layer, Link, long, words
from reconcile.reporting.pictures.values import ROWS_SHOWN, Cell, Picture, Table, count
from reconcile.reporting.translations import Translate, translator

Kind = Literal["there", "missing", "twice"]
KINDS: tuple[Kind, ...] = ("there", "missing", "twice")


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers of rows from ``first`` to ``last`` that are in one state."""

    kind: Kind
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}–{self.last}" if self.last > self.first else str(self.first)


_ACROSS, _LEFT, _RIGHT = 20, 44.0, WIDTH - 4.0
_CELL = (_RIGHT - _LEFT) / _ACROSS
_CELLS_SHOWN = 500
_COLOURS: Mapping[Kind, str] = MappingProxyType({"there": NOTE, "missing": PAPER, "twice": BAD})


def numbering_picture(reconciliation: Reconciliation, lang: Language) -> Picture:
    """The picture, its sentence, and a table of the ranges of numbers that share one state.

    Without a numbering (fewer than half of the rows bear a number) there is nothing to draw.
    """
    t = translator(lang)
    ids = _row_ids(reconciliation)
    ranges = _ranges(ids)
    last = ranges[-1].last if ranges else 0
    rows = [
        (Cell(t(f"pictures.row_{one.kind}")), Cell(str(one), number=True), count(one.count))
        for one in ranges[:ROWS_SHOWN]
    ]
    headings = (t("pictures.state"), t("pictures.numbers"), t("pictures.count"))
    return Picture(
        "numbering",
        t("pictures.numbering"),
        _says(ids, ranges, t),
        t("pictures.numbering_read", n=_each(last)),
        _drawing(ranges, _targets(reconciliation), t) if ranges else None,
        Table(headings, rows, len(ranges)),
    )


def _row_ids(reconciliation: Reconciliation) -> tuple[str, ...]:
    """The ids of all rows of the completion report, each once."""
    outcomes = [outcome for item in reconciliation.items for outcome in item.outcomes]
    return tuple(dict.fromkeys(outcome.id for outcome in (*outcomes, *reconciliation.unmatched_outcomes)))


def _ranges(ids: Sequence[str]) -> list[Range]:
    """The runs of numbers in one state, from 1 to the highest; none where the rows are not numbered."""
    numbers = Counter(number for record in ids if (number := number_of(record)) is not None)
    if 2 * len(numbers) < len(ids) or not numbers:
        return []
    found = [Range("missing", first, last) for first, last in missing_ranges(ids)]
    found += [Range("twice", number, number) for number, rows in numbers.items() if rows > 1]
    whole: list[Range] = []
    begin = 1
    for one in sorted(found, key=lambda one: one.first):
        if one.first > begin:
            whole.append(Range("there", begin, one.first - 1))
        if whole and one.kind == whole[-1].kind == "twice":
            one = Range("twice", whole.pop().first, one.last)
        whole.append(one)
        begin = one.last + 1
    last = max(numbers)
    return [*whole, Range("there", begin, last)] if begin <= last else whole


def _numbers(ranges: Sequence[Range]) -> Counter[Kind]:
    """How many numbers are in each state."""
    found: Counter[Kind] = Counter()
    for one in ranges:
        found[one.kind] += one.count
    return found


def _targets(reconciliation: Reconciliation) -> dict[int, tuple[str, str]]:
    """For each row number that answers a target, the id of the row and of the first target that it answers."""
    found: dict[int, tuple[str, str]] = {}
    for item in reconciliation.items:
        for outcome in item.outcomes:
            number = number_of(outcome.id)
            if number is not None:
                found.setdefault(number, (outcome.id, item.target.id))
    return found


def _says(ids: Sequence[str], ranges: Sequence[Range], t: Translate) -> str:
    if not ranges:
        return t("pictures.numbering_none", n=len(ids))
    numbers = _numbers(ranges)
    parts = [t("pictures.numbering_says", last=ranges[-1].last, there=numbers["there"] + numbers["twice"])]
    for kind in ("missing", "twice"):
        spans = [str(one) for one in ranges if one.kind == kind]
        if spans:
            listed = t("pictures.comma").join(spans[:6]) + ("…" if len(spans) > 6 else "")
            told = {"n": numbers[kind], "ranges": listed}
            missing = kind == "missing"
            parts.append(t("pictures.numbering_missing", **told) if missing else t("pictures.numbering_twice", **told))
    unnumbered = sum(number_of(record) is None for record in ids)
    if unnumbered:
        parts.append(t("pictures.numbering_without", n=unnumbered))
    return t("page.gap").join(parts)


def _each(numbers: int) -> int:
    """How many numbers one square stands for: one, or so many that the squares stay few."""
    if numbers <= _CELLS_SHOWN:
        return 1
    power = 1
    while 10 * power * _CELLS_SHOWN < numbers:
        power *= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power * _CELLS_SHOWN >= numbers)


def _cells(ranges: Sequence[Range], each: int) -> list[Counter[Kind]]:
    """How many numbers of each state each square stands for."""
    cells: list[Counter[Kind]] = [Counter() for _ in range(0, ranges[-1].last, each)]
    for one in ranges:
        for cell in range((one.first - 1) // each, (one.last - 1) // each + 1):
            inside = min(one.last, (cell + 1) * each) - max(one.first, cell * each + 1) + 1
            cells[cell][one.kind] += inside
    return cells


def _drawing(ranges: Sequence[Range], targets: Mapping[int, tuple[str, str]], t: Translate) -> Drawing:
    each = _each(ranges[-1].last)
    key, top = _key(_numbers(ranges), t)
    squares, signs, links, labels = [], [], [], []
    for place, held in enumerate(_cells(ranges, each)):
        x, y = _LEFT + place % _ACROSS * _CELL, top + place // _ACROSS * _CELL
        start = place * each + 1
        if place % _ACROSS == 0:
            labels.append({"x": _LEFT - 7, "y": y + _CELL / 2, "text": str(start)})
        # A square that stands for several numbers is the fuller the more of them are there.
        share = 1 - held["missing"] / sum(held.values())
        squares.append(_square("twice" if held["twice"] else "there" if share else "missing", x, y, share))
        if held["twice"]:
            signs.append({"x": x + _CELL / 2, "y": y + _CELL / 2 + 0.5, "text": "2"})
        if each == 1 and start in targets:
            row, target = targets[start]
            title = f"{t('promises.row', id=row)} → {t('item.target', id=target)}"
            links.append(Link(target, title, x, y, _CELL, _CELL))
    layers = [*key, Layer("rect", squares), words(labels, align="right", fill=SOFT)]
    layers.append(words(signs, align="center", fill=PAPER, fontWeight=700))
    return Drawing(layers, top + len(labels) * _CELL + 4, links=links)


def _square(kind: Kind, x: float, y: float, share: float = 1.0) -> dict[str, object]:
    return {
        "x": x + 1.5,
        "y": y + 1.5,
        "width": _CELL - 3,
        "height": _CELL - 3,
        "fill": _COLOURS[kind],
        "fillOpacity": 1.0 if kind != "there" else round(0.25 + 0.75 * share, 2),
        "stroke": SOFT if kind == "missing" else _COLOURS[kind],
        "strokeWidth": 1,
        "strokeDash": [2, 2] if kind == "missing" else [],
    }


def _key(counts: Counter[Kind], t: Translate) -> tuple[Sequence[Layer], float]:
    x, signs, names = 4.0, [], []
    for kind in (word for word in KINDS if counts[word]):
        name = f"{t(f'pictures.row_{kind}')} {counts[kind]:,}"
        signs.append(_square(kind, x, 0))
        names.append({"x": x + _CELL + 3, "y": _CELL / 2, "text": name, "fill": INK})
        x += _CELL + 18 + long(name)
    return (Layer("rect", signs), words(names)), _CELL + 8
