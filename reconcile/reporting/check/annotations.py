"""Annotations of GitHub Actions: commands in the log of a job that mark lines of a change.

The runner takes ten of each level from a step and drops the others in silence, so the worst come first, and the tenth
says how many are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.model import Finding, Language, Severity
from reconcile.reporting.check.words import finding_words, new_worst_first, whose
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.showing import shown_first
from reconcile.reporting.tables import forward_slashes
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from reconcile.checking.values import CheckedPair, CheckResult

MOST = 10
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_LONGEST = 4000


def render_annotations(result: CheckResult, lang: Language) -> str:
    """The commands for a check, one a line: pairs that could not be judged, then what is new."""
    t = translator(lang)
    by_level: dict[str, list[str]] = {level: [] for level in _LEVELS.values()}
    for pair in result.pairs:
        if pair.error:
            by_level["error"].append(command("error", pair.error, title=pair.name))
    for pair, finding in new_worst_first(result):
        by_level[_LEVELS[finding.severity]].append(_annotation(pair, finding, lang, t))
    return "".join(f"{line}\n" for level, lines in by_level.items() for line in _capped(level, lines, t))


def command(level: str, message: str, **properties: str | int) -> str:
    r"""One command of the runner, its texts escaped as the runner reads them.

    >>> command("error", "50%\nleft", file="a,b:c.txt", line=7)
    '::error file=a%2Cb%3Ac.txt,line=7::50%25%0Aleft'
    """
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level}{' ' if said else ''}{said}::{_data(message)}"


def _capped(level: str, lines: list[str], t: Translate) -> Iterator[str]:
    if len(lines) <= MOST:
        yield from lines
        return
    yield from lines[: MOST - 1]
    yield command(level, t("check.annotations_left", n=len(lines) - MOST + 1), title="reconcile")


def _annotation(pair: CheckedPair, finding: Finding, lang: Language, t: Translate) -> str:
    outcomes = {each.path for each in pair.inputs if each.role == "outcome"}
    at, _ = shown_first(finding.citations, outcomes.__contains__)
    where: dict[str, str | int] = {}
    message = finding_words(finding, lang, t)
    if at:
        where["file"] = forward_slashes(at.path)
        if at.place:
            message = f"{message} ({one_line(at.place)})"
        elif at.line > 0:
            where |= {"line": at.line, "col": max(1, at.column)}
            if "\n" not in at.text:
                where |= {"endLine": at.line, "endColumn": max(1, at.column) + len(at.text)}
    title = f"{one_line(pair.name)} {whose(finding.target, finding.outcome, t)}"
    return command(_LEVELS[finding.severity], message[:_LONGEST], **where, title=title)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
