"""A survey → the text of a ``reconcile.toml``: the pairs, and in comments what was doubtful and what was left out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reconcile.reporting.plain_text import one_line, shortened
from reconcile.surveying.values import Found, ProposedPair, Survey

_MOST_LEFT_OUT = 40
_TITLE = 60
_REASON = 160


def configuration(survey: Survey) -> str:
    """The whole file. Every path and name is a quoted string; words of documents stand in comments of one line."""
    lines = [
        "# The pairs that reconcile check holds against each other; docs/configuration.md describes every key.",
        "# Made by reconcile init from what the files say. Look it over, then: reconcile check --update-baseline",
    ]
    for pair in survey.pairs:
        lines += ["", *_pair(pair)]
    if survey.left_out:
        lines += ["", *_left_out(survey)]
    return "\n".join(lines) + "\n"


def survey_json(survey: Survey, config: str, written: bool) -> str:
    """The survey as JSON, schema ``reconcile-init/1``; paths are relative to the folder of ``config``."""
    pairs = [
        {
            "name": pair.name,
            "plan": pair.plan and _found_json(pair.plan),
            "outcome": [_found_json(outcome) for outcome in pair.outcomes],
            "report": pair.report and _found_json(pair.report),
            "doubts": list(pair.doubts),
        }
        for pair in survey.pairs
    ]
    left_out = [{"path": each.path, "reason": each.reason} for each in survey.left_out]
    head = {"schema": "reconcile-init/1", "config": config, "written": written}
    return json.dumps({**head, "pairs": pairs, "left_out": left_out}, ensure_ascii=False, indent=1) + "\n"


def _found_json(found: Found) -> dict[str, object]:
    return {
        "path": found.path,
        "title": found.title,
        "place": found.place,
        "year": found.year or None,
        "as_of": found.as_of or None,
        "doubts": list(found.doubts),
    }


def _pair(pair: ProposedPair) -> Iterator[str]:
    yield "[[pair]]"
    yield f"name = {_quoted(pair.name)}"
    if pair.plan:
        yield from _described(pair.plan)
        yield f"plan = {_quoted(pair.plan.path)}"
    for outcome in pair.outcomes:
        yield from _described(outcome)
    yield "outcome = ["
    for outcome in pair.outcomes:
        yield f"    {_quoted(outcome.path)},"
    yield "]"
    if pair.report:
        yield from _described(pair.report)
        yield f"report = {_quoted(pair.report.path)}"
    if not any(outcome.as_of for outcome in pair.outcomes):
        yield "# No title names the day that the report speaks for. If you know it:"
        year = next((each.year for each in (*pair.outcomes, *([pair.plan] if pair.plan else [])) if each.year), 0)
        yield f"# as_of = {year or 'YYYY'}-12-31"
    for doubt in pair.doubts:
        yield _comment(f"doubtful: {doubt}")


def _described(found: Found) -> Iterator[str]:
    words = shortened(one_line(found.title), _TITLE)
    yield _comment(" ".join(part for part in (words, found.number) if part) or f"{found.path} has no title")
    for doubt in found.doubts:
        yield _comment(f"doubtful: {doubt}")


def _left_out(survey: Survey) -> Iterator[str]:
    yield "# Left out:"
    for each in survey.left_out[:_MOST_LEFT_OUT]:
        yield _comment(f"  {each.path}: {each.reason}")
    if len(survey.left_out) > _MOST_LEFT_OUT:
        yield f"#   and {len(survey.left_out) - _MOST_LEFT_OUT} more"


def _comment(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    return f"# {indent}{shortened(one_line(text), _REASON)}"


def _quoted(text: str) -> str:
    r"""A basic string of TOML.

    >>> _quoted('a "b"\t\x7f')
    '"a \\"b\\"\\t\\u007f"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
