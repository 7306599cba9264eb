"""Measures that a figure takes from the figures and clauses before it.

同比增长2.8% takes the noun of the figure before it in the sentence, 完成率134% that of the amount before it, 撤销301处
that of the last figure in 处; the noun of 过10亿元企业5家 begins with the figure before it.
"""

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.measure import Measure, before_number, behind_number, compares, is_comparison

_NOTHING = Measure("", 0, 0)
_REACH = 60
_RELATIVE = ("ratio", "points", "multiple")


def inherit(text: str, figures: list[Figure], places: list[Place], measures: list[Measure]) -> list[Measure]:
    """The measures, with those that lack a noun of their own given one from before, in one pass."""
    given: list[Measure] = []
    last = amount = _NOTHING
    by_unit: dict[str, Measure] = {}
    sentence = -1
    for at, (figure, place, own) in enumerate(zip(figures, places, measures, strict=True)):
        if place.sentence != sentence:
            last = amount = _NOTHING
            by_unit, sentence = {}, place.sentence
        measure = own
        if own.generic:
            donor = amount if amount.noun else last
            measure = donor._replace(tail=donor.tail + own.generic) if donor.noun else own
        elif own.noun:
            measure = _with_bound(text, figures, places, given, at, own)
        elif own.change:
            measure = last if last.noun else _clause_before(text, place, figures[at - 1].end if at else 0)
            measure = measure._replace(change=own.change, falls=own.falls)
        elif at and _compared_before(text, figures, places, given, at):
            measure = given[at - 1]
        elif figure.comparator == "rank" or _alone(text, figures, place, at):
            measure = last if last.noun or at else _clause_before(text, place, 0)
        elif figure.unit in by_unit:
            measure = by_unit[figure.unit]
        elif figure.comparator == "full":
            measure = last if last.noun else _clause_before(text, place, figures[at - 1].end if at else 0)
        elif not place.first:
            measure = last
        given.append(measure)
        if measure.noun and not measure.tail and not measure.generic and not is_comparison(text, place):
            last = measure._replace(change="", falls=False) if measure.change or measure.falls else measure
            if figure.dimension not in _RELATIVE:
                amount = by_unit[figure.unit] = last
    return given


def _compared_before(text: str, figures: list[Figure], places: list[Place], given: list[Measure], at: int) -> bool:
    """Whether a rate without words of its own is the one that was just compared: 增速高于全省2.1个百分点，达到8.4%."""
    before = at - 1
    return (
        figures[at].dimension == "ratio"
        and figures[before].dimension == "points"
        and places[before].sentence == places[at].sentence
        and bool(given[before].change)
        and compares(text, places[before].clause, figures[before].start)
    )


def _alone(text: str, figures: list[Figure], place: Place, at: int) -> bool:
    """Whether nothing but the figure stands in its clause, or between it and the one before: 153个、3.6万户."""
    if place.clause == figures[at].start and figures[at].end == place.stop:
        return True
    return at > 0 and text[figures[at - 1].end : figures[at].start] == "、"


def _with_bound(
    text: str, figures: list[Figure], places: list[Place], given: list[Measure], at: int, own: Measure
) -> Measure:
    """The noun with a bound of money that belongs to it: 过亿元项目, 营业收入过10亿元企业, 10个投资过亿元项目."""
    if own.change or own.tail:
        return own
    if at and _bounds(figures[at - 1]) and own.start == figures[at - 1].end:
        before = given[at - 1]
        start = before.start if before.noun and before.end == figures[at - 1].start else figures[at - 1].start
        return own._replace(noun=text[start : own.end], start=start)
    if (
        at + 1 < len(figures)
        and _bounds(figures[at + 1])
        and own.end == figures[at + 1].start
        and own.start >= figures[at].end
    ):
        behind = behind_number(text, figures[at + 1], places[at + 1])
        if behind.noun:
            return own._replace(noun=text[own.start : behind.end], end=behind.end)
    return own


def _bounds(figure: Figure) -> bool:
    return figure.dimension == "money" and figure.comparator in ("ge", "le")


def _clause_before(text: str, place: Place, before: int) -> Measure:
    """The noun of the clause before, for a growth whose own clause has none; ``before`` ends the figure before it."""
    floor = max(place.sentence, before, place.clause - _REACH)
    end = place.clause - 1
    if end <= floor:
        return _NOTHING
    start = max(text.rfind(mark, floor, end) for mark in ",:") + 1
    return before_number(text, max(start, floor), end)
