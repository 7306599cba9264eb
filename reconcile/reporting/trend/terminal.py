"""A trend in the terminal: the periods, the counts, and the targets that need attention with their numbers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.columns import cut_to, padded, width, wrap
from reconcile.reporting.headline import title_of
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.terminal import WIDTH, painter
from reconcile.reporting.translations import Translate, translator
from reconcile.reporting.trend.words import (
    asks_for_attention,
    notice_message,
    opening,
    period_name,
    point_words,
    statement_words,
    track_name,
    worst_first,
)

if TYPE_CHECKING:
    from reconcile.model import Language
    from reconcile.trending.values import Series, Track, Trend

_TRACKS = 10
Paint = Callable[[str, str], str]


def print_trend(trend: Trend, *, color: bool = False, verbose: bool = False) -> None:
    """Print it to standard output, as wide as the terminal is, but no wider than 80 columns."""
    columns = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    sys.stdout.write(render_trend_terminal(trend, color=color, verbose=verbose, columns=columns))


def render_trend_terminal(trend: Trend, *, color: bool = False, verbose: bool = False, columns: int = WIDTH) -> str:
    """The trend as text: the first targets that need attention, or with ``verbose`` every target."""
    t, paint = translator(trend.lang), painter(color)
    lines = [*_heading(trend, trend.lang, t, paint, columns), *_tracks(trend, t, paint, columns, verbose)]
    return "\n".join(lines) + "\n"


def _heading(trend: Trend, lang: Language, t: Translate, paint: Paint, columns: int) -> Iterator[str]:
    names = [one_line(period_name(trend, at, t)) for at in range(len(trend.periods))]
    rows = [t("trend.rows", n=period.rows) for period in trend.periods]
    for name, count, period in zip(names, rows, trend.periods, strict=True):
        ahead = f"{padded(name, max(map(width, names)))}  {padded(count, max(map(width, rows)))}  "
        title = cut_to(one_line(title_of(period.documents[0])), max(10, columns - width(ahead)))
        yield paint(ahead, "strong") + title
    yield ""
    yield from wrap(opening(trend, t), columns)
    for notice in trend.notices:
        yield from wrap(one_line(notice_message(notice).in_language(lang)), columns)
    yield ""
    kinds = [(t(f"trend_kind.{kind}"), str(count)) for kind, count in trend.counts.items()]
    for kind, count in kinds:
        yield f"{count:>{max(len(each) for _, each in kinds)}}  {kind}"
    if kinds:
        yield ""


def _tracks(trend: Trend, t: Translate, paint: Paint, columns: int, verbose: bool) -> Iterator[str]:
    concerned = worst_first(trend)
    shown = trend.tracks if verbose else concerned[:_TRACKS]
    yield paint(t("trend.all") if verbose else t("trend.attention"), "strong")
    if not shown:
        yield t("trend.nothing")
    for track in shown:
        yield from _track(track, trend, t, paint, columns, verbose)
    if verbose:
        return
    left = len(concerned) - len(shown)
    yield from wrap(t("trend.more", n=left) if left else t("trend.rest"), columns)


def _track(track: Track, trend: Trend, t: Translate, paint: Paint, columns: int, verbose: bool) -> Iterator[str]:
    name = one_line(track_name(track))
    words = cut_to(one_line(track.first.text.text), max(10, columns - width(name) - 2))
    yield f"{paint(name, 'strong')}  {paint(words, 'soft')}"
    for statement in track.statements:
        if verbose or asks_for_attention(statement):
            kind = t(f"trend_kind.{statement.kind}")
            sentence = f"{kind}{t('page.colon')}{one_line(statement_words(statement, trend, trend.lang))}"
            first, *rest = wrap(sentence, columns - 2)
            yield "  " + paint(kind, "warning" if asks_for_attention(statement) else "info") + first[len(kind) :]
            yield from ("  " + line for line in rest)
    for series in track.series:
        yield from _series(series, trend, t, columns)


def _series(series: Series, trend: Trend, t: Translate, columns: int) -> Iterator[str]:
    """One measure, a line for each period that speaks of it."""
    yield from ("    " + line for line in wrap(one_line(series.measure or t("trend.number")), columns - 4))
    for point in series.points:
        words = f"{period_name(trend, point.period, t)}  {point_words(point, t) or t('trend.none')}"
        yield from ("      " + line for line in wrap(one_line(words), columns - 6))
