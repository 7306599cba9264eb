"""What the templates of the overview call."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from reconcile.model import Language
from reconcile.reporting.figures import percent
from reconcile.reporting.headline import Headline
from reconcile.reporting.overview.intervals import wilson
from reconcile.reporting.overview.ranking import (
    STANDINGS,
    Standing,
    fewest_goals,
    groups_worst_first,
    pairs_worst_first,
    shortfall_counts,
    standing,
)
from reconcile.reporting.overview.spread import draw_spreads, spread_says, spreads
from reconcile.reporting.overview.values import Group, Overview, PairFigures, RuleFigures, Tally, total
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import SEVERITIES
from reconcile.reporting.translations import Translate, translator
from reconcile.resources import vocabulary

_WORST_SHOWN = 3
# Pairs of the league table that are drawn or left undrawn together; the stylesheet reckons with as many.
_BATCH = 40
# What a page of a pair is asked to show, by the address of its filters.
FILTERS: Mapping[str, str] = {
    "matched": "status=matched",
    "claimed": "claim=done",
    "quantified": "claim=done&evidence=quantified",
    "met": "verdict=exceeded&verdict=met",
    "short": "verdict=short",
    "behind": "verdict=short&verdict=behind",
    "open": "verdict=no_number&verdict=incomparable",
    "error": "severity=error",
    "warning": "severity=warning",
}


def view_helpers(overview: Overview, lang: Language) -> dict[str, Any]:
    """The functions and tables that the templates use, bound to one overview and one language."""
    from markupsafe import Markup

    t = translator(lang)

    def number(value: int) -> str:
        return f"{value:,}" if lang == "en" else str(value)

    everything = total([pair.tally for pair in overview.pairs]) if overview.pairs else Tally()
    found = spreads(overview.pairs)
    picture = draw_spreads(found, t)
    groups = (*overview.fields, *overview.owners)
    scale = scale_of([pair.tally for pair in overview.pairs] + [group.tally for group in groups])
    ordered = pairs_worst_first(overview.pairs)
    reports = {pair.name: pair.report for pair in overview.pairs}
    parts: dict[Standing, list[PairFigures]] = {
        word: [pair for pair in ordered if standing(pair.tally) == word] for word in STANDINGS
    }
    return {
        "t": t,
        "lang": lang,
        "all": everything,
        "headlines": headlines(overview, everything, t, number),
        "days": days(overview),
        "parts": parts,
        "worst": [pair for pair in parts["ranked"] if pair.tally.short][:_WORST_SHOWN],
        "ranks": {pair.name: rank for rank, pair in enumerate(parts["ranked"], 1)},
        "places": {pair.name: place for place, pair in enumerate(ordered)},
        "fields": groups_worst_first(overview.fields),
        "owners": groups_worst_first(overview.owners),
        "rules": rules_in_order(overview.rules),
        "rule_name": lambda rule: rule_name(rule, lang),
        "spreads": found,
        "spread_says": lambda spread: spread_says(spread, t),
        "cuts": lambda spread: [percent(share, 1) for share in spread.cuts],
        "picture": Markup(picture) if picture else None,
        "percent": percent,
        "interval": lambda tally: interval(tally, everything, scale),
        "scale": scale,
        "mean_rule": mean_rule(everything, scale),
        "batch_of": _BATCH,
        "large": any(max(pair.tally.targets, pair.tally.goals) > 999 for pair in overview.pairs),
        "interval_words": interval_words,
        "shortfall_counts": shortfall_counts,
        "fewest": fewest_goals(),
        "most_not_due": percent(vocabulary("overview")["ranking"]["most_not_due"], 1),
        "href": href,
        "href_of": lambda name, query: href(reports.get(name), query),
        "link": lambda pair, name: href(pair.report, FILTERS[name]),
        "pair_keys": pair_keys,
        "group_keys": group_keys,
        "documents_of": documents_of(overview),
        "number": number,
    }


def headlines(
    overview: Overview, everything: Tally, t: Translate, number: Callable[[int], str]
) -> tuple[Headline, ...]:
    """The few figures across places, each a part of a whole."""
    counts = {severity: sum(pair.findings[severity] for pair in overview.pairs) for severity in SEVERITIES}
    tally = everything
    return (
        Headline(
            len(overview.pairs),
            len(overview.pairs) + len(overview.failures),
            t("overview.read"),
            t("overview.read_note", failed=len(overview.failures)),
        ),
        Headline(
            tally.matched,
            tally.targets,
            t("overview.matched"),
            t(
                "figures.answered_note",
                review=number(tally.review),
                uncovered=number(tally.uncovered),
                dropped=number(tally.dropped),
            ),
        ),
        Headline(
            tally.claimed_done,
            tally.answered,
            t("overview.claimed"),
            t("overview.claimed_note", n=tally.answered - tally.claimed_done),
        ),
        Headline(
            tally.carried,
            tally.claimed_done,
            t("overview.carried"),
            t("overview.carried_note", numbers=tally.quantified, events=tally.milestone),
        ),
        Headline(
            tally.short,
            tally.decided,
            t("overview.short"),
            t("overview.short_note", goals=tally.goals, open=tally.open, not_due=tally.not_due),
        ),
        Headline(
            tally.in_error,
            tally.targets,
            t("overview.in_error"),
            t("overview.in_error_note", errors=counts["error"], warnings=counts["warning"], infos=counts["info"]),
        ),
    )


def days(overview: Overview) -> tuple[str, ...]:
    """The first and the last day that the reports speak for, one where they are the same, none where none is known."""
    known = [pair.as_of for pair in overview.pairs if pair.as_of]
    return tuple(dict.fromkeys((min(known), max(known)))) if known else ()


def rules_in_order(rules: Sequence[RuleFigures]) -> list[RuleFigures]:
    """The rules by severity, then the one in most pairs first."""
    return sorted(rules, key=lambda rule: (SEVERITIES.index(rule.severity), -rule.pairs, -rule.findings, rule.rule))


def href(report: str | None, query: str = "") -> str:
    """The address of a pair's report with a filter set; "" where there is no report.

    >>> href("reports/100% x.html", "claim=done")
    'reports/100%25%20x.html#claim=done'
    """
    if report is None:
        return ""
    return quote(report) + (f"#{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Interval:
    """The interval of a share that fell short as it is drawn, every place in hundredths of the drawing's width.

    ``side`` tells the stylesheet where the whole interval lies beside the share of all pairs together.
    """

    low: float
    high: float
    share: float
    side: str


def scale_of(tallies: Iterable[Tally]) -> float:
    """The share at the right end of every drawn interval: none passes it, and it is whole tenths."""
    ends = [wilson(*shortfall_counts(tally))[1] for tally in tallies if standing(tally) != "few"]
    return math.ceil(10 * max(ends, default=1.0)) / 10


def interval(tally: Tally, everything: Tally, scale: float) -> Interval | None:
    """The interval of the goals that fell short; None where it is not drawn, since they are too few."""
    if standing(tally) == "few":
        return None
    part, whole = shortfall_counts(tally)
    low, high = wilson(part, whole)
    mean = everything.short / (everything.decided or 1)
    ranked = standing(tally) == "ranked"

    def place(share: float) -> float:
        return round(100 * share / scale, 1)

    return Interval(
        low=place(low),
        high=place(high),
        share=place(part / whole),
        side=" worse" if ranked and low > mean else " better" if ranked and high < mean else "",
    )


def mean_rule(everything: Tally, scale: float) -> str:
    """The rule that draws the share of all pairs together behind every interval."""
    mean = everything.short / (everything.decided or 1)
    return f".ci {{ --mean: {100 * min(1.0, mean / scale):.1f}%; }}\n"


def interval_words(tally: Tally) -> str:
    """The interval in whole per cent.

    >>> interval_words(Tally(met=7, short=3))
    '11–60%'
    """
    low, high = wilson(*shortfall_counts(tally))
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def pair_keys(pair: PairFigures, place: int) -> str:
    """What the league table sorts a pair by, in the order of its columns; "-" where there is nothing."""
    tally = pair.tally
    counts = (
        *((tally.matched, tally.targets), (tally.claimed_done, tally.answered)),
        (tally.quantified, tally.claimed_done),
        *((tally.met, tally.decided), shortfall_counts(tally)),
    )
    matched, claimed, quantified, met, short = (_share(part, whole) for part, whole in counts)
    keys = [
        str(place),
        (pair.as_of or "-").replace("-", "") or "-",
        str(tally.targets),
        *(matched, claimed, quantified, met, short),
        _share(tally.open, tally.goals),
        *(str(pair.findings[severity]) for severity in ("error", "warning")),
    ]
    return " ".join(keys)


def group_keys(group: Group, place: int) -> str:
    """What the tables of fields and of owners sort by, in the order of their columns."""
    tally = group.tally
    return " ".join(
        [
            str(place),
            str(group.pairs),
            str(tally.targets),
            _share(tally.claimed_done, tally.answered),
            _share(tally.not_carried, tally.claimed_done),
            _share(tally.short, tally.decided),
            _share(tally.in_error, tally.targets),
        ]
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4g}" if whole else "-"


def documents_of(overview: Overview) -> dict[str, list[Any]]:
    """The documents of each pair, the pairs in the order of the batch."""
    found: dict[str, list[Any]] = {}
    for document in overview.documents:
        found.setdefault(document.pair, []).append(document)
    return found
