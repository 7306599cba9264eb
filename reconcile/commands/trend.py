"""The command ``reconcile trend``: one plan's targets through several reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reconcile.commands.options import LangOption, NoColor, Quiet
from reconcile.commands.running import colored, refuse_two_on_standard_output


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
    from reconcile.reporting.files import check_place, refuse_to_overwrite
    from reconcile.reporting.trend.files import render_trend, trend_format, write_trend
    from reconcile.trending import trend as follow_targets

    places = output or (["-"] if format else [])
    refuse_two_on_standard_output(places)
    formats = [trend_format(place, format) for place in places]
    for place in places:
        if place != "-":
            check_place(place)
    refuse_to_overwrite(places, files)
    result = follow_targets(files, lang=lang.value if lang else None)
    for place, name in zip(places, formats, strict=True):
        if place == "-":
            sys.stdout.write(render_trend(result, name))
        else:
            write_trend(result, place, format=name)
            if not quiet:
                typer.echo(f"wrote {place}", err=True)
    if not places and not quiet:
        from reconcile.reporting.trend.terminal import print_trend

        print_trend(result, color=colored(no_color), verbose=verbose)
