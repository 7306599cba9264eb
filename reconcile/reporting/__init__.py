"""Writes a reconciliation in each format of ``FORMATS``; all are views of the one value, none of them computes anew.

``rendered`` gives a report as the bytes of its file, piece by piece, ``render`` as one text, ``render_bytes`` as bytes;
``write`` puts it into a file, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.errors import OutputError
from reconcile.reporting.formats import Formats, chosen_format

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Language, Reconciliation
    from reconcile.reporting.failing import FailOn
    from reconcile.telling import OnPart

__all__ = ["FORMATS", "format_for", "render", "render_bytes", "rendered", "write"]

FORMATS: Formats = MappingProxyType(
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
    return chosen_format(path, override, FORMATS, "a report")


def render(reconciliation: Reconciliation, format: str, lang: Language | None = None, fail_on: FailOn = "error") -> str:
    """The report as text, in the language asked for (default: that of the reconciliation).

    ``format`` is one of ``FORMATS`` but xlsx, which is no text; json and csv are the same in every language.
    ``fail_on`` says which findings are failures where a format has such (junit). Raises ``OutputError`` for another.
    """
    if format_for("", format) == "xlsx":
        raise OutputError("a workbook is no text", remedy="write it to a file, or take render_bytes")
    return "".join(_text(reconciliation, format, lang or reconciliation.lang, fail_on))


def _text(
    reconciliation: Reconciliation, format: str, language: Language, fail_on: FailOn, on_part: OnPart = None
) -> Iterable[str]:
    """The pieces of the text; where a format has but one, that one."""
    match format:
        case "html":
            from reconcile.reporting.page.as_html import render_html

            return render_html(reconciliation, language, on_part)
        case "json":
            from reconcile.reporting.as_json import render_json

            return render_json(reconciliation, on_part)
        case "csv":
            from reconcile.reporting.as_csv import render_csv

            return render_csv(reconciliation)
        case "sarif":
            from reconcile.reporting.sarif.reconciled import render_sarif

            return render_sarif(reconciliation, language)
        case "junit":
            from reconcile.reporting.as_junit import render_junit

            return [render_junit(reconciliation, language, fail_on)]
        case "gitlab":
            from reconcile.reporting.as_gitlab import render_gitlab

            return [render_gitlab(reconciliation, language)]
        case _:
            from reconcile.reporting.as_markdown import render_markdown

            return [render_markdown(reconciliation, language)]


def rendered(
    reconciliation: Reconciliation,
    format: str,
    lang: Language | None = None,
    page: str = "",
    fail_on: FailOn = "error",
    on_part: OnPart = None,
) -> Iterator[bytes]:
    """The report as the bytes of its file, piece by piece, so that a large one is never held whole.

    ``page`` names the HTML report beside a workbook that it may link to. Text is UTF-8; what that cannot hold (half a
    surrogate pair, from a damaged name) is written as its escape. ``on_part`` is told how far it is, in html, json and
    xlsx: how many of the targets (xlsx: rows) are done, and of how many.
    """
    language = lang or reconciliation.lang
    if format_for("", format) == "xlsx":
        from reconcile.reporting.workbook.as_xlsx import render_xlsx

        yield render_xlsx(reconciliation, language, page, on_part)
    else:
        for piece in _text(reconciliation, format, language, fail_on, on_part):
            yield piece.encode("utf-8", "backslashreplace")


def render_bytes(
    reconciliation: Reconciliation,
    format: str,
    lang: Language | None = None,
    page: str = "",
    fail_on: FailOn = "error",
) -> bytes:
    """The report as ``rendered`` gives it, in one."""
    return b"".join(rendered(reconciliation, format, lang, page, fail_on))


def write(
    reconciliation: Reconciliation,
    path: str | Path,
    *,
    format: str | None = None,
    lang: Language | None = None,
    page: str = "",
    fail_on: FailOn = "error",
    on_part: OnPart = None,
) -> None:
    """Write the report to ``path``, whole or not at all; ``format`` overrides what its ending says.

    ``page`` is the name of an HTML report in the same folder, to whose targets a workbook links, ``on_part`` told how
    far it is, as by ``rendered``. Raises
    ``OutputError`` with a remedy where the format is unknown or the place cannot be written to.
    """
    from reconcile.reporting.files import write_whole

    write_whole(path, rendered(reconciliation, format_for(path, format), lang, page, fail_on, on_part))
