"""The audit rules as a list, and one rule as a page: reasons, message, SELECT, examples."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reconcile.auditing import Rule
from reconcile.auditing.examples import FailedExample
from reconcile.model import Language
from reconcile.reporting.as_json import json_lines
from reconcile.reporting.json_values import message_json
from reconcile.reporting.translations import translator

RULES_SCHEMA = "reconcile-rules/1"


def list_rules(rules: Sequence[Rule], lang: Language, settings: Mapping[str, str] = MappingProxyType({})) -> str:
    """One line a rule: severity, id, and the sentence that says what it finds.

    ``settings`` are the severities, or ``off``, that a project gives to rules by id.
    """
    width = max((len(rule.id) for rule in rules), default=0)
    lines = ((settings.get(rule.id, rule.severity), rule.id, rule.title.in_language(lang)) for rule in rules)
    return "".join(f"{severity:8}{id:{width}}  {title}\n" for severity, id, title in lines)


def rule_page(rule: Rule, lang: Language, setting: str | None = None) -> str:
    """One rule as plain text, its sections always in the same order; ``setting`` is a project's severity or ``off``."""
    t = translator(lang)
    severity = rule.severity if setting in (None, rule.severity) else t("rules.set", now=setting, own=rule.severity)
    lines = [
        f"{rule.id} ({severity}, {t('rules.confidence')} {rule.confidence})",
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


def render_rules_json(rules: Sequence[Rule], settings: Mapping[str, str] = MappingProxyType({})) -> str:
    """Rules as JSON, schema ``reconcile-rules/1``; ``setting`` is what a project set of a rule, null where it did not.

    Texts stand in both languages, as in every report.
    """
    listed = [
        {
            "id": rule.id,
            "severity": rule.severity,
            "setting": settings.get(rule.id),
            "confidence": rule.confidence,
            **{key: message_json(getattr(rule, key)) for key in ("name", "title", "why", "what_to_do", "message")},
            "sql": rule.sql.strip(),
            "tables": list(rule.tables),
            "examples": [{"fires": example.fires, "description": example.description} for example in rule.examples],
        }
        for rule in rules
    ]
    return json_lines({"schema": RULES_SCHEMA, "rules": listed})


def render_tests(rules: Sequence[Rule], failed: Sequence[Sequence[FailedExample]], format: str) -> str:
    """What became of the examples of each rule: ``json``, or one line a rule and one for each example that failed."""
    if format == "json":
        listed = [
            {
                "rule": rule.id,
                "path": rule.path,
                "examples": len(rule.examples),
                "failed": [{"line": one.line, "example": one.description, "problem": one.problem} for one in problems],
            }
            for rule, problems in zip(rules, failed, strict=True)
        ]
        return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
    lines = []
    for rule, problems in zip(rules, failed, strict=True):
        lines.append(f"{'FAILED' if problems else 'ok':8}{rule.id}, {len(rule.examples)} examples")
        lines += [f"        {one}" for one in problems]
    return "\n".join(lines) + "\n"
