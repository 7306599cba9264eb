"""The command ``reconcile run``, which ``reconcile PLAN OUTCOME...`` is short for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reconcile.commands.options import (
    EXIT_FINDINGS,
    AsOf,
    ConfigFile,
    Decisions,
    FailOn,
    Files,
    LangOption,
    Mapped,
    NoColor,
    Output,
    Packs,
    Quiet,
    Today,
    WorkReport,
)
from reconcile.commands.running import asked_reports, color_wanted, colored, reconcile_files, tell_written, tongue

if TYPE_CHECKING:
    from reconcile.model import Reconciliation


def run(
    files: Files,
    report: WorkReport = None,
    output: Output = None,
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="html, json, xlsx, csv, markdown, sarif, junit or gitlab.")
    ] = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: Packs = None,
    config: ConfigFile = None,
    today: Today = None,
    decisions: Decisions = None,
    headings: Mapped = None,
    fail_on: Annotated[FailOn, typer.Option(help="Which findings make the exit status 1.")] = FailOn.never,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every finding, not only the worst.")] = False,
    no_color: NoColor = False,
) -> None:
    """A plan against the files that together are its completion report; or one file that restates its own targets."""
    from reconcile.reporting import format_for, rendered, write
    from reconcile.reporting.files import page_beside, refuse_to_overwrite
    from reconcile.reporting.progress import progress_shown

    asked = asked_reports(output, format, format_for)
    refuse_to_overwrite(asked, [*files, *([report] if report else []), *(decisions or ())])
    result = reconcile_files(
        files,
        report=report,
        as_of=as_of,
        lang=lang,
        rules=rules,
        config=config,
        today=today,
        decisions=decisions,
        headings=headings,
        quiet=quiet,
        no_color=no_color,
    )
    # A report with failures in it (JUnit) that never had any would say nothing.
    failures: Literal["error", "warning"] = "warning" if fail_on is FailOn.warning else "error"
    for place, name in asked.items():
        page, color = page_beside(place, asked), color_wanted(no_color)
        with progress_shown(["writing"], tongue(lang), sys.stderr, watched=not quiet, color=color) as (_, tell):
            if place == "-":
                _put_out(rendered(result, name, fail_on=failures, on_part=tell))
            else:
                write(result, place, format=name, page=page, fail_on=failures, on_part=tell)
        tell_written(place, quiet)
    if decisions and not quiet and (asked or not result.decisions):
        typer.echo(f"decisions: {_told(result)}", err=True)
    if not asked and not quiet:
        from reconcile.reporting.terminal import print_summary

        print_summary(result, color=colored(no_color), verbose=verbose)
    if _fails(result, fail_on):
        raise typer.Exit(EXIT_FINDINGS)


def _put_out(report: Iterable[bytes]) -> None:
    """A report on standard output, as the bytes that a file of it would hold."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(report)
    sys.stdout.buffer.flush()


def _fails(result: Reconciliation, fail_on: FailOn) -> bool:
    bad = {FailOn.error: {"error"}, FailOn.warning: {"error", "warning"}, FailOn.never: set()}[fail_on]
    return any(finding.severity in bad and finding.waived is None for finding in result.all_findings)


def _told(result: Reconciliation) -> str:
    """What became of the decisions, in numbers; the reports say why."""
    from collections import Counter

    if not result.decisions:
        return "the files hold none"
    counts = Counter(judged.status for judged in result.decisions)
    replaced = f", {counts['superseded']} superseded" if counts["superseded"] else ""
    return f"{counts['applied']} applied, {counts['void']} void, {counts['conflict']} in conflict{replaced}"
