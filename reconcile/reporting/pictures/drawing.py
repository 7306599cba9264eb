"""Draws pictures as inline SVG: one start of the plotting library and one call for all pictures of a page.

Vega is told every place and size and chooses none (no automatic layout, no title, no legend, no axis), so that the
bytes depend on no font of the machine. Colours and fonts are attributes, never styles, which the page's
Content-Security-Policy would refuse; colours are the page's own, so that they follow its dark and its printed dress.
Starting the JavaScript engine costs far more than drawing, and each further call as much as a picture: hence one call.
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
    groups = [_group(place, titled.drawing) for place, titled in enumerate(pictures)]
    whole = vl_convert.vega_to_svg(
        {
            "$schema": "https://vega.github.io/schema/vega/v5.json",
            "width": WIDTH,
            "height": WIDTH,
            "autosize": "none",
            "padding": 0,
            "marks": [*groups, {"type": "group", "name": _name(len(groups))}],
        }
    )
    starts = [whole.index(f'<g class="mark-group role-scope {_name(place)}"') for place in range(len(groups) + 1)]
    return tuple(
        _svg(titled, whole[starts[place] : starts[place + 1]], anchor) for place, titled in enumerate(pictures)
    )


def _name(place: int) -> str:
    return f"picture-{place}-"


def _svg(titled: Titled, drawn: str, anchor: Callable[[str], str]) -> str:
    drawing = titled.drawing

    def link(found: re.Match[str]) -> str:
        one = drawing.links[int(found[1])]
        return f'<a href="#{escape(anchor(one.target))}" tabindex="-1"><title>{escape(one_line(one.title))}</title>'

    plain = _LINK.sub(link, _EMPTY.sub("", _ROLES.sub("", drawn)))
    named = plain.replace('role-scope shown"', f'role-scope shown" role="img" aria-label="{escape(titled.says)}"', 1)
    return f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" fill="none" stroke-miterlimit="10">{named}</svg>'


def _group(place: int, drawing: Drawing) -> Spec:
    marks = [_mark(layer) for layer in drawing.layers if layer.rows]
    links = [
        {"x": link.x, "y": link.y, "width": link.width, "height": link.height, "href": f"#{number}"}
        for number, link in enumerate(drawing.links)
    ]
    # Painted, though not to be seen: a rectangle without a fill is no place to click on.
    areas = [_mark(Layer("rect", links, {"fill": "#000", "fillOpacity": 0})) | {"aria": False}] if links else []
    return {
        "type": "group",
        "name": _name(place),
        "marks": [{"type": "group", "name": "shown", "marks": marks}, *areas],
    }


def _mark(layer: Layer) -> Spec:
    """A mark of Vega's: it reads each channel from the field of the same name."""
    channels: Spec = {name: {"field": name} for name in layer.rows[0] if name != layer.grouped}
    shared = {name: {"value": value} for name, value in layer.shared.items()}
    rows = [{name: _rounded(value) for name, value in row.items()} for row in layer.rows]
    mark = {"type": layer.kind, "from": {"data": "rows"}, "encode": {"enter": channels | shared}}
    if not layer.grouped:
        return {"type": "group", "data": [{"name": "rows", "values": rows}], "marks": [mark]}
    facet = {"facet": {"name": "part", "data": "rows", "groupby": layer.grouped}}
    inner = mark | {"from": {"data": "part"}}
    outer = {"type": "group", "from": facet, "marks": [inner]}
    return {"type": "group", "data": [{"name": "rows", "values": rows}], "marks": [outer]}


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
