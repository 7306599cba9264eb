"""The Markdown report: short, worst first, for a pull request or an e-mail.

However much was found, it stays under what GitHub takes as one comment (65,536 characters); what is left out is
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

# How much is shown: targets, those of them not folded away, findings of a target, entries of the other lists, notes on
# a document, places of a finding; characters of a target's words and of a message.
_CONCERNS = 25
_OPEN = 10
_FINDINGS = 5
_ENTRIES = 15
_NOTES = 5
_PLACES = 4
_WORDS = 60
_MESSAGE = 400
_TITLE = 120
# The most characters of the list of targets, and of each other list.
_LONGEST = 24_000
_LONGEST_LIST = 6_000


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
        against = f" {t('heading.against')} **{_title(reports[0])}**" if reports else ""
        files = t("heading.in_files", n=len(reports)) if len(reports) > 1 else ""
        day = reconciliation.as_of
        yield f"**{_title(plan)}**{against}{files} · " + (
            t("heading.as_of", date=day) if day else t("heading.no_as_of")
        )
        yield ""
    yield opening(summary, t)
    yield ""
    for notice in reconciliation.notices:
        yield f"> {markdown_text(notice.in_language(lang))}"
        yield ""


def _title(document: Document) -> str:
    return markdown_text(shortened(one_line(title_of(document)), _TITLE))


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
    shown = _fitting([_concern(concern, lang, t) for concern in found[:_CONCERNS]], _LONGEST)
    yield from (line for block in shown[:_OPEN] for line in block)
    if len(shown) > _OPEN:
        yield from _folded(t("attention.next", n=len(shown) - _OPEN), [line for b in shown[_OPEN:] for line in b])
    if not found:
        yield t("attention.none")
    yield from _left_out(len(found) - len(shown), t)
    yield ""


def _concern(concern: Concern, lang: Language, t: Translate) -> list[str]:
    """One target with its findings and what reviewers said of it."""
    marks = item_marks(concern.item, t)[:_NOTES] if concern.item else []
    lines = [_who(concern, t), *(f"  - {_short(mark)}" for mark in marks)]
    for finding in concern.findings[:_FINDINGS]:
        lines.append(f"  - {_sentence(finding, lang, t)}")
        if finding.decided:
            lines.append(f"    - {_short(mark_words(finding.decided, t))}")
    if len(concern.findings) > _FINDINGS:
        lines.append(f"  - {t('documents.more_notes', n=len(concern.findings) - _FINDINGS)}")
    return lines


def _fitting(blocks: Sequence[list[str]], longest: int) -> list[list[str]]:
    """The first blocks of lines that have at most so many characters together, the very first in any case."""
    used = 0
    shown: list[list[str]] = []
    for block in blocks:
        used += sum(map(len, block))
        if shown and used > longest:
            break
        shown.append(block)
    return shown


def _folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that a reader of GitHub or GitLab unfolds, and that everybody else reads as they are."""
    yield ""
    yield f"<details><summary>{summary}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _left_out(count: int, t: Translate) -> Iterator[str]:
    if count:
        yield ""
        yield t("heading.more", n=count)


def _short(text: str) -> str:
    return markdown_text(shortened(one_line(text), _MESSAGE))


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
    shown = _fitting([[f"- {_short(decision_words(judged, t, lang))}"] for judged in found[:_ENTRIES]], _LONGEST_LIST)
    yield from (line for block in shown for line in block)
    yield from _left_out(len(found) - len(shown), t)
    if found:
        yield ""


def _waived(reconciliation: Reconciliation, lang: Language, t: Translate) -> Iterator[str]:
    """Every waived finding with its reason: what does not count is still said."""
    found = waived_findings(reconciliation)
    if not found:
        return
    shown = _fitting([_waiver(finding, lang, t) for finding in found[:_ENTRIES]], _LONGEST_LIST)
    left_out = _left_out(len(found) - len(shown), t)
    heading = f"{t('attention.waived_heading')} ({len(found)})"
    yield from _folded(heading, [*(line for block in shown for line in block), *left_out])
    yield ""


def _waiver(finding: Finding, lang: Language, t: Translate) -> list[str]:
    whose = t("attention.no_item") if finding.target is None else t("item.target", id=finding.target)
    return [f"- **{_short(whose)}** {_sentence(finding, lang, t)}", f"  - {_short(waiver_words(finding, t))}"]


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
    for commitment in lost[:_ENTRIES]:
        words = markdown_text(shortened(one_line(commitment.passage.text), _WORDS))
        yield f"- {words} — {_short(place(commitment.citation))}"
    yield from _left_out(max(len(lost) - _ENTRIES, 0), t)
    if lost:
        yield ""


def _who(concern: Concern, t: Translate) -> str:
    if concern.item is None:
        return f"- **{t('attention.no_item')}**"
    target = concern.item.target
    name = _short(t("item.target", id=target.id))
    return f"- **{name}** {markdown_text(shortened(one_line(target.text.text), _WORDS))}"


def _sentence(finding: Finding, lang: Language, t: Translate) -> str:
    words = [
        t(f"severity.{finding.severity}"),
        f"**{markdown_text(rule_name(finding.rule, lang))}**",
        _short(finding.message.in_language(lang)),
    ]
    if finding.confidence != "high":
        words.append(f"({t(f'confidence.{finding.confidence}')})")
    places = list(dict.fromkeys(_short(place(citation)) for citation in finding.citations))
    more = [t("documents.more_notes", n=len(places) - _PLACES)] if len(places) > _PLACES else []
    return " ".join(words) + (f" — {', '.join(places[:_PLACES] + more)}" if places else "")


def _documents(reconciliation: Reconciliation, lang: Language, t: Translate) -> Iterator[str]:
    yield f"## {t('documents.heading')}"
    yield ""
    blocks = [list(_document(document, lang, t)) for document in reconciliation.inputs[:_CONCERNS]]
    shown = _fitting(blocks, _LONGEST_LIST)
    yield from (line for block in shown for line in block)
    yield from _left_out(len(reconciliation.inputs) - len(shown), t)
    yield ""


def _document(document: Document, lang: Language, t: Translate) -> Iterator[str]:
    share = percent(document.accounting.residue, document.accounting.total)
    role = t(f"role.{document.role}")
    yield f"- {role} {_short(document.path)}: {reading_note(document, t, share)}"
    for diagnostic in document.diagnostics[:_NOTES]:
        at = f" — {_short(place(diagnostic.citation))}" if diagnostic.citation else ""
        yield f"  - {_short(diagnostic.message.in_language(lang))}{at}"
    if len(document.diagnostics) > _NOTES:
        yield f"  - {t('documents.more_notes', n=len(document.diagnostics) - _NOTES)}"
