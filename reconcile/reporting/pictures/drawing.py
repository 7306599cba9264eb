"""Draws pictures as inline SVG by Vega, whose engine is started once for all of them.

Vega is told every place and size and chooses none (no automatic layout, no title, no legend, no axis), so that the
bytes depend on no font of the machine. Colours and fonts are attributes, never styles, which the page's
Content-Security-Policy would refuse; colours are the page's own, so that they follow its dark and its printed dress.
Vega is called by itself: starting its engine takes a third of a second, which Altair's import would nearly double, and
it draws marks where they are told to be, which is all that is asked of it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from typing import Any, Literal

from reconcile.reporting.columns import width as columns_of
from reconcile.reporting.plain_text import one_line

Spec = dict[str, Any]
Row = Mapping[str, Any]

INK, SOFT, LINE = "currentColor", "var(--soft, #5b5852)", "var(--line, #e0dcd3)"
GOOD, BAD, DOUBT = "var(--good, #17633f)", "var(--bad, #a3181c)", "var(--warning, #7d4a00)"
NOTE, STRONG = "var(--info, #3a5570)", "var(--link, #1c4f80)"
PAPER = "var(--paper, #fff)"

# Every picture is drawn as wide as half of the page, or a telephone turned upright, shows it: letters stay readable.
WIDTH = 456
TEXT = 12
# Half of a Chinese character, and a Latin letter of a wide type.
_HALF, _LETTER = 6.0, 7.2

# Each mark would be an image of its own to a screen reader; the whole picture is one, with one text alternative.
_ROLES = re.compile(r' role="graphics-[a-z]{1,20}" aria-roledescription="[^"]{0,60}"')
_EMPTY = re.compile(r'<path class="(?:back|fore)ground" aria-hidden="true" d="[^"]{0,20}"(?: display="none")?/>')
_LINK = re.compile(r'<a xlink:href="[^"#]{0,200}#(\d{1,9})">')


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind: a mapping of Vega's channels to values for each mark, and what all of them share."""

    kind: Literal["rect", "rule", "symbol", "text", "area"]
    rows: Sequence[Row]
    shared: Row = field(default_factory=dict)
    grouped: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle of a picture that leads to a target, and what is told where the pointer rests on it."""

    target: str
    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture in layers, the first undermost, with its size in the pixels of its own scale."""

    layers: Sequence[Layer]
    height: float
    width: float = WIDTH
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Titled:
    """A drawing with its text alternative."""

    drawing: Drawing
    says: str


def draw(pictures: Sequence[Titled], anchor: Callable[[str], str]) -> tuple[str, ...] | None:
    """Each picture as SVG text, in their order, or None where the extra ``plots`` is not installed.

    ``anchor`` gives the fragment that links to a target. The links are for the pointer alone: they stand beside the
    picture, out of reach of the keyboard and of screen readers, for whom the table holds the same links.
    """
    if not pictures:
        return ()
    try:
        import vl_convert
    except ImportError:
        return None
    return tuple(_svg(titled, vl_convert.vega_to_svg(_spec(titled.drawing)), anchor) for titled in pictures)


def _svg(titled: Titled, drawn: str, anchor: Callable[[str], str]) -> str:
    drawing = titled.drawing

    def link(found: re.Match[str]) -> str:
        one = drawing.links[int(found[1])]
        return f'<a href="#{escape(anchor(one.target))}" tabindex="-1"><title>{escape(one_line(one.title))}</title>'

    plain = _LINK.sub(link, _EMPTY.sub("", _ROLES.sub("", drawn)))
    inside = plain[plain.index("<g") : plain.rindex("</svg>")]
    named = inside.replace('role-scope shown"', f'role-scope shown" role="img" aria-label="{escape(titled.says)}"', 1)
    return f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}">{named}</svg>'


def _spec(drawing: Drawing) -> Spec:
    layers = [layer for layer in drawing.layers if layer.rows]
    areas = [
        {"x": link.x, "y": link.y, "width": link.width, "height": link.height, "href": f"#{number}"}
        for number, link in enumerate(drawing.links)
    ]
    # Painted, though not to be seen: a rectangle without a fill is no place to click on.
    over = Layer("rect", areas, {"fill": "#000", "fillOpacity": 0})
    marks = [_mark(layer, _name(place)) for place, layer in enumerate(layers)]
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": drawing.width,
        "height": drawing.height,
        "autosize": "none",
        "padding": 0,
        "data": [_data(layer, _name(place)) for place, layer in enumerate([*layers, *([over] if areas else [])])],
        "marks": [
            {"type": "group", "name": "shown", "marks": marks},
            *([_mark(over, _name(len(layers))) | {"aria": False}] if areas else []),
        ],
    }


def _name(place: int) -> str:
    return f"layer-{place}"


def _data(layer: Layer, name: str) -> Spec:
    return {
        "name": name,
        "values": [{channel: _rounded(value) for channel, value in row.items()} for row in layer.rows],
    }


def _mark(layer: Layer, data: str) -> Spec:
    """A mark of Vega's: it reads each channel from the field of the same name."""
    channels: Spec = {name: {"field": name} for name in layer.rows[0] if name != layer.grouped}
    shared = {name: {"value": value} for name, value in layer.shared.items()}
    mark: Spec = {"type": layer.kind, "from": {"data": data}, "encode": {"enter": channels | shared}}
    if not layer.grouped:
        return mark
    facet = {"facet": {"name": "part", "data": data, "groupby": layer.grouped}}
    return {"type": "group", "from": facet, "marks": [mark | {"from": {"data": "part"}}]}


def _rounded(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


def words(rows: Sequence[Row], **shared: Any) -> Layer:
    """Labels (x, y, text …), each in the middle of its line, in the page's own type and ink."""
    usual = {"baseline": "middle", "font": "inherit", "fontSize": TEXT, "fill": INK}
    given = set(rows[0]) if rows else set()
    return Layer("text", rows, {name: value for name, value in usual.items() if name not in given} | shared)


def long(text: str) -> float:
    """How wide a label is at most, in pixels: an estimate from its letters, since no font is asked.

    >>> round(long("目标50"))
    38
    """
    return sum(_HALF * 2 if columns_of(sign) > 1 else _LETTER * columns_of(sign) for sign in text)


def fitted(text: str, room: float) -> str:
    """A label cut to at most so many pixels, the cut marked by an ellipsis.

    >>> fitted("市住房和城乡建设局", 70)
    '市住房和城…'
    """
    if long(text) <= room:
        return text
    ends = accumulate(map(long, text), initial=long("…"))
    return text[: sum(end <= room for end in ends) - 1] + "…"
