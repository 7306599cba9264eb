"""A trend as Markdown: what needs attention, then every target with its numbers period by period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.plain_text import markdown_text, one_line
from reconcile.reporting.tables import place
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
    from reconcile.trending.values import Track, Trend


def render_trend_markdown(trend: Trend, lang: Language) -> str:
    """The whole trend: periods, notices, counts, the targets that need attention, and all targets as a table."""
    t = translator(lang)
    lines = [*_heading(trend, lang, t), *_attention(trend, lang, t), *_table(trend, lang, t)]
    return "\n".join(lines) + "\n"


def _heading(trend: Trend, lang: Language, t: Translate) -> Iterator[str]:
    yield f"# {t('trend.title')}"
    yield ""
    for at, period in enumerate(trend.periods):
        files = ", ".join(markdown_text(document.path) for document in period.documents)
        name, title = markdown_text(period_name(trend, at, t)), markdown_text(period.documents[0].title)
        yield f"{at + 1}. {name} · {t('trend.rows', n=period.rows)} · {title} ({files})"
    yield ""
    yield opening(trend, t)
    yield ""
    for notice in trend.notices:
        yield f"> {markdown_text(notice_message(notice).in_language(lang))}"
        yield ""
    if trend.counts:
        yield f"| {t('trend.counts')} | |"
        yield "| --- | ---: |"
        for kind, count in trend.counts.items():
            yield f"| {t(f'trend_kind.{kind}')} | {count} |"
        yield ""


def _attention(trend: Trend, lang: Language, t: Translate) -> Iterator[str]:
    yield f"## {t('trend.attention')}"
    yield ""
    concerned = worst_first(trend)
    for track in concerned:
        yield f"- **{markdown_text(track_name(track))}** {markdown_text(one_line(track.first.text.text))}"
        for statement in filter(asks_for_attention, track.statements):
            places = ", ".join(markdown_text(place(citation)) for citation in statement.citations)
            words = markdown_text(statement_words(statement, trend, lang))
            yield f"  - **{t(f'trend_kind.{statement.kind}')}** {words} — {places}"
    if not concerned:
        yield t("trend.nothing")
    yield ""


def _table(trend: Trend, lang: Language, t: Translate) -> Iterator[str]:
    yield f"## {t('trend.all')}"
    yield ""
    names = [markdown_text(period_name(trend, at, t)) for at in range(len(trend.periods))]
    yield f"| {t('trend.target')} | {t('trend.measure')} | " + " | ".join(names) + f" | {t('trend.statements')} |"
    yield "| --- | --- |" + " --- |" * len(names) + " --- |"
    for track in trend.tracks:
        yield from _rows(track, trend, lang, t)


def _rows(track: Track, trend: Trend, lang: Language, t: Translate) -> Iterator[str]:
    """The rows of one target: its claims with what is said of it, then its measures."""
    name = f"{track_name(track)} {one_line(track.first.text.text)}"
    claims = [
        (stand.outcome.claim_text or "–") if stand and stand.outcome else "" if stand else t("trend.none")
        for stand in track.stands
    ]
    said = "<br>".join(markdown_text(statement_words(statement, trend, lang)) for statement in track.statements)
    yield f"| {markdown_text(name)} | {t('trend.claims')} | " + " | ".join(map(markdown_text, claims)) + f" | {said} |"
    for series in track.series:
        points = {point.period: point for point in series.points}
        cells = [markdown_text(point_words(points.get(at), t)) for at in range(len(track.stands))]
        yield f"| | {markdown_text(series.measure or t('trend.number'))} | " + " | ".join(cells) + " | |"
