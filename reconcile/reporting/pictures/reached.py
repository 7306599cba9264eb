"""Achieved over goal for every goal on one axis: which goals were passed, reached and missed, and by how much."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reconcile.model import Goal, JudgedGoal, Language, Reconciliation, Verdict
from reconcile.reporting.figures import amount, goal_amount
from reconcile.reporting.pictures.drawing import (
    BAD,
    DOUBT,
    GOOD,
    INK,
    LINE,
    SOFT,
    WIDTH,
    Drawing,
    Layer,
    Link,
    long,
    words,
)
from reconcile.reporting.pictures.values import ROWS_SHOWN, Cell, Picture, Table
from reconcile.reporting.plain_text import one_line, shortened
from reconcile.reporting.summary import VERDICTS
from reconcile.reporting.translations import Translate, translator

# Colour and shape both tell a verdict.
MARKS = MappingProxyType[Verdict, tuple[str, str]](
    {
        "exceeded": (GOOD, "triangle-up"),
        "met": (GOOD, "circle"),
        "on_pace": (GOOD, "triangle-right"),
        "short": (BAD, "triangle-down"),
        "behind": (BAD, "diamond"),
        "no_number": (DOUBT, "cross"),
        "incomparable": (DOUBT, "cross"),
        "unreported": (SOFT, "square"),
    }
)
_LADDER = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LEFT, _RIGHT, _HIGHEST = 26.0, WIDTH - 26.0, 190.0
_SIZES = (13.0, 10.0, 8.0, 6.5, 5.0)
# More marks than this are no longer told apart, nor light to send: they are counted in columns instead.
_MARKS_SHOWN = 400
_COLUMN = 8.0


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal with a ratio, turned so that more is better: ``score`` is 1 where the goal is just reached."""

    score: float
    target: str
    judged: JudgedGoal


def score_of(judged: JudgedGoal) -> float | None:
    """Achieved over goal, or goal over achieved where less is better; None where the two are not comparable."""
    if judged.ratio is None:
        return None
    ratio = judged.ratio
    goal, achievement = judged.goal, judged.achievement
    if achievement and achievement.unit == goal.unit and goal.value:
        # The ratio is rounded, and a goal passed by little is not one just reached.
        exact = float(achievement.value / goal.value)
        ratio = exact if math.isclose(exact, ratio, abs_tol=0.0006) else ratio
    if not lower_is_better(goal):
        return ratio
    return 1 / ratio if ratio else math.inf


def lower_is_better(goal: Goal) -> bool:
    """Whether falling short of the number is good: a ceiling, a rank, or a measure of something bad."""
    return goal.direction == "lower" or goal.comparator in ("le", "rank")


def reached_picture(reconciliation: Reconciliation, lang: Language) -> Picture:
    """The picture, its sentence and its table, the goals least reached first, those without a ratio last."""
    t = translator(lang)
    every = [(item.target.id, judged) for item in reconciliation.items for judged in item.goals]
    scored = [(score_of(judged), target, judged) for target, judged in every]
    found = sorted(
        (Reached(score, target, judged) for score, target, judged in scored if score is not None),
        key=lambda one: one.score,
    )
    rest = [Reached(0, target, judged) for score, target, judged in scored if score is None]
    rows = [_row(one, lang, t, n < len(found)) for n, one in enumerate([*found, *rest][:ROWS_SHOWN])]
    asked = (t("promises.target"), t("goal.measure"), t("goal.promised"))
    table = Table((*asked, t("goal.reached"), t("goal.verdict"), t("pictures.ratio")), rows, len(every))
    return Picture(
        "reached",
        t("pictures.reached"),
        _says(found, rest, t),
        t("pictures.reached_read" if len(found) <= _MARKS_SHOWN else "pictures.reached_read_counted"),
        _drawing(found, lang, t) if found else None,
        table,
    )


def _says(found: Sequence[Reached], rest: Sequence[Reached], t: Translate) -> str:
    parts = []
    if found:
        below, at = sum(one.score < 1 for one in found), sum(one.score == 1 for one in found)
        parts.append(
            t(
                "pictures.reached_says",
                n=len(found),
                goals=len(found) + len(rest),
                below=below,
                at=at,
                above=len(found) - below - at,
                low=_times(found[0].score),
                high=_times(found[-1].score),
            )
        )
    if rest:
        counts = Counter(one.judged.verdict for one in rest)
        kinds = t("pictures.comma").join(f"{t(f'verdict.{word}')} {counts[word]}" for word in VERDICTS if counts[word])
        parts.append(t("pictures.reached_rest", n=len(rest), kinds=kinds))
    return t("page.gap").join(parts) if parts else t("pictures.reached_none")


def _times(score: float) -> str:
    return "∞" if math.isinf(score) else f"{score:.3g}"


def _row(one: Reached, lang: Language, t: Translate, scored: bool) -> tuple[Cell, ...]:
    goal, achievement = one.judged.goal, one.judged.achievement
    reached = amount(achievement.value, achievement.unit, lang) if achievement else "–"
    return (
        Cell(one.target, target=one.target),
        Cell(goal.measure, of_document=True),
        Cell(t(f"comparator.{goal.comparator}", amount=goal_amount(goal, lang)), number=True),
        Cell(reached, number=True),
        Cell(t(f"verdict.{one.judged.verdict}")),
        Cell(_times(one.score) if scored else "–", number=True),
    )


def _drawing(found: Sequence[Reached], lang: Language, t: Translate) -> Drawing:
    low = max((step for step in _LADDER if step <= min(found[0].score, 0.5)), default=_LADDER[0])
    high = min((step for step in _LADDER if step >= max(found[-1].score, 2)), default=_LADDER[-1])
    marks = len(found) <= _MARKS_SHOWN
    key, top = _key(found, t, marks)
    places = [_place(one.score, low, high) for one in found]
    layers, links, deep = (
        _swarm(found, places, top, lang, t) if marks else _counted(found, places, _place(1, low, high), top)
    )
    floor = top + deep
    return Drawing((*_axis(low, high, found, top, floor, t), *layers, *key), floor + 44, links=links)


def _place(score: float, low: float, high: float) -> float:
    share = math.log(min(max(score, low), high) / low) / math.log(high / low)
    return _LEFT + share * (_RIGHT - _LEFT)


def _key(found: Sequence[Reached], t: Translate, marks: bool) -> tuple[Sequence[Layer], float]:
    """What the marks mean, each with its count, in as many lines as they need; and where the picture goes on."""
    counts = Counter(one.judged.verdict for one in found)
    x, y, signs, names = 6.0, 10.0, [], []
    for verdict in (word for word in VERDICTS if counts[word]):
        name = f"{t(f'verdict.{verdict}')} {counts[verdict]}"
        if x + 26 + long(name) > WIDTH:
            x, y = 6.0, y + 18
        colour, shape = MARKS[verdict]
        full = 1.0 if marks else _weight(verdict)
        signs.append({"x": x, "y": y, "fill": colour, "fillOpacity": full, "shape": shape if marks else "square"})
        names.append({"x": x + 10, "y": y, "text": name})
        x += 26 + long(name)
    return (Layer("symbol", signs, {"size": 64}), words(names)), y + 38


def _axis(
    low: float, high: float, found: Sequence[Reached], top: float, floor: float, t: Translate
) -> tuple[Layer, ...]:
    steps = [step for step in _LADDER if low <= step <= high]
    if len(steps) > 9:
        steps = [step for step in steps if math.log10(step).is_integer()]
    grid = [{"x": _place(step, low, high), "y": top, "y2": floor} for step in steps if step != 1]
    names = {step: f"{step:g}" for step in steps}
    # A goal beyond the ends of the axis stands at its end, which says so.
    names |= {low: f"≤ {low:g}"} if found[0].score < low else {}
    names |= {high: f"≥ {high:g}"} if found[-1].score > high else {}
    labels = [{"x": _place(step, low, high), "y": floor + 13, "text": name} for step, name in names.items()]
    one = _place(1, low, high)
    reached = t("pictures.at_goal")
    half = long(reached) / 2 + 2
    middle = min(max(one, half), WIDTH - half)
    left, right = f"← {t('pictures.worse')}", f"{t('pictures.better')} →"
    return (
        Layer("rule", grid, {"stroke": LINE, "strokeWidth": 1}),
        Layer("rule", [{"x": one, "y": top - 4, "y2": floor + 4}], {"stroke": INK, "strokeWidth": 1.5}),
        Layer("rule", [{"x": _LEFT - 12, "x2": _RIGHT + 12, "y": floor}], {"stroke": SOFT, "strokeWidth": 1}),
        words(labels, align="center"),
        words([{"x": middle, "y": top - 12, "text": reached}], align="center", fontWeight=600),
        words([{"x": 4, "y": floor + 31, "text": left}], fill=SOFT),
        words([{"x": WIDTH - 4, "y": floor + 31, "text": right}], align="right", fill=SOFT),
    )


def levels(places: Sequence[float], size: float) -> list[int]:
    """For each of the places, in rising order, the lowest level on which a mark of this size touches none before it.

    >>> levels([10, 12, 30], 8)
    [0, 1, 0]
    """
    ends: list[float] = []
    found = []
    for place in places:
        level = next((n for n, end in enumerate(ends) if place >= end), len(ends))
        ends[level : level + 1] = [place + size]
        found.append(level)
    return found


def _swarm(
    found: Sequence[Reached], places: Sequence[float], top: float, lang: Language, t: Translate
) -> tuple[list[Layer], list[Link], float]:
    """One mark for each goal, exactly in its place, moved up where others stand in the way."""
    for size in _SIZES:
        stacked = levels(places, size)
        if max(stacked) * size <= _HIGHEST:
            break
    deep = max(max(stacked) + 1, 4) * size + 10
    rows, links = [], []
    for one, x, level in zip(found, places, stacked, strict=True):
        y = top + deep - 4 - size * (level + 0.5)
        colour, shape = MARKS[one.judged.verdict]
        rows.append({"x": x, "y": y, "fill": colour, "shape": shape})
        half = size / 2
        links.append(Link(one.target, _title(one, lang, t), x - half, y - half, size, size))
    return (
        [Layer("symbol", rows, {"size": 0.72 * size * size}), _names(found, places, stacked, top + deep, size)],
        links,
        deep,
    )


def _names(
    found: Sequence[Reached], places: Sequence[float], stacked: Sequence[int], floor: float, size: float
) -> Layer:
    """The ids of the goals that were missed, where there is room for them."""
    labels: list[dict[str, object]] = []
    for n, (one, x) in enumerate(zip(found, places, strict=True)):
        name = shortened(one_line(one.target), 8)
        half = long(name) / 2
        near = [place for m, place in enumerate(places) if m != n and abs(place - x) < half + size]
        if one.score < 1 and not near and x - half > 0 and not stacked[n]:
            labels.append({"x": x, "y": floor - 4 - size - 9, "text": name})
    return words(labels, align="center")


def _title(one: Reached, lang: Language, t: Translate) -> str:
    goal, achievement = one.judged.goal, one.judged.achievement
    reached = amount(achievement.value, achievement.unit, lang) if achievement else "–"
    return t(
        "pictures.reached_title",
        target=t("item.target", id=one.target),
        measure=shortened(goal.measure, 40),
        goal=goal_amount(goal, lang),
        reached=reached,
        ratio=_times(one.score),
        verdict=t(f"verdict.{one.judged.verdict}"),
    )


def _weight(verdict: Verdict) -> float:
    """How full a column's colour is, where no shape tells two verdicts of one colour apart."""
    return 1.0 if verdict in ("exceeded", "short", "incomparable", "unreported") else 0.5


def _counted(
    found: Sequence[Reached], places: Sequence[float], one: float, top: float
) -> tuple[list[Layer], list[Link], float]:
    """Too many goals for a mark each: columns, each as high as it holds goals, the verdicts on top of each other."""
    counts: dict[int, Counter[Verdict]] = {}
    for each, place in zip(found, places, strict=True):
        # The middle column is for goals just reached and for no other.
        column = math.floor((place - one) / _COLUMN + 0.5)
        column = 0 if each.score == 1 else min(column, -1) if each.score < 1 else max(column, 1)
        counts.setdefault(column, Counter())[each.judged.verdict] += 1
    most = max(sum(verdicts.values()) for verdicts in counts.values())
    deep = _HIGHEST + 20
    bars, labels = [], []
    for column, verdicts in sorted(counts.items()):
        x, y = one + (column - 0.5) * _COLUMN, top + deep
        for verdict in (word for word in VERDICTS if verdicts[word]):
            height = _HIGHEST * verdicts[verdict] / most
            y -= height
            bars.append({"x": x, "y": y, "height": height, "fill": MARKS[verdict][0], "fillOpacity": _weight(verdict)})
        if sum(verdicts.values()) == most:
            labels.append({"x": x + _COLUMN / 2, "y": y - 8, "text": f"{most:,}"})
    return [Layer("rect", bars, {"width": _COLUMN - 1}), words(labels, align="center")], [], deep
