"""A check in the terminal: a line for each pair, then what is new, worst first, then what is fixed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.check.words import (
    accepted_words,
    ending,
    finding_place,
    finding_words,
    input_words,
    new_worst_first,
    notices,
    pair_words,
    whose,
)
from reconcile.reporting.columns import padded, width, wrap
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.terminal import WIDTH, Paint, painter
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from reconcile.checking.values import CheckedPair, CheckResult

_SHOWN = 20
_WIDEST_NAME = 30


def print_check(result: CheckResult, *, color: bool = False, verbose: bool = False) -> None:
    """Print it to standard output, as wide as the terminal is, but no wider than 80 columns."""
    columns = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    sys.stdout.write(render_check_terminal(result, color=color, verbose=verbose, columns=columns))


def render_check_terminal(
    result: CheckResult, *, color: bool = False, verbose: bool = False, columns: int = WIDTH
) -> str:
    """The check as text: the first findings that are new and the first that are fixed, ``verbose`` all of them."""
    t, paint = translator(result.lang), painter(color)
    shown = None if verbose else _SHOWN
    lines = [
        *_pairs(result, t, paint, columns),
        *_notices(result, t, columns),
        *_new(result, t, paint, columns, shown),
        *_fixed(result, t, paint, columns, shown),
        "",
        *wrap(ending(result, t) + t("page.stop").rstrip(), columns),
    ]
    return "\n".join(lines) + "\n"


def _pairs(result: CheckResult, t: Translate, paint: Paint, columns: int) -> Iterator[str]:
    names = {pair.name: one_line(pair.name) for pair in result.pairs}
    ahead = min(max(map(width, names.values()), default=0), _WIDEST_NAME)
    for pair in result.pairs:
        name, words = padded(names[pair.name], ahead), pair_words(pair, t)
        yield f"{paint(name, 'strong')}  {paint(words, _style(pair))}"
        if result.has_baseline:
            for sentence in input_words(pair, t):
                yield from ("    " + line for line in wrap(one_line(sentence), columns - 4))


def _style(pair: CheckedPair) -> str:
    if pair.status == "failed":
        return "error"
    severities = {finding.severity for finding in pair.in_state("new")}
    return "error" if "error" in severities else "warning" if "warning" in severities else "soft"


def _notices(result: CheckResult, t: Translate, columns: int) -> Iterator[str]:
    for sentence in notices(result, t):
        yield ""
        yield from wrap(sentence, columns)


def _new(result: CheckResult, t: Translate, paint: Paint, columns: int, shown: int | None) -> Iterator[str]:
    found = new_worst_first(result)
    if found:
        yield ""
        yield paint(t("check.new_heading"), "strong")
    for pair, finding in found[:shown]:
        severity = t(f"severity.{finding.severity}")
        heading = f"{one_line(pair.name)}  {whose(finding.target, finding.outcome, t)}"
        yield f"{paint(severity, finding.severity)}  {paint(heading, 'strong')}"
        yield from ("  " + line for line in wrap(finding_words(finding, result.lang, t), columns - 2))
        if where := finding_place(finding):
            yield "  " + paint(where, "soft")
    yield from _more(len(found), shown, t, columns)


def _fixed(result: CheckResult, t: Translate, paint: Paint, columns: int, shown: int | None) -> Iterator[str]:
    found = [(pair, finding) for pair in result.pairs for finding in pair.fixed]
    if found:
        yield ""
        yield paint(t("check.fixed_heading"), "strong")
    for pair, finding in found[:shown]:
        first, *rest = wrap(f"{one_line(pair.name)}  {accepted_words(finding, result.lang, t)}", columns - 2)
        yield first
        yield from ("  " + line for line in rest)
    yield from _more(len(found), shown, t, columns)


def _more(count: int, shown: int | None, t: Translate, columns: int) -> Iterator[str]:
    if shown is not None and count > shown:
        yield from wrap(t("check.more", n=count - shown), columns)
