"""Writes a trend: json, csv or markdown, as text or into a file, whole or not at all."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.reporting.formats import Formats, chosen_format

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Language
    from reconcile.trending.values import Trend

TREND_FORMATS: Formats = MappingProxyType({"json": (".json",), "csv": (".csv",), "markdown": (".md", ".markdown")})


def trend_format(path: str | Path, override: str | None = None) -> str:
    """The name of the format in which ``path`` is written; ``override`` wins over its ending.

    Raises ``OutputError``, naming what is known, for another.

    >>> trend_format("trend.md"), trend_format("-", "csv")
    ('markdown', 'csv')
    """
    return chosen_format(path, override, TREND_FORMATS, "a trend")


def render_trend(trend: Trend, format: str, lang: Language | None = None) -> str:
    """The trend as text, in the language asked for (default: its own); json holds both languages."""
    match trend_format("", format):
        case "json":
            from reconcile.reporting.trend.as_json import render_trend_json

            return render_trend_json(trend)
        case "csv":
            from reconcile.reporting.trend.tables import render_trend_csv

            return render_trend_csv(trend, lang or trend.lang)
        case _:
            from reconcile.reporting.trend.as_markdown import render_trend_markdown

            return render_trend_markdown(trend, lang or trend.lang)


def write_trend(trend: Trend, path: str | Path, *, format: str | None = None, lang: Language | None = None) -> None:
    """Write the trend to ``path``, whole or not at all; ``format`` overrides what its ending says.

    Raises ``OutputError`` with a remedy where the format is unknown or the place cannot be written to.
    """
    from reconcile.reporting.files import write_whole

    write_whole(path, render_trend(trend, trend_format(path, format), lang))
