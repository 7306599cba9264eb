"""What a project's settings do to a run: the severity of rules, the thresholds, and the findings that are waived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from reconcile.errors import nearest
from reconcile.model import Finding, Item, Language, Message, Reconciliation, Waiver
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.translations import Translate, translator
from reconcile.resources import standard_thresholds

if TYPE_CHECKING:
    from reconcile.auditing import Rule
    from reconcile.config.values import Config, WaiverEntry

_SHOWN = 12


def check_today(config: Config, today: str | None) -> None:
    """Raise ``ConfigError`` where a waiver has an expiry and there is no day to judge it against."""
    number, entry = next(((n, one) for n, one in enumerate(config.waivers) if one.expires), (0, None))
    if entry and today is None:
        raise config.source.broken(
            f"a waiver expires on {entry.expires}, which is judged against a day that is given, never the clock",
            ("waiver", number, "expires"),
            f"say which day it is with --today, such as --today {entry.expires}",
        )


def project_rules(config: Config, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that run, each with the severity that the project gives it; those that are off are left out.

    Raises ``ConfigError`` with the line for a setting of a rule that is not among ``rules``.
    """
    known = [rule.id for rule in rules]
    for name in config.severities:
        if name not in known:
            raise config.source.broken(f"there is no rule {name!r}", ("rules", name), nearest(name, known))
    return tuple(
        rule if setting is None else replace(rule, severity=setting)
        for rule in rules
        if (setting := config.severities.get(rule.id)) != "off"
    )


def project_thresholds(config: Config) -> Mapping[str, float]:
    """All thresholds by dotted name, as the project has them."""
    return {**standard_thresholds(), **config.thresholds}


def with_waivers(result: Reconciliation, config: Config, rules: Sequence[Rule], today: str | None) -> Reconciliation:
    """A reconciliation whose findings are waived where the project says so, with notices on what its settings did.

    ``rules`` are those that were loaded, ``today`` (ISO date) is the day that waivers are judged against: one holds up
    to and including the day that it expires on. An expired waiver does not waive; a notice says so, and another which
    waivers fit no finding.
    """
    held = {entry.fingerprint: entry for entry in config.waivers if _holds(entry, today)}

    def waived(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        if not any(finding.fingerprint in held for finding in findings):
            return findings
        return tuple(_waived(finding, held.get(finding.fingerprint)) for finding in findings)

    def waived_item(item: Item) -> Item:
        findings = waived(item.findings)
        return item if findings is item.findings else replace(item, findings=findings)

    found = {finding.fingerprint: finding for finding in result.all_findings}
    notices = {lang: [*_changes(config, rules, lang), *_idle(config, held, found, lang)] for lang in get_args(Language)}
    return replace(
        result,
        items=tuple(waived_item(item) for item in result.items),
        findings=waived(result.findings),
        notices=result.notices
        + tuple(Message(en=en, zh=zh) for en, zh in zip(notices["en"], notices["zh"], strict=True)),
    )


def _holds(entry: WaiverEntry, today: str | None) -> bool:
    return not entry.expires or (today is not None and today <= entry.expires)


def _waived(finding: Finding, entry: WaiverEntry | None) -> Finding:
    return replace(finding, waived=Waiver(entry.reason, entry.by)) if entry else finding


def _changes(config: Config, rules: Sequence[Rule], lang: Language) -> Iterator[str]:
    """One sentence on all that the project decides otherwise than the rules and the thresholds that were loaded."""
    t, standard = translator(lang), standard_thresholds()
    said = []
    for rule in rules:
        setting = config.severities.get(rule.id, rule.severity)
        if setting == "off":
            said.append(t("project.off", rule=rule_name(rule.id, lang)))
        elif setting != rule.severity:
            now, own = t(f"severity.{setting}"), t(f"severity.{rule.severity}")
            said.append(t("project.severity", rule=rule_name(rule.id, lang), now=now, own=own))
    for name, value in config.thresholds.items():
        if value != standard[name]:
            said.append(t("project.threshold", name=name, now=f"{value:.12g}", own=f"{standard[name]:.12g}"))
    if said:
        yield t("project.changes", changes=t("project.and").join(said))


def _idle(
    config: Config, held: Mapping[str, WaiverEntry], found: Mapping[str, Finding], lang: Language
) -> Iterator[str]:
    """A sentence for each waiver that expired while its finding stands, and one on all that fit no finding."""
    t = translator(lang)
    for entry in config.waivers:
        if entry.fingerprint in found and entry.fingerprint not in held:
            yield _expired(entry, found[entry.fingerprint], t, lang)
    unused = [entry for entry in config.waivers if entry.fingerprint not in found]
    if unused:
        named = (f"{entry.fingerprint[:_SHOWN]}… ({entry.by}{t('page.colon')}{entry.reason})" for entry in unused)
        yield t("project.unused", n=len(unused), waivers=t("project.and").join(named))


def _expired(entry: WaiverEntry, finding: Finding, t: Translate, lang: Language) -> str:
    whose = t("attention.no_item") if finding.target is None else t("item.target", id=finding.target)
    rule = rule_name(finding.rule, lang)
    return t("project.expired", rule=rule, whose=whose, by=entry.by, reason=entry.reason, date=entry.expires)
