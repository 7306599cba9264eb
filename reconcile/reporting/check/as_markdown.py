"""A check as Markdown, for a comment on a change: how it ended, a table of pairs, what is new, what is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.check.words import (
    accepted_words,
    ending,
    finding_place,
    finding_words,
    input_words,
    new_worst_first,
    notices,
    pair_words,
    whose,
)
from reconcile.reporting.plain_text import markdown_text, one_line
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from reconcile.checking.values import CheckResult
    from reconcile.model import Language


# GitHub refuses a comment of more than 65,536 characters.
COMMENT = 60_000


def render_check_markdown(result: CheckResult, lang: Language, most: int = COMMENT) -> str:
    """The check in about ``most`` characters at most: new findings worst first, each with its place.

    Pairs and findings that do not fit are counted.
    """
    t = translator(lang)
    lines = list(_heading(result, t))
    parts = (
        (list(_pairs(result, t)), most // 3),
        (list(_new(result, lang, t)), most // 3),
        (list(_fixed(result, lang, t)), most // 6),
    )
    for part, room in parts:
        lines += [*_fitting(part, room, t), ""] if part else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _fitting(lines: list[str], room: int, t: Translate) -> list[str]:
    """The first lines that ``room`` holds (two at least, which head a part), and how many are left."""
    used = 0
    for number, line in enumerate(lines):
        used += len(line) + 1
        if number > 1 and used > room:
            return [*lines[:number], "", t("check.left", n=len(lines) - number)]
    return lines


def _heading(result: CheckResult, t: Translate) -> Iterator[str]:
    yield f"# {t('check.title')}"
    yield ""
    yield f"{ending(result, t)}{t('page.stop').rstrip()}"
    yield ""
    for sentence in notices(result, t):
        yield f"> {markdown_text(sentence)}"
        yield ""


def _pairs(result: CheckResult, t: Translate) -> Iterator[str]:
    yield f"| {t('check.pair')} | {t('check.found')} | {t('check.inputs')} |"
    yield "| --- | --- | --- |"
    for pair in result.pairs:
        inputs = t("page.stop").join(input_words(pair, t)) if result.has_baseline else ""
        found = markdown_text(pair_words(pair, t) + (t("page.colon") + pair.error if pair.error else ""))
        yield f"| {markdown_text(pair.name)} | {found} | {markdown_text(inputs)} |"


def _new(result: CheckResult, lang: Language, t: Translate) -> Iterator[str]:
    found = new_worst_first(result)
    if not found:
        return
    yield f"## {t('check.new_heading')}"
    yield ""
    for pair, finding in found:
        name = f"{one_line(pair.name)} {whose(finding.target, finding.outcome, t)}"
        where = finding_place(finding)
        yield (
            f"- **{t(f'severity.{finding.severity}')}** {markdown_text(name)}{t('page.colon')}"
            f"{markdown_text(finding_words(finding, lang, t))}" + (f" — {markdown_text(where)}" if where else "")
        )


def _fixed(result: CheckResult, lang: Language, t: Translate) -> Iterator[str]:
    found = [(pair, finding) for pair in result.pairs for finding in pair.fixed]
    if not found:
        return
    yield f"## {t('check.fixed_heading')}"
    yield ""
    for pair, finding in found:
        yield f"- {markdown_text(one_line(pair.name))} {markdown_text(accepted_words(finding, lang, t))}"
