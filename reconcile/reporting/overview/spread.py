"""How a share is spread over the pairs: its quartiles, and the picture of them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reconcile.reporting.figures import percent
from reconcile.reporting.overview.ranking import fewest_goals, standing
from reconcile.reporting.overview.values import PairFigures, Tally
from reconcile.reporting.pictures.drawing import INK, LINE, SOFT, STRONG, WIDTH, Drawing, Layer, Titled, draw, words
from reconcile.reporting.translations import Translate

_SHARES: Mapping[str, Callable[[Tally], tuple[int, int]]] = MappingProxyType(
    {
        "overview.spread_matched": lambda tally: (tally.matched, tally.targets),
        "overview.spread_claimed": lambda tally: (tally.claimed_done, tally.answered),
        "overview.spread_carried": lambda tally: (tally.carried, tally.claimed_done),
        "overview.spread_met": lambda tally: (tally.met, tally.decided),
    }
)
_LEFT, _RIGHT, _BAND, _HIGHEST = 12.0, WIDTH - 16.0, 92.0, 34.0
# Two points of a share are a column.
_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class Spread:
    """A share over the pairs: ``key`` names it, ``shares`` are its values 0…1 in rising order, one for each pair."""

    key: str
    shares: tuple[float, ...]

    @property
    def cuts(self) -> tuple[float, float, float, float, float]:
        """Least, lower quartile, median, upper quartile, greatest (linear between the two nearest values).

        >>> Spread("", (0.0, 0.5, 1.0)).cuts
        (0.0, 0.25, 0.5, 0.75, 1.0)
        """
        if len(self.shares) == 1:
            return (self.shares[0],) * 5
        low, middle, high = statistics.quantiles(self.shares, n=4, method="inclusive")
        return self.shares[0], low, middle, high, self.shares[-1]


def spreads(pairs: Sequence[PairFigures]) -> list[Spread]:
    """The spread of each share; of goals met only over the ranked pairs, of others over those with enough targets."""
    found = []
    for key, share in _SHARES.items():
        counts = [
            share(pair.tally) for pair in pairs if key != "overview.spread_met" or standing(pair.tally) == "ranked"
        ]
        shares = sorted(part / whole for part, whole in counts if whole >= fewest_goals())
        if shares:
            found.append(Spread(key, tuple(shares)))
    return found


def spread_says(spread: Spread, t: Translate) -> str:
    """One spread as a sentence."""
    low, lower, middle, upper, high = (percent(share, 1) for share in spread.cuts)
    return t(
        "overview.spread_says",
        name=t(spread.key),
        n=len(spread.shares),
        low=low,
        lower=lower,
        middle=middle,
        upper=upper,
        high=high,
    )


def draw_spreads(found: Sequence[Spread], t: Translate) -> str | None:
    """The picture as SVG text; None where there is nothing to draw, or nothing to draw it with."""
    if not found:
        return None
    says = t("page.gap").join(spread_says(spread, t) for spread in found)
    drawn = draw([Titled(_drawing(found, t), says)], str)
    return drawn[0] if drawn else None


def _drawing(found: Sequence[Spread], t: Translate) -> Drawing:
    layers: list[Layer] = []
    for place, spread in enumerate(found):
        layers += _band(spread, place * _BAND, t)
    foot = len(found) * _BAND
    ticks = [{"x": _x(share / 4), "y": foot + 8, "text": f"{25 * share}%"} for share in range(5)]
    layers.append(words(ticks, align="center", fill=SOFT, fontSize=11))
    return Drawing(layers, foot + 18)


def _band(spread: Spread, top: float, t: Translate) -> list[Layer]:
    """The name, a column for each two points as high as they hold pairs, and the box of the quartiles below."""
    counts = Counter(min(_COLUMNS - 1, int(share * _COLUMNS)) for share in spread.shares)
    most = max(counts.values())
    base = top + 24 + _HIGHEST
    step = (_RIGHT - _LEFT) / _COLUMNS
    columns = [
        {
            "x": _LEFT + place * step,
            "y": base - _HIGHEST * count / most,
            "width": step - 0.8,
            "height": _HIGHEST * count / most,
        }
        for place, count in sorted(counts.items())
    ]
    least, lower, middle, upper, greatest = spread.cuts
    box = base + 6
    return [
        words([{"x": _LEFT, "y": top + 9, "text": t(spread.key), "fontWeight": 600}], fill=INK),
        words(
            [{"x": _RIGHT, "y": top + 9, "text": t("overview.spread_highest", n=most)}],
            align="right",
            fill=SOFT,
            fontSize=11,
        ),
        Layer("rect", columns, {"fill": SOFT, "fillOpacity": 0.55}),
        Layer("rule", [{"x": _LEFT, "y": base, "x2": _RIGHT}], {"stroke": LINE, "strokeWidth": 1}),
        Layer("rule", [{"x": _x(least), "y": box + 5, "x2": _x(greatest)}], {"stroke": STRONG, "strokeWidth": 1}),
        Layer(
            "rect",
            [{"x": _x(lower), "y": box, "width": max(_x(upper) - _x(lower), 1.0), "height": 10.0}],
            {"fill": STRONG, "fillOpacity": 0.3, "stroke": STRONG},
        ),
        Layer("rule", [{"x": _x(middle), "y": box - 1.5, "y2": box + 11.5}], {"stroke": STRONG, "strokeWidth": 2.5}),
    ]


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)
