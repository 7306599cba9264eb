"""The Markdown report: short, worst first, for a pull request or an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.reporting.attention import Concern, concerns, waived_findings
from reconcile.reporting.decided import decision_counts, decision_words, item_marks, mark_words, unsettled, waiver_words
from reconcile.reporting.figures import percent
from reconcile.reporting.headline import headlines, opening, reading_note, title_of, titles
from reconcile.reporting.lives import ENDS, end_name, lives, summed_up, ways_of
from reconcile.reporting.plain_text import markdown_text, one_line, shortened
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.summary import Summary, summarise
from reconcile.reporting.tables import place
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from reconcile.model import Document, Finding, Language, Reconciliation

_CONCERNS = 25
_NOTES = 5
_WORDS = 60


def render_markdown(reconciliation: Reconciliation, lang: Language) -> str:
    """The report as Markdown: the numbers, the worst targets with their findings, how the documents were read."""
    t = translator(lang)
    summary = summarise(reconciliation)
    lines = [
        *_heading(reconciliation, summary, lang, t),
        *_numbers(summary, t),
        *_decisions(reconciliation, summary, lang, t),
        *_attention(reconciliation, summary, lang, t),
        *_waived(reconciliation, lang, t),
        *_promises(reconciliation, t),
        *_documents(reconciliation, lang, t),
        f"{markdown_text(reconciliation.tool.name)} {markdown_text(reconciliation.tool.version)} · {t('method.rules')} "
        f"`{reconciliation.tool.rules_sha256}`",
    ]
    return "\n".join(lines) + "\n"


def _heading(reconciliation: Reconciliation, summary: Summary, lang: Language, t: Translate) -> Iterator[str]:
    plan, reports = titles(reconciliation)
    yield f"# {t('page.title')}"
    yield ""
    if plan:
        against = f" {t('heading.against')} **{markdown_text(title_of(reports[0]))}**" if reports else ""
        files = t("heading.in_files", n=len(reports)) if len(reports) > 1 else ""
        day = reconciliation.as_of
        yield f"**{markdown_text(title_of(plan))}**{against}{files} · " + (
            t("heading.as_of", date=day) if day else t("heading.no_as_of")
        )
        yield ""
    yield opening(summary, t)
    yield ""
    for notice in reconciliation.notices:
        yield f"> {markdown_text(notice.in_language(lang))}"
        yield ""


def _numbers(summary: Summary, t: Translate) -> Iterator[str]:
    yield f"| {t('figures.heading')} | | |"
    yield "| --- | ---: | --- |"
    for headline in headlines(summary, t):
        yield f"| {headline.name} | {headline.part} / {headline.whole} | {headline.note} |"
    yield ""


def _attention(reconciliation: Reconciliation, summary: Summary, lang: Language, t: Translate) -> Iterator[str]:
    found, findings = concerns(reconciliation), summary.findings
    counts = t("attention.counts", errors=findings["error"], warnings=findings["warning"], infos=findings["info"])
    yield f"## {t('attention.heading')}"
    yield ""
    yield counts + (f" · {t('attention.waived', n=summary.waived)}" if summary.waived else "")
    yield ""
    for concern in found[:_CONCERNS]:
        yield _who(concern, t)
        for mark in item_marks(concern.item, t) if concern.item else ():
            yield f"  - {markdown_text(mark)}"
        for finding in concern.findings:
            yield f"  - {_sentence(finding, lang, t)}"
            if finding.decided:
                yield f"    - {markdown_text(mark_words(finding.decided, t))}"
    if not found:
        yield t("attention.none")
    if len(found) > _CONCERNS:
        yield ""
        yield t("heading.more", n=len(found) - _CONCERNS)
    yield ""


def _decisions(reconciliation: Reconciliation, summary: Summary, lang: Language, t: Translate) -> Iterator[str]:
    """What became of reviewers' decisions, where some were given; those that were not applied with the reason."""
    counts = decision_counts(summary, t)
    if not counts:
        return
    found = unsettled(reconciliation)
    yield f"## {t('decisions.heading')}"
    yield ""
    yield counts
    yield ""
    for judged in found[:_CONCERNS]:
        yield f"- {markdown_text(decision_words(judged, t, lang))}"
    if len(found) > _CONCERNS:
        yield ""
        yield t("heading.more", n=len(found) - _CONCERNS)
    if found:
        yield ""


def _waived(reconciliation: Reconciliation, lang: Language, t: Translate) -> Iterator[str]:
    """Every waived finding with its reason: what does not count is still said."""
    found = waived_findings(reconciliation)
    if found:
        yield f"## {t('attention.waived_heading')}"
        yield ""
    for finding in found:
        whose = t("attention.no_item") if finding.target is None else t("item.target", id=finding.target)
        yield f"- **{markdown_text(whose)}** {_sentence(finding, lang, t)}"
        yield f"  - {markdown_text(waiver_words(finding, t))}"
    if found:
        yield ""


def _promises(reconciliation: Reconciliation, t: Translate) -> Iterator[str]:
    """Where the promises of the work report went, in numbers, and those with a number that became no target."""
    found = lives(reconciliation)
    if not found:
        return
    ways = ways_of(found)
    ends = [end for end in ENDS if any(row[end] for row in ways.values())]
    yield f"## {t('promises.heading')}"
    yield ""
    yield summed_up(reconciliation, t)
    yield ""
    yield f"| {t('promises.became')} | {' | '.join(end_name(end, t) for end in ends)} | {t('promises.all')} |"
    yield f"| --- |{' ---: |' * (len(ends) + 1)}"
    for origin, row in ways.items():
        counts = " | ".join(str(row[end]) for end in ends)
        yield f"| {t(f'origin.{origin}')} | {counts} | {sum(row.values())} |"
    yield ""
    lost = [life.commitment for life in found if life.commitment and not life.item and life.commitment.numbers]
    if lost:
        yield f"{t('promises.lost')}{t('page.colon')}"
        yield ""
    for commitment in lost[:_CONCERNS]:
        words = markdown_text(shortened(one_line(commitment.passage.text), _WORDS))
        yield f"- {words} — {markdown_text(place(commitment.citation))}"
    if len(lost) > _CONCERNS:
        yield t("heading.more", n=len(lost) - _CONCERNS)
    if lost:
        yield ""


def _who(concern: Concern, t: Translate) -> str:
    if concern.item is None:
        return f"- **{t('attention.no_item')}**"
    target = concern.item.target
    name = markdown_text(t("item.target", id=target.id))
    return f"- **{name}** {markdown_text(shortened(one_line(target.text.text), _WORDS))}"


def _sentence(finding: Finding, lang: Language, t: Translate) -> str:
    words = [
        t(f"severity.{finding.severity}"),
        f"**{markdown_text(rule_name(finding.rule, lang))}**",
        markdown_text(finding.message.in_language(lang)),
    ]
    if finding.confidence != "high":
        words.append(f"({t(f'confidence.{finding.confidence}')})")
    places = ", ".join(dict.fromkeys(markdown_text(place(citation)) for citation in finding.citations))
    return " ".join(words) + (f" — {places}" if places else "")


def _documents(reconciliation: Reconciliation, lang: Language, t: Translate) -> Iterator[str]:
    yield f"## {t('documents.heading')}"
    yield ""
    for document in reconciliation.inputs:
        yield from _document(document, lang, t)
    yield ""


def _document(document: Document, lang: Language, t: Translate) -> Iterator[str]:
    share = percent(document.accounting.residue, document.accounting.total)
    role = t(f"role.{document.role}")
    yield f"- {role} {markdown_text(document.path)}: {reading_note(document, t, share)}"
    for diagnostic in document.diagnostics[:_NOTES]:
        at = f" — {markdown_text(place(diagnostic.citation))}" if diagnostic.citation else ""
        yield f"  - {markdown_text(diagnostic.message.in_language(lang))}{at}"
    if len(document.diagnostics) > _NOTES:
        yield f"  - {t('documents.more_notes', n=len(document.diagnostics) - _NOTES)}"
