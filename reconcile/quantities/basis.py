"""Level four: of which kind an amount is, from the words of its clause and sentence.

A mark (预计, 累计, 同比 …) applies to the numbers behind it: some to the end of the clause, some to that of the
sentence, unless another word takes the forecast or the part of the period back.
"""

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.measure import Measure
from reconcile.quantities.wording import alternation, vocabulary

if TYPE_CHECKING:
    from reconcile.model import Basis


class Mark(NamedTuple):
    """One word that says something about the numbers behind it."""

    start: int
    kind: str


# a word further back says nothing of this number any more, however long the sentence
_REACH = 400
_OF_SENTENCES = ("expected-sentence", "part", "stock-until")
_GROWTH = ("growth", "growth-percent")
_PERCENT = ("ratio", "points", "multiple")


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("basis")
        tables = {
            "expected-sentence": words["expected"]["sentence"],
            "expected-clause": words["expected"]["clause"],
            "expected-not": words["expected"]["cancelled_by"],
            "part": words["part"]["words"],
            "part-not": words["part"]["cancelled_by"],
            "of_plan": words["of_plan"]["words"],
            "growth": words["growth"]["words"],
            "growth-percent": words["growth"]["percent_only"],
            "share": words["share"]["words"],
            "cumulative": words["cumulative"]["words"],
            "stock": words["stock"]["words"],
            "stock-noun": words["stock"]["nouns"],
            "stock-reach": words["stock"]["reach"],
            "stock-until": words["stock"]["until"],
            "flow": words["stock"]["flows"],
        }
        kinds: dict[str, list[str]] = {}
        for kind, table in tables.items():
            for word in table:
                kinds.setdefault(word, []).append(kind)
        not_before = dict(words["expected"]["not_before"])
        not_before |= dict.fromkeys(words["stock"]["reach"], words["stock"]["reach_not_before"])
        not_before |= words["stock"]["flows_not_before"]
        not_after = {
            word: after
            for begin, after in words["expected"]["not_after"].items()
            for word in tables["expected-clause"]
            if word.startswith(begin)
        }
        not_after |= dict.fromkeys(words["stock"]["reach"], words["stock"]["reach_not_after"])
        self.pattern: re.Pattern[str] = re.compile(alternation(kinds, not_before, not_after))
        self.kinds: dict[str, tuple[str, ...]] = {word: tuple(found) for word, found in kinds.items()}
        self.month: str = words["part"]["month"]
        self.months: re.Pattern[str] = re.compile(words["part"]["months"])
        self.until: re.Pattern[str] = re.compile(words["part"]["until"])
        self.levels: tuple[str, ...] = tuple(words["growth"]["levels"])
        self.reach_with: frozenset[str] = frozenset(words["stock"]["reach_with"])
        self.stock_with: frozenset[str] = frozenset(words["stock"]["present_with"])
        self.of_plan_verb: str = words["of_plan"]["verb"]


@cache
def _words() -> _Words:
    return _Words()


def find_marks(text: str) -> list[Mark]:
    """Every word of the text that says of which kind a number is, in reading order."""
    words = _words()
    marks: list[Mark] = []
    for match in words.pattern.finditer(text):
        for kind in words.kinds[match.group()]:
            if kind in _GROWTH and text.startswith(words.levels, match.end()):
                continue
            marks.append(Mark(match.start(), kind))
    if words.month in text:
        found = [Mark(match.start(), "part") for match in words.months.finditer(text)]
        found += [Mark(match.start(), "part") for match in words.until.finditer(text)]
        if found:
            marks = sorted(marks + found)
    return marks


def find_basis(
    text: str, figure: Figure, place: Place, measure: Measure, marks: list[Mark], starts: list[int]
) -> "Basis":
    """The first of expected, part, of_plan, growth, share, cumulative, stock and period that applies.

    ``starts`` are the starts of ``marks``.
    """
    kinds: set[str] = set()
    grows = measure.grows or bool(measure.change)
    percent = figure.dimension in _PERCENT
    noun = measure.start if place.left <= measure.start < figure.start else figure.start
    floor = max(place.sentence, figure.start - _REACH)
    for mark in marks[bisect_left(starts, floor) : bisect_left(starts, figure.end)]:
        kind = mark.kind
        near = mark.start >= place.clause
        if kind in _OF_SENTENCES:
            kinds.add(kind)
        elif kind == "stock-noun":
            if mark.start >= noun:
                kinds.add("stock")
        elif kind == "expected-not":
            kinds.discard("expected-sentence")
        elif kind == "part-not":
            kinds.discard("part")
        elif near and (kind not in _GROWTH or mark.start >= place.left):
            kinds.add(kind)
    if kinds & {"expected-sentence", "expected-clause"}:
        return "expected"
    if "part" in kinds:
        return "part"
    if figure.comparator in ("rank", "full"):
        return "period" if figure.comparator == "rank" else "share"
    if percent and figure.dimension == "ratio" and _of_plan(text, figure, place, kinds, grows):
        return "of_plan"
    if grows or "growth" in kinds or (percent and "growth-percent" in kinds):
        return "growth"
    if figure.dimension == "points":
        return "growth"
    if figure.dimension == "ratio":
        return "share"
    if "cumulative" in kinds:
        return "cumulative"
    if _is_stock(figure, kinds):
        return "stock"
    return "period"


def header_basis(header: str, basis: "Basis") -> "Basis":
    """The basis of a bare number under a column header that says of which kind its numbers are (完成率, 累计完成)."""
    kinds = {mark.kind for mark in find_marks(header)}
    named: tuple[Basis, ...] = ("of_plan", "growth", "cumulative", "stock")
    return next((kind for kind in named if kind in kinds), basis)


def _of_plan(text: str, figure: Figure, place: Place, kinds: set[str], grows: bool) -> bool:
    if "of_plan" in kinds:
        return True
    verb = _words().of_plan_verb
    return (
        not grows
        and "growth" not in kinds
        and text.find(verb, max(place.clause, figure.start - _REACH), figure.start) >= 0
    )


def _is_stock(figure: Figure, kinds: set[str]) -> bool:
    """Whether the words speak of what there is at a time, and of nothing done in the period."""
    if "flow" in kinds or figure.dimension not in _words().stock_with:
        return False
    reached = "stock-reach" in kinds and figure.dimension in _words().reach_with
    return reached or "stock" in kinds or "stock-until" in kinds
