"""Findings by leader and by owner: whose targets bear how many, the worst first, stacked by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from reconcile.model import Finding, Language, Reconciliation, Severity
from reconcile.reporting.page import facets
from reconcile.reporting.pictures.drawing import (
    BAD,
    DOUBT,
    NOTE,
    PAPER,
    SOFT,
    WIDTH,
    Drawing,
    Layer,
    fitted,
    long,
    words,
)
from reconcile.reporting.pictures.values import ROWS_SHOWN, Cell, Picture, Table, count
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.summary import SEVERITIES
from reconcile.reporting.translations import Translate, translator

By = Literal["leader", "owner"]
Counts = Counter[Severity]

_COLOURS: Mapping[Severity, str] = MappingProxyType({"error": BAD, "warning": DOUBT, "info": NOTE})
# What is only worth noting is paler, so that the eye falls on the rest first.
_WEIGHTS: Mapping[Severity, float] = MappingProxyType({"error": 1.0, "warning": 1.0, "info": 0.35})
_BARS_SHOWN = 20
_ROW, _NAMES = 20.0, 150.0


def findings_picture(reconciliation: Reconciliation, by: By, lang: Language) -> Picture:
    """The picture, its sentence and its table, the one with the most errors first, then warnings, then notes.

    A finding counts for everyone whom its target names, in the plan or in the completion report, as do the filters of
    the page; waived findings do not count.
    """
    t = translator(lang)
    found, nobody = _counted(reconciliation, by)
    ranked = sorted(found.items(), key=lambda one: (*(-one[1][severity] for severity in SEVERITIES), one[0]))
    return Picture(
        f"by-{by}",
        t(f"pictures.by_{by}"),
        _says(reconciliation, ranked, nobody, by, t),
        t("pictures.by_read"),
        _drawing(ranked, by, t) if ranked else None,
        _table(ranked, by, t),
    )


def _counted(reconciliation: Reconciliation, by: By) -> tuple[dict[str, Counts], int]:
    """The findings of each name by severity, and how many findings name nobody."""
    found: dict[str, Counts] = {}
    nobody = 0
    items = {outcome.id: item for item in reconciliation.items for outcome in item.outcomes}

    def add(findings: Sequence[Finding], names: Sequence[str]) -> int:
        standing = [finding.severity for finding in findings if finding.waived is None]
        for name in names:
            if standing:
                found.setdefault(name, Counter()).update(standing)
        return 0 if names else len(standing)

    for item in reconciliation.items:
        nobody += add(item.findings, facets.values_of(item)[by])
    for finding in reconciliation.findings:
        # A finding on the whole run that names a row is its owners' too.
        concerned = items.get(finding.outcome or "")
        nobody += add([finding], facets.values_of(concerned)[by] if concerned else ())
    return found, nobody


def _says(
    reconciliation: Reconciliation, ranked: Sequence[tuple[str, Counts]], nobody: int, by: By, t: Translate
) -> str:
    total = sum(finding.waived is None for finding in reconciliation.all_findings)
    if not ranked:
        return t("pictures.by_none", n=total)
    name, counts = ranked[0]
    says = t(
        f"pictures.by_{by}_says",
        n=total,
        people=len(ranked),
        name=one_line(name),
        **{severity: counts[severity] for severity in SEVERITIES},
    )
    return says + t("page.gap") + t("pictures.by_nobody", n=nobody) if nobody else says


def _table(ranked: Sequence[tuple[str, Counts]], by: By, t: Translate) -> Table:
    rows = [
        (
            Cell(name, of_document=True),
            *(count(counts[word], _query(by, name, word)) for word in SEVERITIES),
            count(sum(counts.values()), _query(by, name)),
        )
        for name, counts in ranked[:ROWS_SHOWN]
    ]
    headings = (t(f"filter.{by}"), *(t(f"severity.{word}") for word in SEVERITIES), t("promises.all"))
    return Table(headings, rows, len(ranked))


def _query(by: By, name: str, severity: str = "") -> str:
    """The filter that shows the targets of a name, or those of them with findings of one severity."""
    return urlencode([(by, name), *([("severity", severity)] if severity else [])])


def _drawing(ranked: Sequence[tuple[str, Counts]], by: By, t: Translate) -> Drawing:
    # One name more takes no more room than saying that there is one.
    shown = ranked if len(ranked) <= _BARS_SHOWN + 1 else ranked[:_BARS_SHOWN]
    names = [fitted(one_line(name), _NAMES) for name, _ in shown]
    left = max(long(name) for name in names) + 8
    most = max(sum(counts.values()) for _, counts in shown)
    longest = WIDTH - left - long(f"{most:,}") - 12
    key, top = _key(t)
    bars, inside, sums, labels = [], [], [], []
    for place, (name, (_, counts)) in enumerate(zip(names, shown, strict=True)):
        x, y = left, top + place * _ROW
        labels.append({"x": left - 6, "y": y + _ROW / 2, "text": name})
        for severity in (word for word in SEVERITIES if counts[word]):
            width = longest * counts[severity] / most
            bars.append(_bar(severity, x, y + 3, width, _ROW - 6))
            number = f"{counts[severity]:,}"
            if width > long(number) + 4:
                fill = PAPER if _WEIGHTS[severity] == 1 else "currentColor"
                inside.append({"x": x + width / 2, "y": y + _ROW / 2 + 0.5, "text": number, "fill": fill})
            x += width
        sums.append({"x": x + 5, "y": y + _ROW / 2, "text": f"{sum(counts.values()):,}"})
    layers = [*key, words(labels, align="right"), Layer("rect", bars), words(sums, fontWeight=600)]
    layers.append(words(inside, align="center", fontSize=11))
    bottom = top + len(shown) * _ROW
    if len(shown) < len(ranked):
        layers.append(words([{"x": 4.0, "y": bottom + 12, "text": _others(ranked[len(shown) :], by, t)}], fill=SOFT))
        bottom += 20
    return Drawing(layers, bottom + 4)


def _bar(severity: Severity, x: float, y: float, width: float, height: float) -> dict[str, object]:
    # A thin line of paper parts two neighbours where colours alone would not.
    return {
        "x": x,
        "y": y,
        "width": max(width - 1, 0.5),
        "height": height,
        "fill": _COLOURS[severity],
        "fillOpacity": _WEIGHTS[severity],
    }


def _others(rest: Sequence[tuple[str, Counts]], by: By, t: Translate) -> str:
    """What the names that have no bar come to; a bar of their sum would dwarf all others."""
    whole: Counts = Counter()
    for _, counts in rest:
        whole.update(counts)
    return t(f"pictures.others_{by}", n=len(rest), **{severity: whole[severity] for severity in SEVERITIES})


def _key(t: Translate) -> tuple[Sequence[Layer], float]:
    x, signs, names = 4.0, [], []
    for severity in SEVERITIES:
        name = t(f"severity.{severity}")
        signs.append(_bar(severity, x, 4, 12, 12))
        names.append({"x": x + 16, "y": 10, "text": name})
        x += 32 + long(name)
    return (Layer("rect", signs), words(names)), 24
