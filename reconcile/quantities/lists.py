"""Lists that pair with lists: A、B、C分别增长1%、2%和3%, and the bound that the last number states for all."""

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.measure import Measure, before_number
from reconcile.quantities.phrase import without_adverbs, without_change
from reconcile.quantities.wording import alternation, vocabulary

# no list of subjects is longer
_REACH = 200


class Series(NamedTuple):
    """The figures ``first`` to ``last`` (inclusive) that one 分别 deals out; ``word`` is where that stands."""

    first: int
    last: int
    word: int


class _Joints:
    """What may stand between two figures of a list, and at what a list of subjects is cut, the finest cut first."""

    def __init__(self) -> None:
        words = vocabulary("measures")["lists"]
        self.respectively: str = words["respectively"]
        # 国家级、省级企业各3家、40家
        self.each: str = words["each"]
        self.between: re.Pattern[str] = re.compile(f"[、,]?(?:{alternation(words['between'])})?")
        self.cuts: tuple[re.Pattern[str], ...] = tuple(map(re.compile, map(alternation, words["cuts"])))


@cache
def _joints() -> _Joints:
    return _Joints()


def find_series(text: str, figures: list[Figure], places: list[Place]) -> list[Series]:
    """Every list of two or more figures that a 分别 of their clause deals out."""
    respectively = _joints().respectively
    found: list[Series] = []
    at = 0
    while (respectively in text or _joints().each in text) and at < len(figures):
        word = text.rfind(respectively, places[at].left, figures[at].start)
        if word < 0 and text.startswith(_joints().each, figures[at].start - 1):
            word = figures[at].start - 1
        last = at
        while word >= 0 and last + 1 < len(figures) and _listed(text, figures[last].end, figures[last + 1].start):
            last += 1
        if last > at:
            found.append(Series(at, last, word))
        at = last + 1
    return found


def _listed(text: str, end: int, start: int) -> bool:
    joint = _joints().between.match(text, end, start)
    return start > end and joint is not None and joint.end() == start


def as_one(series: list[Series], places: list[Place]) -> list[Place]:
    """The surroundings of the figures, with those of one list given the words before its first."""
    if not series:
        return places
    joined = list(places)
    for first, last, _ in series:
        for at in range(first + 1, last + 1):
            joined[at] = places[at]._replace(left=places[first].left, first=places[first].first)
    return joined


def deal_out(
    text: str, series: list[Series], figures: list[Figure], places: list[Place], measures: list[Measure]
) -> list[Measure]:
    """The measures, with those of every list paired to the list of subjects before it.

    One subject serves all. A list without subjects of its own (产值869亿元,同比增速分别为…) takes those of as many
    figures before it.
    """
    if not series:
        return measures
    dealt = list(measures)
    for first, last, word in series:
        count = last - first + 1
        lead = measures[first]
        start = max(places[first].clause, word - _REACH)
        nouns = [_member(text, figures, first, *member) for member in subjects(text, start, word, count)]
        said = before_number(
            text,
            min(word + len(_joints().respectively), figures[first].start),
            figures[first].start,
            figures[first].dimension,
        )
        before = [measure for measure in dealt[max(0, first - count) : first] if measure.noun]
        if nouns and all(noun.noun for noun in nouns):
            dealt[first : last + 1] = [
                noun._replace(tail=said.noun, change=lead.change, falls=lead.falls) for noun in nouns
            ]
        elif (not lead.noun or lead.noun in _totals()) and len(before) == count:
            dealt[first : last + 1] = [measure._replace(change=lead.change, falls=lead.falls) for measure in before]
        else:
            dealt[first : last + 1] = [lead] * count
    return dealt


@cache
def _totals() -> frozenset[str]:
    """Nouns that say no more than that things are counted together (总数分别达到126家、21家)."""
    return frozenset(vocabulary("measures")["generic"]["totals"])


def _member(text: str, figures: list[Figure], first: int, start: int, end: int) -> Measure:
    """One member of a list of subjects; what it counts itself (148个重点项目) or sums up (四项排放量) is left out."""
    at = first - 1
    while at >= 0 and figures[at].start >= start:
        if figures[at].start < end:
            start, end = (start, figures[at].start) if figures[at].start > start + 1 else (figures[at].end, end)
        at -= 1
    change = without_change(text, start, end, relative=True)
    return before_number(text, start, without_adverbs(text, start, change.end), figures[first].dimension)


def subjects(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The stretches of the list between ``start`` and ``end`` if it has ``count`` members, else nothing.

    A list is cut at every joint first, then at 、 alone: 和 may stand inside one member.

    >>> subjects("营业收入、利润", 0, 7, 2)
    [(0, 4), (5, 7)]
    """
    for joint in _joints().cuts:
        edges = [start]
        for match in joint.finditer(text, start, end):
            edges += match.span()
        edges.append(end)
        parts = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2) if edges[at + 1] > edges[at]]
        if len(parts) == count:
            return parts
    return []


def bounded_alike(series: list[Series], figures: list[Figure]) -> list[Figure]:
    """The figures, with the bound of the last in a list given to all of it (分别增长8%和8.5%以上)."""
    if not series:
        return figures
    bounded = list(figures)
    for first, last, _ in series:
        bound = figures[last].comparator
        if bound in ("ge", "le", "approx"):
            bounded[first:last] = [
                figure._replace(comparator=bound) if figure.comparator == "eq" else figure
                for figure in figures[first:last]
            ]
    return bounded
