"""The ends of the help of every command: examples that can be pasted, exit statuses, where to read on.

The tests run every example, in a folder that holds the files it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Example(NamedTuple):
    """A command line, what it is for, and the exit status that it ends with on the published documents."""

    line: str
    purpose: str
    status: int = 0


_PAIR = "plan.txt outcome.txt"

EXAMPLES: Mapping[str, tuple[Example, ...]] = MappingProxyType(
    {
        "run": (
            Example(f"reconcile {_PAIR}", "a summary in the terminal"),
            Example(f"reconcile {_PAIR} --report work-report.txt -o audit.html -o audit.xlsx", "with its work report"),
            Example("reconcile half-year.txt", "one table whose rows restate their own targets"),
            Example(f"reconcile {_PAIR} --format json > audit.json", "for another program"),
            Example(f"reconcile {_PAIR} --fail-on error -o audit.sarif -o audit.xml", "for a job: 1 on errors", 1),
        ),
        "extract": (
            Example("reconcile extract plan.txt", "as a Markdown table"),
            Example("reconcile extract plan.txt --format csv > plan.csv", "for a spreadsheet"),
            Example("reconcile extract outcome.txt --explain", "how each column got its role"),
        ),
        "explain": (
            Example(f"reconcile explain 162 {_PAIR}", "target 162: its match, numbers and findings"),
            Example(f"reconcile explain 133 {_PAIR} --lang en", "in English"),
            Example(f"reconcile explain 133 {_PAIR} --format json > 133.json", "for another program"),
        ),
        "trend": (
            Example("reconcile trend half-year.txt year-end.txt", "what changed between two reports"),
            Example("reconcile trend half-year.txt year-end.txt -o trend.csv", "as a table"),
        ),
        "rules": (
            Example("reconcile rules", "the rules, each in a line"),
            Example("reconcile rules shortfall --lang zh", "one rule with its reasons and examples"),
            Example("reconcile rules --format json > rules.json", "for another program"),
            Example("reconcile rules test our-rules", "run the examples of a pack"),
        ),
        "check": (
            Example("reconcile check", "what is new since the baseline: 1 where that is an error", 1),
            Example("reconcile check --update-baseline", "accept what stands now"),
            Example("reconcile check --fail-on warning -o check.md -o check.sarif -o check.xml", "reports for a job"),
            Example("reconcile check --format json > check.json", "for another program"),
        ),
        "batch": (
            Example("reconcile batch manifest.csv -o results", "all pairs of the manifest into the folder"),
            Example("reconcile batch manifest.csv -o results --report", "with a page for each and one over all"),
            Example("reconcile batch manifest.csv -o results --format json", "what was done, for another program"),
        ),
        "query": (
            Example("reconcile query results 'SELECT pair, targets, short, errors FROM pairs'", "a table"),
            Example("reconcile query results 'FROM findings' --format csv > findings.csv", "for a spreadsheet"),
            Example("reconcile query results --question short-measures", "one of the documented questions"),
            Example("reconcile query results --questions", "which those are"),
            Example("echo 'DESCRIBE items' | reconcile query results - --format json", "SQL from standard input"),
        ),
        "init": (
            Example("reconcile init --dry-run", "what would be written"),
            Example("reconcile init --dry-run --format json", "what was found, for another program"),
            Example("reconcile init --force", "write reconcile.toml here, over one that is there"),
        ),
    }
)

_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "run": "0 done, 1 findings at or above --fail-on",
        "rules": "0 done, 1 an example of a pack fails",
        "batch": "0 done, 1 some pairs could not be judged",
        "check": "0 nothing new that fails, 1 something new at or above --fail-on",
    }
)
_UNUSABLE: Mapping[str, str] = MappingProxyType(
    {
        "rules": "a pack or the settings cannot be used",
        "check": "a pair or the settings cannot be used, or nothing was matched",
        "batch": "the manifest, the settings or the folder cannot be used",
        "query": "there is no batch in the folder, or the SQL cannot be run",
        "init": "nothing in the folder can be paired, or there is a reconcile.toml already",
    }
)
_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "run": "docs/formats.md, docs/configuration.md",
        "extract": "docs/layouts.md",
        "explain": "docs/rules.md",
        "trend": "docs/trend.md",
        "rules": "docs/rules.md, docs/writing-rules.md",
        "check": "docs/ci.md, docs/configuration.md",
        "batch": "docs/batch.md, docs/query.md",
        "query": "docs/query.md, docs/batch.md",
        "init": "docs/ci.md, docs/configuration.md",
    }
)


def epilog(command: str) -> str:
    r"""What stands below the options of a command; a blank line between two lines keeps them apart.

    >>> epilog("init").split("\n\n")[1]
    '$ reconcile init --dry-run  # what would be written'
    """
    lines = ["Examples:", *(f"$ {example.line}  # {example.purpose}" for example in EXAMPLES[command])]
    done, unusable = (
        _STATUSES.get(command, "0 done"),
        _UNUSABLE.get(command, "the arguments or a document cannot be used"),
    )
    lines.append(f"Exit status: {done}, 2 {unusable}, 70 an error of ours, 130 interrupted.")
    lines.append(f"See also: {_PAGES[command]}")
    return "\n\n".join(lines)
