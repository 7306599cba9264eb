"""The command ``reconcile extract``: what was read from one document."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.options import ConfigFile, Mapped
from reconcile.commands.running import mapped

if TYPE_CHECKING:
    from reconcile.reading import Words


class TableFormat(StrEnum):
    """How ``extract`` prints."""

    csv = "csv"
    json = "json"
    markdown = "markdown"


def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    format: Annotated[TableFormat, typer.Option(help="How the records are printed.")] = TableFormat.markdown,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each column got its role, and what to write if it is wrong.")
    ] = False,
    headings: Mapped = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no diagnostics.")] = False,
) -> None:
    """What was read from one document, as a table; diagnostics go to standard error."""
    from reconcile.reading.roles import own_headings
    from reconcile.reporting.extraction import read_records, render_diagnostics, render_records

    words = _project_words(config)
    words = words._replace(headers=own_headings(mapped(headings)) + words.headers)
    if explain:
        from reconcile.reading.explaining import explain_reading
        from reconcile.reporting.reading_explanation import explain_columns, render_columns_json

        explained = explain_reading(file, words)
        render = render_columns_json if format is TableFormat.json else explain_columns
        sys.stdout.write(render(explained))
        return
    records = read_records(file, words)
    sys.stdout.write(render_records(records, format.value))
    if not quiet:
        sys.stderr.write(render_diagnostics(records))


def _project_words(config: Path | None) -> Words:
    """The headings and claim words that the project's configuration names."""
    from reconcile.config.finding import find_config
    from reconcile.config.reading import read_config
    from reconcile.reading.words import NO_WORDS

    place = config or find_config()
    return read_config(place).words if place else NO_WORDS
