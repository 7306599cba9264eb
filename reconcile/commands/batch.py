"""The command ``reconcile batch``: the pairs of a manifest, into the tables of a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.options import ConfigFile, LangOption, NoColor, Packs, Quiet, TextOrJson, Today
from reconcile.commands.running import color_wanted, tongue
from reconcile.version import NAME

if TYPE_CHECKING:
    from reconcile.batching.running import BatchResult

EXIT_SOME_FAILED = 1


def batch(
    manifest: Annotated[
        Path, typer.Argument(help="CSV or TOML: name, plan, outcome (several parted by ;), report, as_of of each pair.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write, made if needed.")],
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; default: one for each core.")] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.1:8786, or local for one here."),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Add an HTML report of each pair, and an overview of all: overview.html.")
    ] = False,
    lang: LangOption = None,
    rules: Packs = None,
    config: ConfigFile = None,
    today: Today = None,
    format: Annotated[
        TextOrJson, typer.Option(help="How what was done is told: json on standard output, or a line.")
    ] = TextOrJson.text,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> None:
    """Many pairs into one folder: a Parquet part each, and a DuckDB file with the tables over all of them.

    What is there and up to date is kept, so a batch that was stopped goes on where it was. A pair that cannot be judged
    is told and the rest go on.
    """
    from reconcile.batching.running import batch as reconcile_pairs
    from reconcile.config.finding import find_config
    from reconcile.reporting.progress import progress_shown

    # The settings of a TOML manifest are its own.
    settings = config or (None if manifest.suffix.lower() == ".toml" else find_config())
    with progress_shown(
        ["pairs"], tongue(lang), sys.stderr, watched=not quiet, color=color_wanted(no_color)
    ) as watching:
        result = reconcile_pairs(
            manifest,
            output,
            jobs=jobs,
            scheduler=scheduler,
            report=report,
            rules=rules or (),
            config=settings,
            today=today,
            lang=lang.value if lang else None,
            on_pair=watching.tell,
        )
    for failed in result.failed:
        typer.echo(f"{NAME}: {failed.pair}: {failed.error}", err=True)
    if result.removed and not quiet:
        typer.echo(f"taken away, since the manifest no longer lists them: {', '.join(result.removed)}", err=True)
    if format is TextOrJson.json:
        from reconcile.batching.running import result_json

        sys.stdout.write(result_json(result, output))
    if not quiet:
        typer.echo(f"wrote {output}: {_told(result)}", err=True)
    if result.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def _told(result: BatchResult) -> str:
    counts = f"{result.reconciled} reconciled, {result.kept} up to date, {len(result.failed)} failed"
    return f"{result.pairs} {'pair' if result.pairs == 1 else 'pairs'}: {counts}"
