"""The command ``reconcile check``: every pair of the configuration against the accepted baseline."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.options import ConfigFile, FailOn, LangOption, NoColor, Output, Packs, Quiet, Today
from reconcile.commands.running import asked_reports, colored, tell_written
from reconcile.errors import ReconcileError
from reconcile.version import NAME

if TYPE_CHECKING:
    from reconcile.checking.values import CheckResult
    from reconcile.config.values import Config


def check(
    config: ConfigFile = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Accept what stands now: write it into the baseline.")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option(help="Which new findings make the exit status 1.")] = FailOn.error,
    output: Output = None,
    format: Annotated[str | None, typer.Option(metavar="NAME", help="json, markdown, sarif, junit or gitlab.")] = None,
    lang: LangOption = None,
    rules: Packs = None,
    today: Today = None,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; default: one for each core.")] = None,
    cache: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where results are kept; default: .reconcile-cache by the settings."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Reconcile every pair anew and keep nothing.")] = False,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print every finding, and what the cache held.")
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Every pair of the configuration against the accepted baseline: what is new, fixed and waived."""
    from reconcile.checking.baseline import write_baseline
    from reconcile.checking.running import check as check_pairs
    from reconcile.checking.values import exit_status
    from reconcile.reporting.check.files import check_format
    from reconcile.reporting.files import refuse_to_overwrite

    asked = asked_reports(output, format, check_format)
    settings = _config(config)
    refuse_to_overwrite(asked, [settings.source.path, Path(settings.source.path).parent / settings.baseline])
    result, remarks = check_pairs(
        settings,
        rules=rules or (),
        today=today,
        lang=lang.value if lang else None,
        jobs=jobs,
        cache=cache,
        cached=not no_cache,
    )
    refuse_to_overwrite(asked, [file.path for pair in result.pairs for file in pair.inputs])
    for remark in remarks if verbose else ():
        typer.echo(f"{NAME}: {remark}", err=True)
    for pair in result.pairs:
        if pair.error:
            typer.echo(f"{NAME}: {pair.name}: {pair.error}", err=True)
    _write(result, asked, fail_on, quiet)
    if not asked and not quiet:
        from reconcile.reporting.check.terminal import print_check

        print_check(result, color=colored(no_color), verbose=verbose)
    _tell_runner(result)
    if update_baseline:
        write_baseline(result)
        if not quiet:
            typer.echo(f"wrote {result.baseline}: {_accepted(result)}", err=True)
        return
    if status := exit_status(result, fail_on.value):
        raise typer.Exit(status)


def _write(result: CheckResult, asked: Mapping[str, str], fail_on: FailOn, quiet: bool) -> None:
    from reconcile.reporting.check.files import render_check, write_check

    for place, name in asked.items():
        if place == "-":
            sys.stdout.write(render_check(result, name, fail_on=fail_on.value))
        else:
            write_check(result, place, format=name, fail_on=fail_on.value)
        tell_written(place, quiet)


def _tell_runner(result: CheckResult) -> None:
    """In GitHub Actions: lines of the change are marked, and the step gets a summary."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from reconcile.reporting.check.annotations import render_annotations

        # The runner reads both streams; standard output may be a report.
        sys.stderr.write(render_annotations(result, result.lang))
    if place := os.environ.get("GITHUB_STEP_SUMMARY"):
        from reconcile.reporting.check.as_markdown import render_check_markdown
        from reconcile.reporting.check.step_summary import MOST_BYTES, append_summary

        append_summary(Path(place), render_check_markdown(result, result.lang, MOST_BYTES // 3), result.lang)


def _config(given: Path | None) -> Config:
    from reconcile.config.finding import find_config
    from reconcile.config.reading import read_config

    place = given or find_config()
    if place is None:
        raise ReconcileError(
            "there is no reconcile.toml here or further up that names pairs to check",
            remedy="write one with: reconcile init, or name it with --config",
        )
    return read_config(place)


def _accepted(result: CheckResult) -> str:
    new = sum(len(pair.in_state("new")) for pair in result.pairs)
    kept = sum(len(pair.in_state("unchanged")) for pair in result.pairs)
    gone = sum(len(pair.fixed) for pair in result.pairs)
    return f"{new + kept} findings accepted, {new} of them new; {gone} fixed ones taken out"
