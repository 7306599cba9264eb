"""Writes a check in each format of ``CHECK_FORMATS``, as text or into a file, whole or not at all."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.reporting.formats import Formats, chosen_format

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.checking.values import CheckResult
    from reconcile.model import Language
    from reconcile.reporting.failing import FailOn

CHECK_FORMATS: Formats = MappingProxyType(
    {
        "json": (".json",),
        "markdown": (".md", ".markdown"),
        "sarif": (".sarif",),
        "junit": (".xml",),
        "gitlab": (".gitlab.json",),
    }
)


def check_format(path: str | Path, override: str | None = None) -> str:
    """The name of the format in which ``path`` is written; ``override`` wins over its ending.

    Raises ``OutputError``, naming what is known, for another.

    >>> check_format("check.md"), check_format("-", "json")
    ('markdown', 'json')
    """
    return chosen_format(path, override, CHECK_FORMATS, "a check")


def render_check(result: CheckResult, format: str, lang: Language | None = None, fail_on: FailOn = "error") -> str:
    """The check as text, in the language asked for (default: its own); json holds both languages.

    ``fail_on`` says which new findings are failures where a format has such (junit).
    """
    language = lang or result.lang
    match check_format("", format):
        case "json":
            from reconcile.reporting.check.as_json import render_check_json

            return render_check_json(result)
        case "sarif":
            from reconcile.reporting.check.as_sarif import render_check_sarif

            return "".join(render_check_sarif(result, language))
        case "junit":
            from reconcile.reporting.check.as_junit import render_check_junit

            return render_check_junit(result, language, fail_on)
        case "gitlab":
            from reconcile.reporting.check.as_gitlab import render_check_gitlab

            return render_check_gitlab(result, language)
        case _:
            from reconcile.reporting.check.as_markdown import render_check_markdown

            return render_check_markdown(result, language)


def write_check(
    result: CheckResult,
    path: str | Path,
    *,
    format: str | None = None,
    lang: Language | None = None,
    fail_on: FailOn = "error",
) -> None:
    """Write the check to ``path``, whole or not at all; ``format`` overrides what its ending says.

    Raises ``OutputError`` with a remedy where the format is unknown or the place cannot be written to.
    """
    from reconcile.reporting.files import write_whole

    write_whole(path, render_check(result, check_format(path, format), lang, fail_on))
