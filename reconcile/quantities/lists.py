"""Lists that pair with lists: A、B、C分别增长1%、2%和3%, and the bound that the last number states for all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.measure import Measure, before_number
from reconcile.quantities.phrase import without_adverbs, without_change

_RESPECTIVELY = "分别"
_JOINT = re.compile(r"[、,]?(?:和|及|与|以及)?")
_COMMA = re.compile("、")
_ANY_JOINT = re.compile("、|和|及|与")


def _series(text: str, figures: list[Figure], places: list[Place]) -> Iterator[tuple[int, int, int]]:
    """The first and last figure (inclusive) of each list that 分别 deals out, and where that word stands."""
    if _RESPECTIVELY not in text:
        return
    at = 0
    while at < len(figures):
        word = text.rfind(_RESPECTIVELY, places[at].left, figures[at].start)
        last = at
        while word >= 0 and last + 1 < len(figures) and _listed(text, figures[last].end, figures[last + 1].start):
            last += 1
        if last > at:
            yield at, last, word
        at = last + 1


def _listed(text: str, end: int, start: int) -> bool:
    joint = _JOINT.match(text, end, start)
    return start > end and joint is not None and joint.end() == start


def deal_out(text: str, figures: list[Figure], places: list[Place], measures: list[Measure]) -> list[Measure]:
    """The measures, with those of every 分别 list paired to the list of subjects before it.

    One subject serves all. A list without subjects of its own (产值869亿元,同比增速分别为…) takes those of as many
    figures before it.
    """
    dealt = list(measures)
    for first, last, word in _series(text, figures, places):
        count = last - first + 1
        lead = measures[first]
        members = subjects(text, places[first].clause, word, count)
        nouns = [_member(text, figures[first], figures[:first], *member) for member in members]
        said = before_number(text, word + len(_RESPECTIVELY), figures[first].start, figures[first].dimension)
        before = [measure for measure in dealt[max(0, first - count) : first] if measure.noun]
        if members and all(noun.noun for noun in nouns):
            dealt[first : last + 1] = [
                noun._replace(tail=said.noun, change=lead.change, falls=lead.falls) for noun in nouns
            ]
        elif not lead.noun and len(before) == count:
            dealt[first : last + 1] = [measure._replace(change=lead.change, falls=lead.falls) for measure in before]
        else:
            dealt[first : last + 1] = [lead] * count
    return dealt


def _member(text: str, counted: Figure, before: list[Figure], start: int, end: int) -> Measure:
    """One member of a list of subjects; what it counts itself (148个重点项目) or sums up (四项排放量) is left out."""
    for figure in before:
        if start <= figure.start < end:
            if figure.start > start + 1:
                end = figure.start
            else:
                start = figure.end
    change = without_change(text, start, end, relative=True)
    return before_number(text, start, without_adverbs(text, start, change.end), counted.dimension)


def subjects(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The stretches of the list between ``start`` and ``end`` if it has ``count`` members, else nothing.

    A list is cut at every joint first, then at 、 alone: 和 may stand inside one member.
    """
    for joint in (_ANY_JOINT, _COMMA):
        edges = [start]
        for match in joint.finditer(text, start, end):
            edges += match.span()
        edges.append(end)
        parts = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2) if edges[at + 1] > edges[at]]
        if len(parts) == count:
            return parts
    return []


def bounded_alike(text: str, figures: list[Figure], places: list[Place]) -> list[Figure]:
    """The figures, with the bound of the last in a 分别 list given to all of it (分别增长8%和8.5%以上)."""
    bounded = list(figures)
    for first, last, _ in _series(text, figures, places):
        bound = figures[last].comparator
        if bound in ("ge", "le", "approx"):
            bounded[first:last] = [
                figure._replace(comparator=bound) if figure.comparator == "eq" else figure
                for figure in figures[first:last]
            ]
    return bounded
