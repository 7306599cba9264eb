"""The audit rules as a list, and one rule as a page: reasons, message, SELECT, examples."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.auditing import Rule
from reconcile.model import Language
from reconcile.reporting.translations import translator


def list_rules(rules: Sequence[Rule], lang: Language) -> str:
    """One line a rule: severity, id, and the sentence that says what it finds."""
    width = max((len(rule.id) for rule in rules), default=0)
    return "".join(f"{rule.severity:8}{rule.id:{width}}  {rule.title.in_language(lang)}\n" for rule in rules)


def rule_page(rule: Rule, lang: Language) -> str:
    """One rule as plain text, its sections always in the same order."""
    t = translator(lang)
    lines = [
        f"{rule.id} ({rule.severity}, {t('rules.confidence')} {rule.confidence})",
        rule.title.in_language(lang),
        "",
        f"{t('rules.why')}: {rule.why.in_language(lang)}",
        f"{t('rules.what_to_do')}: {rule.what_to_do.in_language(lang)}",
        f"{t('rules.message')}: {rule.message.in_language(lang)}",
        "",
        rule.sql.strip(),
        "",
        f"{t('rules.examples')}:",
    ]
    lines += [
        f"  {t('rules.fires') if example.fires else t('rules.silent')}: {example.description}"
        for example in rule.examples
    ]
    return "\n".join(lines) + "\n"
