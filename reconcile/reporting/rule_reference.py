"""The page of all rules, made from their files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.auditing.markdown import table
from reconcile.auditing.rule import Rule
from reconcile.reporting.translations import translator
from reconcile.resources import standard_thresholds

_PARTS = ("title", "why", "what_to_do", "message")


def rule_pages(rules: Sequence[Rule]) -> str:
    """Markdown: a list of the rules, then a section for each, in English and Chinese."""
    listed = [
        (f"[{rule.id}](#{rule.id})", rule.severity, rule.confidence, f"{rule.name.en} {rule.name.zh}", rule.title.en)
        for rule in rules
    ]
    parts = [table(("rule", "severity", "confidence", "name", "finds"), listed)]
    for rule in rules:
        parts += _page(rule)
    return "\n\n".join(parts) + "\n"


def _page(rule: Rule) -> list[str]:
    en, zh = translator("en"), translator("zh")
    grades = [f"{t(f'severity.{rule.severity}')}, {t(f'confidence.{rule.confidence}')}" for t in (en, zh)]
    texts = [(getattr(rule, part).en, getattr(rule, part).zh) for part in _PARTS]
    rows = [
        (en(f"rules.{part}"), said_en, zh(f"rules.{part}"), said_zh)
        for part, (said_en, said_zh) in zip(_PARTS, texts, strict=True)
    ]
    parts = [
        f"## {rule.id}",
        f"**{rule.name.en}** ({grades[0]}) · **{rule.name.zh}** ({grades[1]})",
        table(("", "English", "", "中文"), rows),
    ]
    read = ", ".join(f"`{name}`" for name in rule.tables)
    drawn = [f"`{name}` ({value:g})" for name, value in standard_thresholds().items() if f"'{name}'" in rule.sql]
    parts.append(f"Reads {read}." + (f" Draws its lines at {', '.join(drawn)}." if drawn else ""))
    for fires, key in ((True, "rules.fires"), (False, "rules.silent")):
        described = [f"- {_line(one.description)}" for one in rule.examples if one.fires is fires]
        parts += [f"{en(key)} · {zh(key)}:", "\n".join(described)]
    return parts


def _line(text: str) -> str:
    """A description as one line of a list, whatever signs it holds."""
    return re.sub(r"([*_<\[])", r"\\\1", " ".join(text.split()))
