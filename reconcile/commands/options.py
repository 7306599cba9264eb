"""The options that several commands share, as the command line declares them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

EXIT_FINDINGS = 1


class FailOn(StrEnum):
    """Which findings make the exit status 1."""

    error = "error"
    warning = "warning"
    never = "never"


class Lang(StrEnum):
    """The language of the reports."""

    zh = "zh"
    en = "en"


class TextOrJson(StrEnum):
    """For a reader, or for a program."""

    text = "text"
    json = "json"


Packs = Annotated[list[Path] | None, typer.Option("--rules", metavar="DIR", help="A further rule pack; repeatable.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The settings. Default: reconcile.toml, or the table tool.reconcile of pyproject.toml, found upwards.",
    ),
]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="The day that waivers with an expiry are judged against."),
]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="Language of the reports.")]
Output = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write a report; the ending chooses the format; repeatable."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR is honoured too).")]
Files = Annotated[
    list[Path],
    typer.Argument(metavar="PLAN [OUTCOME]...", help="The plan, then the report's files; - reads standard input."),
]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="The day the report speaks for (YYYY-MM-DD).")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="HEADING=ROLE", help="What a column holds, such as 考核要点=target; repeatable."),
]
Decisions = Annotated[
    list[Path] | None,
    typer.Option(
        "--decisions", metavar="FILE", help="Reviewers' decisions to apply: .json, or a workbook filled in; repeatable."
    ),
]
WorkReport = Annotated[Path | None, typer.Option(metavar="FILE", help="The work report the plan was cut from.")]
