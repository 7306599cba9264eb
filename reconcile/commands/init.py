"""The command ``reconcile init``: a configuration for a folder, made by looking at its files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reconcile.commands.options import Quiet, TextOrJson
from reconcile.errors import OutputError, ReconcileError


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder to look at.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write over a reconcile.toml that is there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print it, and write nothing.")] = False,
    format: Annotated[
        TextOrJson, typer.Option(help="How what was found is printed: json, on standard output, also says why.")
    ] = TextOrJson.text,
    quiet: Quiet = False,
) -> None:
    """A reconcile.toml for a folder: which files are plans and reports, of what place and year, what belongs together.

    Every file is read, none is changed; links are not followed. Comments say what is doubtful and what was left out.
    """
    from reconcile.config.finding import FILE_NAME
    from reconcile.reporting.files import write_whole
    from reconcile.surveying.surveyor import survey_folder
    from reconcile.surveying.writing import configuration, survey_json

    if not folder.is_dir():
        raise ReconcileError(
            "there is no such folder", document=str(folder), remedy="name one that holds the documents"
        )
    place = folder / FILE_NAME
    if place.exists() and not (force or dry_run):
        raise OutputError(
            "it is there already",
            document=str(place),
            remedy="--force writes over it, --dry-run prints what it would be",
        )
    found = survey_folder(folder)
    text = configuration(found)
    if dry_run and format is TextOrJson.text:
        sys.stdout.write(text)
    if not found.pairs:
        raise ReconcileError(
            f"none of the {len(found.left_out)} files looked at is a completion report that can be checked",
            document=str(folder),
            remedy="reconcile extract FILE --explain shows what is read of one",
        )
    if not dry_run:
        write_whole(place, text)
    if format is TextOrJson.json:
        sys.stdout.write(survey_json(found, place.as_posix(), not dry_run))
    if not dry_run and not quiet:
        counts = f"{_counted(len(found.pairs), 'pair')}, {_counted(len(found.left_out), 'file')} left out"
        typer.echo(f"wrote {place}: {counts}", err=True)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
