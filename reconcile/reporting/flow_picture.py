"""The picture of what became of every promise, drawn by Vega as inline SVG: from the report over the plan to the end.

Vega is told every place and size (no automatic layout, no title, no legend), so that the bytes depend on no font of the
machine. Colours and fonts are attributes, never styles, which the page's Content-Security-Policy would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reconcile.reporting.lives import COVERED, ENDS, ORIGINS, End, Life, end_name, flows
from reconcile.reporting.translations import Translate

Spec = dict[str, Any]

_WIDTH, _HEIGHT, _GAP, _NODE = 760, 440, 20, 10
# Where the three columns of nodes stand; their labels stand outside of the first, and right of the others.
_COLUMNS = (170, 370, 600)
# Each mark would be an image of its own to a screen reader; the whole picture is one, with one text alternative.
_ROLES = re.compile(r' role="graphics-[a-z]{1,20}" aria-roledescription="[^"]{0,60}"')
_COLOURS: Mapping[End, str] = MappingProxyType(
    {
        **dict.fromkeys(("met", "exceeded", "on_pace"), "#2f8f5b"),
        **dict.fromkeys(("short", "behind"), "#c4383c"),
        **dict.fromkeys(("incomparable", "no_number"), "#c98a1b"),
        **dict.fromkeys(("no_goal", "unreported", "none"), "#8d8a82"),
    }
)


def flow_picture(found: Sequence[Life], t: Translate, label: str) -> str | None:
    """The picture as SVG text with ``label`` as its text alternative, or None where the plotting library is not there.

    It is part of the extra ``plots``. No word of a document is in the picture.
    """
    try:
        import vl_convert
    except ImportError:
        return None
    from html import escape

    svg = _ROLES.sub("", vl_convert.vega_to_svg(flow_spec(found, t)))
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def flow_spec(found: Sequence[Life], t: Translate) -> Spec:
    """The picture as a Vega specification: one band for each way, one node for each stage that it passes."""
    ways = sorted(
        flows(found).items(),
        key=lambda way: (ORIGINS.index(way[0][0]), COVERED.index(way[0][1]), ENDS.index(way[0][2])),
    )
    names = (
        {word: t(f"origin.{word}") for word in ORIGINS},
        {word: t("promises.no_target") if word == "no_target" else t(f"status.{word}") for word in COVERED},
        {word: end_name(word, t) for word in ENDS},
    )
    nodes: list[Spec] = []
    places: list[dict[str, float]] = []
    scale = (_HEIGHT - _GAP * max(len({way[stage] for way, _ in ways}) for stage in range(3))) / len(found)
    for stage, words in enumerate((ORIGINS, COVERED, ENDS)):
        top, starts = float(_GAP), {}
        for word in words:
            count = sum(n for way, n in ways if way[stage] == word)
            if count:
                starts[str(word)] = top
                name = f"{names[stage][word]} {count}"  # type: ignore[index]
                nodes.append({"x": _COLUMNS[stage], "y": top, "y2": top + count * scale, "name": name, "stage": stage})
                top += count * scale + _GAP
        places.append(starts)
    return _spec(nodes, _bands(ways, places, scale))


def _bands(ways: Sequence[tuple[Any, int]], places: Sequence[dict[str, float]], scale: float) -> list[Spec]:
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
    rows = []
    for n, (way, count) in enumerate(ways):
        for stage in range(2):
            begin, end = _COLUMNS[stage] + _NODE, _COLUMNS[stage + 1]
            for share, side in ((0.0, 0), (0.3, 0), (0.7, 1), (1.0, 1)):
                top = left[n, stage + side]
                rows.append(
                    {
                        "band": f"{n}-{stage}",
                        "x": round(begin + share * (end - begin), 2),
                        "y": round(top, 2),
                        "y2": round(top + count * scale, 2),
                        "colour": _COLOURS[way[2]],
                    }
                )
    return rows


def _rank(way: tuple[Any, Any, Any], stage: int) -> tuple[int, int, int]:
    origin, covered, end = ORIGINS.index(way[0]), COVERED.index(way[1]), ENDS.index(way[2])
    return (covered, origin, end) if stage != 1 else (origin, covered, end)


def _spec(nodes: Sequence[Spec], bands: Sequence[Spec]) -> Spec:
    text = {"baseline": {"value": "middle"}, "fill": {"value": "currentColor"}, "fontSize": {"value": 12}}
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "autosize": "none",
        "padding": 0,
        "config": {"aria": False},
        "data": [{"name": "nodes", "values": list(nodes)}, {"name": "bands", "values": list(bands)}],
        "marks": [
            {
                "type": "group",
                "from": {"facet": {"name": "band", "data": "bands", "groupby": "band"}},
                "marks": [
                    {
                        "type": "area",
                        "from": {"data": "band"},
                        "encode": {
                            "enter": {
                                **{channel: {"field": channel} for channel in ("x", "y", "y2")},
                                "fill": {"field": "colour"},
                                "fillOpacity": {"value": 0.45},
                                "interpolate": {"value": "monotone"},
                            }
                        },
                    }
                ],
            },
            {
                "type": "rect",
                "from": {"data": "nodes"},
                "encode": {
                    "enter": {
                        **{channel: {"field": channel} for channel in ("x", "y", "y2")},
                        "width": {"value": _NODE},
                        "fill": {"value": "currentColor"},
                    }
                },
            },
            {
                "type": "text",
                "from": {"data": "nodes"},
                "encode": {
                    "enter": {
                        **text,
                        "x": {"signal": f"datum.stage === 0 ? datum.x - 6 : datum.x + {_NODE + 6}"},
                        "y": {"signal": "(datum.y + datum.y2) / 2"},
                        "align": {"signal": "datum.stage === 0 ? 'right' : 'left'"},
                        "font": {"value": "inherit"},
                        "text": {"field": "name"},
                    }
                },
            },
        ],
    }
