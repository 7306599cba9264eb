"""What several commands do alike: run one pair with what was asked for, and print as the terminal can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reconcile.commands.options import Lang
from reconcile.errors import OutputError, ReconcileError

if TYPE_CHECKING:
    from reconcile.model import Language, Reconciliation


def reconcile_files(
    files: list[Path],
    *,
    report: Path | None,
    as_of: str | None,
    lang: Lang | None,
    rules: list[Path] | None,
    config: Path | None,
    today: str | None,
    decisions: list[Path] | None,
    headings: list[str] | None = None,
    quiet: bool = False,
    no_color: bool = False,
) -> Reconciliation:
    """The result for the files of one pair, as the options of a command ask for it."""
    from reconcile.config.finding import find_config
    from reconcile.engine import STAGES, reconcile
    from reconcile.reporting.progress import progress_shown

    plan, *outcomes = files
    with progress_shown(STAGES, tongue(lang), sys.stderr, watched=not quiet, color=color_wanted(no_color)) as watching:
        return reconcile(
            plan,
            outcomes,
            report=report,
            as_of=as_of,
            lang=lang.value if lang else None,
            rules=list(rules or []),
            config=config or find_config(),
            today=today,
            headings=mapped(headings),
            decisions=decisions or (),
            on_stage=watching.reach,
            on_part=watching.tell,
        )


def tongue(lang: Lang | None) -> Language:
    """The language of what is told while a run goes on, before its documents are known."""
    return lang.value if lang else "en"


def mapped(headings: list[str] | None) -> dict[str, str]:
    """The headings and roles of --map HEADING=ROLE."""
    named: dict[str, str] = {}
    for each in headings or []:
        heading, sign, role = each.rpartition("=")
        if not (sign and heading.strip() and role.strip()):
            raise ReconcileError(
                f"--map {each!r} names no role", remedy="write --map 'HEADING=ROLE', such as 考核要点=target"
            )
        named[heading.strip()] = role.strip()
    return named


def asked_reports(
    output: list[str] | None, format: str | None, format_of: Callable[[str, str | None], str]
) -> dict[str, str]:
    """The places that -o and --format ask for, each with its format; ``-`` is standard output.

    Raises ``OutputError`` for a format that is not known, a place that cannot be written to, and several reports for
    standard output.
    """
    from reconcile.reporting.files import check_place

    places = output or (["-"] if format else [])
    if places.count("-") > 1:
        raise OutputError("only one report can go to standard output", remedy="write the others to files")
    asked = {place: format_of(place, format) for place in places}
    for place in places:
        if place != "-":
            check_place(place)
    return asked


def tell_written(place: str, quiet: bool) -> None:
    """Say on standard error where a report went."""
    if place != "-" and not quiet:
        typer.echo(f"wrote {place}", err=True)


def colored(no_color: bool) -> bool:
    """Whether standard output is printed in colours."""
    return color_wanted(no_color) and sys.stdout.isatty()


def color_wanted(no_color: bool) -> bool:
    """Whether a terminal may be given colours."""
    return not no_color and not os.environ.get("NO_COLOR")
