"""The command ``reconcile trend``: one plan's targets through several reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reconcile.commands.options import LangOption, NoColor, Quiet
from reconcile.commands.running import asked_reports, colored, tell_written


def trend(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE FILE...", help="The plan if there is one, then reports.")
    ],
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the table: .json, .csv or .md; repeatable."),
    ] = None,
    format: Annotated[str | None, typer.Option(metavar="NAME", help="json, csv or markdown.")] = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every target and statement.")] = False,
    no_color: NoColor = False,
) -> None:
    """One plan's targets through several reports: numbers, claims and goals that changed, rows without a partner.

    The reports are ordered by the days in their titles; files of one day and issuer are one report.
    """
    from reconcile.reporting.files import refuse_to_overwrite
    from reconcile.reporting.trend.files import render_trend, trend_format, write_trend
    from reconcile.trending import trend as follow_targets

    asked = asked_reports(output, format, trend_format)
    refuse_to_overwrite(asked, files)
    result = follow_targets(files, lang=lang.value if lang else None)
    for place, name in asked.items():
        if place == "-":
            sys.stdout.write(render_trend(result, name))
        else:
            write_trend(result, place, format=name)
        tell_written(place, quiet)
    if not asked and not quiet:
        from reconcile.reporting.trend.terminal import print_trend

        print_trend(result, color=colored(no_color), verbose=verbose)
