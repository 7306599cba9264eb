"""Writes the overview across places beside the database that it counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from reconcile.batching.folder import DATABASE, OVERVIEW, page_path
from reconcile.batching.summarising import summarise_batch
from reconcile.model import Language, Tool
from reconcile.reporting.files import write_whole
from reconcile.reporting.overview import render_overview


def write_overview(folder: Path, tool: Tool, lang: Language | None = None) -> None:
    """Write ``overview.html`` of a batch whose database and pages are in ``folder``.

    ``tool`` is what reconciled the pairs; ``lang`` is by default the language that most of them have. Raises
    ``OutputError`` where the page cannot be written.
    """
    import duckdb

    def report_of(name: str) -> str | None:
        page = page_path(folder, name)
        return page.relative_to(folder).as_posix() if page.is_file() else None

    with duckdb.connect(folder / DATABASE, read_only=True) as connection:
        spoken = Counter(said for (said,) in connection.execute("SELECT lang FROM pairs").fetchall())
        overview = summarise_batch(connection, tool, report_of)
    chosen: Language = lang or ("en" if spoken["en"] > spoken["zh"] else "zh")
    write_whole(folder / OVERVIEW, render_overview(overview, chosen))
