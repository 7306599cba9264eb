"""The audit rules as SARIF describes rules: names, help, level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reconcile.model import Language, Message, Severity
from reconcile.reporting.translations import translator

if TYPE_CHECKING:
    from reconcile.auditing import Rule

Json = dict[str, Any]

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
# What code scanning calls them: it sorts alerts by these two.
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}


def descriptors(rules: Iterable[Rule], used: Iterable[str], lang: Language) -> list[Json]:
    """A descriptor for each rule that ran, by id; a rule in ``used`` that is not among them has but its id."""
    known = {rule.id: rule for rule in rules}
    return [
        _descriptor(known[id], lang) if id in known else {"id": id, "name": _pascal(id)}
        for id in sorted(known.keys() | set(used))
    ]


def _descriptor(rule: Rule, lang: Language) -> Json:
    return {
        "id": rule.id,
        "name": _pascal(rule.id),
        "shortDescription": {"text": rule.name.in_language(lang)},
        "fullDescription": {"text": rule.title.in_language(lang)},
        "help": _help(rule, lang),
        "defaultConfiguration": {"enabled": True, "level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["audit", *rule.tables],
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _help(rule: Rule, lang: Language) -> Json:
    """Why an auditor cares and what to do, in the language of the report, then in the other."""
    parts: tuple[tuple[str, Message], ...] = (("rules.why", rule.why), ("rules.what_to_do", rule.what_to_do))
    text, markdown = [], []
    other: Language = "en" if lang == "zh" else "zh"
    for language in (lang, other):
        t = translator(language)
        text.append(rule.title.in_language(language))
        markdown.append(f"**{rule.title.in_language(language)}**")
        for key, message in parts:
            said = message.in_language(language)
            text.append(f"{t(key)}{t('page.colon')}{said}")
            markdown.append(f"{t(key)}{t('page.colon')}{said}")
    return {"text": "\n".join(text), "markdown": "\n\n".join(markdown)}


def _pascal(id: str) -> str:
    return "".join(part.capitalize() for part in id.split("-"))
