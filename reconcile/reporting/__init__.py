"""Writes a reconciliation in each format of ``FORMATS``; all are views of the one value, none of them computes anew.

``render`` gives a report as text, ``render_bytes`` as bytes; ``write`` puts it into a file, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Language, Reconciliation
    from reconcile.reporting.failing import FailOn

__all__ = ["FORMATS", "format_for", "render", "render_bytes", "write"]

FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "html": (".html", ".htm"),
        "json": (".json",),
        "xlsx": (".xlsx",),
        "csv": (".csv",),
        "markdown": (".md", ".markdown"),
        "sarif": (".sarif",),
        "junit": (".xml",),
        "gitlab": (".gitlab.json",),
    }
)


def format_for(path: str | Path, override: str | None = None) -> str:
    """The name of the format in which ``path`` is written; ``override`` wins over its ending.

    Raises ``OutputError``, naming what is known, where neither says a format.

    >>> format_for("audit.HTML"), format_for("-", "json")
    ('html', 'json')
    """
    known = override or named_format(path, FORMATS)
    if known in FORMATS:
        return known
    if override is not None:
        raise OutputError(f"there is no format {override!r}", document=str(path), remedy=f"use {_known()}")
    ending = PurePath(path).suffix.lower()
    problem = f"the ending {ending!r} names no format" if ending else "without an ending the format is not known"
    raise OutputError(problem, document=str(path), remedy=f"use {_known()}, or name it with --format")


def _known() -> str:
    return ", ".join(f"{name} ({endings[0]})" for name, endings in FORMATS.items())


def named_format(path: str | Path, formats: Mapping[str, tuple[str, ...]]) -> str:
    """The format that the ending of ``path`` names, the longest ending first; "" where it names none.

    >>> named_format("audit.gitlab.json", FORMATS), named_format(".json", FORMATS)
    ('gitlab', '')
    """
    name = PurePath(path).name.lower()
    endings = [(ending, format) for format, listed in formats.items() for ending in listed]
    endings.sort(key=lambda named: -len(named[0]))
    return next((format for ending, format in endings if name.endswith(ending) and name != ending), "")


def render(reconciliation: Reconciliation, format: str, lang: Language | None = None, fail_on: FailOn = "error") -> str:
    """The report as text, in the language asked for (default: that of the reconciliation).

    ``format`` is one of ``FORMATS`` but xlsx, which is no text; json and csv are the same in every language.
    ``fail_on`` says which findings are failures where a format has such (junit). Raises ``OutputError`` for another.
    """
    language = lang or reconciliation.lang
    match format_for("", format):
        case "html":
            from reconcile.reporting.page.as_html import render_html

            return render_html(reconciliation, language)
        case "json":
            from reconcile.reporting.as_json import render_json

            return render_json(reconciliation)
        case "csv":
            from reconcile.reporting.as_csv import render_csv

            return render_csv(reconciliation)
        case "sarif":
            from reconcile.reporting.sarif.reconciled import render_sarif

            return render_sarif(reconciliation, language)
        case "junit":
            from reconcile.reporting.as_junit import render_junit

            return render_junit(reconciliation, language, fail_on)
        case "gitlab":
            from reconcile.reporting.as_gitlab import render_gitlab

            return render_gitlab(reconciliation, language)
        case "xlsx":
            raise OutputError("a workbook is no text", remedy="write it to a file, or take render_bytes")
        case _:
            from reconcile.reporting.as_markdown import render_markdown

            return render_markdown(reconciliation, language)


def render_bytes(
    reconciliation: Reconciliation,
    format: str,
    lang: Language | None = None,
    page: str = "",
    fail_on: FailOn = "error",
) -> bytes:
    """The report as the bytes of its file; ``page`` names the HTML report beside a workbook that it may link to.

    Text is UTF-8; what that cannot hold (half a surrogate pair, from a damaged name) is written as its escape.
    """
    if format_for("", format) != "xlsx":
        return render(reconciliation, format, lang, fail_on).encode("utf-8", "backslashreplace")
    from reconcile.reporting.workbook.as_xlsx import render_xlsx

    return render_xlsx(reconciliation, lang or reconciliation.lang, page)


def write(
    reconciliation: Reconciliation,
    path: str | Path,
    *,
    format: str | None = None,
    lang: Language | None = None,
    page: str = "",
    fail_on: FailOn = "error",
) -> None:
    """Write the report to ``path``, whole or not at all; ``format`` overrides what its ending says.

    ``page`` is the name of an HTML report in the same folder, to whose targets a workbook links. Raises
    ``OutputError`` with a remedy where the format is unknown or the place cannot be written to.
    """
    from reconcile.reporting.files import check_place, write_whole

    name = format_for(path, format)
    check_place(path)
    write_whole(path, render_bytes(reconciliation, name, lang, page, fail_on))
