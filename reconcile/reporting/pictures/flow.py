"""What became of every promise: bands from what the plan made of it, over the report's answer, to the end.

No word of a document is in the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reconcile.reporting.lives import COVERED, ENDS, ORIGINS, End, Life, end_name, flows
from reconcile.reporting.pictures.drawing import BAD, DOUBT, GOOD, INK, SOFT, WIDTH, Drawing, Layer, Row, long, words
from reconcile.reporting.translations import Translate

_HEIGHT, _GAP, _NODE = 440, 20, 8
_COLOURS: Mapping[End, str] = MappingProxyType(
    {
        **dict.fromkeys(("met", "exceeded", "on_pace"), GOOD),
        **dict.fromkeys(("short", "behind"), BAD),
        **dict.fromkeys(("incomparable", "no_number"), DOUBT),
        **dict.fromkeys(("no_goal", "unreported", "none"), SOFT),
    }
)


def flow_drawing(found: Sequence[Life], t: Translate) -> Drawing:
    """One band for each way that promises and targets went, one node for each stage that they pass."""
    ways = sorted(
        flows(found).items(),
        key=lambda way: (ORIGINS.index(way[0][0]), COVERED.index(way[0][1]), ENDS.index(way[0][2])),
    )
    names = (
        {word: t(f"origin.{word}") for word in ORIGINS},
        {word: t("promises.no_target") if word == "no_target" else t(f"status.{word}") for word in COVERED},
        {word: end_name(word, t) for word in ENDS},
    )
    columns = _columns(names)
    nodes: list[Row] = []
    labels: list[Row] = []
    places: list[dict[str, float]] = []
    scale = (_HEIGHT - _GAP * max(len({way[stage] for way, _ in ways}) for stage in range(3))) / len(found)
    for stage, stages in enumerate((ORIGINS, COVERED, ENDS)):
        top, starts = float(_GAP), {}
        for word in stages:
            count = sum(n for way, n in ways if way[stage] == word)
            if count:
                starts[str(word)] = top
                x = columns[stage]
                nodes.append({"x": x, "y": top, "height": max(count * scale, 0.5)})
                name = f"{names[stage][word]} {count:,}"  # type: ignore[index]
                middle = top + count * scale / 2
                labels.append(
                    (
                        {"x": x - 5, "y": middle, "align": "right", "text": name},
                        {"x": x + _NODE / 2, "y": top - 8, "align": "center", "text": name},
                        {"x": x + _NODE + 5, "y": middle, "align": "left", "text": name},
                    )[stage]
                )
                top += count * scale + _GAP
        places.append(starts)
    bands = Layer(
        "area", _bands(ways, places, columns, scale), {"fillOpacity": 0.35, "interpolate": "monotone"}, "band"
    )
    return Drawing((bands, Layer("rect", nodes, {"width": _NODE, "fill": INK}), words(labels)), _HEIGHT)


def _columns(names: Sequence[Mapping[Any, str]]) -> tuple[float, float, float]:
    """Where the three columns of nodes stand; their labels stand outside of both ends, and on top of the middle."""
    # A label ends with a blank and a count.
    first, last = (max(map(long, names[stage].values())) + 34 for stage in (0, 2))
    return first, (first + WIDTH - last - _NODE) / 2, WIDTH - last - _NODE


def _bands(
    ways: Sequence[tuple[Any, int]], places: Sequence[dict[str, float]], columns: Sequence[float], scale: float
) -> list[Row]:
    """The outlines of all bands: for each way and each gap between two columns, four places along it."""
    tops = [dict(starts) for starts in places]
    left: dict[tuple[int, int], float] = {}
    for stage in range(3):
        # The bands leave and reach a node in the order of the other end, so that they cross as little as can be.
        order = sorted(range(len(ways)), key=lambda n: _rank(ways[n][0], stage))
        for n in order:
            word = str(ways[n][0][stage])
            left[n, stage] = tops[stage][word]
            tops[stage][word] += ways[n][1] * scale
    rows: list[Row] = []
    for n, (way, count) in enumerate(ways):
        for stage in range(2):
            begin, end = columns[stage] + _NODE, columns[stage + 1]
            for share, side in ((0.0, 0), (0.3, 0), (0.7, 1), (1.0, 1)):
                top = left[n, stage + side]
                rows.append(
                    {
                        "band": f"{n}-{stage}",
                        "x": round(begin + share * (end - begin), 2),
                        "y": round(top, 2),
                        "y2": round(top + count * scale, 2),
                        "fill": _COLOURS[way[2]],
                    }
                )
    return rows


def _rank(way: tuple[Any, Any, Any], stage: int) -> tuple[int, int, int]:
    origin, covered, end = ORIGINS.index(way[0]), COVERED.index(way[1]), ENDS.index(way[2])
    return (covered, origin, end) if stage != 1 else (origin, covered, end)
