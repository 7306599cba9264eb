"""Numbers as people write them: 180.06亿元 in Chinese, 18.006 billion 元 in English, never less exact than they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reconcile.model import Goal, JudgedGoal, Language
from reconcile.reporting.translations import Translate

_SCALES: dict[Language, Sequence[tuple[Decimal, str]]] = {
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
}
_THOUSANDTH = Decimal("0.001")
_HUNDREDTH = Decimal("0.01")


def number(value: Decimal | float, lang: Language) -> str:
    """A value with at most three decimals, large ones with a scale word where that keeps them exact.

    >>> number(Decimal(18006000000), "zh"), number(Decimal(18006000000), "en"), number(Decimal("5.50"), "en")
    ('180.06亿', '18.006 billion', '5.5')
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    for scale, word in _SCALES[lang]:
        if abs(exact) >= scale and exact / scale == (exact / scale).quantize(_THOUSANDTH):
            return _plain(exact / scale, lang) + word
    return _plain(exact, lang)


def _plain(value: Decimal, lang: Language) -> str:
    rounded = value.quantize(_THOUSANDTH).normalize() if abs(value) < Decimal(10) ** 20 else value.normalize()
    separator = "," if lang == "en" else ""
    return f"{rounded:{separator}f}"


def amount(value: Decimal, unit: str, lang: Language, high: Decimal | None = None) -> str:
    """A value, or a range, with its unit.

    >>> amount(Decimal("5.5"), "%", "en"), amount(Decimal(1500), "张", "en"), amount(Decimal(36000), "户", "zh")
    ('5.5%', '1,500 张', '3.6万户')
    >>> amount(Decimal(2), "个", "zh", Decimal(3))
    '2–3个'
    """
    figures = number(value, lang) if high is None else f"{number(value, lang)}–{number(high, lang)}"
    tight = lang == "zh" or unit in ("", "%", "‰")
    return figures + unit if tight else f"{figures} {unit}"


def goal_amount(goal: Goal, lang: Language) -> str:
    """What a goal asks for, with its unit; the comparator is said elsewhere."""
    return amount(goal.value, goal.unit, lang, goal.value_high)


def share_reached(judged: JudgedGoal, t: Translate) -> str:
    """How much of a goal was reached: a share below it, a multiple from it on; "" where they are equal or no amounts.

    Of a goal that is better undercut neither says how good it is, so that it is a share of the goal throughout.
    """
    ratio = judged.ratio
    if ratio is None or ratio == 1:
        return ""
    if judged.goal.direction == "lower" or judged.goal.comparator == "le":
        return t("goal.of_ceiling", share=percent(ratio, 1))
    return t("goal.share", share=percent(ratio, 1)) if ratio < 1 else "×" + _times(Decimal(str(ratio)))


def _times(ratio: Decimal) -> str:
    rounded = ratio.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return _plain(ratio if rounded == 1 else rounded, "zh")


def percent(part: float, whole: float) -> str:
    """``part`` of ``whole`` in per cent; only all is 100%, only none is 0%.

    >>> percent(97, 200), percent(1, 3000), percent(2999, 3000), percent(0, 0)
    ('48.5%', '<0.1%', '>99.9%', '–')
    """
    if whole == 0:
        return "–"
    share = 100 * part / whole
    if 0 < share < 0.1:
        return "<0.1%"
    if 99.9 < share < 100:
        return ">99.9%"
    return f"{share:.1f}".removesuffix(".0") + "%"
