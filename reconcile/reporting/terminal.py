"""The summary in the terminal: what matters, in at most 80 columns, Chinese counted as two."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.attention import Concern, concerns, waived_findings
from reconcile.reporting.columns import cut_to, padded, width, wrap
from reconcile.reporting.decided import decision_counts, decision_words, item_marks, mark_words, unsettled, waiver_words
from reconcile.reporting.headline import headlines, opening, title_of, titles
from reconcile.reporting.lives import lives, summed_up
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import SEVERITIES, Summary, summarise
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from reconcile.model import Finding, Language, Reconciliation

WIDTH = 80
_CONCERNS = 10
_CODES = {"strong": "1", "soft": "2", "error": "1;31", "warning": "33", "info": "34"}
Paint = Callable[[str, str], str]


def print_summary(reconciliation: Reconciliation, *, color: bool = False, verbose: bool = False) -> None:
    """Print the summary to standard output, as wide as the terminal is, but no wider than 80 columns."""
    columns = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    sys.stdout.write(render_summary(reconciliation, color=color, verbose=verbose, columns=columns))


def render_summary(
    reconciliation: Reconciliation,
    lang: Language | None = None,
    *,
    color: bool = False,
    verbose: bool = False,
    columns: int = WIDTH,
) -> str:
    """The summary as text: titles, the key figures, the worst targets (``verbose``: all of them).

    Without ``color`` it holds no escape sequence; the words of documents never hold one.
    """
    language = lang or reconciliation.lang
    t = translator(language)
    paint = painter(color)
    summary = summarise(reconciliation)
    lines = [
        *_heading(reconciliation, summary, language, t, paint, columns),
        *_numbers(summary, t, paint, columns),
        *_promises(reconciliation, t, columns),
        *_decisions(reconciliation, summary, language, t, paint, columns, verbose),
        *_attention(reconciliation, summary, language, t, paint, columns, verbose),
    ]
    return "\n".join(lines) + "\n"


def painter(color: bool) -> Paint:
    """What puts words in the colour of a style, or leaves them as they are."""
    return _painted if color else _plain


def _plain(words: str, _style: str) -> str:
    return words


def _painted(words: str, style: str) -> str:
    return f"\x1b[{_CODES[style]}m{words}\x1b[0m"


def _heading(
    reconciliation: Reconciliation, summary: Summary, lang: Language, t: Translate, paint: Paint, columns: int
) -> Iterator[str]:
    plan, reports = titles(reconciliation)
    if plan:
        yield from (paint(line, "strong") for line in wrap(one_line(title_of(plan)), columns))
    if reports:
        files = t("heading.in_files", n=len(reports)) if len(reports) > 1 else ""
        yield from wrap(one_line(f"{t('heading.against')} {title_of(reports[0])}{files}"), columns)
    yield ""
    yield from wrap(opening(summary, t), columns)
    for notice in reconciliation.notices:
        yield from wrap(one_line(notice.in_language(lang)), columns)
    yield ""


def _numbers(summary: Summary, t: Translate, paint: Paint, columns: int) -> Iterator[str]:
    rows = [(f"{line.part}", f"{line.whole}", line.name, line.note) for line in headlines(summary, t)]
    part, whole, name, _ = (max(width(row[place]) for row in rows) for place in range(4))
    for row in rows:
        figures = f"{row[0]:>{part}} / {row[1]:<{whole}}  "
        beside = columns - part - whole - name - 7 - width(row[3])
        if beside >= 0:
            yield paint(figures, "strong") + padded(row[2], name) + "  " + paint(row[3], "soft")
            continue
        yield paint(figures, "strong") + cut_to(row[2], columns - part - whole - 5)
        yield from (" " * (part + whole + 5) + paint(line, "soft") for line in wrap(row[3], columns - part - whole - 5))


def _promises(reconciliation: Reconciliation, t: Translate, columns: int) -> Iterator[str]:
    """What the plan made of the work report's promises, where one was given."""
    if lives(reconciliation):
        yield ""
        yield from wrap(summed_up(reconciliation, t), columns)


def _decisions(
    reconciliation: Reconciliation,
    summary: Summary,
    lang: Language,
    t: Translate,
    paint: Paint,
    columns: int,
    verbose: bool,
) -> Iterator[str]:
    """What became of reviewers' decisions, where some were given; those that were not applied with the reason."""
    counts = decision_counts(summary, t)
    if not counts:
        return
    found = unsettled(reconciliation)
    shown = found if verbose else found[:_CONCERNS]
    yield ""
    yield from wrap(f"{t('decisions.heading')}{t('page.colon')}{counts}", columns)
    for judged in shown:
        yield from ("  " + paint(line, "warning") for line in wrap(decision_words(judged, t, lang), columns - 2))
    if len(found) > len(shown):
        yield from wrap(t("terminal.more", n=len(found) - len(shown)), columns)


def _attention(
    reconciliation: Reconciliation,
    summary: Summary,
    lang: Language,
    t: Translate,
    paint: Paint,
    columns: int,
    verbose: bool,
) -> Iterator[str]:
    found = concerns(reconciliation)
    shown = found if verbose else found[:_CONCERNS]
    counts = [paint(f"{t(f'severity.{word}')} {summary.findings[word]}", word) for word in SEVERITIES]
    yield ""
    yield "  ".join([paint(t("attention.heading"), "strong"), *counts])
    if summary.waived:
        yield paint(t("attention.waived", n=summary.waived), "soft")
    for concern in shown:
        yield from _concern(concern, lang, t, paint, columns)
    if not found:
        yield t("attention.none")
    if verbose:
        yield from (line for finding in waived_findings(reconciliation) for line in _waived(finding, lang, t, columns))
    if len(found) > len(shown):
        yield from wrap(t("terminal.more", n=len(found) - len(shown)), columns)


def _concern(concern: Concern, lang: Language, t: Translate, paint: Paint, columns: int) -> Iterator[str]:
    item = concern.item
    name = cut_to(one_line(t("item.target", id=item.target.id) if item else t("attention.no_item")), columns - 4)
    words = cut_to(one_line(item.target.text.text), columns - width(name) - 2) if item else ""
    yield f"{paint(name, 'strong')}  {paint(words, 'soft')}".rstrip() if words else paint(name, "strong")
    for mark in item_marks(item, t) if item else ():
        yield from ("  " + paint(line, "soft") for line in wrap(mark, columns - 2))
    for finding in concern.findings:
        severity = t(f"severity.{finding.severity}")
        sentence = f"{severity} {rule_name(finding.rule, lang)}{t('page.colon')}{finding.message.in_language(lang)}"
        if finding.confidence != "high":
            sentence += f" ({t(f'confidence.{finding.confidence}')})"
        first, *rest = wrap(one_line(sentence), columns - 2)
        yield "  " + paint(severity, finding.severity) + first[len(severity) :]
        yield from ("  " + line for line in rest)
        if finding.decided:
            yield from ("  " + paint(line, "soft") for line in wrap(mark_words(finding.decided, t), columns - 2))


def _waived(finding: Finding, lang: Language, t: Translate, columns: int) -> Iterator[str]:
    """One waived finding, with its reason."""
    whose = t("attention.no_item") if finding.target is None else t("item.target", id=finding.target)
    sentence = f"{rule_name(finding.rule, lang)}{t('page.colon')}{finding.message.in_language(lang)}"
    yield from wrap(one_line(f"{whose}  {waiver_words(finding, t)}"), columns)
    yield from ("  " + line for line in wrap(one_line(sentence), columns - 2))
